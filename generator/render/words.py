"""The words of the interface: one file for a language, `theme/words/<language>.toml`, English for whatever it lacks.

Words are plain text with `{names}` in them; what is put in is escaped unless it is HTML already. A page says the language that its
words are in: a site in a language that nobody has translated has English pages that say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from types import SimpleNamespace
from typing import TYPE_CHECKING

from msgspec.msgpack import Decoder, encode

from generator.memory import Memory
from generator.pattern import pattern
from generator.problem import Place, Problem, Unusable
from generator.render.markup import Html, escape
from generator.render.theme import DEFAULT, Theme

if TYPE_CHECKING:
    from babel import Locale

ROOM = "words"
ENGLISH = "en"
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

_NAME = pattern(r"\{([a-z_]+)\}")

Table = dict[str, dict[str, str]]


class Words:
    """All words in one language, by area and name; templates reach them as `words.area.name`."""

    def __init__(self, theme: Theme, language: str, memory: Memory | None = None) -> None:
        """Words for `language` (BCP 47). Raises `Unusable` with the place of a mistake in a words file."""
        wanted = dict.fromkeys((f"words/{language.partition('-')[0]}.toml", f"words/{language}.toml"))
        found = [file for file in wanted if theme.find(file)]
        self.language = language if found else ENGLISH
        """The language that the words are really in."""
        self._pieces: dict[tuple[str, str], list[Html]] = {}
        self._table = _table(
            [*_layers(theme, dict.fromkeys((f"words/{ENGLISH}.toml", *found)))], memory or Memory(None)
        )
        for area, words in self._table.items():
            setattr(self, area, SimpleNamespace(**words))

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return "rtl" if self.language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"

    def get(self, area: str, name: str) -> str:
        """One word as it stands, for those whose name is computed."""
        return self._table[area][name]

    def say(self, area: str, name: str, /, **values: str) -> Html:
        """A sentence with `values` put in."""
        pieces = self._pieces.get((area, name))
        if pieces is None:
            pieces = self._pieces[area, name] = [*map(Html, _NAME.split(escape(self._table[area][name])))]
        if len(pieces) == 1:
            return pieces[0]
        said = pieces.copy()
        said[1::2] = [escape(values[each]) for each in pieces[1::2]]
        return Html("".join(said))

    def count(self, area: str, name: str, count: int, /, **values: str) -> Html:
        """A sentence with a number in it, in the form that the language asks for: `{count}` in `name_one`, `name_other`."""
        form = f"{name}_{plural(self.language, count)}"
        return self.say(area, form if form in self._table[area] else f"{name}_other", count=str(count), **values)


def plural(language: str, count: int) -> str:
    """The CLDR plural category of `count`: one or other in English, few and many too elsewhere."""
    if language.partition("-")[0] == ENGLISH:
        return "one" if count == 1 else "other"
    return str(locale(language).plural_form(count))


def locale(language: str) -> Locale:
    """What Babel knows of `language`, or of the language without its region; English where it knows neither."""
    from babel import Locale, UnknownLocaleError

    for each in (language, language.partition("-")[0]):
        try:
            return Locale.parse(each, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale(ENGLISH)


class _File:
    """A file of words, and where in it each word stands."""

    def __init__(self, shown: str, content: bytes) -> None:
        import tomllib  # only where the words are not remembered

        self.shown = shown
        try:
            self._text = content.decode("utf-8")
            self.parsed: Mapping[str, object] = tomllib.loads(self._text)
        except UnicodeDecodeError as mistake:
            line = content.count(b"\n", 0, mistake.start) + 1
            raise self.wrong(line, f"byte 0x{content[mistake.start]:02x} is not UTF-8") from None
        except tomllib.TOMLDecodeError as mistake:
            found = re.search(r"line (\d+)", str(mistake))
            raise self.wrong(int(found[1]) if found else 1, f"This file of words does not parse: {mistake}") from None

    def line(self, area: str, name: str = "") -> int:
        """The line of an area, or of a word in it."""
        inside = False
        for number, line in enumerate(self._text.splitlines(), 1):
            if re.match(r"\s*\[", line):
                inside = re.match(rf"\s*\[\s*{re.escape(area)}\s*\]", line) is not None
                if inside and not name:
                    return number
            elif name and inside and re.match(rf"\s*[\"']?{re.escape(name)}\b", line):
                return number
        return 1

    def wrong(self, line: int, message: str, hint: str = "") -> Unusable:
        """The one way out of a file of words with a mistake in it."""
        return Unusable([Problem(Place(self.shown, line), message, hint, rule="words")])


def _table(layers: Sequence[tuple[str, bytes]], memory: Memory) -> Table:
    """The words of files, each laid over those before it; remembered, since parsing them takes longer than making a page of them."""
    digest = sha256()
    for shown, content in layers:
        digest.update(f"{shown}\0{len(content)}\0".encode("utf-8", "surrogatepass") + content)
    known = memory.recall(ROOM, digest.digest())
    try:
        return _decoder().decode(known or b"")
    except ValueError:  # nothing is remembered, or not by us
        table: Table = {}
    for shown, content in layers:
        _lay(table, _File(shown, content))
    memory.remember(ROOM, digest.digest(), encode(table))
    return table


@cache
def _decoder() -> Decoder[Table]:
    return Decoder(Table)


def _layers(theme: Theme, files: Mapping[str, None]) -> Iterator[tuple[str, bytes]]:
    """English first, then the language, then its region; of each the packaged file and over it the site's own."""
    for file in files:
        for layer, folder in ((theme.packaged, DEFAULT), (theme.own, "theme/")):
            if file in layer:
                yield folder + file, layer[file]


def _lay(table: Table, file: _File) -> None:
    """Put the words of `file` over those in `table`. Only the first file, our own English, may bring new ones."""
    first = not table
    for area, words in file.parsed.items():
        if not isinstance(words, dict) or not (first or area in table):
            raise file.wrong(file.line(area), f"“{area}” is not an area of words", _known(table))
        known = {} if first else table[area]
        for name, word in words.items():
            line = file.line(area, name) if not first else 1
            if not isinstance(word, str):
                raise file.wrong(line, f"“{name}” must be text in quotes", f'{name} = "{word}"')
            before = [known[each] for each in (name, re.sub("_[a-z]+$", "_other", name)) if each in known] or [
                word
            ] * first
            if not before:
                raise file.wrong(line, f"“{name}” is not a word of [{area}]", _known(known))
            if new := set(_NAME.findall(word)) - set(_NAME.findall(" ".join(before))):
                hint = f'{name} = "{before[0]}"'
                raise file.wrong(line, f"“{{{min(new)}}}” is nothing that “{name}” is given", hint)
            table.setdefault(area, {})[name] = word


def _known(names: Mapping[str, object]) -> str:
    return f"Known: {', '.join(sorted(names))}"
