"""Cases 22 to 53: what YAML makes of what people type, and what people do to break YAML."""

from __future__ import annotations

from collections.abc import Callable

from tests.bad_input.case import BAD, ERROR, Case, Outcome, body, changed, title
from tests.texts import INCIDENT


def titled(expected: str) -> Callable[[Outcome], None]:
    def check(outcome: Outcome) -> None:
        assert [each.title for each in outcome.source.incidents if each.file == BAD] == [expected]

    return check


def front(lines: str) -> str:
    """The incident with `lines` in its front matter, from line 7 on."""
    return changed("eu-west\n", f"eu-west\n{lines}\n")


def quoted(number: str, value: str, meant: str | None = None) -> Case:
    """A title that YAML would take for something else: the hint is the same line with quotes."""
    text = value if meant is None else meant
    return Case(number, f"a title {value}", title(value), ERROR, 2, hint=f'title: "{text}"')


ALIASES = "a0: &a0 [x, x]\n" + "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10))
MERGES = "a0: &a0 {x: y}\n" + "\n".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 99)}]}}" for n in range(1, 5))
CONFLICT = "<<<<<<< HEAD\nimpact: critical\n=======\nimpact: none\n>>>>>>> theirs"
BODY_CONFLICT = "<<<<<<< HEAD\nIt burns.\n=======\nAll is well.\n>>>>>>> theirs"

QUOTED = (
    quoted("23", "Outage: API"),
    quoted("24", "API #2 down"),
    quoted("25", "&API down"),
    quoted("26", "*x*"),
    quoted("27", "@x"),
    quoted("28", "`x`"),
    quoted("29", "[P1] x"),
    quoted("30", "!x"),
    quoted("31", "%x"),
    quoted("32", "{{ x }}"),
    quoted("33", "- x"),
    quoted("34", "'It's'", "It's"),
)

CASES = (
    Case("22", "a doubled key", front("impact: none"), ERROR, 7, 1, says="line 3|:3\\b"),
    Case("22b", "a doubled key, the worse one last", changed("major", "none\nimpact: critical"), ERROR, 4, 1),
    *QUOTED,
    Case("35", "a tab before a key", changed("impact:", "\timpact:"), ERROR, 3, says="tab"),
    Case("35b", "a tab after a colon", changed("impact: major", "impact:\tmajor"), ERROR, 3, hint="impact: major"),
    Case(
        "36",
        "a no-break space after a colon",
        changed("impact: major", "impact:\xa0major"),
        ERROR,
        3,
        hint="impact: major",
    ),
    Case("36b", "a no-break space before a key", changed("impact:", "\xa0impact:"), ERROR, 3, hint="impact: major"),
    Case("36c", "a full-width colon", changed("impact: major", "impact：major"), ERROR, 3, hint="impact: major"),
    Case("37", "no space after a colon", changed("impact: major", "impact:major"), ERROR, 3, hint="impact: major"),
    *(
        Case("38", f"a title {word}", title(word), check=titled(word))
        for word in ("no", "on", "off", "yes", "null", "~")
    ),
    Case("38b", "a key on", front("on: fire"), ERROR, 7, 1, says="[\"'“`]on[\"'”`]"),
    *(
        Case("39", f"a title {word}", title(word), check=titled(word))
        for word in ("012", "1_000", "1.10", ".nan", "0x1F")
    ),
    Case("40", "a Python object", title("!!python/object/apply:os.system [id]"), ERROR, 2, says="!!python|tag"),
    Case("41", "a binary", title("!!binary aGVsbG8="), ERROR, 2, says="!!binary|tag"),
    Case("41b", "a set", changed("[api, dashboard]", "!!set {api, dashboard}"), ERROR, 4, says="!!set|tag"),
    Case("42", "aliases that explode", front(ALIASES), ERROR, 7, says="anchor|alias|&a0"),
    Case("43", "merges that explode", front(MERGES), ERROR, 7, says="anchor|alias|&a0"),
    Case("44", "an alias to itself", front("a: &a [*a]"), ERROR, 7, says="anchor|alias|&a"),
    Case("45", "a thousand brackets", front("a: " + "[" * 1_000), ERROR, 7),
    Case("45b", "a hundred thousand brackets", front("a: " + "[" * 100_000), ERROR, 7),
    Case("45c", "a thousand lists in lists", front("a:\n" + "- " * 1_000 + "x"), ERROR, (7, 8)),
    Case("46", "a number of 5,000 digits", changed("major", "1" * 5_000), ERROR, 3, 9),
    Case("47", "a list for a key", front("? [a, b]\n: c"), ERROR, 7),
    Case("47b", "a mapping for a key", front("{a: b}: c"), ERROR, 7),
    Case("48", "an end of the document", front("..."), ERROR, 7, 1, says="document"),
    Case("48b", "a second document", changed("impact:", "--- # the next one\nimpact:"), ERROR, (2, 3)),
    Case("49", "a merge conflict", changed("impact: major", CONFLICT), ERROR, 3, 1, says="merge conflict"),
    Case("50", "a merge conflict in a text", body(BODY_CONFLICT), ERROR, 11, 1, says="merge conflict"),
    Case("51", "an unknown key", changed("affected:", "afected:"), ERROR, 6, 1, says="afected", hint="affected:"),
    Case("51b", "a misspelt key that is needed", changed("impact:", "impct:"), ERROR, 3, 1, hint="impact:"),
    Case("51c", "a key that is near no other", front("xylophone: yes"), ERROR, 7, 1, says="xylophone"),
    Case("52", "twenty thousand keys", front("\n".join(f"k{n}: v" for n in range(20_000))), ERROR, None),
    Case("53", "a file of 300 KiB", INCIDENT + "x" * 300 * 1024, ERROR, None, says="262,144"),
    Case("53b", "a file of 50 MB", INCIDENT + "word " * 10_000_000, ERROR, None, says="262,144"),
    Case("53c", "a value of 200 KB", changed("6,323 customers", "x" * 200_000), ERROR, 6, 11),
)
