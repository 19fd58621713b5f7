"""How components, and the groups they are shown in, stand: the worst that is said of them now, and their ninety days.

Promises that maintenance never hides an outage, that a group is never better than its worst member, and that doubt about a member
is doubt about its group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from generator.decide.days import Calendar, days, merged, uptime
from generator.decide.extent import NEVER, OPERATIONAL, SEVERITY, Reach
from generator.model import Component, ComponentStatus, Course, Site, Standing, Window

NEWEST = 25
"""How many incidents and maintenances a component's own page lists."""

Report = TypeVar("Report", Course, Window)


def components(
    site: Site, courses: Sequence[Course], windows: Sequence[Window], reaches: Sequence[Reach], calendar: Calendar
) -> tuple[Standing, ...]:
    """Every component of `site`, in its order. `courses` and `windows` newest first; `reaches` in the order of their starts."""
    now = _now(reaches)
    every = any(reach.every and reach.under_way for reach in reaches)
    doubted = {named for reach in reaches if reach.doubtful and reach.under_way for named in reach.components}
    ids = [component.id for component in site.components]
    touching: dict[str, list[Reach]] = defaultdict(list)
    for reach in reaches:
        for named in ids if reach.every else reach.components:
            touching[named].append(reach)
    course_of = _newest(((course, course.incident.any_component) for course in courses), ids)
    window_of = _newest(((window, window.maintenance.any_component) for window in windows), ids)
    return tuple(
        _standing(
            component,
            status=now.get(component.id, OPERATIONAL),
            doubtful=every or component.id in doubted,
            reaches=touching[component.id],
            calendar=calendar,
            courses=course_of[component.id],
            windows=window_of[component.id],
        )
        for component in site.components
    )


def grouped(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """What the page lists: components without a group, and each group at the place of its first member."""
    groups: dict[tuple[str, str], list[Standing]] = {}
    for standing in standings:
        component = standing.component
        key = ("group", component.group) if component is not None and component.group else ("alone", str(len(groups)))
        groups.setdefault(key, []).append(standing)
    return tuple(_group(members) for members in groups.values())


def together(standings: Iterable[Standing]) -> float | None:
    """The mean of their uptimes, each component counting alike; None where nothing is known of any."""
    shares = [each.uptime for each in standings if each.uptime is not None]
    return sum(shares) / len(shares) if shares else None


def _standing(
    component: Component,
    *,
    status: ComponentStatus,
    doubtful: bool,
    reaches: Sequence[Reach],
    calendar: Calendar,
    courses: Sequence[Course],
    windows: Sequence[Window],
) -> Standing:
    ninety = days(component, reaches, calendar)
    return Standing(
        name=component.name,
        status=status,
        doubtful=doubtful,
        uptime=uptime(ninety),
        days=ninety,
        component=component,
        courses=tuple(courses),
        windows=tuple(windows),
    )


def _group(members: Sequence[Standing]) -> Standing:
    first = members[0].component
    if first is None or not first.group:
        return members[0]
    return Standing(
        name=first.group,
        status=max((member.status for member in members), key=SEVERITY.__getitem__),
        doubtful=any(member.doubtful for member in members),
        uptime=together(members),
        days=merged([member.days for member in members]),
        members=tuple(members),
    )


def _now(reaches: Iterable[Reach]) -> dict[str, ComponentStatus]:
    """The worst state that anything under way leaves each component in."""
    worst: dict[str, ComponentStatus] = {}
    for reach in reaches:
        if reach.under_way:
            for extent in reach.extents:
                before = worst.get(extent.component, OPERATIONAL)
                if extent.end == NEVER and SEVERITY[extent.status] > SEVERITY[before]:
                    worst[extent.component] = extent.status
    return worst


def _newest(reports: Iterable[tuple[Report, bool]], ids: Sequence[str]) -> dict[str, list[Report]]:
    """The first reports that name each component, or, where the flag is set, may touch any."""
    found: dict[str, list[Report]] = {component: [] for component in ids}
    wanting = set(ids)
    for report, every in reports:
        if not wanting:  # in an archive long before its end
            break
        for component in ids if every else report.touched:
            if component in wanting:
                found[component].append(report)
                if len(found[component]) == NEWEST:
                    wanting.discard(component)
    return found
