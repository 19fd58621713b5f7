"""How right the review of postmortems is: `python -m tests.benchmarks.postmortems FOLDER` reports precision and recall for each point.

FOLDER holds texts and a `labels.csv`: a column `file`, and one for each of the twelve points with `yes`, `partial` or `no`. A part is kept aside: the
files whose name has a SHA-256 that three divides. Write rules by the others only, and look at those kept aside when you are done.

    python -m tests.benchmarks.postmortems FOLDER              every text but those kept aside
    python -m tests.benchmarks.postmortems FOLDER --aside      those kept aside
    python -m tests.benchmarks.postmortems FOLDER --all        both
    python -m tests.benchmarks.postmortems FOLDER --errors     each judgement that differs from its label, besides
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.decide.review import Judgement, Point, State, review

LABEL = {"yes": State.MET, "partial": State.PARTLY, "no": State.MISSING}
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
Case = tuple[str, Judgement, State]


def kept_aside(name: str) -> bool:
    """Whether the rules were written without looking at this file."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 == 0


def judged(folder: Path, names: Sequence[str], labels: dict[str, dict[str, str]]) -> Iterator[Case]:
    """File, what is said of it, and its label, for each text and each point."""
    for name in names:
        text = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), (folder / name).read_text(encoding="utf-8"))
        for judgement in review(enumerate(text.split("\n"), 1)).judgements:
            yield name, judgement, LABEL[labels[name][judgement.point].strip()]


def share(part: int, whole: int) -> str:
    """`5/6`, with a dash where there is nothing to count."""
    return f"{part}/{whole}" if whole else "-"


def table(cases: Sequence[Case]) -> Iterator[str]:
    """Per point: precision and recall of *met*, and of *met or partly*, and how often all three agree."""
    yield f"{'point':18} {'met: precision':>15} {'recall':>8}   {'met or partly: precision':>25} {'recall':>8}   {'same':>7}"
    columns: list[tuple[int, ...]] = []
    for point in Point:
        own = [(judgement.state, label) for _, judgement, label in cases if judgement.point is point]
        columns.append(_counts(own))
        yield _row(point, columns[-1])
    yield _row("all", tuple(map(sum, zip(*columns, strict=True))))


def _counts(own: Sequence[tuple[State, State]]) -> tuple[int, ...]:
    met = [(said is State.MET, label is State.MET) for said, label in own]
    there = [(said is not State.MISSING, label is not State.MISSING) for said, label in own]
    pairs = [(sum(a and b for a, b in each), sum(a for a, _ in each), sum(b for _, b in each)) for each in (met, there)]
    return (*pairs[0], *pairs[1], sum(said is label for said, label in own), len(own))


def _row(name: str, of: tuple[int, ...]) -> str:
    right, said, true, there, said_there, true_there, same, every = of
    return (
        f"{name:18} {share(right, said):>15} {share(right, true):>8}   "
        f"{share(there, said_there):>25} {share(there, true_there):>8}   {share(same, every):>7}"
    )


def main(arguments: Sequence[str]) -> int:
    """Print the table for the folder that `arguments` name."""
    folders = [each for each in arguments if not each.startswith("-")]
    if len(folders) != 1 or not (Path(folders[0]) / "labels.csv").exists():
        sys.stderr.write(f"{__doc__}\n")
        return 2
    folder = Path(folders[0])
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        labels = {row["file"]: row for row in csv.DictReader(file)}
    wanted = {"--aside": (True,), "--all": (True, False)}.get(
        next((a for a in arguments if a in ("--aside", "--all")), ""), (False,)
    )
    names = [name for name in labels if kept_aside(name) in wanted]
    began = time.perf_counter()
    cases = list(judged(folder, names, labels))
    took = time.perf_counter() - began
    if "--errors" in arguments:
        for name, judgement, label in cases:
            if judgement.state is not label:
                sys.stdout.write(
                    f"{name[:40]:40} {judgement.point:16} said {judgement.state:8} label {label:8} {judgement.line}: {judgement.quote}\n"
                )
    sys.stdout.write(
        "\n".join(table(cases)) + f"\n{len(names)} texts, {took * 1000 / max(len(names), 1):.1f} ms each\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
