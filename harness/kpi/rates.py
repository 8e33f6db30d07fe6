"""Sessions -> a share or a mean with its interval, trials of one journey counted as the repeats that they are."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from harness.stats import clustered, of_means

from .nouns import Measure, missing
from .sessions import Session

Part = bool | Decimal
"""How far a session counts: whole, not at all, or in part."""

NOTHING = "no valid conversation"


def rate(
    name: str,
    formula: str,
    held: Sequence[Session],
    holds: Callable[[Session], Part],
    none: str = NOTHING,
    note: str | None = None,
) -> Measure:
    """The share of these sessions for which something holds."""
    groups = ((one.outcome.journey, Decimal(holds(one)), 1) for one in held)
    return share(name, formula, groups, none, note)


def share(
    name: str, formula: str, groups: Iterable[tuple[str, Decimal, int]], none: str = NOTHING, note: str | None = None
) -> Measure:
    """Hits over tries, each given with the journey that it belongs to."""
    found: dict[str, tuple[Decimal, int]] = {}
    for journey, hits, tries in groups:
        before = found.get(journey, (Decimal(0), 0))
        found[journey] = (before[0] + hits, before[1] + tries)
    n = sum(tries for _, tries in found.values())
    if not n:
        return missing(name, "share", formula, none)
    value = sum((hits for hits, _ in found.values()), Decimal(0)) / n
    interval = clustered([(float(hits), tries) for hits, tries in found.values()])
    return Measure(name=name, value=value, n=n, interval=interval, unit="share", formula=formula, note=note)


def average(
    name: str,
    unit: str,
    formula: str,
    held: Sequence[Session],
    score: Callable[[Session], Decimal | None],
    scale: tuple[float, float],
    none: str,
    note: str | None = None,
) -> Measure:
    """The mean of the journeys' means, with the t interval over journeys; a single journey has no interval."""
    groups: dict[str, list[Decimal]] = {}
    for one in held:
        if (value := score(one)) is not None:
            groups.setdefault(one.outcome.journey, []).append(value)
    if not groups:
        return missing(name, unit, formula, none)
    means = [sum(group, Decimal(0)) / len(group) for group in groups.values()]
    return Measure(
        name=name,
        value=sum(means, Decimal(0)) / len(means),
        n=sum(map(len, groups.values())),
        interval=of_means([[float(one) for one in group] for group in groups.values()], *scale),
        unit=unit,
        formula=formula,
        note=note,
    )
