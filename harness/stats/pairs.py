"""The same conversation held twice -> whether the second time was worse by no more than a margin."""

from math import sqrt
from statistics import NormalDist


def not_worse_by(margin: float, pairs: int, worse: int, better: int) -> float:
    """The chance of pairs as good as these, or better, if the second arm were worse by just this margin.

    Tango's score test of paired proportions (1998; measurement 7.5): 6 worse and 2 better of 100, margin .10, give
    .0387. Raises ValueError without a pair.
    """
    if pairs < 1:
        raise ValueError("Without a pair there is nothing to compare.")
    change = -margin
    a = 2 * pairs
    b = -better - worse + (2 * pairs - better + worse) * change
    c = -worse * change * (1 - change)
    share = (sqrt(b * b - 4 * a * c) - b) / (2 * a)
    spread = pairs * (2 * share + change * (1 - change))
    if spread <= 0:  # nothing turned, and none was to
        return 0.0 if margin > 0 else 0.5
    return 1 - NormalDist().cdf((better - worse - pairs * change) / sqrt(spread))
