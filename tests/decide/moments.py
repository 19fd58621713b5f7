"""What one report says of one component at one moment, by going through its words from the start each time.

Slow, plain, and on purpose not the way `generator.decide` does it: what its days and hours are held against.
"""

from __future__ import annotations

from datetime import datetime

from generator.model import Change, ComponentStatus, Incident, Maintenance, Status, Update

OPERATIONAL = ComponentStatus.OPERATIONAL
STAGES = (Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING)


def state(report: Incident | Maintenance, component: str, at: datetime) -> ComponentStatus:
    """The state that `report`, as it is known in hindsight, gives `component` at `at`."""
    return (
        _of_incident(report, component, at) if isinstance(report, Incident) else _of_maintenance(report, component, at)
    )


def _of_incident(incident: Incident, component: str, at: datetime) -> ComponentStatus:
    if at < min([incident.started, *(update.at for update in incident.updates)]):
        return OPERATIONAL
    said = _change(incident.components, component, OPERATIONAL)
    over = False
    for word in _words(incident, at):
        worsens = any(change.status is not OPERATIONAL for change in word.changes)
        told = _change(word.changes, component, said)
        if word.status in (Status.RESOLVED, Status.POSTMORTEM):
            said = max(said, told, key=lambda each: each.severity)
            over = not worsens and (over or word.at >= incident.started)
        else:
            said = told
            over = over and not worsens and word.status not in STAGES
    return OPERATIONAL if over else said


def _words(incident: Incident, at: datetime) -> list[Update]:
    words = list(incident.updates)
    if incident.postmortem is not None:
        words.append(Update(Status.POSTMORTEM, incident.postmortem.at, incident.postmortem.text))
    return [word for word in sorted(words, key=lambda each: each.at) if word.at <= at]


def _of_maintenance(plan: Maintenance, component: str, at: datetime) -> ComponentStatus:
    said = _change(plan.components, component, OPERATIONAL)
    begun = ended = False
    ticks: list[tuple[datetime, int, Update | None]] = [(plan.scheduled_for, 0, None), (plan.scheduled_until, 1, None)]
    words = [(word.at, 2, word) for word in plan.updates]
    for when, kind, word in sorted([*ticks, *words], key=lambda each: each[:2]):
        if when > at:
            break
        if word is None:
            begun = begun or (kind == 0 and not ended)
            if kind == 1 and plan.completes_automatically and plan.scheduled_for < when and begun:
                begun, ended = False, True
            continue
        begun, ended = _heard(plan, word, begun, ended)
        told = _change(word.changes, component, said)
        ending = word.status in (Status.COMPLETED, Status.CANCELLED)
        said = max(said, told, key=lambda each: each.severity) if ending else told
    return said if begun else OPERATIONAL


def _heard(plan: Maintenance, word: Update, begun: bool, ended: bool) -> tuple[bool, bool]:
    """Whether the work has begun and not ended, and whether it has ended, after `word`."""
    worsens = any(change.status is not OPERATIONAL for change in word.changes)
    if word.status in (Status.IN_PROGRESS, Status.VERIFYING):
        return True, False
    if word.status is Status.SCHEDULED and word.at < plan.scheduled_for:
        return False, False
    if worsens and ended:
        return True, False
    if word.status in (Status.COMPLETED, Status.CANCELLED) and not worsens:
        return False, True
    return begun, ended


def _change(changes: tuple[Change, ...], component: str, otherwise: ComponentStatus) -> ComponentStatus:
    return next((change.status for change in changes if change.component == component), otherwise)
