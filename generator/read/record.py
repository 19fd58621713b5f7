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
from msgspec.structs import replace

from generator.model import Incident, Later, Maintenance, Notice, Site, Text, Update
from generator.problem import Problem

_NOTHING = Text("")

Report = Incident | Maintenance | Notice
Read = tuple[Report, tuple[Problem, ...]]


class Remembered(Struct, array_like=True):
    """A file that was read. It holds one report, of whichever kind, without its digest."""

    front: str
    """A digest of the front matter, for `again`."""
    updates: Raw
    """The report's, which it holds none of."""
    problems: tuple[Problem, ...]
    incident: Incident | None = None
    maintenance: Maintenance | None = None
    notice: Notice | None = None

    def read(self, digest: str) -> Read:
        """The report, which has this digest, and what is wrong with it. Raises ValueError where there is none."""
        report = self.incident or self.maintenance or self.notice
        if report is None:
            raise ValueError("a record without a report")
        updates = Later(partial(_updates().decode, self.updates))
        return replace(report, digest=digest, updates=updates), self.problems


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
    said = Raw(encode(tuple(report.updates)))
    if not isinstance(report, Notice):
        report = replace(report, outline=outline_of(report))
    report = replace(report, updates=(), digest="")
    kinds = {"incident": None, "maintenance": None, "notice": None, type(report).__name__.lower(): report}
    return encode(Remembered(front, said, tuple(problems), **kinds))  # type: ignore[arg-type]  # one of each kind


def remembered(record: bytes) -> Remembered:
    """What `encoded` made. Raises ValueError on other bytes."""
    return _reports().decode(record)


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
def _updates() -> Decoder[tuple[Update, ...]]:
    return Decoder(tuple[Update, ...])
