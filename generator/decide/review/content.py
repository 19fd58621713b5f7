"""What a postmortem tells: when, whom it touched, what went wrong, and with which technologies.

Each rule says why it is one. English only.
"""

from __future__ import annotations

import re

from generator.decide.review.evidence import Found, found, judged, pattern
from generator.decide.review.points import Judgement, Point, State
from generator.decide.review.prose import Piece, Prose
from generator.decide.review.topics import Topic

CLOCK = r"(?<![\d.:])\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?!\d)\s?(?:[ap]\.?m\.?)?|(?<![\d.])\d{1,2}\.\d{2}\s?(?:[ap]\.?m\b|h\b|uhr\b|o'clock)|\d{1,2}\s?[ap]\.?m\b\.?|\bmidnight\b|\bnoon\b|(?<!-)\b[012]\d[0-5]\d (?:hrs|hours|UTC|GMT|Z|[CEPM][DES]?T)\b"
MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
DAY = rf"\d{{4}}[-/]\d{{2}}[-/]\d{{2}}|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}\b|\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
MOMENT = rf"(?:{CLOCK}|{DAY})"
TIME = re.compile(CLOCK, re.IGNORECASE)
WHEN = re.compile(MOMENT, re.IGNORECASE)
UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|hr|days?|[hm]\b)"
COUNT = r"(?:\d+(?:[.,]\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|forty-five|fifty|sixty|ninety|several|half an)"
LASTED = pattern(
    rf"\b(?:lasted|lasting|took|spanned|for|over|within|after|total(?:l?ing)?|of|was|were down|~|about|approximately|around|nearly|almost)"
    rf"(?: (?:for|of|a|the|about|around|approximately|roughly|nearly|almost|over|more than|less than|just|under|only|another|next|total))* ?~?{COUNT}[ -]?{UNIT}",
    rf"\b(?:duration|downtime|time to (?:recover\w*|resol\w+|repair|restor\w+|mitigat\w+)|length|outage time|total)\b\W{{0,12}}(?:\w+\W+){{0,3}}~?{COUNT}[ -]?{UNIT}",
    rf"\b\d+\s?{UNIT}(?:,? (?:and )?\d+\s?{UNIT})? (?:of )?(?:long )?(?:outage|downtime|disruption|unavailab\w+|incident|interruption|of active)",
    rf"\({COUNT} ?{UNIT}(?:,? (?:and )?{COUNT} ?{UNIT})?\)",
)
"""How long it was, in so many words."""
RANGE = pattern(
    rf"\b(?:from|between)\b[^.!?]{{0,60}}?(?:{CLOCK})[^.!?]{{0,50}}?(?:\bto\b|\buntil\b|\btill\b|\band\b|\bthrough\b|[-–—])[^.!?]{{0,50}}?(?:{CLOCK})",
    rf"(?:{CLOCK})\s*(?:\(?[A-Z]{{2,4}}\)?\s*)?(?:-|–|—|→|to|until)\s*(?:{DAY})?,?\s*(?:at |around |about |approximately )*(?:{CLOCK})",
)
"""Both ends in one breath."""
BEGINS = pattern(
    r"\b(?:start(?:ed|s|ing)?|began|begins?|beginning|since|onset|occurr?ed|occurs?|first|initial(?:ly)?|detected|noticed|reports?|reported|alert(?:s|ed)?|"
    r"alarms?|deploy(?:ed|s|ing)?|released?|declared|triggered|went down|goes down|down|fail(?:s|ed|ing|ure)?|stopped|stops|page[ds]?|compromised|merged|"
    r"received|complain\w*|errors?|unavailable|crash(?:ed|es)?|at)\b"
)
ENDS = pattern(
    r"\b(?:end(?:ed|s|ing)?|resol(?:ved|ves|ution)|restored?|recover(?:ed|s|y)|fixed|fix|closed?|back(?: up| online| to normal)?|mitigated|healthy|"
    r"operational|normal|empty|drained|cleared|gone|stable|passed|reachable|answers again|repaired?|finished|over|until|by|working again|works again|reverted|completed?|rolled back|online|revoked|green)\b"
)


def start_end(prose: Prose) -> Judgement:
    """Whether both ends of it can be told: a stretch from one time to another, a time and a length, or a timeline with both."""
    stretch, length = found(prose, RANGE), found(prose, LASTED)
    timed = [(piece, match) for piece, match in found(prose, WHEN) if TIME.search(match[0])]
    in_heads = [heading for heading in prose.headings if TIME.search(heading.text)]
    if stretch:
        return judged(Point.START_END, State.MET, stretch)
    if (timed or in_heads) and length:
        return judged(Point.START_END, State.MET, timed or length)
    starts, ends = _told(prose, BEGINS), _told(prose, ENDS)
    if len(timed) + len(in_heads) >= 2 and starts and ends:
        return judged(Point.START_END, State.MET, ends)
    if length or timed or in_heads or found(prose, WHEN):
        lacking = "One end is missing: give the start and the end, with a zone, or the start and how long it lasted."
        return judged(Point.START_END, State.PARTLY, timed or length or found(prose, WHEN), lacking)
    return judged(Point.START_END, State.MISSING)


def _told(prose: Prose, what: re.Pattern[str]) -> list[Found]:
    """Places that say `what` beside a time of day: in the same sentence, or below a heading that is a time."""
    places = []
    under = {heading.text for heading in prose.headings if TIME.search(heading.text)}
    for piece in prose.pieces:
        for _, sentence in piece.sentences():
            if (TIME.search(piece.text if piece.kind == "row" else sentence) or piece.label in under) and (
                match := what.search(piece.text)
            ):
                places.append((piece, match))
                break
    return places


WHO = (
    r"(?:users?|customers?|teams?|accounts?|people|persons?|organi[sz]ations?|orgs|tenants?|visitors?|passengers?|patients?|students?|merchants?|clients?|"
    r"companies|subscribers?|members?|devices?|sites?|websites?|domains?|requests?|calls?|transactions?|payments?|orders?|messages?|e-?mails?|jobs?|builds?|"
    r"sessions?|queries|connections?|deployments?|projects?|repositories|repos|packages?|apps?|applications?|workloads?|hosts?|servers?|nodes?|vms?|instances?|"
    r"shops?|stores?|households?|caseworkers?|staff|employees?|workers?|tickets?|bookings?|records?|files?|databases?|clusters?|pods?|services?|farmers?|developers?|"
    r"credentials?|tokens?|cards?|installations?|hubs?|workflows?|pages?|views?)"
)
SUFFERERS = r"(?:users?|domains?|websites?|apps?|shops?|stores?|customers?|teams?|accounts?|people|clients?|tenants?|visitors?|organi[sz]ations?|members?|subscribers?|farmers?|developers?|requests?|traffic|jobs?|builds?|services?|sites?|applications?|deployments?|hubs?|nodes?|workloads?|repositories)"
NUMBERED = pattern(
    rf"(?<![\w.:#v-])(?:~|about |around |roughly |approximately |over |some )?(?!(?:19|20)\d\d\b)(?![45]\d\d (?:errors?|responses?|status|codes?)\b)\d[\d,. ]*(?:k|m|million|thousand|bn|billion)?\+? (?:of (?:our|the|all) )?(?!(?:st|nd|rd|th)\b)(?:[\w-]+ ){{0,3}}?{WHO}\b",
    r"\b\d[\d.,]*\s?(?:%|percent|per cent)(?! (?:cpu|memory|disk|full|confiden|sure|of (?:cpu|memory|the (?:cpu|memory|disk))))",
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twenty|thirty|fifty) (?:of (?:our|the|your|their) )?(?:[\w-]+ )?"
    r"(?:users|customers|teams|accounts|people|organi[sz]ations|clients|tenants|sites|visitors|companies|services|regions)\b(?! (?:\w+ )?(?:report|notic|alert|told|rais|complain|contact))",
    r"\b(?:one|two|three|four|a|every|\d+)(?: \w+)? (?:in|out of) (?:every )?(?:two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred|\d+)\b(?! (?:minutes|hours|days|the|case))",
    r"\b\d[\d,.]* of (?:you|them|us|our|the|all)\b|\bnumber of (?:[\w-]+ ){1,4}(?:is|was|were|:)[^.!?]{0,20}\d",
    r"\b(?:half|a (?:third|quarter|fifth|tenth)|two[- ]thirds|three[- ]quarters) of (?:all |our |the |your )",
)
"""A number of people or of what they asked for, or a share."""
WHOLE = pattern(
    rf"\b(?:all|every|any|each|none|no) (?:of )?(?:our |the |your |other |existing |new |active |running |public |customer )*(?:[\w.-]+ ){{0,2}}{SUFFERERS}\b(?! (?:had|have) been (?:updated|notified|informed))",
    r"\b(?:the )?(?:entire|whole|complete|full|total) (?:\w+ )?(?:outage|site|platform|service|website|hub|cluster|system|application|app|region|network|disruption|loss|"
    r"downtime|api|data ?cent(?:er|re)|fleet|business|infrastructure|product|community|chain|blockchain|unavailability)\b",
    r"\b(?:entirely|completely|totally|fully|hard|wholly) (?:down|unavailable|inaccessible|broken|offline|unreachable|inoperable|unusable|interrupted)\b",
    r"\b(?:everyone|everybody|nobody|no[- ]one) (?:was|were|could|can|else|who|using|in|on|had|got|received|lost)\b",
    r"\bthe (?:\S+ )?(?:platform|website|site|blockchain|chain) (?:and (?:\S+ ){1,4})?(?:was|were|is|went|stopped) (?:\w+ )?(?:down|unavailable|inaccessible|offline|unreachable|creating)\b",
    r"\ball \w+ functionality\b",
)
"""All of something, or none of it, or the whole."""
LISTED = re.compile(r"\d+\.\d+\.\d+|\b(?:us|eu|ap|ca|sa|af|me)-(?:(?:north|south|east|west|central)\w*-?\d?|\w+-\d)\b")
REGIONS = pattern(
    r"\b(?:us|eu|ap|ca|sa|af|me)-(?:north|south|east|west|central)\w*(?:-\d)?\b",
    r"\bin (?:the )?(?:europe|asia|australia|north america|south america|africa|germany|france|japan|india|brazil|the uk|the us|frankfurt|london|dublin|virginia|singapore|tokyo|sydney)\b[^.]{0,40}\b(?:users?|customers?|region)",
)
VAGUE = pattern(
    rf"\b(?:some|many|most|several|few|various|certain|a (?:number|subset|handful|portion|fraction|small \w+|large \w+) of|(?:tens|hundreds|thousands) of|"
    rf"lots of|a lot of|multiple|affected|impacted|end|our|public|other)[- ](?:of )?(?:our |the |new |these |those )?(?:[\w-]+ )?{WHO}\b",
    rf"\b{WHO} (?:\w+ )?(?:experienc|saw|see(?:ing)?|could ?n[o']t|were|was|had|have|receiv|report|notic|encounter|got|lost|fail|alert|who|using|running|reporting|that|trying|with)",
    r"\b(?:impact|affected|impacted|affecting|unavailable|inaccessible|outage|down|disruptions?|degraded|exposed)\b",
)


def affected(prose: Prose) -> Judgement:
    """Whether it says whom it touched and how many: a number, a share, a list, a region, or all of something."""
    told = [piece for piece in prose.pieces if not piece.about(Topic.ACTIONS)]
    numbers = [(piece, match) for piece, match in found(prose, NUMBERED) if piece in told and _of_people(piece, match)]
    if places := numbers or [
        each
        for each in (*found(prose, WHOLE), *found(prose, REGIONS))
        if each[0] in told and (each[0].about(Topic.IMPACT) or _suffers(*each))
    ]:
        return judged(Point.AFFECTED, State.MET, places)
    if (listed := _listed(prose)) is not None:
        return Judgement(Point.AFFECTED, State.MET, listed, "a list")
    if places := found(prose, VAGUE):
        lacking = "Somebody was affected, but not how many: give a number, a share, a region or a list; an estimate will do if you say so."
        return judged(Point.AFFECTED, State.PARTLY, places, lacking)
    return judged(Point.AFFECTED, State.MISSING)


SUFFERED = pattern(
    r"\b(?:affect|impact|unavailab|inaccess|locked|blocked|refus|down\b|fail|error|los[tse]|outage|broke|could ?n[o']t|cannot|unable|disrupt|interrupt|exposed|compromis|terminat|"
    r"slow|delay|stuck|offline|reject|denied|miss(?:ed|ing)|wrong|crash|timed? ?out|saw|experienc|reach|degrad|receiv|got|using|stopped|drop|took|takes|wait|longer|late\b)"
)
CUSTOMERS = re.compile(
    r"of (?:you|them|us)\b|domains?|websites?|sites?\b|\bapps?\b|\bjobs?\b|builds?\b|user|customer|team|account|people|person|organi|orgs|tenant|visitor|passenger|patient|student|merchant|client|compan|subscriber|member|caseworker|staff|"
    r"household|shop|request|transaction|payment|order|traffic|farmer|developer|booking|percent|per cent|%|of (?:all|our|the|your)",
    re.IGNORECASE,
)


def _of_people(piece: Piece, match: re.Match[str]) -> bool:
    """A number in a sentence that tells what was suffered, or below a heading about the impact; and of people or what they asked for."""
    if piece.about(Topic.IMPACT) or match[0].endswith((" of you", " of them", " of us")):
        return True
    return CUSTOMERS.search(match[0]) is not None and (_suffers(piece, match) or _suffers_before(piece, match))


def _suffers(piece: Piece, match: re.Match[str]) -> bool:
    """Whether the sentence around it tells what was suffered, and not that something tries to serve all of them, or is not all of it."""
    if SERVED.search(piece.text[max(match.start() - 30, 0) : match.start()]):
        return False
    for begin, sentence in piece.sentences():
        if begin <= match.start() < begin + len(sentence):
            return SUFFERED.search(sentence) is not None
    return False


SERVED = re.compile(
    r"\b(?:servic|serv|handl|process|rout|accept|support|answer)\w* (?:of |for )?$|\bnot (?:a |an |the )?$",
    re.IGNORECASE,
)


def _suffers_before(piece: Piece, match: re.Match[str]) -> bool:
    """Whether the sentence before it does: `Every domain failed. That is 61,000 domains`."""
    before = [sentence for begin, sentence in piece.sentences() if begin + len(sentence) <= match.start()]
    return bool(before) and SUFFERED.search(before[-1]) is not None


def _listed(prose: Prose) -> int | None:
    """The line of a list of what was affected: three items or more after a sentence that announces them."""
    announcing = pattern(
        r"\b(?:affected|impacted|compromised|unavailable|following|broken)\b[^.!?]*(?::|\b(?:were|are|is|was|include[ds]?))\s*$"
    )
    for index, piece in enumerate(prose.pieces):
        if piece.kind == "paragraph" and announcing.search(piece.text):
            items = prose.pieces[index + 1 : index + 4]
            if len(items) == 3 and all(item.kind == "item" and len(item.text.split()) <= 12 for item in items):
                return items[0].starts[0][1]
    return None
