"""Rates of two groups laid side by side: Fisher's one-sided test, the stratified score, and shrinking."""

import pytest

from harness.stats import rates_apart, shrunken, so_few


def test_elderly_by_voice_is_no_chance() -> None:
    """14 of 20 resolved beside 361 of 380 elsewhere: the published p, and the rate drawn towards the mean."""
    assert 0.0006904007 == pytest.approx(so_few(14, 20, 361, 380), abs=5e-11)
    assert 0.81875 == pytest.approx(shrunken(14, 20, 0.9375))


def test_a_group_that_fares_as_the_others_is_no_news() -> None:
    """All of 20 beside all of 30: certainty, not suspicion; none of them: the same."""
    assert 1.0 == pytest.approx(so_few(20, 20, 30, 30))
    assert 1.0 == pytest.approx(so_few(0, 20, 0, 30))
    assert 1.0 == pytest.approx(so_few(20, 20, 300, 3000))


@pytest.mark.needs("scipy")
def test_the_one_sided_test_agrees_with_scipy() -> None:
    """The same p as scipy's, for small counts and large ones."""
    fisher_exact = pytest.importorskip("scipy.stats").fisher_exact

    for hits, runs, others, rest in ((1, 9, 5, 8), (58, 100, 1500, 1600), (0, 12, 900, 1000), (7, 7, 0, 5)):
        table = [[hits, runs - hits], [others, rest - others]]
        assert fisher_exact(table, alternative="less").pvalue == pytest.approx(so_few(hits, runs, others, rest), 1e-9)


def test_strata_are_compared_with_themselves_only() -> None:
    """A hard journey that is tried more often tonight is no step: each is held to its own rate."""
    same = [(5, 100, 1, 20), (40, 100, 40, 100)]
    assert 0 == pytest.approx(rates_apart(same))
    assert rates_apart([(5, 100, 10, 20), (40, 100, 40, 100)]) == pytest.approx(2.0117625660)
    assert 0 == rates_apart([(0, 50, 0, 5), (0, 0, 3, 5)])
    assert 0 == rates_apart([])
