"""The sign that the site is alive: when it was built and when the clock alone will next change it.

The one file that a rebuild of unchanged facts changes. The page's script and outside monitors read it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

from generator.model import File
from generator.render.edition import HEARTBEAT, Edition
from generator.render.times import machine


def heartbeat(edition: Edition, others: Sequence[File]) -> Iterable[File]:
    """`/api/heartbeat.json`; `release` is a digest of every other file's path and digest."""
    board = edition.board
    promised = "".join([f"{each.path}\0{each.digest}\n" for each in others])  # the same facts promise in the same order
    says = {
        "built_at": machine(board.now),
        "next_change": machine(board.next_change),
        "changed": machine(board.changed) if board.changed else None,
        "release": hashlib.sha256(promised.encode("utf-8", "surrogatepass")).hexdigest(),
    }
    yield edition.file(HEARTBEAT, says, lambda: (json.dumps(says, indent=2) + "\n").encode())
