"""How a postmortem speaks: whether it owns the failure, whether a person speaks, who signs, and where people can turn.

Each rule says why it is one. English only.
"""

from __future__ import annotations

import re

from generator.decide.review.evidence import Found, distinct, found, judged, pattern, quoted
from generator.decide.review.plainer import stock_phrases
from generator.decide.review.points import Judgement, Point, State
from generator.decide.review.prose import Piece, Prose
from generator.decide.review.topics import Topic

BADLY = r"(?:incorrectly|mistakenly|wrongly|accidentally|inadvertently|unintentionally|carelessly|erroneously|by (?:mistake|accident))"
US = r"(?:we|i)(?: had|'d| have|'ve|'re| are| am|'m| were| was)?"

OWNED = pattern(
    r"\b(?:my |our )?(?:sincere(?:st)? |deep(?:est)? )?apolog(?:y|ies|i[sz]e[sd]?|i[sz]ing)\b",  # says sorry
    r"\b(?:we're|we are|i'm|i am)\b[^.!?]{0,30}\bsorry\b",
    r"\bsorry (?:for|about|that|to (?:all|every))\b|(?:^|[.!?]\s)\s*(?:so )?sorry\b(?! (?:state|if))",
    r"\b(?:our|my) (?:own )?(?:bad|fault|mistakes?|failure|responsibility|negligence|doing)\b",  # calls it its own
    r"\blet (?:you|our|everyone|people|many|some|so many|them) (?:\w+ ){0,3}down\b",
    r"\b(?:take|took|accept|bear|own) (?:the |full |complete |all |sole |this |our )*(?:responsibility|ownership|blame|failure)\b",
    r"\b(?:un|not |in)(?:acceptable|excusable)\b",  # judges itself
    r"\bnot good enough\b|\bfell (?:far |well )?short\b",
    rf"\b{US} (?:have to|must|need to|can|could have|should have|will|should) do(?:ne)? (?:much |a lot )?better\b",
    r"\b(?:we|i) (?:feel|felt) (?:terrible|awful|bad|embarrassed|ashamed)\b",
    r"\b(?:we|i) (?:deeply |sincerely |truly |very much )*regret\b",
    rf"\b{US}(?: also| simply| just)? (?:failed|broke|messed|screwed|blew|botched|dropped the ball)\b",  # says what it did wrong
    rf"\b{US} ma[dk]e (?:an?|the|some|several|two|many|this) (?:\w+ )?(?:mistake|error)s?\b",
    rf"\b{US} {BADLY} \w+",
    r"\b(?:we|i) should(?: not|n't)? have\b",
    rf"\b{US} not (?:yet )?(?:managed|lived up|done enough)\b",
    r"\bi (?:\w+ )?(?:ran (?:an?|the|this|my)|deleted|dropped|forgot|overlooked|misread|mistyped|misjudged|misconfigured|skimmed|skipped|wiped|took down)\b",
)
"""The failure is owned in so many words: an apology, a verdict on oneself, or a first person who did something wrong."""

STATED = pattern(
    r"\bwe (?:(?:were|are|was|did|do|have|had|could|still|also|currently) ?)+(?:n't|not)(?: \w+)? \w+",  # what we left undone
    r"\bwe (?:didn't|don't|weren't|aren't|hadn't|haven't|couldn't|wasn't)\b",
    r"\bwe (?:had|have|had no|have no) (?:no|never)\b|\bwe never\b",
    r"\bwe (?:\w+ )?(?:lack(?:ed)?|missed|overlooked|ignored|underestimated|forgot|assumed|neglected|misunderstood|misjudged|relied on)\b",
    r"\b(?:bugs?|errors?|flaws?|mistakes?|defects?|gaps?|misconfigurations?|oversights?) (?:\w+ )?(?:in|on|by|with|of) (?:our|my)\b",
    rf"\b{BADLY}\b",
    r"\bhuman error\b|\boversight\b|\bnegligence\b",
    r"\b(?:wasn't|was not|weren't|were not) (?:fully |really |properly )?(?:aware|(?:thorough|careful|prepared)(?: enough)?)\b",
    r"\bnot (?:thorough|tested|careful|robust) enough\b",
    r"\b(?:our|my) (?:\w+ ){1,4}(?:was|were|is|are) (?:not|too|problematic|insufficient|inadequate|lacking|broken|missing|wrong|flawed)\b",
    r"\bour (?:own )?(?:\w+ ){0,3}(?:had|has|have) no\b",
    r"\b(?:longest|worst|most (?:significant|severe|serious)) (?:and \w+ (?:\w+ )?)?(?:\w+ )?(?:outage|incident|downtime|interruption|disruption)\b",
    r"\bwe (?:\w+ ){1,4}without (?:an?|any|the|testing|checking)\b",
    r"\bwere considered (?:to be )?(?:normal|harmless|safe)\b",  # a warning that was waved away
)
"""A mistake is stated, and nobody owns it."""


def admit_failure(prose: Prose) -> Judgement:
    """Whether the failure is owned. Sorry alone counts: readers hear it as owning, even where it is a stock phrase."""
    if places := found(prose, OWNED):
        return judged(Point.ADMIT_FAILURE, State.MET, places)
    if places := found(prose, STATED):
        lacking = "A mistake is named here, but nobody owns it: say “we” and say sorry."
        return judged(Point.ADMIT_FAILURE, State.PARTLY, places, lacking)
    return judged(Point.ADMIT_FAILURE, State.MISSING)


FIRST = re.compile(r"\bI(?:'m|'d|'ve|'ll)?\b(?=\s+[(a-z])|\b[Mm]y\b")
PLURAL = pattern(r"\b(?:we|us|our|ours)\b|\bwe'(?:re|ve|d|ll)\b")
SPOKEN = pattern(
    r"\b\w+n't\b|\b(?:it|that|there|what|here|who|let)'s\b|\b(?:we|they|you|i)'(?:re|ve|d|ll|m)\b",  # contractions
    r"(?<=\w)!+(?:\s|$)|(?:^|\s)(?::-?[)(D]|;-?\)|:\w+:)(?=\s|$|\.)",  # exclamations and smileys
    r"\b(?:unfortunately|luckily|fortunately|honestly|frankly|sadly|oh|hey|oops|yeah|phew|sigh|thankfully|ouch|alas|hopefully)\b",
    r"\b(?:of course|to be honest|as it turns out|it turned out that|long story short|kind of|sort of|a bit|a lot of|way too|to be fair)\b",
    r"\bl[o]{2,}ng\b|\b(?:wonky|nasty|weird|scary|terrible|awful|crazy|annoying|painful|funny|ugly|stuck|happy|afraid)\b",
)
"""What people say and forms do not."""
ADDRESSED = pattern(
    r"(?<!provide )(?<!thank )(?<!assure )(?<!inform )(?<!keep )(?<!notify )(?<!offer )\byou\b(?! can\b| (?:may|will) (?:find|use|see|read)|'ll find)"
)
"""The reader is spoken to."""


def human(prose: Prose) -> Judgement:
    """Whether a person speaks: `I`, or `we` in running text with the marks of speech. A form has neither."""
    words = max(prose.words, 1)
    running = sum(len(piece.text.split()) for piece in prose.pieces if piece.kind == "paragraph")
    said = [piece for piece in prose.pieces if piece.kind != "row" and not piece.about(Topic.ACTIONS)]
    alone = [
        (piece, match)
        for piece in said
        for match in FIRST.finditer(piece.text)
        if not quoted(piece.text, match.start())
    ]
    together = [
        each for each in found(prose, PLURAL) if each[0].kind == "paragraph" or not each[0].about(Topic.ACTIONS)
    ]
    spoken = [(piece, match) for piece in said for match in SPOKEN.finditer(piece.text)]
    narrated = running / words >= 0.5
    told = found(prose, ADDRESSED)
    personal = len(together) * 100 / words
    lively = (len(spoken) + len(told)) * 100 / words
    if (stock := stock_phrases(prose)) >= 3 or (stock == 2 and words < 300):
        lacking = "It speaks in stock phrases, which are listed below: say what happened to whom instead."
        return judged(Point.HUMAN, State.PARTLY if together or alone else State.MISSING, together or alone, lacking)
    if distinct(alone) >= 2 or (alone and narrated):
        return judged(Point.HUMAN, State.MET, alone)
    if (
        words >= 150
        and len(spoken) + len(told) >= 3
        and personal >= 1.2
        and ((narrated and lively >= 0.35) or (personal >= 2 and told and running / words >= 0.3))
    ):
        return judged(Point.HUMAN, State.MET, together)
    if len(together) >= 3 or len(spoken) >= 3 or any(re.match("we", match[0], re.I) for _, match in together):
        lacking = (
            "“We” speaks, but in the style of a report: tell it in whole sentences, as you would tell a colleague."
        )
        return judged(Point.HUMAN, State.PARTLY, together or spoken, lacking)
    return judged(Point.HUMAN, State.MISSING)


INVITED = pattern(
    r"(?<![-\w])(?:please )?(?:contact|e-?mail|call|reach(?: out to)?|write(?: to)?|get in touch with|message|ask|ping|talk to|find|tell) "
    r"(?:us|me|our (?:support|help ?desk|service desk|team)|the (?:support|help ?desk|service desk))\b",
    r"(?<![-\w])(?:contact|e-?mail|reach(?: out to)?|write to|reply to) (?:\w+ ){0,3}(?:\S+@|help ?desk|support|account manager|this (?:mail|e-?mail|post))",
    r"\bsubscrib\w+ (?:\w+ ){0,4}(?:on|to|at|via|for)\b|\bfollow (?:us|@\w+|along|our|the status)\b|\bsign up (?:for|to)\b|\bhit reply\b",
    r"\b(?:any |further |more )?questions\b[^.]{0,60}\b(?:contact|ask|reach|write|e-?mail|support|happy to|let us|hear)\b",
    r"\blet us know\b|\bhear from you\b|\bget in touch\b|\breach out to us\b|\bopen a (?:support )?(?:ticket|case) with\b",
    r"\bour (?:support|help ?desk|status page|service desk)(?: team)? (?:at|is|can|will|remains|here)\b",
    r"\b[\w.+-]+@[\w-]+\.[\w.]*[a-z]{2,}\b",
)
"""A reader is told where to go."""
LINKED = pattern(
    r"/issues/|/tickets?/|#\d{2,}\b|\bjira\b|\bbugs?\b.*\btracker\b",
    r"\b(?:slack|discord|gitter|zulip|keybase|irc|matrix|teams)\b|\binternals\.|\bforum\b|\bdiscourse\b|discuss",
)
MENTIONED = pattern(
    r"\bstatus ?page\b|\bstatus tracker\b|\bannouncements?\b|\b(?:on|via|by|through) (?:twitter|mastodon|e-?mail)\b",
    r"\b(?:mailing list|newsletter|forum|gitter|support channel|help ?desk|call for \w+ testers)\b",
)
BUILT = pattern(r"\b(?:add|build|create|need|introduce|set up)\b[^.]{0,40}\bstatus page\b")


def channel(prose: Prose, channels: int) -> Judgement:
    """Whether people are told where to turn: by the page itself (`channels` of site.yaml), else by the text."""
    if channels:
        return Judgement(Point.CHANNEL, State.MET, quote="site.yaml: channels, shown on every page")
    if places := [(piece, match) for piece, match in found(prose, INVITED) if not _kept_inside(piece, match)]:
        return judged(Point.CHANNEL, State.MET, places)
    lacking = "A place is linked or mentioned, but nobody is invited to it."
    if places := found(prose, MENTIONED):
        return judged(Point.CHANNEL, State.PARTLY, places, lacking)
    for piece in prose.pieces:
        if any(LINKED.search(link) for link in piece.links) and not _private(piece):
            return Judgement(Point.CHANNEL, State.PARTLY, piece.starts[0][1], lacking=lacking)
    return judged(Point.CHANNEL, State.MISSING)


def _kept_inside(piece: Piece, match: re.Match[str]) -> bool:
    """An invitation to colleagues: a task, or something that was done, is none to the reader."""
    done = re.search(
        r"\b(?:we|they|engineers?|team|he|she|to|was|were|had|will|should) (?:\w+ )?$",
        piece.text[: match.start()],
        re.I,
    )
    return (piece.about(Topic.ACTIONS) and piece.kind == "item") or (done is not None and "@" not in match[0])


def _private(piece: Piece) -> bool:
    """Links into a company's own chat or dashboards lead a reader nowhere."""
    return all(re.search(r"slack\.com/archives|console\.|docs\.google|/pull/|/commit/", link) for link in piece.links)


NAME = r"[A-Z][a-zà-ÿ'’-]+(?: [A-Z]\.)?(?: (?:van|von|de|der|da|di|la|le|el|bin|al))*(?: [A-Z][\w'’à-ÿ-]+){1,3}"
ROLE = (
    r"(?:C[ETIOPS]{1,2}O|CISO|(?:co-?)?founder|president|head of|vp|vice president|director|engineer(?:ing)?|developer|administrator|sre|"
    r"operations|maintainer|lead|manager|architect|on-?call|commander|responder|devops|sysadmin|webmaster|team)"
)
AUTHOR_KEY = re.compile(
    r"^(?:co-?)?(?:authors?|by|written[_ -]?by|reporter|posted[_ -]?by|owners?|editors?|incident[_ -]?(?:commander|lead(?:er)?|manager))$",
    re.IGNORECASE,
)
AUTHOR_LINE = re.compile(
    r"(?:^|\W)(?:(?:co-?)?authors?|written by|post-?mortem (?:owner|author|by)|report(?:ed)? by|prepared by|incident (?:commander|lead|manager)|posted by|owner)"
    r"\s*[:\-–—]?\s+(?P<who>[^\s:].{1,80})",
    re.IGNORECASE,
)
I_AM = re.compile(
    rf"\bI(?:'m| am|,)? ?\(?(?:{NAME})|\b[Mm]y name is {NAME}|\bI(?:'m| am) (?:the|an?|one of the) (?:\w+ ){{0,3}}{ROLE}\b"
)
SIGN_OFF = re.compile(
    rf"^\s*(?:[A-Z][a-z' ]{{1,30}},\s+)?(?:[-–—]{{1,2}}|~)?\s*(?P<who>{NAME}(?:\s+(?:&|and)\s+{NAME})?)(?:\s+(?:&|and) (?:the|all|everyone).{{0,40}})?\s*(?:[,(|/–—-]\s*.{{0,60}})?$"
)
FIRST_NAMES = re.compile(r"^\s*[-–—~]{1,2}\s*(?P<who>[A-Z][a-zà-ÿ]+(?:(?:, | & | and )[A-Z][a-zà-ÿ]+)*)\s*$")
TEAM_OFF = re.compile(
    r"^\s*(?:[-–—]{1,2}|~)?\s*(?:sincerely|thanks|thank you|regards|cheers|best|yours)?,?\s*(?:the|your) (?:\w+ ){1,4}(?:team|crew|operations|engineers?)\.?\s*$",
    re.IGNORECASE,
)

MANY = pattern(
    r"^(?:the|your|our)\b",
    r"\b(?:team|crew|staff|ltd|inc|llc|gmbh|ag|co|corp|company|limited|support|operations|engineering|group)\b",
)
"""What signs is no person."""
COMPANY_OFF = re.compile(
    r"^\s*[A-Z][\w&'., -]{2,50}[, ](?:Ltd|Inc|LLC|GmbH|AG|Co|Corp|Company|Limited|KK|BV|S\.A)\b[ .,\w]{0,12}$"
)


def authentic(prose: Prose, signed_by: str, voice: Judgement) -> Judgement:
    """Whether somebody signs: in the heading's braces, in a header, or at the end; a `voice` (what `human` found) without a name is half of it."""
    if signed_by:
        return Judgement(Point.AUTHENTIC, State.MET, quote=f'by="{signed_by}"')
    for key, value, line in prose.header:
        if AUTHOR_KEY.match(key) and re.search(r"[A-Za-z]{2}", value) and not MANY.search(value):
            return Judgement(Point.AUTHENTIC, State.MET, line, f"{key}: {value}"[:70])
    teams = [each for each in prose.header if AUTHOR_KEY.match(each[0]) and MANY.search(each[1])]
    if places := [*_authors(prose), *found(prose, I_AM)]:
        return judged(Point.AUTHENTIC, State.MET, places)
    last = [
        piece for piece in prose.pieces[-3:] if piece.kind in ("paragraph", "quote") and not piece.about(Topic.ACTIONS)
    ]
    signed = [
        (piece, match) for piece in last if (match := SIGN_OFF.match(piece.text) or FIRST_NAMES.match(piece.text))
    ]
    if places := [each for each in signed if not MANY.search(each[1]["who"])]:
        return judged(Point.AUTHENTIC, State.MET, places)
    lacking = (
        "A voice, a team or a handle, but no name and no role: "
        + 'add by="Your name, your role" to the braces of its heading.'
    )
    many = [(piece, match) for piece in last if (match := TEAM_OFF.match(piece.text) or COMPANY_OFF.match(piece.text))]
    if places := [*signed, *many, *found(prose, FIRST)]:
        return judged(Point.AUTHENTIC, State.PARTLY, places, lacking)
    for key, value, line in teams:
        return Judgement(Point.AUTHENTIC, State.PARTLY, line, f"{key}: {value}"[:70], lacking)
    if voice.state is State.MET:
        return Judgement(Point.AUTHENTIC, State.PARTLY, voice.line, voice.quote, lacking)
    return judged(Point.AUTHENTIC, State.MISSING)


def _authors(prose: Prose) -> list[Found]:
    """`Author: …` near the top, in a list, a table or a line of its own."""
    places = []
    for piece in prose.pieces[:12]:
        match = (
            AUTHOR_LINE.search(f" {piece.label}: {piece.text}"[:200])
            if piece.label
            else AUTHOR_LINE.search(piece.text[:200])
        )
        named = match and re.search(rf"{NAME}|@?\b[a-z][\w-]{{2,}}\b|{ROLE}", match["who"])
        first = AUTHOR_LINE.search(piece.text[:200]) or re.search(r"\S", piece.text)
        if named and first and len(piece.text.split()) <= 25:
            places.append((piece, first))
    return places
