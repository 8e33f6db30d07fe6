"""What is surely told: that it happened, or that it is so.

A sentence about the customer that no other rule takes may be a piece of their story; it may as well say how they go
about things, what they would take, or when they stop. It is a piece of the story only where its own words say so: a
past, a state, a thing had, a view held. Of any other it is asked.
"""

import re

from harness.text.caseless import Caseless

from .grammar import bare
from .lexicon import FORMS
from .people import named
from .ties import masked
from .wordlist import listed

_PAST_WORDS = frozenset(
    listed(
        """
        was were had did didn't wasn't weren't hadn't ago yesterday came went got gave took made said told
        paid lost broke sent fell bought brought caught chose drove ate felt flew forgot found grew heard held
        kept knew led lent met ran rang rose sat saw sold shot slept slid spent spoke stood stole stuck swam
        swore thought threw tore understood woke won wore wrote became began bit blew built burnt dealt died
        dug drew drank fought froze hid leapt learnt meant mistook overslept rebuilt rode sank sewn shook
        spilt spoilt spelt spun sprang struck swept swung taught withdrew
        """
    )
)
_HAS_DONE = re.compile(
    r"\b(?:has|have|hasn't|haven't|'ve|having)(?: \w+(?:ly)?){0,3}? (?:[a-z]{2,}ed|been|gone|come|got|had|made"
    r"|done|paid|lost"
    r"|left|sent|seen|taken|given|written|spoken|broken|bought|brought|found|told|heard|held|kept|met|put|read|run"
    r"|set|sold|stood|stolen|thrown|worn|become|begun|chosen|fallen|forgotten|grown|known|shown|driven|flown|stuck"
    r"|spent|built|cut|cost|caught|felt|meant|said|won|thought|put)\b",
    re.IGNORECASE,
)
_ED = re.compile(r"(?<![\w'-])(?P<before>(?:[\w'-]+ ){0,2})(?P<word>[a-z]{2,}ed)\b", re.IGNORECASE)
_BE_NOW = frozenset(
    listed(
        "is are am be being isn't aren't get gets getting become becomes feel feels seem seems look looks sound sounds"
        " very so quite too rather more as a an the any all not never only no"
    )
)
"""What stands before a participle or an adjective, and not before what somebody did."""
_NEED = frozenset(listed("need speed feed seed indeed bleed breed weed succeed proceed exceed red bed shed"))


def past(text: str) -> bool:
    """Whether something happened: "came", "has been charged", "broke", "ago"."""
    small = masked(text).casefold()
    if not _PAST_WORDS.isdisjoint(re.findall(r"[a-z]+(?:'t)?", small)) or _HAS_DONE.search(small):
        return True
    for match in _ED.finditer(small):
        before = match["before"].split()
        if match["word"] not in _NEED and (not before or before[-1] not in _BE_NOW) and _did(before):
            return True
    return False


def _did(before: list[str]) -> bool:
    return not (
        len(before) == 2 and before[0] in ("is", "are", "be") and (before[1].endswith("ly") or before[1] == "not")
    )


_WHO = r"(?:she|he|they|you|i|we|the (?:customer|user|caller)|customer|user|caller)"
_MINE = re.compile(rf"(?:(?:also|now|by now|so|and|but|well|currently|at the moment),? )*(?:{_WHO})\s+", re.IGNORECASE)
_KEPT = frozenset(
    listed(
        """
        has have owns own holds hold lives live works work pays pay uses use belongs believes believe thinks think
        suspects suspect knows know assumes assume expects expect claims claim says say understands understand shares
        share rents rent runs run studies study speaks speak depends depend relies rely travels travel flies fly leaves
        leave moves move starts start turns needs need remembers remember realises realizes notices notice sees see
        hears hear gets get finds find feels feel owes owe earns earn banks bank manages manage receives receive
        complains complain disputes dispute reports report goes go drives drive stays stay cannot can't can
        lacks misses miss looks look regrets doubts doubt hates hate dislikes dislike loves love enjoys enjoy fears fear
        """
    )
)
"""What somebody has, is at, thinks or can: verbs of a state, in the present."""
_IS = re.compile(
    r"(?:is|are|am|isn't|aren't|'s|'re|'m)\s+(?:(?:not|now|also|currently|still|already|just|quite|very"
    r"|absolutely|fairly|pretty|rather"
    r"|almost|nearly|reasonably|completely|so|really) )*"
    r"(?P<what>.+)",
    re.I,
)
_WHERE = re.compile(
    r"(?:(?:an?|the|one|two|three|four|five|in|at|on|from|with|away|abroad|home|back|here|out|off|over|under|due"
    r"|about"
    r"|to|between|behind|near|down|up|no|part|half|by|both|all|for|without|of|still|based|able|unable|eligible"
    r"|entitled"
    r"|registered|subject|sure|certain|aware|married|divorced|single|pregnant|blind|deaf|self-employed"
    r"|unemployed|online"
    r"|offline|alone|late|early|missing|(?-i:[A-Z])\S+|her|his|their|your|my|its|named|called|left|stuck|only"
    r"|\d\S*|[£$€]\S*)\b"
    r"|[a-z]+(?:ed|ing|en)\b)",
    re.IGNORECASE,
)
"""What follows "she is" where it says how things stand with her, and not what she is like."""
_DEPENDS = re.compile(
    r"\b(?:if|unless|whenever|until|only when|only once|as soon as|the (?:moment|minute|second) (?:that )?(?:she"
    r"|he|they|you|i|the)"
    r"|when (?:she|he|they|you|i|it|the agent|told|asked|given|offered|pressed|somebody|someone)"
    r"|once (?:she|he|they|you|i|it|that|there|the|her|his)|in case|provided(?: that)?|otherwise|depending)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:unless|until|only if|only when|only once|if) (?:(?:she|he|they|it|you|the agent|someone|somebody"
    r"|anyone) )?"
    r"(?:(?:is|are) )?(?:asks?|asked|brings?|mentions?|presses|pressed|insists?)\b",
    re.IGNORECASE,
)
_WOULD = re.compile(
    r"\b(?:would|wouldn't|won't|shall|should|must|mustn't|(?-i:may)|might|ought|will|'ll|'d|could do)\b"
    r"|\b(?:is|are|'s|'re) (?:not )?(?:to be|felt|desired|required|requested|preferred|wished|sought|needed"
    r"|shown|welcome"
    r"|acceptable|unacceptable|fine|ok|okay|essential|important|crucial|enough|a must|no good|possible|impossible)\b"
    r"|\b(?:is|are) (?:not |quite |very |too |all )*(?:clear|plain|obvious|confusing|hard|easy|difficult|strange|new)"
    r" (?:to|for) (?:her|him|them|you)\b"
    r"|\bby the (?:customer|user|caller)\b|\bunder no circumstances\b|\bmatters? to\b|\bcannot be\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?:please |then |also |first |next |just |now |make sure (?:to |that )?)*(?:do not|don't|never|always|be"
    r"|act|pretend|express"
    r"|mention|imagine|think of|come up|keep|remember|try|consider|picture|stay|remain|sound|speak|assume|follow|play"
    r"|respond|describe|tell|say|ask|use|let|give|show|avoid|[a-z]+ yourself)\b",
    re.IGNORECASE,
)
_THERE = re.compile(r"(?:(?:and|but|also|now),? )?there (?:is|are|isn't|aren't|'s|has|have)\b|there's\b", re.IGNORECASE)
_VERB_NOW = re.compile(
    r"\b(?:is|are|isn't|aren't|has|have|hasn't|haven't|does|do|doesn't|don't|can|can't|cannot|'s|(?!always\b"
    r"|this\b|his\b|its\b|as\b|perhaps\b|sometimes\b|hers\b|theirs\b)[a-z]+(?<![su])s)\b",
    re.IGNORECASE,
)
_DOES_NOW = re.compile(
    r"(?!(?:is|was|has|does|always|perhaps|thinks|believes|says|claims|knows|feels|suspects|complains"
    r"|understands|gets|reports"
    r"|sees|finds|notices|hears|needs|remembers|regrets|disputes)\b)[a-z]+(?<![su])s\b",
    re.IGNORECASE,
)
"""Before what happened: "She sends photos that nobody asked for" is how she goes about it."""
_LOOSE = re.compile(r"(?:anything|everything|whatever|whoever|nothing|every|any|each|[a-z]+ing) ", re.IGNORECASE)
"""What opens a sentence on how the customer takes things: "Anything over £120 is ...", "Every answer is ..."."""
_ENTRY = re.compile(r"[^.]{0,80}\d")
SAYS_SO = re.compile(
    r"\b(?:says?|admits?|mentions?|tells? (?:them|the agent)) (?:so|it|this"
    r"|that)(?=\W*\Z|\s(?:at|in|to|when|if|only|on|once|every|again|twice|with)\b)",
    re.I,
)
"""What is said of another sentence is no piece of the story."""
_HAS_DONE_FOR = re.compile(r"\b(?:has|gets) (?:it|them|this|that) [a-z]+ed\b", re.IGNORECASE)
"""What somebody wants to have done: "has it opened straight away"."""
_OFTEN = re.compile(
    r"\b(?:(?:once|twice|(?:\w+ or )?\w+ times) (?:a|per|each|every) (?:day|week|fortnight|month|year|quarter)"
    r"|every (?:single |other )?(?:day|week|month|year|morning|evening|night|weekend|summer|winter|(?:mon|tues"
    r"|wednes|thurs"
    r"|fri|satur|sun)day)|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)days|daily|weekly|monthly|yearly"
    r"|most (?:days|weeks|mornings|evenings))\b",
    re.IGNORECASE,
)
"""How often in somebody's life, and not in the conversation: "three times a week"."""
_LIKELY = re.compile(
    r"\b(?:probably|likely|going to|next|tomorrow|tonight|later|soon|on (?:mon|tues|wednes|thurs|fri|satur"
    r"|sun)day)\b",
    re.I,
)


OF_THE_TALK = Caseless(
    r"\b(?:is|are|being)\s+(?:only )?(?:given|shared|told|said) (?:only )?(?:when|if|once|unless|until)\b"
    r"|\b(?:is|are|being)\s+(?:\w+ly |only |never |not )*(?:volunteered|disclosed|divulged|revealed|mentioned)\b"
    r"|\b(?:only|solely|not even) (?:when|if|upon|on|once|after|at) (?!\w+days?\b)|\b(?:up)?on (?:express )?request\b"
    r"|\b(?:she|he|they|you|i)\s+(?:does not|doesn't|do not|don't|never|won't|will not)\s+(?:\w+ly\s+)?"
    r"(?:say|says|tell|tells|mention|mentions|volunteer|volunteers|reveal|reveals|disclose|discloses)\b"
    r"|\bno mention\b|\bhowever (?:often|much|many times)\b|\bkeeps? (?:saying|asking|telling|insisting|repeating)\b"
    r"|\bgiven (?:only )?(?:when|if|once) \w+ (?:\w+ )?ask|\band not before\b|\btime of asking\b"
    r"|\b(?:acknowledges?|answers?|replies|responds?) (?:\w+ )?with\b"
    r"|\A(?:above|below|beyond) [£$€]?\d"
)
"""What is said and kept back in the conversation itself: no story, whatever else the words tell."""


def surely(text: str, names: tuple[str, ...] = ()) -> bool:
    """Whether these words tell what happened or how things stand, and nothing that depends on the conversation."""
    hidden = masked(bare(text))
    if _ORDER.match(hidden) or _HAS_DONE_FOR.search(hidden) or OF_THE_TALK.search(hidden):
        return False
    mine = _MINE.match(hidden)
    of_them = hidden[mine.end() :] if mine else _after_name(hidden, names)
    if past(hidden) and not (of_them and _DOES_NOW.match(of_them)):
        return not (_DEPENDS.match(hidden) or _ASKED.search(hidden))
    if _DEPENDS.search(hidden) or (_WOULD.search(hidden) and not _LIKELY.search(hidden)):
        return False
    if SAYS_SO.search(hidden):
        return False
    if of_them:
        return _stands(of_them) or _OFTEN.search(of_them) is not None
    if _THERE.match(hidden):
        return True
    if _LOOSE.match(hidden):
        return False
    return _VERB_NOW.search(hidden) is not None or _ENTRY.match(hidden) is not None


def _after_name(text: str, names: tuple[str, ...]) -> str | None:
    """What is said of somebody who is called by name; None where the text does not begin with one."""
    name = named(text) or next((one for one in names if text.startswith(f"{one} ")), None)
    return text[len(name) :].lstrip(" ,") if name and text.startswith(f"{name} ") else None


def _stands(rest: str) -> bool:
    """Whether what is said of the customer in the present is a state, and no way of going about things."""
    while rest and (adverb := _ADVERB.match(rest)):
        rest = rest[adverb.end() :]
    word = re.match(r"[\w']+", rest)
    if word is None:
        return False
    if found := _IS.match(rest):
        return _WHERE.match(found["what"]) is not None
    does = word[0].casefold()
    if does in ("does", "do", "doesn't", "don't"):
        denied = re.match(r"(?:(?:does|do) not|doesn't|don't)\s+(?:\w+ly\s+)?(?P<verb>[a-z]+)", rest, re.IGNORECASE)
        return denied is not None and denied["verb"].casefold() in _KEPT
    if does in ("will", "'ll"):
        return _LIKELY.search(rest) is not None
    return does in _KEPT or (does not in FORMS and not does.endswith("s"))


_ADVERB = re.compile(
    r"(?:also|now|still|already|just|only|currently|usually|really|often|always|never|[a-z]{2,}ly)\s+", re.IGNORECASE
)

__all__ = ["past", "surely"]
