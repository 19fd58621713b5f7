"""`upside build` and `upside serve`: the folder becomes a site."""

from __future__ import annotations

import gc
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from generator.cli.clock import at_a_time, clock, said_by_environment
from generator.cli.kept import kept
from generator.cli.place import Refusal, in_site, shown
from generator.cli.shown import UNTOUCHED, chosen, counted, failing, show
from generator.problem import Unusable

BUILD = """\
Make the site from site.yaml and incidents/ into public/.

The folder holds either the whole old site or the whole new one, whatever happens. Only what changed is written. A file that
cannot be read is shown on the page as a report that could not be read; the rest is published.

\b
  upside build
  upside build -o /srv/status
  upside build --now 2026-11-20T15:00Z      as it was, or will be, true then

SOURCE_DATE_EPOCH is honoured, so that the same input gives the same bytes.

Exit status: 0 fine, 1 problems but the rest was built, 2 nothing could be built and nothing was changed, 75 another build is at work.
"""

SERVE = """\
Preview the site on this machine: built again on every save, reloaded in the browser, with every problem beside it.

\b
  upside serve
  upside serve --port 8080

Nothing is written to public/. Ctrl-C ends it.
"""

if TYPE_CHECKING:
    from generator.publish import Changes

PATIENT = 500_000
"""New objects until Python looks for garbage among them: nearly all that a build makes lives until its end, so looking is in vain."""
LONG = 2.0
"""Seconds after which a person wonders whether anything happens."""


@click.command(help=BUILD, short_help="Make the site into public/.")
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where to make it. Default: public in the site's folder.",
)
@click.option("--strict", is_flag=True, help="Warnings fail too; the site is made all the same.")
@at_a_time()
@in_site
def build(root: Path, folder: Path | None, strict: bool, now: datetime | None) -> int:
    """Build the site in `root` and say what was written."""
    return build_into(root, folder or root / "public", now, strict=strict)


@click.command(help=SERVE, short_help="Preview the site, rebuilt on every save.")
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 shows it to other machines too.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free one.")
@in_site
def serve(root: Path, host: str, port: int) -> int:
    """Preview the site in `root` until Ctrl-C."""
    from generator.serve import Unreachable
    from generator.serve import serve as preview

    try:
        preview(root, host=host, port=port, clock=clock, say=lambda line: click.echo(line))
    except Unreachable as problem:
        raise Refusal(str(problem)) from None
    except KeyboardInterrupt:  # before it had begun to listen for it
        click.echo("The preview has ended.")
    return 0


def build_into(root: Path, folder: Path, now: datetime | None, *, strict: bool = False) -> int:
    """Build the site in `root` into `folder`, say what was written and what is wrong, and return the exit status."""
    gc.set_threshold(PATIENT)
    from generator.build import build as make

    moment = now or said_by_environment() or clock()
    _mention_other_time(moment, given=now is not None)
    try:
        with patience():
            built = make(root, folder, now=moment, shared=kept())
    except Unusable as unusable:
        show(unusable.problems, form=chosen(None), root=root)
        click.echo(UNTOUCHED, err=True)
        return 2
    show(built.problems, form=chosen(None), root=root)
    click.echo(f"{shown(folder)}: {_told(built.changes)}; {counted(built.problems)}.")
    return 1 if failing(built.problems, strict=strict) else 0


def _told(changes: Changes) -> str:
    """What was written, in a clause."""
    if not changes.written and not changes.removed:
        return f"nothing to write, all {changes.kept} files are as they should be"
    counts = ((changes.written, "written"), (changes.removed, "removed"), (changes.kept, "as they were"))
    number = ", ".join(f"{count} {what}" for count, what in counts if count)
    return f"{number} ({changes.written + changes.kept} files)"


def _mention_other_time(moment: datetime, *, given: bool) -> None:
    """Say when a page is not of this moment: some shells set SOURCE_DATE_EPOCH to a year in which nothing was ever wrong."""
    if given or abs((clock() - moment).total_seconds()) < 3600:
        return
    click.echo(
        f"Note: built as of {moment:%Y-%m-%d %H:%M} UTC, as SOURCE_DATE_EPOCH says, not as of now. "
        "Unset it to publish what is true now.",
        err=True,
    )


@contextmanager
def patience() -> Iterator[None]:
    """On a terminal, after `LONG` seconds, count them until the work is done.

    By a signal and not by a thread: processes are forked meanwhile, which threads do not survive.
    """
    if not sys.stderr.isatty() or not hasattr(signal, "SIGALRM"):
        yield
        return
    began = time.monotonic()

    def count(_number: int, _frame: FrameType | None) -> None:
        click.echo(f"\rBuilding, {time.monotonic() - began:.0f} s ", nl=False, err=True)

    before = signal.signal(signal.SIGALRM, count)
    signal.setitimer(signal.ITIMER_REAL, LONG, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if time.monotonic() - began >= LONG:
            click.echo("\r" + " " * 24 + "\r", nl=False, err=True)
