"""A number of trials -> where they tell most."""

from collections.abc import Sequence
from math import sqrt


def neyman(weights: Sequence[float], rates: Sequence[float], total: float) -> tuple[float, ...]:
    """How many of `total` trials each stratum is given, not rounded: in proportion to weight and standard deviation.

    Neyman, 1934; a weight may hold what a failure costs (measurement 7.11): .5 .3 .2 at rates .95 .80 .60 share 100
    trials as 33.3, 36.7 and 30.0. Where no rate leaves anything to learn, by weight alone.
    """
    spreads = [weight * sqrt(rate * (1 - rate)) for weight, rate in zip(weights, rates, strict=True)]
    if not any(spreads):
        spreads = list(weights)
    return tuple(total * spread / sum(spreads) for spread in spreads)


def whole(shares: Sequence[float], floors: Sequence[int]) -> tuple[int, ...]:
    """Whole numbers near the shares, none under its floor, with the shares' sum wherever the floors leave room.

    Those that would fall under their floor get it; the others share what is left as they did before. Largest remainders
    are rounded up first, the earlier of two that are alike.
    """
    total = round(sum(shares))
    fixed = {place for place, share in enumerate(shares) if share < floors[place]}
    while True:
        left = total - sum(floors[place] for place in fixed)
        open_ = [place for place in range(len(shares)) if place not in fixed]
        sum_ = sum(shares[place] for place in open_)
        scaled = {place: left * shares[place] / sum_ if sum_ else 0.0 for place in open_}
        under = {place for place, share in scaled.items() if share < floors[place]}
        if not under:
            break
        fixed |= under
    found = [floors[place] if place in fixed else int(scaled[place]) for place in range(len(shares))]
    spare = max(0, left - sum(found[place] for place in open_))
    ranked = sorted(open_, key=lambda place: (found[place] - scaled[place], place))
    for place in ranked[:spare]:
        found[place] += 1
    return tuple(found)
