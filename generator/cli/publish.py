"""`upside publish` and `upside rollback`: a site goes out of the door, and comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.clock import at_a_time, clock
from generator.cli.place import Refusal, in_site
from generator.cli.progress import on_terminal, watched
from generator.cli.targets import bound, targets_of

if TYPE_CHECKING:
    from generator.publish.targets import Origin, Release, Report, Shipped, Target, Terms

PUBLISH = """\
Build the site and ship it to every TARGET, each on its own.

\b
  upside publish s3://example-status
  upside publish s3://example-status gs://example-status-2
  upside publish                     to the targets that site.yaml lists under
                                     publish:

Only what changed travels, in an order in which every page finds what it needs, and everything is fetched back and compared
before the release counts as published. The same command again finishes what was interrupted. A release never replaces a
newer one, of a later commit or built later, unless you say --overwrite-newer.

\b
A TARGET is
  s3://BUCKET/PREFIX       S3; with AWS_ENDPOINT_URL also R2, MinIO and others
  gs://BUCKET/PREFIX       Google Cloud Storage
  az://CONTAINER/PREFIX    Azure Blob Storage
  /srv/status  ./FOLDER    a folder: releases, and the link `current` to the
                           live one, for a web server to serve
  user@host:/srv/status    the same on another machine, by SSH and rsync
  ssh://user@host:PORT/srv/status

Keys and passwords come from the environment, never from an address; see incidents/README.md.

\b
Exit status: 0 published and verified everywhere, 1 the same but the site has
problems, 2 nothing was changed at some target (what is live there is newer, or
wrong usage), 3 a host failed or could not be verified, 75 another publisher is
at work. What went well elsewhere stays. The worst counts: 3, 2, 75, 1.
"""

ROLLBACK = """\
Show an older release again at TARGET: the one before, or the one that --to names.

\b
  upside rollback s3://example-status --list
  upside rollback s3://example-status
  upside rollback s3://example-status --to 195bf0b4438c

Nothing is built or sent: the target keeps its last releases itself. The release is fetched back and compared as if it were new.
Until something newer is committed and published, the release that was gone back from does not return by itself;
to take the rollback back, name it with --to.

\b
Exit status: 0 rolled back and verified, 2 there is no such release and nothing
was changed, 3 the host failed or could not be verified, 75 another publisher is
at work.
"""

FINE, REFUSED, FAILED, BUSY = 0, 2, 3, 75
STOPPED = (
    "What was under way may be in place in part, each file whole; the same command again finishes it. "
    "What is said above to be live is."
)


@click.command(help=PUBLISH, short_help="Build the site and ship it.")
@click.argument("targets", metavar="[TARGET]...", nargs=-1)
@click.option("--no-build", is_flag=True, help="Ship public/ as it is, without building first.")
@click.option(
    "--folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Ship what was built into this folder; implies --no-build.",
)
@click.option(
    "--overwrite-newer", is_flag=True, help="Ship even over a newer release, or over one that a rollback went back to."
)
@at_a_time()
@in_site
def publish(
    root: Path, targets: Sequence[str], no_build: bool, folder: Path | None, overwrite_newer: bool, now: datetime | None
) -> int:
    """Build the site in `root` and ship it to every one of `targets`."""
    from generator.publish.targets import Terms
    from generator.publish.targets.history import History

    if now and (no_build or folder):
        raise Refusal("--now is the moment to build as of, and nothing is to be built")
    chosen = bound(targets, root, "publish")
    release, status = _release(root, folder, now, build=not (no_build or folder))
    if release is None:
        return status
    terms = Terms(clock(), History(root).contains, overwrite_newer)
    return _worst(status, _report(chosen, terms, lambda target, told: target.ship(release, told)))


@click.command(help=ROLLBACK, short_help="Show an older release again.")
@click.argument("target", metavar="TARGET")
@click.option("--to", metavar="ID", help="The release to show; the first digits of its id are enough.")
@click.option("--list", "listing", is_flag=True, help="Only list the releases that the target keeps.")
def rollback(target: str, to: str | None, listing: bool) -> int:
    """Go back at `target`."""
    from generator.publish.targets import Terms

    (chosen,) = targets_of([target], Path.cwd())
    if listing:
        return _list(chosen)
    return _worst(FINE, _report([chosen], Terms(clock()), lambda each, told: each.roll_back(to, told)))


def _release(root: Path, folder: Path | None, now: datetime | None, *, build: bool) -> tuple[Release | None, int]:
    """What is to be shipped, and the status of the build; None where there is nothing."""
    from generator.cli.build import build_into
    from generator.publish.targets import finished

    place = folder or root / "public"
    if not build:  # which commit it was built from, nobody wrote down
        return finished(place), FINE
    before = _origin(root)
    status = build_into(root, place, now)
    if status == REFUSED:
        return None, status
    after = _origin(root)
    if before and after and before != after:  # somebody saved or committed meanwhile: who knows which of it was read
        from dataclasses import replace

        before = replace(before, dirty=True)
    return finished(place, before), status


def _origin(root: Path) -> Origin | None:
    """Where a build of `root` comes from; None where git does not know."""
    from generator import version
    from generator.build import SOURCES
    from generator.publish.targets import Origin
    from generator.publish.targets.history import History

    commit = History(root).commit(SOURCES)
    if commit is None:
        return None
    return Origin(commit.at, None, commit.hash, commit.at, commit.dirty, version.program())


def _report(targets: Sequence[Target], terms: Terms, work: Callable[[Target, Terms], Shipped]) -> list[Report]:
    """Do `work` at every target, and say on a line of its own how each of them ended: at once, or on a terminal when all have."""
    from dataclasses import replace

    from generator.publish.targets import each

    reports: list[Report] = []
    stopped = False
    try:
        with watched(targets) as watch:
            for report in each(
                targets, lambda target: work(target, replace(terms, progress=watch(target))), terms.stop
            ):
                reports.append(report)
                if not on_terminal():
                    _say(report)
    except KeyboardInterrupt:
        stopped = True
    if on_terminal():
        for report in sorted(reports, key=lambda report: targets.index(report.target)):
            _say(report)
    if stopped:
        click.echo(STOPPED, err=True)
        raise click.Abort
    return reports


def _say(report: Report) -> None:
    shipped = report.shipped
    if shipped is not None:
        click.echo(f"{report.target.shown}: {_told(shipped)}")
    else:
        click.echo(
            f"{report.target.shown}: {report.result}: {_sentence(report.words)}",
            err=True,
        )


def _sentence(words: str) -> str:
    """`words` with a full stop, unless they end in a line to type."""
    return words if words.endswith(".") or "\n" in words else f"{words}."


def _told(shipped: Shipped) -> str:
    """What was done, in a line."""
    entry = shipped.entry
    if shipped.unchanged:
        return f"nothing to send; release {entry.id} is live, all {_files(shipped.verified)} verified."
    parts = [f"{_files(shipped.sent)} sent ({_size(shipped.sent_size)})", f"{shipped.placed} put in place"]
    if shipped.removed:
        parts.append(f"{shipped.removed} old ones removed")
    return f"{', '.join(parts)}; release {entry.id} is live, all {_files(shipped.verified)} verified."


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"


def _size(count: int) -> str:
    """A number of bytes for a person."""
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return f"{count} {unit}"
        count = round(count / 1000)
    return f"{count} GB"


def _list(target: Target) -> int:
    """The releases that `target` keeps, the newest first."""
    from generator.publish.targets import Failed
    from generator.publish.targets.origin import spoken

    try:
        pointer = target.read()
    except Failed as problem:
        click.echo(f"{target.shown}: failed: {problem}", err=True)
        return FAILED
    if not pointer.releases:
        click.echo(f"Nothing was ever published to {target.shown}.", err=True)
        return REFUSED
    for entry in pointer.releases:
        mark = "*" if entry.digest == pointer.live else " "
        click.echo(
            f"{mark} {entry.id}  published {spoken(entry.published_at)}  {entry.files} files  {entry.origin.said}"
        )
    return FINE


def _worst(status: int, reports: Sequence[Report]) -> int:
    """The exit status of it all, with `status` that of the build."""
    from generator.publish.targets import Result

    results = {report.result for report in reports}
    for result, code in ((Result.FAILED, FAILED), (Result.REFUSED, REFUSED), (Result.BUSY, BUSY)):
        if result in results:
            return code
    return status
