"""What a template puts out, escaped for less: a page puts out a hundred values, and most of them are words that the page before had too.

Jinja escapes each value for itself and marks the result as safe, only to join it with its neighbours at once. Here HTML is put out as it
stands, and what plain text becomes is known from the last time. The bytes are the same.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from generator.render.markup import Html


def put(value: object) -> str:
    """`value` as `markupsafe.escape` has it, to be joined with what stands beside it."""
    if type(value) is str:
        return _escaped(value)
    if isinstance(value, (Html, Markup)):
        return value
    return _escaped(str(value)) if isinstance(value, StrEnum) else escape(value)


@lru_cache(maxsize=1024)  # words, names, links: some hundreds stand on page after page
def _escaped(text: str) -> str:
    return str(escape(text))


class _Putting(CodeGenerator):
    """Compiles templates to code that calls `put`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        """Called by Jinja before it compiles a value that is put out. It is Jinja's own way of putting out something else (`nativetypes.py`)."""
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.put(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Environment(jinja2.Environment):
    """Jinja's, putting out values by `put`. Takes no `finalize`."""

    code_generator_class = _Putting
    put = staticmethod(put)
