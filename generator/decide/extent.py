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
        self._transitions: dict[tuple[str, ComponentStatus, ComponentStatus], Transition] = {}

    def sorted(self, ids: Iterable[str]) -> list[str]:
        """`ids` as the page lists them."""
        return sorted(ids, key=self._place.__getitem__)

    def transition(self, component: str, before: ComponentStatus, after: ComponentStatus) -> Transition:
        """One value for all equal transitions: an archive has a hundred thousand of a few dozen kinds."""
        key = (component, before, after)
        found = self._transitions.get(key)
        if found is None:
            found = self._transitions[key] = Transition(self.by_id[component], before, after)
        return found


class Trail:
    """What one report says of each component, while its words are read in order of time.

    What was *said* of a component stays said when the report ends, and is true again when it comes back; what it *holds* the
    component in is operational in between. Stretches that ended before `horizon` are not kept: in an archive that is nearly
    all of them.
    """

    __slots__ = ("_extents", "_held", "_horizon", "_moved", "_order", "_over", "_said", "_seen", "_since", "_worst")

    def __init__(self, order: Order, horizon: datetime, *, begun: bool = True) -> None:
        self._order = order
        self._horizon = horizon
        self._over = not begun
        self._moved = False
        self._said: dict[str, ComponentStatus] = {}
        self._held: dict[str, ComponentStatus] = {}
        self._since: dict[str, datetime] = {}
        self._seen: dict[str, ComponentStatus] = {}
        self._worst: dict[str, ComponentStatus] = {}
        self._extents: list[Extent] = []

    def take(self, changes: Iterable[Change], at: datetime) -> None:
        """Components change at `at`; components that the site does not have are left out."""
        for change in changes:
            if change.component in self._order.by_id:
                self._said[change.component] = change.status
                self._set(change.component, OPERATIONAL if self._over else change.status, at)

    def worsen(self, changes: Iterable[Change], at: datetime) -> None:
        """Components change at `at`, but none to a better state: whoever said this contradicted themselves."""
        for change in changes:
            if SEVERITY[change.status] < SEVERITY[self._said.get(change.component, OPERATIONAL)]:
                continue
            self.take((change,), at)

    def end(self, at: datetime) -> None:
        """Everything that this report holds is over."""
        self._over = True
        for component in self._held:
            self._set(component, OPERATIONAL, at)

    def resume(self, at: datetime) -> None:
        """It goes on: each component is as was said of it last."""
        if self._over:
            self._over = False
            for component, status in self._said.items():
                self._set(component, status, at)

    def transitions(self) -> tuple[Transition, ...]:
        """What has changed since this was last asked, in site order."""
        if not self._moved:
            return ()
        self._moved = False
        changed = [each for each, status in self._held.items() if self._seen.get(each, OPERATIONAL) is not status]
        found = tuple(
            self._order.transition(each, self._seen.get(each, OPERATIONAL), self._held[each])
            for each in self._order.sorted(changed)
        )
        self._seen = dict(self._held)
        return found

    def affected(self) -> tuple[Transition, ...]:
        """Every component named so far, in site order: the worst it was in, and where it is left."""
        return tuple(
            self._order.transition(each, self._worst[each], self._held[each])
            for each in self._order.sorted(self._worst)
        )

    def named(self) -> frozenset[str]:
        return frozenset(self._worst)

    def extents(self) -> tuple[Extent, ...]:
        """All stretches that reach past the horizon; those that last end `NEVER`."""
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
        self._moved = True
        if before is not OPERATIONAL and self._since[component] < at and self._horizon < at:
            self._extents.append(Extent(component, before, self._since[component], at))
        self._since[component] = at


def after(moment: datetime, wait: timedelta) -> datetime:
    """`moment` and `wait` later; `NEVER` where the calendar ends before that."""
    try:
        return moment + wait
    except OverflowError:
        return NEVER
