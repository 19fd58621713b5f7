"""What happens at each target meanwhile, on a terminal; nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.publish.targets import Target
    from generator.publish.targets.target import Progress

Watch = Callable[["Target"], "Progress"]
"""What a target is to tell its progress to."""


def on_terminal() -> bool:
    """Whether somebody watches."""
    return sys.stderr.isatty()


@contextmanager
def watched(targets: Sequence[Target]) -> Iterator[Watch]:
    """A line for each of `targets` on the terminal for as long as the context lasts, cleared away when it ends."""
    if not on_terminal():
        yield lambda _target: lambda _what, _done, _of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Lines

    columns = (
        TextColumn("{task.fields[shown]}", markup=False),
        TextColumn("{task.description}", markup=False),
        BarColumn(20),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Lines(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False
    ) as lines:
        tasks = {id(target): lines.add_task("asking", total=None, shown=target.shown) for target in targets}

        def watch(target: Target) -> Progress:
            def tell(what: str, done: int, of: int) -> None:
                lines.update(tasks[id(target)], description=what, completed=done, total=of)

            return tell

        yield watch
