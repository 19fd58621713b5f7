"""What invented engineers write in invented incidents: sentences with the Markdown that people really use.

Random but for the seed: the same `Random` in the same state gives the same text.
"""

from __future__ import annotations

from random import Random

REGIONS = ("eu-west", "eu-north", "us-east", "us-west", "ap-south", "sa-east", "all regions")
MACHINES = ("new machines", "PostgreSQL 17", "a second data centre", "larger disks", "a new load balancer", "IPv6")
CAUSES = (
    "a deploy that changed the connection pool", "a certificate that expired", "a full disk on `queue-{n}`", "an index that was missing",
    "a retry loop without a limit", "a DNS record with a wrong TTL", "a migration that held a lock", "a supplier's network",
    "a cache that was emptied all at once", "a feature flag that reached everybody",
)  # fmt: skip
SYMPTOMS = (
    "{name} is slow", "Errors in {name}", "{name} cannot be reached", "{name} shows old data", "Some requests to {name} fail",
    "{name} is late", "Sign-ins to {name} fail",
)  # fmt: skip

PLAIN = (
    "Requests to {name} fail for about {share} % of you since {time} UTC, and the rest take up to {n} seconds.",
    "The cause is {cause}.",
    "We see error {code} in the logs of {region}, and none in the other regions.",
    "If you can, use another region until we are done; how to do that stands in our documentation.",
    "Nothing that you have saved is lost: what was accepted before {time} UTC is on disk in two places.",
    "Our first guess was wrong, and it cost us {n} minutes; we looked at the load balancer, and it was fine.",
    "We have gone back to the version of {time} UTC and the error rate falls, from {share} % to less than one.",
    "You need not do anything; what failed is tried again by itself within {n} minutes.",
    "The team that wrote {name} is here, together with two people who know the database.",
    "{n} machines have been restarted one after the other, so that nobody loses a session.",
    "Messages are late by up to {n} minutes; each of them carries its original time.",
    "We will write again within {share} minutes, sooner if anything changes.",
    "Support knows what we know, and answers within {n} minutes.",
    "The curve for {region} has been flat since {time} UTC.",
    "Please don't retry by hand: the server's answer tells your client when to come back.",
    "We are sorry; this is the second time this month, and we know that you noticed.",
    "We added {n} machines in {region} at {time} UTC and took half of them away again.",
    "For {share} of you this began earlier, at {time} UTC, and we did not see it.",
)
MARKED = (
    "We see `HTTP {code}` in the logs of **{region}**, and none in the other regions.",
    "If you can, [use the other region](https://docs.example.com/regions#{region}) until we are done.",
    "We have rolled back to version `{n}.{share}.2`.",
    "Please do not retry by hand: `Retry-After` tells your client when to come back.",
    "Support answers at [help@example.com](mailto:help@example.com), and *knows what we know*.",
    "What works:\n\n- reading, in every region\n- {name} for those who are signed in\n- exports that were begun before {time} UTC\n",
    "What we do now:\n\n1. stop the writers in {region}\n2. add the index that is missing\n3. let the queue of {n},{code} jobs run empty\n",
    "> {name}: {share} of {code} nodes are healthy again.\n",
)
HEADINGS = (
    "What happened",
    "Who was affected",
    "What went wrong",
    "The human side",
    "What we learned",
    "What we do about it",
)


def title(random: Random, names: list[str]) -> str:
    """A title about the first of `names`."""
    return _filled(random, random.choice(SYMPTOMS), names)


def update(random: Random, status: str, names: list[str]) -> str:
    """About a hundred words in two paragraphs; every third update ends with a link, some code, a list or a quotation."""
    lead = {"Resolved": "This is over. ", "Completed": "Done, and earlier than planned. "}.get(status, "")
    first, second = (" ".join(_sentences(random, count, names)) for count in (3, 4))
    marked = "\n" + _filled(random, random.choice(MARKED), names).rstrip() + "\n" if random.randrange(3) == 0 else ""
    return f"{lead}{first}\n\n{second}\n{marked}"


def postmortem(random: Random, names: list[str]) -> str:
    """About six hundred words with headings, a table, code and tasks."""
    parts = [
        f"### {heading}\n\n{' '.join(_sentences(random, 4, names))}\n\n{_filled(random, random.choice(MARKED), names)}\n"
        for heading in HEADINGS
    ]
    rows = (_filled(random, "| {time} | {cause} |\n", names) for _ in range(5))
    parts.insert(1, "| time | what |\n|---|---|\n" + "".join(rows))
    parts.insert(4, _filled(random, "```sql\nSELECT count(*) FROM requests WHERE status = {code};\n```\n", names))
    tasks = (
        _filled(random, "- [x] No more of {cause}: limit it to {n} (2026-{month}-{day})\n", names) for _ in range(4)
    )
    parts.append("".join(tasks))
    return "\n".join(parts)


def _sentences(random: Random, count: int, names: list[str]) -> list[str]:
    return [_filled(random, sentence, names) for sentence in random.sample(PLAIN, count)]


def _filled(random: Random, template: str, names: list[str]) -> str:
    number = random.randrange(2, 60)
    return template.format(
        name=random.choice(names),
        n=number,
        share=random.randrange(2, 60),
        time=f"{random.randrange(24):02}:{random.randrange(60):02}",
        code=random.choice((429, 500, 502, 503, 504)),
        region=random.choice(REGIONS[:-1]),
        cause=random.choice(CAUSES).format(n=number),
        month=f"{random.randrange(1, 13):02}",
        day=f"{random.randrange(1, 28):02}",
    )
