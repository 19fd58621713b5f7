"""Why it happened: the cause, and the causes behind it.

Each rule says why it is one. English only.
"""

from __future__ import annotations

import re

from generator.decide.review.evidence import at, distinct, found, judged, pattern
from generator.decide.review.points import Judgement, Point, State
from generator.decide.review.prose import Piece, Prose
from generator.decide.review.topics import Topic

CAUSAL = pattern(
    r"\b(?:because|(?<!may have )caus(?:e|es|ed|ing)|due to|owing to|thanks to|led (?:us )?to|leads? to|leading to|result(?:ed|s|ing)? (?:in|from)|as a (?:result|consequence)|consequently|"
    r"triggered|which meant|this meant|that meant|mean(?:t|s|ing) that|reason (?:for|why|that|was|is)|root cause|therefore|thus|hence|so that|stemm?(?:ed|s) from|"
    r"attributed to|introduced|given that|prevented|was (?:down )?to|turned out|responsible for|allowed|exhausted|ran out of|overload\w*|cascad\w*|in turn|(?:killed|died|failed|stopped|broke|crashed|happened) when|since (?:the|it|they|our|all|every|no|there)\b|"
    r"leaving|resulting|left (?:us|the)|forced|made it|ended up|unable to|(?:could|can) no longer|exceed(?:ed|s|ing)?|queued behind|only made|which (?:means|made|then)|so (?:that )?(?:an?|the|they|nobody|all|every|no|many|each)|the culprit|a consequence of|stopped .{0,40} from)\b"
)
"""One thing follows from another."""
FAULT = pattern(
    r"\b(?:disk|memory|pool|queue|quota|cache|table|log|volume|partition) (?:was |is |got |were )?full\b|\bout of (?:memory|disk|space|addresses|connections)\b",
    r"\bwrong (?:\w+ )?(?:one|window|terminal|database|server|cluster|command|workspace|context|environment|host|account|value|version|file)\b",
    r"\b(?:disabled|expired|misconfigur\w+|exhausted|corrupt\w*|memory leak|regression|race condition|deadlock\w*|lost power|f[ae]ll behind|piled up|ran dry|timed out|did not start|failed|crash\w*|overheat\w*|unplugged|deleted)\b",
)
"""What breaks."""
UNKNOWN = pattern(
    r"\b(?:as (?:of )?yet unknown|unknown (?:reason|cause)|(?:root )?cause (?:is|was|remains) (?:still |as yet |currently )?(?:unknown|unclear|not (?:known|clear|yet))|"
    r"(?:still|currently) (?:unclear|unknown|investigating|under investigation)|(?:do not|don't|didn't|did not) (?:yet )?know (?:yet )?(?:exactly )?(?:what|why|how)|"
    r"not (?:entirely |completely |yet |fully )*(?:clear|sure|certain|known|understood) (?:what|why|how|if|whether)|"
    r"(?:are |is )?(?:continuing|ongoing|continue) (?:the |our )?investigat\w+|unable to (?:determine|find|identify)|suspect(?:ed|s)?(?! (?:pr|file|download))|"
    r"our (?:best guess|hypothesis|theory|assumption)|we (?:think|believe) (?:that )?(?:the|this|it) (?:was|is|cause)|most likely (?:cause|due|because))\b"
)

TOLD = re.compile(r"what happened|background", re.IGNORECASE)
"""Below such a heading a story is told: only what it says of causes counts."""


def what_went_wrong(prose: Prose) -> Judgement:
    """Whether the cause is explained: a section about it that says something, or sentences in which one thing follows from another."""
    below = [
        piece
        for piece in prose.about(Topic.CAUSE, Topic.WHYS)
        if not piece.about(Topic.ACTIONS, Topic.LESSONS) and not TOLD.search(piece.label)
    ]
    words = sum(len(piece.text.split()) for piece in below)
    outside = [each for each in found(prose, CAUSAL) if not each[0].about(Topic.ACTIONS, Topic.OTHERS)]
    unknown = [
        each for each in found(prose, UNKNOWN) if not each[0].about(Topic.ACTIONS, Topic.TIMELINE, Topic.LESSONS)
    ]
    faults = [each for each in found(prose, FAULT) if not each[0].about(Topic.ACTIONS, Topic.OTHERS, Topic.LESSONS)]
    weight = distinct(outside) + (min(len(faults), 2) if outside or prose.words < 120 else 0)
    if unknown and weight <= 3 * len(unknown):
        lacking = "A suspicion, or a cause that is not known: say when you will know more, and write it here then."
        return judged(Point.WHAT_WENT_WRONG, State.PARTLY, unknown, lacking)
    listed = words >= 25 and any(piece.kind == "item" for piece in below)
    if (words >= 12 and weight) or words >= 40 or listed:
        told = next((piece for piece in below if piece.kind == "paragraph" and not piece.about(Topic.WHYS)), below[0])
        inside = [each for each in outside if each[0] in below and not each[0].about(Topic.WHYS)]
        first = inside[0] if inside else (told, _first_word(told))
        return judged(Point.WHAT_WENT_WRONG, State.MET, [first])
    if weight >= 2:
        return judged(Point.WHAT_WENT_WRONG, State.MET, outside or faults)
    if weight or words >= 8:
        place = outside or faults or [(below[0], _first_word(below[0]))]
        return judged(
            Point.WHAT_WENT_WRONG,
            State.PARTLY,
            place,
            "A cause is touched, not explained: say what broke, and because of what.",
        )
    return judged(Point.WHAT_WENT_WRONG, State.MISSING)


def _first_word(piece: Piece) -> re.Match[str]:
    match = re.search(r"\S", piece.text)
    assert match is not None, "a piece says something"
    return match


UNSEEN = pattern(
    r"\b(?:was|were|is|are|did|had|has|have|do|does|could|would)(?:n't| not| never)(?: been| be| have)?(?: \w+)? ?(?:caught|catch|notic\w+|detect\w*|test\w*|monitor\w*|seen|see|alert\w*|cover\w*|reveal\w*|spot\w*|aware|"
    r"validat\w*|document\w*|review\w*|warn\w*|guard\w*|thorough\w*|exercis\w*)",
    r"\b(?:no|without|did(?: not|n't) have any|had no|lack(?:s|ed|ing)?(?: of)?|missing|insufficient|absence of|omitt(?:ed|ing)|gaps? in|blind ?spots?)(?: \w+){0,3} (?:tests?|testing|monitoring|alert\w*|alarms?|documentation|checks?|review|"
    r"validation|visibility|staging|safeguards?|process|procedure|clues?|warning|guard\w*|observability|analysis|coverage|linter)\b",
    r"\b(?:unnoticed|undetected|overlooked|ignored|dismissed|missed|slipped|assum(?:ed|ption)|mistakenly (?:thought|believed)|misconception|false sense)\b",
    r"\b(?:tests?|testing|staging|qa|review|monitoring|alerts?|the check)\b[^.]{0,60}\b(?:did not|didn't|does not|doesn't|differ\w*|only|focus\w*|failed to|never|unlike|not)\b",
    r"\b(?:differs? from|unlike|different from|not (?:the same|identical)) (?:prod\w*|our production|the production)\b",
    r"\bfailed to (?:include|check|catch|detect|alert|notice|account|consider|validate)\b",
    r"\bwhy (?:it |this |we |nobody |no one |did)?(?:\w+ )?(?:wasn't|was not|weren't|didn't|did not)?\s?(?:caught|notic\w+|detect\w+|see|catch)",
    r"\bnot (?:from|by|through) our (?:own )?(?:monitoring|alert\w*|alarms?)\b|\b(?:sailed|slipped|got|get|went) through\b|\b(?:first to notice|(?:found out|learned|heard) (?:about it )?(?:from|through) (?:you|users|customers|support|twitter|tweets))\b",
    r"\bwe (?:had not|hadn't|did not|didn't) (?:reali[sz]e\w*|know)\b|\bwe (?:had )?never (?:wrote|written|tested|tried|asked|checked|looked|rehearsed)\b",
    r"\b(?:which|that) did not exist\b|\b(?:does|do|did) not (?:mention|cover|include|say|list)\b|\bnobody (?:remember\w*|notic\w+|knew|saw|look\w*|asked|thought|watch\w+)\b|\bhad only\b|\b(?:judged|seen|considered|taken) as (?:normal|healthy|fine)\b",
    r"\bnot (?:fully )?aware\b|\bno (?:contextual )?(?:clue|idea|way)\b|\bunclear\b",
)
"""Why it was possible, or why nobody saw it: the links of a chain that are about people and their ways, not about machines."""
STEP = re.compile(r"^\W*(?:\d+[.):]\s*)?(?:\*\*)?why\b|\?\s|\bbecause\b|^\W*\d+[.)]", re.IGNORECASE)
ASKED_WHY = re.compile(r"\b[Ww]hy\b[^?.!]{3,120}\?")


def five_whys(prose: Prose) -> Judgement:
    """Whether cause stands behind cause: a section that asks why again and again, or a chain told in prose that reaches beyond the machine."""
    section = prose.about(Topic.WHYS)
    if section:
        steps = [piece for piece in section if len(piece.text.split()) >= 4]
        asked = sum(len(re.findall(r"\bwhy\b[^?]*\?", piece.text, re.IGNORECASE)) for piece in section)
        asked += sum(heading.text.casefold().lstrip("0123456789. ").startswith("why") for heading in prose.headings)
        if max(len([piece for piece in steps if piece.kind != "paragraph"]), asked) >= 3 or len(steps) >= 4:
            return at(Point.FIVE_WHYS, State.MET, steps)
        lacking = "The chain ends early: take the last answer and ask why again, until it is about how you work."
        return at(Point.FIVE_WHYS, State.PARTLY, section, lacking)
    told = [piece for piece in prose.pieces if not piece.about(Topic.OTHERS)]
    questions = [each for each in found(prose, ASKED_WHY) if each[0] in told]
    if len(questions) >= 3:
        return judged(Point.FIVE_WHYS, State.MET, questions)
    links = [each for each in found(prose, CAUSAL) if each[0] in told and not each[0].about(Topic.ACTIONS)]
    unseen = [each for each in found(prose, UNSEEN) if each[0] in told]
    chain = distinct(links)
    beyond = distinct(unseen)
    if (chain >= 2 and beyond >= 1 and chain + beyond >= 4) or (chain and beyond >= 3):
        return judged(Point.FIVE_WHYS, State.MET, unseen)
    faults = [each for each in found(prose, FAULT) if each[0] in told and not each[0].about(Topic.ACTIONS)]
    if chain >= 2 or (chain and (unseen or len(faults) >= 2)) or beyond >= 3:
        lacking = "Two layers of causes: ask why that was possible, and why nobody saw it, under “### Five whys”."
        return judged(Point.FIVE_WHYS, State.PARTLY, links, lacking)
    return judged(Point.FIVE_WHYS, State.MISSING)
