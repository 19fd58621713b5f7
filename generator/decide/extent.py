"""How far a report reaches: which component it put into which state, from when to when.

Built up by reading the words of one incident or one maintenance in order of time. Promises that the stretches of one component
never overlap, and knows nothing of days, uptime or other reports.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from generator.model import Change, Component, ComponentStatus, Transition

OPERATIONAL = ComponentStatus.OPERATIONAL
SEVERITY = {status: status.severity for status in ComponentStatus}
"""The property counts along the enum each time it is asked; this is asked a hundred thousand times."""

NEVER = datetime.max.replace(tzinfo=UTC)
"""The end of what has not ended."""

LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""Before everything."""


class Extent(Struct, frozen=True, array_like=True):
    """One component in one state other than operational, in `[start, end)`, as one report says."""

    component: str
    status: ComponentStatus
    start: datetime
    end: datetime
    """`NEVER` while it lasts."""


class Reach(Struct, frozen=True, array_like=True):
    """Everything that one report reaches."""

    id: str
    start: datetime
    """May be later than now: a start that cannot be believed yet is not a reason to hide a report."""
    end: datetime
    """`NEVER` while it lasts."""
    components: tuple[str, ...]
    """The ids of every component that it names, whatever state it gives it, in site order."""
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

    def sorted(self, ids: Collection[str]) -> Collection[str]:
        """`ids` as the page lists them."""
        return ids if len(ids) < 2 else sorted(ids, key=self._place.__getitem__)

    def transition(self, component: str, before: ComponentStatus, after: ComponentStatus) -> Transition:
        """One value for all equal transitions: an archive has a hundred thousand of a few dozen kinds."""
        key = (component, before, after)
        found = self._transitions.get(key)
        if found is None:
            found = self._transitions[key] = Transition(self.by_id[component], before, after)
        return found


class _Track:
    """One component in one report."""

    __slots__ = ("held", "said", "seen", "since", "worst")

    def __init__(self, said: ComponentStatus, held: ComponentStatus, since: datetime) -> None:
        self.said = said
        """What was said of it last."""
        self.held = held
        """The state it is held in: what was said, or operational while the report is not going on."""
        self.since = since
        """Since when."""
        self.seen = OPERATIONAL
        """The state it was held in when transitions were last asked for."""
        self.worst = held


class Trail:
    """What one report says of each component, while its words are read in order of time.

    What was *said* of a component stays said when the report ends, and is true again when it comes back; what it *holds* the
    component in is operational in between. Stretches that ended before `horizon` are not kept: in an archive that is nearly
    all of them.
    """

    __slots__ = ("_extents", "_horizon", "_ids", "_moved", "_order", "_over", "_tracks")

    def __init__(self, order: Order, horizon: datetime, *, begun: bool = True) -> None:
        self._order = order
        self._horizon = horizon
        self._over = not begun
        self._moved = False
        self._tracks: dict[str, _Track] = {}
        self._ids: tuple[str, ...] | None = ()
        """Of all tracks, in site order; None where a new one has not found its place yet."""
        self._extents: list[Extent] = []

    def take(self, changes: Iterable[Change], at: datetime) -> None:
        """Components change at `at`; components that the site does not have are left out."""
        for change in changes:
            held = OPERATIONAL if self._over else change.status
            track = self._tracks.get(change.component)
            if track is not None:
                track.said = change.status
                self._hold(change.component, track, held, at)
            elif change.component in self._order.by_id:
                self._tracks[change.component] = _Track(change.status, held, at)
                self._ids = None
                self._moved = self._moved or held is not OPERATIONAL

    def worsen(self, changes: Iterable[Change], at: datetime) -> None:
        """Components change at `at`, but none to a better state: whoever said this contradicted themselves."""
        for change in changes:
            track = self._tracks.get(change.component)
            if track is None or SEVERITY[change.status] >= SEVERITY[track.said]:
                self.take((change,), at)

    def end(self, at: datetime) -> None:
        """Everything that this report holds is over."""
        self._over = True
        for component, track in self._tracks.items():
            self._hold(component, track, OPERATIONAL, at)

    def resume(self, at: datetime) -> None:
        """It goes on: each component is as was said of it last."""
        if self._over:
            self._over = False
            for component, track in self._tracks.items():
                self._hold(component, track, track.said, at)

    def transitions(self) -> tuple[Transition, ...]:
        """What has changed since this was last asked, in site order."""
        if not self._moved:
            return ()
        self._moved = False
        found = []
        for component in self.ids():
            track = self._tracks[component]
            if track.seen is not track.held:
                found.append(self._order.transition(component, track.seen, track.held))
                track.seen = track.held
        return tuple(found)

    def affected(self) -> tuple[Transition, ...]:
        """Every component named so far, in site order: the worst it was in, and where it is left."""
        tracks = self._tracks
        transition = self._order.transition
        return tuple([transition(each, (track := tracks[each]).worst, track.held) for each in self.ids()])

    def ids(self) -> tuple[str, ...]:
        """The ids of every component named so far, whatever state it was given, in site order."""
        if self._ids is None:
            self._ids = tuple(self._order.sorted(self._tracks))
        return self._ids

    def extents(self) -> tuple[Extent, ...]:
        """All stretches that reach past the horizon; those that last end `NEVER`."""
        if self._over:  # nothing is held
            return tuple(self._extents)
        lasting = (
            Extent(component, track.held, track.since, NEVER)
            for component, track in self._tracks.items()
            if track.held is not OPERATIONAL
        )
        return (*self._extents, *lasting)

    def _hold(self, component: str, track: _Track, status: ComponentStatus, at: datetime) -> None:
        before = track.held
        if before is status:
            return
        if before is not OPERATIONAL and self._horizon < at and track.since < at:
            self._extents.append(Extent(component, before, track.since, at))
        if SEVERITY[status] > SEVERITY[track.worst]:
            track.worst = status
        track.held = status
        track.since = at
        self._moved = True


def after(moment: datetime, wait: timedelta) -> datetime:
    """`moment` and `wait` later; `NEVER` where the calendar ends before that."""
    try:
        return moment + wait
    except OverflowError:
        return NEVER
