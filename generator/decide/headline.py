"""The state of the whole page in one word: the vendor's rollup over components, made so that it is never greener than the reports.

The table is Statuspage's, read off its public pages: all operational, else the worst component decides, and a major outage is
partial until it is everywhere. Two rows are our own, because the vendor looks at components alone: an open incident with an impact,
or one that could not be read wholly, is never `operational`, and neither is a page with a report that might touch anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.decide.extent import OPERATIONAL, SEVERITY
from generator.model import ComponentStatus, Course, Headline, Impact, Window

ROWS = {
    ComponentStatus.OPERATIONAL: Headline.OPERATIONAL,
    ComponentStatus.UNDER_MAINTENANCE: Headline.UNDER_MAINTENANCE,
    ComponentStatus.DEGRADED_PERFORMANCE: Headline.DEGRADED_PERFORMANCE,
    ComponentStatus.PARTIAL_OUTAGE: Headline.MINOR_OUTAGE,
    ComponentStatus.MAJOR_OUTAGE: Headline.PARTIAL_OUTAGE,
}

POSITION = {headline: position for position, headline in enumerate(Headline)}


def headline(
    statuses: Sequence[ComponentStatus], ongoing: Iterable[Course], under_way: Iterable[Window], doubtful: bool
) -> Headline:
    """The page's state, from its components' `statuses`, what is ongoing and under way, and whether anything could not be read.

    A page without components is taken as one component that stands as badly as its reports say.
    """
    ongoing = tuple(ongoing)
    if not statuses:
        said = [course.incident.impact.implies for course in ongoing]
        said += [ComponentStatus.UNDER_MAINTENANCE for _ in under_way]
        statuses = [max(said, key=SEVERITY.__getitem__, default=OPERATIONAL)]
    worst = max(statuses, key=SEVERITY.__getitem__)
    everywhere = worst is ComponentStatus.MAJOR_OUTAGE and all(status is worst for status in statuses)
    floors = [Headline.MAJOR_OUTAGE if everywhere else ROWS[worst]]
    if any(course.incident.impact is not Impact.NONE or course.incident.damaged for course in ongoing):
        floors.append(Headline.INCIDENT)
    if doubtful:
        floors.append(Headline.UNKNOWN)
    return max(floors, key=POSITION.__getitem__)
