"""`promises` in site.yaml: what holds for every incident, and what holds instead for those of an impact.

What is said under an impact takes the place of what is said above it, key by key. An incident without an impact has hurt nobody: it owes a
postmortem only where `none` says so. `since` is the day the promises were made on, so that an archive does not owe what nobody promised then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model import Impact, Promises

if TYPE_CHECKING:
    from generator.read.schema import PromiseFields, TermFields


def promises(fields: PromiseFields | None, *, said: bool, damaged: bool) -> Promises:
    """What is promised. `said`: site.yaml has the key, so that no fields mean `promises: none`. `damaged`: part of it could not be read."""
    if fields is None:
        return Promises(updates_every=None) if said and not damaged else Promises(damaged=damaged)
    differing = tuple((impact, _of(fields, impact)) for impact in Impact if _differs(fields, impact))
    return Promises(fields.first_update, fields.updates_every, fields.postmortem, differing, damaged, fields.since)


def _differs(fields: PromiseFields, impact: Impact) -> bool:
    return getattr(fields, impact) is not None or (impact is Impact.NONE and fields.postmortem is not None)


def _of(fields: PromiseFields, impact: Impact) -> Promises:
    said: TermFields | None = getattr(fields, impact)
    above = None if impact is Impact.NONE else fields.postmortem
    if said is None:
        return Promises(fields.first_update, fields.updates_every, above)
    given = said.model_fields_set
    return Promises(
        said.first_update if "first_update" in given else fields.first_update,
        said.updates_every if "updates_every" in given else fields.updates_every,
        said.postmortem if "postmortem" in given else above,
    )
