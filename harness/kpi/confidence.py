"""How sure a judge's votes are, and how often such a sure judge is right (measurement 10.4).

Confidence is the share of the votes on a question that say what the majority says: nobody asks a model how sure it is,
for what it answers is too sure by a third. Whether it was right is for people to say: `harness correct`.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from math import fsum
from random import Random
from typing import NamedTuple

from harness.noun import Noun
from harness.stats import Interval, wilson
from harness.verdict.nouns import ReadBy

from .nouns import Measure, missing
from .sessions import Session, counted

LEAST = 200
"""Answers that somebody has checked, before a calibration is shown: with few the error is biased upwards."""
BINS = 10
DRAWS = 1_000
"""Of the bootstrap."""


class Sure(NamedTuple):
    """How sure an answer was, from 0 to 1, and whether it was right."""

    confidence: float
    right: bool


class Bin(Noun):
    """A row of the reliability diagram."""

    number: int
    """From 0; of `bins` equal widths."""
    n: int
    confidence: float
    """Mean of the answers in it."""
    accuracy: float
    interval: Interval
    """Wilson's, of the accuracy."""


def bins(answers: Sequence[Sure], width: int = BINS) -> tuple[Bin, ...]:
    """Answers by how sure they were; bins that are empty left out. An edge belongs to the bin above, 1 to the last."""
    groups: dict[int, list[Sure]] = {}
    for one in answers:
        groups.setdefault(min(int(one.confidence * width), width - 1), []).append(one)
    return tuple(_bin(number, groups[number]) for number in sorted(groups))


def equal_mass(answers: Sequence[Sure], parts: int = BINS) -> tuple[Bin, ...]:
    """The same in bins of as many answers each, as far as they divide."""
    order = sorted(answers)
    cuts = [round(len(order) * part / parts) for part in range(parts + 1)]
    groups = [order[start:end] for start, end in pairwise(cuts)]
    return tuple(_bin(number, group) for number, group in enumerate(groups) if group)


def _bin(number: int, group: Sequence[Sure]) -> Bin:
    n, hits = len(group), sum(one.right for one in group)
    sure = fsum(one.confidence for one in group) / n
    return Bin(number=number, n=n, confidence=sure, accuracy=hits / n, interval=wilson(hits, n))


def ece(rows: Sequence[Bin]) -> float:
    """The expected calibration error: how far confidence and accuracy part, by bin, weighted by size."""
    n = sum(row.n for row in rows)
    return fsum(row.n * abs(row.accuracy - row.confidence) for row in rows) / n


def mce(rows: Sequence[Bin]) -> float:
    """The largest gap of any bin."""
    return max(abs(row.accuracy - row.confidence) for row in rows)


def brier(answers: Sequence[Sure]) -> float:
    """The mean squared distance of confidence from what turned out."""
    return fsum((one.confidence - one.right) ** 2 for one in answers) / len(answers)


def overconfidence(answers: Sequence[Sure]) -> float:
    """Mean confidence less the share that was right: above zero is too sure."""
    return fsum(one.confidence - one.right for one in answers) / len(answers)


# ---- of a run ---------------------------------------------------------------------------------------------


def shares(held: Sequence[Session]) -> dict[tuple[str, str], float]:
    """(conversation, question) -> the share of its votes that say what most say, where two or more were cast."""
    return {
        (one.outcome.case, question): share
        for one in counted(held)
        if one.verdict and one.verdict.reading
        for question, share in _agreed(one.verdict.reading).items()
    }


def _agreed(reading: ReadBy) -> dict[str, float]:
    said: dict[str, list[str]] = {}
    for vote in reading.votes:
        for opinion in vote.opinions:
            said.setdefault(opinion.question, []).append("cannot_tell" if opinion.invalid else opinion.says)
    return {name: max(Counter(votes).values()) / len(votes) for name, votes in said.items() if len(votes) > 1}


def distribution(held: Sequence[Session]) -> dict[str, int]:
    """Vote share, in hundredths -> how many questions came to it."""
    found = Counter(f"{share:.2f}" for share in shares(held).values())
    return {share: found[share] for share in sorted(found)}


def confidence(held: Sequence[Session]) -> Measure:
    """The mean vote share of questions that were put more than once."""
    name, formula = "judge confidence", "mean share of the votes on a question that say what most say"
    found = shares(held)
    if not found:
        return missing(name, "share", formula, "no question was put to a model more than once")
    mean = Decimal(str(round(fsum(found.values()) / len(found), 12)))
    spread = ", ".join(f"{share}: {count}" for share, count in distribution(held).items())
    return Measure(
        name=name, value=mean, n=len(found), unit="share", formula=formula, note=f"questions by vote share: {spread}"
    )


def checked(held: Sequence[Session], people: Mapping[tuple[str, str], bool]) -> tuple[Sure, ...]:
    """The vote shares of questions of which a person said whether the verdict was right."""
    found = shares(held)
    return tuple(Sure(found[about], right) for about, right in sorted(people.items()) if about in found)


def calibration(held: Sequence[Session], people: Mapping[tuple[str, str], bool]) -> tuple[Measure, ...]:
    """ECE, Brier score and overconfidence; not shown under `LEAST` answers that people have checked."""
    answers = checked(held, people)
    named = (
        ("confidence calibration error", f"mean gap of vote share and share right over {BINS} bins of equal width"),
        ("confidence Brier score", "mean squared distance of the vote share from right (1) or wrong (0)"),
        ("judge overconfidence", "mean vote share - share right"),
    )
    if len(answers) < LEAST:
        why = f"{len(answers)} answers were checked by people, {LEAST} are needed"
        return tuple(missing(name, "points", formula, why, len(answers)) for name, formula in named)
    scores: tuple[Callable[[Sequence[Sure]], float], ...] = (_error, brier, overconfidence)
    return tuple(
        Measure(
            name=name,
            value=Decimal(str(round(score(answers), 12))),
            n=len(answers),
            interval=_bootstrap(answers, score),
            unit="points",
            formula=formula,
            note="of answers that people chose to check, not a sample",
        )
        for (name, formula), score in zip(named, scores, strict=True)
    )


def _error(answers: Sequence[Sure]) -> float:
    return ece(bins(answers))


def _bootstrap(answers: Sequence[Sure], score: Callable[[Sequence[Sure]], float]) -> Interval:
    """The percentile bootstrap, seeded: the same answers give the same interval."""
    lot = Random(len(answers))
    drawn = sorted(score(lot.choices(answers, k=len(answers))) for _ in range(DRAWS))
    return Interval(low=drawn[int(0.025 * DRAWS)], high=drawn[int(0.975 * DRAWS) - 1], level=0.95)
