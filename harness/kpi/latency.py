"""How long replies took -> percentiles, each against its limit. The clock's figures: another run has others."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil

from harness.stats import quantile_ranks
from harness.stats.nouns import Interval

from .nouns import Measure, missing
from .sessions import Session, counted
from .settings import KpiSettings, Percentile

PERCENTILES: dict[Percentile, float] = {"p50": 0.50, "p95": 0.95, "p99": 0.99}


def latencies(held: Sequence[Session], known: KpiSettings) -> tuple[Measure, ...]:
    """The percentiles of the time from a customer's message to the last byte of its reply, over all replies."""
    found = sorted(
        entry.seconds
        for one in counted(held)
        for entry in one.entries
        if entry.role == "target" and entry.turn is not None and not entry.waste
    )
    return tuple(_percentile(name, share, found, known) for name, share in PERCENTILES.items())


def _percentile(name: Percentile, share: float, found: Sequence[float], known: KpiSettings) -> Measure:
    """The nearest-rank percentile, with the order statistics that hold the true one with 95 % confidence."""
    title = f"reply time, {name}"
    formula = f"the reply time that {share:.0%} of the replies do not exceed"
    if not found:
        return missing(title, "seconds", formula, "no reply was timed")
    value = found[ceil(share * len(found)) - 1]
    ranks = quantile_ranks(len(found), share)
    bounds = Interval(low=found[ranks[0] - 1], high=found[ranks[1] - 1], level=0.95) if ranks else None
    return Measure(
        name=title,
        value=Decimal(str(round(value, 6))),
        n=len(found),
        interval=bounds,
        unit="seconds",
        formula=formula,
        note=_against(known.seconds.get(name), value),
    )


def _against(limit: float | None, value: float) -> str | None:
    if limit is None:
        return None
    return f"within the limit of {limit:g} s" if value <= limit else f"over the limit of {limit:g} s"
