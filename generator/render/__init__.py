"""Render: facts into bytes. Takes a Board and a Theme, promises Files; decides nothing, writes nothing.

A promise costs microseconds. Templates, Markdown and the sanitiser are imported only when bytes are asked for.
"""

from __future__ import annotations

from generator.memory import Memory
from generator.model import Board, File
from generator.render.edition import Edition
from generator.render.hosts.heartbeat import heartbeat
from generator.render.outputs import OUTPUTS
from generator.render.theme import Theme

__all__ = ["OUTPUTS", "Theme", "render"]


def render(board: Board, theme: Theme, memory: Memory) -> list[File]:
    """A promise for every file of the site.

    Making one of them raises `Unusable`, with the place of the mistake, when the theme's words or templates are broken.
    """
    edition = Edition(board, theme, memory)
    files = [file for output in OUTPUTS for file in output(edition)]
    return [*files, *heartbeat(edition, files)]
