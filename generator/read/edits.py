"""Which words were changed after they had been said, as far as git remembers: a page that mends its words says so.

What is on the branch is what was published, so each step of its first parents is held against the one before. A word is known by its status and its time;
one whose heading changed is another word. Line breaks, comments and ticked boxes are no edit. Nothing else of git is looked at, what is
not committed yet is not known, and a shallow clone knows of no edit that is older than itself.

What was found out is remembered, and only what was committed since is looked at: asking costs the same with ten thousand reports as with ten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.msgpack import Decoder, encode

from generator import repository
from generator.memory import Memory
from generator.model import Incident, Postmortem, Update
from generator.pattern import pattern
from generator.read.decoding import LARGEST
from generator.read.record import Report

Reader = Callable[[str, bytes], Report]
Word = tuple[str, int, int]
"""A word's status, its time in seconds since 1970, and which one it is of those that share both."""

ROOM = "edits"
HEAD, STATE = b"head", b"state"
MOST = 20_000
"""Commits that are looked at, the newest: enough for twenty years of three a day, and done in seconds."""
COMMIT = pattern(rb"\x01(\d+)\x00?\n?")
CHANGE = pattern(rb":\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) ([AMT])\x00([^\x00]*)\x00")
ADDED = pattern(rb"\s*\Z|[ \t]*\r?\n\s*## ")
"""Nothing, or further words, behind all that had been said."""
HIDING = pattern(rb"```|~~~|<!--")
"""What may make a heading no heading."""
TICKED = pattern(r"^(\s*[-*+] \[)[xX](\])", re.MULTILINE)


class Found(Struct, array_like=True):
    """What is known as of a commit."""

    head: str
    edits: dict[str, dict[Word, int]] = {}
    """By a report's id as its file's name says it: when each word was last changed, in seconds since 1970."""


class Seen(Struct, array_like=True):
    """What must be known besides to go on from there."""

    head: str
    blobs: dict[str, bytes] = {}
    """The content of each report's file, as git calls it."""


class _Step(Struct):
    """A file that a commit changed."""

    stem: str
    file: str
    at: int
    before: bytes
    after: bytes


def edits(root: Path, memory: Memory, read: Reader) -> Mapping[str, Mapping[Word, datetime]]:
    """When which words of which report (by its file's stem) were last changed after they had been said; empty where nobody knows.

    `read` makes a report of a file's name and bytes.
    """
    if (said := repository.ask(root, "rev-parse", "--verify", "HEAD")) is None:
        return {}
    head = said.decode().strip()
    found = _recalled(memory, HEAD, Decoder(Found))
    if found is None or found.head != head:
        found = _brought_up_to(head, root, memory, found, read)
    return {
        stem: {word: datetime.fromtimestamp(at, UTC) for word, at in words.items()}
        for stem, words in found.edits.items()
    }


def stem_of(file: str) -> str:
    """By what a report is known here, in whatever folder it lies."""
    return file.rpartition("/")[2].removesuffix(".md")


def words_of(report: Report) -> dict[Word, Update | Postmortem]:
    """Everything said in a report, by what it is known by."""
    said: list[Update | Postmortem] = [*report.updates]
    if isinstance(report, Incident) and report.postmortem is not None:
        said.append(report.postmortem)
    named: dict[Word, Update | Postmortem] = {}
    for each in said:
        status, at, turn = each.status if isinstance(each, Update) else "postmortem", int(each.at.timestamp()), 0
        while (status, at, turn) in named:
            turn += 1
        named[status, at, turn] = each
    return named


Record = TypeVar("Record", Found, Seen)


def _recalled(memory: Memory, key: bytes, decoder: Decoder[Record]) -> Record | None:
    record = memory.recall(ROOM, key)
    try:
        return decoder.decode(record) if record else None
    except ValueError:
        return None


def _brought_up_to(head: str, root: Path, memory: Memory, found: Found | None, read: Reader) -> Found:
    """What is known as of `head`: from what was known before, if that lies before it, else from the beginning."""
    found, seen = found or Found(""), _recalled(memory, STATE, Decoder(Seen)) or Seen("")
    if (
        found.head != seen.head
        or not found.head
        or repository.ask(root, "merge-base", "--is-ancestor", found.head, head) is None
    ):
        found, seen = Found(""), Seen("")
    reach = f"{found.head}..{head}" if found.head else head
    steps = list(_steps(root, reach, seen.blobs))
    for step, before, after in _contents(root, steps):
        for word in _changed(step.file, before, after, read):
            found.edits.setdefault(step.stem, {})[word] = step.at
    found.head = seen.head = head
    memory.remember(ROOM, HEAD, encode(found))
    memory.remember(ROOM, STATE, encode(seen))
    return found


def _steps(root: Path, reach: str, blobs: dict[str, bytes]) -> Iterator[_Step]:
    """Every change of a report's file in the commits of `reach`, oldest first. Brings `blobs` up to date on the way."""
    said = repository.ask(
        root,
        *("log", "--first-parent", "--diff-merges=first-parent", "--reverse", f"--max-count={MOST}"),
        *("--raw", "--no-abbrev", "--no-renames", "--relative", "-z", "--format=%x01%ct", reach, "--", "incidents"),
    )
    at, place, said = 0, 0, said or b""
    while place < len(said):
        if commit := COMMIT.match(said, place):
            at, place = int(commit[1]), commit.end()
        elif change := CHANGE.match(said, place):
            place = change.end()
            file = change[4].decode("utf-8", "replace")
            stem = stem_of(file)
            before, after = blobs.get(stem), change[2]
            if not change[1].startswith(b"1006") and not change[1].startswith(b"1007"):
                continue  # a link, a submodule
            blobs[stem] = after
            if before is not None and before != after:
                yield _Step(stem, file, at, before, after)
        else:
            place = said.find(b"\x00", place) + 1 or len(said)  # a file that went away, and whatever else git may say


def _contents(root: Path, steps: list[_Step]) -> Iterator[tuple[_Step, bytes, bytes]]:
    """Each step with what the file held before and after it, where both can be known and are not too large to be reports."""
    for start in range(0, len(steps), 500):
        some = steps[start : start + 500]
        names = sorted({blob for step in some for blob in (step.before, step.after)})
        sizes = repository.ask(root, "cat-file", "--batch-check", given=b"\n".join(names) + b"\n") or b""
        rows = [row.split() for row in sizes.splitlines()]
        fit = [row[0] for row in rows if len(row) == 3 and row[1] == b"blob" and int(row[2]) <= LARGEST]
        held = _batch(repository.ask(root, "cat-file", "--batch", given=b"\n".join(fit) + b"\n") or b"")
        for step in some:
            if step.before in held and step.after in held:
                yield step, held[step.before], held[step.after]


def _batch(said: bytes) -> dict[bytes, bytes]:
    """What `git cat-file --batch` says: a line with name, kind and size, then the content and a line feed, for each."""
    held, place = {}, 0
    while (end := said.find(b"\n", place)) >= 0:
        head = said[place:end].split()
        if len(head) != 3:
            break
        size = int(head[2])
        held[head[0]] = said[end + 1 : end + 1 + size]
        place = end + size + 2
    return held


def _changed(file: str, before: bytes, after: bytes, read: Reader) -> list[Word]:
    """The words that both versions of `file` hold and that do not say the same."""
    if _only_added(before, after):
        return []
    old, new = words_of(read(file, before)), words_of(read(file, after))
    return [word for word in old.keys() & new.keys() if _text(old[word]) != _text(new[word])]


def _only_added(before: bytes, after: bytes) -> bool:
    """Whether further words were put behind those that were there, which needs no parsing to see. In doubt not."""
    old, new = (_body(data) for data in (before, after))
    old = old.rstrip()
    return new.startswith(old) and not HIDING.search(old) and ADDED.match(new, len(old)) is not None


def _body(data: bytes) -> bytes:
    """What stands behind the front matter, where that is plainly there."""
    end = data.find(b"\n---", 3)
    return data[end:] if data.startswith(b"---") and end >= 0 else data


def _text(word: Update | Postmortem) -> str:
    """What a word says, whatever its line breaks; a ticked box is progress and no edit."""
    return " ".join(TICKED.sub(r"\1 \2", word.text.markdown).split())
