"""The twelve points, and the nouns of a review: what was found of each, and the places where a text sounds like a form.

The points are those of the framework that the project follows (prepare, communicate, explain): four of manner, four of content, four of
depth. Their ids are the keys of `review:` in an incident's front matter.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Point(StrEnum):
    """One of the twelve, in the order of the framework."""

    ADMIT_FAILURE = "admit_failure"
    HUMAN = "human"
    CHANNEL = "channel"
    AUTHENTIC = "authentic"
    START_END = "start_end"
    AFFECTED = "affected"
    WHAT_WENT_WRONG = "what_went_wrong"
    LESSONS = "lessons"
    TECHNOLOGIES = "technologies"
    FIVE_WHYS = "five_whys"
    HUMAN_ELEMENTS = "human_elements"
    OTHERS_LEARN = "others_learn"


class State(StrEnum):
    """How far a point is met. Listed from good to bad."""

    MET = "met"
    PARTLY = "partly"
    MISSING = "missing"


TITLES = {
    Point.ADMIT_FAILURE: "Admit failure",
    Point.HUMAN: "Sound like a human",
    Point.CHANNEL: "A channel to reach you",
    Point.AUTHENTIC: "Signed",
    Point.START_END: "Start and end",
    Point.AFFECTED: "Who was affected, and how many",
    Point.WHAT_WENT_WRONG: "What went wrong",
    Point.LESSONS: "Lessons",
    Point.TECHNOLOGIES: "Technologies",
    Point.FIVE_WHYS: "Five whys",
    Point.HUMAN_ELEMENTS: "Human elements",
    Point.OTHERS_LEARN: "What others can learn",
}

WRITE = {
    Point.ADMIT_FAILURE: "Say in one sentence what you did or left undone, and say sorry for it: "
    "“We deployed without a load test. We are sorry.”",
    Point.HUMAN: "Tell it as you would tell a colleague: “we saw”, “we tried”, “I deployed”, in whole sentences.",
    Point.CHANNEL: "Say where people can ask or follow: an address in site.yaml (channels:), or a line such as "
    "“Questions? Write to help@example.com.”",
    Point.AUTHENTIC: 'Sign it: add by="Your name, your role" to the braces of its heading.',
    Point.START_END: "Give both times, with a zone, and how long it lasted: “From 14:02 to 15:40 UTC, for 98 minutes.”",
    Point.AFFECTED: "Give a number, a share or a list: “6,323 customers in eu-west; one request in five failed.”",
    Point.WHAT_WENT_WRONG: "Say what broke and why: “The pool ran dry because the deploy halved its size.” "
    "If you do not know yet, say so, and what you suspect.",
    Point.LESSONS: "Under “### What we learned”, say what you know now that you did not know before, and what you change, "
    "one concrete line each.",
    Point.TECHNOLOGIES: "Name what failed and what it did: “PgBouncer refused new connections”, not “the database layer”.",
    Point.FIVE_WHYS: "Add “### Five whys”: ask why it happened, then why that was possible, and why nobody saw it; "
    "each answer is the next question.",
    Point.HUMAN_ELEMENTS: "Say what it was like for people: who was woken, what was believed wrongly, what luck helped, who lent a hand.",
    Point.OTHERS_LEARN: "Under “### What others can learn”, tell anyone who runs something similar what to check, as advice to them.",
}
"""What to do where a point is missing."""


class Judgement(Struct, frozen=True):
    """What was found of one point."""

    point: Point
    state: State
    line: int = 0
    """Where, in the file; 0 where there is no one place."""
    quote: str = ""
    """What stands there, shortened; or where else it was found."""
    lacking: str = ""
    """What keeps a point that is partly met from being met; empty where `WRITE` says it all."""


class Remark(Struct, frozen=True):
    """A place where a text does not sound like a person, and a plainer way to say it."""

    line: int
    column: int
    """From 1, in characters."""
    quote: str
    plainer: str


class Review(Struct, frozen=True):
    """A postmortem held against the twelve points."""

    judgements: tuple[Judgement, ...]
    """One for each point, in order. Empty where the text is not in a language that is understood here."""
    remarks: tuple[Remark, ...]

    def of(self, point: Point) -> Judgement:
        """What was found of `point`."""
        return next(each for each in self.judgements if each.point is point)
