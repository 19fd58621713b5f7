"""The Markdown that most updates are written in, as HTML without a parser: paragraphs, headings, short lists, tables, code, links, stress.

Promises the very bytes that `dialect` makes of the same text, or to say that it does not know; property tests hold it to that. So every
rule here is narrower than Markdown's own: whatever is unusual in any way is left to the parser.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from generator.pattern import pattern
from generator.render.markup import Html

LONGEST = 64 * 1024
"""Characters of a text. A longer one might make more HTML than `dialect` lets through."""

_UNREAD = r"""[\w .,;:?!'"()/%+=$€£§°@“”„‘’–—…→-]*"""
"""Characters that Markdown does not read, but for `_` and `://`; none of them is written otherwise in HTML."""
_WORD = r"""["'“„‘(]?[^\W\d_]|\d+(?![\d.)])"""
"""How a line of plain words begins: not as a list (`1.`), a heading, a quotation or code do."""
_PLAIN = pattern(_UNREAD)
_BEGINNING = pattern(rf"{_WORD}|`|\*\*?(?![ *])|\[")
"""How a line of running text begins."""
_ORDINARY = pattern(rf"(?:(?:{_WORD}){_UNREAD}+(?<![ ])(?:\n+|\Z))+")
"""Lines of plain words and nothing else, blank lines between them: paragraphs."""
_SPAN = pattern(
    r"""
    (?<![^ (“"'])                                                # at the beginning of a word
    ( `(?![ ])[\w .,;:?!'"()/%+=$@<>{}[\]*\#&-]+(?<![ ])`         # code
    | \[[^][`*]+\]\(                                             # a link to a page or a mailbox
        (?: mailto:[a-z0-9.+-]+@(?:[a-z0-9]+\.)+[a-z]+
        |   https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}(?:/[\w./~-]*)?(?:\#[\w./-]+)? )\)
    | \*\*(?![ ])[^][`*]+(?<![ ])\*\*                            # stress
    | \*(?![ ])[^][`*]+(?<![ ])\*
    )
    (?=[ .,;:?!)”"'–—…]|$)                                       # at the end of one
    """,
    re.VERBOSE | re.ASCII,
)
_HEADING = pattern(r"(#{1,6}) (.+)")
_ITEM = pattern(r"([-*]|\d{1,9}\.) (.+)")
_TASK = pattern(r"\[([ xX])\] (.+)")
_ROW = pattern(r"\|((?: [^|]*\|){2,})")
"""Of a table of at least two columns."""
_RULE = pattern(r"\|(?: ?-{3,} ?\|){2,}")
"""Between the head of a table and its body, in columns that are not aligned."""
_FENCE = pattern(
    r"```[a-z]*\n((?: *[\w.,;:?!'\"()/%+=$@<>{}[\]*#&|\\-][\w .,;:?!'\"()/%+=$@<>{}[\]*#&|\\-]*\n)+)```", re.ASCII
)
_LAST = pattern(r"(<li(?: class=\"task\")?>)(.+)</li>\n\Z")
"""The last thing in a list."""
_FIRST = pattern(r"<[uo]l>\n(<li(?: class=\"task\")?>)(.+)</li>\n")
"""The beginning of a list, and the first thing in it."""
_FAR = pattern(r"```|~~~|\]:|#|^[\s>]*[=-]+\s*$", re.MULTILINE)
"""What may reach beyond the blank line behind it: a fence, the address of a link, a heading (by its rank)."""


class _Piece(NamedTuple):
    """What stands between two blank lines."""

    html: str
    begins: str = ""
    """The element that it begins with, where that is a list or a quotation, which the same one before it would continue."""
    ends: str = ""
    """Likewise."""


def runs(markdown: str, done: str, to_do: str) -> list[str]:
    """`markdown` cut at blank lines: `Html` where it is sure, and Markdown, as it stands, that is for the parser, each by itself.

    Joined by line ends, with their headings put in order, they are what the parser makes of the whole. `done` and `to_do` say in words what
    the mark of a task shows.
    """
    if len(markdown) > LONGEST:
        return [markdown]
    if not (text := markdown.strip("\n")):
        return []
    if _is_ordinary(text):
        return [Html("<p>" + re.sub(r"\n\n+", "</p>\n<p>", text) + "</p>")]
    parts = re.split(r"(\n\n+)", text)
    pieces = _joined(_alone([_piece(part, done, to_do) for part in parts[::2]]))
    found: list[str] = []
    for index, piece in enumerate(pieces):
        stretch = "".join(
            parts[max(0, 2 * index - 1) : 2 * index + 1]
        )  # a line of blanks is blank only behind a line end
        if piece is not None:
            found.append(Html(piece.html))
        elif index and pieces[index - 1] is None:
            found[-1] += stretch
        else:
            found.append(stretch)
    if len(found) > 1 and any(not isinstance(run, Html) and _FAR.search(run) for run in found):
        return [markdown]
    return found


def _alone(pieces: list[_Piece | None]) -> list[_Piece | None]:
    """`pieces` without those lists and quotations that may be one with what stands before or behind them: quotations, or who knows what."""
    while True:
        doubtful = set()
        for index, (one, other) in enumerate(pairwise(pieces)):
            alike = one and other and one.ends == other.begins == "blockquote"
            if one is not None and one.ends and (other is None or alike):
                doubtful.add(index)
            if other is not None and other.begins and (one is None or alike):
                doubtful.add(index + 1)
        if not doubtful:
            return pieces
        pieces = [None if index in doubtful else piece for index, piece in enumerate(pieces)]


def _joined(pieces: list[_Piece | None]) -> list[_Piece | None]:
    """`pieces` whose lists are whole: one that goes on behind a blank line stands in its last piece, and nothing of it in those before."""
    whole = pieces[:1]
    for other in pieces[1:]:
        one = whole[-1]
        if one is not None and other is not None and one.ends and one.ends == other.begins:
            whole[-1] = _Piece("")
            before = _LAST.sub(_apart, one.html.removesuffix(f"</{one.ends}>"))
            other = other._replace(html=before + _FIRST.sub(_apart, other.html, count=1))
        whole.append(other)
    return whole


def _apart(found: re.Match[str]) -> str:
    """A thing in a list beside a blank line is a paragraph."""
    return f"{found[1]}\n<p>{found[2]}</p>\n</li>\n"


def _piece(text: str, done: str, to_do: str) -> _Piece | None:
    """Perhaps a heading, perhaps a paragraph, perhaps a list or a table, in this order; or a quotation; or a fence."""
    if _is_ordinary(text):
        return _Piece(f"<p>{text}</p>")
    lines = text.split("\n")
    if text.startswith(">"):
        quoted = _paragraph([line[2:] for line in lines]) if all(line.startswith("> ") for line in lines) else None
        return _Piece(f"<blockquote>\n{quoted}\n</blockquote>", "blockquote", "blockquote") if quoted else None
    if text.startswith("```"):
        code = _FENCE.fullmatch(text)
        return code and _Piece(f"<pre><code>{html.escape(code[1], quote=False)}</code></pre>")
    heading = _HEADING.fullmatch(lines[0])
    rest = lines[1:] if heading else lines
    said = next((index for index, line in enumerate(rest) if _ITEM.match(line)), len(rest))
    if 0 < said < len(rest) and rest[0][0:1] == "|":
        return None  # what follows a table without a blank line is a row of it
    made = [_heading(heading)] if heading else []
    made += [(_table if rest[0][0:1] == "|" else _paragraph)(rest[:said])] if said else []
    made += [_list(rest[said:], done, to_do)] if said < len(rest) else []
    sure = [block for block in made if block is not None]
    if sure != made:
        return None
    last = sure[-1][1:3] if said < len(rest) else ""  # the name of the list
    return _Piece("\n".join(sure), "" if heading or said else last, last)


def _heading(found: re.Match[str]) -> str | None:
    text, rank = _line(found[2]), len(found[1])
    return text and f"<h{rank}>{text}</h{rank}>"


def _paragraph(lines: Sequence[str]) -> str | None:
    made = [_line(line) for line in lines]
    return None if None in made else "<p>" + "\n".join(filter(None, made)) + "</p>"


def _table(lines: Sequence[str]) -> str | None:
    """A table with a head, as many cells in every row, and nothing below it."""
    if len(lines) < 3 or not _RULE.fullmatch(lines[1]):
        return None
    rows = [_row(line) for line in (lines[0], *lines[2:])]
    head, *body = rows
    if head is None or len(head) != lines[1].count("|") - 1:
        return None
    made = []
    for row in body:
        if row is None or len(row) != len(head):
            return None
        made.append("<tr>\n" + "".join(f"<td>{cell}</td>\n" for cell in row) + "</tr>\n")
    names = "".join(f"<th>{cell}</th>\n" for cell in head)
    return f"<table>\n<thead>\n<tr>\n{names}</tr>\n</thead>\n<tbody>\n{''.join(made)}</tbody>\n</table>"


def _row(line: str) -> list[str] | None:
    found = _ROW.fullmatch(line)
    cells = [_cell(cell.strip(" ")) for cell in found[1].split("|")[:-1]] if found else [None]
    sure = [cell for cell in cells if cell is not None]
    return sure if len(sure) == len(cells) else None


def _cell(text: str) -> str | None:
    return _line(text) if text else ""


def _list(lines: Sequence[str], done: str, to_do: str) -> str | None:
    """A list without blank lines, each item one line."""
    items = [_ITEM.fullmatch(line) for line in lines]
    marks = {found[1] if found[1] in "-*" else "1." for found in items if found}
    made = [found and _item(found[2], done, to_do) for found in items]
    if None in made or len(marks) > 1 or not (items[0] and items[0][1] in ("-", "*", "1.")):
        return None
    name = "ol" if "1." in marks else "ul"
    return f"<{name}>\n" + "".join(filter(None, made)) + f"</{name}>"


def _item(text: str, done: str, to_do: str) -> str | None:
    """A thing in a list; a task where it has its box."""
    task = _TASK.match(text)
    made = _line(task[2] if task else text)
    if made is None or not task:
        return made and f"<li>{made}</li>\n"
    mark, word = ("☐", to_do) if task[1] == " " else ("☑", done)
    word = html.escape(word, quote=False)
    return f'<li class="task"><span class="task-mark">{mark}</span> <span class="task-word">{word}</span> {made}</li>\n'


def _line(text: str) -> str | None:
    """A line of running text."""
    if not _BEGINNING.match(text) or text.endswith(" "):
        return None
    if _is_plain(text):
        return text
    made = [_span(part) if index % 2 else _words(part) for index, part in enumerate(_SPAN.split(text))]
    return None if None in made else "".join(filter(None, made))


def _words(text: str) -> str | None:
    return text if _is_plain(text) else None


def _span(found: str) -> str | None:
    """Code, a link, or stress."""
    if found[0] == "`":
        return f"<code>{html.escape(found[1:-1], quote=False)}</code>"
    if found[0] == "[":
        text, _, address = found[1:-1].partition("](")
        return f'<a href="{html.escape(address)}">{text}</a>' if _is_plain(text) else None
    name, text = ("strong", found[2:-2]) if found[1] == "*" else ("em", found[1:-1])
    return f"<{name}>{text}</{name}>" if _is_plain(text) else None


def _is_ordinary(text: str) -> bool:
    return "_" not in text and "://" not in text and _ORDINARY.fullmatch(text) is not None


def _is_plain(text: str) -> bool:
    return "_" not in text and "://" not in text and _PLAIN.fullmatch(text) is not None
