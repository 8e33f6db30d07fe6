"""Repeats of one journey -> whether several in a row would pass."""

from math import comb


def pass_hat_k(runs: int, passes: int, k: int) -> float | None:
    """pass^k: the chance that k runs, drawn from these, all passed; None when there were fewer than k.

    The unbiased estimate (measurement 7.1); the plug-in (passes / runs) ** k is biased upwards.
    """
    return comb(passes, k) / comb(runs, k) if runs >= k else None
