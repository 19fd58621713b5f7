"""The nouns: what people wrote, what is true of it, and what is made from it. Data only.

Everything is frozen, every datetime aware and in UTC, every closed set an enum. Three kinds of nouns:

- *written*: made by `read`, says what stands in the files and nothing that could be derived from it;
- *derived*: made by `decide`, says what is true at `Board.now`;
- *made*: `File`, a promise of bytes, made by `render` and kept by `publish`.

Words are Statuspage's where it has one (the public API v2 is the source of the enums).
"""

from __future__ import annotations

from generator.model.day import Day
from generator.model.derived import (
    Board,
    Course,
    Month,
    NextWord,
    RecentDay,
    Remediation,
    Standing,
    Step,
    Story,
    Tick,
    Transition,
    Window,
)
from generator.model.later import Later, Once
from generator.model.made import File
from generator.model.openness import Metrics, Promise, PromiseKind, PromiseState, Times
from generator.model.vocabulary import POINTS, ActionState, ComponentStatus, Headline, Impact, Status
from generator.model.written import (
    TOPICS,
    ActionItem,
    Change,
    Channel,
    Component,
    Incident,
    Maintenance,
    Notice,
    Outlet,
    Postmortem,
    Promises,
    Site,
    Source,
    Text,
    Update,
)

__all__ = [
    "POINTS",
    "TOPICS",
    "ActionItem",
    "ActionState",
    "Board",
    "Change",
    "Channel",
    "Component",
    "ComponentStatus",
    "Course",
    "Day",
    "File",
    "Headline",
    "Impact",
    "Incident",
    "Later",
    "Maintenance",
    "Metrics",
    "Month",
    "NextWord",
    "Notice",
    "Once",
    "Outlet",
    "Postmortem",
    "Promise",
    "PromiseKind",
    "PromiseState",
    "Promises",
    "RecentDay",
    "Remediation",
    "Site",
    "Source",
    "Standing",
    "Status",
    "Step",
    "Story",
    "Text",
    "Tick",
    "Times",
    "Transition",
    "Update",
    "Window",
]
