"""How the customer goes about a conversation, tone apart: "types in capitals", "never says please".

What the customer is by what they do ("works as a plumber") stands here too.
"""

import re
from collections.abc import Sequence

from harness.text.caseless import Caseless, Either

from ..nouns import AnyItem, Behaviour, Persona
from .grammar import bare
from .lexicon import third_person
from .reading import Context
from .traits import mood_in

_WHO = r"(?:she|he|they|you|i|the (?:customer|user|caller|guest|client)|customer|user|caller|(?-i:[A-Z])[\w'-]+)"
_ADVERB = (
    r"(?:always|often|usually|sometimes|constantly|frequently|occasionally|repeatedly|randomly|never|rarely"
    r"|mostly|only"
    r"|just|also|generally|typically|tends? to|likes? to|loves? to|will|would|should|keeps? on|has a habit of)"
)
_SPEAKS = (
    r"(?:(?:types?|writ(?:es?|ing)|typing|spells?|texts?|rambl(?:es?|ing)|mumbles?|stutters?|stammers?"
    r"|interrupt(?:s|ing)?"
    r"|swear(?:s|ing)?|curs(?:es?|ing)|shout(?:s|ing)?|yell(?:s|ing)?|whispers?|sighs?|jokes?|digress(?:es)?"
    r"|hesitat(?:es?|ing)"
    r"|exaggerat(?:es?|ing)|flirts?|teas(?:es?|ing)|chats?|gossips?|double-checks?|second-guess(?:es)?|overshares?)\b"
    r"|(?!(?:speak|talk)(?:s|ing)? with\b)(?:speak|talk|repl(?:y|ie)|answer|respond|communicate)(?:s|ing)?\b(?! to"
    r" (?:a|the|someone"
    r"|somebody)\b)"
    r"|(?:changes?|changing|switch(?:es)?|switching|jumps?|jumping|drifts?) (?:the |from |between |off "
    r"|to )?(?:subject|topic|one)"
    r"|(?:goes|go|going|wanders?|wandering) (?:on about|on and on|off[- ](?:topic|track|on|the subject))"
    r"|(?:uses?|using|adds?|inserts?|makes?|making|sprinkles?) (?:(?:a lot|lots|plenty) of |(?:a |the )?(?:few|odd"
    r"|many|some"
    r"|occasional|very|short|long|simple|broken|frequent|small|spelling|grammar) )*(?:slang|emojis?|capitals?|caps"
    r"|jargon"
    r"|abbreviations?|typos?|spelling|mistakes?|errors?|jokes?|sarcasm|exclamation marks?|words|sentences"
    r"|small talk|talk"
    r"|swear ?words|profanity|english|grammar|puns)"
    r"|(?:gives?|giving|says?|saying|supplies|supply|provides?|sends?|shares?|asks?|mentions?) (?:\w+"
    r" ){0,6}?(?:at a time|at once"
    r"|bit by bit"
    r"|piece by piece|one by one)"
    r"|says? (?:very little|as little|little|no more than|please|thank you|thanks)"
    r"|thanks?\b|(?:asks?|asking|repeats?|repeating) (?:the same|every|everything|(?:her|him|them|your)sel(?:f|ves)"
    r"|(?:her|his"
    r"|their|your) (?:question|story|problem|complaint)|a lot of|lots of|many|questions|for everything)"
    r"|answers? (?:questions? )?with|contradicts? |mix(?:es)? up|forgets? what|loses? (?:track|the thread)"
    r"|needs? (?:repetition"
    r"|things? (?:repeated|explained)|everything (?:repeated|explained))|takes? (?:a while|ages|a long time"
    r"|her time|his time"
    r"|(?:a few |several )?\w+ (?:messages|turns)) to|raises? (?:her|his|your|their) voice|loses? (?:her|his|your"
    r"|their) temper|brings? up (?:irrelevant|unrelated|old)|keeps? \w+ing"
    r"|keeps? (?:(?:her|his|their|your) )?(?:it|things|replies|answers|messages) |avoids? |dodges? |ignores? "
    r"|pretends? |starts? over|pressures?"
    r"|express(?:es|ing)?\b|suggests?\b|talks?\b|talking\b|(?:shows?|showing|acts?|acting|behaves?|behaving)\b)"
)
"""How somebody speaks, writes and listens."""

_HABIT = Caseless(
    rf"(?:{_WHO}\s+)?(?P<how>(?:{_ADVERB}\s+)*{_SPEAKS}.*)",
    re.DOTALL,
)
_EVERY = Caseless(
    rf"(?:{_WHO}\s+)?(?P<how>(?:{_ADVERB}\s+)*(?:mentions?|brings? up|talks? about|refers? to|comes? back to"
    rf"|complains? about|says?|uses?"
    r"|repeats?|adds?|signs?|puts?|asks? (?:about|for)|apologi[sz]es?|thanks?)\b.*\b(?:(?:in|with|after|at|to)"
    r" (?:every"
    r"|each|almost every)"
    r" (?:single )?(?:message|reply|turn|sentence|answer|line|question|time|opportunity|chance)s?"
    r"|(?:whenever|every time|every chance) (?:she|he|they|you) (?:can|gets?|likes?)|all the time|again and again))",
    re.DOTALL,
)
"""What comes in every message."""
_SAID_AGAIN = Caseless(
    rf"(?:{_WHO}\s+)?(?P<how>(?:{_ADVERB}\s+)*(?:asks?|wants?|needs?|likes?)\s+(?:(?:the (?:agent|bot|assistant)|them"
    rf"|it|people|everybody"
    r"|everyone)\s+to\s+(?:say|repeat|explain|spell|go over|read)\s+(?:(?:things?|everything|it(?: all)?|that"
    r"|every \w+|each \w+"
    r"|the same thing)\b.*\b(?:again|twice|once more|slowly|\w+ times|out)|(?:them|it)sel(?:f|ves)|everything|things)"
    r"|(?:for\s+)?(?:things|everything|it all|every \w+|each \w+)\s+(?:to be\s+)?(?:said|repeated|explained|spelt"
    r"|spelled|read)\b).*)",
    re.DOTALL,
)
"""Wishing to hear things again is how somebody listens, not what they came for."""
_GOES_ALONG = Caseless(
    rf"(?:{_WHO}\s+)?(?P<how>(?:{_ADVERB}\s+)*(?:(?:follows?|obeys?|heeds?|trusts?|relies on|rely on"
    rf"|depends? on|listens? to"
    r"|cooperates? with|complies with|goes along with)\s+(?:(?:all |any |each |every )?(?:of )?(?:the |any "
    r"|every )?(?:(?:agent|bot|assistant)"
    r"(?:'s)?|it|them)\b|(?:the |any |all |every )*(?:guidance|instructions?|advice|steps?|directions?)\b).*"
    r"|does (?:what(?:ever)?|everything|anything|as) (?:the (?:agent|bot|assistant)|it|she|he|they) (?:says?"
    r"|asks?|tells?|wants?|is told)\b.*"
    r"|does as (?:she|he) is told\b.*"
    r"|leaves? (?:the|all|everything|it|that|this)\b.* to (?:the (?:agent|bot|assistant)|it|them)\b.*"
    r"|(?:will )?only (?:gives?|provides?|answers?|shares?|says?|tells?) (?:the |any )?(?:details?|information|what"
    r"|things|questions|whatever)\b(?! (?:her|his|their)\b).*))",
    re.DOTALL,
)
"""How somebody takes what they are told."""
_HONEST = Caseless(
    rf"(?:{_WHO}\s+)?(?P<how>(?:never|does not|doesn't|do not|don't|will not"
    rf"|won't)\s+(?:ever\s+)?(?:makes? (?:up|anything up|things up"
    r"|something up)|makes? .{1,60}? up|invents?|lies?|lie|guess(?:es)?|bluffs?|cheats?|exaggerates?|pretends?)\b.*"
    r"|(?:only |always )?(?:tells|says) (?:nothing but )?the truth\b.*"
    r"|is (?:always )?(?:honest|truthful) (?:about|with)\b.*)",
    re.DOTALL,
)
"""How somebody keeps to what is so."""
_DENIED = Caseless(
    rf"(?:{_WHO}\s+)?(?P<how>(?:does not|doesn't|do not|don't|will not|won't|never)\s+(?:ever\s+|want to\s+"
    rf"|like to\s+)?"
    rf"(?:{_SPEAKS}).*)",
    re.DOTALL,
)
_FOND = Caseless(
    rf"(?:{_WHO}\s+)?(?P<how>(?:like|love|tend|prefer)s? (?:to )?(?:say|talk|chat|speak|joke|write|type|repeat|ask"
    rf"|answer"
    r"|gossip|ramble|interrupt|argue|complain|negotiate|haggle|tell|chatter)(?:ing)?\b.*)",
    re.DOTALL,
)
_NATURE = Caseless(
    rf"(?:{_WHO}\s+)(?P<how>(?:works? (?:as|for|at|in|on|with|nights?|shifts?|part[- ]time|full[- ]time|from home)"
    rf"|runs? (?:an?"
    r"|the|his|her|their|your)|owns? (?:an?|the) (?:small |little |local )?(?:business|shop|company|studio"
    r"|restaurant|caf\w+|firm"
    r"|farm|salon|bakery)|stud(?:y|ies)\b|teach(?:es)?|lives? (?:alone|with|on (?:her|his|their|your) own)"
    r"|speaks? (?:only |little"
    r" |poor |broken |fluent |good |no |very little )*(?-i:[A-Z])\w+|cares? for|looks? after (?:her|his|their|your)"
    r"|uses? a (?:wheelchair|screen reader|hearing aid)|has (?:little|no|limited|poor|bad|low|a short|a soft"
    r"|a strong|trouble"
    r"|difficulty|a disability|a hearing|(?:two|three|four|several|small|young) (?:kids|children)|never (?:used"
    r"|dealt|done|bought"
    r"|owned|travelled|flown|been))|have (?:little|no|limited|poor|trouble|difficulty) (?:time|patience|experience"
    r"|sight|eyesight"
    r"|hearing|english|knowledge|seeing|reading|hearing|walking|trust)|struggles? with|distrusts?|trusts?"
    r" nobody)\b.*)",
    re.DOTALL,
)
_FLUSTERED = Caseless(
    rf"(?:{_WHO}\s+)(?P<how>(?:{_ADVERB}\s+)*(?:(?:is|are|am) (?:also |now |slowly )?(?=(?:getting|growing|becoming"
    rf"|feeling)\b))?(?:feel|feels|felt|feeling|growing|becoming|get|gets|getting|become|becomes|sound|sounds|seem"
    rf"|seems|grow"
    r"|grows)\s+(?:easily |quickly |rather |very |a bit |increasingly |really |so |more and more "
    r"|quite )*(?P<mood>.+))",
    re.DOTALL,
)
_FIRST = re.compile(rf"(?P<before>(?:{_ADVERB}\s+)*)(?P<verb>[a-z]+)(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_DO = re.compile(r"(?:do not|don't)\b", re.IGNORECASE)
_HELPERS = frozenset({"will", "would", "should", "does", "doesn", "won"})


def wont(text: str, context: Context) -> Sequence[AnyItem]:
    """ "He mentions the wedding in every message.", "She asks for everything to be said twice." """
    match = _EVERY.fullmatch(text) or _SAID_AGAIN.fullmatch(text)
    return (Behaviour(**context.base, does="habit", how=_third(bare(match["how"]))),) if match else ()


_HABITS = Either(at_front=(_GOES_ALONG, _HONEST, _DENIED, _FOND, _HABIT))


def habit(text: str, context: Context) -> Sequence[AnyItem]:
    """ "She types in capitals.", "You like to say one thing at a time.", "Never thank the agent." """
    if not _HABITS.may_be_in(text):
        return ()
    match = (
        _GOES_ALONG.fullmatch(text)
        or _HONEST.fullmatch(text)
        or _DENIED.fullmatch(text)
        or _FOND.fullmatch(text)
        or _HABIT.fullmatch(text)
    )
    if not match or (
        match.re is _HABIT.full and re.match(r"(?:you|they|i|she|he) (?:thank|said|told)", text, re.IGNORECASE)
    ):
        return ()
    return (Behaviour(**context.base, does="habit", how=_third(_small(bare(match["how"])))),)


def nature(text: str, context: Context) -> Sequence[AnyItem]:
    """ "He works as a plumber.", "She feels let down.", "You get flustered quickly." """
    if match := _FLUSTERED.fullmatch(text):
        mood = mood_in(match["mood"])
        feels = re.match(r"(?:feel|felt)", match["how"], re.IGNORECASE)
        if mood or (feels and not re.match(r"(?:that|like|as)\b", match["mood"])):
            return (Persona(**context.base, traits=(bare(match["mood"]),), mood=mood or bare(match["mood"])),)
        return ()
    if match := _NATURE.fullmatch(text):
        return (Persona(**context.base, traits=(f"somebody who {_third(bare(match['how']))}",)),)
    return ()


def _small(how: str) -> str:
    return how[:1].lower() + how[1:]


def _third(how: str) -> str:
    """A predicate as it goes with she and he: "like to say" -> "likes to say", "do not thank" -> "does not thank"."""
    how = _DO.sub("does not", how)
    match = _FIRST.fullmatch(how)
    if not match or match["verb"].casefold() in _HELPERS:
        return how
    before = re.sub(r"\b(tend|like|love)(?= to\b)", r"\1s", match["before"], flags=re.IGNORECASE)
    verb = match["verb"]
    if before.rstrip().endswith((" to", "will", "would", "should")) or re.search(r"[^s]s\Z|ing\Z", verb):
        return f"{before}{verb}{match['rest']}"
    return f"{before}{third_person(verb)}{match['rest']}"
