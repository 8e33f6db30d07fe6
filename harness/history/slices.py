"""Cells of the last nights -> failures that hide inside an average that looks fine (measurement 10.1).

Every trait and every pair of traits that conversations share is laid beside all other conversations: Fisher's exact
test, one-sided, adjusted for how many slices were looked at. What another slice explains is not told twice.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import combinations

from harness.criteria import CRITERIA
from harness.stats import Interval, shrunken, so_few, wilson
from harness.stats.several import benjamini_hochberg

from .nights import rulings_of
from .nouns import Cell

LEAST = 10
"""Conversations without which a slice is not looked at (measurement 10.1)."""
FALSE_FLAGS = 0.05
"""The share of flagged slices that may be there by chance."""
EXPLAINED = 0.05
"""A slice is explained when its conversations, but for those of worse slices, may fare as others do at this p."""

Traits = tuple[str, ...]
"""One trait, or two: `("channel:voice", "segment:elderly")`."""
Counts = tuple[int, int]
"""Hits and conversations."""


@dataclass(frozen=True)
class Question:
    """What is asked of every slice: in how many of its conversations something went well."""

    name: str
    of: Callable[[Cell], Counts]


def _resolved(cell: Cell) -> Counts:
    return cell.resolved, cell.due


def _held(criterion: str, cell: Cell) -> Counts:
    judged, failed = rulings_of(cell.rulings).get(criterion, (0, 0))
    return judged - failed, judged


QUESTIONS: tuple[Question, ...] = (
    Question("resolved", _resolved),
    *(Question(f"no {name} failure", partial(_held, name)) for name in CRITERIA if name != "resolution"),
)

_ORDER = ("persona", "segment", "tag", "intent", "language", "channel", "desk")
"""How people put the kinds of traits: elderly customers by voice."""


@dataclass(frozen=True)
class Slice:
    """How the conversations of one slice fared, beside all others."""

    question: str
    traits: Traits
    hits: int
    n: int
    interval: Interval
    """Wilson's, of its rate."""
    rest_hits: int
    rest_n: int
    shrunken: float
    """Its rate, drawn towards the mean of all: what to sort by."""
    p: float
    """The chance of so few, if it fared as the rest does."""
    adjusted: float
    """The same, after Benjamini and Hochberg over all slices of this question."""
    journeys: tuple[str, ...]
    also: tuple[Traits, ...] = ()
    """Other names for the very same conversations."""
    streak: int = 0
    """For how many nights in a row, the last one counted, it has fared worse than the rest."""

    @property
    def rate(self) -> float:
        """Hits over conversations."""
        return self.hits / self.n

    @property
    def flagged(self) -> bool:
        """Whether it is worse than chance explains."""
        return self.adjusted <= FALSE_FLAGS

    @property
    def name(self) -> str:
        """`elderly + voice`: what a person calls it."""
        pairs = sorted((one.partition(":") for one in self.traits), key=lambda parts: _ORDER.index(parts[0]))
        return " + ".join(value for _, _, value in pairs)


def scan(cells: Sequence[Cell], question: Question = QUESTIONS[0]) -> tuple[Slice, ...]:
    """Every slice with conversations enough, the worst first. Two of the very same conversations are one."""
    found = [_slice(question, traits, also, members, cells) for traits, also, members in _members(cells, question)]
    adjusted = benjamini_hochberg([one.p for one in found])
    named = [replace(one, adjusted=p) for one, p in zip(found, adjusted, strict=True)]
    return tuple(sorted(named, key=lambda one: (one.p, one.shrunken, one.traits)))


def hidden(cells: Sequence[Cell]) -> tuple[Slice, ...]:
    """The slices that fare worse than chance explains, over all questions, and that no worse one explains."""
    found = []
    for question in QUESTIONS:
        told: list[Slice] = []
        for one in scan(cells, question):
            if one.flagged and not _explained(one, told, cells, question):
                told.append(one)
        found += [replace(one, streak=_streak(one, cells, question)) for one in told]
    return tuple(sorted(found, key=lambda one: (one.p, one.question, one.traits)))


def worst(cells: Sequence[Cell]) -> Slice | None:
    """The slice that resolves least, its small numbers taken into account; None where none is worse than the rest."""
    found = [one for one in scan(cells) if one.rate * one.rest_n < one.rest_hits]
    return min(found, key=lambda one: (one.shrunken, one.traits), default=None)


# ---- the work -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def traits_in(text: str) -> tuple[str, ...]:
    """A cell's traits, read back."""
    return tuple(json.loads(text))


def _members(cells: Sequence[Cell], question: Question) -> Iterable[tuple[Traits, tuple[Traits, ...], frozenset[int]]]:
    """Each set of cells that traits or pairs of them share: its simplest name, other names, places of the cells."""
    places: defaultdict[Traits, list[int]] = defaultdict(list)
    counted = [place for place, cell in enumerate(cells) if question.of(cell)[1]]
    for place in counted:
        own = traits_in(cells[place].traits)
        for traits in (*((one,) for one in own), *combinations(own, 2)):
            places[traits].append(place)
    names: defaultdict[frozenset[int], list[Traits]] = defaultdict(list)
    for traits, held in places.items():
        names[frozenset(held)].append(traits)
    for members, same in names.items():
        n = sum(question.of(cells[place])[1] for place in members)
        if n >= LEAST and len(members) < len(counted):
            first, *others = sorted(same, key=lambda traits: (len(traits), traits))
            yield first, tuple(one for one in others if len(one) == 1), members


def _slice(
    question: Question, traits: Traits, also: tuple[Traits, ...], members: frozenset[int], cells: Sequence[Cell]
) -> Slice:
    hits, n = _sum(question, (cells[place] for place in members))
    every_hits, every = _sum(question, cells)
    return Slice(
        question=question.name,
        traits=traits,
        hits=hits,
        n=n,
        interval=wilson(hits, n),
        rest_hits=every_hits - hits,
        rest_n=every - n,
        shrunken=shrunken(hits, n, every_hits / every),
        p=so_few(hits, n, every_hits - hits, every - n),
        adjusted=1.0,
        journeys=tuple(sorted({cells[place].journey for place in members})),
        also=also,
    )


def _sum(question: Question, cells: Iterable[Cell]) -> Counts:
    counts = [question.of(cell) for cell in cells]
    return sum(hits for hits, _ in counts), sum(n for _, n in counts)


def _within(traits: Traits, cell: Cell) -> bool:
    return set(traits) <= set(traits_in(cell.traits))


def _explained(one: Slice, worse: Sequence[Slice], cells: Sequence[Cell], question: Question) -> bool:
    """Whether nothing is left to tell of it once the conversations of worse slices are taken out."""
    if not worse:
        return False
    left = [cell for cell in cells if not any(_within(other.traits, cell) for other in worse)]
    hits, n = _sum(question, (cell for cell in left if _within(one.traits, cell)))
    rest_hits, rest = _sum(question, (cell for cell in left if not _within(one.traits, cell)))
    return not n or not rest or so_few(hits, n, rest_hits, rest) > EXPLAINED


def _streak(one: Slice, cells: Sequence[Cell], question: Question) -> int:
    nights: defaultdict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        nights[cell.run].append(cell)
    count = 0
    for run in sorted(nights, reverse=True):
        hits, n = _sum(question, (cell for cell in nights[run] if _within(one.traits, cell)))
        rest_hits, rest = _sum(question, (cell for cell in nights[run] if not _within(one.traits, cell)))
        if not n or not rest or hits * rest >= rest_hits * n:
            break
        count += 1
    return count
