"""Hand-offs -> what of the customer's own words each passes on, and what it loses."""

from collections.abc import Sequence
from dataclasses import dataclass

from harness.conversation.nouns import Case, Transcript, Turn
from harness.conversation.slots import slot_of
from harness.plan.nouns import Fact
from harness.target.nouns import Event
from harness.text.normal import normal

from .repeats import given_at
from .values import pairs


@dataclass(frozen=True)
class HandOff:
    """One hand-off that shows what it passes on."""

    turn: int
    event: Event
    known: frozenset[str]
    """The slots, as people name them, whose values the customer had given by then."""
    lost: frozenset[str]
    """Those of them whose values are not in its payload."""


def handoffs(case: Case, transcript: Transcript) -> tuple[HandOff, ...]:
    """Every hand-off that worked, of a target that shows payloads; none of one whose hand-offs are all bare."""
    made = [
        (turn.number, event)
        for turn in transcript.turns
        for event in turn.reply.events or ()
        if event.kind == "handoff" and event.ok
    ]
    if not any(event.arguments for _, event in made):
        return ()
    return tuple(_handoff(number, event, case, transcript.turns) for number, event in made)


def _handoff(number: int, event: Event, case: Case, turns: Sequence[Turn]) -> HandOff:
    given = _given(case, [turn for turn in turns if turn.number <= number])
    passed_on = [normal(value) for _, value in pairs(event.arguments)]
    lost = {slot for slot, value in given.items() if not any(normal(value) in one for one in passed_on)}
    return HandOff(number, event, frozenset(given), frozenset(lost))


def _given(case: Case, turns: Sequence[Turn]) -> dict[str, str]:
    """Slot -> the value that the customer has said, of the things that the author lets them know."""
    return {
        slot_of(item.key) or item.key: item.value
        for item in case.items
        if isinstance(item, Fact) and item.known and item.key and item.value and given_at(item.value, turns)
    }


def completeness(case: Case, transcript: Transcript) -> tuple[int, int] | None:
    """(slots passed on, slots that were known), over all hand-offs; None when there was nothing to pass on."""
    made = handoffs(case, transcript)
    known = sum(len(one.known) for one in made)
    return (known - sum(len(one.lost) for one in made), known) if known else None
