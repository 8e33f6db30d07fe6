"""What the customer does not know, has not got to hand, or has forgotten."""

import re

from harness.text.caseless import Caseless, Either

from ..keys import key_in
from ..nouns import Fact
from .grammar import bare
from .reading import Context

_OWN = r"(?:her|his|their|your?|my|the|its)"
_UNKNOWN = Caseless(
    r"\b(?:does not|doesn't|do not|don't|did not|didn't|cannot|can't|can not|no longer|(?:has|have)(?: not"
    r"|n't)(?= got\b))\s+(?:actually |really |quite )?"
    r"(?P<verb>know|remember|recall|have|find|tell|recollect|has|got)s?(?:\s+access to)?\s+(?P<what>.+)",
)
_UNSURE = Caseless(
    r"\b(?:is not|isn't|are not|aren't|am not) (?:really |entirely |quite |too )?(?:sure|certain|clear) (?:about "
    r"|of |on )?"
    r"(?P<what>(?:which|what|when|where|how|who|whether|the|her|his|their|your)\b.+)",
)
_NO_IDEA = Caseless(
    r"(?:\b(?:has|have|had|with|got)\s+|\A)(?:absolutely )?(?:no|not (?:got )?(?:the (?:faintest|slightest|foggiest"
    r"|first)|an?|any))"
    r"\s*(?:inkling|notion|note|idea|(?<=iest)"
    r"|clue|memory"
    r"|recollection|record|note|knowledge|way of knowing|(?:longer |more )?access to)\s+(?:of|about|as"
    r" to)?\s*(?P<what>.+)",
)
_COULD_NOT_SAY = Caseless(
    r"\b(?:could not|couldn't|cannot|can't|can not|is unable to|are unable to|would not be able to)\s+(?:say"
    r"|tell(?: (?:you|them|anyone|the agent))?"
    r"|think of|work out"
    r"|name|be sure(?: of| about)?|find|locate)\s+(?P<what>(?:which|what|when|where|how|who|whether|exactly|the|her"
    r"|his|their|your"
    r"|its)\b.+)",
)
_MYSTERY = Caseless(
    r"(?P<what>(?:the|her|his|their|your|its)\s.+?)\s+(?:is|are)\s+(?:unknown|not known|a mystery"
    r"|unclear)(?: to \w+(?: \w+)?)?",
)
_UNAWARE = Caseless(
    r"\b(?:is|are|am)\s+(?:unsure|unaware|uncertain|not aware|in the dark|vague|unclear|hazy)\s+(?:of|about|as to"
    r"|on)?\s*"
    r"(?P<what>.+)",
)
_TO_HAND = re.compile(
    r"(?:the |her |his |their |your |any |a |its )*(?:[\w-]+ ){0,2}(?:receipt|number|reference|code|confirmation"
    r"|paperwork|letter"
    r"|e-?mail|invoice|contract|card|details|documents?|bill|password|ticket|voucher)s?\b.*",
    re.IGNORECASE,
)
"""What an agent may ask for and a customer may not have."""
_FORGOT = Caseless(
    r"\b(?:has |have |'ve )?(?:forgotten|forgot|(?:lost|mislaid)(?! (?:her|his|their|the|a|an|my|your) (?:\w+ )?"
    r"(?:cards?|wallet|purse|phone|bag|keys?|passport|parcel|luggage|suitcase|ticket)s?\b))\s+(?P<what>.+)"
)


def unknown(text: str, context: Context) -> tuple[Fact, ...]:
    """What a clause says that the customer does not know; empty for any other."""
    if not _NOT_KNOWN.may_be_in(text):
        return ()
    for pattern in (_UNSURE, _NO_IDEA, _COULD_NOT_SAY, _UNAWARE):
        if match := pattern.search(text):
            return (Fact(**context.base, key=_not_known(bare(match["what"])), known=False),)
    if match := _MYSTERY.fullmatch(text):
        return (Fact(**context.base, key=key_in(match["what"]) or _object(bare(match["what"])), known=False),)
    if neither := _NEITHER.fullmatch(text):
        return tuple(Fact(**context.base, key=_not_known(bare(neither[one])), known=False) for one in ("one", "other"))
    match = _UNKNOWN.search(text)
    if match and _AS_A_REASON.search(text[: match.start()]):
        return ()
    if match:
        if match["verb"].casefold() in ("have", "has", "got") and (kept := _AT_HAND.search(match["what"])):
            return (Fact(**context.base, key=_not_known(bare(match["what"][: kept.start()])), known=False),)
        held = _AS_IT_IS.match(match["what"]) or _THAT_IT_IS.match(match["what"])
        what = f"whether {bare(held['what'])}" if held else bare(match["what"])
        asked = _WHEREABOUTS.match(what)
        key = asked["what"] if asked else key_in(what)
        having = match["verb"].casefold() in ("have", "has", "got", "find", "tell")
        if having and key is None and not _TO_HAND.fullmatch(what):
            return ()
        if re.match(r"(?:what|how|why) to\b", what):
            return ()
        # A question word names what is not known: "which card she used" -> card.
        each_of = [what] if asked else _OR_ALSO.split(what)
        return tuple(Fact(**context.base, key=_not_known(one), known=False) for one in each_of)
    forgot = _FORGOT.search(text)
    if forgot and (held := _AS_IT_IS.match(forgot["what"])):
        return (Fact(**context.base, key=f"whether {bare(held['what'])}", known=False),)
    key = key_in(forgot["what"]) if forgot else None
    if forgot and key:
        unknown = Fact(**context.base, key=key, known=False)
        told = _story(text, context)
        return (told, unknown)
    return ()


_THAT_IT_IS = re.compile(
    r"(?P<what>(?:there|it|she|he|they|you) (?:is|are|was|were|has|have|had|will|would|can|could)\b.*)",
    re.IGNORECASE | re.DOTALL,
)
""" "did not know there was a limit", which leaves out its "that"."""
_NEITHER = Caseless(
    r"(?:.{1,40}?\s)?(?:knows?|remembers?|recalls?) neither (?P<one>[^,;]{2,60}?),? nor (?:any of"
    r" )?(?P<other>[^,;]{2,60})"
)
_AS_A_REASON = re.compile(
    r"\w+ [^.;]*(?:,\s|\s)(?:as|because|since)\s+(?:she|he|they|you|i|(?-i:[A-Z])\w+)\s*\Z", re.IGNORECASE
)
"""What stands before is what the sentence says; that it is not known only tells why."""
_AT_HAND = re.compile(
    r",?\s+(?:(?:ready )?(?:to|at) hand|handy|in (?:her|his|their|your|my) head|by heart|(?:with|on) (?:her"
    r"|him|them|you|me)"
    r"|in front of (?:her|him|them|you|me))(?: (?:right )?now| any ?more| at the moment)?\Z",
    re.IGNORECASE,
)
"""Where something is that could be told at once: who does not have it there cannot tell it."""
_WHEREABOUTS = re.compile(
    r"(?:(?:exactly|precisely|quite|really) )?(?P<what>(?:when|where|who|whom|whether|if|how|why)\b.{1,120}?)(?: any"
    r" ?more)?\Z",
    re.IGNORECASE | re.DOTALL,
)
"""What is asked for is the whole of it: who does not know where the card was lost knows the card."""
_AS_IT_IS = re.compile(
    r"that\s+(?P<what>(?:[\w'-]+\s+){1,8}?"
    r"(?:is|are|was|were|has|have|had|will|would|can|could|did|does|do|[a-z]{2,}ed|came|went|got|took|gave|made|sent)"
    r"\b.*)",
    re.IGNORECASE | re.DOTALL,
)
"""How things stand, of which somebody knows nothing: asked whether it is so, they do not know."""


def _not_known(what: str) -> str:
    if asked := _WHEREABOUTS.match(what):
        return asked["what"]
    key = None if _ANOTHERS.search(what) else key_in(what)
    return key or (what[:_LONGEST] if _WHICH_IS.match(what) else _object(what))


_OR_ALSO = re.compile(r",?\s+(?:or|nor)\s+(?=(?:the|her|his|their|your|my|its)\s)", re.IGNORECASE)
_ANOTHERS = re.compile(r"\b(?:the|an?|her|his|their|your|my)\s+[\w-]+(?:'s|s')\s", re.IGNORECASE)
"""What belongs to somebody else: "the driver's name" is not the customer's."""
_WHICH_IS = re.compile(r"(?:which|what)\s.*\s(?:is|are|was|were)\b", re.IGNORECASE)
"""A question with a verb of its own, that is no thing without its question word."""
_LONGEST = 120
"""Characters of what is not known that are said back."""


def _object(what: str) -> str:
    return re.sub(r"^(?:any of |which |what |the |a |an |her |his |their |your |my )+", "", what, flags=re.IGNORECASE)[
        :_LONGEST
    ]


_NOT_KNOWN = Either(
    *(_UNSURE, _NO_IDEA, _COULD_NOT_SAY, _UNAWARE, _UNKNOWN, _FORGOT),
    at_front=(_MYSTERY, _NEITHER),
)
"""Of which one is in every clause that says so."""


def out_of_reach(text: str, context: Context) -> tuple[Fact, ...]:
    """ "Her policy number is on a letter that she has lost": what the customer cannot look up, they do not know."""
    match = _LIES.fullmatch(text)
    return (Fact(**context.base, key=key_in(match["key"]) or match["key"].casefold(), known=False),) if match else ()


_LIES = Caseless(
    rf"{_OWN}\s+(?P<key>[\w' -]{{0,40}}?(?:number|code|reference|id|pin|password|card|receipt|postcode))"
    r"\s+(?:is|are|was|were)\s+(?:written |printed |noted |somewhere |still |only )*(?:on|in|with|at|inside"
    r"|under)\s+.+?"
    r"\b(?:lost|mislaid|cannot find|can't find|thrown|threw|left (?:behind|at|in|on)|stolen|at home|at work"
    r"|not (?:have|with|to hand)|no longer has|deleted|shredded|does not have)\b.*",
)


def _story(text: str, context: Context) -> Fact:
    told = bare(text)
    return Fact(**context.base, value=told[:1].upper() + told[1:])
