"""Deed + Turn -> how surely the customer did it: agreed, declined, gave or said something."""

import re

from harness.plan.nouns import Deed
from harness.text.normal import normal

from .cover import cover
from .nouns import Turn
from .slots import SLOT_KINDS, slot_of, values_for

_YES = re.compile(
    r"^(?:oh |ok(?:ay)?,? |well,? )*(?:yes|yeah|yep|sure|please do|go ahead|ok|okay|of course|that's fine|fine|agreed"
    r"|correct)\b(?!,? (?:it's|it is|that's|that is|my|the|here))"
)
DECLINES = re.compile(r"^(?:oh |well,? )*(?:no\b|nope|thanks?,? but|that's kind, but|i'd rather)|\bno,? thank")

_ONCE_MORE = re.compile(
    r"\b(?:say|tell|repeat|go over|go through|read) (?:\w+ ){0,3}(?:again|once more)\b"
    r"|\b(?:could|can|would) you (?:please )?repeat\b|\bpardon\b|\b(?:did not|didn't) (?:catch|hear)\b"
    r"|\bsay that slower\b"
)


def by_customer(deed: Deed, turn: Turn) -> float:
    """The strength, 0 to 1, at which the customer's words of this turn are the deed."""
    said_it = turn.customer
    plain = normal(said_it.text)
    if re.search(r"\b(?:agree|confirm|accept|consent|say(?:s|ing)? yes)", normal(f"{deed.act} {deed.about}")):
        # "Of course, it's NE1 7RU" answers a question and agrees to nothing.
        return 1.0 if said_it.act == "agree" or (said_it.act != "answer" and _YES.search(plain)) else 0.0
    if deed.act == "refuse":
        return 1.0 if said_it.act in ("decline", "object") or DECLINES.search(plain) else 0.0
    if deed.act == "ask" and normal(deed.about) == "to hear it again":
        return 1.0 if _ONCE_MORE.search(plain) else 0.0
    if slot := slot_of(deed.about):
        return 1.0 if said_it.act in ("answer", "open", "line") and _gives(slot, said_it.text) else 0.0
    return cover(deed.about, said_it.text)


def _gives(slot: str, text: str) -> bool:
    return bool(values_for(slot, text)) if slot in SLOT_KINDS else slot_of(text) == slot
