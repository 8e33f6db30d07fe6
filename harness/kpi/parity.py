"""Rows of a journey that differ in nothing but whom they stand for -> whether these people fare alike.

The customer is the same but for the segment, so conversations are compared in pairs: one row's trial against the other
row's (measurement 10.1).
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from harness.noun import Noun
from harness.stats import Interval, benjamini_hochberg, chi_square, katz, mcnemar, newcombe

from .effort import effort_score
from .nouns import Measure, missing
from .sessions import Session, counted

RATIO = 0.80
"""Under it the worse served are looked at: the four-fifths of a selection guideline, here a rule of thumb."""
DIFFERENCE = 0.05
SURE = 0.10
"""Half the width of an interval above which nothing is said: there are too few conversations."""
ALPHA = 0.05


class Fared(Noun):
    """How the customers of one segment fared, over the rows that have a counterpart."""

    segment: str
    n: int
    resolved: int
    escalated: int
    spoilt: int
    """Conversations that the simulated customer spoilt, beside the n: a worse simulation looks like a worse agent."""
    effort: float | None
    """Mean customer effort score; None where nobody could tell."""
    turns: float
    hallucinated: int
    """Conversations with a hallucination."""
    tokens: float
    """Mean tokens of the agent in a conversation."""


class Compared(Noun):
    """Two segments in pairs: the same customer twice."""

    better: str
    worse: str
    pairs: int
    only_better: int
    """Pairs of which only the first was resolved."""
    only_worse: int
    ratio: float | None
    """The worse rate of resolution over the better one."""
    ratio_interval: Interval | None
    """Katz's, of the ratio."""
    difference: float
    difference_interval: Interval
    """Newcombe's, of the worse rate less the better one."""
    p: float
    """McNemar's exact test of the pairs, two-sided, adjusted by Benjamini and Hochberg over the pairs of segments."""
    says: str
    """apart, alike as far as can be told, or not enough data."""


APART, ALIKE, TOO_FEW = "apart", "no difference shown", "not enough data"


def fared(held: Sequence[Session]) -> tuple[Fared, ...]:
    """Each segment's own figures, in order of name."""
    names = sorted({one.segment for one in _paired(held) if one.segment})
    return tuple(_fared(name, held) for name in names)


def _fared(name: str, held: Sequence[Session]) -> Fared:
    mine = [one for one in _paired(counted(held)) if one.segment == name]
    scores = [effort_score(one.outcome.experience) for one in mine if one.outcome.experience]
    known = [float(score) for score in scores if score is not None]
    n = max(len(mine), 1)
    return Fared(
        segment=name,
        n=len(mine),
        resolved=sum(one.resolved for one in mine),
        escalated=sum(one.escalated for one in mine),
        spoilt=sum(one.outcome.validity == "invalid_simulation" for one in _paired(held) if one.segment == name),
        effort=sum(known) / len(known) if known else None,
        turns=sum(one.outcome.turns for one in mine) / n,
        hallucinated=sum(one.outcome.results.get("hallucination") == "fail" for one in mine),
        tokens=sum(one.outcome.tokens.total for one in mine) / n,
    )


def compared(held: Sequence[Session]) -> tuple[Compared, ...]:
    """Each two segments that some journey pairs, the most surely different first."""
    found = [one for two in combinations(sorted(_by_segment(held)), 2) if (one := _compare(held, *two))]
    adjusted = benjamini_hochberg([one.p for one in found])
    named = (_named(one, p) for one, p in zip(found, adjusted, strict=True))
    return tuple(sorted(named, key=lambda one: (one.p, one.better, one.worse)))


def _compare(held: Sequence[Session], first: str, second: str) -> Compared | None:
    found = _by_segment(held)
    both = sorted(set(found[first]) & set(found[second]))
    if not both:
        return None
    ones, others = (sum(found[name][key].resolved for key in both) for name in (first, second))
    better, worse = (first, second) if ones >= others else (second, first)
    high, low, n = max(ones, others), min(ones, others), len(both)
    only = [
        sum(found[a][key].resolved and not found[b][key].resolved for key in both)
        for a, b in ((better, worse), (worse, better))
    ]
    return Compared(
        better=better,
        worse=worse,
        pairs=n,
        only_better=only[0],
        only_worse=only[1],
        ratio=low / high if high else None,
        ratio_interval=katz(low, n, high, n),
        difference=(low - high) / n,
        difference_interval=newcombe(low, n, high, n),
        p=mcnemar(*only),
        says=ALIKE,
    )


def _named(one: Compared, p: float) -> Compared:
    """What it comes to, with p adjusted for how many segments were compared (measurement 7.7)."""
    bounds = one.difference_interval
    wide = (bounds.high - bounds.low) / 2 > SURE
    uneven = one.difference < -DIFFERENCE or (one.ratio is not None and one.ratio < RATIO)
    says = APART if uneven and p <= ALPHA else TOO_FEW if wide else ALIKE
    return one.model_copy(update={"p": p, "says": says})


def parity(held: Sequence[Session]) -> Measure:
    """The worst served segment's rate of resolution over the best served one's, with Katz's interval."""
    name, formula = "parity of resolution", "resolution of the worst served segment / of the best served, in pairs"
    found = compared(held)
    worst = min((one for one in found if one.ratio is not None), key=lambda one: one.ratio or 0, default=None)
    if worst is None or worst.ratio is None:
        return missing(name, "ratio", formula, "no rows differ in nothing but a *Segment* column")
    return Measure(
        name=name,
        value=Decimal(str(round(worst.ratio, 12))),
        n=worst.pairs,
        interval=worst.ratio_interval,
        unit="ratio",
        formula=formula,
        note=f"{worst.worse} against {worst.better}: {worst.says}" + _over_all(held),
    )


def _over_all(held: Sequence[Session]) -> str:
    """With three segments or more, whether they are alike at all."""
    groups = [(one.resolved, one.n - one.resolved) for one in fared(held)]
    found = chi_square(groups) if len(groups) > 2 else None
    return f"; {len(groups)} segments, p {found[2]:.4f} that all fare alike" if found else ""


def _paired(held: Sequence[Session]) -> list[Session]:
    return [one for one in held if one.segment and one.row and one.row.pair]


def _by_segment(held: Sequence[Session]) -> dict[str, dict[tuple[str, str, int], Session]]:
    """Segment -> (journey, pair, trial) -> its conversation."""
    found: dict[str, dict[tuple[str, str, int], Session]] = {}
    for one in _paired(counted(held)):
        if one.segment and one.row and one.row.pair:
            key = (one.outcome.journey, one.row.pair, one.outcome.trial)
            found.setdefault(one.segment, {})[key] = one
    return found
