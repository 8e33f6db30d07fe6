"""Violations -> which follow from which: a later one that used what an earlier one brought, took or lost.

Five ways lead on: the evidence of the later names the earlier event; a value that the earlier brought into the
conversation is used; the customer is still where the wrong route or label sent them; the later asks for what the
hand-off lost; a bound on turns is broken, and the earlier turn brought nothing.
"""

from collections.abc import Sequence

from harness.conversation.nouns import Case, Transcript, Turn
from harness.conversation.slots import asked_slots
from harness.plan.nouns import Route

from ..nouns import Record
from ..route import hops, same_desk
from .contracts import Violation
from .happenings import Happening


def descent(
    case: Case, transcript: Transcript, row: Sequence[Happening], found: Sequence[Violation]
) -> tuple[frozenset[int], ...]:
    """For each violation, the indexes of the later ones that follow from it, at whatever remove."""
    home = _back_home(case, transcript.turns)
    moves = [one.place for one in row if one.event and one.event.kind == "handoff"]
    reached: list[frozenset[int]] = [frozenset()] * len(found)
    for index in reversed(range(len(found))):
        one = found[index]
        direct = {
            later
            for later in range(index + 1, len(found))
            if (one.happening is not found[later].happening or found[later].missed) and not found[later].idle
            if _named(one, found[later])
            or _used(one, found[later])
            or _misled(one, found[later], moves)
            or _astray(one, found[later], home)
            or _asked_again(one, found[later], transcript.turns)
            or (one.idle and _shown(found[later], "count:turns"))
        }
        reached[index] = frozenset(direct).union(*(reached[one] for one in direct))
    return tuple(reached)


def _named(one: Violation, other: Violation) -> bool:
    """Whether the later one's evidence names the call: a claim after a call that failed, the same call again.

    Hand-offs are named with the whole way that the customer went, right moves too: that is no descent.
    """
    event = one.happening.event
    return event is not None and event.kind != "handoff" and _shown(other, event.id)


def _shown(other: Violation, event: str) -> bool:
    evidence = other.finding.evidence if other.finding else ()
    return any(isinstance(shown, Record) and shown.event == event for shown in evidence)


_OF_VALUES = ("C1", "C2", "C3", "C4", "C8", "C9")
"""Contracts that a wrong value breaks. What a hand-off or a label brings with it is not wrong for being passed on."""


def _used(one: Violation, other: Violation) -> bool:
    """Whether a value that came into the conversation with the earlier one is used by the later one."""
    return one.contract in _OF_VALUES and not other.missed and bool(one.happening.brought & other.happening.took)


def _misled(one: Violation, other: Violation, moves: Sequence[int]) -> bool:
    """Whether the label is what the wrong move went by: the first move after it.

    An author and a target may have other names for one intent, so that a label is wrong only where it led astray.
    """
    if one.contract != "C10" or other.contract != "C5":
        return False
    return other.happening.place == next((place for place in moves if place >= one.happening.place), None)


def _astray(one: Violation, other: Violation, home: Sequence[int]) -> bool:
    """Whether the customer was still on the wrong way, and not yet where the author wants them."""
    since, until = one.happening.turn, other.happening.turn
    return one.contract == "C5" and not one.missed and not any(since < turn <= until for turn in home)


def _back_home(case: Case, turns: Sequence[Turn]) -> tuple[int, ...]:
    """The turns at which the customer came to a desk that the author wants."""
    wanted = [item.desk for item in case.items if isinstance(item, Route) and item.polarity == "must"]
    return tuple(hop.turn for hop in hops(turns) if any(same_desk(hop.desk, desk) for desk in wanted))


def _asked_again(one: Violation, other: Violation, turns: Sequence[Turn]) -> bool:
    """Whether the customer had to say again what the hand-off had lost."""
    if not one.slots or other.criterion != "looping" or other.happening.event is not None:
        return False
    asked = (asked_slots(turn.reply.text) for turn in turns if turn.number == other.happening.turn)
    return any(one.slots & frozenset(slots) for slots in asked)
