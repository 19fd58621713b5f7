"""What is remembered of maintenances that are over for good. Their words are followed again when somebody looks into them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from generator.decide.extent import Reach
from generator.decide.shelf import Record, Shelf
from generator.model import Later, Maintenance, Once, Status, Tick, Window

Followed = tuple[Window, list[Reach]]
Follow = Callable[[Maintenance], Followed]


class Over(Record, frozen=True, array_like=True):
    """What became of a maintenance."""

    status: Status
    scheduled_for: datetime
    scheduled_until: datetime
    ticks: tuple[Tick, ...]
    started_at: datetime | None
    ended_at: datetime | None
    said: tuple[datetime, ...]
    touched: tuple[str, ...]
    reach: tuple[Reach, ...]
    """Empty where it never began."""


def shelf() -> Shelf[Maintenance, Followed, Over]:
    """For maintenances that are over."""
    return Shelf("over", Over, _over, _recalling)


def _over(found: Followed, now: datetime) -> Over | None:
    window, reaches = found
    plan = window.maintenance
    if plan.repeats or plan.damaged or plan.any_component or window.ended_at is None or window.digest != plan.digest:
        return None
    since = max(window.scheduled_for, window.scheduled_until, window.ended_at, *window.said)
    if now < since:
        return None  # the clock may have a word to say yet
    return Over(
        since,
        status=window.status,
        scheduled_for=window.scheduled_for,
        scheduled_until=window.scheduled_until,
        ticks=window.ticks,
        started_at=window.started_at,
        ended_at=window.ended_at,
        said=window.said,
        touched=window.touched,
        reach=tuple(reaches),
    )


def _recalling(follow: Follow) -> Callable[[Maintenance, Over], Followed]:
    def tell(maintenance: Maintenance) -> Window:
        return follow(maintenance)[0]

    def recalled(maintenance: Maintenance, known: Over) -> Followed:
        told = Once(tell, maintenance)
        window = Window(
            maintenance=maintenance,
            status=known.status,
            steps=Later(lambda: tuple(told.whole().steps)),
            affected=Later(lambda: tuple(told.whole().affected)),
            scheduled_for=known.scheduled_for,
            scheduled_until=known.scheduled_until,
            said=known.said,
            touched=known.touched,
            started_at=known.started_at,
            ended_at=known.ended_at,
            ticks=known.ticks,
            sequence=len(known.said),
            digest=maintenance.digest,
        )
        return window, [*known.reach]

    return recalled
