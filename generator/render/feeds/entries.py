"""What there is to tell subscribers: one entry for each word and for each stroke of the clock, under a name that outlives every edit.

An entry is named after its report, the time and the status of its word, and nothing else (`render.identity`); of two words that say the same
at the same moment the later one is the second. Three things have no word of their own:

- *A window that was moved.* A word that moves it (`{scheduled_for=… scheduled_until=…}`) carries the new one in its name. Where instead the
  front matter was edited, the old one is known no more, so that the last word that says `Scheduled` of the first plan carries that
  plan: a moved window is one new name, whether or not a new word comes with it. Earlier ones of the first plan are told below that
  word, since what they were called when they were the last cannot be known any more.
- *The clock.* A window that begins or ends by itself is an entry, dated by that moment.
- *A report without a word*, which stands on the page all the same.

No entry is ever dated in the future.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time

from msgspec import Struct, field

from generator.model import Board, Component, Course, Notice, Status, Step, Update, Window
from generator.render.identity import Identity, names, names_of_steps
from generator.render.times import machine

Report = Course | Window | Notice
MOST = 50
"""Entries a feed, and a report."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Entry(Struct, frozen=True):
    """One thing to tell, once."""

    report: Report
    name: tuple[str, ...]
    """What it is called inside its report, for ever."""
    anchor: str
    """Its place on the report's page."""
    at: datetime
    status: Status | None
    """What it says; None: a notice."""
    step: Step | None = None
    """The word; None where the clock, the postmortem, the notice or nobody speaks."""
    before: tuple[Step, ...] = ()
    """Earlier words that are told with it, newest first."""
    window: tuple[datetime, datetime] | None = None
    """The planned start and end that it announces."""

    @property
    def is_postmortem(self) -> bool:
        """Whether it is the publication of a postmortem."""
        return self.step is None and self.status is Status.POSTMORTEM


def entries(of: Report, board: Board) -> list[Entry]:
    """What there is to tell of a report at `board.now`: its newest `MOST`, newest first."""
    found = list(_of_notice(of, board) if isinstance(of, Notice) else _of_steps(of, board))
    return sorted(found, key=lambda entry: entry.at, reverse=True)[
        :MOST
    ]  # stable: of one moment the last word stays first


def told_after(of: Report, since: datetime | None, board: Board) -> list[datetime]:
    """When each of the `entries` of a report is dated, newest first, without those before `since`: cheap for incidents."""
    if isinstance(of, Course) and of.said:
        times = [*of.said]
        explanation = of.incident.postmortem
        if explanation is not None and explanation.at <= board.now:
            times.append(explanation.at)
            times.sort(reverse=True)
        times = times[:MOST]
    else:
        times = [entry.at for entry in entries(of, board)]
    return times if since is None else [each for each in times if each >= since]


def touches_from(of: Report, component: Component) -> datetime | None:
    """When a word first named `component`; None where the report touches it from the beginning, or may do so."""
    if isinstance(of, Notice):
        return None
    told = of.incident if isinstance(of, Course) else of.maintenance
    if told.any_component or any(change.component == component.id for change in told.components):
        return None
    naming = (step.update for step in reversed(of.steps))
    return next((each.at for each in naming if any(change.component == component.id for change in each.changes)), None)


def latest(of: Report, board: Board) -> datetime:
    """When the newest entry of a report is dated: cheap, asked of every report there is."""
    if isinstance(of, Course):
        said = of.said[0] if of.said else unsaid(of, board)
        explanation = of.incident.postmortem
        return explanation.at if explanation is not None and said < explanation.at <= board.now else said
    if isinstance(of, Notice):
        return max((of.published, *(each.at for each in of.updates if each.at <= board.now)))
    times = [*of.said[:1], *(tick.at for tick in of.ticks[-1:])]
    return max(times, default=unsaid(of, board))


def unsaid(of: Course | Window, board: Board) -> datetime:
    """A date for a report without a word that will not move: its start, if that has come, or the day in the file's name, or the site's first."""
    if isinstance(of, Course) and of.incident.started <= board.now:
        return of.incident.started
    day = _day(of.id)
    return day if day is not None and day <= board.now else beginning(board)


def beginning(board: Board) -> datetime:
    """The date of a feed with nothing in it: the day on which the site's authority was pinned, if that has come."""
    founded = datetime.combine(Identity.of(board.site).founded, time(), UTC)
    return founded if founded <= board.now else EPOCH


def _of_steps(of: Course | Window, board: Board) -> Iterator[Entry]:
    plan = _Plan.of(of) if isinstance(of, Window) else _Plan()
    if isinstance(of, Window):
        yield from _of_clock(of, plan, board)
    else:
        yield from _of_incident(of, board)
    for step, name in zip(of.steps, names_of_steps(of.steps), strict=True):
        if name in plan.folded:
            continue
        window = plan.carried.get(name)
        names_it = (
            (name, _span(window, plan.repeats if step.update.scheduled_for is None else "")) if window else (name,)
        )
        before = tuple(plan.folded.values()) if name == plan.first else ()
        yield Entry(of, names_it, name, step.update.at, _believed(step), step, before, window)


def _of_incident(of: Course, board: Board) -> Iterator[Entry]:
    """The postmortem, and an incident that nobody has put into words yet."""
    explanation = of.incident.postmortem
    if explanation is not None and explanation.at <= board.now:
        name = names([(Status.POSTMORTEM, explanation.at)])[0]
        yield Entry(of, (name,), "postmortem", explanation.at, Status.POSTMORTEM)
    if not of.steps:
        yield Entry(of, ("reported",), "", unsaid(of, board), of.status)


def _of_clock(of: Window, plan: _Plan, board: Board) -> Iterator[Entry]:
    """What the clock did, and a plan that nobody has put into words yet."""
    spoken = {(step.update.status, step.update.at) for step in of.steps}
    for tick in reversed(of.ticks[-MOST:]):
        if (tick.status, tick.at) not in spoken:  # whoever says so at that very moment says it for the clock
            name = names([(tick.status, tick.at)])[0]
            yield Entry(of, (name,), name, tick.at, tick.status)
    if of.status is Status.SCHEDULED and not plan.carried:
        told = of.maintenance
        window = (told.scheduled_for, told.scheduled_until)
        at = of.steps[-1].update.at if of.steps else unsaid(of, board)
        yield Entry(of, ("scheduled", _span(window, told.repeats)), "", at, Status.SCHEDULED, window=window)


class _Plan(Struct, frozen=True):
    """Which words announce which window."""

    carried: Mapping[str, tuple[datetime, datetime]] = field(default_factory=dict)
    """The window that a word announces, by the name of the word."""
    first: str = ""
    """The last word that announces the first plan."""
    folded: Mapping[str, Step] = field(default_factory=dict)
    """The words before it that do, newest first, by their names."""
    repeats: str = ""

    @classmethod
    def of(cls, window: Window) -> _Plan:
        told = window.maintenance
        carried: dict[str, tuple[datetime, datetime]] = {}
        plan, moved = (told.scheduled_for, told.scheduled_until), False
        announced: list[tuple[str, Step]] = []
        for name, step in reversed(list(zip(names_of_steps(window.steps), window.steps, strict=True))):
            update = step.update
            if update.scheduled_for is not None or update.scheduled_until is not None:
                plan, moved = _moved(plan, update), True
                carried[name] = plan
            elif update.status is Status.SCHEDULED and not moved:
                announced.append((name, step))
        if not announced:
            return cls(carried, repeats=told.repeats)
        carried[announced[-1][0]] = (told.scheduled_for, told.scheduled_until)
        return cls(carried, announced[-1][0], dict(reversed(announced[:-1])), told.repeats)


def _moved(plan: tuple[datetime, datetime], by: Update) -> tuple[datetime, datetime]:
    """The window from a word on: where only the start is said, the length stays."""
    start = by.scheduled_for or plan[0]
    return start, by.scheduled_until or (plan[1] - plan[0] + start if by.scheduled_for else plan[1])


def _believed(step: Step) -> Status:
    """What a word says; an end that nothing has ended with is an update like any other."""
    said = step.update.status
    return Status.UPDATE if said.ends and not step.status.ends else said


def _of_notice(of: Notice, board: Board) -> Iterator[Entry]:
    said = [each for each in reversed(of.updates) if each.at <= board.now]
    steps = [Step(each, each.status) for each in said]
    for step, name in zip(steps, names_of_steps(steps), strict=True):
        yield Entry(of, (name,), name, step.update.at, step.update.status, step)
    yield Entry(of, ("notice",), "", of.published, None)


def _span(window: Iterable[datetime], repeats: str = "") -> str:
    return "--".join([*(machine(each).replace(":", "") for each in window), *([repeats] if repeats else [])])


def _day(report_id: str) -> datetime | None:
    try:
        return datetime.fromisoformat(report_id[:10]).replace(tzinfo=UTC)
    except ValueError:
        return None
