"""A folder to a `Source`: finds the files, remembers what was read before, reads what is new on all cores, tells twins apart.

Parsing needs libraries that are slow to import; where everything is remembered, none of them is imported at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator import cores
from generator.memory import Memory
from generator.model import Incident, Maintenance, Notice, Site, Source
from generator.pauses import without_pauses
from generator.problem import Level, Place, Problem, Unusable, in_order
from generator.read import record
from generator.read.discovery import Discovery, Found, digest_of, discover
from generator.read.edited import marked
from generator.read.known import Known
from generator.read.record import Report
from generator.read.seen import Seen, is_local
from generator.read.strays import FOLDER

if TYPE_CHECKING:
    from generator.read.components import Terms

SITE = "site"
"""The room of what site.yaml says."""
FEW = 100
"""Changed files up to which it pays to look for what is known of their front matter."""
UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""As in `reports`, which is costly to import."""
START: dict[type[Report], Callable[[Report], datetime]] = {
    Incident: attrgetter("started"),
    Maintenance: attrgetter("scheduled_for"),
    Notice: attrgetter("published"),
}


def read(root: Path, memory: Memory) -> Source:
    """What people wrote below `root`: site.yaml and incidents/, and what is wrong with it.

    Raises `Unusable` when there is no site to speak of. Reports that could not be read are among the incidents, damaged.
    """
    site, problems = _site(_site_bytes(root), memory)
    with without_pauses():
        reports, found, ignored = _reports(root, site, memory)
        reports, edited = marked(reports, root, site, memory)
        named, twins = _apart(reports, sound=all(each.rule != "file-name" for each in found))
        everything = in_order((*problems, *found, *twins, *ignored))
        return _source(site, _started(named, site), everything, edited)


def _site_bytes(root: Path) -> bytes:
    """The bytes of site.yaml, without importing what only its problems need."""
    try:
        return _bounded(root / "site.yaml")
    except OSError:
        from generator.read.site import site_bytes

        return site_bytes(root)


def _bounded(path: Path) -> bytes:
    from generator.read.decoding import LARGEST

    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError
    return data


def _site(data: bytes, memory: Memory) -> tuple[Site, tuple[Problem, ...]]:
    key = hashlib.sha256(data).digest()
    if (known := memory.recall(SITE, key)) is not None:
        try:
            return record.decoded_site(known)
        except ValueError:
            pass
    from generator.read.site import read_site

    site, problems = read_site(data)
    site = replace(site, digest=record.digest_of(site))
    memory.forget(SITE, memory.recall_all(SITE))
    memory.remember(SITE, key, record.encoded_site(site, problems))
    return site, problems


def _reports(root: Path, site: Site, memory: Memory) -> tuple[list[Report], list[Problem], list[Problem]]:
    """Every report in order of files, what is wrong with them, and what lies there beside them."""
    known = Known(root, site, memory)
    seen = Seen(memory, site.digest, known.reports, believed=is_local(root / FOLDER))
    discovery = discover(root, seen)
    digests = [digest_of(site.digest, found) for found in discovery.reports]
    for found, digest in zip(discovery.reports, digests, strict=True):
        if found.look is not None:
            seen.take(found.file, found.look, digest)
    seen.keep()
    used = [*discovery.unchanged, *digests]
    new = {
        digest: found for digest, found in zip(digests, discovery.reports, strict=True) if digest not in known.reports
    }
    gone = known.reports.keys() - set(used) if 0 < len(new) <= FEW else ()
    records = _parsed([*new.values()], site, known.by_front(gone))
    for digest in reversed(new):
        known.take(digest, records.pop())  # which nobody holds any longer: they are as much as all that was read
    known.keep(set(used))
    problems = [problem for digest in used if digest in known.problems for problem in known.problems[digest]]
    return sorted((known.reports[digest] for digest in used), key=attrgetter("file")), problems, _ignored(discovery)


def _parsed(new: Sequence[Found], site: Site, fronts: dict[str, Report]) -> list[bytes]:
    """The records of files that were never read as they are now. `fronts` are reports that no file holds any more, by their front matter."""
    if not new:
        return []
    from generator.read import again
    from generator.read.components import Terms

    terms = Terms.of(site)
    known = [again.read_again(found.file, found.data, site.digest, terms, fronts) for found in new] if fronts else []
    if fronts and None not in known:
        reports = zip(new, known, strict=True)
        return [_record(found, report, (), site) for found, report in reports if report is not None]
    return _parsed_whole(new, site, terms)


def _parsed_whole(new: Sequence[Found], site: Site, terms: Terms) -> list[bytes]:
    """Records of files. Imports what parsing needs once, before the work is shared out."""
    from generator.read.findings import Findings
    from generator.read.reports import read_report, unreadable

    def work(share: Iterable[Found]) -> list[bytes]:
        records = []
        for found in share:
            if found.failure:
                findings = Findings(found.file)
                findings.error("unreadable", found.failure, hint=found.hint)
                records.append(_record(found, unreadable(found.file, terms, findings), findings.problems, site))
            else:
                records.append(_record(found, *read_report(found.file, found.data, terms), site))
        return records

    return cores.spread(work, new, ahead=1)


def _record(found: Found, report: Report, problems: Sequence[Problem], site: Site) -> bytes:
    from generator.read.again import front_of

    return record.encoded(report, problems, front_of(found.file, found.data, site.digest))


def _apart(reports: list[Report], *, sound: bool) -> tuple[list[Report], list[Problem]]:
    """The reports with ids that differ, and a problem for each pair of files whose names are the same to some system.

    `sound` says that every file has a name that is fit to be an id (`names`), and so is one, in the only spelling that there is.
    """
    if sound and len({report.id for report in reports}) == len(reports):
        return reports, []
    from generator.read.names import distinct, folded

    first: dict[str, str] = {}
    taken: set[str] = set()
    named, problems = [], []
    for report in reports:
        other = first.setdefault(folded(report.file) if not report.file.isascii() else _stem(report.file), report.file)
        if other != report.file:
            message = f"this file and {other} have the same name: a report's name must be its own"
            place = Place(report.file)
            problems.append(Problem(place, message, "rename one of the two files", Level.ERROR, "same-name"))
        if report.id in taken:
            own = distinct(report.id, report.file)
            digest = hashlib.sha256(f"{report.digest}{own}".encode()).hexdigest()
            report = record.renamed(report, own, digest)
        taken.add(report.id)
        named.append(report)
    return named, problems


def _stem(file: str) -> str:
    return file[file.rfind("/") + 1 :].lower().removesuffix(".md")


def _started(reports: list[Report], site: Site) -> list[Report]:
    """The reports, those of unknown start begun at the earliest moment the site knows of: the day in `authority`, or another start."""
    starts = [START[type(report)](report) for report in reports]
    if UNKNOWN not in starts:
        return reports
    earliest = min([*(start for start in starts if start != UNKNOWN), *_founded(site)], default=UNKNOWN)
    pairs = zip(reports, starts, strict=True)
    return [report if start != UNKNOWN else _begun(report, earliest) for report, start in pairs]


def _founded(site: Site) -> Iterator[datetime]:
    """The day on which the site's authority was written (RFC 4151), if it says one."""
    if site.authority:
        day = site.authority.rpartition(",")[2]
        try:
            yield datetime.combine(date.fromisoformat((day + "-01-01")[:10]), time.min, UTC)
        except ValueError:
            return


def _begun(report: Report, at: datetime) -> Report:
    digest = hashlib.sha256(f"{report.digest}{at.isoformat()}".encode()).hexdigest()
    match report:
        case Incident():
            updates = tuple(replace(update, at=max(update.at, at)) for update in report.updates)
            return replace(report, started=at, updates=updates, digest=digest, outline="")
        case Maintenance():
            until = max(report.scheduled_until, at)
            updates = tuple(replace(update, at=max(update.at, at)) for update in report.updates)
            planned = replace(report, scheduled_for=at, scheduled_until=until)
            return replace(planned, updates=updates, digest=digest, outline="")
        case Notice():
            return replace(report, published=at, digest=digest)


def _ignored(discovery: Discovery) -> list[Problem]:
    if not discovery.ignored:
        return []
    names = ", ".join(discovery.ignored[:5]) + (" …" if len(discovery.ignored) > 5 else "")
    message = f"not read, because only files that end in .md are reports: {names}"
    return [Problem(Place(discovery.ignored[0]), message, "", Level.WARNING, "ignored-file")]


def _source(site: Site, reports: list[Report], problems: tuple[Problem, ...], edited: datetime | None) -> Source:
    return Source(
        site,
        tuple([report for report in reports if isinstance(report, Incident)]),
        tuple([report for report in reports if isinstance(report, Maintenance)]),
        tuple([report for report in reports if isinstance(report, Notice)]),
        problems,
        edited,
    )


__all__ = ["Unusable", "read"]
