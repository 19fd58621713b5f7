"""The words of the interface: one file for a language, `theme/words/<language>.toml`, English for whatever it lacks.

Words are plain text with `{names}` in them; what is put in is escaped unless it is HTML already. A page says the language that its
words are in: a site in a language that nobody has translated has English pages that say so.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from types import SimpleNamespace

from generator.problem import Place, Problem, Unusable
from generator.render.markup import Html, escape
from generator.render.theme import Theme

ENGLISH = "en"
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_NAME = re.compile(r"\{([a-z_]+)\}")

Table = dict[str, dict[str, str]]


class Words:
    """All words in one language, by area and name; with a number, by `area` and `name_one` or `name_other`."""

    def __init__(self, theme: Theme, language: str) -> None:
        """Words for `language` (BCP 47). Raises `Unusable` with the place of a mistake in a words file."""
        self.language, files = _language(theme, language)
        """The language that the words are really in."""
        self._table = _laid_over(theme, files)
        for area, words in self._table.items():
            setattr(self, area, SimpleNamespace(**words))
        self._singular: Callable[[int], bool] | None = None

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return "rtl" if self.language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"

    def get(self, area: str, name: str) -> str:
        """One word as it stands, for those whose name is computed."""
        return self._table[area][name]

    def say(self, area: str, name: str, /, **values: str) -> Html:
        """A sentence with `values` put in."""
        sentence = str(escape(self._table[area][name]))
        return Html(_NAME.sub(lambda found: str(escape(values[found[1]])), sentence))

    def count(self, area: str, name: str, count: int, /, **values: str) -> Html:
        """A sentence with a number in it, in the form that the language asks for; `{count}` is the number."""
        form = f"{name}_{plural(self.language, count)}"
        return self.say(area, form if form in self._table[area] else f"{name}_other", count=str(count), **values)


def plural(language: str, count: int) -> str:
    """The CLDR plural category of `count`: one or other in English and its like, more elsewhere."""
    if language.partition("-")[0] in {"en", "de", "nl", "sv", "da", "it", "es"}:
        return "one" if count == 1 else "other"
    from babel import Locale

    return str(Locale.parse(language, sep="-").plural_form(count))


def _language(theme: Theme, language: str) -> tuple[str, list[str]]:
    """The language to say, and the files that speak it: `de-AT` over `de`; English where there is none."""
    wanted = [language, language.partition("-")[0]]
    files = [f"words/{each}.toml" for each in dict.fromkeys(wanted)]
    found = [file for file in files if theme.find(file)]
    return (language, found) if found else (ENGLISH, [])


def _laid_over(theme: Theme, files: list[str]) -> Table:
    """English, then the site's own English, then each file from the general to the particular, word by word."""
    names = dict.fromkeys([f"words/{ENGLISH}.toml", *reversed(files)])
    layers = [layer for name in names for layer in (theme.find_packaged(name), theme.own.get(name)) if layer]
    table: Table = {}
    for name, layer in zip(_shown(theme, names), layers, strict=True):
        content = layer[0] if isinstance(layer, tuple) else layer
        _lay(table, _parsed(content, name), name, content, first=not table)
    return table


def _shown(theme: Theme, names: Mapping[str, None]) -> list[str]:
    shown = []
    for name in names:
        shown += [f"default/{name}"] if name in theme.packaged else []
        shown += [f"theme/{name}"] if name in theme.own else []
    return shown


def _parsed(content: bytes, file: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as mistake:
        line = content.count(b"\n", 0, mistake.start) + 1
        raise _unusable(file, line, f"byte 0x{content[mistake.start]:02x} is not UTF-8") from None
    except tomllib.TOMLDecodeError as mistake:
        found = re.search(r"line (\d+)", str(mistake))
        raise _unusable(file, int(found[1]) if found else 1, f"This file of words does not parse: {mistake}") from None


def _lay(table: Table, parsed: Mapping[str, object], file: str, content: bytes, *, first: bool) -> None:
    for area, words in parsed.items():
        if not isinstance(words, dict) or not (first or area in table):
            raise _unusable(file, _line(content, area), f"“{area}” is not an area of words", _known(table))
        for name, word in words.items():
            line = _line(content, name)
            if not isinstance(word, str):
                raise _unusable(file, line, f"“{name}” must be text in quotes", f'{name} = "{word}"')
            known = table.get(area, {}).get(name) or table.get(area, {}).get(re.sub("_[a-z]+$", "_other", name))
            if not first and known is None:
                raise _unusable(file, line, f"“{name}” is not a word of [{area}]", _known(table.get(area, {})))
            allowed = set(_NAME.findall(known or word))
            if unknown := [each for each in _NAME.findall(word) if each not in allowed]:
                raise _unusable(
                    file, line, f"“{{{unknown[0]}}}” is nothing that “{name}” is given", f'{name} = "{known}"'
                )
            table.setdefault(area, {})[name] = word


def _known(names: Mapping[str, object]) -> str:
    return f"Known: {', '.join(sorted(names))}"


def _line(content: bytes, name: str) -> int:
    lines = content.decode("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if re.match(rf"\s*\[?{re.escape(name)}\b", line)), 1)


def _unusable(file: str, line: int, message: str, hint: str = "") -> Unusable:
    return Unusable([Problem(Place(file, line), message, hint, rule="words")])
