"""The gate's promises, on its own code: worlds in which the truth is known (docs/gate.md has 2,000 a row)."""

from math import sqrt

import pytest

from benchmarks.gate import Cell, decided, some

WORLDS = 300


def test_a_world_is_the_same_each_time() -> None:
    """The same seed gives the same world and the same decision, so that published figures can be made again."""
    cell = Cell("unchanged", 10, 3)
    assert decided(cell, 5) == decided(cell, 5)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cell", "stopped"),
    [
        (Cell("unchanged", 20, 5), 0.053),
        (Cell("drop 0.10", 20, 5, drop=0.10), 0.822),
        (Cell("collapse .9 to .2", 20, 5, collapse=True), 0.828),
    ],
    ids=lambda value: value.name if isinstance(value, Cell) else "",
)
def test_the_published_figures_can_be_found_again(cell: Cell, stopped: float) -> None:
    """So often is an unchanged agent stopped, a drop of ten points and one collapse: within three standard errors."""
    came = some(cell, range(10_000, 10_000 + WORLDS))
    assert abs(came.words["stop"] / WORLDS - stopped) <= 3 * sqrt(stopped * (1 - stopped) / WORLDS)
