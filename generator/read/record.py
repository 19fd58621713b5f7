"""Reports, sites and their problems as bytes for the memory: what was read once is not parsed again.

MessagePack straight into the model's records, because ten thousand of them are decoded by every build. A text that stands in its file as
it is is remembered by its place there. Promises that `decoded(encoded(x)) == x`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256

from msgspec import Struct
from msgspec.msgpack import Decoder, encode
from msgspec.structs import force_setattr, replace

from generator.model import Incident, Maintenance, Notice, Postmortem, Site, Text, Update
from generator.problem import Problem

Report = Incident | Maintenance | Notice
Read = tuple[Report, tuple[Problem, ...]]
Said = Update | Postmortem | Notice
"""What holds a text."""

ABSENT = Text("")
"""Stands for a text that is remembered by its place."""


class Remembered(Struct, array_like=True):
    """A file that was read. It holds one report, of whichever kind, without its file and digest."""

    front: str
    """A digest of the front matter, kept for `front`."""
    places: tuple[tuple[int, int] | None, ...]
    """Where each text begins and ends in the bytes of the file, in the order of `_said`; None where it stands in the report."""
    problems: tuple[Problem, ...]
    incident: Incident | None = None
    maintenance: Maintenance | None = None
    notice: Notice | None = None


def encoded(report: Report, problems: Iterable[Problem], data: bytes = b"", front: str = "") -> bytes:
    """A report and its problems, without what whoever decodes it knows: its file, its digest, and `data`, the file's bytes."""
    places = tuple(_place(each.text, data) for each in _said(report))
    report = replace(_without(report, places), file="", digest="")
    kinds = {"incident": None, "maintenance": None, "notice": None, type(report).__name__.lower(): report}
    return encode(Remembered(front, places, tuple(problems), **kinds))  # type: ignore[arg-type]  # one of each kind


def front(record: bytes) -> str:
    """The digest of the front matter of an incident or a maintenance without problems; empty for any other record."""
    try:
        known = _reports().decode(record)
    except ValueError:
        return ""
    return "" if known.problems else known.front


def decoded(record: bytes, data: bytes, file: str, digest: str) -> Read:
    """What `encoded` was given, with its file and digest. Raises ValueError on other bytes.

    With other `data` its texts are any texts.
    """
    return decoded_all([record], [data], [file], [digest])[0]


def decoded_all(
    records: Iterable[bytes], datas: Iterable[bytes], files: Iterable[str], digests: Iterable[str]
) -> list[Read]:
    """Many at once, sooner."""
    decode, found = _reports().decode, []
    for record, data, file, digest in zip(records, datas, files, digests, strict=True):
        known = decode(record)
        report = known.incident or known.maintenance or known.notice
        if report is None:
            raise ValueError("a record without a report")
        # Nobody has seen it yet: until here it is as free as while it is made.
        force_setattr(report, "file", file)
        force_setattr(report, "digest", digest)
        for said, place in zip(_said(report), known.places, strict=True):
            if place is not None:
                force_setattr(said, "text", Text(data[place[0] : place[1]].decode()))
        found.append((report, known.problems))
    return found


def encoded_site(site: Site, problems: Iterable[Problem]) -> bytes:
    """The site and its problems."""
    return encode((site, tuple(problems)))


def decoded_site(record: bytes) -> tuple[Site, tuple[Problem, ...]]:
    """What `encoded_site` was given. Raises ValueError on other bytes."""
    return Decoder(tuple[Site, tuple[Problem, ...]]).decode(record)


def digest_of(site: Site) -> str:
    """Of all that reports and pages are made from: not of where they and the news of them are sent, nor of comments."""
    return sha256(encode(replace(site, announce=(), publish=(), digest=""))).hexdigest()


def renamed(report: Report, name: str, digest: str) -> Report:
    """The same report under another id."""
    return replace(report, id=name, digest=digest)


@cache
def _reports() -> Decoder[Remembered]:
    return Decoder(Remembered)


def _said(report: Report) -> Sequence[Said]:
    """Everything in a report that holds a text, in a fixed order."""
    if isinstance(report, Incident):
        return (*report.updates, report.postmortem) if report.postmortem else report.updates
    return (*report.updates, report) if isinstance(report, Notice) else report.updates


def _place(text: Text, data: bytes) -> tuple[int, int] | None:
    """Where `text` stands in `data`."""
    written = text.markdown.encode("utf-8", "surrogatepass")
    start = -1 if text.plain or not written else data.find(written)
    return None if start < 0 else (start, start + len(written))


def _without(report: Report, places: Sequence[tuple[int, int] | None]) -> Report:
    """`report` without the texts that have a place."""
    told = [
        each if place is None else replace(each, text=ABSENT) for each, place in zip(_said(report), places, strict=True)
    ]
    updates = tuple(each for each in told if isinstance(each, Update))
    if isinstance(report, Incident):
        explained = [each for each in told if isinstance(each, Postmortem)]
        return replace(report, updates=updates, postmortem=explained[0] if explained else None)
    if isinstance(report, Notice):
        (own,) = [each for each in told if isinstance(each, Notice)]
        return replace(own, updates=updates)
    return replace(report, updates=updates)
