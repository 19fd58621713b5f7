"""Compares Upside with its peers on this machine: `python -m tests.benchmarks`, run by hand, prints Markdown.

All programs build the same reports, whole processes are measured, runs take turns, medians are shown. Figures are ratios to
Pelican's cold build of the same size in the same run, since absolute ones drift with the machine.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.benchmarks import changes, layouts, programs
from tests.benchmarks.archive import archive, incident
from tests.benchmarks.processes import Cost, medians, run
from tests.benchmarks.programs import PROGRAMS, REPOSITORY, UPSIDE, Program

Costs = dict[tuple[str, str], list[Cost]]
"""By program and step: cold, one file changed, nothing changed."""

REFERENCE = ("Pelican", "cold")


def main() -> None:
    """Measure at each size, then the commands, and print as it goes."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000], help="how many incidents")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each, of which the median counts")
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="NAME", help="only programs whose name contains one of these"
    )
    parser.add_argument("--keep", type=Path, help="lay the sites out here and leave them")
    asked = parser.parse_args()
    chosen = [
        each for each in PROGRAMS if not asked.only or any(name.lower() in each.name.lower() for name in asked.only)
    ]
    for program in [each for each in chosen if not programs.installed(each)]:
        how = "apt install hugo" if program.layout == "hugo" else f"{sys.executable} -m pip install 'pelican[markdown]'"
        say(f"{program.name} is not installed here and is left out; install it with: {how}\n")
        chosen.remove(program)
    commands(asked.rounds)
    for size in asked.sizes:
        folder = asked.keep or Path(tempfile.mkdtemp(prefix="upside-benchmark-"))
        try:
            measure(folder / str(size), size, asked.rounds, chosen)
        finally:
            if not asked.keep:
                shutil.rmtree(folder)


def commands(rounds: int) -> None:
    """Processor time of what people wait for most often, on this repository's own site."""
    run((*UPSIDE, "--help"), REPOSITORY, programs.environment())  # leaves the bytecode behind, as an installation does
    say("| command | seconds of processor time |\n|---|--:|\n")
    for arguments in (("--help",), ("check",), ("status",)):
        costs = [run((*UPSIDE, *arguments), REPOSITORY, programs.environment()) for _ in range(rounds)]
        say(f"| `upside {' '.join(arguments)}` | {medians(costs).cpu:.2f} |\n")


def measure(folder: Path, size: int, rounds: int, chosen: list[Program]) -> None:
    """Lay out `size` incidents for each program, build them in turns, print what it took."""
    for layout in {program.layout for program in chosen}:
        layouts.LAYOUTS[layout](folder / layout, archive(size))
    costs: Costs = defaultdict(list)
    for turn in range(rounds):
        for program in chosen:
            build(program, folder, turn, costs)
    table(size, costs)
    site = folder / "upside"
    if (site / "public").exists():
        opened, continued = changes.touched(site, lambda: run(PROGRAMS[0].command, site, programs.environment()))
        say(f"\nFiles changed by a new incident at {size:,}: {len(opened)}; by its second update: {len(continued)}.\n")


def build(program: Program, folder: Path, turn: int, costs: Costs) -> None:
    """One turn of a program: cold, and where it remembers anything, after one edit and after none."""
    site = folder / program.layout
    programs.forget(program, site, folder / "bin")
    steps = ("cold", "one file changed", "nothing changed") if program.remembers else ("cold",)
    for step in steps:
        if step == "one file changed":
            programs.edit(program, site, incident(0), turn)
        costs[program.name, step].append(run(program.command, site, programs.environment()))
        sys.stderr.write(f"{program.name}, {step}: {costs[program.name, step][-1].wall:.2f} s\n")


def table(size: int, costs: Costs) -> None:
    """Print the medians, and how often each fits into Pelican's cold build."""
    say(f"\n| {size:,} incidents | Pelican's cold build takes so many times as long | wall | processor | peak |\n")
    say("|---|--:|--:|--:|--:|\n")
    reference = medians(costs[REFERENCE]) if costs.get(REFERENCE) else None
    for (name, step), runs in costs.items():
        cost = medians(runs)
        ratio = f"{reference.wall / cost.wall:.1f}" if reference else ""
        say(f"| {name}, {step} | {ratio} | {cost.wall:.2f} s | {cost.cpu:.2f} s | {cost.peak:.0f} MB |\n")


def say(text: str) -> None:
    """To the reader, at once: a run takes minutes."""
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
