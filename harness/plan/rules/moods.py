"""How a mood changes in a conversation: "Once it is found, she calms down.", "He gets angrier with every no."."""

import re
from collections.abc import Sequence

from harness.text.caseless import Caseless

from ..nouns import AnyItem, Behaviour, Reaction
from .clauses import read_clause
from .conditions import condition
from .grammar import bare
from .reading import Context
from .ties import masked
from .traits import is_trait
from .wishes import CUSTOMER

_WHO = rf"(?:(?:{CUSTOMER}|(?-i:[A-Z])[\w'-]+)\s+)?"
_SOON = (
    r"(?:(?:then|soon|slowly|quickly|gradually|immediately|visibly|suddenly|eventually|will|would|starts? to"
    r"|begins? to)\s+)*"
)
_SHIFT = re.compile(
    rf"{_WHO}{_SOON}(?P<mood>(?:gets?|becomes?|grows?|turns?)\s+(?:(?:more(?: and more)?|less(?: and less)?|even|very|a"
    r" (?:bit|little)|quite|really|rather|increasingly|visibly|so)\s+)*(?P<how>[a-z]+(?:-[a-z]+)*)"
    r"|loses? (?:(?:her|his|their|your|all|some) )*(?:patience|temper|cool|heart|interest|hope|trust)"
    r"|(?:calms?|cools?|settles?|quietens?) down|cheers? up|brightens? up|warms? up|loosens? up|relaxes|softens?"
    r"|panics?|despairs?|freezes?|blows? up|snaps|explodes?|bursts? into tears|starts? (?:crying|shouting|to cry"
    r"|to shout))",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"(?:[a-z]+i|ang|cross|rud|calm|kind|warm|cold|sharp|blunt|short|loud|quiet|sad|mad|nic)(?:er)", re.IGNORECASE
)
"""A mood in the second degree: "angrier", "calmer"."""
_ON = re.compile(
    r"\s+(?:with|at|after|over|by|on)\s+(?P<event>(?:every|each|any|the|another|a|an)\s+.+)"
    r"|,?\s+(?:whenever|when|if|once|every time|each time|any time|as soon as|after|the moment)\s+(?P<clause>.+)",
    re.IGNORECASE,
)
_FIRST = Caseless(r"(?:,\s*|\s+)(?:and|but)\s+(?:then\s+)?")


MADE_TO_REPEAT = re.compile(
    r"\b(?:has|have|had|is|are|made) (?:made )?to (?:explain|repeat|say|give)\b"
    r".*\b(?:\w+sel(?:f|ves)|again|twice|times)\b",
    re.IGNORECASE,
)
"""Having to say things again is what impatience is about."""


def shift(text: str) -> tuple[str, str] | None:
    """The change of mood that a text begins with, and the rest of it; None when it begins with none."""
    match = _SHIFT.match(text)
    if not match or (match["how"] and not (is_trait(match["how"]) or _COMPARED.fullmatch(match["how"]))):
        return None
    rest = text[match.end() :]
    return (_third(match["mood"]), rest) if not rest or rest[0] in " ,." else None


def _third(mood: str) -> str:
    """The predicate as it goes with she and he: "you get angry" -> "gets angry"."""
    first, space, rest = mood.partition(" ")
    if first.endswith("s") or first.casefold() == "snaps":
        return mood
    return f"{first}{'es' if first.endswith(('ax', 'ss')) else 's'}{space}{rest}"


def moved(text: str, context: Context) -> Sequence[AnyItem]:
    """ "She is calm at first and loses patience with every transfer.", "He gets angry when it asks again." """
    hidden = masked(text)
    places = [0, *(match.end() for match in _FIRST.finditer(hidden))]
    for place in places:
        found = shift(text[place:])
        event = _ON.fullmatch(found[1]) if found else None
        if not found or not event:
            continue
        before = _before(text[:place], context)
        if before is None:
            return ()
        if MADE_TO_REPEAT.search(event["clause"] or ""):
            return (*before, Behaviour(**context.base, does="impatient"))
        when = condition(event["event"] or event["clause"], context)
        return (*before, Reaction(**context.base, trigger=when, does="feel", mood=found[0]))
    return ()


def _before(text: str, context: Context) -> Sequence[AnyItem] | None:
    """What is said before the change; None when it cannot be read."""
    text = bare(re.sub(r"(?:,\s*|\s+)(?:and|but)(?:\s+then)?\s*\Z", "", text, flags=re.IGNORECASE))
    if not text:
        return ()
    name, items = read_clause(re.sub(r"\s+(?:at first|to begin with|at the start|initially)\Z", "", text), context)
    return items if name else None
