from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import pytest

from generator.cli.clock import exact, instant
from tests.cli.conftest import Upside
from tests.texts import INCIDENT, lay

NOW = datetime(2026, 11, 20, 15, 0, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
UTC_ZONE = ZoneInfo("UTC")


def said(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("words", "ahead", "at"),
    [
        ("now", True, "2026-11-20 15:00"),
        ("16:10", True, "2026-11-20 15:10"),
        ("16:10", False, "2026-11-19 15:10"),
        ("15:59", True, "2026-11-21 14:59"),
        ("15:59", False, "2026-11-20 14:59"),
        ("16:00", True, "2026-11-20 15:00"),
        ("16:00", False, "2026-11-20 15:00"),
        ("30 minutes", True, "2026-11-20 15:30"),
        ("30 minutes", False, "2026-11-20 14:30"),
        ("30m", True, "2026-11-20 15:30"),
        ("1h 30m", True, "2026-11-20 16:30"),
        ("1 hour and 30 minutes", True, "2026-11-20 16:30"),
        ("in 2 hours", False, "2026-11-20 17:00"),
        ("2 hours ago", True, "2026-11-20 13:00"),
        ("1 week", True, "2026-11-27 15:00"),
        ("tomorrow 9:00", True, "2026-11-21 08:00"),
        ("Tomorrow at 9:00", False, "2026-11-21 08:00"),
        ("yesterday 23:30", True, "2026-11-19 22:30"),
        ("2026-12-01 22:00", True, "2026-12-01 21:00"),
        ("2026-12-01 22:00 UTC", True, "2026-12-01 22:00"),
        ("2026-12-01T22:00Z", True, "2026-12-01 22:00"),
        ("2026-12-01 22:00 -05:00", True, "2026-12-02 03:00"),
        ("2026-12-01 22:00 America/New_York", True, "2026-12-02 03:00"),
    ],
)
def test_a_time_is_what_a_person_means(words: str, ahead: bool, at: str) -> None:
    assert said(instant(words, NOW, BERLIN, ahead=ahead)) == at


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("soon", "“soon” is not understood as a time"),
        ("", "not understood"),
        ("25:00", "25:00"),
        ("12:75", "12:75"),
        ("2026-02-30 10:00", "that month has 28 days"),
        ("2026-12-01 22:00 CEST", "“CEST” is not known"),
        ("2026-10-25 02:30", "happens twice"),
        ("2026-03-29 02:30", "does not exist"),
        ("99999 weeks", "not understood"),
        ("1 fortnight", "not understood"),
    ],
)
def test_a_time_that_is_none_is_refused_with_a_reason(words: str, why: str) -> None:
    with pytest.raises(click.BadParameter, match=why):
        instant(words, NOW, BERLIN, ahead=True)


def test_a_time_of_day_that_happens_twice_is_refused() -> None:
    with pytest.raises(click.BadParameter, match="happens twice"):
        instant("02:30", datetime(2026, 10, 24, 22, 0, tzinfo=UTC), BERLIN, ahead=True)


@pytest.mark.parametrize(
    "words", ["2026-11-20T15:00Z", "2026-11-20 16:00+01:00", "2026-11-20 15:00 UTC", "2026-11-20T15:00:00z"]
)
def test_now_is_exact(words: str) -> None:
    assert said(exact(words)) == "2026-11-20 15:00"


@pytest.mark.parametrize("words", ["2026-11-20 15:00", "now", "15:00", "", "2026-13-01T00:00Z"])
def test_now_without_its_zone_is_refused(words: str) -> None:
    with pytest.raises(click.BadParameter, match="2026-11-20T15:00Z"):
        exact(words)


def test_the_environment_says_when(upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, {"incidents/2026-11-20-api.md": INCIDENT})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795186800")
    first = upside("build", now="")
    assert "Note: built as of 2026-11-20 15:00 UTC, as SOURCE_DATE_EPOCH says" in first.err
    page = (tmp_path / "public/index.html").read_bytes()
    assert "nothing to write" in upside("build", now="2026-11-20T15:00Z").out
    assert (tmp_path / "public/index.html").read_bytes() == page


@pytest.mark.parametrize("seconds", ["soon", "1.5", "-", "9" * 30])
def test_an_environment_that_says_nonsense_is_refused(
    upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: str
) -> None:
    lay(tmp_path, {})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    said = upside("build", now="")
    assert said.status == 2
    assert seconds in said.err
    assert not (tmp_path / "public").exists()


def test_what_an_operator_says_is_said_now_whatever_the_environment_says(
    upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, {})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "315532800")
    upside("new", "--title", "T", "--impact", "minor", "-m", "W", now="")
    assert not list(tmp_path.glob("incidents/1980/*"))
    assert len(list(tmp_path.glob("incidents/*/*.md"))) == 1
