"""How far a report reaches: which component it put into which state, from when to when.

Built up by reading the words of one incident or one maintenance in order of time. Promises that the stretches of one component
never overlap, and knows nothing of days, uptime or other reports.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from generator.model import Change, Component, ComponentStatus, Transition

OPERATIONAL = ComponentStatus.OPERATIONAL
SEVERITY = {status: status.severity for status in ComponentStatus}
"""The property counts along the enum each time it is asked; this is asked a hundred thousand times."""

NEVER = datetime.max.replace(tzinfo=UTC)
"""The end of what has not ended."""


class Extent(NamedTuple):
    """One component in one state other than operational, in `[start, end)`, as one report says."""

    component: str
    status: ComponentStatus
    start: datetime
    end: datetime
    """`NEVER` while it lasts."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything that one report reaches."""

    id: str
    start: datetime
    """May be later than now: a start that cannot be believed yet is not a reason to hide a report."""
    end: datetime
    """`NEVER` while it lasts."""
    components: frozenset[str]
    """Every component that it names, whatever state it gives it."""
    every: bool
    """It may be any component: which ones could not be read."""
    doubtful: bool
    """Part of it could not be read or believed, so that it may have been worse than it says."""
    extents: tuple[Extent, ...]

    @property
    def under_way(self) -> bool:
        return self.end == NEVER


class Order:
    """The components of a site by id, and where each stands on the page."""

    def __init__(self, components: Iterable[Component]) -> None:
        self.by_id = {component.id: component for component in components}
        self._place = {component: place for place, component in enumerate(self.by_id)}

    def sorted(self, ids: Iterable[str]) -> list[str]:
        """`ids` as the page lists them."""
        return sorted(ids, key=self._place.__getitem__)


class Trail:
    """What one report says of each component, while its words are read in order of time."""

    __slots__ = ("_extents", "_held", "_kept", "_order", "_seen", "_since", "_worst")

    def __init__(self, order: Order) -> None:
        self._order = order
        self._held: dict[str, ComponentStatus] = {}
        self._since: dict[str, datetime] = {}
        self._kept: dict[str, ComponentStatus] = {}
        self._seen: dict[str, ComponentStatus] = {}
        self._worst: dict[str, ComponentStatus] = {}
        self._extents: list[Extent] = []

    def take(self, changes: Iterable[Change], at: datetime) -> None:
        """Components change at `at`; components that the site does not have are left out."""
        for change in changes:
            if change.component in self._order.by_id:
                self._set(change.component, change.status, at)

    def name(self, changes: Iterable[Change]) -> None:
        """These components are concerned, though nothing has happened to them yet."""
        for change in changes:
            if change.component in self._order.by_id:
                self._held.setdefault(change.component, OPERATIONAL)
                self._worst.setdefault(change.component, OPERATIONAL)

    def end(self, at: datetime) -> None:
        """Everything that this report holds is over; what it held is kept in case it comes back."""
        self._kept = dict(self._held)
        for component in self._kept:
            self._set(component, OPERATIONAL, at)

    def resume(self, at: datetime) -> None:
        """It was not over: each component is again as it was before the end."""
        for component, status in self._kept.items():
            self._set(component, status, at)

    def transitions(self) -> tuple[Transition, ...]:
        """What has changed since this was last asked, in site order."""
        changed = [each for each, status in self._held.items() if self._seen.get(each, OPERATIONAL) is not status]
        if not changed:
            return ()
        found = tuple(
            Transition(self._order.by_id[each], self._seen.get(each, OPERATIONAL), self._held[each])
            for each in self._order.sorted(changed)
        )
        self._seen = dict(self._held)
        return found

    def affected(self) -> tuple[Transition, ...]:
        """Every component named so far, in site order: the worst it was in, and where it is left."""
        return tuple(
            Transition(self._order.by_id[each], self._worst[each], self._held[each])
            for each in self._order.sorted(self._worst)
        )

    def named(self) -> frozenset[str]:
        return frozenset(self._worst)

    def extents(self) -> tuple[Extent, ...]:
        """All stretches so far; those that last end `NEVER`."""
        lasting = (
            Extent(component, status, self._since[component], NEVER)
            for component, status in self._held.items()
            if status is not OPERATIONAL
        )
        return (*self._extents, *lasting)

    def _set(self, component: str, status: ComponentStatus, at: datetime) -> None:
        before = self._held.get(component, OPERATIONAL)
        worst = self._worst.get(component)
        if worst is None or SEVERITY[status] > SEVERITY[worst]:
            self._worst[component] = status
        self._held[component] = status
        if before is status:
            return
        if before is not OPERATIONAL and self._since[component] < at:
            self._extents.append(Extent(component, before, self._since[component], at))
        self._since[component] = at


def after(moment: datetime, wait: timedelta) -> datetime:
    """`moment` and `wait` later; `NEVER` where the calendar ends before that."""
    try:
        return moment + wait
    except OverflowError:
        return NEVER
