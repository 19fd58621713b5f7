"""The texts of a drill: what is said in it, and how its copy of the site is made to look like one. Pure.

Whoever stumbles on such a page, by whatever way, must see on it that nothing is wrong: its name says so on every page and in every feed, its
addresses lead nowhere (RFC 6761, 6.4), and search engines are told to pass it over.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

TITLE = "Drill: a rehearsal, nothing is wrong"
AUTHORITY = "drill.invalid,2026-01-01"
ADDRESS = "https://drill.invalid"
MARK = "DRILL, nothing is wrong: "
LONGEST = 100
"""Characters of a name that are kept."""
LAYOUT, OWN_LAYOUT = "theme/templates/layout.html", "theme/templates/layout-of-the-site.html"
EXTENDED = """\
{{% extends "{layout}" %}}
{{% block head %}}
{{{{ super() }}}}
<meta name="robots" content="noindex, nofollow">
{{% endblock %}}
"""


class Word(Struct, frozen=True):
    """One word of the night: a command of the operator's, without the program's name."""

    called: str
    """What it is, for a person."""
    typed: tuple[str, ...]
    message: str
    """What it says to readers: letters, spaces and full stops, so that a page holds it as it stands here."""
    commit: str
    """The message of the commit."""


def first_word(component: str) -> Word:
    """Something is wrong with `component` (empty where the site lists none): the incident is written."""
    message = "This is a rehearsal. Nothing is wrong and nobody needs to do anything."
    touched = ("--component", component) if component else ()
    options = ("--title", TITLE, "--impact", "major", *touched, "-m", message, "--next", "30 minutes")
    return Word("First word", ("new", *options), message, TITLE)


def later_words(report: str) -> tuple[Word, ...]:
    """What is said after it about the incident with the id `report`: more, and that it is over."""
    more, over = "This is the second word of a rehearsal.", "The rehearsal is over. Nothing was ever wrong."
    return (
        Word("Update", ("update", report, "--status", "identified", "-m", more), more, f"Identified: {TITLE}"),
        Word("Resolved", ("resolve", report, "-m", over), over, f"Resolved: {TITLE}"),
    )


def disguise(name: str, *, hub: bool) -> dict[str, str]:
    """What site.yaml is to say in the copy of the site called `name`, by key; `hub`: it names one, whom nobody is to ask for these feeds."""
    said = {"name": f"{MARK}{name[:LONGEST]}", "url": ADDRESS, "authority": AUTHORITY}
    return said | {"hub": ADDRESS} if hub else said


def layout(own: bytes | None) -> Mapping[str, bytes]:
    """The templates with which no page of the copy is indexed, by path; `own` is the site's own layout, if it has one."""
    if own is None:
        return {LAYOUT: EXTENDED.format(layout="default/layout.html").encode()}
    name = OWN_LAYOUT.rpartition("/")[2]
    return {OWN_LAYOUT: own, LAYOUT: EXTENDED.format(layout=name).encode()}
