"""Where `upside update` moves the window of a maintenance to."""

from __future__ import annotations

import click

from generator import scaffold
from generator.cli.saying import Moved, Saying
from generator.model import Maintenance


def window_moved(saying: Saying) -> Moved:
    """The window that was typed, start and end wherever the start moves; an end that is not typed moves with the start.

    Raises `click.BadParameter` where there is no such window.
    """
    start, end = saying.typed["scheduled_for"], saying.typed["scheduled_until"]
    if not start and not end:
        return Moved()
    window = next((each for each in saying.board.windows if each.id == saying.found.report.id), None)
    if not isinstance(saying.found.report, Maintenance) or window is None:
        option = "--scheduled-for" if start else "--scheduled-until"
        raise click.BadParameter(f"{saying.found.report.id} is no maintenance, so it has no window", param_hint=option)
    begins = saying.time(start, ahead=True) if start else None
    since = begins or window.scheduled_for
    ends = saying.time(end, ahead=True, since=since) if end else since + (window.scheduled_until - window.scheduled_for)
    if ends <= since:
        raise click.BadParameter(
            f'"{end}" is not after the beginning, {scaffold.moment(since, saying.zone)}', param_hint="--scheduled-until"
        )
    return Moved(begins, ends)
