"""The values of fields: what a text must look like to be a moment, a length of time, an address, an id, a word from a set.

Validators for pydantic, which they do not need: `plain` calls them without it. Each raises `Refused`: what is wrong in our words, the
value to write instead, and the value to go on with where there is no doubt what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, Protocol, TypeVar
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from msgspec import Struct, field

from generator.model import POINTS
from generator.problem import did_you_mean
from generator.read.durations import duration
from generator.read.moments import Misread, known_zone, moment
from generator.read.repeats import repeats as repetition
from generator.read.vocabulary import visible, word

Value = TypeVar("Value")
LONGEST_TITLE = 200
LONGEST_PROSE = 2_000


class Context(Struct):
    """What the types below need to know of the site, and the warnings that they give back: field, message, value to write."""

    zone: ZoneInfo
    day: date | None = None
    """The day that the file's name gives."""
    warnings: list[tuple[str, str, str]] = field(default_factory=list)


class Info(Protocol):
    """What a validator is told besides the value: the part of pydantic's `ValidationInfo` that is used here."""

    @property
    def context(self) -> Context:
        """What was given for all values of the mapping."""

    @property
    def field_name(self) -> str | None:
        """The key of the value."""


class Refused(ValueError):
    """A value does not fit: why, in our own words, the value to write instead and the value to go on with."""

    def __init__(self, message: str, hint: str = "", taken: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.taken = taken


class NotText(ValueError):
    """A list or a mapping stands where text was expected."""


def as_text(value: Any) -> str:
    """The value, which is text; raises `NotText`."""
    if not isinstance(value, str):
        raise NotText
    return value


def point(value: Any, info: Info) -> datetime:
    """A moment, in UTC."""
    return _moment(value, info, whole_days=False)


def _moment(value: Any, info: Info, *, whole_days: bool) -> datetime:
    read = moment(as_text(value), info.context.zone, whole_days=whole_days)
    if isinstance(read, Misread):
        day = info.context.day
        raise Refused(read.message, read.hint.replace("YYYY-MM-DD", str(day)) if day else read.hint)
    return read


def repeats(value: Any, info: Info) -> str:
    """A recurrence rule, in its one spelling."""
    read = repetition(as_text(value), info.context.zone)
    if isinstance(read, Misread):
        raise Refused(read.message, read.hint)
    return read


def moment_or_day(value: Any, info: Info) -> datetime:
    """A moment, or a day alone: its first moment."""
    return _moment(value, info, whole_days=True)


def end_or_day(value: Any, info: Info) -> datetime:
    """A moment, or a day alone: the moment it is over."""
    read = _moment(value, info, whole_days=True)
    return read + timedelta(days=1) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", visible(value)) else read


def word_of(known: Iterable[Value]) -> Callable[[Any, Info], Value]:
    """A validator for a word from a closed set, whatever its case; another spelling than the set's own is a warning."""
    words = {str(each): each for each in known}

    def validate(value: Any, info: Info) -> Value:
        typed = word(as_text(value))
        if typed not in words:
            near = did_you_mean(typed, words)
            expected = f"did you mean “{near}”?" if near else f"expected {_either(words)}"
            raise Refused(f"“{value[:80]}” is not understood, {expected}", near or next(iter(words)))
        if typed != value:
            info.context.warnings.append((str(info.field_name), f"“{value}” is written “{typed}”", typed))
        return words[typed]

    return validate


def _either(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


NONE = frozenset({"none", "never", "no"})
"""What says that there is none."""


def unless_none(value: Any) -> Any:
    """Whatever it is; None where it says that there is none."""
    return None if isinstance(value, str) and visible(value).casefold() in NONE else value


def span(value: Any) -> timedelta | None:
    """A length of time; None where it says that there is none."""
    if visible(as_text(value)).casefold() in NONE:
        return None
    if (read := duration(value)) is None:
        raise Refused(
            f"“{value[:80]}” is no length of time, expected such as 15 minutes, 2 hours or 5 days", "15 minutes"
        )
    return read


def day(value: Any) -> date:
    """A day."""
    text = as_text(value)
    try:
        return date.fromisoformat(visible(text))
    except ValueError:
        raise Refused(f"“{text[:80]}” is no day, expected YYYY-MM-DD", "2026-01-01") from None


def zone_name(value: Any) -> str:
    """The name of a time zone that exists."""
    name = visible(as_text(value))
    if known_zone(name) is None:
        near = did_you_mean(name, sorted(available_timezones()))
        meant = f"did you mean “{near}”?" if near else "expected a name such as Europe/Berlin"
        raise Refused(f"“{name[:80]}” is no IANA time zone, {meant}", near or "UTC", "UTC")
    return name


def site_url(value: Any) -> str:
    """Where the site stands: https, or http on this machine alone, without a slash at its end."""
    url = visible(as_text(value))
    parts = _split(url)
    if parts is None or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise Refused(f"“{url[:80]}” is no address of a site", "https://status.example.com")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")):
        secure = f"https://{parts.netloc}{parts.path}".rstrip("/")
        raise Refused(f"“{url[:80]}” does not begin with https://", secure, secure)
    return url.rstrip("/")


def link(value: Any) -> str:
    """An address that a page may link to."""
    url = visible(as_text(value))
    parts = _split(url)
    if parts is None or parts.scheme not in ("https", "http", "mailto", "tel") or not (parts.netloc or parts.path):
        hint = f"mailto:{url}" if re.fullmatch(r"[^\s@:/]+@[^\s@:/]+", url) else f"https://{url.split('://')[-1]}"
        raise Refused(f"“{url[:80]}” is no address, expected https:, mailto: or tel:", hint)
    if re.search(r"[\s<>\"]", url):
        raise Refused(f"“{url[:80]}” holds a character that no address may hold")
    return url


def hub(value: Any) -> str:
    """The address of a WebSub hub, to which programs send requests."""
    url = link(value)
    if not url.startswith(("https://", "http://")):
        raise Refused(f"“{url[:80]}” is no address of a hub, expected https:", "https://hub.example.com/")
    return url


def publish_address(value: Any) -> str:
    """An address that `upside publish` ships to. What kinds there are is not for us to know; that nobody's password stands in it is."""
    text = visible(as_text(value)).strip()
    if not text or any(each.isspace() and each != " " for each in text):
        raise Refused("an address to publish to is empty", "s3://example-status")
    host = text.partition("://")[2].partition("/")[0]
    if ":" in host.rpartition("@")[0] or "?" in text:
        raise Refused(
            "an address to publish to holds a password or a key, which must stay out of git",
            re.sub(r"(://[^/@:]*):[^/@]*@", r"\1@", text.partition("?")[0]),
        )
    return text


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 — raises for a port that is no number
    except ValueError:
        return None
    return parts


def authority(value: Any) -> str:
    """The root of tag URIs (RFC 4151, 2.1): a DNS name or an e-mail address, then a day on which it was ours."""
    text = visible(as_text(value))
    if not re.fullmatch(r"(?:[\w.+-]+@)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*,\d{4}(?:-\d{2}(?:-\d{2})?)?", text, re.ASCII):
        raise Refused(f"“{text[:80]}” is no authority, expected a host and a day", "status.example.com,2026-01-01")
    return text.lower()


def language(value: Any) -> str:
    """A language tag (BCP 47), by its shape."""
    text = visible(as_text(value))
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", text):
        raise Refused(f"“{text[:80]}” is no language tag, expected such as en or de-CH", "en")
    return text.replace("_", "-")


MOST_TAGS = 20
LONGEST_TAG = 100


def tags(value: Any) -> tuple[str, ...]:
    """Short names, each once, in the order typed: a list, or one text with commas between them."""
    typed = value.split(",") if isinstance(value, str) else value
    if not isinstance(typed, list) or not all(isinstance(each, str) for each in typed):
        raise Refused("a list of short names is expected here", "[first, second]")
    names = tuple(dict.fromkeys(" ".join(visible(each).split()) for each in typed if visible(each)))
    if len(names) > MOST_TAGS:
        raise Refused(
            f"{len(names)} names are more than the {MOST_TAGS} that a list may hold", taken=list(names[:MOST_TAGS])
        )
    if long := next((each for each in names if len(each) > LONGEST_TAG), None):
        raise Refused(
            f"“{long[:60]}…” is longer than {LONGEST_TAG} characters", taken=[each for each in names if each != long]
        )
    return names


def waived(value: Any) -> tuple[tuple[str, str], ...]:
    """Points of the review with the reason why no advice on them is wanted."""
    example = "{five_whys: a single cause, nothing to ask further}"
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise Refused("points with their reasons are expected here", example)
    points = {word(key): " ".join(visible(reason).split())[:500] for key, reason in value.items()}
    for point, reason in points.items():
        known = {each: said for each, said in value.items() if word(each) != point}
        if point not in POINTS:
            near = did_you_mean(point, POINTS)
            meant = f"did you mean “{near}”?" if near else f"expected one of {', '.join(POINTS)}"
            raise Refused(f"“{point[:60]}” is none of the twelve points, {meant}", example, known)
        if not reason:
            raise Refused(f"“{point}” has no reason: a point is silenced with one", f"{{{point}: why}}", known)
    return tuple(points.items())


RESERVED = ("next", "by", "scheduled_for", "scheduled_until")
"""What braces mean by these is no component."""


def component_id(value: Any) -> str:
    """An id that fits an address, a heading's braces and a file's name."""
    text = as_text(value)
    if not re.fullmatch(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", text) or len(text) > 60 or text in RESERVED:
        slug = re.sub(r"[^a-z0-9]+", "-", visible(text).casefold()).strip("-")[:60]
        taken = slug if slug and slug not in RESERVED else None
        raise Refused(
            f"“{text[:80]}” is no id: lower-case letters, digits and “-”, at most 60, and not “next”, “by”, “scheduled_for” or “scheduled_until”",
            taken or "api",
            taken,
        )
    return text
