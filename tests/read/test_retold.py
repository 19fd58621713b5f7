"""site.yaml with other values: what was said otherwise is, and nothing else."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from generator.problem import Unusable
from generator.read.retold import retold
from generator.read.site import read_site

VALUES = {
    "name": 'DRILL: "quoted" – \\ {x} # y',
    "url": "https://drill.invalid",
    "authority": "drill.invalid,2026-01-01",
}
PLAIN = """\
# a comment
name: Example Cloud   # another
url: 'https://status.example.com'
timezone: Europe/Berlin
authority: "status.example.com,2026-01-01"
components:
  - {id: api, name: API}   # the API's own name
  - id: web
    name: >
      Web
      site
    description: "name: this is no key"
"""


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace("name: Example Cloud   # another", "name: >-\n  Example\n  Cloud\n\n# more"),
        PLAIN.replace("name: Example Cloud   # another\n", "") + "name: |\n  Example Cloud\n",
        PLAIN.replace("name: Example Cloud   # another\n", "").replace(
            'authority: "status.example.com,2026-01-01"\n', ""
        ),
        PLAIN.replace("name: Example Cloud   # another", '"name": Example Cloud'),
        PLAIN.replace("name: Example Cloud   # another", "name:"),
        PLAIN.replace("name: Example Cloud   # another", "name: [Example, Cloud]"),
        PLAIN.replace("\n", "\r\n"),
        "\ufeff" + PLAIN,
        "---\n" + PLAIN,
        "".join(f"  {line}\n" for line in PLAIN.splitlines()),
    ],
)
def test_what_is_to_be_said_otherwise_is_and_the_rest_means_what_it_meant(text: str) -> None:
    before, _ = read_site(PLAIN.encode())
    after, problems = read_site(retold(text.encode(), VALUES))
    assert after == replace(before, **VALUES)
    assert problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "{name: X, url: 'https://status.example.com', components: [{id: api, name: API}]}",
        "{\n  name: X,\n  components: [{id: api, name: API}],\n}\n",
        "{components: [{id: api, name: API}]}",
    ],
)
def test_braces_do_as_well(text: str) -> None:
    after, problems = read_site(retold(text.encode(), VALUES))
    assert (after.name, after.url, after.authority) == tuple(VALUES.values())
    assert [component.id for component in after.components] == ["api"]
    assert problems == ()


@pytest.mark.parametrize("text", ["", "just words", "- a list", "\x00\x01"])
def test_what_is_no_site_cannot_be_retold(text: str) -> None:
    with pytest.raises(Unusable):
        read_site(retold(text.encode(), VALUES))
