"""The section that explains an incident, begun with what its file already knows and the questions that are left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from msgspec import Struct

from generator.model import Status
from generator.scaffold.section import Heading, moment, section
from generator.scaffold.written import duration, one_line

LONGEST = 120
"""Characters of an update's first line that the timeline repeats."""

TEMPLATE = """\
<!-- Answer what is asked in comments like this one, which never reach the page; delete the headings that you do not need.
     Then hold it against the twelve points:  upside postmortem --review
     Tell it as you would tell a colleague. Say "we", and blame nobody. -->

### What happened

{facts}

<!-- What did people see, in two or three sentences of your own? How many of them, or what share: an estimate will do if you call it one.
     What did we do or leave undone? Say it plainly, and say sorry for what it did to people, not for "any inconvenience". -->

### Timeline

{timeline}

<!-- When did we notice, and how? What was tried that did not help? -->

### What went wrong

<!-- What broke, and because of what? Name the technologies, with versions, and what each of them did. -->

### Five whys

<!-- Each answer is the next question. The last ones are about how we work: what made it possible, and why did nobody see it coming?
1. Why could people not ...? Because ...
2. Why ...? Because ...
3. Why was that possible? Because ...
4. Why did no test, review or alarm show it? Because ...
5. Why ...? Because ...
-->

### The people in it

<!-- Who was woken or alone with it? What did we believe that was wrong? Who helped, and where were we lucky? -->

### What we learned

<!-- What do we know now that we did not know before? What went well? One line each. -->

### What others can learn

<!-- If you run something similar: what should you check today? Write it as advice to a stranger. -->

### What we will do

<!-- One line each, with the day by which it will be done, and who does it. The page keeps count of them.
- [ ] Alert on pool exhaustion ({soon}, Operations)
-->

<!-- Where can people ask about this? Write it here if the page does not say it (site.yaml, channels:).
     Sign it: by="Your name, your role" in the braces of the heading above.
     So that it is found again, the front matter may say causes: [...], technologies: [...] and lessons: [...] -->
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
