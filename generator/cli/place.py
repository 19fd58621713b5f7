"""Where: the site's folder, and how its files are called from where the person stands."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


class Refusal(click.ClickException):
    """What was asked for cannot be done, in a sentence; nothing has been changed."""

    exit_code = 2


def in_site(command: Command) -> Command:
    """Give a command the parameter `root`: the folder that `-C` names, before or after the command, or the nearest one upwards."""
    return click.option(
        "-C",
        "--root",
        metavar="DIR",
        type=click.Path(path_type=Path),
        callback=_given,
        help="The site's folder. Default: the nearest folder upwards with a site.yaml.",
    )(command)


def find(given: Path | None) -> Path:
    """The site's folder; raises `Refusal` that says where was looked."""
    start = Path.cwd()
    if given is not None:
        if (given / "site.yaml").exists():
            return given
        raise Refusal(
            f"there is no site.yaml in {given}{_other_name(given)}\n\nBegin a site there:\n  upside init {given}"
        )
    for folder in (start, *start.parents):
        if (folder / "site.yaml").exists():
            return folder
    looked = "\n".join(f"  {folder}" for folder in (start, *start.parents))
    raise Refusal(
        f"there is no site.yaml here or above{_other_name(start)}. Looked in\n{looked}\n\n"
        "Begin a site:\n  upside init my-status\nor name the folder of one:\n  upside -C DIR build"
    )


def shown(path: Path) -> str:
    """`path` as somebody would type it here: relative where it lies below, or near, the current folder."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive of Windows
        return str(path)
    return relative if relative.count("..") <= 2 else str(path)


def _given(context: click.Context, _parameter: click.Parameter, value: Path | None) -> Path:
    if context.resilient_parsing:
        return value or Path()
    return find(value or context.find_object(Path))


def _other_name(folder: Path) -> str:
    near = next((name for name in ("site.yml", "Site.yaml", "_config.yml") if (folder / name).exists()), None)
    return f" (there is {near}; its name must be site.yaml)" if near and near != "_config.yml" else ""
