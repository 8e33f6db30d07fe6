"""Counts -> how likely they were by chance alone, exactly."""

from math import comb


def binomial_at_most(x: int, n: int, rate: float) -> float:
    """The chance of at most x successes in n, each with this chance: 34 of 40 at .95 gives .01387695."""
    return sum(comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(min(x, n) + 1))


def sign_test(worse: int, better: int) -> float:
    """The chance of at least this many turning worse among those that turned, if either way were as likely.

    The one-sided exact sign test of pairs: 5 worse and 0 better gives .03125; nothing turned gives 1.
    """
    return binomial_at_most(better, worse + better, 0.5)
