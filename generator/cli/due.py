"""`upside due`: what is owed to the public now, and by whom."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from generator.cli.clock import at_a_time, clock
from generator.cli.place import in_site
from generator.cli.shown import counted, failing, harmless
from generator.cli.site import Seen, look

if TYPE_CHECKING:
    from generator.model.owed import Owed

DUE = """\
Print what is owed to the public now, and by whom; the latest first.

That is the next word of an open incident, a postmortem, an action item of one that names a day, and the word that a maintenance is over.
What is promised, and for when, stands in site.yaml ("promises"), in updates ({next=15:00}) and in task lists.

\b
  upside due
  upside due || echo "somebody is waiting for us"
  upside due --format json           for scripts
  upside due --now 2026-11-27T09:00Z      what will be late by then

Exit status: 0 nothing is late, 1 something is late or cannot be known, 2 nothing could be read at all.
"""
LONGEST = 160
"""Letters that are shown of an action item."""


@click.command(help=DUE, short_help="Print what is owed to the public now.")
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", help="Default: text; json for scripts."
)
@at_a_time()
@in_site
def due(root: Path, form: str, now: datetime | None) -> int:
    """Print what is owed by the site in `root`."""
    from generator.decide.owed import owed
    from generator.model.owed import OwedKind

    now = now or clock()
    seen = look(root, now)
    found = owed(seen.board)
    unknown = sum(each.kind is OwedKind.UNKNOWN for each in found)
    failed = failing(seen.problems)
    if form == "json":
        click.echo(_as_json(found, now, unknown))
    else:
        _show(found, seen, unknown)
    if failed:
        click.echo(f"{counted(seen.problems)}; see: upside check", err=True)
    return 1 if failed or unknown or any(each.late for each in found) else 0


def _show(found: Sequence[Owed], seen: Seen, unknown: int) -> None:
    zone = ZoneInfo(seen.source.site.timezone)
    for each in found:
        head, rest = _sentence(each, seen.now, zone)
        colour = "red" if each.late else "yellow" if each.due is None else "blue"
        click.echo(f"{click.style(f'{head}:', fg=colour, bold=True)} {rest}")
        click.echo(f"    {_remedy(each)}")
    late = sum(each.late for each in found)
    counts = ((late, "late"), (len(found) - late - unknown, "due"), (unknown, "not known"))
    summed = ", ".join(f"{count} {word}" for count, word in counts if count)
    nothing = "Nothing is owed by what could be read." if failing(seen.problems) else "Nothing is owed."
    click.echo(f"{summed[0].upper()}{summed[1:]}." if summed else nothing)


def _sentence(each: Owed, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """How late it is, or how soon it is due, and what it is."""
    from generator.model.owed import OwedKind
    from generator.scaffold.written import duration

    if each.due is None:
        what = f"{each.file} could not wholly be read, so it may owe more than is said here"
        return "not known", harmless(
            what if each.report else "the promises or components in site.yaml could not be read"
        )
    head = f"late by {duration(now - each.due)}" if each.late else f"due in {duration(each.due - now)}"
    about = f"“{each.title}”" if each.title else "a report that could not be read"
    by = f" ({each.by})" if each.by else ""
    time, was = _moment(each.due, now, zone), "was" if each.late else "is"
    verb = f"{was} promised for" if each.said else f"{was} due"
    match each.kind:
        case OwedKind.FIRST_UPDATE:
            said = f"the first word on {about} {verb} {time}"
        case OwedKind.UPDATE:
            said = f"the next word on {about} {verb} {time}"
        case OwedKind.POSTMORTEM:
            said = f"the postmortem of {about} {verb} {time}"
        case OwedKind.COMPLETION:
            said = f"{about} was planned to end {time}, and nobody has said that it is over"
        case _:
            said = f"“{_cut(each.what)}”, from the postmortem of {about}, {was} to be done by {_day(each.due, zone)}"
    return head, harmless(said + by)


def _remedy(each: Owed) -> str:
    """What to type."""
    from generator.model.owed import OwedKind

    commands = {
        OwedKind.FIRST_UPDATE: f'Say it: upside update {each.report} -m "…"',
        OwedKind.UPDATE: f'Say it, if only that you are still at it: upside update {each.report} -m "…"',
        OwedKind.POSTMORTEM: f"Write it: upside postmortem {each.report} --edit",
        OwedKind.COMPLETION: f"If it is over: upside resolve {each.report}    "
        f'If not: upside update {each.report} -m "…" --scheduled-until "1 hour"',
        OwedKind.ACTION: f"Tick it, or name another day: {each.file}:{each.line}",
        OwedKind.UNKNOWN: "See what is wrong: upside check",
    }
    return harmless(commands[each.kind])


def _moment(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """`15:00 UTC` on the day of `now`, else with its date, in the site's zone."""
    try:
        local, today = at.astimezone(zone), now.astimezone(zone).date()
    except OverflowError:  # at the far ends of the calendar
        local, today = at, now.date()
    return f"{local:%H:%M %Z}" if local.date() == today else f"{local:%Y-%m-%d %H:%M %Z}"


def _day(until: datetime, zone: ZoneInfo) -> str:
    """The local day that ends at `until`."""
    return f"{(until - timedelta(seconds=1)).astimezone(zone):%Y-%m-%d}"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def _as_json(found: Sequence[Owed], now: datetime, unknown: int) -> str:
    """Keys that stay: scripts read them. Times in UTC (RFC 3339), lengths in seconds."""
    late = sum(each.late for each in found)
    listed = [
        {
            "kind": str(each.kind),
            "report": each.report,
            "title": each.title,
            "file": each.file,
            "line": each.line,
            "due": _machine(each.due) if each.due else None,
            "late": each.late,
            "late_by_seconds": int(each.late_by(now).total_seconds()),
            "said": each.said,
            "what": each.what,
            "by": each.by,
        }
        for each in found
    ]
    counts = {"late": late, "due": len(found) - late - unknown, "unknown": unknown}
    return json.dumps({"now": _machine(now), **counts, "owed": listed}, indent=2, ensure_ascii=False)


def _machine(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}Z"
