"""Whether the page can be changed in the night, and whether what is there is true now."""

from __future__ import annotations

from datetime import datetime, timedelta

from generator.decide.preparedness.outcome import Outcome, advice, fine, listed, not_checked, wrong
from generator.decide.preparedness.reach import home_answers
from generator.model.preparedness import Answer, Cause, Ground, Heartbeat, Shown, Unknown, World

GRACE = timedelta(hours=3)
"""Schedules run late, by hours at times. Past this the page itself tells its readers that it is old (theme/assets/status.js)."""
BEHIND = timedelta(hours=1)
"""What one publication takes until it is everywhere, at most."""
AHEAD = timedelta(minutes=10)
"""Clocks differ by less."""


def remotes(ground: Ground, _now: datetime) -> Outcome:
    """The words lie in two places besides this machine."""
    found = ground.remotes
    if isinstance(found, Unknown):
        if found.cause is Cause.NOTHING:
            return advice(
                "the folder is no git repository, so every word is on this disk alone",
                "Commit it, and push it to two hosts",
                "git init && git add --all && git commit",
            )
        return not_checked(found)
    if not found:
        return advice(
            "the repository has no remote, so every word is on this disk alone",
            "Give it one, and push",
            "git remote add origin ADDRESS",
        )
    hosts = {each.host for each in found}
    if len(hosts) > 1:
        return fine(f"{listed(dict.fromkeys(each.name for each in found))}, on {len(hosts)} hosts")
    where = next(iter(hosts)) or "this machine"
    return advice(
        f"every remote ({listed(dict.fromkeys(each.name for each in found))}) is on {where}: while that is down nobody else gets the words",
        "Add one on another host, and push to both",
        "git remote add second ADDRESS",
    )


def workflows(ground: Ground, _now: datetime) -> Outcome:
    """Whoever publishes by GitHub has what is needed, as site.yaml says it."""
    found = ground.workflows
    if found.stale:
        return wrong(
            f"lists in the workflows are not what site.yaml says: {listed(found.stale)}",
            "Renew them, and commit",
            "upside workflows",
        )
    if not found.installable:
        return wrong(
            "the workflows do not know where Upside comes from, so they cannot install it (.github/upside/program.txt)",
            "Say it, and commit",
            "upside workflows --from git+https://github.com/OWNER/upside@COMMIT",
        )
    if found.missing:
        return advice(
            f"not there: {listed(found.missing, 3)}",
            "Write them, and commit. Without GitHub you need none: upside publish",
            "upside workflows",
        )
    return fine("they are there, and as site.yaml has it")


def publishing(ground: Ground, _now: datetime) -> Outcome:
    """The command that publishes from here would begin to."""
    if not ground.destinations:
        return advice(
            "site.yaml names no target, so without GitHub nobody can publish by one command",
            "List one in site.yaml; upside publish --help says which there are",
            "publish: [s3://example-status]",
        )
    if unfit := [each for each in ground.destinations if each.unfit]:
        return wrong(
            listed(f"{each.shown}: {each.unfit}" for each in unfit),
            "Make that right on every machine that may have to publish",
        )
    return fine(f"{listed(each.shown for each in ground.destinations)}; upside drill rehearses it")


def second_host(ground: Ground, _now: datetime) -> Outcome:
    """There are two places where the page can be shown, and they do not fail together."""
    places = {each.place or "this machine" for each in ground.destinations}
    every = [*sorted(places), *(["GitHub Pages"] if ground.workflows.pages else [])]
    remedy = "List a host of another provider in site.yaml, ship to it always, and tell readers its address beforehand"
    line = "publish: [s3://example-status]"
    if len(every) > 1:
        return fine(f"{listed(every)}. Tell your readers the second address beforehand")
    if len(ground.destinations) > 1:
        return advice(f"all of publish: lies at one place, {every[0]}", remedy, line)
    if every == ["GitHub Pages"]:
        return advice("GitHub Pages alone, which cannot be changed while GitHub Actions is down", remedy, line)
    return advice(f"{every[0]} alone" if every else "neither site.yaml nor a workflow names a host", remedy, line)


def targets(_ground: Ground, world: World, _now: datetime) -> Outcome:
    """Every target can be reached with what this machine has, and shows what the others show."""
    if not world.targets:
        return not_checked("site.yaml names no target (publish)")
    network = home_answers(world) or isinstance(world.status.page, Answer)
    silent = [(shown, found) for shown, found in world.targets if isinstance(found, Unknown)]
    for shown, found in silent:
        if not network and found.cause is Cause.NETWORK:
            return not_checked(Unknown(Cause.NETWORK, f"{shown}: {found.words}"))
    if silent:
        said = listed(f"{shown}: {found.words}" for shown, found in silent)
        return wrong(said, "Make that right, and rehearse the night", "upside drill")
    there = [found for _, found in world.targets if isinstance(found, Shown)]
    if empty := [each.shown for each in there if not each.live]:
        return wrong(
            f"nothing was ever published to {listed(empty)}", "Publish there once, on a quiet day", "upside publish"
        )
    return _level(there, world)


def _level(shown: list[Shown], world: World) -> Outcome:
    """Whether none of the targets is behind what is newest anywhere."""
    times = [each.built_at for each in shown if each.built_at]
    if isinstance(world.heartbeat, Heartbeat):
        times.append(world.heartbeat.built_at)
    newest = max(times)
    if behind := [each for each in shown if each.built_at and newest - each.built_at > BEHIND]:
        said = listed(f"{each.shown} shows {each.live}" for each in behind)
        return wrong(
            f"{said}, which is older than what is live elsewhere ({_moment(newest)})",
            "Bring it up to date",
            "upside publish",
        )
    return fine(listed(f"{each.shown} shows {each.live}" for each in shown))


def files(ground: Ground, _now: datetime) -> Outcome:
    """What people wrote can be read."""
    if ground.errors:
        many = "1 error" if ground.errors == 1 else f"{ground.errors} errors"
        return wrong(f"site.yaml and incidents/ hold {many}", "See where, and what to write", "upside check")
    return fine("site.yaml and incidents/ can be read")


def built(ground: Ground, now: datetime) -> Outcome:
    """What was built here is true still."""
    found = ground.built
    if isinstance(found, Unknown):
        return not_checked(found, "", "upside build" if found.cause is Cause.NOTHING else "")
    if found.next_change <= now:
        return advice(
            f"built {_ago(found, now)}; the clock has changed something since {_moment(found.next_change)}",
            "Build it",
            "upside build",
        )
    return fine(f"built {_ago(found, now)}, true until {_moment(found.next_change)}")


def heartbeat(_ground: Ground, world: World, now: datetime) -> Outcome:
    """What readers see is true still."""
    found = world.heartbeat
    if isinstance(found, Unknown):
        answered = isinstance(world.status.page, Answer)
        if answered and found.cause in (Cause.GARBLED, Cause.NETWORK):
            return wrong(found.words, "Publish again; see that the host sends /api/heartbeat.json as it is")
        return not_checked(found)
    if found.built_at - now > AHEAD:
        return wrong(
            f"the page says it was built at {_moment(found.built_at)}, which is still to come",
            "Set the clock of the machine that builds",
        )
    said = f"built {_ago(found, now)}; by the clock it should have changed at {_moment(found.next_change)}"
    remedy = ("Publish now, and see why the clock did not: the workflow Clock, or your timer", "upside publish")
    if now - found.next_change > GRACE:
        return wrong(said, *remedy)
    if found.next_change <= now:
        return advice(f"{said}. Schedules run late; past three hours the page calls itself old", *remedy)
    return fine(f"built {_ago(found, now)}, true until {_moment(found.next_change)}")


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _ago(found: Heartbeat, now: datetime) -> str:
    minutes = max(0, int((now - found.built_at).total_seconds() // 60))
    for size, one in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {one}{'s' if count != 1 else ''} ago"
    return "just now"
