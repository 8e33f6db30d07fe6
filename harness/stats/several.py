"""Many p-values -> what they are worth when so many were looked at."""

from collections.abc import Sequence


def benjamini_hochberg(chances: Sequence[float]) -> tuple[float, ...]:
    """The p-values, adjusted for the rate of false discoveries among those that are flagged; in the order given.

    Step-up, Benjamini and Hochberg, 1995: .001 and .008 among ten become .010 and .040 (measurement 7.7).
    """
    count = len(chances)
    found = [0.0] * count
    least = 1.0
    ranked = sorted(range(count), key=lambda place: chances[place])
    for rank, place in reversed(list(enumerate(ranked, 1))):
        least = min(least, chances[place] * count / rank)
        found[place] = least
    return tuple(found)
