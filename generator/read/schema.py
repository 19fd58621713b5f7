"""The file formats, once: what validates a file is what describes it to an editor (JSON Schema) and to a reader of this module.

Every value arrives as the text that was typed. A field that is required stands in `REQUIRED` and is optional to pydantic, so that
a report without it can still be kept. What is plain is fitted by `shapes`, which a test holds to what stands here.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, StringConstraints, WithJsonSchema

from generator.model import POINTS, TOPICS, ComponentStatus, Impact
from generator.read import outlets, values

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
"""Nobody's plugin has a say in what a file means, and looking for one reads the metadata of every installed package."""

MOMENT = r"YYYY-MM-DD HH:MM, then UTC, an offset or a zone's name; without one it is in the site's zone"


def _said(description: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": description, "examples": list(examples)})


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=values.LONGEST_TITLE)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=values.LONGEST_PROSE)]
Moment = Annotated[datetime, PlainValidator(values.point), _said(MOMENT, "2026-11-20 14:02 UTC")]
MomentOrDay = Annotated[
    datetime, PlainValidator(values.moment_or_day), _said(MOMENT + ", or a day alone", "2026-11-20")
]
EndOrDay = Annotated[datetime, PlainValidator(values.end_or_day), _said(MOMENT + ", or a day alone", "2026-11-27")]
Span = Annotated[
    timedelta | None, PlainValidator(values.span), _said("A length of time", "15 minutes", "2 hours", "5 days")
]
Day = Annotated[date, PlainValidator(values.day), _said("A day, YYYY-MM-DD", "2026-01-01")]
Link = Annotated[
    str, PlainValidator(values.link), _said("An address: https:, mailto: or tel:", "mailto:help@example.com")
]
Hub = Annotated[str, PlainValidator(values.hub), _said("A WebSub hub: https:", "https://hub.example.com/")]
Address = Annotated[
    str,
    PlainValidator(values.publish_address),
    _said(
        "Where `upside publish` ships to; never with a password in it",
        "s3://example-status",
        "gs://example-status/page",
    ),
]
Topic = Annotated[
    Literal["incidents", "maintenance", "notices", "postmortems"], BeforeValidator(values.word_of(TOPICS))
]
ImpactWord = Annotated[Impact, BeforeValidator(values.word_of(Impact))]
Components = Annotated[
    Any,
    WithJsonSchema(
        {
            "description": "Ids of components from site.yaml, which take the state that the impact implies; or ids with their states.",
            "anyOf": [
                {"type": "array", "items": {"type": "string"}},
                {"type": "object", "additionalProperties": {"enum": [str(status) for status in ComponentStatus]}},
            ],
            "examples": [["api", "dashboard"], {"api": "major_outage"}],
        }
    ),
]

Tags = Annotated[
    tuple[str, ...],
    PlainValidator(values.tags),
    WithJsonSchema({"type": "array", "items": {"type": "string"}, "examples": [["configuration change"]]}),
]
Waived = Annotated[
    tuple[tuple[str, str], ...],
    PlainValidator(values.waived),
    WithJsonSchema(
        {
            "type": "object",
            "properties": {point: {"type": "string", "minLength": 1} for point in POINTS},
            "additionalProperties": False,
            "examples": [{"five_whys": "single cause, nothing to ask further"}],
        }
    ),
]


class Fields(BaseModel):
    """Keys of a mapping; any other key is a problem."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    """Built when first used: a build that reads one incident needs one of these classes and not all."""
    REQUIRED: ClassVar[tuple[str, ...]] = ()
    """The keys without which a problem is noted."""


class ReportFields(Fields):
    """What every report may say."""

    title: Line | None = Field(None, description="What people notice, in one sentence.")
    affected: Prose | None = Field(None, description="Who was affected, and how much.")
    components: Components = Field(None)


class IncidentFields(ReportFields):
    """Something went wrong."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("title", "impact")
    kind: Annotated[Literal["incident"], BeforeValidator(values.word_of(["incident"]))] = Field("incident")
    impact: ImpactWord | None = Field(
        None, description="How bad it is; the components listed take the state it implies."
    )
    started: Moment | None = Field(None, description="When people began to feel it.")
    detected: Moment | None = Field(None, description="When you noticed it.")
    causes: Tags = Field((), description="What kinds of causes it had; incidents that share one stand together.")
    technologies: Tags = Field((), description="What failed or had a part in it, such as PostgreSQL.")
    lessons: Tags = Field((), description="What was learned, in few words that other incidents may share.")
    review: Waived = Field((), description="Points of the review on which no advice is wanted, each with the reason.")


class MaintenanceFields(ReportFields):
    """Planned work."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("title", "scheduled_for", "scheduled_until")
    kind: Annotated[Literal["maintenance"], BeforeValidator(values.word_of(["maintenance"]))] = Field("maintenance")
    scheduled_for: Moment | None = Field(None, description="When it is planned to begin.")
    scheduled_until: Moment | None = Field(None, description="When it is planned to end.")
    repeats: (
        Annotated[
            str,
            PlainValidator(values.repeats),
            _said(
                "How it repeats, as an RFC 5545 recurrence rule in the site's zone: FREQ=DAILY, WEEKLY, MONTHLY or YEARLY, then INTERVAL, "
                "BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, and COUNT or UNTIL; each time is over by the clock",
                "FREQ=WEEKLY;BYDAY=SU",
                "FREQ=MONTHLY;BYDAY=1SU;COUNT=12",
            ),
        ]
        | None
    ) = Field(None, description="How it repeats (RFC 5545).")
    completes: Annotated[Literal["automatically"], BeforeValidator(values.word_of(["automatically"]))] | None = Field(
        None, description="“automatically”: its planned end is its end; otherwise somebody says Completed."
    )


class NoticeFields(Fields):
    """An announcement that touches no status."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("title",)
    kind: Annotated[Literal["notice"], BeforeValidator(values.word_of(["notice"]))] = Field("notice")
    title: Line | None = Field(None, description="What is announced, in one sentence.")
    published: MomentOrDay | None = Field(
        None, description="From when it is shown; the day in the file's name if left out."
    )
    until: EndOrDay | None = Field(None, description="Until when it stands on the home page; a week if left out.")


class ComponentFields(Fields):
    """A part of the service."""

    id: Annotated[
        str, PlainValidator(values.component_id), _said("Its id in reports and addresses; never changed.", "api")
    ]
    name: Line | None = Field(None, description="Its name on the page; its id if left out.")
    group: Line | None = Field(None, description="The name of the group it is shown in.")
    description: Prose | None = Field(None, description="What it is, in one sentence.")
    since: Day | None = Field(None, description="The first day for which anything is known of it.")


class ChannelFields(Fields):
    """A way to reach people while it burns."""

    name: Line
    url: Link


class OutletFields(Fields):
    """Where `upside announce` sends news."""

    name: Line = Field(description="What it is called in messages and in the ledger; never changed.")
    url: Annotated[
        str,
        PlainValidator(outlets.url),
        _said("Its Apprise address, with ${NAME} for what the environment holds", "${TEAM_CHAT_URL}"),
    ]
    minimum_impact: ImpactWord = Field(Impact.NONE, description="Milder incidents are not told.")
    components: list[Line] | None = Field(None, description="Only what touches one of these is told.")
    about: list[Topic] | None = Field(None, description="What it hears of; everything if left out.")
    audience: Annotated[Literal["readers", "operators"], BeforeValidator(values.word_of(["readers", "operators"]))] = (
        Field("readers", description="“operators” hear what is late, “readers” what the feeds tell.")
    )


class TermFields(Fields):
    """How soon people are told something."""

    first_update: Span = Field(None, description="From the start of an incident to the first word.")
    updates_every: Span = Field(None, description="From one word to the next while an incident is open.")
    postmortem: Span = Field(None, description="From the end of an incident to its postmortem.")


class PromiseFields(TermFields):
    """How soon people are told something; for incidents of an impact, whatever is said under its name instead."""

    updates_every: Span = Field(timedelta(hours=2), description="From one word to the next while an incident is open.")
    since: Day | None = Field(None, description="What began before this day owes nothing by these promises.")
    none: TermFields | None = Field(None, description="What differs for incidents that have no impact.")
    minor: TermFields | None = Field(None, description="What differs for minor incidents.")
    major: TermFields | None = Field(None, description="What differs for major incidents.")
    critical: TermFields | None = Field(None, description="What differs for critical incidents.")


class SiteFields(Fields):
    """site.yaml."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("name", "url")
    name: Line | None = Field(None, description="Of the service, as it stands in the title of the page.")
    url: (
        Annotated[str, PlainValidator(values.site_url), _said("Where the site stands", "https://status.example.com")]
        | None
    ) = None
    timezone: Annotated[str, PlainValidator(values.zone_name), _said("An IANA name", "Europe/Berlin")] = "UTC"
    language: Annotated[str, PlainValidator(values.language), _said("A BCP 47 tag", "en")] = "en"
    description: Prose | None = Field(None, description="One sentence for search engines and previews.")
    home: Link | None = Field(None, description="The main site.")
    authority: (
        Annotated[
            str,
            PlainValidator(values.authority),
            _said("The root of all feed ids (RFC 4151)", "status.example.com,2026-01-01"),
        ]
        | None
    ) = None
    security: Link | None = Field(None, description="Where to report a vulnerability (RFC 9116).")
    hub: Hub | None = Field(None, description="A WebSub hub that tells subscribers of the feeds about changes at once.")
    publish: list[Address] | None = Field(
        None, description="Where `upside publish` ships to when it is told no target."
    )
    components: list[ComponentFields] | None = Field(None, description="The parts of the service, in the order shown.")
    channels: list[ChannelFields] | None = Field(None, description="Where people reach you while it burns.")
    promises: Annotated[PromiseFields | None, BeforeValidator(values.unless_none)] = Field(
        None, description="How soon people are told something."
    )
    announce: list[OutletFields] | None = Field(None, description="Where `upside announce` sends news.")


EVERY: tuple[type[Fields], ...] = (
    IncidentFields,
    MaintenanceFields,
    NoticeFields,
    SiteFields,
    ComponentFields,
    ChannelFields,
    PromiseFields,
    OutletFields,
)


def incident_schema() -> dict[str, Any]:
    """The JSON Schema of a report's front matter: an incident, a maintenance or a notice, told apart by its keys."""
    definitions = {
        "Incident": _described(IncidentFields),
        "Maintenance": _described(MaintenanceFields),
        "Notice": _described(NoticeFields),
    }
    planned = {"anyOf": [{"required": ["scheduled_for"]}, {"required": ["scheduled_until"]}, _kind("maintenance")]}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "The front matter of an Upside report",
        "type": "object",
        "$defs": definitions,
        "if": planned,
        "then": {"$ref": "#/$defs/Maintenance"},
        "else": {
            "if": {"anyOf": [_kind("notice"), {"required": ["published"]}]},
            "then": {"$ref": "#/$defs/Notice"},
            "else": {"$ref": "#/$defs/Incident"},
        },
    }


def site_schema() -> dict[str, Any]:
    """The JSON Schema of site.yaml."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **_described(SiteFields),
        "title": "site.yaml of Upside",
    }


def _kind(name: str) -> dict[str, Any]:
    return {"required": ["kind"], "properties": {"kind": {"const": name}}}


def _described(fields: type[Fields]) -> dict[str, Any]:
    schema = fields.model_json_schema()
    return {**schema, "required": list(fields.REQUIRED)} if fields.REQUIRED else schema
