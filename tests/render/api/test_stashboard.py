"""What the Stashboard API says, and where its paths lead on hosts that rewrite."""

from __future__ import annotations

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.request import urlopen

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from generator.decide import decide
from generator.model import ComponentStatus, Source
from generator.render.api.events import NEWEST
from tests.decide.sources import sources
from tests.examples import examples
from tests.render.api.answers import Answer, files, stash
from tests.render.api.host import resolved as led
from tests.render.api.host import rules
from tests.render.api.schema import FLAG, LINK, NAME, TEXT, closed, many, one_of, or_null
from tests.render.api.test_properties import NOWS
from tests.render.boards import SITE, board, changes, incident, maintenance, rendered, resolved, update

SLUG = {"type": "string", "pattern": "^[a-z0-9]+(?:[-_][a-z0-9]+)*$"}
LIST = closed(name=NAME, id=SLUG, description=TEXT, url=LINK)
STATUS = closed(
    default=FLAG,
    name=NAME,
    id=one_of(["up", "maintenance", "warning", "partial", "down", "unknown"]),
    description=NAME,
    url=LINK,
    image=LINK,
    level=one_of(["NORMAL", "WARNING", "ERROR", "CRITICAL"]),
)
TIMESTAMP = {"type": "string", "pattern": r"^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$"}
EVENT = closed(sid=SLUG, timestamp=TIMESTAMP, status=STATUS, message=NAME, url=LINK, informational=FLAG)
SERVICE = closed(
    name=NAME,
    id=SLUG,
    description=TEXT,
    url=LINK,
    **{"current-event": or_null(EVENT)},
    list=or_null(LIST),
)
IMAGE = closed(url=LINK, icon_set=NAME, name=NAME)

SHAPES: dict[str, dict[str, Any]] = {
    "services": closed(services=many(SERVICE)),
    "services/[^/]+": SERVICE,
    "services/[^/]+/events": closed(events=many(EVENT, maxItems=NEWEST)),
    "services/[^/]+/events/[^/]+": EVENT,
    "service-lists": closed(lists=many(LIST)),
    "service-lists/[^/]+": LIST,
    "statuses": closed(statuses=many(STATUS)),
    "statuses/[^/]+": STATUS,
    "status-images": closed(images=many(IMAGE)),
    "levels": closed(levels=many(TEXT)),
}
"""Every answer, by the API's path below `/api/v1/`."""


@settings(max_examples=examples(25), deadline=None)
@given(sources(), NOWS)
def test_every_answer_keeps_its_shape_and_leads_to_files_that_are_there(source: Source, now: datetime) -> None:
    from jsonschema import Draft202012Validator  # as tests/render/api/schema.py

    told = decide(source, now=now)
    paths = {path: file for path, file in files(told).items() if path.startswith("api/v1/")}
    for path, file in paths.items():
        own = path.removeprefix("api/v1/").removesuffix(".json")
        (shape,) = [shape for pattern, shape in SHAPES.items() if re.fullmatch(pattern, own)]
        answer = json.loads(file.make())
        assert not list(Draft202012Validator(shape).iter_errors(answer)), path
        assert list(answer) == list(shape["properties"])
        for url in addresses(answer):
            there = url.removeprefix("https://status.example.com/")
            assert there in paths or there.startswith("assets/icons/"), url


def addresses(answer: Any) -> list[str]:
    """Every address in an answer."""
    if isinstance(answer, dict):
        own = [value for key, value in answer.items() if key in ("url", "image")]
        return own + [each for value in answer.values() for each in addresses(value)]
    return [each for value in answer for each in addresses(value)] if isinstance(answer, list) else []


WORDS = {
    "operational": ("up", "NORMAL"),
    "under_maintenance": ("maintenance", "WARNING"),
    "degraded_performance": ("warning", "WARNING"),
    "partial_outage": ("partial", "ERROR"),
    "major_outage": ("down", "CRITICAL"),
}


@pytest.mark.parametrize("worst", WORDS)
def test_a_service_stands_as_its_component_does(worst: str) -> None:
    told = stash(board(incident(components=changes(api=worst))), "services/api")
    status = told["current-event"]["status"]
    assert (status["id"], status["level"]) == WORDS[worst]
    assert status["default"] == (worst == "operational")


def test_a_later_word_on_something_small_does_not_hide_an_outage() -> None:
    big = incident("big", 5, components=changes(api="major_outage"))
    small = incident("small", 1, components=changes(api="degraded_performance"))
    service = stash(board(big, small), "services/api")
    assert service["current-event"]["message"].startswith("Identified: Elevated error rates")
    assert service["current-event"]["status"]["id"] == "down"
    assert stash(board(big, small), "services/api/events/current") == service["current-event"]


@pytest.mark.parametrize("known", ["operational", "under_maintenance"])
def test_a_report_that_could_not_be_read_leaves_no_service_up(known: str) -> None:
    broken = incident(damaged=True, any_component=True, components=changes(api=known))
    for service in stash(board(broken), "services")["services"]:
        assert service["current-event"]["status"]["id"] == "unknown"


@settings(max_examples=examples(25), deadline=None)
@given(sources(), NOWS)
def test_a_service_is_up_only_where_its_component_is(source: Source, now: datetime) -> None:
    told = decide(source, now=now)
    for standing in told.components:
        assert standing.component is not None
        current = stash(told, f"services/{standing.component.id}")["current-event"]
        if standing.doubtful or standing.status is not ComponentStatus.OPERATIONAL:
            assert current is not None
            assert current["status"]["id"] != "up"


def test_events_are_told_newest_first_with_what_was_said() -> None:
    told = stash(board(incident(), resolved()), "services/api/events")["events"]
    assert [each["message"] for each in told] == [
        "Identified: Elevated error rates on the API\n\nA deploy did it.\n\nNext update by November 20, 2026, 16:30 UTC.",
        "Investigating: Elevated error rates on the API\n\nSome words.",
        "Resolved: Slow logins\n\nIt is over.",
        "Investigating: Slow logins\n\nSome words.",
    ]
    assert [each["status"]["id"] for each in told] == ["partial", "partial", "up", "partial"]
    assert [each["informational"] for each in told] == [True, False, False, False]
    assert told[0]["timestamp"] == "Fri, 20 Nov 2026 14:30:00 GMT"
    moments = [parsedate_to_datetime(each["timestamp"]) for each in told]
    assert moments == sorted(moments, reverse=True)


def test_a_quiet_service_has_no_current_event_and_no_file_for_one() -> None:
    quiet = board()
    service = stash(quiet, "services/website")
    assert service == {
        "name": "Website",
        "id": "website",
        "description": "",
        "url": "https://status.example.com/api/v1/services/website.json",
        "current-event": None,
        "list": None,
    }
    assert stash(quiet, "services/website/events") == {"events": []}
    assert "api/v1/services/website/events/current.json" not in files(quiet)


def test_services_stand_by_name_and_groups_are_lists() -> None:
    told = stash(board(), "services")["services"]
    assert [each["name"] for each in told] == ["API", "Dashboard", "Website"]
    assert told[0]["list"] == stash(board(), "service-lists/core") == stash(board(), "service-lists")["lists"][0]


@pytest.mark.parametrize("names", [("Core", "core!"), ("Ядро", "Край")])
def test_groups_whose_names_make_one_word_keep_lists_of_their_own(names: tuple[str, str]) -> None:
    grouped = tuple(
        replace(each, group=name) for each, name in zip(SITE.components, (names[0], names[1], ""), strict=True)
    )
    lists = stash(board(site=replace(SITE, components=grouped)), "service-lists")["lists"]
    assert [each["name"] for each in lists] == list(names)
    assert len({each["id"] for each in lists}) == 2


def test_a_maintenance_is_an_event_too() -> None:
    told = stash(board(maintenance(starts_in=-0.5)), "services/website/events")["events"]
    assert [(each["status"]["id"], each["message"].partition(":")[0]) for each in told] == [
        ("maintenance", "In progress"),
        ("up", "Scheduled"),
    ]


def test_sids_stay_while_more_is_said() -> None:
    def sids(*reports: Any) -> list[str]:
        return [each["sid"] for each in stash(board(*reports), "services/api/events")["events"]]

    more = incident(updates=(*incident().updates, update("monitoring", 0.1)))
    assert sids(more)[1:] == sids(incident())
    assert sids(incident(title="Other")) == sids(incident())


def test_old_events_make_room() -> None:
    many_words = incident(hours_ago=100, updates=tuple(update("update", 90 - at) for at in range(60)))
    told = stash(board(many_words, incident()), "services/api/events")["events"]
    assert len(told) == NEWEST
    assert told[0]["message"].startswith("Identified")


def test_images_are_files_of_the_site() -> None:
    built = rendered(board())
    for each in stash(board(), "status-images")["images"]:
        image = built[each["url"].removeprefix("https://status.example.com/")].make()
        assert image.startswith(b"<svg ")
        assert b"<script" not in image


def test_levels_are_those_of_the_original() -> None:
    assert stash(board(), "levels") == {"levels": ["NORMAL", "WARNING", "ERROR", "CRITICAL"]}


# ---------------------------------------------------------------- rewrites

UNDER_A_PATH = replace(SITE, url="https://example.com/status")


@pytest.mark.parametrize("files_first", [True, False], ids=["Netlify", "Cloudflare Pages"])
@pytest.mark.parametrize("site", [SITE, UNDER_A_PATH], ids=["root", "path"])
def test_the_paths_of_the_api_and_of_its_files_lead_to_the_files(site: Any, files_first: bool) -> None:
    built = board(incident(), maintenance(), site=site)
    base = "/status/" if site is UNDER_A_PATH else "/"
    told = rules(rendered(built)["_redirects"].make().decode())
    there = {base + path for path in files(built)}
    for path in sorted(there):
        for asked in {path, path.removesuffix(".json")} if "/api/v1/" in path else {path}:
            assert led(asked, told, there.__contains__, files_first=files_first) == (path, 200), asked


def test_rules_are_few_and_fixed_ones_come_first() -> None:
    many_reports = [resolved(f"old-{number}", 30 * number + 60) for number in range(40)]
    told = rules(rendered(board(*many_reports))["_redirects"].make().decode())
    assert told == rules(rendered(board())["_redirects"].make().decode())
    named = [":" in old for old, _, _ in told]
    assert named == sorted(named)
    assert named.count(True) <= 100
    assert len({old for old, _, _ in told}) == len(told)


@pytest.mark.parametrize("path", ["services", "services/api", "services/api/events", "services/api/events/current"])
def test_a_program_that_follows_the_original_paths_is_answered(url: str, path: str) -> None:
    with urlopen(f"{url}/api/v1/{path}", timeout=10) as answer:
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        told: Answer = json.load(answer)
    assert told
