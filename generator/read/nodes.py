"""YAML to small frozen nodes that know their place, all text, by events and never by the library's composer.

The composer recurses (and, in C, crashes the process on deep nesting), follows aliases and forgets doubled keys. Here depth
and number are bounded while the events come in, and anchors, aliases, tags, merge keys and second documents are problems.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from msgspec import Struct

from generator.read import mending
from generator.read.decoding import UNPRINTABLE
from generator.read.findings import Findings

DEEPEST = 10
MOST = 2_000
"""Nodes of a document: a site of 300 components has about 1,500."""


class Scalar(Struct, frozen=True):
    """A text as it was typed; `no`, `10:00` and `012` mean themselves."""

    text: str
    line: int
    column: int
    end_column: int
    plain: bool
    """Neither quoted nor a block."""


class Sequence(Struct, frozen=True):
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(Struct, frozen=True):
    """Keys and values in the order typed; a doubled key stands in it twice."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


class Document(Struct, frozen=True):
    """What came of a text."""

    root: Node | None
    """None where nothing could be understood, or nothing stands there."""
    text: str
    """What was parsed in the end."""
    mended: bool = False
    """It was no YAML as typed; `root` is what it most likely meant."""


class _Stop(Exception):
    """A bound or a forbidden feature was met; the problem is already noted. Its argument is the text to go on with, or None."""

    def __init__(self, mended: str | None = None) -> None:
        self.mended = mended


def parse(text: str, first_line: int, findings: Findings) -> Document:
    """The nodes of `text`, whose first line is line `first_line` of the file; never raises."""
    import yaml

    mended = mending.before(text, first_line, findings)
    changed = mended != text
    for _ in range(mending.MOST):
        try:
            root = _Builder(first_line, findings, mended).build(_events(mended))
        except yaml.YAMLError as problem:
            repaired = mending.after(mended, problem, first_line, findings)
            changed = True
            if repaired is None:
                break
            mended = repaired
        except _Stop as stop:
            changed = True
            if stop.mended is None:
                break
            mended = stop.mended
        else:
            return Document(root, mended, changed)
    return Document(None, mended, mended=True)


def _events(text: str) -> Iterator[Any]:
    import yaml

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)(text)
    while loader.check_event():
        yield loader.get_event()


class _Builder:
    """Stacks what is open; depth and number are checked before anything grows."""

    def __init__(self, first_line: int, findings: Findings, text: str) -> None:
        self.first_line = first_line
        self.findings = findings
        self.lines = text.split("\n")
        self.stack: list[tuple[str, list[Node], int, int]] = []
        self.count = 0
        self.root: Node | None = None
        self.documents = 0

    def build(self, events: Iterator[Any]) -> Node | None:
        for event in events:
            match type(event).__name__:
                case "ScalarEvent":
                    self._add(self._scalar(event))
                case "MappingStartEvent" | "SequenceStartEvent" as name:
                    self._open(name.removesuffix("StartEvent"), event)
                case "MappingEndEvent" | "SequenceEndEvent":
                    self._close()
                case "AliasEvent":
                    self._refuse(event, "yaml-alias", f"“*{event.anchor}” is an alias, which is not understood here")
                case "DocumentStartEvent" | "DocumentEndEvent" as name:
                    self._document(name, event)
        return self.root

    def _scalar(self, event: Any) -> Scalar:
        self._plain_start(event)
        if event.value == "<<" and not event.style:
            self._refuse(event, "yaml-merge", "“<<” merges mappings, which is not understood here")
        start, end = event.start_mark, event.end_mark
        end_column = end.column + 1 if end.line == start.line else 0
        value = event.value
        if event.style == '"' and (found := UNPRINTABLE.search(value)):
            message = f"the value holds the unprintable character U+{ord(found[0]):04X}"
            self._problem("control-character", message, start.line + self.first_line, start.column + 1)
            value = UNPRINTABLE.sub("\ufffd", value)
        return Scalar(value, start.line + self.first_line, start.column + 1, end_column, not event.style)

    def _open(self, name: str, event: Any) -> None:
        self._plain_start(event)
        if len(self.stack) >= DEEPEST:
            self._refuse(event, "yaml-depth", f"lists and mappings nest deeper than {DEEPEST}")
        mark = event.start_mark
        self.stack.append((name, [], mark.line + self.first_line, mark.column + 1))

    def _close(self) -> None:
        name, nodes, line, column = self.stack.pop()
        if name == "Sequence":
            self._add(Sequence(tuple(nodes), line, column))
            return
        pairs = []
        for key, value in zip(nodes[0::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._no_key(key)
            pairs.append((key, value))
        self._add(Mapping(tuple(pairs), line, column))

    def _no_key(self, node: Node) -> NoReturn:
        line = node.line - self.first_line
        hint = mending.quoted_line(self.lines[line])
        self._problem("yaml-key", "a key must be a word, not a list or a mapping", node.line, node.column, hint or "")
        raise _Stop(self._with(line, hint))

    def _add(self, node: Node) -> None:
        self.count += 1
        if self.count > MOST:
            self._problem("yaml-size", f"more than {MOST:,} values", node.line, node.column)
            raise _Stop
        if self.stack:
            self.stack[-1][1].append(node)
        else:
            self.root = node

    def _plain_start(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(event, "yaml-anchor", f"“&{event.anchor}” is an anchor, which is not understood here")
        if event.tag is not None:
            self._refuse(event, "yaml-tag", f"“{event.tag[:60]}” is a tag, which is not understood here")

    def _document(self, name: str, event: Any) -> None:
        self.documents += name == "DocumentStartEvent"
        if self.documents > 1 or (name == "DocumentEndEvent" and event.explicit):
            what = "“...” ends the document" if name == "DocumentEndEvent" else "“---” begins a second document"
            self._refuse(event, "yaml-documents", f"{what} here, expected only one")

    def _refuse(self, event: Any, rule: str, message: str) -> None:
        line = event.start_mark.line
        hint = mending.quoted_line(self.lines[line]) if line < len(self.lines) else None
        self._problem(rule, message, line + self.first_line, event.start_mark.column + 1, hint or "")
        raise _Stop(self._with(line, hint))

    def _with(self, line: int, instead: str | None) -> str | None:
        """The text with another line in the place of one."""
        if instead is None or instead == self.lines[line]:
            return None
        return "\n".join([*self.lines[:line], instead, *self.lines[line + 1 :]])

    def _problem(self, rule: str, message: str, line: int, column: int, hint: str = "") -> None:
        self.findings.error(rule, message, line=line, column=column, hint=hint)
