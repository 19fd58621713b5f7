"""Problems as a person, a script or GitHub reads them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click

from generator.problem import Level, Problem

FORMATS = ("text", "json", "github")
UNTOUCHED = "Nothing was written; whatever was published before is as it was."
"""What else to say when nothing at all could be done."""
COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.ADVICE: "blue"}
MANY = {Level.ERROR: "errors", Level.WARNING: "warnings", Level.ADVICE: "pieces of advice"}
ONE = {Level.ADVICE: "piece of advice"}


def show(problems: Iterable[Problem], *, form: str = "text", root: Path | None = None, err: bool = True) -> None:
    """Show every one of `problems` in a format of `FORMATS`; to the standard error unless `err` is false.

    `root` is the site's folder: GitHub counts paths from the repository's, which may lie above.
    """
    problems = tuple(problems)
    if form == "json":
        click.echo(_as_json(problems), err=err)
        return
    line: Callable[[Problem], str] = as_text
    if form == "github":
        prefix = _below_repository(root)

        def line(problem: Problem) -> str:
            return as_annotation(problem, prefix)

    for problem in problems:
        click.echo(line(problem), err=err)


def chosen(form: str | None) -> str:
    """The format that was asked for; where none was, GitHub's in GitHub Actions, since its lines hold all that the text does."""
    return form or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")


def counted(problems: Sequence[Problem]) -> str:
    """`2 errors, 1 warning`."""
    counts = ((level, sum(problem.level == level for problem in problems)) for level in Level)
    found = [f"{count} {MANY[level] if count > 1 else ONE.get(level, level)}" for level, count in counts if count]
    return ", ".join(found) or "no problems"


def failing(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """Whether any of `problems` is an error, or when `strict` a warning. Advice never fails anything."""
    return any(problem.level == Level.ERROR or (strict and problem.level == Level.WARNING) for problem in problems)


def as_text(problem: Problem) -> str:
    """`file:line:column: level: what [rule]`, and below it, after a bar, what to write instead."""
    level = click.style(f"{problem.level}:", fg=COLOURS[problem.level], bold=True)
    rule = f" [{problem.rule}]" if problem.rule else ""
    lines = [f"{click.style(harmless(str(problem.place)), bold=True)}: {level} {harmless(problem.message)}{rule}"]
    lines += [f"    | {harmless(line)}" for line in problem.hint.splitlines()]
    return "\n".join(lines)


def as_annotation(problem: Problem, prefix: str = "") -> str:
    """A workflow command (docs.github.com, "Workflow commands for GitHub Actions") whose text also reads well in the log."""
    place = problem.place
    file = f"{prefix}{place.file}"
    properties = {"file": file, "line": place.line, "col": place.column, "title": problem.rule or str(problem.level)}
    named = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    said = f"{file}:{place.line}:{place.column}: {problem.message}"
    level = "notice" if problem.level == Level.ADVICE else problem.level
    return f"::{level} {named}::{_data(said + (chr(10) + problem.hint if problem.hint else ''))}"


def harmless(text: str) -> str:
    """`text` without signs that would steer a terminal or turn its line around: each is shown by its number."""
    return "".join(each if each.isprintable() else _numbered(each) for each in text)


def _numbered(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _as_json(problems: Sequence[Problem]) -> str:
    found = [
        {
            "file": problem.place.file,
            "line": problem.place.line,
            "column": problem.place.column,
            "level": str(problem.level),
            "rule": problem.rule,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    levels = [problem.level for problem in problems]
    counts = {
        "errors": levels.count(Level.ERROR),
        "warnings": levels.count(Level.WARNING),
        "advice": levels.count(Level.ADVICE),
    }
    return json.dumps({**counts, "problems": found}, indent=2)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _below_repository(root: Path | None) -> str:
    """The way from the repository's folder to the site's, with a slash at its end; empty where it is the same one."""
    if root is None:
        return ""
    top = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
    try:
        below = root.resolve().relative_to(top).as_posix()
    except ValueError:
        return ""
    return "" if below == "." else f"{below}/"
