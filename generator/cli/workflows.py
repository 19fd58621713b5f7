"""`upside workflows`: the files with which GitHub Actions checks and publishes a site, and the lists in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.place import in_site, shown
from generator.cli.shown import chosen, show
from generator.version import PACKAGE

if TYPE_CHECKING:
    from generator.model import Site

WORKFLOWS = """\
Write the workflows for GitHub Actions into .github, and keep the form for phones as site.yaml has it.

\b
  upside workflows                write what is missing, renew the lists
  upside workflows --check        only say which lists are old
  upside workflows --overwrite    every file as this version has it

A file that is there keeps all that you changed, but for its lists: lines between a comment <components> and one </components>.

Exit status: 0 fine, 1 --check found an old list, 2 nothing could be written.
"""

FOLDER = PACKAGE / "scaffold" / "github"
PROGRAM = ".github/upside/program.txt"
ORIGIN = re.compile(r"git\+(?:https|file)://\S+@[0-9a-f]{40}(?:[0-9a-f]{24})?")


@click.command(help=WORKFLOWS, short_help="Write GitHub's workflows, renew their lists.")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; fail where a list is not as site.yaml has it."
)
@click.option("--overwrite", is_flag=True, help="Replace files that you changed, too.")
@click.option(
    "--from",
    "origin",
    metavar="ADDRESS",
    help="Where Upside comes from: git+https://HOST/OWNER/NAME@COMMIT. Default: where this copy came from.",
)
@in_site
def workflows(root: Path, only_check: bool, overwrite: bool, origin: str | None) -> int:
    """Lay out or renew the workflows of the site in `root`."""
    from generator.read.site import read_site, site_bytes

    if origin is not None and not ORIGIN.fullmatch(origin):
        raise click.BadParameter(
            f'"{origin}" is not a git address with a commit; write one like git+https://github.com/OWNER/upside@0123…, all 40 digits',
            param_hint="--from",
        )
    site, _ = read_site(site_bytes(root))
    return _checked(root, site) if only_check else _written(root, site, origin, overwrite=overwrite)


def workflow_texts(site: Site, origin: str | None) -> dict[str, str]:
    """Every file of .github by its path, for `site`; Upside itself comes from `origin`, or from where this copy came from."""
    from generator import scaffold
    from generator.cli.origin import origin as own

    made = scaffold.lists(site)
    texts = {
        f".github/{path.relative_to(FOLDER).as_posix()}": scaffold.filled(path.read_text(encoding="utf-8"), made)
        for path in sorted(FOLDER.rglob("*"))
        if path.is_file()
    }
    return texts | {PROGRAM: scaffold.program(origin or own())}


def mention_origin(text: str) -> None:
    """Say so where nobody knows where Upside comes from: a workflow could not install it."""
    if not says_origin(text):
        click.echo(
            f"\nThe workflows do not know yet where Upside comes from. Say it in {PROGRAM}, or with\n"
            "  upside workflows --from git+https://github.com/OWNER/upside@COMMIT"
        )


def says_origin(text: str) -> bool:
    """Whether a list of requirements holds any."""
    return any(line.strip() and not line.startswith("#") for line in text.splitlines())


def _checked(root: Path, site: Site) -> int:
    """Show every list that is old, at its place."""
    from generator import scaffold
    from generator.problem import Level, Place, Problem

    made = scaffold.lists(site)
    problems = [
        Problem(
            Place(path.relative_to(root).as_posix(), old.line),
            f"the list “{old.name}” is not what site.yaml says",
            hint="upside workflows",
            level=Level.WARNING,
            rule="workflow-list",
        )
        for path in sorted((root / ".github" / "workflows").glob("*.y*ml"))
        for old in scaffold.stale(path.read_text(encoding="utf-8", errors="replace"), made)
    ]
    show(problems, form=chosen(None), root=root, err=False)
    if not problems:
        click.echo("The workflows are as site.yaml has them.")
    return 1 if problems else 0


def _written(root: Path, site: Site, origin: str | None, *, overwrite: bool) -> int:
    """Write what is missing, renew the lists of the rest, and say what was left."""
    texts = workflow_texts(site, origin)
    left = [
        path
        for path, text in texts.items()
        if not _settled(root, path, text, site, overwrite or (path == PROGRAM and origin is not None))
    ]
    if left:
        click.echo("\nLeft as they are, with what you changed or another version wrote; --overwrite replaces them:")
        for path in left:
            click.echo(f"  {shown(root / path)}")
    mention_origin((root / PROGRAM).read_text(encoding="utf-8", errors="replace"))
    return 0


def _settled(root: Path, path: str, text: str, site: Site, overwrite: bool) -> bool:
    """Bring one file up to date; whether it is then what this version would write."""
    from generator import scaffold
    from generator.publish.report import create_exactly, replace

    target = root / path
    if create_exactly(target, text.encode()):
        click.echo(f"Wrote   {shown(target)}")
        return True
    before = target.read_bytes()
    # What is known is never replaced by what is not; and the site of Upside's own repository is built by what lies beside it.
    unknown = path == PROGRAM and (not says_origin(text) or b"\n.\n" in before)
    after = (
        text
        if overwrite and not unknown
        else scaffold.filled(before.decode(errors="surrogateescape"), scaffold.lists(site))
    )
    content = after.encode(errors="surrogateescape")
    if content != before:
        replace(target, content)
        click.echo(f"Renewed {shown(target)}")
    return content == text.encode() or path == PROGRAM
