"""A stored run -> the order in which its conversations are put before a person.

Where the judge failed something or could not tell, labels are worth most, so such conversations come twice as often as
the others (measurement 1.5). Inside each kind the order is drawn by lot, so that whatever was labelled when the person
stops is a random sample of its kind, and can be weighed back.
"""

from collections.abc import Sequence
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from harness.verdict.nouns import Outcome

from .nouns import Drawn

DOUBTFUL_FOR_ONE = 2
"""Doubtful conversations that come before each of the others."""


class Drawing(NamedTuple):
    """A conversation to label, and how it came to be drawn."""

    case: str
    drawn: Drawn
    of: int


def drawing(run: str, outcomes: Sequence[Outcome]) -> tuple[Drawing, ...]:
    """Every valid conversation once, in an order that depends on the run's id alone."""
    valid = [one for one in outcomes if one.validity == "valid"]
    doubtful = _shuffled(run, [one.case for one in valid if _doubtful(one)])
    passed = _shuffled(run, [one.case for one in valid if not _doubtful(one)])
    first = iter([Drawing(case, "doubtful", len(doubtful)) for case in doubtful])
    second = iter([Drawing(case, "passed", len(passed)) for case in passed])
    mixed: list[Drawing] = []
    while more := [*islice(first, DOUBTFUL_FOR_ONE), *islice(second, 1)]:
        mixed += more
    return tuple(mixed)


def _doubtful(outcome: Outcome) -> bool:
    return any(result in ("fail", "cannot_tell") for result in outcome.results.values())


def _shuffled(run: str, cases: Sequence[str]) -> list[str]:
    return sorted(cases, key=lambda case: sha256(f"{run}|{case}".encode()).hexdigest())
