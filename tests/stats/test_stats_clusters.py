"""Repeats of one journey are not independent witnesses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.stats import clustered, of_means, wilson
from harness.stats.clusters import effective_runs

VECTOR = ((4, 5), (1, 5), (5, 5), (3, 5))
"""Four journeys, five trials each (measurement 7.3)."""

GROUPS = st.lists(st.integers(1, 9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=9)


def test_the_published_vector() -> None:
    """Twenty runs of four journeys with an intra-class correlation of .318 are worth 8.8."""
    assert pytest.approx(8.8, abs=0.5e-9) == effective_runs(VECTOR)
    assert pytest.approx(1 + 4 * 0.3181818182, abs=1e-9) == 20 / effective_runs(VECTOR)


def test_one_run_a_journey_is_wilsons_own() -> None:
    """Without repeats nothing changes."""
    found, expected = clustered([(1, 1)] * 8 + [(0, 1)] * 2), wilson(8, 10)
    assert pytest.approx(expected.low) == found.low
    assert pytest.approx(expected.high) == found.high


def test_repeats_that_all_came_out_the_same_count_once() -> None:
    """Three journeys that held five times each show what three runs show, not what fifteen would."""
    assert wilson(3, 3) == clustered([(5, 5)] * 3)


def test_no_run_no_rate() -> None:
    """Without a run there is nothing to say."""
    with pytest.raises(ValueError, match="no rate"):
        clustered([])


@given(GROUPS)
def test_repeats_never_narrow_the_interval(groups: list[tuple[int, int]]) -> None:
    """The interval holds the rate, and is at least as wide as if every run were its own witness."""
    passes, runs = sum(x for x, _ in groups), sum(n for _, n in groups)
    found, naive = clustered(groups), wilson(passes, runs)
    assert 0 <= found.low <= passes / runs <= found.high <= 1
    assert found.high - found.low >= naive.high - naive.low - 1e-12


def test_the_mean_of_journeys_by_students_t() -> None:
    """Four journeys of five trials (measurement 7.3): .1064938232 to 1.1935, clipped to the scale."""
    groups = [[1, 1, 1, 0, 1], [0, 0, 1, 0, 0], [1, 1, 1, 1, 1], [1, 0, 1, 1, 0]]
    found = of_means(groups, -9, 9)
    assert found
    assert (0.1064938232, 1.1935) == (round(found.low, 10), round(found.high, 4))
    clipped = of_means(groups, 0, 1)
    assert clipped
    assert (0.1064938232, 1) == (round(clipped.low, 10), clipped.high)


def test_one_journey_has_no_interval() -> None:
    """However often it was tried, it is one witness."""
    assert of_means([[1, 0, 1]], 0, 1) is None
