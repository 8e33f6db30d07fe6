"""What agents ask customers for: order number, postcode, e-mail and the like, and how such a question is recognised."""

import re
from functools import lru_cache

from harness.text.acts import said
from harness.text.normal import content, normal
from harness.text.values import Kind, Value, find_values

SLOTS: tuple[tuple[str, str], ...] = (
    # First hit wins, so the longer name stands before the shorter one that it holds.
    ("subscription number", r"subscription (?:number|id|reference)|membership (?:number|id)"),
    ("customer number", r"(?:customer|account|client) (?:number|id|reference)"),
    (
        "card number",
        r"card (?:number|details)|(?:number|digits) (?:of|on) (?:the (?:front|back) of )?(?:the|your|their|her|his)"
        r" (?:\w+ )?card"
        r"|cvv|cvc|security code",
    ),
    (
        "phone number",
        r"(?:tele)?phone(?: number)?|mobile(?: number)?|contact number|number (?:to|we can) (?:call|ring|reach)",
    ),
    ("pin", r"pin\b(?: (?:number|code))?"),
    ("password", r"password|passcode"),
    (
        "order number",
        r"order (?:number|id|no\.?|reference|code)|number of (?:the|your|her|his|their) order"
        r"|(?:number|reference) (?:on|from|for) (?:the|your|her|his|their) (?:order|confirmation|receipt)|which order",
    ),
    ("reference number", r"(?:reference|ticket|case|invoice|charge) (?:number|id|no\.?)"),
    ("postcode", r"post ?code|postal code|zip(?: ?code)?"),
    ("email", r"e-?mail(?: address)?"),
    ("address", r"(?:new |delivery |home |postal |full |billing |shipping )*address"),
    ("name", r"(?:full |first |last |sur)?name\b"),
    ("date of birth", r"date of birth|birthday|\bdob\b|when (?:you|he|she|they|the customer) (?:was|were) born"),
)
"""Slot -> the ways people name it, as alternatives of one expression."""

SLOT_KINDS: dict[str, Kind] = {
    "email": "email",
    "postcode": "postcode",
    "phone number": "phone",
    "order number": "id",
}
"""Slot -> the kind of typed value that answers it, where one kind does."""

_SLOT_RE = tuple((slot, re.compile(rf"\b(?:{pattern})")) for slot, pattern in SLOTS)

_YES_NO = re.compile(
    r"^(?:and |so |but |ok(?:ay)?,? |right,? |sorry,? )*(?:have|has|had|did|do|does|is|are|was|were|would|shall"
    r"|should|will) (?:you|i|we|it|this|that|the|there|your)\b"
    r"|^(?:is|was|are|were) (?=[a-z]*\d)"
)
_NO_REQUEST = re.compile(
    r"^(?:and |so |but )?(?:did you know\b|what(?:'s| is| are) an? |(?:could|can|would|will) you (?:please |kindly )?"
    r"(?:keep|hide|protect|forget|ignore|remember|guard|change)\b|do you know (?:what|why|how)\b)"
)
"""Questions about the thing itself: "What is a postcode?", "Could you keep the postcode to yourself?"."""
_REQUEST = re.compile(
    r"\b(?:give|share|tell|provide|send|confirm|enter|type|spell|supply|let me have|let us have"
    r"|let me know|need|have|got|take|grab|get|read out|remind|know)\b"
)


@lru_cache(maxsize=4096)
def slots_in(text: str) -> tuple[str, ...]:
    """The slots that a text names, each once, in the order of `SLOTS`."""
    rest = normal(text)
    found = []
    for slot, pattern in _SLOT_RE:
        if pattern.search(rest):
            found.append(slot)
            # Taken out, so that "email address" is not also an address.
            rest = pattern.sub(" ", rest)
    return tuple(found)


@lru_cache(maxsize=4096)
def asked_slots(text: str) -> tuple[str, ...]:
    """The slots that an agent's message asks the customer to give, in order of asking.

    "Have you forgotten your password?" names a slot and asks for none; "What's your password?" asks for it.
    """
    found: list[str] = []
    for act in said(text):
        if act.act == "ask" and _requests(act.words):
            found += [slot for slot in slots_in(act.words) if slot not in found]
    return tuple(found)


@lru_cache(maxsize=4096)
def asked_keys(text: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Those of an author's own keys ("user id", "memorable word") that an agent's message asks the customer to give."""
    found: list[str] = []
    for act in said(text):
        if act.act == "ask" and _requests(act.words):
            named = frozenset(content(act.words))
            found += [key for key in keys if key not in found and frozenset(content(key)) <= named]
    return tuple(found)


def _requests(words: str) -> bool:
    plain = normal(words)
    if _NO_REQUEST.match(plain):
        return False
    closed = _YES_NO.search(plain)
    return closed is None or bool(_REQUEST.search(plain, closed.end()))


@lru_cache(maxsize=1024)
def slot_of(about: str) -> str | None:
    """The slot that an author's words stand for ("her order number" -> "order number"), or None."""
    named = slots_in(about)
    return named[0] if named else None


def values_for(slot: str, text: str) -> tuple[Value, ...]:
    """The typed values of a text that can answer for a slot; none for a slot whose answers are of no one kind."""
    kind = SLOT_KINDS.get(slot)
    return tuple(value for value in find_values(text) if value.kind == kind) if kind else ()
