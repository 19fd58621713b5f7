"""The file formats, once: what validates a file is what describes it to an editor (JSON Schema) and to a reader of this module.

Every value arrives as the text that was typed. A field that is required stands in `REQUIRED` and is optional to pydantic, so that
a report without it can still be kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from generator.model import ComponentStatus, Impact
from generator.problem import did_you_mean
from generator.read.durations import duration
from generator.read.moments import Misread, known_zone, moment
from generator.read.vocabulary import visible, word

MOMENT = r"YYYY-MM-DD HH:MM, then UTC, an offset or a zone's name; without one it is in the site's zone"
LONGEST_TITLE = 200
Value = TypeVar("Value")


@dataclass(slots=True)
class Context:
    """What the types below need to know of the site, and the warnings that they give back: field, message, value to write."""

    zone: ZoneInfo
    warnings: list[tuple[str, str, str]] = field(default_factory=list)


def refusal(message: str, hint: str = "", taken: Any = None) -> PydanticCustomError:
    """An error in our own words, with the value to write instead and the value to go on with."""
    return PydanticCustomError("refused", "{message}", {"message": message, "hint": hint, "taken": taken})


def _typed(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "text was expected")
    return value


def _moment(value: Any, info: ValidationInfo, *, whole_days: bool = False) -> datetime:
    read = moment(_typed(value), info.context.zone, whole_days=whole_days)
    if isinstance(read, Misread):
        raise refusal(read.message, read.hint)
    return read


def _moment_or_day(value: Any, info: ValidationInfo) -> datetime:
    return _moment(value, info, whole_days=True)


def _end_moment(value: Any, info: ValidationInfo) -> datetime:
    """A day alone means all of it."""
    read = _moment(value, info, whole_days=True)
    return read + timedelta(days=1) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", visible(value)) else read


def _word_of(known: type[Value]) -> Callable[[Any, ValidationInfo], Value]:
    """A validator for a word from a closed set, whatever its case."""
    words = {str(each): each for each in known}  # type: ignore[attr-defined]

    def validate(value: Any, info: ValidationInfo) -> Value:
        typed = word(_typed(value))
        if typed not in words:
            near = did_you_mean(typed, words)
            expected = f"did you mean “{near}”?" if near else f"expected one of {', '.join(words)}"
            raise refusal(f"“{value[:80]}” is not understood, {expected}", near or "")
        if typed != value:
            info.context.warnings.append((str(info.field_name), f"“{value}” is written “{typed}”", typed))
        found: Value = words[typed]
        return found

    return validate


def _one_of(*words: str) -> Callable[[Any, ValidationInfo], str]:
    def validate(value: Any, info: ValidationInfo) -> str:
        typed = word(_typed(value))
        if typed not in words:
            near = did_you_mean(typed, words)
            expected = f"did you mean “{near}”?" if near else f"expected {' or '.join(words)}"
            raise refusal(f"“{value[:80]}” is not understood, {expected}", near or words[0])
        if typed != value:
            info.context.warnings.append((str(info.field_name), f"“{value}” is written “{typed}”", typed))
        return typed

    return validate


def _duration(value: Any) -> timedelta | None:
    if visible(_typed(value)).casefold() in ("none", "never", "no"):
        return None
    if (read := duration(value)) is None:
        raise refusal(f"“{value[:80]}” is no length of time, expected such as 15 minutes, 2 hours or 5 days", "2 hours")
    return read


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(visible(_typed(value)))
    except ValueError:
        raise refusal(f"“{value[:80]}” is no day, expected YYYY-MM-DD", "2026-01-01") from None


def _zone(value: Any) -> str:
    name = visible(_typed(value))
    if known_zone(name) is None:
        hint = "UTC"
        raise refusal(f"“{name[:80]}” is no IANA time zone, expected a name such as Europe/Berlin", hint, hint)
    return name


def _site_url(value: Any) -> str:
    url = visible(_typed(value))
    parts = _split(url)
    if parts is None or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise refusal(f"“{url[:80]}” is no address of a site", "https://status.example.com")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")):
        secure = f"https://{parts.netloc}{parts.path}".rstrip("/")
        raise refusal(f"“{url[:80]}” does not begin with https://", secure, secure)
    return url.rstrip("/")


def _link(value: Any) -> str:
    url = visible(_typed(value))
    parts = _split(url)
    if parts is None or parts.scheme not in ("https", "http", "mailto", "tel") or not (parts.netloc or parts.path):
        hint = f"mailto:{url}" if re.fullmatch(r"[^\s@:/]+@[^\s@:/]+", url) else f"https://{url.split('://')[-1]}"
        raise refusal(f"“{url[:80]}” is no address, expected https:, mailto: or tel:", hint)
    if re.search(r"[\s<>\"]", url):
        raise refusal(f"“{url[:80]}” holds a character that no address may hold")
    return url


def _split(url: str) -> Any:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 — raises for a port that is no number
    except ValueError:
        return None
    return parts


def _authority(value: Any) -> str:
    text = visible(_typed(value))
    # RFC 4151, 2.1: a DNS name or an e-mail address, then the day on which it was ours.
    if not re.fullmatch(r"(?:[\w.+-]+@)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*,\d{4}(?:-\d{2}(?:-\d{2})?)?", text, re.ASCII):
        raise refusal(f"“{text[:80]}” is no authority, expected a host and a day", "status.example.com,2026-01-01")
    return text.lower()


def _language(value: Any) -> str:
    text = visible(_typed(value))
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", text):
        raise refusal(f"“{text[:80]}” is no language tag, expected such as en or de-CH", "en")
    return text.replace("_", "-")


def _component_id(value: Any) -> str:
    text = _typed(value)
    if not re.fullmatch(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", text) or len(text) > 60 or text in ("next", "by"):
        slug = re.sub(r"[^a-z0-9]+", "-", visible(text).casefold()).strip("-")[:60]
        taken = slug if slug and slug not in ("next", "by") else None
        raise refusal(
            f"“{text[:80]}” is no id: lower-case letters, digits and “-”, at most 60, and not “next” or “by”",
            taken or "api",
            taken,
        )
    return text


def _said(description: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": description, "examples": list(examples)})


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TITLE)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
Moment = Annotated[datetime, PlainValidator(_moment), _said(MOMENT, "2026-11-20 14:02 UTC")]
MomentOrDay = Annotated[datetime, PlainValidator(_moment_or_day), _said(MOMENT + ", or a day alone", "2026-11-20")]
EndOrDay = Annotated[datetime, PlainValidator(_end_moment), _said(MOMENT + ", or a day alone", "2026-11-27")]
Span = Annotated[
    timedelta | None, PlainValidator(_duration), _said("A length of time", "15 minutes", "2 hours", "5 days")
]
Day = Annotated[date, PlainValidator(_day), _said("A day, YYYY-MM-DD", "2026-01-01")]
Link = Annotated[str, PlainValidator(_link), _said("An address: https:, mailto: or tel:", "mailto:help@example.com")]
ImpactWord = Annotated[Impact, BeforeValidator(_word_of(Impact))]
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


class Fields(BaseModel):
    """Keys of a mapping; any other key is a problem."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    REQUIRED: ClassVar[tuple[str, ...]] = ()


class ReportFields(Fields):
    """What every report may say."""

    title: Line | None = Field(None, description="What people notice, in one sentence.")
    affected: Prose | None = Field(None, description="Who was affected, and how much.")
    components: Components = Field(None)


class IncidentFields(ReportFields):
    """Something went wrong."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("title", "impact")
    kind: Annotated[Literal["incident"], BeforeValidator(_one_of("incident"))] = Field("incident")
    impact: ImpactWord | None = Field(
        None, description="How bad it is; the components listed take the state it implies."
    )
    started: Moment | None = Field(None, description="When people began to feel it.")
    detected: Moment | None = Field(None, description="When you noticed it.")


class MaintenanceFields(ReportFields):
    """Planned work."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("title", "scheduled_for", "scheduled_until")
    kind: Annotated[Literal["maintenance"], BeforeValidator(_one_of("maintenance"))] = Field("maintenance")
    scheduled_for: Moment | None = Field(None, description="When it is planned to begin.")
    scheduled_until: Moment | None = Field(None, description="When it is planned to end.")
    completes: Annotated[Literal["automatically"], BeforeValidator(_one_of("automatically"))] | None = Field(
        None, description="“automatically”: its planned end is its end; otherwise somebody says Completed."
    )


class NoticeFields(Fields):
    """An announcement that touches no status."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("title",)
    kind: Annotated[Literal["notice"], BeforeValidator(_one_of("notice"))] = Field("notice")
    title: Line | None = Field(None, description="What is announced, in one sentence.")
    published: MomentOrDay | None = Field(
        None, description="From when it is shown; the day in the file's name if left out."
    )
    until: EndOrDay | None = Field(None, description="Until when it stands on the home page; a week if left out.")


class ComponentFields(Fields):
    """A part of the service."""

    id: Annotated[str, PlainValidator(_component_id), _said("Its id in reports and addresses; never changed.", "api")]
    name: Line | None = Field(None, description="Its name on the page; its id if left out.")
    group: Line | None = Field(None, description="The name of the group it is shown in.")
    description: Prose | None = Field(None, description="What it is, in one sentence.")
    since: Day | None = Field(None, description="The first day for which anything is known of it.")


class ChannelFields(Fields):
    """A way to reach people while it burns."""

    name: Line
    url: Link


class PromiseFields(Fields):
    """How soon people are told something."""

    first_update: Span = Field(None, description="From the start of an incident to the first word.")
    updates_every: Span = Field(timedelta(hours=2), description="From one word to the next while an incident is open.")
    postmortem: Span = Field(None, description="From the end of an incident to its postmortem.")


class SiteFields(Fields):
    """site.yaml."""

    REQUIRED: ClassVar[tuple[str, ...]] = ("name", "url")
    name: Line | None = Field(None, description="Of the service, as it stands in the title of the page.")
    url: (
        Annotated[str, PlainValidator(_site_url), _said("Where the site stands", "https://status.example.com")] | None
    ) = None
    timezone: Annotated[str, PlainValidator(_zone), _said("An IANA name", "Europe/Berlin")] = "UTC"
    language: Annotated[str, PlainValidator(_language), _said("A BCP 47 tag", "en")] = "en"
    description: Prose | None = Field(None, description="One sentence for search engines and previews.")
    home: Link | None = Field(None, description="The main site.")
    authority: (
        Annotated[
            str,
            PlainValidator(_authority),
            _said("The root of all feed ids (RFC 4151)", "status.example.com,2026-01-01"),
        ]
        | None
    ) = None
    security: Link | None = Field(None, description="Where to report a vulnerability (RFC 9116).")
    components: list[ComponentFields] | None = Field(None, description="The parts of the service, in the order shown.")
    channels: list[ChannelFields] | None = Field(None, description="Where people reach you while it burns.")
    promises: PromiseFields | None = Field(None, description="How soon people are told something.")


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
