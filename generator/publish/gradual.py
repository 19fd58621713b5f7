"""Let a release take the place of the one before where the system cannot do it at once: file by file.

Every file is whole at any moment, and nothing that is visible refers to what is not there yet: assets come first and the home page last,
and what is gone goes when nothing refers to it any more.
"""

from __future__ import annotations

import errno

from msgspec.structs import replace

from generator.publish.manifest import UNKNOWN, Manifest, folders_of
from generator.publish.paths import in_safe_order
from generator.publish.records import Records
from generator.publish.tree import Tree

PARTIAL = ".upside-new"
"""What a new file is called until it is whole."""


def one_by_one(manifest: Manifest, standing: Manifest, public: Tree, spare: Tree, records: Records) -> None:
    """Bring the visible tree up to what the spare holds, file by file: each is whole at any moment, and what refers to others comes last."""
    altered, strangers = public.differs(standing)
    there = {path: entry for path, entry in standing.files.items() if path not in altered}
    files = {
        path: replace(there[path], facts=entry.facts)
        for path, entry in manifest.files.items()
        if entry.same_bytes(there.get(path))
    }
    unsure = {**dict.fromkeys((*standing.files, *manifest.files), UNKNOWN), **files}
    records.begin(public, Manifest(unsure, dict.fromkeys(folders_of(unsure), -1)))
    for path in in_safe_order(manifest.files.keys() - files.keys()):
        taken = public.take(path, spare, manifest.files[path], name=PARTIAL)
        if taken is None:
            raise OSError(errno.EIO, "what was prepared is not what it was", spare.at(path))
        public.move(PARTIAL, path)
        files[path] = taken
    gone = (standing.files.keys() | strangers) - files.keys() - folders_of(files)
    for path in gone:
        public.remove(path)
    public.prune(folders_of(gone) - folders_of(files))
    records.finish(public, Manifest(files, public.times(folders_of(files)), complete=True))
