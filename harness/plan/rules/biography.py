"""What a customer is asked to be known by, told in a verb: "was born on 4 May 1984", "lives at 5 Kiln Lane, York"."""

import re

from harness.text.caseless import Caseless
from harness.text.values import find_values

from ..nouns import Fact
from .customer_facts import whole_address
from .grammar import bare
from .reading import Context

_BORN = Caseless(r"(?:(?:was|is)\s+)?born\s+(?:on\s+(?:the\s+)?)?(?P<date>\S.{3,40})")
_LIVES = Caseless(r"(?:now |currently )?(?:lives?|is registered)\s+at\s+(?P<place>\S.{3,120})")
_HOME = Caseless(r"(?:her|his|their|my|your) (?:home|house|flat|place) is(?: at)?\s+(?P<place>\S.{3,120})")


def biography(text: str, context: Context) -> tuple[Fact, ...]:
    """The date of birth or the address, and nothing else beside it; empty for any other clause."""
    who = context.people.subject.match(text)
    told = text[who.end() :].strip() if who else text
    if born := _BORN.fullmatch(told):
        date = bare(born["date"])
        if any(value.kind == "date" and value.start == 0 and value.end == len(date) for value in find_values(date)):
            return (Fact(**context.base, key="date of birth", value=date),)
    if found := _DETAILS.match(text):
        return _of_their_kinds(text[found.end() :], context)
    if lives := _LIVES.fullmatch(told) or _HOME.fullmatch(text):
        place = bare(lives["place"])
        if whole_address(place) == place or (_NUMBERED.match(place) and _CODE.search(place)):
            return (Fact(**context.base, key="address", value=place),)
    return ()


_DETAILS = re.compile(
    r"(?:(?:her|his|their|my|your) )?(?:contact|personal) (?:details?|data|information|info)(?: (?:is"
    r"|are))?:?\s+(?=\S*[\d@])",
    re.I,
)


def _of_their_kinds(text: str, context: Context) -> tuple[Fact, ...]:
    """ "Contact details: 555-0142, ann@example.com": each value is known by its kind."""
    found = [(value.kind, value.text) for value in find_values(text) if value.kind in _KINDS]
    address = _to_the_end(text, whole_address(text))
    facts = [(_KINDS[kind], value) for kind, value in found if not (address and value in address)]
    facts += [("address", address)] if address else []
    rest = text
    for _, value in facts:
        rest = rest.replace(value, " ", 1)
    if _MORE.search(rest):
        return ()
    return tuple(Fact(**context.base, key=key, value=value) for key, value in facts)


def _to_the_end(text: str, address: str | None) -> str | None:
    """The address with what stands behind it, where that is its town and code and no other value."""
    if address is None:
        return None
    tail = bare(text[text.index(address) :])
    return tail if _CODE.search(tail) and not _OTHER.search(tail) else address


_MORE = re.compile(r"\b(?!(?:phone|number|e-?mail|address|mobile|tel|telephone|and)\b)[a-z]{3,}", re.IGNORECASE)
"""Words beside the values, which no value says."""
_OTHER = re.compile(r"@|;|\band\b")
_KINDS = {"phone": "phone number", "email": "email", "postcode": "postcode"}
_NUMBERED = re.compile(r"\d{1,5}[a-z]? [A-Z]")
_CODE = re.compile(r"(?:\d{4,6}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\Z")
"""What an address begins and ends with, whatever its streets are called."""
