"""The states of a Stashboard: ours by its names, each with a level and an image.

A fresh Stashboard knows `up`, `warning` and `down`, so these stand for the states that are nearest, and programs that know nothing
else still understand the worst of them.
"""

from __future__ import annotations

from msgspec import Struct

from generator.model import ComponentStatus
from generator.render.api.document import Facts
from generator.render.edition import Edition

LEVELS = ("NORMAL", "WARNING", "ERROR", "CRITICAL")
UNKNOWN = "unknown"
"""A report could not be read and may say worse than what is known."""


class State(Struct, frozen=True):
    """A state that a service can be in."""

    id: str
    ours: str
    """A `ComponentStatus`, or `UNKNOWN`: the word for it and the image are by this name."""
    level: str


STATES = (
    State("up", ComponentStatus.OPERATIONAL, "NORMAL"),
    State("maintenance", ComponentStatus.UNDER_MAINTENANCE, "WARNING"),
    State("warning", ComponentStatus.DEGRADED_PERFORMANCE, "WARNING"),
    State("partial", ComponentStatus.PARTIAL_OUTAGE, "ERROR"),
    State("down", ComponentStatus.MAJOR_OUTAGE, "CRITICAL"),
    State(UNKNOWN, UNKNOWN, "CRITICAL"),
)
BY_OURS = {state.ours: state for state in STATES}


def status(edition: Edition, state: State) -> Facts:
    """A Status: one of the states, in words."""
    name = edition.words.get("component_status", state.ours)
    return {
        "default": state.ours == ComponentStatus.OPERATIONAL,
        "name": name,
        "id": state.id,
        "description": name,
        "url": edition.address(f"api/v1/statuses/{state.id}.json"),
        "image": edition.address(image(edition, state)),
        "level": state.level,
    }


def image(edition: Edition, state: State) -> str:
    """The path of its image among the theme's assets."""
    return edition.assets[f"icons/{state.ours}.svg"]
