"""How a value is written so that YAML, and the braces of a heading, read back exactly what was meant."""

from __future__ import annotations

import json
import re
from datetime import timedelta

PLAIN = re.compile(r"[^\W\d_](?:[\w.,()/'+–—-]|[ ](?=[^ #:-]))*")
"""Letters, digits and harmless marks, beginning with a letter: what means itself in every YAML reader."""

WORDS_OF_YAML = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"})
"""Words that other readers of YAML 1.1 take for something else than text (https://yaml.org/type/bool.html)."""


def written(value: str) -> str:
    """`value` as one YAML scalar on one line: as it is where that is safe, else in double quotes."""
    if PLAIN.fullmatch(value) and (value.casefold() not in WORDS_OF_YAML):
        return value
    return quoted(value)


def quoted(value: str) -> str:
    """`value` in double quotes. JSON's escapes are YAML's too (YAML 1.2 §1.3); what cannot be printed is escaped as well."""
    return "".join(each if each.isprintable() else _escaped(each) for each in json.dumps(value, ensure_ascii=False))


def _escaped(character: str) -> str:
    """A character that cannot be printed, by its number (YAML 1.2 §5.7)."""
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def one_line(words: str) -> str:
    """`words` on one line, every run of white space a single blank."""
    return " ".join(words.split())


def duration(of: timedelta) -> str:
    """`1 hour 38 minutes`: the two largest of days, hours and minutes; never less than `1 minute`."""
    minutes = max(int(of.total_seconds()) // 60, 1)
    parts = ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute"))
    return " ".join([f"{count} {unit}{'s' if count > 1 else ''}" for count, unit in parts if count][:2])
