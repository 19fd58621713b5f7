"""What theme/README.md promises to those who restyle the page is there, all of it."""

from __future__ import annotations

import re

import jinja2
import pytest
from jinja2 import meta, nodes

from generator.model import Channel, Site
from generator.render.edition import Link, Page
from generator.render.pages.history import MonthView, Year
from generator.render.pages.home import Banner, DayView, Part, Story
from generator.render.pages.postmortems import Entry, Index, Tag, YearOf
from generator.render.pages.report import PostmortemView
from generator.render.pages.subscribe import Addresses, Followed
from generator.render.view.clock import Moving
from generator.render.view.figures import Case, Figure, Row, Table
from generator.render.view.figures import Part as FigurePart
from generator.render.view.period import Bar as UptimeBar
from generator.render.view.period import PeriodView
from generator.render.view.remediation import ActionView, RemediationView
from generator.render.view.reports import Affected, ReportView, UpdateView
from generator.render.view.standings import Bar, Cause, StandingView
from generator.render.view.timeline import Timeline
from tests.render.boards import ROOT, THEME, board, incident, page, rendered, with_own, words

README = (ROOT / "theme/README.md").read_text(encoding="utf-8")
EVERYWHERE = {"page", "site", "words", "asset", "href"}
VIEWS = {
    "page": Page,
    "banner": Banner,
    "a story": Story,
    "a report": ReportView,
    "an update": UpdateView,
    "one of affected": Affected,
    "next": Moving,
    "timeline": Timeline,
    "postmortem": PostmortemView,
    "one of parts": Part,
    "one of components": Followed,
    "addresses": Addresses,
    "a standing": StandingView,
    "a bar": Bar,
    "one of causes": Cause,
    "one of its left": ActionView,
    "its remediation": RemediationView,
    "one of its entries": Entry,
    "one of indexes": Index,
    "one of its tags": Tag,
    "one of recent": DayView,
    "one of years of postmortems": YearOf,
    "one of years": Year,
    "one of its months": MonthView,
    "a period": PeriodView,
    "a figure": Figure,
    "a part of a figure": FigurePart,
    "a table of a figure": Table,
    "a row of it": Row,
    "a case": Case,
    "a component in": UptimeBar,
    "a link": Link,
}


def table(first: str) -> list[list[str]]:
    """The cells of the table whose head begins with `first`, row by row."""
    found = re.search(rf"^\| {first} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", README, re.MULTILINE)
    assert found, f"there is no table of {first}"
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in found[1].splitlines()]


def names(cell: str) -> list[str]:
    return re.findall(r"`([a-z_]+)`", cell)


def tree(name: str) -> nodes.Template:
    return jinja2.Environment().parse(THEME.packaged[f"templates/{name}"].decode())


TEMPLATES = {row[0].strip("`"): row[1:] for row in table("template")}


def test_every_template_is_listed() -> None:
    assert {f"templates/{name}" for name in TEMPLATES} == {
        path for path in THEME.packaged if path.startswith("templates/")
    }


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_has_the_blocks_and_variables_that_are_promised(name: str) -> None:
    cells = [*TEMPLATES[name], "", ""]
    extended = name not in ("layout.html", "macros.html")
    blocks = [
        each.name for each in tree(name).find_all(nodes.Block) if not (extended and each.name in ("content", "moments"))
    ]
    assert names(cells[1]) == blocks
    assert meta.find_undeclared_variables(tree(name)) <= {*names(cells[2]), *EVERYWHERE, "macros"}
    assert extended == (nodes.Extends in {type(each) for each in tree(name).body})


def test_a_variable_that_is_promised_is_given() -> None:
    for name, cells in TEMPLATES.items():
        paths = [path for path in rendered(board(incident())) if path.endswith(".html") and name in template_of(path)]
        for variable in [*names([*cells, "", ""][2]), *EVERYWHERE]:
            theme = with_own({f"templates/{name}": f"<p>{{% if {variable} %}}given{{% else %}}given{{% endif %}}</p>"})
            for path in paths:
                assert words(page(board(incident()), path, theme)) == "given", f"{variable} in {name}"


def template_of(path: str) -> str:
    """The name of the template that makes the page at `path`."""
    known = {"index.html": "index.html", "history/index.html": "history.html", "404.html": "404.html"}
    known["subscribe/index.html"] = "subscribe.html"
    known["postmortems/index.html"] = "postmortems.html"
    known["report/index.html"] = "report.html"
    folders = {"history": "month.html", "incidents": "incident.html", "components": "component.html"}
    return known.get(path) or folders.get(path.partition("/")[0], "maintenance.html")


@pytest.mark.parametrize("row", table("what is given"), ids=lambda row: row[0])
def test_a_view_has_the_fields_that_are_promised(row: list[str]) -> None:
    view = next(view for name, view in VIEWS.items() if row[0].replace("`", "").startswith(name))
    assert names(row[1]) == list(view.__struct_fields__)


def test_every_view_is_listed() -> None:
    assert len(table("what is given")) == len(VIEWS)


def test_the_site_has_the_fields_that_are_promised() -> None:
    promised = [name for name in re.findall(r"`site\.([a-z]+)`", README) if name != "yaml"]
    assert len(promised) > 4
    assert set(promised) <= set(Site.__struct_fields__)
    assert {"name", "url"} <= set(Channel.__struct_fields__)


def test_the_macros_are_those_that_are_promised() -> None:
    macros = [
        f"{each.name}({', '.join(one.name for one in each.args)})" for each in tree("macros.html").find_all(nodes.Macro)
    ]
    assert [row[0].strip("`") for row in table("macro")] == macros


@pytest.mark.parametrize("example", re.findall(r"```html\n(.*?)```", README, re.DOTALL))
def test_an_example_works_as_it_stands(example: str) -> None:
    made = page(board(), theme=with_own({"templates/layout.html": example, "assets/ours.css": "p { color: red }"}))
    assert "Ellary" in words(made) or [each for each in made.iter("link") if "assets/ours." in each.get("href", "")]
    assert words(made.find(".//h1")) == "All Systems Operational"


def test_the_example_of_a_word_works_as_it_stands() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    assert words(page(board(), theme=with_own({"words/en.toml": example})).find(".//h1")) == "All ferries sail"
