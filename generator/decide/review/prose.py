"""Markdown to pieces of prose that know where they stand: paragraphs, list items, table rows and quotes, each under a topic.

Markup is blanked by as many spaces, so that a place in a piece is a place in the file. Code blocks are left out, code in a line becomes
`¤`; links keep their words. What a template asks and nobody answered is left out: it says nothing. Pure, and without a library: the rules that
read this need sentences and headings, no grammar.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from generator.decide.review.topics import Topic, topics_of

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
UNDERLINE = re.compile(r" {0,3}(=+|-{3,})\s*$")
ITEM = re.compile(r"(\s*(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?)(?=\S)")
QUOTE = re.compile(r"(\s*>\s?)")
DEFINITION = re.compile(r"\s*\[[^\]]+\]:\s*\S+")
BOLD_LINE = re.compile(r"\s*(?:\*\*|__)([^*_]{2,70}?):?(?:\*\*|__):?\s*$")
LABEL = re.compile(r"\s*(?:\*\*|__)([^*_]{2,50}?)(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*(?::|[-–—]\s))\s*")
"""`**Impact:** …`, the heading of a form's field."""
PLAIN_LABEL = re.compile(r"\s*([A-Z][\w' /-]{2,30}):\s+(?=\S)")
"""`Impact: …`: a heading too, where its words are those of one."""
TICKS = re.compile("`+")
LINK = re.compile(r"(!?)\[([^\]\n]*)\](\([^)\s]*(?:\s+\"[^\"]*\")?\)|\[[^\]\n]*\])")
ADDRESS = re.compile(r"<?(?:https?://|mailto:)[^\s<>)\]]+>?")
EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|~~")
END = re.compile(r"[.!?][\"'”’)\]]*(?=\s+[^\sa-z]|\s*$)")
SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|ca|cf|mr|mrs|ms|dr|no|fig|u\.s|a\.m|p\.m)|\b[A-Z])\.$", re.IGNORECASE
)
TABLE = re.compile(r"\s*\|")
RULED = re.compile(r"[\s|:=+-]+$")
PLACEHOLDER = re.compile(
    r"\W*(?:tbd|tba|tbc|todo|to ?do|n/?a|none( yet)?|unknown|xxx+|lorem ipsum.*|pending|placeholder|coming soon|fill (?:this |me )?in.*|"
    r"(?:still )?to be (?:written|added|determined|decided|completed|done|filled.*)|your (?:text|answer|name) here)\W*",
    re.IGNORECASE,
)
PROMPT = re.compile(
    r"\W*(?:(?:briefly |please |in (?:a|one|two|a few) (?:few )?sentences?,? )*(?:describe|explain|summari[sz]e|outline|state|enter|insert|mention|"
    r"include|provide|list)\s+(?:the|a|an|what|who|how|when|why|which|any|all|your|here|in|each|whether|one|at)\b|a brief (?:summary|description) of)"
    r"[^.!?]*[.:]?\W*",
    re.IGNORECASE,
)
"""The instructions of a template: `Describe what happened.`"""
ELSEWHERE = re.compile(
    r"\W*(?:please )?(?:refer to\b(?:\W+\w+){1,18}|(?:see|read)\b(?:\W+\w+){1,6}|(?:full |more |further )?details (?:are |can be found )?(?:in|at|here)\b(?:\W+\w+){0,10})\W*",
    re.IGNORECASE,
)
"""A section that sends its reader elsewhere says nothing itself."""
BRACKETED = re.compile(r"\W*[\[<{(](?=[^\]>})]*[a-z]{3})[^\]>})]{3,}[\]>})]\W*", re.IGNORECASE)


class Piece(Struct):
    """A paragraph, an item, a row or a quote."""

    kind: str
    """paragraph, item, row or quote."""
    topics: tuple[Topic, ...]
    """What the headings above it are about, the nearest first; empty for nothing known."""
    label: str
    """The nearest heading's words."""
    text: str = ""
    starts: list[tuple[int, int, int]] = field(default_factory=list)
    """Where its lines begin: place in `text`, line and column in the file."""
    codes: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def about(self, *topics: Topic) -> bool:
        """Whether any heading above it is about one of `topics`."""
        return any(topic in self.topics for topic in topics)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a place in `text`."""
        at = max(bisect_right(self.starts, offset, key=lambda start: start[0]) - 1, 0)
        start, line, column = self.starts[at]
        return line, column + offset - start

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Its sentences, each with where it begins in `text`."""
        begin = 0
        for end in END.finditer(self.text):
            if SHORT.search(self.text, max(begin, end.start() - 6), end.start() + 1):
                continue
            if sentence := self.text[begin : end.end()].strip():
                yield self.text.index(sentence, begin), sentence
            begin = end.end()
        if rest := self.text[begin:].strip():
            yield self.text.index(rest, begin), rest


class Heading(Struct, frozen=True):
    """A heading, or what stands in for one."""

    text: str
    level: int
    line: int
    topics: tuple[Topic, ...]


class Prose(Struct, frozen=True):
    """A text, taken apart."""

    pieces: tuple[Piece, ...]
    headings: tuple[Heading, ...]
    header: tuple[tuple[str, str, int], ...]
    """Key, value and line of what stands between fences at the top (`---`, `+++`), in lower case."""

    @property
    def words(self) -> int:
        """How many there are."""
        return sum(len(piece.text.split()) for piece in self.pieces)

    def about(self, *topics: Topic) -> list[Piece]:
        """The pieces below headings about any of `topics`."""
        return [piece for piece in self.pieces if piece.about(*topics)]


def parse(lines: Iterable[tuple[int, str]]) -> Prose:
    """The prose of `lines`, each with its number in the file. HTML comments must have been taken out before."""
    every = [(number, line.replace("’", "'").replace("‘", "'").replace("\t", " ")) for number, line in lines]
    header, rest = _header(every)
    parser = _Parser()
    parser.run(rest)
    return Prose(tuple(piece for piece in parser.pieces if _says_something(piece)), tuple(parser.headings), header)


def _header(lines: list[tuple[int, str]]) -> tuple[tuple[tuple[str, str, int], ...], list[tuple[int, str]]]:
    first = next((index for index, (_, line) in enumerate(lines) if line.strip()), len(lines))
    fence = lines[first][1].strip() if first < len(lines) else ""
    if fence not in ("---", "+++"):
        return (), lines
    end = next((index for index in range(first + 1, len(lines)) if lines[index][1].strip() == fence), None)
    if end is None:
        return (), lines
    found, key = [], ""
    for number, line in lines[first + 1 : end]:
        if pair := re.match(r"\s*([\w-]+)\s*[:=]\s*(.+)", line):
            found.append((pair[1].casefold(), pair[2].strip(" \"'[]"), number))
        elif item := re.match(r"\s*-\s+(\S.*)", line):
            found.append((key, item[1].strip(" \"'"), number))  # a list below its key
        elif alone := re.match(r"\s*([\w-]+)\s*:\s*$", line):
            key = alone[1].casefold()
    return tuple(found), lines[end + 1 :]


def _says_something(piece: Piece) -> bool:
    bare = piece.text.strip()
    if not re.search(r"\w{2}", bare) and not piece.codes and not piece.links:
        return False
    if PLACEHOLDER.fullmatch(bare) or BRACKETED.fullmatch(bare):
        return False
    if ELSEWHERE.fullmatch(bare):
        return False
    return piece.about(Topic.ACTIONS) or not PROMPT.fullmatch(bare)


class _Parser:
    """Goes through the lines once."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.headings: list[Heading] = []
        self.stack: list[tuple[int, str, tuple[Topic, ...]]] = []
        """Headings that are open: level, words, topics."""
        self.piece: Piece | None = None

    def run(self, lines: list[tuple[int, str]]) -> None:
        fence = ""
        for index, (number, line) in enumerate(lines):
            following = lines[index + 1][1] if index + 1 < len(lines) else ""
            if fence:
                fence = "" if line.strip().startswith(fence) else fence
            elif (opened := FENCE.match(line)) and any(
                rest.strip().startswith(opened[1]) for _, rest in lines[index + 1 :]
            ):
                fence, self.piece = opened[1], None
            else:
                self._line(number, line, following)

    def _line(self, number: int, line: str, following: str) -> None:
        if not line.strip() or DEFINITION.match(line) or (self.piece is None and RULED.match(line)):
            self.piece = None
        elif not self._heads(number, line, following):
            self._says(number, line)

    def _heads(self, number: int, line: str, following: str) -> bool:
        """Whether the line is a heading, or underlines one."""
        if heading := HEADING.match(line):
            self._head(heading[2], len(heading[1]), number)
        elif (bold := BOLD_LINE.match(line)) and self.piece is None:
            self._head(bold[1], 7, number)
        elif UNDERLINE.match(following) and self.piece is None and not TABLE.match(line) and not ITEM.match(line):
            self._head(line.strip(), 1 if following.strip()[0] == "=" else 2, number)
        elif UNDERLINE.match(line):
            self.piece = None
        else:
            return False
        return True

    def _says(self, number: int, line: str) -> None:
        if TABLE.match(line):
            if not RULED.match(line):
                self._begin("row", number, line, 0)
            self.piece = None
        elif item := ITEM.match(line):
            self._begin("item", number, line, item.end())
        elif quote := QUOTE.match(line):
            self._begin("quote", number, line, quote.end())
        elif self.piece is None:
            self._begin("paragraph", number, line, 0)
        else:
            indent = len(line) - len(line.lstrip())
            self._add(self.piece, number, line[indent:], indent)

    def _head(self, words: str, level: int, number: int) -> None:
        self.piece = None
        plain = _blank_markup(words, [], []).strip().rstrip(":")
        while self.stack and self.stack[-1][0] >= level:
            self.stack.pop()
        topics = topics_of(plain, [topic for _, _, topics in self.stack for topic in topics])
        self.stack.append((level, plain, topics))
        self.headings.append(Heading(plain, level, number, topics))

    def _begin(self, kind: str, number: int, line: str, indent: int) -> None:
        text = line[indent:]
        topics = [topic for _, _, some in reversed(self.stack) for topic in some]
        words = self.stack[-1][1] if self.stack else ""
        plain = PLAIN_LABEL.match(text)
        if label := LABEL.match(text) or (plain if plain and topics_of(plain[1]) else None):
            own = topics_of(label[1], topics)
            if kind == "item" and not text[label.end() :].strip():
                self._head(label[1], 8, number)
                return
            topics = [*own, *topics]
            words = label[1]
        self.piece = Piece(kind, tuple(topics), words)
        self.pieces.append(self.piece)
        self._add(self.piece, number, text, indent)

    def _add(self, piece: Piece, number: int, line: str, indent: int) -> None:
        if piece.text:
            piece.text += " "
        piece.starts.append((len(piece.text), number, indent + 1))
        piece.text += _blank_markup(line.rstrip("\n"), piece.codes, piece.links)


def _blank_markup(line: str, codes: list[str], links: list[str]) -> str:
    """`line` with its markup blanked; what stands in code and in links is added to `codes` and `links`."""
    if "`" in line:
        line = _without_code(line, codes)
    if "](" in line or "][" in line:
        line = LINK.sub(lambda found: _unlinked(found, links), line)
    if "://" in line or "mailto:" in line:
        line = ADDRESS.sub(lambda found: _hidden_address(found, links), line)
    if "*" in line or "_" in line or "~" in line:
        line = EMPHASIS.sub(lambda found: " " * len(found[0]), line)
    return line.replace("|", " ")


def _without_code(line: str, codes: list[str]) -> str:
    """`line` with `¤` for code: from a run of backticks to the next that is as long (CommonMark 6.1)."""
    runs = [(found.start(), found.end()) for found in TICKS.finditer(line)]
    later: dict[int, int] = {}
    closing: list[int | None] = []
    for place in range(len(runs) - 1, -1, -1):
        length = runs[place][1] - runs[place][0]
        closing.append(later.get(length))
        later[length] = place
    closing.reverse()
    made, position, place = "", 0, 0
    while place < len(runs):
        start, end = runs[place]
        other = closing[place]
        if other is None:
            place += 1
            continue
        codes.append(line[end : runs[other][0]].strip())
        made += line[position:start] + "¤" * (runs[other][1] - start)
        position, place = runs[other][1], other + 1
    return made + line[position:]


def _unlinked(found: re.Match[str], links: list[str]) -> str:
    links.append(f"{found[2]} {found[3][1:-1]}")
    before, words = len(found[1]) + 1, found[2]
    if found[1]:
        return " " * len(found[0])
    return " " * before + words + " " * (len(found[0]) - before - len(words))


def _hidden_address(found: re.Match[str], links: list[str]) -> str:
    links.append(found[0])
    return " " * len(found[0])
