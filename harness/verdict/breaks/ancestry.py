"""Violations -> which follow from which: a later one that used what an earlier one brought, took or lost.

Five ways lead on: the evidence of the later names the earlier event; a value that the earlier brought into the
conversation is used; the customer is still where the wrong route or label sent them; the later asks for what the
hand-off lost; a bound on turns is broken, and the earlier turn brought nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

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
    """For each violation, the indexes of the later ones that follow from it, at whatever remove.

    A turn that brought nothing follows from nothing, nor does one thing from another at the same place.
    """
    later = _Later(case, transcript, row, found)
    reached: list[frozenset[int]] = [frozenset()] * len(found)
    for at in reversed(range(len(found))):
        here = found[at].happening
        direct = {
            index
            for index in later.led_to(at)
            if index > at and not found[index].idle and (found[index].happening is not here or found[index].missed)
        }
        reached[at] = frozenset(direct).union(*(reached[index] for index in direct))
    return tuple(reached)


_OF_VALUES = ("C1", "C2", "C3", "C4", "C8", "C9")
"""Contracts that a wrong value breaks. What a hand-off or a label brings with it is not wrong for being passed on."""


class _Later:
    """The violations by what ties them to an earlier one, so that many are tied as fast as few."""

    def __init__(
        self, case: Case, transcript: Transcript, row: Sequence[Happening], found: Sequence[Violation]
    ) -> None:
        self._found, self._turns = found, {turn.number: turn for turn in transcript.turns}
        self._home = _back_home(case, transcript.turns)
        self._moves = [one.place for one in row if one.event and one.event.kind == "handoff"]
        self._naming: defaultdict[str, list[int]] = defaultdict(list)
        self._using: defaultdict[str, list[int]] = defaultdict(list)
        for index, one in enumerate(found):
            for event in _events_shown(one):
                self._naming[event].append(index)
            for value in () if one.missed else sorted(one.happening.took):
                self._using[value].append(index)

    def led_to(self, at: int) -> Iterator[int]:
        """What follows at once; an index may come twice, and earlier ones may be among them."""
        one = self._found[at]
        event = one.happening.event
        if event is not None and event.kind != "handoff":
            # Hand-offs are named with the whole way that the customer went, right moves too: that is no descent.
            yield from self._naming[event.id]
        if one.contract in _OF_VALUES:
            for value in sorted(one.happening.brought):
                yield from self._using[value]
        if one.idle:
            yield from self._naming["count:turns"]
        if one.contract == "C5" and not one.missed:
            yield from self._astray(at)
        if one.contract == "C10":
            yield from self._misled(one)
        if one.slots:
            yield from self._asked_again(one)

    def _astray(self, at: int) -> Iterable[int]:
        """While the customer is on the wrong way, and not yet where the author wants them."""
        since = self._found[at].happening.turn
        home = next((turn for turn in self._home if turn > since), None)
        return (
            index
            for index in range(at + 1, len(self._found))
            if home is None or self._found[index].happening.turn < home
        )

    def _misled(self, one: Violation) -> Iterable[int]:
        """The wrong move that went by the label: the first after it.

        An author and a target may have other names for one intent, so that a label is wrong only where it led astray.
        """
        move = next((place for place in self._moves if place >= one.happening.place), None)
        return (
            index for index, other in enumerate(self._found) if other.contract == "C5" and other.happening.place == move
        )

    def _asked_again(self, one: Violation) -> Iterable[int]:
        """Where the customer had to say again what the hand-off had lost."""
        return (
            index
            for index, other in enumerate(self._found)
            if other.criterion == "looping" and other.finding and other.happening.event is None
            if one.slots & frozenset(asked_slots(self._turns[other.happening.turn].reply.text))
        )


def _events_shown(one: Violation) -> list[str]:
    evidence = one.finding.evidence if one.finding else ()
    return [shown.event for shown in evidence if isinstance(shown, Record)]


def _back_home(case: Case, turns: Sequence[Turn]) -> tuple[int, ...]:
    """The turns at which the customer came to a desk that the author wants."""
    wanted = [item.desk for item in case.items if isinstance(item, Route) and item.polarity == "must"]
    return tuple(hop.turn for hop in hops(turns, case.plan.desks) if any(same_desk(hop.desk, desk) for desk in wanted))
