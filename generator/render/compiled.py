"""Compiled templates, remembered: compiling them takes longer than filling them in for one change.

A site's own are remembered with the site. The packaged ones belong to the program and are compiled as Python compiles its modules: once, whichever
site they are first needed for. What is kept is code, and as much to be trusted as the templates themselves.
"""

from __future__ import annotations

from functools import cached_property

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from generator.memory import Memory
from generator.render.theme import DEFAULT

ROOM = "templates"

_KNOWN: dict[bytes, bytes] = {}
"""What this process has compiled: a preview builds again and again."""


class Compiled(BytecodeCache):
    """What a site's `memory` holds of templates, and of packaged ones what other builds of this user have compiled."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Called by Jinja for each template; the name to show in problems says whose it is."""
        return f"{filename} {name}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja before it compiles."""
        key = _key(bucket)
        kept = self._memory.recall(ROOM, key)
        known = _KNOWN.get(key) or kept or (self._packaged.get(key) if _is_packaged(bucket) else None)
        if known is not None:
            _KNOWN[key] = known
            if kept is None:  # known from another site
                self._memory.remember(ROOM, key, known)
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja once it has compiled."""
        key = _key(bucket)
        _KNOWN[key] = bucket.bytecode_to_string()
        self._memory.remember(ROOM, key, _KNOWN[key])
        if _is_packaged(bucket) and (shared := self._memory.shared) is not None:
            shared.remember(ROOM, key, _KNOWN[key])
            shared.save()

    @cached_property
    def _packaged(self) -> dict[bytes, bytes]:
        if (shared := self._memory.shared) is None:
            return {}
        known = shared.recall_all(ROOM)
        shared.save()  # and so leaves no open connection to processes that are forked later
        return known


def _key(bucket: Bucket) -> bytes:
    return f"{bucket.key} {bucket.checksum}".encode()


def _is_packaged(bucket: Bucket) -> bool:
    return bucket.key.startswith(DEFAULT)
