"""Cases 84 to 94: names of files that lead elsewhere, mean something to a machine, or are taken already."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from tests.bad_input.case import BAD, ERROR, WARNING, Case, Outcome, changed
from tests.texts import INCIDENT

RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever their suffix (Microsoft, "Naming Files, Paths, and Namespaces")."""


def slug(number: str, value: str) -> Case:
    """A key that other generators have, which says where a page goes: ours is the file's name, and nothing goes elsewhere."""
    text = changed("impact:", f"slug: {value}\nimpact:")
    return Case(number, f"a slug {value[:20]}", text, ERROR, 3, check=stays_inside)


def stays_inside(outcome: Outcome) -> None:
    """Nothing was written but into the folder; the site's own are as they were laid."""
    root = outcome.folder.parent
    assert {path.name for path in root.iterdir()} <= {"site.yaml", "incidents", outcome.folder.name, ".upside"}
    assert not (root.parent / "x").exists()
    is_published(outcome)


def is_published(outcome: Outcome) -> None:
    """Every report has a page of its own, under a name that every file system and every address can bear."""
    reports = outcome.source.incidents
    names = [each.id for each in reports]
    assert len({unicodedata.normalize("NFC", name).casefold() for name in names}) == len(names)
    for name in names:
        assert len(name.encode()) <= 200
        assert not RESERVED.fullmatch(name)
        assert not name.startswith(".")
        assert not name.endswith((".", " "))
        assert not set(name) & set('/\\?#%:*"<>| \0')
        assert (outcome.folder / "incidents" / name / "index.html").is_file()
        assert f"incidents/{name}/" in outcome.page("index.html")


def named(number: str, name: str, *, level: object = ERROR) -> Case:
    """The incident under another name."""
    file = f"incidents/{name}.md"
    assert level in (WARNING, ERROR, None)
    return Case(
        number,
        f"a file {name[:30]}",
        level=level,  # type: ignore[arg-type]
        line=1 if level else None,
        file=file,
        files={file: INCIDENT},
        check=is_published,
    )


def twins(number: str, name: str, one: str, other: str) -> Case:
    """Two files that some file system takes for one: the second is told of the first, and both are published."""
    files: Mapping[str, str | bytes] = {f"incidents/{one}": INCIDENT, f"incidents/{other}": INCIDENT}
    return Case(
        number,
        name,
        level=ERROR,
        line=1,
        says=re.escape(f"incidents/{min(one, other)}"),
        file=f"incidents/{max(one, other)}",
        files=files,
        check=are_both_there(one, other),
    )


def are_both_there(*names: str) -> Callable[[Outcome], None]:
    def check(outcome: Outcome) -> None:
        assert {f"incidents/{name}" for name in names} <= {each.file for each in outcome.source.incidents}
        is_published(outcome)

    return check


CASES = (
    slug("84", "../../x"),
    slug("85", "../index"),
    slug("86", "/tmp/upside-was-here"),
    slug("87", '"a\\0b"'),
    slug("88", "x" * 300),
    named("88b", "2026-11-20-" + "x" * 240),
    named("88c", "2026-11-20-" + "é" * 120),
    slug("89", "."),
    slug("89b", '""'),
    named("89c", "2026-11-20-..", level=ERROR),
    *(named("90", name) for name in ("CON", "aux.html", "nul", "COM1", "2026-11-20-x.", "2026-11-20-x ")),
    twins("91", "two files that differ in capitals", "2026-11-20-A.md", "2026-11-20-a.md"),
    twins("91b", "two files that differ in how é is made", "2026-11-20-\xe9.md", "2026-11-20-e\u0301.md"),
    twins("91c", "a capital that becomes two letters", "2026-11-20-\u0130.md", "2026-11-20-i\u0307.md"),
    *(named("92", name, level=None) for name in ("2026-11-20-index", "2026-11-20-feed", "2026-11-20-assets")),
    *(named("92b", name) for name in ("index", "feed", "api", "assets", "history", "index.html")),
    *(named("93", f"2026-11-20-{name}") for name in ("%2e%2e", "a?b", "a#b", "a b", "a:b", "<b>", "a\\b", "a\nb")),
    twins("94", "the same name in two folders", "2026/2026-11-20-x.md", "archive/2026-11-20-x.md"),
)

assert BAD not in {case.file for case in CASES if case.files}
