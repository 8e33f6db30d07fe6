"""What whoever plays the customer knows and never says: that the story is made up, that the first answer is wrong.

"She claims that it never came. The story is made up." is told as "It never came", and the second half to nobody.
"""

import re
from collections.abc import Sequence

from harness.text.caseless import Caseless
from harness.text.values import find_values

from ..keys import key_in
from ..nouns import AnyItem, Deed, Fact, Reaction
from .grammar import bare
from .reading import Context
from .wishes import CUSTOMER

_WHO = rf"(?:{CUSTOMER}|(?-i:[A-Z])[\w'-]+)"
_TALE = (
    r"(?:(?:all|none|most|some|much|half) of )?(?:(?:the|her|his|their|your|this|that|it|these"
    r"|those)\b(?: whole| entire)?"
    r"(?: (?:story|tale|claim|claims|excuse|account|version|reason|complaint|explanation|details?))?|everything|it all)"
)
_FALSE = (
    r"(?:(?:completely|entirely|all|simply|totally|partly|really|just) )*(?:made[- ]up|invented|fabricated|fictitious"
    r"|untrue|not true|a lie|lies|a fabrication|an invention|bogus)"
)
_MADE_UP = Caseless(
    rf"{_TALE} (?:is|are|was|were|has been) {_FALSE}(?:, (?:though|however|of course))?"
    rf"|none of (?:it|this|that|them|the story|what (?:she|he|they|you) says?) (?:is true|(?:ever |really )?happened)"
    rf"|nothing of (?:it|this|the kind|the sort) (?:is true|(?:ever |really )?happened)"
    rf"|{_WHO} (?:has |have |is |are )?(?:made|makes?|making|invented|invents?|inventing|fabricated) (?:(?:it"
    rf"|this|that) all up"
    r"|(?:it|this|that|all of (?:it|this)|everything|(?:the|this|her|his|their) (?:whole )?(?:story|excuse|reason)) up"
    r"|(?:the|this|her|his|their) (?:whole )?(?:story|excuse|reason))"
    rf"|{_WHO} (?:is|are|has been) (?:lying|bluffing|not telling the truth|not being honest)"
    r"(?: about (?:it|this|that|all of it))?",
)
_IN_TRUTH = re.compile(
    r"(?:in (?:truth|reality)|the truth is(?: that)?|unknown to the agent),?\s+(?P<what>.+)", re.IGNORECASE
)
_IN_FACT = re.compile(r"(?:in (?:actual )?fact|actually|really|but really),?\s+(?P<what>.+)", re.IGNORECASE)
_CLAIMED = re.compile(
    rf"{_WHO}(?: \w+)? (?:claims?|pretends?|alleges?|maintains?|thinks?|believes?|assumes?|swears?"
    r"|(?:is|are) (?:[a-z]+ )?(?:sure|certain|convinced|positive|under the impression) that)\b",
    re.IGNORECASE,
)
_FIRST = Caseless(
    rf"{_WHO}\s+(?:will |would )?(?:(?:at )?first|initially)\s+(?:gives?|says?|tells?|types?|enters?|provides?|states?)"
    rf"(?: (?:the agent|it|them))?(?: as)?\s+(?P<what>.+)",
)


def made_up(text: str, context: Context) -> Sequence[AnyItem]:
    """ "The story is made up.", "In truth, it was on time.": known to whoever plays the customer, never said."""
    if _MADE_UP.fullmatch(bare(text)):
        return (_untold(bare(text), context),)
    truth = _IN_TRUTH.fullmatch(text) or (_IN_FACT.fullmatch(text) if _CLAIMED.match(context.before) else None)
    return (_untold(bare(truth["what"]), context),) if truth else ()


def _untold(what: str, context: Context) -> Fact:
    return Fact(**context.base, value=what[:1].upper() + what[1:], reveal="never")


def mistaken(text: str, context: Context) -> Sequence[AnyItem]:
    """ "He first gives the zip code 98178.": what is said the first time that it is asked for, and not again."""
    match = _FIRST.fullmatch(text)
    key = key_in(match["what"]) if match else None
    values = find_values(match["what"]) if match else ()
    if not key or not values:
        return ()
    said = f"{values[0].text}."
    return (Reaction(**context.base, trigger=Deed(act="ask", about=f"the {key}"), say=said, times=1),)
