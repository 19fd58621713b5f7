"""What a section is about, by the words of its heading. Synonyms of the field: what forms, templates and people call the same thing.

The words are those that public templates use (Google's SRE book, the PagerDuty and Atlassian handbooks, GOV.UK's incident forms), and their plain
English paraphrases. The first row that fits wins, so the narrow ones stand before the wide ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum


class Topic(StrEnum):
    """What sections of postmortems are about."""

    WHYS = "whys"
    OTHERS = "others"
    CONTACT = "contact"
    TIMELINE = "timeline"
    LESSONS = "lessons"
    ACTIONS = "actions"
    CAUSE = "cause"
    IMPACT = "impact"
    PEOPLE = "people"
    RESOLUTION = "resolution"
    DETECTION = "detection"
    SUMMARY = "summary"


ROWS = (
    (Topic.WHYS, r"\b(?:five|5)[ -]?whys?\b|\bthe whys\b|\bask(?:ing|ed)? why\b|\bwhy,? why\b"),
    (
        Topic.OTHERS,
        r"\bothers?\b|\bfor everyone\b|\bfor anyone\b|\bfor you\b|\b(?:should|can|could) you\b|\b(?:should|can) (?:i|you|users|customers) do\b|\bwider\b"
        r"|\byou (?:can|could|may|might|should)(?: also)? (?:take|learn|use|check)\b|\beverybody\b|\byour own\b"
        r"|\badvice\b|\bfor (?:the|our) (?:community|industry|readers?)\b|\bgeneral(?:ly)? (?:lessons?|advice)\b",
    ),
    (
        Topic.CONTACT,
        r"\bcontact\b|\breach (?:us|out)\b|\bquestions\b|\bget in touch\b|\bstay (?:informed|up)\b|\bfeedback\b",
    ),
    (
        Topic.TIMELINE,
        r"\btime ?lines?\b|\bchronolog|\bsequence of events\b|\bkey (?:events|times|moments)\b|\bevents\b|\blog\b",
    ),
    (
        Topic.LESSONS,
        r"\blessons?\b|\blearn(?:ed|t|ings?)?\b|\btake-?aways?\b|\bwent (?:well|poorly|badly|less well|so well|right|great)\b"
        r"|\bgo(?: so)? well\b|\b(?:got|were|was) lucky\b|\bretrospect|\breflections?\b|\bin hindsight\b|\bcould (?:be|have been) (?:better|improved)\b",
    ),
    (
        Topic.ACTIONS,
        r"\baction(?:s|ables?)?\b|\bwhat(?:'s| is| comes| happens)? next\b|\bwhat changes\b|\bcounter ?measures?\b|\bremediations?\b|\bfollow[- ]?ups?\b|\bnext steps\b|\bprevent\w*|\bcorrective\b|\bimprove\w*|\bto-?dos?\b"
        r"|\bwe (?:will|are going to|plan to|intend to|are|have)\b.*\b(?:do|doing|done|change|changing|changed|improv\w+)\b|\bwe're\b|\bwe'll\b|\bwe (?:do|did|fix|fixed|changed?)\b"
        r"|\b(?:moving|going|looking) forward\b|\bfuture\b|\brecommendations?\b|\bcountermeasures?\b|\bchanges\b|\bhappen(?:ing)? again\b|\bour plans?\b",
    ),
    (
        Topic.CAUSE,
        r"\bcauses?\b|\bwhy\b|\bhow (?:did|could|was|it|this)\b|\bwent wrong\b|\bwhat happened\b|\bcontribut\w+|\btriggers?\b|\btechnical\b"
        r"|\banalysis\b|\bdiagnos\w+|\bbackground\b|\bcontext\b|\bexplanation\b|\bdetails\b|\bthe (?:problem|bug|issue|fault|failure|incident|outage)\b"
        r"|\bproblem\b|\bdeep(?:er)? (?:dive|look)\b|\bin depth\b",
    ),
    (
        Topic.IMPACT,
        r"\bimpact(?:ed)?\b|\baffect(?:ed|s)?\b|\bscope\b|\bblast radius\b|\bconsequences?\b|\beffects?\b|\bdamage\b|\bseverity\b|\bwho (?:was|were|noticed)\b",
    ),
    (
        Topic.PEOPLE,
        r"\bpeople\b|\bhumans?\b|\bthanks?\b|\bthank you\b|\backnowledg\w+|\bkudos\b|\bbehind the scenes\b|\bon[- ]call\b|\bteam\b",
    ),
    (
        Topic.RESOLUTION,
        r"\bresolutions?\b|\bresolv\w+|\brecover\w*|\bfix(?:ed|es|ing)?\b|\bmitigat\w+|\bresponse\b|\brestor\w+|\bworkaround\b",
    ),
    (Topic.DETECTION, r"\bdetect\w*|\bidentified\b|\bnoticed\b|\bdiscover\w*"),
    (
        Topic.SUMMARY,
        r"\bsummary\b|\boverview\b|\btl;? ?dr\b|\babstract\b|\bintroduction\b|\bat a glance\b|\bin (?:short|brief)\b",
    ),
)
PATTERNS = tuple((topic, re.compile(pattern, re.IGNORECASE)) for topic, pattern in ROWS)


def topics_of(heading: str, above: Sequence[Topic] = ()) -> tuple[Topic, ...]:
    """What a section is about whose heading says `heading`, below headings about `above`, the first the foremost; empty for nothing known.

    Most headings have one topic. What we learned and what others may take from it often share one, and so do cause and impact. What went wrong,
    as half of a retrospective, is a lesson; as a section of its own it is the cause.
    """
    found = tuple(topic for topic, pattern in PATTERNS if pattern.search(heading))
    if found[:1] == (Topic.CAUSE,) and Topic.LESSONS in above:
        return (Topic.LESSONS,)
    return found if found[:1] == (Topic.OTHERS,) or re.search(r"\band\b|&|,|/", heading) else found[:1]
