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


def descent(case: Case, transcript: Transcript, found: Sequence[Violation]) -> tuple[frozenset[int], ...]:
    """For each violation, the indexes of the later ones that follow from it, at whatever remove."""
    home = _back_home(case, transcript.turns)
    reached: list[frozenset[int]] = [frozenset()] * len(found)
    for index in reversed(range(len(found))):
        direct = {
            later
            for later in range(index + 1, len(found))
            if found[index].happening is not found[later].happening or found[later].missed
            if _leads(found[index], found[later], home, transcript.turns)
        }
        reached[index] = frozenset(direct).union(*(reached[one] for one in direct))
    return tuple(reached)


def _leads(one: Violation, other: Violation, home: Sequence[int], turns: Sequence[Turn]) -> bool:
    return (
        _named(one, other)
        or _used(one, other)
        or _on_the_way(one, other, home)
        or bool(one.slots and one.slots & frozenset(_asks(other, turns)))
        or (one.contract == "C6" and one.finding is None and _shown(other, "count:turns"))
    )


def _named(one: Violation, other: Violation) -> bool:
    """Whether the later one's evidence names the event: a claim after a call that failed, the same call again."""
    event = one.happening.event
    return event is not None and _shown(other, event.id)


def _shown(other: Violation, event: str) -> bool:
    evidence = other.finding.evidence if other.finding else ()
    return any(isinstance(shown, Record) and shown.event == event for shown in evidence)


_OF_VALUES = ("C1", "C2", "C3", "C4", "C8", "C9")
"""Contracts that a wrong value breaks. What a hand-off or a label brings with it is not wrong for being passed on."""


def _used(one: Violation, other: Violation) -> bool:
    """Whether a value that came into the conversation with the earlier one is used by the later one."""
    return one.contract in _OF_VALUES and not other.missed and bool(one.happening.brought & other.happening.took)


def _on_the_way(one: Violation, other: Violation, home: Sequence[int]) -> bool:
    """Whether the customer was still on the wrong way: sent, or labelled, and not yet where the author wants them.

    An author and a target may have other names for one intent: a label is wrong only where it led astray at once.
    """
    since, until = one.happening.turn, other.happening.turn
    if one.contract == "C10":
        return other.contract == "C5" and until <= since + 1 and not any(since <= turn <= until for turn in home)
    return one.contract == "C5" and not one.missed and not any(since < turn <= until for turn in home)


def _back_home(case: Case, turns: Sequence[Turn]) -> tuple[int, ...]:
    """The turns at which the customer came to a desk that the author wants."""
    wanted = [item.desk for item in case.items if isinstance(item, Route) and item.polarity == "must"]
    return tuple(hop.turn for hop in hops(turns) if any(same_desk(hop.desk, desk) for desk in wanted))


def _asks(other: Violation, turns: Sequence[Turn]) -> tuple[str, ...]:
    if other.happening.event is not None:
        return ()
    return next((asked_slots(turn.reply.text) for turn in turns if turn.number == other.happening.turn), ())
