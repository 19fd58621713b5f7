"""A site's own theme: file by file, block by block, and what is said when there is a mistake in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.problem import Unusable
from generator.render import Theme
from tests.render.boards import THEME, board, page, rendered, with_own, words


def problem(files: dict[str, str], path: str = "index.html") -> str:
    """What is said of the one mistake in these files of a theme, with its place."""
    with pytest.raises(Unusable) as caught:
        rendered(board(), with_own(files))[path].make()
    (found,) = caught.value.problems
    return f"{found.place}: {found.message} | {found.hint}"


def test_a_file_of_the_site_hides_the_packaged_one_of_that_name() -> None:
    theme = with_own({"templates/404.html": "<html><body><p>{{ site.name }} has no such page</p></body></html>"})
    assert words(page(board(), "404.html", theme)) == "Example Cloud has no such page"
    assert page(board(), "index.html", theme).find(".//h1") is not None


def test_a_block_is_replaced_and_the_rest_stays() -> None:
    extended = '{% extends "default/index.html" %}{% block banner %}<h1>Ahoy</h1>{{ super() }}{% endblock %}'
    made = page(
        board(), "index.html", with_own({"templates/index.html": extended.replace("<h1>Ahoy</h1>", "<p>Ahoy</p>")})
    )
    assert words(made.find(".//main/p[3]")) == "Ahoy"
    assert words(made.find(".//h1")) == "All Systems Operational"


def test_a_layout_of_the_site_holds_every_page() -> None:
    layout = '{% extends "default/layout.html" %}{% block footer %}<footer>Ours</footer>{% endblock %}'
    for path in ("index.html", "history/index.html", "components/api/index.html"):
        assert words(page(board(), path, with_own({"templates/layout.html": layout})).find(".//footer")) == "Ours"


def test_words_are_replaced_one_by_one() -> None:
    theme = with_own({"words/en.toml": '[headline]\noperational = "All good, {it} <is>"'.replace("{it} ", "")})
    assert words(page(board(), "index.html", theme).find(".//h1")) == "All good, <is>"


def test_a_style_of_the_site_gets_a_name_of_its_own() -> None:
    ours = rendered(board(), with_own({"assets/status.css": "body { color: red }", "assets/fonts/a.woff2": "x"}))
    names = {path for path in ours if path.startswith("assets/status.") and path.endswith(".css")}
    assert len(names) == 1
    assert not names & rendered(board()).keys()
    assert ours[names.pop()].make() == b"body { color: red }"
    assert [path for path in ours if path.startswith("assets/fonts/a.") and path.endswith(".woff2")]


def test_a_template_that_does_not_parse_is_a_problem_at_its_line() -> None:
    said = problem({"templates/index.html": '{% extends "layout.html" %}\n\n{% block content %}\n{% for %}\n'})
    assert said.startswith("theme/templates/index.html:4:1: This template does not parse: ")


def test_a_variable_that_nobody_gives_is_a_problem_at_its_line() -> None:
    said = problem(
        {"templates/404.html": '{% extends "layout.html" %}\n{% block content %}\n{{ page.titel }}\n{% endblock %}'},
        "404.html",
    )
    assert said.startswith("theme/templates/404.html:3:1: This template cannot be filled in: ")
    assert "titel" in said
    assert "theme/README.md" in said


def test_a_word_that_does_not_exist_is_a_problem_where_it_is_asked_for() -> None:
    said = problem({"templates/404.html": "\n{{ words.site.skipp }}"}, "404.html")
    assert said.startswith("theme/templates/404.html:2:1: ")
    assert "skipp" in said


def test_a_template_that_is_missing_is_a_problem_with_the_nearest_name() -> None:
    said = problem({"templates/404.html": '\n{% include "macro.html" %}'}, "404.html")
    assert said.startswith("theme/templates/404.html:2:1: There is no template “macro.html”")
    assert '{% include "macros.html" %}' in said


def test_an_asset_that_is_missing_is_a_problem_with_the_nearest_name() -> None:
    said = problem({"templates/404.html": '{{ asset("status.cs") }}'}, "404.html")
    assert said.startswith("theme/templates/404.html:1:1: ")
    assert "did you mean “status.css”?" in said


def test_a_template_in_another_encoding_is_a_problem_at_its_line() -> None:
    theme = Theme.made_of({"templates/404.html": b"<p>\ncaf\xe9</p>"}, THEME.packaged)
    with pytest.raises(Unusable) as caught:
        rendered(board(), theme)["404.html"].make()
    assert str(caught.value).startswith("theme/templates/404.html:2:1: ")
    assert "0xe9" in str(caught.value)


@pytest.mark.parametrize(
    "name", ["../secret.html", "/etc/passwd", "default/../../secret.html", "words/../../secret.html"]
)
def test_no_template_name_leads_out_of_the_theme(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.html").write_text("secret")
    (tmp_path / "theme/templates").mkdir(parents=True)
    (tmp_path / "theme/templates/404.html").write_text(f'{{% include "{name}" %}}')
    with pytest.raises(Unusable):
        rendered(board(), Theme.of(tmp_path))["404.html"].make()


def test_a_theme_is_read_from_the_folder_and_leaves_out_what_is_not_its_own(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    (theme / "assets").mkdir(parents=True)
    (tmp_path / "outside.css").write_text("secret")
    for name in ("a.css", "a.css~", ".a.css.swp", "#a.css#", "README.md"):
        (theme / "assets" / name).write_text("x")
    (theme / "assets/link.css").symlink_to(tmp_path / "outside.css")
    (theme / "assets/gone.css").symlink_to(tmp_path / "nowhere.css")
    os.mkfifo(theme / "assets/pipe.css")
    assert set(Theme.of(tmp_path).own) == {"assets/a.css"}


def test_a_site_without_a_theme_has_the_packaged_one(tmp_path: Path) -> None:
    theme = Theme.of(tmp_path)
    assert theme.own == {}
    assert theme.digest == THEME.digest
    assert {"templates/index.html", "words/en.toml", "assets/status.css"} <= theme.packaged.keys()


def test_every_byte_and_every_name_of_a_theme_counts_in_its_digest() -> None:
    made = [
        Theme.made_of({"a": b"1", "b": b"2"}, {}),
        Theme.made_of({"a": b"12", "b": b""}, {}),
        Theme.made_of({}, {"a": b"1", "b": b"2"}),
        Theme.made_of({"ab": b"1", "b": b"2"}, {}),
    ]
    assert len({each.digest for each in made}) == len(made)
    assert Theme.made_of({"b": b"2", "a": b"1"}, {}).digest == made[0].digest


def test_a_new_theme_makes_every_page_anew() -> None:
    ours = rendered(board(), with_own({"assets/new.css": "x"}))
    for path, file in rendered(board()).items():
        assert file.digest != ours[path].digest, path
