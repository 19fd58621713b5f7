"""Jinja2 with the house's rules: strict, always escaping, templates from the theme's layers only, mistakes as problems.

Templates are the owner's own program and are trusted as such; what people write in incidents is data and is never one: nothing
here makes a template of a string that does not come from the theme.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping

import jinja2

from generator.memory import Memory
from generator.problem import Place, Problem, Unusable, did_you_mean
from generator.render.compiled import Compiled
from generator.render.escaping import Environment
from generator.render.theme import DEFAULT, Theme

FOLDER = "templates/"
"""Where templates lie in a theme; their names leave it out."""


class Templates:
    """The templates of a theme, compiled when first asked for."""

    def __init__(self, theme: Theme, everywhere: Mapping[str, object], memory: Memory) -> None:
        """`everywhere` holds the variables that every template and every macro is given."""
        self._theme = theme
        self._environment = Environment(
            loader=_Layers(theme),
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            optimized=False,  # nothing in them can be reckoned beforehand, and looking for it is a tenth of compiling them
            cache_size=-1,
            bytecode_cache=Compiled(memory),
        )
        self._environment.globals = dict(everywhere)

    def render(self, name: str, variables: Mapping[str, object]) -> str:
        """The page that the template `name` makes of `variables`. Raises `Unusable` with the place of a mistake in it."""
        try:
            return self._environment.get_template(name).render(variables)
        except jinja2.TemplateSyntaxError as mistake:
            shown = mistake.filename or mistake.name or name
            raise _unusable(
                shown, mistake.lineno, f"This template does not parse: {mistake.message}", "template-syntax"
            ) from None
        except jinja2.TemplateNotFound as mistake:
            shown, line = self._place(mistake, name)
            near = did_you_mean(str(mistake.name), self._names())
            hint = f'{{% extends "{near}" %}} or {{% include "{near}" %}}' if near else ""
            raise _unusable(shown, line, f"There is no template “{mistake.name}”", "template-missing", hint) from None
        except (
            jinja2.TemplateError,
            RecursionError,
            ArithmeticError,
            AttributeError,
            LookupError,
            TypeError,
            ValueError,
        ) as mistake:
            shown, line = self._place(mistake, "")
            if not shown:
                raise
            known = "The variables that each template is given are listed in theme/README.md"
            raise _unusable(
                shown, line, f"This template cannot be filled in: {mistake}", "template-variable", known
            ) from None

    def _names(self) -> list[str]:
        packaged = [path.removeprefix(FOLDER) for path in self._theme.packaged if path.startswith(FOLDER)]
        own = [path.removeprefix(FOLDER) for path in self._theme.own if path.startswith(FOLDER)]
        return [*own, *packaged, *(DEFAULT + name for name in packaged)]

    def _place(self, mistake: BaseException, otherwise: str) -> tuple[str, int]:
        """File and line of the innermost template that `mistake` went through; Jinja puts template lines into tracebacks."""
        found = (otherwise, 1)
        for frame in traceback.extract_tb(mistake.__traceback__):
            if frame.filename.startswith(("theme/" + FOLDER, DEFAULT + FOLDER)):
                found = (frame.filename, frame.lineno or 1)
        return found


class _Layers(jinja2.BaseLoader):
    """The site's own template, else the packaged one; `default/…` is the packaged one."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        del environment
        if template.startswith(DEFAULT):
            found = self._theme.find_packaged(FOLDER + template.removeprefix(DEFAULT))
        else:
            found = self._theme.find(FOLDER + template)
        if found is None:
            raise jinja2.TemplateNotFound(template)
        content, shown = found
        try:
            return content.decode("utf-8"), shown, None
        except UnicodeDecodeError as mistake:
            line = content.count(b"\n", 0, mistake.start) + 1
            message = f"byte 0x{content[mistake.start]:02x} is not UTF-8"
            raise jinja2.TemplateSyntaxError(message, line, template, shown) from None


def _unusable(file: str, line: int, message: str, rule: str, hint: str = "") -> Unusable:
    return Unusable([Problem(Place(file, line), message, hint, rule=rule)])
