"""HTML that this room made, as plain text for a message: paragraphs, lists and tables as a person would type them.

Every address stands in the open: a link is its text and, in brackets behind it, where it leads.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "blockquote", "table", "ul", "ol", "dl", "dt", "dd", "hr", "pre")
)


def flat(html: str, without: str = "") -> str:
    """`html` as plain text. Links to addresses that begin with `without` (if any) are told by their text alone."""
    parser = _Flat(without)
    parser.feed(html)
    parser.close()
    return parser.text()


class _Flat(HTMLParser):
    def __init__(self, without: str) -> None:
        super().__init__(convert_charrefs=True)
        self._without = without
        self._blocks: list[tuple[str, bool]] = []
        """Each, and whether it follows the one before without a blank line."""
        self._now = ""
        self._marker = ""
        self._tight = False
        self._lists: list[int | None] = []
        """The number of the last item of each open list; None where its items have no numbers."""
        self._links: list[tuple[str, int]] = []
        self._typed = 0

    def text(self) -> str:
        """All of it."""
        self._flush()
        joined = ""
        for block, tight in self._blocks:
            joined += ("\n" if tight else "\n\n") + block if joined else block
        return joined

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins, an item, a row, a link or a line."""
        if tag in _BLOCKS:
            self._flush()
            self._typed += tag == "pre"
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._item()
        elif tag == "tr":
            self._flush()
            self._tight = bool(self._blocks) and self._blocks[-1][0].startswith("| ")
            self._marker = "| "
        elif tag in ("td", "th") and self._now:
            self._now = self._now.rstrip() + " | "
        elif tag == "br":
            self._now = self._now.rstrip(" ") + "\n"
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self._now)))

    def handle_endtag(self, tag: str) -> None:
        """A block ends, a list or a link."""
        if tag in _BLOCKS or tag in ("li", "tr"):
            self._flush()
            self._typed -= tag == "pre" and self._typed > 0
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "a" and self._links:
            href, start = self._links.pop()
            shown = self._now[start:].strip()
            silent = not href or (self._without and href.startswith(self._without))
            if not silent and href.removeprefix("mailto:") != shown:
                self._now = f"{self._now.rstrip()} ({href})" if shown else self._now + href

    def handle_data(self, data: str) -> None:
        """Words, and outside of what is shown as typed no more white space than parts them."""
        if not self._typed:
            data = re.sub(r"\s+", " ", data)
            if not self._now or self._now[-1] in " \n":
                data = data.lstrip()
        self._now += data

    def _item(self) -> None:
        self._flush()
        depth = len(self._lists)
        number = self._lists[-1] if self._lists else None
        if self._lists and number is not None:
            self._lists[-1] = number = number + 1
        self._tight = depth > 1 or number not in (None, 1) or (number is None and self._is_item())
        self._marker = "  " * (depth - 1) + ("- " if number is None else f"{number}. ")

    def _is_item(self) -> bool:
        """Whether the last block is an item too."""
        return bool(self._blocks) and self._blocks[-1][0].lstrip().startswith("- ")

    def _flush(self) -> None:
        said = self._now.strip("\n") if self._typed else self._now.strip()
        if said:
            self._blocks.append((self._marker + said, self._tight))
            self._marker, self._tight = "", False
        self._now = ""
