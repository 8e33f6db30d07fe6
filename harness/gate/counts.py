"""Outcomes -> counts: what every test of the gate is made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from harness.criteria import CRITERIA, Criterion
from harness.verdict.nouns import Outcome
from harness.verdict.trials import mark_of

Cell = tuple[str, str]
"""A journey and one of its variations."""

Score = tuple[int, int]
"""Passes, and the runs in which it was decided."""


@dataclass
class Tally:
    """What the valid conversations of a cell came to."""

    trials: int = 0
    passes: int = 0
    """Conversations that passed as a whole."""
    criteria: dict[Criterion, Score] = field(default_factory=dict)

    def take(self, outcome: Outcome) -> None:
        """Count one more."""
        self.trials += 1
        self.passes += mark_of(outcome) == "pass"
        # A sentence that broke in no criterion's name is still the agent's failure to do what was wanted.
        unnamed = "fail" in outcome.required.values() and "fail" not in outcome.results.values()
        for criterion in CRITERIA:
            result = "fail" if unnamed and criterion == "resolution" else outcome.results.get(criterion)
            if result in ("pass", "fail"):
                passes, runs = self.criteria.get(criterion, (0, 0))
                self.criteria[criterion] = (passes + (result == "pass"), runs + 1)


def tallies(outcomes: Iterable[Outcome]) -> Mapping[Cell, Tally]:
    """Cell -> what its valid conversations came to, in the order in which the cells first appear."""
    found: dict[Cell, Tally] = {}
    for outcome in outcomes:
        if outcome.validity == "valid":
            found.setdefault((outcome.journey, outcome.variation), Tally()).take(outcome)
    return found


def by_journey(outcomes: Iterable[Outcome]) -> dict[str, Score]:
    """Journey -> conversations that passed as a whole, and valid ones; in order of name."""
    counts: dict[str, Score] = {}
    for (journey, _), one in tallies(outcomes).items():
        passes, held = counts.get(journey, (0, 0))
        counts[journey] = (passes + one.passes, held + one.trials)
    return dict(sorted(counts.items()))


def named(cell: Cell) -> str:
    """A cell as people read it: the journey, and its row where it has one."""
    return f"{cell[0]}/{cell[1]}" if cell[1] else cell[0]
