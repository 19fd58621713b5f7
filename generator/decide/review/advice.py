"""One line of advice for each young postmortem that does not meet all twelve points: `upside check` shows it, and nothing depends on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from generator.decide.review.points import TITLES, Judgement, State
from generator.decide.review.whole import review
from generator.model import Incident, Site, Source
from generator.problem import Level, Place, Problem

YOUNG = timedelta(days=90)
"""For how long a postmortem is spoken of: later nobody edits it, and an archive of a thousand would drown what matters."""
NAMED = 4
"""Points that the line names."""


def advice(source: Source, *, now: datetime) -> tuple[Problem, ...]:
    """What is to be said of the postmortems of `source` at `now` (aware), by `Level.ADVICE`."""
    young = (each for each in source.incidents if each.postmortem is not None and now - each.postmortem.at <= YOUNG)
    return tuple(problem for incident in young if (problem := _advice(incident, source.site)) is not None)


def _advice(incident: Incident, site: Site) -> Problem | None:
    told = incident.postmortem
    assert told is not None, "only the explained are asked"
    found = review(enumerate(told.text.markdown.split("\n"), told.line), signed_by=told.by, channels=len(site.channels))
    if not found.judgements:
        return None
    waived = dict(incident.waived)
    open_points = [each for each in found.judgements if each.state is not State.MET and each.point not in waived]
    if not open_points:
        return None
    met = sum(each.state is State.MET for each in found.judgements)
    message = f"the postmortem meets {met} of the twelve points; {_named(open_points)}"
    hint = f"upside postmortem {incident.id} --review"
    return Problem(Place(incident.file, told.line), message, hint, Level.ADVICE, "twelve-points")


def _named(points: Iterable[Judgement]) -> str:
    titles = [f"“{TITLES[each.point]}”" for each in sorted(points, key=lambda each: each.state is State.PARTLY)]
    more = f" and {len(titles) - NAMED} more" if len(titles) > NAMED else ""
    return f"to look at: {', '.join(titles[:NAMED])}{more}"
