"""The cases of site.yaml, which have no numbers: what is wrong in it never takes the incidents away, or nothing is built."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.bad_input.case import ERROR, Case, Outcome, changed
from tests.texts import INCIDENT, SITE


def doubts(outcome: Outcome) -> None:
    """A component may be missing from the page."""
    assert outcome.built.board.doubtful


def site(
    number: str,
    name: str,
    text: str | bytes,
    line: int | tuple[int, ...] | None,
    column: int | None = None,
    *,
    says: str = "",
    hint: str = "",
    check: Callable[[Outcome], object] | None = None,
    lay: Callable[[Path], None] | None = None,
    unusable: bool = False,
) -> Case:
    """site.yaml as `text`: an error on this line."""
    return Case(
        f"site-{number}",
        name,
        INCIDENT,
        ERROR,
        line,
        column,
        says,
        hint,
        file="site.yaml",
        files={"site.yaml": text},
        lay=lay,
        check=check,
        unusable=unusable,
    )


def edit(old: str, new: str) -> str:
    return changed(old, new, SITE)


def forget(root: Path) -> None:
    (root / "site.yaml").unlink()


def make_folder(root: Path) -> None:
    (root / "site.yaml").unlink()
    (root / "site.yaml").mkdir()


API = "  - {id: api, name: API, group: Core}\n"

CASES = (
    site("1", "an unknown key", edit("timezone:", "timezon:"), 3, 1, hint="timezone: UTC"),
    site("2", "an address that is not https", edit("https:", "http:"), 2, 6, hint="url: https://status.example.com"),
    site("2b", "an address that runs", edit("https://status.example.com", "javascript:alert(1)"), 2, 6, hint="url: https://"),
    site("2c", "no address", edit("url: https://status.example.com\n", ""), (1, 2), hint="url: https://"),
    site("3", "an unknown zone", edit("timezone: UTC", "timezone: Europe/Berln"), 3, 11, hint="timezone: Europe/Berlin", unusable=True),
    site("3b", "a zone that leads elsewhere", edit("timezone: UTC", "timezone: ../../etc/passwd"), 3, 11, unusable=True),
    site("4", "a component twice", edit(API, API + API), 7, says="api", check=doubts),
    site("4b", "a component without an id", edit("id: api, ", ""), 6, says="id", check=doubts),
    site("4c", "a component whose id leads elsewhere", edit("id: api", "id: ../api"), 6, says="\\.\\./api"),
    site("4d", "a component that is no mapping", edit(API, "  - api\n"), 6, 5, hint="{id: api", check=doubts),
    site("4e", "a component in a component", edit(API, "  - {id: api, name: API, components: [{id: x, name: X}]}\n"), 6, says="components"),
    site("4f", "a day that is none", edit("name: API,", "name: API, since: 2026-02-30,"), 6, 33, says="2026-02-30", unusable=True),
    site("4g", "no components", SITE.partition("components")[0], (1, 4, 5), hint="components:", check=doubts),
    site("4h", "components that are no list", SITE.partition("components")[0] + "components: api\n", 5, 13, unusable=True),
    site("5", "no name", edit("name: Example Cloud\n", ""), 1, hint="name: "),
    site("6", "a doubled key", SITE + "name: Another\n", 9, 1, says="line 1|:1\\b"),
    site("7", "an anchor", edit("name: Example", "name: &x Example"), 1, 7, hint='name: "&x Example Cloud"'),
    site("8", "a promise that is none", SITE + "promises: {first_update: soon}\n", 9, 26, says="soon", hint="first_update: "),
    site("8b", "an unknown promise", SITE + "promises: {first_word: 15 minutes}\n", 9, 12, hint="first_update"),
    site("9", "a channel that runs", SITE + "channels:\n  - {name: Support, url: 'javascript:x'}\n", 10, says="javascript"),
    site("10", "a language that is none", SITE + "language: '../en'\n", 9, 11),
    site("11", "an authority that is none", edit("authority: status.example.com,2026-01-01", "authority: hello"), 4, 12, hint="authority: "),
    site("12", "a home that runs", SITE + "home: javascript:alert(1)\n", 9, 7),
    site("20", "an empty file", "", (1, 2), unusable=True, hint="name: "),
    site("21", "no YAML", "name: [", (1, 2), unusable=True),
    site("22", "a list", "- a\n", 1, 1, unusable=True, hint="name: "),
    site("23", "Latin-1", edit("Cloud", "Café").encode("latin-1"), 1, 18, says="e9"),
    site("24", "a merge conflict", f"<<<<<<< HEAD\n{SITE}=======\n{SITE}>>>>>>> theirs\n", 1, 1, unusable=True, says="merge conflict"),
    site("25", "a file of 300 KiB", SITE + "#" * 300 * 1024, None, unusable=True),
    site("26", "no file", SITE, None, unusable=True, lay=forget, hint="upside init"),
    site("27", "a folder", SITE, None, unusable=True, lay=make_folder),
    site("30", "a tab", edit("  - {id: api", "\t- {id: api"), 6, 1, says="tab", hint="  - {id: api", check=doubts),
)  # fmt: skip
