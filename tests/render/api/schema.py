"""A strict JSON Schema of the Statuspage API, version 2, and the order of its keys: of our own writing, from the vendor's answers.

Every key must be there and no other may be. Enumerations are closed, times have milliseconds, ids twelve characters.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

Schema = dict[str, Any]

COMPONENT_STATUSES = ["operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance"]
INCIDENT_STATUSES = ["investigating", "identified", "monitoring", "resolved", "postmortem"]
MAINTENANCE_STATUSES = ["scheduled", "in_progress", "verifying", "completed"]
INDICATORS = ["none", "minor", "major", "critical", "maintenance"]

ID: Schema = {"type": "string", "pattern": "^[a-z0-9]{12}$"}
TEXT: Schema = {"type": "string"}
NAME: Schema = {"type": "string", "minLength": 1}
URL: Schema = {"type": "string", "pattern": r"^https://[^\s]+[^/\s]$"}
LINK: Schema = {"type": "string", "pattern": r"^https://[^\s]+$"}
FLAG: Schema = {"type": "boolean"}
NULL: Schema = {"type": "null"}
TIME: Schema = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$",
}
DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}


def closed(**keys: Schema) -> Schema:
    """An object with exactly these keys."""
    return {"type": "object", "properties": keys, "required": list(keys), "additionalProperties": False}


def many(of: Schema, **more: Any) -> Schema:
    """A list."""
    return {"type": "array", "items": of, **more}


def one_of(words: list[str]) -> Schema:
    """One of a closed set of words."""
    return {"enum": words}


def or_null(schema: Schema) -> Schema:
    """It, or null."""
    return {"anyOf": [schema, NULL]}


PAGE = closed(id=ID, name=NAME, url=URL, time_zone=NAME, updated_at=TIME)
STATUS = closed(indicator=one_of(INDICATORS), description=NAME)
COMPONENT = closed(
    id=ID,
    name=NAME,
    status=one_of(COMPONENT_STATUSES),
    created_at=TIME,
    updated_at=TIME,
    position={"type": "integer", "minimum": 1},
    description=or_null(NAME),
    showcase=FLAG,
    start_date=or_null(DAY),
    group_id=or_null(ID),
    page_id=ID,
    group={"const": False},
    only_show_if_degraded=FLAG,
)
GROUP = closed(
    **{**COMPONENT["properties"], "group_id": NULL, "group": {"const": True}, "components": many(ID, minItems=1)}
)
AFFECTED = closed(code=ID, name=NAME, old_status=one_of(COMPONENT_STATUSES), new_status=one_of(COMPONENT_STATUSES))


def update(statuses: list[str]) -> Schema:
    """An incident_update."""
    return closed(
        id=ID,
        status=one_of(statuses),
        body=TEXT,
        incident_id=ID,
        created_at=TIME,
        updated_at=TIME,
        display_at=TIME,
        affected_components=or_null(many(AFFECTED, minItems=1)),
        deliver_notifications=FLAG,
        custom_tweet=or_null(TEXT),
        tweet_id=or_null(TEXT),
    )


def report(statuses: list[str], impacts: list[str], **more: Schema) -> Schema:
    """An incident or a maintenance."""
    return closed(
        id=ID,
        name=NAME,
        status=one_of(statuses),
        created_at=TIME,
        updated_at=TIME,
        monitoring_at=or_null(TIME),
        resolved_at=or_null(TIME),
        impact=one_of(impacts),
        shortlink=LINK,
        started_at=TIME,
        page_id=ID,
        incident_updates=many(update(statuses), minItems=1),
        components=many(COMPONENT),
        reminder_intervals=NULL,
        **more,
    )


INCIDENT = report(INCIDENT_STATUSES, ["none", "minor", "major", "critical"])
MAINTENANCE = report(MAINTENANCE_STATUSES, ["maintenance"], scheduled_for=TIME, scheduled_until=TIME)

COMPONENTS = many({"oneOf": [COMPONENT, GROUP]})
OPEN = many(INCIDENT)
TO_COME = many(MAINTENANCE)

FILES: dict[str, Schema] = {
    "summary.json": closed(
        page=PAGE, components=COMPONENTS, incidents=OPEN, scheduled_maintenances=TO_COME, status=STATUS
    ),
    "status.json": closed(page=PAGE, status=STATUS),
    "components.json": closed(page=PAGE, components=COMPONENTS),
    "incidents.json": closed(page=PAGE, incidents=many(INCIDENT, maxItems=50)),
    "incidents/unresolved.json": closed(page=PAGE, incidents=OPEN),
    "scheduled-maintenances.json": closed(page=PAGE, scheduled_maintenances=many(MAINTENANCE, maxItems=50)),
    "scheduled-maintenances/upcoming.json": closed(page=PAGE, scheduled_maintenances=TO_COME),
    "scheduled-maintenances/active.json": closed(page=PAGE, scheduled_maintenances=TO_COME),
}
"""Every file of the API, by its path below `/api/v2/`."""


@cache
def _validator(path: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # it takes seconds to load, and whoever collects tests need not wait

    return Draft202012Validator(FILES[path])


def wrong(path: str, answer: Any) -> list[str]:
    """What breaks the schema, or stands in another order than the vendor's; each with its place."""
    found = [f"{error.json_path}: {error.message[:200]}" for error in _validator(path).iter_errors(answer)]
    return found or list(misplaced(answer, FILES[path]))


def misplaced(answer: Any, schema: Schema, place: str = "$") -> list[str]:
    """Objects whose keys stand in another order than in `schema`."""
    if "oneOf" in schema:
        schema = GROUP if answer["group"] else COMPONENT
    if "anyOf" in schema:
        schema = schema["anyOf"][0]
    if isinstance(answer, dict) and "properties" in schema:
        found = [] if list(answer) == list(schema["properties"]) else [f"{place}: {list(answer)}"]
        return found + [
            each
            for key, value in answer.items()
            for each in misplaced(value, schema["properties"][key], f"{place}.{key}")
        ]
    if isinstance(answer, list):
        return [
            each
            for number, value in enumerate(answer)
            for each in misplaced(value, schema["items"], f"{place}[{number}]")
        ]
    return []
