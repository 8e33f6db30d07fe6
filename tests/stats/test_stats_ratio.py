"""Totals over totals, and values by rank: how sure they are."""

import pytest

from harness.stats import quantile_ranks, ratio, ratio_bootstrap

COSTS = (0.031, 0.045, 0.120, 0.028, 0.300, 0.052, 0.040, 0.036, 0.210, 0.048)
RESOLVED = (1, 1, 0, 1, 0, 1, 1, 1, 0, 1)


def test_cost_per_resolved_as_published() -> None:
    """All spend over what was resolved, with its standard error and t interval (measurement 9.2)."""
    found = ratio(list(zip(COSTS, RESOLVED, strict=True)))
    assert found
    assert ".1300000000 .0682920898 -.0245 .2845" == " ".join(
        text.replace("0.", ".", 1)
        for text in (
            f"{found.value:.10f}",
            f"{found.se:.10f}",
            f"{found.interval.low:.4f}",
            f"{found.interval.high:.4f}",
        )
    )


def test_repeats_of_one_group_are_one_witness() -> None:
    """Pooling each group first: the interval is over groups, and a single one has none."""
    assert ratio([(1.0, 2.0)]) is None
    assert ratio([(1.0, 0.0), (2.0, 0.0)]) is None


def test_the_bootstrap_is_the_same_each_time_and_never_below_zero() -> None:
    """For few results: drawn by seed, within what was seen; nothing where too many draws bring nothing."""
    pairs = list(zip(COSTS, (float(one) for one in RESOLVED), strict=True))
    found = ratio_bootstrap(pairs)
    assert found == ratio_bootstrap(pairs)
    assert found
    assert 0 < found.low < 0.13 < found.high
    assert ratio_bootstrap([(1.0, 1.0), (1.0, 0.0)]) is None


@pytest.mark.parametrize(
    ("n", "share", "ranks"), [(5, 0.5, None), (6, 0.5, (1, 6)), (100, 0.5, (40, 61)), (50, 0.95, None)]
)
def test_the_ranks_that_hold_a_percentile(n: int, share: float, ranks: tuple[int, int] | None) -> None:
    """By the binomial distribution: the median of 100 lies between the 40th and the 61st value."""
    assert ranks == quantile_ranks(n, share)
