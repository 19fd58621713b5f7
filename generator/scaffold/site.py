"""The files of a new site: what `upside init` lays out."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from urllib.parse import urlsplit

from msgspec import Struct

from generator.model import Change, ComponentStatus, Impact, Status
from generator.scaffold.report import Draft, file_name, incident
from generator.scaffold.section import Heading, moment, section
from generator.scaffold.written import one_line, written

SCHEMAS = ".schema"
"""The folder with the JSON Schemas that editors read: hidden, since no person has to."""

SITE = """\
# yaml-language-server: $schema={schemas}/site.json
# What this page is and which parts of the service it speaks of. `upside check` says what is wrong with this file.

name: {name}
url: {url}    # where this page will stand, a path included if there is one
timezone: {timezone}    # an IANA name, such as Europe/Berlin; times without a zone are meant in it
language: en
# description: Current state and history of the service
# home: https://example.com    # the main site
# security: mailto:security@example.com    # where to report a vulnerability

# The root of all feed ids (RFC 4151). Written once. Never change it, not even when the address changes:
# every feed reader would show every incident as new.
authority: {authority}

# What can be up or down. An incident names these by their id; never reuse the id of one that is gone.
# `since` is the first day for which anything is known; days before it are shown as "no data".
components:
  - {{id: website, name: Website}}
  - {{id: api, name: API, group: Core, description: Reads and writes}}
  - {{id: dashboard, name: Dashboard, group: Core}}
  # - {{id: mail, name: Mail, since: {today}}}

# Where people reach you while it burns: https:, mailto: or tel:
# channels:
#   - {{name: Support, url: mailto:help@example.com}}

# Where `upside announce` sends what is new: chats, phones, mailboxes. This file is no place for secrets: ${{NAME}} stands for a
# variable of the environment. incidents/README.md of Upside says the rest.
# announce:
#   - name: Team chat
#     url: ${{TEAM_CHAT_URL}}
#   - name: Customers
#     url: mailtos://status:${{MAIL_PASSWORD}}@mail.example.com/?from=status@example.com&to=customers@example.com
#     minimum_impact: major

# How soon people hear from you. While an incident is open the page says when the next word is due, and when it is late.
promises:
  first_update: 15 minutes
  updates_every: 2 hours
  postmortem: 5 days
  # critical: {{first_update: 5 minutes, updates_every: 30 minutes}}    # what differs by impact: none, minor, major, critical
  # since: {today}    # what began before that day owes nothing by these promises
"""

IGNORED = """\
# What `upside build` makes, and what it remembers between builds.
/public/
/.upside/
"""


class NewSite(Struct, frozen=True):
    """What a new site's texts need to know."""

    name: str
    url: str
    timezone: str
    """An IANA name, the one of `zone`."""
    zone: tzinfo
    now: datetime


def new_site(site: NewSite) -> dict[str, str]:
    """Every file of the new site, path to text, without the schemas; it builds without a problem."""
    today = site.now.astimezone(site.zone).date()
    url = site.url.rstrip("/")
    text = SITE.format(
        schemas=SCHEMAS,
        name=written(one_line(site.name)),
        url=written(url) if ": " in url else url,
        timezone=site.timezone,
        authority=f"{urlsplit(url).hostname},{today}",
        today=today,
    )
    path, example = _example(site)
    return {"site.yaml": text, path: example, ".gitignore": IGNORED}


def _example(site: NewSite) -> tuple[str, str]:
    """An incident from its first word to its postmortem, over an hour ago, so that the page begins green."""
    start = site.now - timedelta(hours=3)
    draft = Draft(
        title="Example: slow answers from the API",
        words="Some requests to the API take up to ten seconds. We are looking for the cause.\n\n"
        "<!-- What stands in a comment like this one never reaches the page. -->",
        components=("api",),
        affected="about one request in twenty",
        schema=f"../../{SCHEMAS}/incident.json",
    )
    first = Heading(Status.INVESTIGATING, start + timedelta(minutes=6), next=start + timedelta(minutes=36))
    text = incident(draft, Impact.MINOR, start, first, site.zone)
    rest = (
        (Status.IDENTIFIED, 31, (), "A query lost its index in the last release. We are putting it back."),
        (
            Status.MONITORING,
            52,
            (Change("api", ComponentStatus.OPERATIONAL),),
            "The index is back and answers are quick again. We are watching.",
        ),
        (Status.RESOLVED, 80, (), "Answers have been quick for half an hour. This is over."),
    )
    for status, minutes, changes, words in rest:
        heading = Heading(status, start + timedelta(minutes=minutes), changes)
        text += "\n" + section(heading, words, site.zone)
    explained = Heading(Status.POSTMORTEM, start + timedelta(minutes=110), by="Your name")
    day = start.astimezone(site.zone).date()
    end = start + timedelta(minutes=80)
    told = EXPLAINED.format(start=moment(start, site.zone), end=moment(end, site.zone), day=day)
    text += "\n" + section(explained, told, site.zone)
    return f"incidents/{file_name('example', day, 'example')}.md", text


EXPLAINED = """\
### What happened

From {start} until {end}, for 80 minutes, about one request in twenty to the API took up to ten seconds. We had released a change that
dropped an index of our PostgreSQL database, so that every search read the whole table. That was our mistake, and we are sorry.

### Five whys

1. Why were answers slow? Because every search read the whole table.
2. Why did it do that? Because the release had dropped the index `orders_by_day`.
3. Why did the release drop it? Because we renamed a column, and our migration tool drops the indexes of a column that is gone.
4. Why did nobody notice in the review? Because the tool does it without a line in the migration.
5. Why did no test show it? Because our tests use a small database, on which a missing index costs nothing.

### The people in it

I was on call with one colleague, and we looked at the network first, because it had been the network the last three times. I was so sure
of it that it cost us a quarter of an hour. Luck helped: the colleague who knows that query by heart had just come back from lunch.

### What we learned, and what others can take from it

- If you use a migration tool, check the schema that it leaves behind, and not only the lines that you wrote.
- A test database should be as large as the real one, or nobody sees what is slow.

### What we did

- [x] Test every release on a copy of real size ({day})
- [x] Compare the indexes before and after each migration ({day})

Questions? Write to us: [help@example.com](mailto:help@example.com)

<!-- This is an example of a finished incident. Delete the file, and write your own with: upside new -->
"""
