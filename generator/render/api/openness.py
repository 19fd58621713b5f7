"""The figures of the report for programs: what `upside report --format json` prints. Its keys are promised to stay.

Lengths are in whole seconds, shares from 0 to 1 and cut after six digits, days as ISO 8601 in the site's zone. What is not known is null.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from math import floor

from generator.model import Board
from generator.model.report import ActionsDone, Behind, Figures, Impacts, Lengths, PostmortemsOwed, Uptime, WordsKept
from generator.render.api.document import Facts
from generator.render.times import machine


def report(board: Board, names: Collection[str]) -> Facts:
    """The document, of the periods called `names`."""
    site = board.site
    return {
        "site": {"name": site.name, "url": site.url, "timezone": site.timezone},
        "now": machine(board.now),
        "doubtful": board.doubtful,
        "periods": [_period(each, site.url) for each in board.report if each.period.name in names],
    }


def _period(of: Figures, url: str) -> Facts:
    return {
        "name": of.period.name,
        "first": of.period.first.isoformat(),
        "last": of.period.last.isoformat(),
        "unreadable_reports": {"count": of.doubtful, "newest": _cases(of.doubtful_in, url)},
        "incidents": _impacts(of.impacts, url),
        "time_to_detect": _lengths(of.to_detect, url),
        "time_to_first_word": _lengths(of.to_first_word, url),
        "updates_on_time": _words(of.words, url),
        "longest_silence": _lengths(of.silence, url),
        "time_to_mitigate": _lengths(of.to_mitigate, url),
        "time_to_resolve": _lengths(of.to_resolve, url),
        "postmortems": _postmortems(of.postmortems, of.to_explain, url),
        "remediation": _actions(of.actions, url),
        "uptime": [_uptime(each) for each in of.uptime],
    }


def _impacts(of: Impacts, url: str) -> Facts:
    counts = tuple(of.counts)
    return {
        "total": of.total,
        "open": of.open,
        "by_impact": dict(counts),
        "stretches": [
            {
                "first": each.first.isoformat(),
                "last": each.last.isoformat(),
                "by_impact": {impact: each.counts[impact.severity] for impact, _ in counts},
            }
            for each in of.stretches
        ],
        "worst": _cases(of.worst, url),
    }


def _lengths(of: Lengths, url: str) -> Facts:
    return {
        "incidents": of.of,
        "known": of.known,
        "unknown": of.unknown,
        "going_on": of.going_on,
        "so_far": of.so_far,
        "median_seconds": _seconds(of.median),
        "worst_seconds": _seconds(of.worst),
        "promised": [{"seconds": _seconds(length), "impacts": impacts} for length, impacts in of.promised],
        "columns": [
            {"from_seconds": _seconds(each.start), "to_seconds": _seconds(each.end), "incidents": each.count}
            for each in of.columns
        ],
        "worst": [{**_case(each, url), "seconds": _seconds(each.length)} for each in of.longest],
    }


def _words(of: WordsKept, url: str) -> Facts:
    return {
        "due": of.due,
        "on_time": of.kept,
        "late": of.late,
        "unknown": of.unknown,
        "share": _share(of.share),
        "worst": [{**_case(each, url), "late": each.count, "due": each.of} for each in of.late_in],
    }


def _postmortems(of: PostmortemsOwed, delay: Lengths, url: str) -> Facts:
    return {
        "published": of.published,
        "published_on_time": of.kept,
        "published_late": of.late,
        "published_unknown": of.unknown,
        "published_without_promise": of.unpromised,
        "owed": of.owed,
        "owed_not_due": of.due,
        "owed_late": of.overdue,
        "worst": _cases(of.owed_by, url),
        "delay": _lengths(delay, url),
    }


def _actions(of: ActionsDone, url: str) -> Facts:
    return {
        "total": of.total,
        "done": of.done,
        "open": of.open,
        "overdue": of.overdue,
        "worst": [{**_case(each, url), "left": each.count, "total": each.of} for each in of.left_in],
    }


def _uptime(of: Uptime) -> Facts:
    return {
        "component": of.id,
        "name": of.name,
        "share": _share(of.share),
        "at_most": of.doubtful,
        "lost_seconds": None if of.share is None else _seconds(of.lost),
        "days_known": of.days,
    }


def _cases(of: Iterable[Behind], url: str) -> list[Facts]:
    return [_case(each, url) for each in of]


def _case(of: Behind, url: str) -> Facts:
    return {"id": of.id, "title": of.title or None, "url": f"{url}/incidents/{of.id}/"}


def _seconds(of: timedelta | None) -> int | None:
    return None if of is None else floor(of.total_seconds())


def _share(of: float | None) -> float | None:
    return None if of is None else floor(of * 1e6 + 1e-3) / 1e6
