"""What is shown once a file has been written: its problems at once, and what to type next."""

from __future__ import annotations

import shlex
from datetime import datetime
from pathlib import Path

import click

from generator.cli.place import shown
from generator.cli.shown import counted, failing, show
from generator.cli.site import look
from generator.problem import Unusable


def aftermath(root: Path, file: Path, said: str, now: datetime) -> int:
    """Read the site again, show what is wrong with `file`, say how to publish it, and return the exit status."""
    try:
        problems = look(root, now).problems
    except Unusable as unusable:
        problems = unusable.problems
    name = file.relative_to(root).as_posix()
    mine = [problem for problem in problems if problem.place.file == name]
    others = [problem for problem in problems if problem.place.file != name]
    show(mine)
    if others:
        click.echo(f"Elsewhere: {counted(others)}; see: upside check", err=True)
    click.echo(f"\nNext:\n{_next(root, file, said)}")
    return 1 if failing(mine) else 0


def _next(root: Path, file: Path, said: str) -> str:
    path = shlex.quote(shown(file))
    if any((folder / ".git").exists() for folder in (root.resolve(), *root.resolve().parents)):
        return f"  git add -- {path}\n  git commit -m {shlex.quote(said)}\n  git push"
    return f"  upside{'' if root.resolve() == Path.cwd() else f' -C {shlex.quote(shown(root))}'} build"
