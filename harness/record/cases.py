"""The cases of a record: where each stands, and which of all verdicts and outcomes are its own.

A run has tens of thousands, so they are kept in rows of numbers: a third of the memory that dictionaries take.
"""

from array import array
from collections.abc import Sequence

NONE = -1


class Cases:
    """The cases of a record, numbered in the order in which they are named."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []
        self._places = tuple(array("i") for _ in range(4))
        self._verdicts = array("i")
        self._outcomes = array("i")

    def _number(self, case: str) -> int:
        number = self._numbers.setdefault(case, len(self._numbers))
        if number == len(self._outcomes):
            self._names.append(case)
            for row in (*self._places, self._verdicts, self._outcomes):
                row.append(NONE)
        return number

    def named(self, case: str) -> str:
        """Its name, the very one that is kept here: whatever else holds it needs no memory for another."""
        return self._names[self._number(case)]

    def begun(self, case: str, place: tuple[int, int, int, int]) -> None:
        """Where it stands: journey as compiled, variation as written, planned before bought, trial."""
        number = self._number(case)
        for row, part in zip(self._places, place, strict=True):
            row[number] = part

    def judged(self, case: str, which: int) -> None:
        """Which verdict is its own. The last holds: one on a simulation that was replaced is none on the agent."""
        self._verdicts[self._number(case)] = which

    def ended(self, case: str, which: int) -> None:
        """Which outcome is its own."""
        self._outcomes[self._number(case)] = which

    def verdict(self, case: str) -> int | None:
        """Which verdict is its own; None while there is none."""
        which = self._verdicts[self._number(case)]
        return None if which == NONE else which

    def in_order(self) -> Sequence[int] | None:
        """The numbers of those with an outcome, by place; None when one of them has no verdict, or never began."""
        ended = [number for number, which in enumerate(self._outcomes) if which != NONE]
        if any(NONE in (self._verdicts[number], self._places[0][number]) for number in ended):
            return None
        for row in reversed(self._places):
            ended.sort(key=row.__getitem__)
        return ended

    def verdicts(self, numbers: Sequence[int]) -> Sequence[int]:
        """The verdicts of these."""
        return array("q", (self._verdicts[number] for number in numbers))

    def outcomes(self, numbers: Sequence[int]) -> Sequence[int]:
        """The outcomes of these."""
        return array("q", (self._outcomes[number] for number in numbers))
