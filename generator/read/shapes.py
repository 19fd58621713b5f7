"""Which keys a mapping may have and what reads the value of each: `schema` once more, for `plain`, which must not import pydantic.

What is read here is what `schema` takes as it stands; anything else is a doubt, or a refusal of the same functions in `values`. Nothing
here says what is wrong, or describes a file: that is for `schema`. A test holds the keys, the defaults and the values to those there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from msgspec import Struct

from generator.model import TOPICS, Impact
from generator.read import outlets, values
from generator.read.updates import Kind
from generator.read.values import LONGEST_PROSE, LONGEST_TITLE, Info

Reader = Callable[[Any, Info], Any]


class Doubt(ValueError):
    """Something is not plain, so that it is not for us to read."""


class Values(SimpleNamespace):
    """What a mapping says, by the names of its keys."""

    model_fields_set: frozenset[str]
    """The keys that stand there; the others have their defaults. Called as in pydantic, since whoever asks knows neither from the other."""


class Shape(Struct, frozen=True):
    """The keys of one kind of mapping."""

    readers: dict[str, Reader]
    required: tuple[str, ...] = ()
    """The keys without which a problem is noted."""
    defaults: dict[str, Any] = {}
    """Of keys that are not None where they are left out."""

    def read(self, value: Any, info: Info) -> Values:
        """The values of a mapping. Raises a `ValueError` where one of them is not read as it stands, or its keys are others."""
        if not isinstance(value, dict) or not set(self.required) <= value.keys() <= self.readers.keys():
            raise Doubt
        read = {name: self.readers[name](each, info) for name, each in value.items()}
        every = {**dict.fromkeys(self.readers), **self.defaults, **read}
        return Values(model_fields_set=frozenset(read), **every)


def _text(value: Any, longest: int) -> str:
    # Python's space is pydantic's but for U+001C to U+001F, and its text but for surrogates: `decoding` leaves neither.
    text = values.as_text(value).strip()
    if len(text) > longest:
        raise Doubt
    return text


def _line_of(value: Any) -> str:
    if not (text := _text(value, LONGEST_TITLE)):
        raise Doubt
    return text


def _alone(read: Callable[[Any], Any]) -> Reader:
    return lambda value, _: read(value)


def _each(read: Reader) -> Reader:
    def items(value: Any, info: Info) -> list[Any]:
        if not isinstance(value, list):
            raise Doubt
        return [read(each, info) for each in value]

    return items


def _promises(value: Any, info: Info) -> Values | None:
    return None if values.unless_none(value) is None else PROMISES.read(value, info)


_line, _prose = _alone(_line_of), _alone(lambda value: _text(value, LONGEST_PROSE))
_impact = values.word_of(Impact)
_link, _day, _span = _alone(values.link), _alone(values.day), _alone(values.span)
_REPORT: dict[str, Reader] = {"title": _line, "affected": _prose, "components": _alone(lambda value: value)}
"""`components` are for `generator.read.components` to read."""
_TERMS: dict[str, Reader] = {"first_update": _span, "updates_every": _span, "postmortem": _span}

REPORTS: dict[Kind, Shape] = {
    Kind.INCIDENT: Shape(
        {
            **_REPORT,
            "kind": values.word_of(["incident"]),
            "impact": _impact,
            "started": values.point,
            "detected": values.point,
            "causes": _alone(values.tags),
            "technologies": _alone(values.tags),
            "lessons": _alone(values.tags),
            "review": _alone(values.waived),
        },
        ("title", "impact"),
        {"kind": "incident", "causes": (), "technologies": (), "lessons": (), "review": ()},
    ),
    Kind.MAINTENANCE: Shape(
        {
            **_REPORT,
            "kind": values.word_of(["maintenance"]),
            "scheduled_for": values.point,
            "scheduled_until": values.point,
            "repeats": values.repeats,
            "completes": values.word_of(["automatically"]),
        },
        ("title", "scheduled_for", "scheduled_until"),
        {"kind": "maintenance"},
    ),
    Kind.NOTICE: Shape(
        {
            "kind": values.word_of(["notice"]),
            "title": _line,
            "published": values.moment_or_day,
            "until": values.end_or_day,
        },
        ("title",),
        {"kind": "notice"},
    ),
}
COMPONENT = Shape(
    {"id": _alone(values.component_id), "name": _line, "group": _line, "description": _prose, "since": _day}, ("id",)
)
CHANNEL = Shape({"name": _line, "url": _link}, ("name", "url"))
OUTLET = Shape(
    {
        "name": _line,
        "url": _alone(outlets.url),
        "minimum_impact": _impact,
        "components": _each(_line),
        "about": _each(values.word_of(TOPICS)),
        "audience": values.word_of(["readers", "operators"]),
    },
    ("name", "url"),
    {"minimum_impact": Impact.NONE, "audience": "readers"},
)
TERMS = Shape(_TERMS)
PROMISES = Shape(
    {**_TERMS, "since": _day, **{str(impact): TERMS.read for impact in Impact}},
    defaults={"updates_every": timedelta(hours=2)},
)
SITE = Shape(
    {
        "name": _line,
        "url": _alone(values.site_url),
        "timezone": _alone(values.zone_name),
        "language": _alone(values.language),
        "description": _prose,
        "home": _link,
        "authority": _alone(values.authority),
        "security": _link,
        "hub": _alone(values.hub),
        "publish": _each(_alone(values.publish_address)),
        "components": _each(COMPONENT.read),
        "channels": _each(CHANNEL.read),
        "promises": _promises,
        "announce": _each(OUTLET.read),
    },
    ("name", "url"),
    {"timezone": "UTC", "language": "en"},
)
KNOWN = frozenset(
    name for each in (*REPORTS.values(), SITE, COMPONENT, CHANNEL, OUTLET, PROMISES) for name in each.readers
)
"""The names of all keys, wherever they may stand."""
