"""Texts for `init`, `new`, `update`, `resolve`, `postmortem` and `workflows`: pure, facts in and text out.

Every text ends with a newline and reads back as the facts it was made from. This package asks no clock, opens no file
and knows no room.
"""

from generator.scaffold.postmortem import Facts, postmortem
from generator.scaffold.report import Draft, file_name, incident, maintenance, notice
from generator.scaffold.section import Heading, Opened, appended, left_open, moment, section
from generator.scaffold.site import NewSite, new_site
from generator.scaffold.workflows import Stale, filled, lists, program, stale
from generator.scaffold.written import one_line, written

__all__ = [
    "Draft",
    "Facts",
    "Heading",
    "NewSite",
    "Opened",
    "Stale",
    "appended",
    "file_name",
    "filled",
    "incident",
    "left_open",
    "lists",
    "maintenance",
    "moment",
    "new_site",
    "notice",
    "one_line",
    "postmortem",
    "program",
    "section",
    "stale",
    "written",
]
