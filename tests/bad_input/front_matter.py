"""Cases 1 to 21: where the front matter begins and ends, and which characters a file is made of."""

from __future__ import annotations

from collections.abc import Callable

from tests.bad_input.case import ERROR, WARNING, Case, Outcome, body, changed, title
from tests.texts import INCIDENT

FENCE = "---\n"


def titled(expected: str) -> Callable[[Outcome], None]:
    """The one incident of the file bears this title, and nothing of its front matter has become its text."""

    def check(outcome: Outcome) -> None:
        found = next(each for each in outcome.source.incidents if each.file.endswith("api-errors.md"))
        assert found.title == expected
        assert not found.damaged
        assert len(found.updates) == 2
        assert "impact:" not in outcome.page(f"incidents/{found.id}/index.html")

    return check


ORDINARY = titled("Elevated error rates on the API")

CASES = (
    Case("1", "dashes inside a value", title("a --- b"), check=titled("a --- b")),
    Case("2", "front matter that never ends", changed("\n---\n\n##", "\n\n##"), ERROR, (1, 7, 8, 9), hint="---"),
    Case("3", "a byte order mark", "\ufeff" + INCIDENT, check=ORDINARY),
    Case("4", "a leading blank line", "\n" + INCIDENT, check=ORDINARY),
    Case("5", "no front matter", INCIDENT.split(FENCE)[2], ERROR, (1, 2), hint="---\ntitle:"),
    Case("6", "a fence that a phone has corrected", INCIDENT.replace(FENCE, "—\n"), ERROR, 1, 1, hint="---"),
    Case("6b", "a closing fence that a phone has corrected", changed("\n---\n", "\n—\n"), ERROR, 7, 1, hint="---"),
    Case("7", "smart quotes around a colon", title("“Outage: x”"), ERROR, 2, hint='title: "Outage: x"'),
    Case("7b", "smart quotes around a word", changed("major", "“major”"), WARNING, 3, 9, hint="impact: major"),
    Case("8", "an empty file", "", ERROR, 1, 1, hint="---\ntitle:"),
    Case("8b", "a file of blank lines", "\n\n \n", ERROR, (1, 3, 4), hint="---\ntitle:"),
    Case("9", "front matter of comments only", "---\n# to do\n---\n", ERROR, (1, 2, 3), hint="title:"),
    Case("9b", "a comment only", "<!-- to do -->\n", ERROR, 1, 1, hint="---\ntitle:"),
    Case("10", "a list for front matter", "---\n- title: x\n- impact: major\n---\n", ERROR, 2, 1, hint="title:"),
    Case("10b", "a sentence for front matter", "---\nThe API is down\n---\n", ERROR, 2, 1, hint="title:"),
    Case("11", "TOML", '+++\ntitle = "API"\nimpact = "major"\n+++\n', ERROR, 1, 1, says="toml", hint="---"),
    Case("12", "line ends of Windows", INCIDENT.replace("\n", "\r\n"), check=ORDINARY),
    Case("13", "line ends of old Macs", INCIDENT.replace("\n", "\r"), check=ORDINARY),
    Case("13b", "emoji", title("API 🔥 down"), check=titled("API 🔥 down")),
    Case("14", "a NUL in the front matter", title("Ele\0vated"), ERROR, 2, 11, says="U\\+0000|NUL"),
    Case("14b", "a NUL in a text", body("Requests\0fail"), ERROR, 11, 9, says="U\\+0000|NUL"),
    Case("15", "a bell", title("Ele\avated"), ERROR, 2, 11, says="U\\+0007"),
    Case("15b", "DEL", body("Requests\x7ffail"), ERROR, 11, 9, says="U\\+007F"),
    Case("15c", "a control of the second set", body("Requests\x9bfail"), ERROR, 11, 9, says="U\\+009B"),
    Case("16", "a backspace that is escaped", title('"Ele\\x08vated"'), ERROR, 2, says="U\\+0008"),
    Case("16b", "a NUL that is escaped", title('"Ele\\0vated"'), ERROR, 2, says="U\\+0000|NUL"),
    Case("17", "half a character that is escaped", title('"Ele\\ud800vated"'), ERROR, 2, says="U\\+D800|surrogate"),
    Case("18", "what is no character", title("Ele\ufffevated"), ERROR, 2, 11, says="U\\+FFFE"),
    Case("18b", "what is no character, in a text", body("Requests\uffff"), ERROR, 11, 9, says="U\\+FFFF"),
    Case("19", "Latin-1", title("café").replace("—", "-").encode("latin-1"), ERROR, 2, 11, says="e9.*utf-8|utf-8.*e9"),
    Case("20", "UTF-16", INCIDENT.encode("utf-16"), ERROR, 1, says="utf-16"),
    Case("20b", "UTF-16 without a mark", INCIDENT.encode("utf-16-le"), ERROR, 1, says="utf-16|U\\+0000|NUL"),
)
"""Case 21, a locale without UTF-8, is a test of its own: it needs a process of its own."""
