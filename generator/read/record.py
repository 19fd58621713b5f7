"""Reports, sites and their problems as bytes for the memory: what was read once is not parsed again.

MessagePack straight into the model's records, because ten thousand of them are decoded by every build; their updates when somebody looks into
them. Promises that `decoded(encoded(x)) == x`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256

from msgspec import Struct
from msgspec.msgpack import Decoder, encode
from msgspec.structs import replace

from generator.model import Incident, Later, Maintenance, Notice, Site, Text, Update
from generator.problem import Problem

_NOTHING = Text("")

Report = Incident | Maintenance | Notice
Read = tuple[Report, tuple[Problem, ...]]
Said = tuple[str, tuple[Update, ...]]
"""A digest of a report's front matter, for `again`, and its updates."""


class Remembered(Struct, array_like=True):
    """A file that was read. It holds one report, of whichever kind, without its digest."""

    said: bytes
    """What was said in the report, which holds no updates itself, in the very bytes that `words` remembers: a `Said`."""
    problems: tuple[Problem, ...]
    incident: Incident | None = None
    maintenance: Maintenance | None = None
    notice: Notice | None = None

    def read(self, digest: str) -> Read:
        """The report, which has this digest, and what is wrong with it. Raises ValueError where there is none."""
        report = self.incident or self.maintenance or self.notice
        if report is None:
            raise ValueError("a record without a report")
        return replace(report, digest=digest, updates=later(self.said)), self.problems


class Part(Struct, array_like=True):
    """A share of the reports that were read, for all of whom one call is enough."""

    incidents: list[Incident]
    """Those with which nothing is wrong, without their updates."""
    maintenances: list[Maintenance]
    """Likewise."""
    others: dict[str, Remembered]
    """The rest, by digest."""


def encoded(report: Report, problems: Iterable[Problem], front: str = "") -> bytes:
    """A report and its problems, with its outline, and without its digest, which whoever decodes it knows."""
    said = encoded_words(front, report.updates)
    if isinstance(report, Notice):
        report = replace(report, updates=(), digest="")
    else:
        report = replace(report, updates=(), digest="", outline=outline_of(report))
    kinds = {"incident": None, "maintenance": None, "notice": None, type(report).__name__.lower(): report}
    return encode(Remembered(said, tuple(problems), **kinds))  # type: ignore[arg-type]  # one of each kind


def remembered(record: bytes) -> Remembered:
    """What `encoded` made. Raises ValueError on other bytes."""
    return _reports().decode(record)


def encoded_words(front: str, updates: Iterable[Update]) -> bytes:
    """What was said in a report whose front matter has this digest."""
    return encode((front, tuple(updates)))


def decoded_words(record: bytes) -> Said:
    """What `encoded_words` was given. Raises ValueError on other bytes."""
    return _words().decode(record)


def later(said: bytes) -> Later[Update]:
    """The updates in what `encoded_words` made, which is not looked into before somebody asks."""
    return Later(lambda: decoded_words(said)[1])


def encoded_site(site: Site, problems: Iterable[Problem]) -> bytes:
    """The site and its problems."""
    return encode((site, tuple(problems)))


def decoded_site(record: bytes) -> tuple[Site, tuple[Problem, ...]]:
    """What `encoded_site` was given. Raises ValueError on other bytes."""
    return Decoder(tuple[Site, tuple[Problem, ...]]).decode(record)


def digest_of(site: Site) -> str:
    """Of all that reports and pages are made from: not of where they and the news of them are sent, nor of comments."""
    return sha256(encode(replace(site, announce=(), publish=(), digest=""))).hexdigest()


def outline_of(report: Incident | Maintenance) -> str:
    """A digest of all that it says but its texts, where they stand and when they were edited."""
    told: dict[str, object] = {
        "updates": tuple([replace(each, text=_NOTHING, line=0, edited=None) for each in report.updates])
    }
    if isinstance(report, Incident) and report.postmortem is not None:
        told["postmortem"] = replace(report.postmortem, text=_NOTHING, line=0, actions=(), edited=None)
    return sha256(encode(replace(report, **told, digest="", outline=""))).hexdigest()


def renamed(report: Report, name: str, digest: str) -> Report:
    """The same report under another id."""
    if isinstance(report, Notice):
        return replace(report, id=name, digest=digest)
    return replace(report, id=name, digest=digest, outline="")


@cache
def _reports() -> Decoder[Remembered]:
    return Decoder(Remembered)


@cache
def _words() -> Decoder[Said]:
    return Decoder(Said)
