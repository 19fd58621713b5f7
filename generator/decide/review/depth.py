"""How deep a postmortem goes: what was learned, why behind why, the people in it, and what it gives to others.

Each rule says why it is one. English only.
"""

from __future__ import annotations

import re

from generator.decide.review.evidence import Found, at, distinct, found, judged, pattern
from generator.decide.review.manner import FIRST
from generator.decide.review.points import Judgement, Point, State
from generator.decide.review.prose import Piece, Prose
from generator.decide.review.topics import Topic

CHANGE = (
    r"(?:add|adopt|alert|allow|archive|automat\w+|block|build|change|clarify|configure|consider|create|decouple|define|deploy|deprecate|detect|develop|disable|document|drop|enable|enforce|ensure|establish|"
    r"evaluate|expand|extend|find|fix|harden|implement|improve|increase|instrument|introduce|invest|investigate|isolate|limit|load-test|log|look into|lower|make|migrate|minimi[sz]e|modify|monitor|move|notify|patch|pin|prevent|provide|"
    r"publish|rais\w+|reduce|refactor|remove|replace|require|restrict|revert|review|revise|rework|rewrite|roll out|rotate|run|scale|schedule|separate|set up|set|shorten|simplify|split|standardi[sz]e|stop|switch|"
    r"teach|test|tighten|tune|update|upgrade|use|validate|verify|write|codify|check|clean up|merge|keep|train|rehearse|practi[sc]e|have|get)"
)
TASK = re.compile(
    rf"^(?!.*\b(?:write|publish|finish)\b.{{0,20}}\b(?:this|incident|post-?mortem|report)\b)\W*(?:\[[ xX]\]\s*)?(?:[\w/. -]{{2,40}}:\s+|✅\s*|\(\w+\)\s*|(?:we )?(?:should|must|need to|will|to|never|always|don't|do not|better|more)\s+)?{CHANGE}\b",
    re.IGNORECASE,
)
"""An item that begins with what to do."""
PROMISED = pattern(
    rf"\b(?:we|i|it|process|team)(?: also| now| therefore| then| already)? ?(?:will|'ll|are going to|are|'re|plan to|intend to|shall|have|'ve|need to|should|must)(?: also| now| already| since| be| significantly| all| soon)* {CHANGE}\w*",
    r"\b(?:we|i)(?: have|'ve)(?: now| since| also| already| therefore)? (?!identif|seen|received|been|confirm|found|notic|revert|restor|had\b|publish|lost|experienced)\w+(?:ed|t|de|ne|lt|wn|en|ut)\b",
    r"\b(?:will|should|must|needs? to|have to|ought to) (?:be|have) \w+(?:ed|t|en)\b",
    rf"\b(?:going forward|in (?:the )?future|from now on|next time)\b[^.!?]* {CHANGE}\w*",
    r"\bwe (?:have )?(?:since )?(?:learn(?:ed|t)|reali[sz]ed|now know)\b",
    r"\b(?:the|a|our|one) (?:\w+ )?(?:big |main |key |first |biggest |important )*(?:lesson|takeaway|learning)\b",
)
"""A change somebody promises or has made, or a lesson called one."""
WISHED = pattern(
    r"\b(?:should|could|might|would like to|want to|aim(?:ing)? (?:at|for|to)|hope to|look(?:ing)? into|investigate|explore|may want|might want|consider|evaluate|ideal(?:ly)?)\b"
)
TEACHES = pattern(
    r"\b(?:we|our|no|not|never|lack\w*|missing|too|without|unclear|should|could have|would have|need\w*|only|didn't|wasn't|don't|isn't|assum\w+|always|better|more|instead)\b"
)
ASKED = re.compile(r"^\W*(?:how|what|why|who|when|can|could|should|would|do|does|is|are) (?!to\b)|\?", re.IGNORECASE)
FIRM = pattern(r"\b(?:will|have|has|had|are going to|is going to|are now|is now)\b(?! like)|'(?:ll|ve)\b")
ANNOUNCED = pattern(
    r"\bwhat (?:changes|has changed|we (?:have )?(?:changed|did|do)|we(?: are|'re) (?:changing|doing|going to change)|we will (?:change|do))\b",
    r"\bwe(?: have|'ve)?(?: already| since| now)? (?:done|made|changed|taken|did) (?:\w+ ){0,3}(?:things|changes|steps|measures|improvements|actions)\b",
    r"\bsince then\b|\bfrom now on\b",
    r"\bwe(?:'re| are| have|'ve)?(?: also| now)? (?:making|make|made|taking|take|took) (?:\w+ ){0,3}(?:changes|steps|measures|improvements)\b",
)
"""What follows in the same paragraph is what changed."""
WELL = pattern(r"\bwell\b|\bluck|\bright\b|\bgreat\b")
"""What went well is no lesson."""


def lessons(prose: Prose) -> Judgement:
    """Whether something was learned: two concrete lessons or changes; one, or only wishes and questions, is half of it."""
    below = prose.about(Topic.LESSONS, Topic.ACTIONS)
    every = [(piece, said) for piece in prose.pieces for said in _learned(piece)]
    if len(every) >= 2 and any(not _is_wish(said) for _, said in every):
        return at(Point.LESSONS, State.MET, [piece for piece, _ in every])
    lacking = "Say what you know now that you did not know before, and at least two concrete changes."
    if every or below:
        return at(Point.LESSONS, State.PARTLY, [piece for piece, _ in every] or below, lacking)
    return judged(Point.LESSONS, State.MISSING)


def _learned(piece: Piece) -> list[str]:
    """The sentences of a piece that teach something or say what changes; a question does neither."""
    if piece.about(Topic.TIMELINE, Topic.IMPACT):
        return []
    below = piece.about(Topic.LESSONS, Topic.ACTIONS)
    listed = piece.about(Topic.ACTIONS) or (piece.about(Topic.LESSONS) and not WELL.search(piece.label))
    told = piece.kind == "item" and listed and not ASKED.search(piece.text)
    said = [sentence for _, sentence in piece.sentences() if not sentence.endswith("?")]
    after = next((place for place, sentence in enumerate(said) if ANNOUNCED.search(sentence)), None)
    if after is not None and len(said) - after >= 2:
        return said[after:]
    return [
        sentence
        for sentence in said
        if PROMISED.search(sentence)
        or (below and TASK.match(sentence))
        or (told and len(sentence.split()) >= 5)  # a change, told as it is
        or (
            piece.about(Topic.LESSONS)
            and not WELL.search(piece.label)
            and TEACHES.search(sentence)
            and len(sentence.split()) >= 5
        )
    ]


def _is_wish(sentence: str) -> bool:
    return WISHED.search(sentence) is not None and FIRM.search(sentence) is None


PERSON = r"(?:engineers?|developers?|operators?|administrators?|admin|colleagues?|team(?: members?| lead)?|maintainers?|on-?call(?: engineer)?|author|reviewer|responders?|sre|lead|people|person|someone|he|she|they|we|i|us|staff)"
LUCK = pattern(
    r"\bluck(?:y|ily)?\b|\bfortunate(?:ly)?\b|\bhappened to\b|\bby (?:chance|coincidence)\b|\bthankfully\b|\bcoincidental\w+\b"
)
FEELING = pattern(
    r"\b(?:confident|confidence|stress\w*|panic\w*|calm|tired|exhausted (?:team|engineer|people)|sleep\w*|asleep|awake|wok(?:e|en)|nervous\w*|anxi\w+|afraid|scared|scary|frustrat\w+|confus\w+|hesita\w+|overwhelm\w*|"
    r"pressure|hero\w*|heart|surpris\w+|relie(?:f|ved)|proud|embarrass\w*|feel|felt|worried|tears?|cry\w*|awkward|pain(?:ful)?|happy|terrible|awful|sick|ashamed|birthday|panick?ed|unintuitive|hard to reason|fatigue|rushed|rush|distract\w*|busy)\b"
)
HOURS = pattern(
    r"\b(?:(?:different|another|other|same|one|single|several) time ?zones?|weekends?|holidays?|vacation|on leave|night|bed(?:time)?|evening|early morning|late (?:at|in)|after hours|out of (?:office|hours)|lunch|dinner|christmas|easter|paged|on-?call|laptop|phone call|woken)\b"
)
MISTAKE = pattern(
    rf"\b{PERSON}\b[^.!?]{{0,80}}\b(?:thought|believed|assumed|accidentally|unintentionally|mistakenly|inadvertently|forgot|misread|misunderst\w+|overlooked|didn't reali[sz]e|did not reali[sz]e|unaware|"
    r"(?:was|were)(?:n't| not) (?:fully )?aware|misjudged|incorrectly|wrongly|mistook|confused|typo|by mistake|had not noticed|dismissed|none of us|wasn't sure|were not sure|did not feel|red herrings?)\b",
    r"\b(?:human error|fat[- ]finger\w*|honest mistake|miscommunicat\w+|mix-?up|copy-?paste|typo)\b",
    r"\b(?:wrong|incorrect|first|initial) (?:\w+ )?(?:idea|assumption|hypothesis|theory|guess|suspicion|lead|track|conclusion)\b",
    r"\bnone of us\b|\bred herrings?\b|\brabbit holes?\b",
)
HELP = pattern(
    r"\b(?:thank(?:s| you)(?! for (?:your|bearing|being|using))|kudos|grateful|gratitude|shout-?outs?|props|appreciat\w+|credit to|praise|great (?:work|job|team)|team ?work|collaborat\w+|came together|joined (?:in|us|the (?:call|incident|team|effort|debug\w*)|to (?:help|debug|support))|pitched in|"
    r"stepped in|helped (?:us|out|to|with|debug)?|jumped (?:in|on)|hand(?:s|ed|ing)? (?:over|off)|pulled in|rallied|tireless\w*|worked (?:through|late|all|around the clock|together)|long hours|encourag\w+|"
    r"all contributed|huddle|spent (?:\w+ ){0,5}(?:time|hours|days)|respond(?:s|ed)? to (?:alarms?|pages?|the page)|support (?:team|engineers?)[^.]{0,30}(?:were able|helped|respond\w*))\b"
)


def human_elements(prose: Prose) -> Judgement:
    """Whether people are in it: luck, feelings, hours, mistakes told as people's, help. One line of it is half of it."""
    kinds: list[list[Found]] = [
        [each for each in found(prose, what) if not each[0].about(Topic.ACTIONS, Topic.OTHERS)]
        for what in (MISTAKE, LUCK, FEELING, HOURS, HELP)
    ]
    lucky = [piece for piece in prose.pieces if LUCK.search(piece.label)]
    kinds[1] += [
        (piece, match) for piece in lucky if (match := re.search(r"\S", piece.text))
    ]  # below a heading that calls it luck
    places = [each for kind in kinds for each in kind]
    told_of_a_person = any(
        re.search(
            r"\b(?:engineers?|developers?|author|reviewer|he|she|i|operator|colleague|maintainers?|none of us)\b",
            match[0],
            re.IGNORECASE,
        )
        for _, match in kinds[0]
    )
    several = sum(bool(kind) for kind in kinds)
    own = [each for each in found(prose, FIRST) if not each[0].about(Topic.ACTIONS)]
    if distinct(own) >= 2 and places:  # whoever did it tells it
        return judged(Point.HUMAN_ELEMENTS, State.MET, [*places, *own])
    section = [piece for piece in prose.about(Topic.PEOPLE) if not piece.about(Topic.ACTIONS)]
    if sum(len(piece.text.split()) for piece in section) >= 25:
        return at(Point.HUMAN_ELEMENTS, State.MET, section)
    if (told_of_a_person and (several >= 2 or prose.words < 200)) or (several >= 3 and distinct(places) >= 4):
        return judged(Point.HUMAN_ELEMENTS, State.MET, places)
    if places:
        lacking = "One line of it: say more of who was woken, what was believed wrongly, what luck helped."
        return judged(Point.HUMAN_ELEMENTS, State.PARTLY, places, lacking)
    return judged(Point.HUMAN_ELEMENTS, State.MISSING)


TOLD_OTHERS = pattern(
    r"\bwe (?:also |strongly |would |do |'d )*(?:suggest|recommend|advise|encourage|urge)\b[^.!?]{0,30}\b(?:you|everyone|anyone|others|all|every)",
    r"\bif you(?:'re| are)?(?: also| all)? (?:run|running|use|using|operate|operating|rely|relying|maintain\w*|manage|managing|host\w*|depend\w*|build\w*|have|do|ship\w*|own|deploy\w*)\b[^.!?]{0,120}"
    r"(?:,|\b(?:check|make sure|consider|you should|you (?:may|might) want|please|don't|test|ensure|set|be)\b)",
    r"\b(?:other|fellow) (?:teams?|companies|organi[sz]ations|operators?|engineers?|people|projects?|maintainers?|communities|startups|sites)\b[^.!?]{0,60}\b(?:learn|avoid|benefit|can|should|may|might|take|find|help|use)",
    r"\b(?:hope|so that|want|order)\b[^.!?]{0,60}\b(?:others?|you|the (?:wider )?community|everyone|someone|anyone|the industry)\b[^.!?]{0,40}\b(?:learn|avoid|benefit|useful|helps?|prevent|find)",
    r"\b(?:others|anyone|everyone|everybody|(?:any|every|other|fellow) \w+) (?:\w+ ){0,6}(?:can|could|should|may|might) (?:\w+ )?(?:learn|take|check|avoid|benefit|consider|use)\b",
    r"\b(?:lesson|advice|takeaway|warning|recommendation)s? (?:\w+ )?(?:for|to) (?:others|everyone|anyone|the (?:community|industry)|all|other|you|teams|operators)\b",
)
"""Said to whoever runs something similar."""
MAXIM = pattern(
    r"(?:^|[.!?]\s|:\s)\W*(?:never|always|don't|do not|beware|remember|be (?:careful|wary|prepared)|just because)\b",
    r"\bjust because\b[^.!?]{0,80}\b(?:does not|doesn't|isn't)\b",
    r"\bit(?:'s| is) (?:always |often |usually )?(?:better|best|important|crucial|a good idea|worth|essential|vital|easy|hard|dangerous)(?: \w+)? (?:to|not)\b",
    r"\b(?:is|are) not (?:a )?(?:good|always|necessarily|enough|a substitute|a replacement)\b",
    r"\binstead of \w+ing\b[^.!?]{0,60}\bjust\b|\bas a (?:general )?rule\b|\brule of thumb\b|\bgood practi[cs]e\b|\bbest practi[cs]es?\b",
)
"""A rule without a name in it, which others could take though nobody offers it."""
OWN_USERS = pattern(
    r"\b(?:we (?:recommend|suggest|advise)|you should|please (?:upgrade|update|rotate|check|reset)|our recommendations?)\b"
)


def others_learn(prose: Prose) -> Judgement:
    """Whether others are told what to take from it, in a section of its own or as advice to anyone who runs something similar."""
    section = [piece for piece in prose.about(Topic.OTHERS) if len(piece.text.split()) >= 6]
    if places := found(prose, TOLD_OTHERS):
        return judged(Point.OTHERS_LEARN, State.MET, places)
    if section and any(
        re.search(
            r"\bothers?\b|\bevery|\bany(?:one|body)\b|\bcommunity\b|\badvice\b|\bwider\b|\byou (?:can|could|may|might|should)\b|\byour own\b",
            h.text,
            re.I,
        )
        for h in prose.headings
        if Topic.OTHERS in h.topics
    ):
        return at(Point.OTHERS_LEARN, State.MET, section)
    lacking = "A rule others could take, or advice to your own users: say it to anyone who runs something similar."
    kept = [
        each for each in found(prose, MAXIM) if each[0].about(Topic.LESSONS, Topic.CAUSE, Topic.SUMMARY, Topic.ACTIONS)
    ]
    if places := [*kept, *found(prose, OWN_USERS)]:
        return judged(Point.OTHERS_LEARN, State.PARTLY, places, lacking)
    if section:
        return at(Point.OTHERS_LEARN, State.PARTLY, section, lacking)
    return judged(Point.OTHERS_LEARN, State.MISSING)
