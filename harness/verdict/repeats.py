"""Deed + Turns -> the times it was done again: asked, offered or said once more after the customer had answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from harness.conversation.nouns import Case, Turn
from harness.conversation.sighting import Sighting, sightings
from harness.conversation.slots import slot_of
from harness.plan.nouns import Act, Deed, Fact
from harness.text.normal import content, normal

_NO_ANSWER = ("unknown", "open", "restate")
"""What a customer can say that does not answer a question or an offer."""

_ANYTHING = frozenset(content("something anything things information details questions same"))
"""Content words that name no thing in particular: "asks for something that he has already given"."""


@dataclass(frozen=True)
class Again:
    """A thing done again: the time before, if it was done before, and the time after the customer had answered."""

    first: Sighting | None
    again: Sighting


def again(deed: Deed, case: Case, turns: Sequence[Turn]) -> tuple[Again, ...]:
    """Each time the thing is done after it was answered, in order.

    An ask for something that the customer knows counts once they have given it, also when they gave it unasked:
    they are made to say it twice. A reply that reads the value back, or comes after a failed check, is no re-ask.
    """
    if deed.of == "ask" and frozenset(content(deed.about)) <= _ANYTHING:
        return _anything_asked_again(deed, case, turns)
    seen = _underlying(deed, turns)
    fact = _fact(deed, case)
    if fact and fact.value and (deed.of or "ask") == "ask":
        return _after_given(seen, fact.value, turns)
    return tuple(Again(one, two) for one, two in pairwise(seen) if _answered(one.turn, two.turn, turns))


def _anything_asked_again(deed: Deed, case: Case, turns: Sequence[Turn]) -> tuple[Again, ...]:
    """Each question for a thing that the customer had given: two questions for different things are no repeat."""
    keys = dict.fromkeys(
        item.key for item in case.items if isinstance(item, Fact) and item.key and item.known and item.value
    )
    found = [one for key in keys for one in again(deed.model_copy(update={"about": key}), case, turns)]
    return tuple(sorted(found, key=lambda one: (one.again.turn, one.again.at)))


def _underlying(deed: Deed, turns: Sequence[Turn]) -> tuple[Sighting, ...]:
    acts: tuple[Act, ...] = (deed.of,) if deed.of else ("ask", "offer", "say")
    found = (sightings(deed.model_copy(update={"act": act, "of": None}), turns) for act in acts)
    return next((seen for seen in found if seen), ())


def _fact(deed: Deed, case: Case) -> Fact | None:
    """The thing that the customer knows which the deed is about."""
    slot, about = slot_of(deed.about), frozenset(content(deed.about))
    for item in case.items:
        if isinstance(item, Fact) and item.key and item.known and item.value:
            same_slot = slot is not None and slot_of(item.key) == slot
            if same_slot or (slot is None and about and about <= frozenset(content(item.key))):
                return item
    return None


def _after_given(seen: Sequence[Sighting], value: str, turns: Sequence[Turn]) -> tuple[Again, ...]:
    given = given_at(value, turns)
    by_number = {turn.number: turn for turn in turns}
    found, before = [], None
    for one in seen:
        reply = by_number[one.turn].reply
        excused = normal(value) in normal(reply.text) or failed_between(given or 0, one.turn, turns)
        if given is not None and given <= one.turn and not excused:
            found.append(Again(before, one))
        before = one
    return tuple(found)


def given_at(value: str, turns: Sequence[Turn]) -> int | None:
    """The turn at which the customer said this value; None while they have not."""
    plain = normal(value)
    return next((turn.number for turn in turns if plain and plain in normal(turn.customer.text)), None)


def failed_between(first: int, last: int, turns: Sequence[Turn]) -> bool:
    """Whether the target recorded a failed check in these turns: then to ask again is right."""
    return any(failed_in(turn) for turn in turns if first <= turn.number <= last)


def failed_in(turn: Turn) -> bool:
    """Whether the target recorded a failed check in this turn."""
    return any(not event.ok for event in turn.reply.events or ())


def _answered(first: int, second: int, turns: Sequence[Turn]) -> bool:
    between = (turn.customer for turn in turns if first < turn.number <= second)
    return any(said.text.strip() and said.act not in _NO_ANSWER for said in between)
