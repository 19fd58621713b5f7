"""Reports, sites and their problems as bytes for the memory: what was read once is not parsed again.

MessagePack straight into the model's records, because ten thousand of them are decoded by every build; their updates when somebody looks into
them. Promises that `decoded(encoded(x)) == x`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial
from hashlib import sha256

from msgspec import Raw, Struct
from msgspec.msgpack import Decoder, encode
from msgspec.structs import force_setattr, replace

from generator.model import Incident, Later, Maintenance, Notice, Site, Update
from generator.problem import Problem

Report = Incident | Maintenance | Notice
Read = tuple[Report, tuple[Problem, ...]]


class Remembered(Struct, array_like=True):
    """A file that was read. It holds one report, of whichever kind, without its file and digest."""

    front: str
    """A digest of the front matter, kept for `front`."""
    updates: Raw
    """The report's, which it holds none of."""
    problems: tuple[Problem, ...]
    incident: Incident | None = None
    maintenance: Maintenance | None = None
    notice: Notice | None = None


def encoded(report: Report, problems: Iterable[Problem], front: str = "") -> bytes:
    """A report and its problems, without what whoever decodes it knows: its file, its digest."""
    said = Raw(encode(tuple(report.updates)))
    report = replace(report, updates=(), file="", digest="")
    kinds = {"incident": None, "maintenance": None, "notice": None, type(report).__name__.lower(): report}
    return encode(Remembered(front, said, tuple(problems), **kinds))  # type: ignore[arg-type]  # one of each kind


def front(record: bytes) -> str:
    """The digest of the front matter of an incident or a maintenance without problems; empty for any other record."""
    try:
        known = _reports().decode(record)
    except ValueError:
        return ""
    return "" if known.problems else known.front


def decoded(record: bytes, file: str, digest: str) -> Read:
    """What `encoded` was given, with its file and digest. Raises ValueError on other bytes."""
    return decoded_all([record], [file], [digest])[0]


def decoded_all(records: Iterable[bytes], files: Iterable[str], digests: Iterable[str]) -> list[Read]:
    """Many at once, sooner."""
    decode, found = _reports().decode, []
    for record, file, digest in zip(records, files, digests, strict=True):
        known = decode(record)
        report = known.incident or known.maintenance or known.notice
        if report is None:
            raise ValueError("a record without a report")
        # Nobody has seen it yet: until here it is as free as while it is made.
        force_setattr(report, "file", file)
        force_setattr(report, "digest", digest)
        force_setattr(report, "updates", Later(partial(_updates().decode, known.updates)))
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


@cache
def _updates() -> Decoder[tuple[Update, ...]]:
    return Decoder(tuple[Update, ...])
