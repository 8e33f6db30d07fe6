"""Cells of many runs -> nights: what was counted in each stratum (one variation of a journey), run by run."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from harness.criteria import CRITERIA

from .nouns import Cell, RunRow

Stratum = tuple[str, str]
"""Journey and variation."""


@dataclass
class Counts:
    """What was counted in the valid fixed conversations of a stratum in one night."""

    held: int = 0
    passed: int = 0
    failed: int = 0
    due: int = 0
    resolved: int = 0
    turns: int = 0
    tokens: int = 0
    replies: int = 0
    seconds: float = 0.0
    billionths: int | None = 0
    rulings: dict[str, tuple[int, int]] = field(default_factory=lambda: dict.fromkeys(CRITERIA, (0, 0)))
    """Criterion -> judged, failed."""

    def add(self, cell: Cell) -> None:
        """Take in one more cell."""
        self.held += cell.held
        self.passed += cell.passed
        self.failed += cell.failed
        self.due += cell.due
        self.resolved += cell.resolved
        self.turns += cell.turns
        self.tokens += cell.tokens
        self.replies += cell.replies
        self.seconds += cell.seconds
        known = self.billionths is not None and cell.billionths is not None
        self.billionths = (self.billionths or 0) + (cell.billionths or 0) if known else None
        for name, (judged, failed) in rulings_of(cell.rulings).items():
            before = self.rulings.get(name, (0, 0))
            self.rulings[name] = (before[0] + judged, before[1] + failed)


@dataclass(frozen=True)
class Night:
    """One run, stratum by stratum."""

    run: RunRow
    strata: dict[Stratum, Counts]

    def total(self, of: Callable[[Counts], float | None]) -> float:
        """The sum over all strata, of those where it was measured."""
        return sum(of(one) or 0 for one in self.strata.values())


def nights_of(runs: Sequence[RunRow], cells: Iterable[Cell]) -> tuple[Night, ...]:
    """The nights in order of time; a run without a valid conversation is an empty one."""
    found: dict[str, defaultdict[Stratum, Counts]] = {run.run: defaultdict(Counts) for run in runs}
    for cell in cells:
        found[cell.run][cell.journey, cell.variation].add(cell)
    return tuple(Night(run, dict(found[run.run])) for run in runs)


@lru_cache(maxsize=4096)
def _rulings(text: str) -> tuple[tuple[str, tuple[int, int]], ...]:
    return tuple((name, (judged, failed)) for name, (judged, failed) in json.loads(text).items())


def rulings_of(text: str) -> dict[str, tuple[int, int]]:
    """A cell's rulings, read back: criterion -> judged, failed. The same few texts come again and again."""
    return dict(_rulings(text))
