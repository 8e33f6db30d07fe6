"""Groups that ought to fare alike: the figures of measurement 10.1, and a stranger's opinion of them."""

import pytest

from harness.stats import chi_square, fisher, katz, mcnemar, newcombe


def test_pairs_as_published() -> None:
    """9 against 2 of the pairs that came out differently: not significant."""
    assert "0.0654296875" == f"{mcnemar(9, 2):.10f}"
    assert 1.0 == mcnemar(0, 0) == mcnemar(3, 3)


def test_several_segments_as_published() -> None:
    """90, 68 and 81 of 100: by no chance alike."""
    found = chi_square([(90, 10), (68, 32), (81, 19)])
    assert found
    assert ("15.1039165924", 2, "0.0005250809") == (f"{found[0]:.10f}", found[1], f"{found[2]:.10f}")


def test_two_rates_as_published() -> None:
    """68 against 90 of 100: ratio, difference and exact test."""
    ratio, apart = katz(68, 100, 90, 100), newcombe(68, 100, 90, 100)
    assert ratio
    assert ("0.65064774", "0.87737828") == (f"{ratio.low:.8f}", f"{ratio.high:.8f}")
    # The published upper end is cut off after its tenth digit, not rounded.
    assert pytest.approx((-0.3264943661, -0.1083283283), abs=1e-10) == (apart.low, apart.high)
    assert "0.0002089534" == f"{fisher(68, 100, 90, 100):.10f}"


def test_where_nothing_can_be_compared() -> None:
    """One group, one result, a rate of nought: no statistic rather than a division by nothing."""
    assert chi_square([(3, 1)]) is None
    assert chi_square([(3, 0), (4, 0)]) is None
    assert katz(0, 5, 3, 5) is None


@pytest.mark.needs("scipy")
@pytest.mark.parametrize("groups", [[(5, 3), (2, 9)], [(1, 1), (2, 9), (7, 2), (4, 4)], [(9, 1)] * 5 + [(1, 9)]])
def test_a_stranger_agrees(groups: list[tuple[int, int]]) -> None:
    """scipy comes to the same figures, for odd and even degrees of freedom."""
    stats = pytest.importorskip("scipy.stats")

    found, theirs = chi_square(groups), stats.chi2_contingency(groups, correction=False)
    assert found
    assert pytest.approx((theirs.statistic, theirs.dof, theirs.pvalue)) == found
    (a, b), (c, d) = groups[:2]
    assert pytest.approx(stats.fisher_exact([[a, b], [c, d]]).pvalue) == fisher(a, a + b, c, c + d)
