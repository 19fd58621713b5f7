"""`upside drill`: the night, rehearsed."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.clock import clock
from generator.cli.place import Refusal, in_site
from generator.cli.targets import bound

if TYPE_CHECKING:
    from generator.model import Site
    from generator.publish.trial_commit import Prospect

DRILL = """\
Rehearse the night: write an incident, publish it, say more, resolve it, at every TARGET and where no visitor sees it.

\b
  upside drill                       at the targets that site.yaml lists under
                                     publish:
  upside drill s3://example-status user@host:/srv/status

All of it happens in a copy of the site and, at each target, below .upside/drills/, with the commands of the night itself. The copy is called
DRILL on every page. What visitors see, what is live, the feeds, your files and your repository stay as they are, nobody is told, and the
drill takes its own traces away. It asks nobody but the targets: neither GitHub nor a package index.

It says what you would have typed, how long each step took, and what would have stopped you: a key that is missing, a host that is down, a commit that git
would not make, something newer that is live. A drill that is killed leaves its place behind; the next one removes it when it is six hours old.

\b
Exit status: 0 ready, 1 ready but the site has problems, or something on this
machine would stop you, 2 a target would refuse, or wrong usage, 3 a host failed,
could not be verified or could not be cleared, 75 another publisher is at work.
The worst counts: 3, 2, 75, 1.
"""


@click.command(help=DRILL, short_help="Rehearse the night, where no visitor sees it.")
@click.argument("targets", metavar="[TARGET]...", nargs=-1)
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", help="Default: text; json for scripts."
)
@in_site
def drill(root: Path, targets: Sequence[str], form: str) -> int:
    """Rehearse at every one of `targets`."""
    from generator.build import SOURCES
    from generator.cli.build import patience
    from generator.cli.drilled import Outcome, as_json, show
    from generator.cli.night import Rehearsal, as_typed, outlets
    from generator.cli.site import look
    from generator.cli.stage import at_targets
    from generator.publish.rehearsal import rehearsed_in

    chosen = bound(targets, root, "drill")
    seen = look(root, clock())
    began = time.monotonic()
    site = seen.source.site
    with rehearsed_in(root, SOURCES, _disguise(root, site)) as folder:
        copying = time.monotonic() - began
        with patience():
            night = Rehearsal(root, folder, site, _prospect(root)).run(copying)
        told, lacking = outlets(folder / "site", night.report) if site.announce else ([], [])
        stages, reports = at_targets(root, chosen, night)
        publish = as_typed(["publish", *(dict.fromkeys(target.shown for target in chosen) if targets else ())])
        outcome = Outcome(
            seen.now, night, tuple(stages), tuple(reports), seen.problems, publish, tuple(told), tuple(lacking)
        )
        if form == "json":
            click.echo(as_json(outcome))
        else:
            show(outcome)
    return (
        outcome.status
    )  # the copy has been taken away by now, which may last longer than a person wants to wait for words


def _prospect(root: Path) -> Prospect | None:
    """What git says about committing here; None where there is no repository, and so nothing to commit."""
    from generator import repository
    from generator.publish.trial_commit import prospect

    return prospect(root) if repository.lies_in_one(root) else None


def _disguise(root: Path, site: Site) -> Mapping[str, bytes]:
    """The files with which the copy cannot be taken for the real site. Raises `Refusal` where there are none."""
    from generator.problem import Unusable
    from generator.read.retold import retold
    from generator.read.site import read_site, site_bytes
    from generator.scaffold import drill as texts

    wanted = texts.disguise(site.name, hub=bool(site.hub))
    own = root / texts.LAYOUT
    try:
        content = retold(site_bytes(root), wanted)
        disguised = read_site(content)[0]
    except Unusable:
        disguised = site
    if (disguised.name, disguised.url, disguised.authority) != (wanted["name"], wanted["url"], wanted["authority"]):
        raise Refusal(
            "the copy of the site could not be given another name and address, so there was no drill. "
            "Write name, url and authority in site.yaml on a line each"
        )
    return {"site.yaml": content, **texts.layout(own.read_bytes() if own.is_file() else None)}
