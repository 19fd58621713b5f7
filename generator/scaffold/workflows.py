"""The lists in GitHub's workflow files that follow from site.yaml, and the file that says where Upside itself comes from.

A list stands between two comments, `# <components>` and `# </components>`, and belongs to Upside; everything else in such a file is
its owner's, and is never touched here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.model import Site

LIST = re.compile(
    r"^(?P<indent>[ ]*)# <(?P<name>[a-z]+)>[^\n]*\n(?P<lines>.*?)^[ ]*# </(?P=name)>", re.DOTALL | re.MULTILINE
)

NOBODY_KNOWS = """\
# Where Upside itself comes from: its git address and one commit. This copy of the program does not know where it came from.
# Write it here, like
#   git+https://github.com/OWNER/upside@0123456789abcdef0123456789abcdef01234567
# and never just a name: on a package index a name may be anybody's.
"""

KNOWN = """\
# Where Upside itself comes from: its git address and one commit. To move to another version install it on your machine, and type
# `upside workflows --overwrite`: it writes its own commit here, and the libraries it was tested with beside it.
{origin}
"""


@dataclass(frozen=True, slots=True)
class Stale:
    """A list that is not as site.yaml has it."""

    name: str
    line: int
    """Of the comment it begins with, from 1."""


def lists(site: Site) -> dict[str, list[str]]:
    """Every list by its name: lines of YAML, without an indent."""
    address = f"{site.url}/api/heartbeat.json".replace("${{", "%24%7B%7B")  # never an expression of GitHub's
    return {
        "components": ['- "-"', *(f"- {json.dumps(component.id)}" for component in site.components)],
        "heartbeat": [f"HEARTBEAT: {json.dumps(address, ensure_ascii=False)}"],
        "reminders": [f'REMIND: "{str(any(each.audience == "operators" for each in site.announce)).lower()}"'],
    }


def filled(text: str, made: Mapping[str, Sequence[str]]) -> str:
    """`text` with every list as it is `made`."""
    return LIST.sub(lambda found: _block(found, made), text)


def stale(text: str, made: Mapping[str, Sequence[str]]) -> Iterator[Stale]:
    """The lists of `text` that are not as they are `made`."""
    for found in LIST.finditer(text):
        if found[0] != _block(found, made):
            yield Stale(found["name"], text.count("\n", 0, found.start()) + 1)


def program(origin: str | None) -> str:
    """The file that says where Upside itself comes from; `origin` is a git address with a commit, None where it is not known."""
    return KNOWN.format(origin=origin) if origin else NOBODY_KNOWS


def _block(found: re.Match[str], made: Mapping[str, Sequence[str]]) -> str:
    if found["name"] not in made:
        return found[0]
    indent = found["indent"]
    lines = "".join(f"{indent}{line}\n" for line in made[found["name"]])
    return f"{indent}# <{found['name']}>\n{lines}{indent}# </{found['name']}>"
