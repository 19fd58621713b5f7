"""Edits as they happen to files: slips of the finger, of the mouse, of the editor, of git, of the disk."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Edit = Callable[[Random, bytes], bytes]

GARBAGE: tuple[str | bytes, ...] = (
    *(bytes([code]) for code in b":#-{}[]\"'`=&*!|>%@,?<>~.\t \n\\()_/0123456789abcdefimnorstuzZTU+"),
    *("—", "\u00a0", "\u200b", "\u202e", "é", "：", "“", "\ufeff", "\u2028", "а", "🔥"),
    *(b"\x00", b"\x07", b"\x7f", b"\xff", b"\xe9", b"\r", b"\r\n", b"\n\n", b"  ", b"---\n", b"\n---\n", b"...\n"),
    *(b"<!--", b"-->", b"## ", b"# ", b"&a ", b"*a", b"!!x ", b"? ", b"- ", b"<<: ", b" #", b"```\n", b"{{", b"null"),
)
WORDS = (
    *(b"none", b"minor", b"major", b"critical", b"operational", b"major_outage", b"under_maintenance", b"api", b"shop"),
    *(b"Resolved", b"Investigating", b"Update", b"Completed", b"Cancelled", b"Postmortem", b"UTC", b"CET", b"tomorrow"),
    *(b"title", b"impact", b"components", b"started", b"notice", b"kind", b"scheduled_for", b"automatically", b"14:31"),
)


def _span(random: Random, text: bytes, longest: int) -> tuple[int, int]:
    start = random.randrange(len(text) + 1)
    return start, min(len(text), start + random.randint(1, longest))


def _lines(random: Random, text: bytes) -> tuple[list[bytes], int, int]:
    lines = text.splitlines(keepends=True) or [b""]
    start = random.randrange(len(lines))
    return lines, start, min(len(lines), start + random.choice((1, 1, 1, 2, 3, 5)))


def delete(random: Random, text: bytes) -> bytes:
    start, end = _span(random, text, random.choice((1, 1, 2, 8, 60)))
    return text[:start] + text[end:]


def double(random: Random, text: bytes) -> bytes:
    start, end = _span(random, text, random.choice((1, 1, 2, 8, 60)))
    return text[:end] + text[start:]


def swap(random: Random, text: bytes) -> bytes:
    at = random.randrange(max(1, len(text) - 1))
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def insert(random: Random, text: bytes) -> bytes:
    at = random.randrange(len(text) + 1)
    return text[:at] + _garbage(random) + text[at:]


def replace(random: Random, text: bytes) -> bytes:
    start, end = _span(random, text, random.choice((1, 1, 1, 3)))
    return text[:start] + _garbage(random) + text[end:]


def _garbage(random: Random) -> bytes:
    piece = random.choice(GARBAGE)
    return piece.encode() if isinstance(piece, str) else piece


def another_word(random: Random, text: bytes) -> bytes:
    words = text.split(b" ")
    words[random.randrange(len(words))] = random.choice(WORDS)
    return b" ".join(words)


def delete_lines(random: Random, text: bytes) -> bytes:
    lines, start, end = _lines(random, text)
    return b"".join(lines[:start] + lines[end:])


def double_lines(random: Random, text: bytes) -> bytes:
    lines, start, end = _lines(random, text)
    return b"".join(lines[:end] + lines[start:])


def move_line(random: Random, text: bytes) -> bytes:
    lines, start, _ = _lines(random, text)
    line = lines.pop(start)
    lines.insert(random.randrange(len(lines) + 1), line)
    return b"".join(lines)


def join_lines(random: Random, text: bytes) -> bytes:
    lines, start, _ = _lines(random, text)
    lines[start] = lines[start].rstrip(b"\r\n") + random.choice((b"", b" "))
    return b"".join(lines)


def indent(random: Random, text: bytes) -> bytes:
    lines, start, end = _lines(random, text)
    by = random.choice((b" ", b"  ", b"    ", b"\t", b"> ", b"- ", b"#", b"# ", b"+", b"-"))
    return b"".join(lines[:start] + [by + line for line in lines[start:end]] + lines[end:])


def truncate(random: Random, text: bytes) -> bytes:
    return text[: random.randrange(len(text) + 1)]


def behead(random: Random, text: bytes) -> bytes:
    return text[random.randrange(len(text) + 1) :]


def conflict(random: Random, text: bytes) -> bytes:
    lines, start, end = _lines(random, text)
    ours, theirs = b"".join(lines[start:end]), b"".join(lines[start : random.randint(start, end)])
    marked = b"<<<<<<< HEAD\n" + ours + b"=======\n" + theirs + b">>>>>>> theirs\n"
    return b"".join(lines[:start]) + marked + b"".join(lines[end:])


def encode(random: Random, text: bytes) -> bytes:
    words = text.decode("utf-8", "replace")
    return words.encode(random.choice(("utf-16", "utf-16-be", "utf-32", "latin-1", "cp1252", "cp037")), "replace")


def change_case(random: Random, text: bytes) -> bytes:
    start, end = _span(random, text, 12)
    return text[:start] + text[start:end].swapcase() + text[end:]


def zero(random: Random, text: bytes) -> bytes:
    """As disks do after a crash."""
    start, end = _span(random, text, random.choice((16, 512)))
    return text[:start] + b"\0" * (end - start) + text[end:]


SLIPS: tuple[Edit, ...] = (delete, double, swap, insert, replace, another_word, change_case)
"""Of one place; the likeliest."""
BLOWS: tuple[Edit, ...] = (
    delete_lines,
    double_lines,
    move_line,
    join_lines,
    indent,
    truncate,
    behead,
    conflict,
    encode,
)


def edited(random: Random, text: bytes) -> bytes:
    """`text` after one edit."""
    edit = zero if random.random() < 0.02 else random.choice((*SLIPS, *SLIPS, *BLOWS))
    return edit(random, text)


def slipped(random: Random, text: str) -> str:
    """`text` with one letter, not a digit, left out, typed twice, changed for another, or in the place of the next."""
    place = random.choice([place for place, letter in enumerate(text) if not letter.isdigit()])
    before, letter, after = text[:place], text[place], text[place + 1 :]
    return before + random.choice(("", letter * 2, "x", "x" + letter, " " + letter, letter + "x")) + after


def merged(text: bytes, one: bytes, other: bytes) -> bytes | None:
    """Both edits of `text`; None where they touch the same place."""
    first, second = sorted((_changed(text, one), _changed(text, other)))
    if first[1] >= second[0]:
        return None
    return text[: first[0]] + first[2] + text[first[1] : second[0]] + second[2] + text[second[1] :]


def _changed(text: bytes, edit: bytes) -> tuple[int, int, bytes]:
    """What `edit` has replaced: from where to where in `text`, by what."""
    start, shorter = 0, min(len(text), len(edit))
    while start < shorter and text[start] == edit[start]:
        start += 1
    end = 0
    while end < shorter - start and text[-1 - end] == edit[-1 - end]:
        end += 1
    return start, len(text) - end, edit[start : len(edit) - end]
