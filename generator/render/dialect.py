"""The Markdown that incidents are written in, and the sanitiser behind it. Heavy to import: enter it when there is something to parse.

Python-Markdown with fenced code, tables, sane lists, task lists and bare links. Raw HTML is not part of the dialect: its patterns are taken
out of the parser, so that `<project-id>` is text like any other, and is escaped. Images are shown as links, since nothing on
a page may come from elsewhere. What the parser makes is still not believed: nh3 lets through only what is listed here.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from generator.pattern import pattern
from generator.render.markup import as_typed, headings_in_order

LARGEST = 512 * 1024
"""Characters of HTML that are given to the sanitiser, whose cost is more than linear in the worst case."""

TAGS = {
    *(
        "p",
        "br",
        "hr",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "a",
        "ul",
        "ol",
        "li",
        "span",
    ),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}}
CLASSES = {"li": {"task"}, "span": {"task-mark", "task-word"}}
SCHEMES = {"http", "https", "mailto", "tel"}

_LIST_AFTER_TEXT = pattern(r"(?<=\S)\n(?=(?:[-*+]|1\.) +\S)")
_TASK = pattern(r"\[([ xX])\]\s+")
_READ = pattern(r"[\\`*_\[<&]|://|  \n")
"""What the patterns for running text look for. Text without any of it is left as it is by all of them."""
_BARE_LINK = r"(?<![\w/])(https?://[^\s<>\[\]\"'`*]+)"


class Dialect:
    """One parser and one sanitiser, used for text after text."""

    def __init__(self, base: str, marks: tuple[str, str, str]) -> None:
        """`base` completes relative links; `marks` are the words for done, to do, and an image (with `{text}`)."""
        done, to_do, image = marks
        self._parser = markdown.Markdown(
            extensions=[FencedCodeExtension(), TableExtension(), SaneListExtension()],
            output_format="html",
            tab_length=4,
        )
        self._parser.preprocessors.deregister("html_block")
        for each in ("html", "entity"):
            self._parser.inlinePatterns.deregister(each)
        self._parser.parser.blockprocessors.register(_ListAfterText(self._parser.parser), "list_after_text", 12)
        self._parser.inlinePatterns.register(_BareLink(_BARE_LINK, self._parser), "bare_link", 115)
        self._parser.treeprocessors.register(_Untouched(self._parser), "untouched", 30)
        self._parser.treeprocessors.register(_Images(self._parser, image), "images", 15)
        self._parser.treeprocessors.register(_Tasks(self._parser, done, to_do), "tasks", 14)
        self._cleaner = nh3.Cleaner(
            tags=TAGS,
            clean_content_tags=set(),
            attributes=ATTRIBUTES,
            allowed_classes=CLASSES,
            url_schemes=SCHEMES,
            url_relative=("rewrite_with_base", base),
            link_rel=None,
        )

    def html(self, text: str) -> str:
        """`text` as sanitised HTML; as typed where the parser gives up or makes more of it than anyone can read."""
        try:
            made = self._parser.reset().convert(text)
        except Exception:  # whatever a text does to the parser, the text itself is still there to be read
            return as_typed(text)
        if len(made) > LARGEST:
            return as_typed(text)
        return self._cleaner.clean(headings_in_order(made))


class _ListAfterText(BlockProcessor):
    """A list may follow a line of text at once, as in CommonMark: no blank line between them is needed."""

    def test(self, parent: Element, block: str) -> bool:
        return parent.tag != "li" and _LIST_AFTER_TEXT.search(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        found = _LIST_AFTER_TEXT.search(block)
        start = found.start() + 1 if found else len(block)
        blocks.insert(0, block[start:])
        self.parser.parseBlocks(parent, [block[: start - 1]])


class _BareLink(InlineProcessor):
    """`https://…` in running text is a link, without the punctuation that ends the sentence."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | None, int | None, int | None]:  # type: ignore[override]  # noqa: N802
        del data
        address = m[1].rstrip(".,;:!?")
        if address.endswith(")") and "(" not in address:
            address = address.rstrip(").,;:!?")
        link = Element("a", {"href": address})
        link.text = markdown.util.AtomicString(address)
        return link, m.start(0), m.start(0) + len(address)


class _Untouched(Treeprocessor):
    """Tells the parser which text need not be searched by its twenty patterns: most of it, and that is most of its time."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and not _READ.search(element.text):
                element.text = markdown.util.AtomicString(element.text)


class _Images(Treeprocessor):
    """Every image becomes a link to it, or its words where it already stands in a link."""

    def __init__(self, parser: markdown.Markdown, words: str) -> None:
        super().__init__(parser)
        self._words = words

    def run(self, root: Element) -> None:
        self._replace(root, inside_link=False)

    def _replace(self, parent: Element, *, inside_link: bool) -> None:
        stack = [(parent, inside_link)]
        while stack:
            element, inside = stack.pop()
            inside = inside or element.tag == "a"
            if element.tag == "img":
                address, text = element.get("src", ""), element.get("alt", "")
                element.tag = "span" if inside else "a"
                element.attrib.clear()
                element.text = markdown.util.AtomicString(self._words.replace("{text}", text or address))
                if not inside:
                    element.set("href", address)
            stack += [(child, inside) for child in element]


class _Tasks(Treeprocessor):
    """`- [x]` and `- [ ]` become a mark that can be seen and a word that can be heard, with no control to press."""

    def __init__(self, parser: markdown.Markdown, done: str, to_do: str) -> None:
        super().__init__(parser)
        self._done = done
        self._to_do = to_do

    def run(self, root: Element) -> None:
        for item in root.iter("li"):
            holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
            text = (holder.text or "").lstrip("\n")
            found = _TASK.match(text)
            if found and (
                len(holder) or text[found.end() :]
            ):  # what is to be done may begin with stress, code or a link
                done = found[1] != " "
                item.set("class", "task")
                mark = Element("span", {"class": "task-mark"})
                mark.text, mark.tail = ("☑" if done else "☐"), " "
                word = Element("span", {"class": "task-word"})
                word.text = self._done if done else self._to_do
                word.tail = " " + text[found.end() :]
                holder.text = None
                holder.insert(0, mark)
                holder.insert(1, word)
