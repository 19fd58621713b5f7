"""The words of the interface, in the site's language where somebody has translated them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.memory import Memory
from generator.model import ComponentStatus, Headline, Impact, Status
from generator.problem import Unusable
from generator.render import Theme
from generator.render.words import ROOM, Words, plural
from tests.render.boards import SITE, THEME, board, incident, page, resolved, with_own, words

ENGLISH = tomllib.loads(THEME.packaged["words/en.toml"].decode())


def mistake(text: str, file: str = "words/en.toml", language: str = "en") -> str:
    with pytest.raises(Unusable) as caught:
        Words(with_own({file: text}), language)
    (found,) = caught.value.problems
    return f"{found.place}: {found.message} | {found.hint}"


def test_every_state_has_a_word() -> None:
    assert {*Headline} == ENGLISH["headline"].keys()
    assert {*ComponentStatus} <= ENGLISH["component_status"].keys()
    assert {*Impact} == ENGLISH["impact"].keys()
    assert {*Status} <= ENGLISH["status"].keys()


def test_the_vendors_words_stand_where_it_has_one() -> None:
    said = ENGLISH["headline"]
    assert said["operational"] == "All Systems Operational"
    assert said["under_maintenance"] == "Service Under Maintenance"
    assert said["degraded_performance"] == "Partially Degraded Service"
    assert said["minor_outage"] == "Minor Service Outage"
    assert said["partial_outage"] == "Partial System Outage"
    assert said["major_outage"] == "Major System Outage"


@pytest.mark.parametrize(
    "path", [path for path in THEME.packaged if path.startswith("words/") and path != "words/en.toml"]
)
def test_a_translation_is_whole(path: str) -> None:
    translated = tomllib.loads(THEME.packaged[path].decode())
    missing = {
        f"{area}.{name}" for area, names in ENGLISH.items() for name in names if name not in translated.get(area, {})
    }
    assert missing <= {"site.title"}, "the one sentence that has no words in it"


def test_a_page_says_the_language_that_its_words_are_in() -> None:
    for language, said, headline in [
        ("de", "de", "Alle Systeme in Betrieb"),
        ("de-AT", "de-AT", "Alle Systeme in Betrieb"),
        ("en-GB", "en-GB", "All Systems Operational"),
        ("tlh", "en", "All Systems Operational"),
    ]:
        made = page(board(site=replace(SITE, language=language)))
        assert (made.get("lang"), words(made.find(".//h1"))) == (said, headline)


def test_a_language_of_the_sites_own_falls_back_to_english_word_by_word() -> None:
    theme = with_own({"words/fr.toml": '[headline]\noperational = "Tout va bien"'})
    made = page(board(site=replace(SITE, language="fr")), theme=theme)
    assert made.get("lang") == "fr"
    assert words(made.find(".//h1")) == "Tout va bien"
    assert "Skip to content" in words(made)
    assert "vendredi 20 novembre 2026" in words(made), "dates are in the page's language"


@pytest.mark.parametrize("language", ["tlh", "x", "fr-XX", "de-Latn-AT-1996"])
def test_a_language_that_nobody_wrote_dates_for_has_dates_all_the_same(language: str) -> None:
    theme = with_own({f"words/{language}.toml": '[headline]\noperational = "Qapla"'})
    made = page(board(resolved(), site=replace(SITE, language=language)), theme=theme)
    assert "2026" in words(made.find(".//p[@class='changed']/time"))


def test_a_language_that_runs_from_right_to_left_says_so() -> None:
    theme = with_own({"words/he.toml": '[headline]\noperational = "הכול פועל"'})
    assert page(board(site=replace(SITE, language="he")), theme=theme).get("dir") == "rtl"


def test_what_is_put_into_words_is_escaped_once() -> None:
    said = Words(THEME, "en")
    assert said.say("report", "by", name="<b> & {title}") == "Signed: &lt;b&gt; &amp; {title}"


@pytest.mark.parametrize(
    ("language", "count", "form"), [("en", 1, "one"), ("en", 0, "other"), ("pl", 2, "few"), ("fr", 0, "one")]
)
def test_a_number_takes_the_form_of_its_language(language: str, count: int, form: str) -> None:
    assert plural(language, count) == form


def test_a_language_with_more_forms_may_say_them() -> None:
    theme = with_own(
        {"words/pl.toml": '[history]\nincidents_few = "{count} incydenty"\nincidents_many = "{count} incydentów"'}
    )
    said = Words(theme, "pl")
    assert [said.count("history", "incidents", n) for n in (1, 2, 5)] == ["1 incident", "2 incydenty", "5 incydentów"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[headline]\noperational = Good", "theme/words/en.toml:2:1: This file of words does not parse: "),
        ("[headlines]\n", "theme/words/en.toml:1:1: “headlines” is not an area of words | Known: "),
        (
            "\n[home]\ntitle = 'x'\n\n[headline]\nall_good = 'x'",
            "theme/words/en.toml:6:1: “all_good” is not a word of [headline] | Known: ",
        ),
        (
            "[headline]\noperational = 5",
            'theme/words/en.toml:2:1: “operational” must be text in quotes | operational = "5"',
        ),
        ("skip = 'x'", "theme/words/en.toml:1:1: “skip” is not an area of words"),
        (
            "[site]\ntitle = 'x'\n[report]\nby = '{who}'",
            'theme/words/en.toml:4:1: “{who}” is nothing that “by” is given | by = "Signed: {name}"',
        ),
    ],
)
def test_a_mistake_in_a_file_of_words_is_a_problem_at_its_line(text: str, expected: str) -> None:
    assert mistake(text).startswith(expected)


def test_a_file_of_words_in_another_encoding_is_a_problem() -> None:
    with pytest.raises(Unusable, match=r"theme/words/en\.toml:2:1: byte 0xe9 is not UTF-8"):
        Words(Theme.made_of({"words/en.toml": b"[site]\nskip = 'caf\xe9'"}, THEME.packaged), "en")


def test_a_german_page_is_german_throughout() -> None:
    made = page(board(incident(), resolved(), site=replace(SITE, language="de")))
    said = words(made)
    assert "20. November 2026, 14:00 UTC" in said
    assert "99,9" in said
    for english in ("Investigating", "Resolved", "uptime", "Today", "Operational", "Open incidents"):
        assert english not in said


def test_words_are_remembered_and_other_ones_are_not_taken_for_them(tmp_path: Path) -> None:
    def said(own: dict[str, bytes]) -> str:
        memory = Memory(tmp_path)
        found = Words(Theme.made_of(own, THEME.packaged), "en", memory).get("site", "skip")
        memory.save()
        return found

    own = {"words/en.toml": b"[site]\nskip = 'Jump'"}
    assert [said({}), said({}), said(own), said(own), said({})] == [
        "Skip to content",
        "Skip to content",
        "Jump",
        "Jump",
        "Skip to content",
    ]
    memory = Memory(tmp_path)
    for key in memory.recall_all(ROOM):
        memory.remember(ROOM, key, b"\xc0")
    memory.save()
    assert said(own) == "Jump"
