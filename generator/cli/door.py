"""The one door: every word for the program comes in here, and every failure leaves here as a sentence and an exit status.

0 fine · 1 problems, the rest was built · 2 wrong usage or nothing usable, nothing changed · 3 a host failed or could not be
verified · 70 a bug of ours (EX_SOFTWARE) ·
75 another build holds the lock (EX_TEMPFAIL; both of BSD's sysexits.h) · 130 stopped by Ctrl-C · 141 the reader of a pipe left
(both as a shell says it: 128 and the signal's number). No traceback for what a person wrote or what a disk did.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

import click

from generator.cli.program import ClosedPipe, program
from generator.problem import Unusable

FINE, PROBLEMS, UNUSABLE, BUG, BUSY, STOPPED, PIPE = 0, 1, 2, 70, 75, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (those of the process, if None) ask for, and return its exit status."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them costs more than most commands
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                errors="backslashreplace"
            )  # a terminal without Unicode gets every word, if not every sign
    try:
        status = program.main(arguments, prog_name="upside", standalone_mode=False)
        sys.stdout.flush()
        return int(status or 0)
    except (ClosedPipe, BrokenPipeError):
        return _silently()
    except click.Abort:
        _say("Stopped.")
        return STOPPED
    except click.ClickException as problem:
        problem.show()
        return UNUSABLE
    except Exception as problem:
        return _failed(problem)


def run() -> NoReturn:
    """The command `upside`: run `main` and end the process.

    At once, without giving back memory piece by piece as Python does at its end: it goes with the process, and that takes
    a tenth of a build. Everything is written and closed by then; nothing here leaves work to the interpreter's end.
    """
    status = main()
    with suppress(OSError, ValueError):  # nobody listens any more, which `main` has said by its status
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


def _failed(problem: Exception) -> int:
    """Say what stopped the program, in a sentence where it is known, and return its status."""
    if isinstance(problem, Unusable):
        from generator.cli.shown import UNTOUCHED, show

        show(problem.problems)
        _say(UNTOUCHED)
        return UNUSABLE
    if isinstance(problem, OSError):
        culprit = f"{problem.filename}: " if problem.filename else ""
        _say(f"Error: {culprit}{problem.strerror or problem}. Nothing that was there before has been changed.")
        return UNUSABLE
    return _refused(problem)


def _refused(problem: Exception) -> int:
    from generator.publish import Busy, Refused

    if isinstance(problem, Busy):
        _say(f"Error: {problem}")
        return BUSY
    if isinstance(problem, Refused):
        _say(f"Error: {problem}")
        return UNUSABLE
    return _bug(problem)


def _bug(problem: Exception) -> int:
    import platform
    import traceback

    from generator import __version__

    traceback.print_exception(problem)
    _say(
        "\nThis is a bug in Upside, not a mistake of yours. Please report it with the lines above and these:\n"
        f"  upside {__version__}, Python {platform.python_version()}, {platform.platform()}"
    )
    return BUG


def _silently() -> int:
    """End without a word: nobody listens any more, and the interpreter's last flush must not complain either."""
    with suppress(OSError):
        sys.stdout.close()
    return PIPE


def _say(sentence: str) -> None:
    with suppress(BrokenPipeError):
        click.echo(sentence, err=True)
