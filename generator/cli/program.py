"""The table of commands, and what all of them share."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.problem import did_you_mean

HELP = """\
Turn a folder of Markdown incidents into a status site.

\b
  upside init my-status          lay out a new site
  upside build                   make public/ from site.yaml and incidents/
  upside new                     something is wrong: write an incident
  upside update -m "..."         say more about the open incident
  upside resolve                 it is over
  upside postmortem              explain it
  upside publish s3://bucket     build it and show it to the world

Every command works on the nearest folder upwards that holds a site.yaml; -C names another.
"""

EPILOG = """\
\b
Exit status: 0 fine, 1 problems but the rest was built, 2 wrong usage or
nothing usable and nothing changed, 3 a host failed or could not be verified,
4 an announcement failed, 75 another build or publisher is at work.

\b
Completion, for bash (also zsh, fish: put their names for bash):
  eval "$(_UPSIDE_COMPLETE=bash_source upside)"
"""


COMMANDS = {
    "init": "init",
    "build": "build",
    "serve": "build",
    "check": "check",
    "status": "status",
    "due": "due",
    "report": "report",
    "new": "new",
    "update": "append",
    "resolve": "append",
    "postmortem": "append",
    "publish": "publish",
    "rollback": "publish",
    "drill": "drill",
    "verify": "verify",
    "doctor": "doctor",
    "announce": "announce",
    "workflows": "workflows",
    "schema": "schema",
    "host": "host",
}
"""Every command, and the module of this room where it lies under its own name."""


class ClosedPipe(Exception):
    """Whoever read our output has gone."""


class Program(click.Group):
    """Commands in the order of a newcomer's needs, not of the alphabet; only the one that is asked for is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- the library's signature
        """In the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- likewise
        """The command called `cmd_name`, from its module."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = getattr(import_module(f"generator.cli.{COMMANDS[cmd_name]}"), cmd_name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A command by its name, and the likely one for a name that there is not."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as problem:
            near = did_you_mean(args[0], COMMANDS)
            if near is None or "Did you mean" in problem.message:
                raise
            raise click.UsageError(f"{problem.message} Did you mean “{near}”?", ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Tell a closed pipe from other failures: click would end with status 1, which means problems."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as problem:
            raise ClosedPipe from problem


@click.group(cls=Program, help=HELP, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C",
    "--root",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The site's folder. Default: the nearest folder upwards with a site.yaml.",
)
@click.version_option(__version__, "-V", "--version", message="upside %(version)s")
@click.pass_context
def program(context: click.Context, root: Path | None) -> None:
    """What all commands share."""
    context.obj = root
    if os.environ.get("NO_COLOR"):  # https://no-color.org: present and not empty
        context.color = False
