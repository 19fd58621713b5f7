"""The public API of Statuspage, version 2: what the field's widgets, bots and exporters already speak.

Source: the vendor's documented endpoints and stored answers of its pages. Every key stands in every object, in the vendor's order, since
strict clients end where one is missing; sets of words are closed for the same reason. The page's indicator is the
vendor's table but for one rule of ours: it is never `none` while an incident with an impact is open (`model.Headline`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from generator.model import Course, File, Headline, Status, Window
from generator.render.api.bounds import Measure, fitting
from generator.render.api.components import by_id, listed
from generator.render.api.document import Facts, document
from generator.render.api.incidents import incident, maintenance
from generator.render.api.page import Page
from generator.render.edition import Edition
from generator.render.view.headline import doubts, headline_words

FOLDER = "api/v2/"
NEWEST = 50
"""How many incidents and maintenances the vendor lists."""
MOST_OPEN = 200
"""How many open incidents are listed, those of the worst impact: a site has a handful, unless something went very wrong."""

UNDER_WAY = (Status.IN_PROGRESS, Status.VERIFYING)

Report = Course | Window


def statuspage(edition: Edition) -> Iterable[File]:
    """`/api/v2/…json`, all eight."""
    return _Files(edition.shared(Page)).all()


class _Files:
    """The eight files. What is costly about them is made only when their bytes are asked for."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def all(self) -> Iterator[File]:
        board = self._page.edition.board
        worst = {each.id for each in board.open[:MOST_OPEN]}
        unresolved = [each for each in board.courses if each.id in worst] if worst else []
        windows = self._page.windows
        active = [each for each in windows if each.status in UNDER_WAY][:NEWEST]
        upcoming = [each for each in reversed(windows) if each.status is Status.SCHEDULED][:NEWEST]
        yield self._file("summary.json", [*unresolved, *active, *upcoming], self._summary)
        yield self._file("status.json", (), lambda _, __: {**self._head, "status": self._status})
        yield self._file("components.json", (), lambda _, __: {**self._head, "components": listed(self._page)})
        yield self._file("incidents.json", board.courses[:NEWEST], self._incidents)
        yield self._file("incidents/unresolved.json", unresolved, self._incidents)
        yield self._file("scheduled-maintenances.json", windows[:NEWEST], self._maintenances)
        yield self._file("scheduled-maintenances/upcoming.json", upcoming, self._maintenances)
        yield self._file("scheduled-maintenances/active.json", active, self._maintenances)

    def _file(self, name: str, reports: Sequence[Report], tell: Callable[[Sequence[Report], Measure], Facts]) -> File:
        def make() -> bytes:
            return fitting(reports, lambda some, measure: document(tell(some, measure)))

        return self._page.edition.file(FOLDER + name, (self._page.facts, [each.digest for each in reports]), make)

    def _summary(self, reports: Sequence[Report], measure: Measure) -> Facts:
        return {
            **self._head,
            "components": listed(self._page),
            **_without_page(self._incidents(reports, measure)),
            **_without_page(self._maintenances(reports, measure)),
            "status": self._status,
        }

    def _incidents(self, reports: Sequence[Report], measure: Measure) -> Facts:
        page, named = self._page, self._components
        told = [incident(page, each, named, measure) for each in reports if isinstance(each, Course)]
        return {**self._head, "incidents": told}

    def _maintenances(self, reports: Sequence[Report], measure: Measure) -> Facts:
        page, named = self._page, self._components
        told = [maintenance(page, each, named, measure) for each in reports if isinstance(each, Window)]
        return {**self._head, "scheduled_maintenances": told}

    @cached_property
    def _components(self) -> dict[str, Facts]:
        return by_id(self._page)

    @property
    def _head(self) -> Facts:
        page, site = self._page, self._page.edition.board.site
        says = {
            "id": page.identity.short("page"),
            "name": site.name,
            "url": site.url,
            "time_zone": site.timezone,
            "updated_at": page.stamp(page.updated_at),
        }
        return {"page": says}

    @property
    def _status(self) -> Facts:
        """The rollup, with a sentence more where what is known to be bad may be worse."""
        board, words = self._page.edition.board, self._page.edition.words
        said = [headline_words(words, board)]
        if board.headline not in (Headline.UNKNOWN, Headline.MAJOR_OUTAGE):
            said += doubts(words, board)
        return {"indicator": board.headline.indicator, "description": ". ".join(said)}


def _without_page(facts: Facts) -> Facts:
    return {key: value for key, value in facts.items() if key != "page"}
