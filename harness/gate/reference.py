"""What a run is held against: the stored counts of whatever can be compared with it, and why the rest cannot."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from harness.criteria import Criterion
from harness.noun import Noun
from harness.stats import Stratum

from .counts import Cell, Score, Tally


class Kept(Noun):
    """What is stored of one variation of a journey."""

    journey: str
    variation: str
    trials: int
    """Valid fixed conversations."""
    passes: int
    """Those that passed as a whole."""
    criteria: dict[Criterion, Score] = {}
    """Passes, and conversations in which it was decided."""

    @property
    def cell(self) -> Cell:
        """The journey and its variation."""
        return self.journey, self.variation


class Reference(Noun):
    """What can be compared with a run, and what cannot. It is put on the record, so that a decision can be checked."""

    name: str
    """The baseline's file, or a run."""
    kept: tuple[Kept, ...] = ()
    refused: dict[str, str] = {}
    """journey, or journey/variation -> why it cannot be compared."""

    @cached_property
    def cells(self) -> Mapping[Cell, Kept]:
        """By journey and variation."""
        return {one.cell: one for one in self.kept}

    def why_not(self, cell: Cell) -> str:
        """Why this one is not compared."""
        return self.refused.get(f"{cell[0]}/{cell[1]}" if cell[1] else cell[0], "the baseline does not have it")


def strata(
    now: Mapping[Cell, Tally], reference: Reference, criterion: Criterion, cells: Sequence[Cell]
) -> list[Stratum]:
    """One stratum a cell: what is stored of a criterion beside what came now. A cell that misses one is left out."""
    found = []
    for cell in cells:
        before = reference.cells[cell].criteria.get(criterion) if cell in reference.cells else None
        after = now[cell].criteria.get(criterion) if cell in now else None
        if before and after:
            found.append(Stratum(*before, *after))
    return found
