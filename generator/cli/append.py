"""`upside update`, `resolve` and `postmortem`: say more about a report, at the end of its file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.clock import at_a_time, clock
from generator.cli.options import OF_INCIDENT, OF_MAINTENANCE, say_options, status_option, words_of
from generator.cli.place import Refusal, in_site
from generator.model import Incident, Maintenance, Notice, Status

if TYPE_CHECKING:
    from generator.cli.saying import Saying

UPDATE = """\
Say more about an incident, a maintenance or a notice: a section with the time is added to its file.

ID is any part of its id or title that means only one; with one open incident it may be left out.

\b
  upside update -m "We found the cause." --status identified --next "30 minutes"
  upside update pool --component api=operational -m "The API is back."
  upside update upgrade --status "in progress"
  upside update upgrade --scheduled-for "tomorrow 22:00" --scheduled-until "2 hours" -m "Later."
  upside update upgrade --status cancelled -m "It is not needed any more."

Every byte that was there stays. Exit status: 0 written, 1 written but the file has errors, 2 nothing was written.
"""

RESOLVE = """\
Say that it is over: an incident is resolved, a maintenance completed.

\b
  upside resolve
  upside resolve pool -m "Everything works again." --at 15:40

Exit status: 0 written, 1 written but the file has errors, 2 nothing was written.
"""

POSTMORTEM = """\
Begin the explanation of a resolved incident, or hold it against the twelve points.

Start, end, duration, who was affected and the timeline are filled in; the rest is asked in comments that never reach the page.
--review says for each of the twelve points whether it is met, and where, or what to write. It advises and fails nothing.

\b
  upside postmortem pool --by "Operations" --edit
  upside postmortem pool --review
  upside postmortem pool --review --format json

Exit status: 0 written, 1 written but the file has errors, 2 nothing was written.
"""


def _ids(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """For completion: file names are ids, and reading them costs next to nothing."""
    root = context.params.get("root") or context.find_object(Path) or Path()
    found = sorted((path.stem for path in Path(root).glob("incidents/**/*.md")), reverse=True)
    return [name for name in found if incomplete.casefold() in name.casefold()]


report_id = click.argument("wanted", metavar="[ID]", required=False, shell_complete=_ids)
next_word = click.option(
    "--next", "next_word", metavar="TIME", help="When you will say more, e.g. 15:00 or 30 minutes."
)


@click.command(help=UPDATE, short_help="Say more about an open incident.")
@report_id
@status_option("E.g. identified, monitoring, or in progress for a maintenance. Default: as it was.")
@next_word
@click.option("--scheduled-for", metavar="TIME", help="Move a maintenance: when it begins now.")
@click.option("--scheduled-until", metavar="TIME", help="When it ends now, or how long it takes.")
@say_options
@at_a_time(hidden=True)
@in_site
def update(root: Path, wanted: str | None, now: datetime | None, status: Status | None, **typed: Any) -> int:
    """Add an update to the report that `wanted` means."""
    from generator.cli.moving import window_moved
    from generator.cli.saying import Saying, say

    typed["message"] = words_of(typed["message"])
    saying = Saying.about(root, wanted, "update", now or clock(), typed)
    if isinstance(saying.found.report, Maintenance) and status is Status.RESOLVED:
        status = Status.COMPLETED  # "done" means the one of an incident and the other of a maintenance
    _fits(saying, status)
    window = window_moved(saying)
    if window.scheduled_for is not None and status is None:
        status = Status.SCHEDULED
    return say(saying, status, window)


@click.command(help=RESOLVE, short_help="Say that it is over.")
@report_id
@say_options
@at_a_time(hidden=True)
@in_site
def resolve(root: Path, wanted: str | None, now: datetime | None, **typed: Any) -> int:
    """End the report that `wanted` means."""
    from generator.cli.saying import Saying, say

    typed["message"] = words_of(typed["message"])
    saying = Saying.about(root, wanted, "resolve", now or clock(), typed)
    report = saying.found.report
    if isinstance(report, Notice):
        raise Refusal(
            f"{report.file} is a notice, which is never resolved; add until: to it, and it leaves the page then"
        )
    if saying.is_over:
        raise Refusal(
            f"{report.id} is {saying.found.state} already. If it is not over after all:\n"
            f"  upside update {report.id} --status {'investigating' if isinstance(report, Incident) else 'verifying'}"
        )
    if saying.found.state == Status.SCHEDULED:
        raise Refusal(
            f"{report.id} has not begun. To call it off, or to begin before its time:\n"
            f"  upside update {report.id} --status cancelled\n"
            f'  upside update {report.id} --status "in progress"'
        )
    return say(saying, Status.COMPLETED if isinstance(report, Maintenance) else Status.RESOLVED)


@click.command(help=POSTMORTEM, short_help="Begin the explanation of a resolved incident.")
@report_id
@click.option("--by", metavar="NAME", help="Who signs it.")
@click.option("--at", metavar="TIME", help="When it is published; default: now.")
@click.option("--edit", is_flag=True, help="Open the file in your editor ($VISUAL or $EDITOR).")
@click.option("--review", is_flag=True, help="Hold the one that is written against the twelve points.")
@click.option("--format", "form", type=click.Choice(("text", "json")), help="Of --review. Default: text.")
@at_a_time(hidden=True)
@in_site
def postmortem(
    root: Path, wanted: str | None, now: datetime | None, review: bool, form: str | None, **typed: Any
) -> int:
    """Add a postmortem to the incident that `wanted` means, or review the one it has."""
    from generator.cli.saying import Saying, explain

    if review:
        from generator.cli.reviewing import print_review

        if option := next((f"--{name}" for name in ("by", "at", "edit") if typed.get(name)), None):
            raise click.UsageError(f"{option} writes a postmortem, --review reads one: give one of the two")
        return print_review(Saying.about(root, wanted, "postmortem --review", now or clock(), typed), form or "text")
    if form:
        raise click.UsageError("--format belongs to --review")
    return explain(Saying.about(root, wanted, "postmortem", now or clock(), typed))


def _fits(saying: Saying, status: Status | None) -> None:
    """Refuse a status that this kind of report does not have."""
    report = saying.found.report
    allowed = {Incident: OF_INCIDENT, Maintenance: OF_MAINTENANCE, Notice: (Status.UPDATE,)}[type(report)]
    if status is not None and status not in allowed:
        words = ", ".join(each.replace("_", " ") for each in allowed)
        kind = type(report).__name__.lower()
        raise click.BadParameter(
            f'{report.id} is {"an" if kind[0] in "aeiou" else "a"} {kind}, and "{status.replace("_", " ")}" is not '
            f"a status of one; it has {words}",
            param_hint="--status",
        )
