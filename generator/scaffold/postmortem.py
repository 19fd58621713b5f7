"""The section that explains an incident, begun with what its file already knows and the questions that are left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from msgspec import Struct

from generator.model import Status
from generator.scaffold.section import Heading, moment, section
from generator.scaffold.written import one_line

LONGEST = 120
"""Characters of an update's first line that the timeline repeats."""

TEMPLATE = """\
<!-- Fill in what is left, then commit. Comments like this one never reach the page. Say "we"; blame systems, not people. -->

### What happened

{facts}

<!-- What did people see, in two or three sentences of your own? What was our part in it? Say sorry where it is due. -->

### Timeline

{timeline}

<!-- When did we notice, and how? What was tried that did not help? -->

### Why it happened

<!-- Which technology failed, and how? Ask why five times: each answer is the next question's subject.
     What made it easy for people to do what they did: a tool, a habit, a deadline, a page at night? -->

### What went well, and what did not

<!-- Where were we lucky? What made it longer than it had to be? -->

### What we learned

<!-- What could others who run something similar take from this? -->

### What we will do

<!-- One line each, with a day by which it will be done:
- [ ] Alert on pool exhaustion ({soon})
-->

<!-- How can people reach us about this? Sign it: add by="Your name" to the braces of the heading. -->
"""


class Facts(Struct, frozen=True):
    """What the incident's file already says."""

    started: datetime
    ended: datetime
    components: Sequence[str]
    """Names, not ids."""
    affected: str
    said: Sequence[tuple[datetime, str, str]]
    """Each update, oldest first: its time, its status in words, its text."""


def postmortem(facts: Facts, at: datetime, by: str, zone: tzinfo) -> str:
    """A postmortem section with start, end, duration, what was affected and the timeline filled in, the rest asked in comments."""
    text = TEMPLATE.format(
        facts=_facts(facts, zone), timeline=_timeline(facts, zone), soon=(at + timedelta(days=14)).date()
    )
    return section(Heading(Status.POSTMORTEM, at, by=by), text, zone)


def duration(of: timedelta) -> str:
    """`1 hour 38 minutes`: the two largest of days, hours and minutes; never less than `1 minute`."""
    minutes = max(int(of.total_seconds()) // 60, 1)
    parts = ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute"))
    return " ".join([f"{count} {unit}{'s' if count > 1 else ''}" for count, unit in parts if count][:2])


def _facts(facts: Facts, zone: tzinfo) -> str:
    lasted = duration(facts.ended - facts.started)
    lines = [f"From {moment(facts.started, zone)} until {moment(facts.ended, zone)}, for {lasted}."]
    if facts.components:
        lines.append(f"It touched {', '.join(facts.components)}.")
    if facts.affected:
        lines.append(f"Affected: {one_line(facts.affected)}")
    return "\n".join(lines)


def _timeline(facts: Facts, zone: tzinfo) -> str:
    heard = facts.said[0][0] if facts.said else None
    entries = [] if facts.started == heard else [(facts.started, "People begin to feel it.")]
    for at, status, text in facts.said:
        first = one_line(text.strip().partition("\n")[0])
        shown = first if len(first) <= LONGEST else first[:LONGEST].rpartition(" ")[0] + " …"
        entries.append((at, f"{status}. {shown}" if shown else f"{status}."))
    return "\n".join(f"- {moment(at, zone)}: {what}" for at, what in entries)
