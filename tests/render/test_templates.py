"""Templates decide nothing: no comparing, sorting, filtering, summing. Read off their syntax trees."""

from __future__ import annotations

import jinja2
import pytest
from jinja2 import nodes

from tests.render.boards import THEME

TEMPLATES = {
    path.removeprefix("templates/"): text.decode()
    for path, text in THEME.packaged.items()
    if path.startswith("templates/")
}

ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Block, nodes.Extends, nodes.Include),
    *(nodes.Import, nodes.Macro, nodes.Call, nodes.Name, nodes.Getattr, nodes.Const),
)


def broken(text: str) -> list[str]:
    """What in a template decides something, with its line."""
    found = []
    tree = jinja2.Environment().parse(text)
    for node in tree.find_all(nodes.Node):
        kind = type(node).__name__
        if not isinstance(node, ALLOWED):
            found.append(f"{node.lineno}: {kind}")
        if isinstance(node, nodes.If) and not isinstance(node.test, nodes.Name | nodes.Getattr):
            found.append(f"{node.lineno}: if {type(node.test).__name__}")
        if isinstance(node, nodes.For) and (node.test or not isinstance(node.iter, nodes.Name | nodes.Getattr)):
            found.append(f"{node.lineno}: for")
        if isinstance(node, nodes.Name | nodes.Getattr) and "loop" in (
            getattr(node, "name", ""),
            getattr(node, "attr", ""),
        ):
            found.append(f"{node.lineno}: loop")
    return found


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_decides_nothing(name: str) -> None:
    assert broken(TEMPLATES[name]) == []


@pytest.mark.parametrize(
    "text",
    [
        "{% if a == 1 %}{% endif %}",
        "{% if not a %}{% endif %}",
        "{% if a and b %}{% endif %}",
        "{% if a is defined %}{% endif %}",
        "{% for a in b if a %}{% endfor %}",
        "{% for a in b|sort %}{% endfor %}",
        "{% for a in b %}{{ loop.index }}{% endfor %}",
        "{{ a + b }}",
        "{{ a ~ b }}",
        "{{ a|safe }}",
        "{{ a[0] }}",
        "{{ 1 if a else 2 }}",
        "{% set a = 1 %}",
        "{% autoescape false %}{% endautoescape %}",
    ],
)
def test_one_that_does_is_caught(text: str) -> None:
    assert broken(text)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_has_no_style_script_or_address_of_elsewhere(name: str) -> None:
    text = TEMPLATES[name]
    for word in (" style=", "<style", "javascript:", " onclick", " onload", "http:", "https:", 'src="//'):
        assert word not in text.replace("http://www.w3.org/2000/svg", ""), word
    assert text.count("<script") == text.count('<script src="')


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_says_first_what_it_is(name: str) -> None:
    assert TEMPLATES[name].startswith("{# ")
