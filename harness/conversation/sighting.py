"""Deed + Turn -> Sighting: was it seen, in which words or which event.

The one place that decides whether the thing an author described ("asks for her postcode", "refunds £39.00",
"promises a refund to a different card") happened in a turn. Customers use it to notice what they should react to,
verdicts to judge. Events outrank words: where a target reports its tool calls, a claim is not a deed.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from harness.noun import Noun
from harness.plan.nouns import Deed
from harness.plan.remarks.either import either

from .calls import action_of, meets, shows, worked
from .consent import by_customer
from .cover import without_values
from .events import done
from .nouns import Turn
from .stance import pieces
from .words import ENOUGH, worded

__all__ = [
    "ENOUGH",
    "Sighting",
    "action_of",
    "enough",
    "meets",
    "nearest",
    "pieces",
    "seen",
    "shows",
    "sightings",
    "worked",
]

ENOUGH_WITH_FIGURES = 0.5
"""The share that is enough when the deed names a figure (an amount, a date, an id ...) and it was met to the letter:
people say "it" for the thing once it has been named."""

NEAR = 1.99
"""Content words that must be met for words to be called close: one word in common is an accident."""


class Sighting(Noun):
    """One place where a deed was seen."""

    turn: int
    speaker: Literal["agent", "customer"]
    evidence_kind: Literal["quote", "event"]
    words: str
    """Verbatim for a quote; the event in a few words for an event."""
    event: str | None = None
    strength: float
    """Share of the author's content words met, 0 to 1."""
    at: int
    """Where in the turn: an event's ordinal minus a thousand (events before words), or the quote's first character."""


def seen(deed: Deed, turn: Turn, before: Sequence[Turn] = ()) -> Sighting | None:
    """The strongest sighting of the deed in this turn, or None.

    `before`: the earlier turns, for "a different card", and for a deed that counts only from its second time on.
    """
    best = max(filter(None, (_seen(one, turn, before) for one in either(deed))), key=_strongest, default=None)
    if not best:
        return None
    return best if deed.nth == 1 or _times(deed, before) + 1 >= deed.nth else None


def _seen(deed: Deed, turn: Turn, before: Sequence[Turn]) -> Sighting | None:
    """The strongest sighting of a deed about one thing, once."""
    best = _best(deed, turn, before)
    return best if best and best.strength >= enough(deed) else None


def _strongest(sighting: Sighting) -> tuple[float, int]:
    return sighting.strength, -sighting.at


def _times(deed: Deed, turns: Sequence[Turn]) -> int:
    """In how many of these turns the deed was seen, from the first time on."""
    return len(sightings(deed.model_copy(update={"nth": 1}), turns))


def enough(deed: Deed) -> float:
    """The strength from which a sighting of this deed counts."""
    return ENOUGH_WITH_FIGURES if any(value.kind != "number" for value in deed.values) else ENOUGH


def sightings(deed: Deed, turns: Sequence[Turn]) -> tuple[Sighting, ...]:
    """Every turn in which the deed is seen, one sighting each, in order."""
    found = (seen(deed, turn, turns[:index]) for index, turn in enumerate(turns))
    return tuple(sighting for sighting in found if sighting)


def nearest(deed: Deed, turns: Sequence[Turn]) -> Sighting | None:
    """The closest thing to the deed that is still not it; None when nothing comes near."""
    found = [best for index, turn in enumerate(turns) if (best := _best(deed, turn, turns[:index]))]
    words = len(without_values(deed.about))
    close = [best for best in found if best.strength < enough(deed) and best.strength * words >= NEAR]
    return max(close, key=lambda best: (best.strength, -best.turn), default=None)


def _best(deed: Deed, turn: Turn, before: Sequence[Turn]) -> Sighting | None:
    found = _from_customer(deed, turn) if deed.by == "customer" else _from_agent(deed, turn, before)
    return max(found, key=_strongest, default=None)


def _from_agent(deed: Deed, turn: Turn, before: Sequence[Turn]) -> Iterable[Sighting]:
    for ordinal, event in done(deed, turn, before):
        yield Sighting(
            turn=turn.number,
            speaker="agent",
            evidence_kind="event",
            words=shows(event),
            event=event.id,
            strength=1.0,
            at=ordinal - 1000,
        )
    for start, end, strength in worded(deed, turn, before):
        yield Sighting(
            turn=turn.number,
            speaker="agent",
            evidence_kind="quote",
            words=turn.reply.text[start:end],
            strength=round(strength, 4),
            at=start,
        )


def _from_customer(deed: Deed, turn: Turn) -> Iterable[Sighting]:
    if strength := by_customer(deed, turn):
        yield Sighting(
            turn=turn.number,
            speaker="customer",
            evidence_kind="quote",
            words=turn.customer.text,
            strength=strength,
            at=-2000,
        )
