"""Statements and the texts they should come from -> how far they go beyond them, mark by mark.

None of the marks is proof: a true sentence may be put in new words. Together they tell which sentence a reader should
look at first, better than counting new words does (docs/figures.md).
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from .acts import said
from .normal import content, negated, normal, words
from .sentences import split
from .values import find_values, supported

_TELLS = frozenset(("say", "refuse", "claim", "progress", "hand_off", "apologise"))
"""Acts that state something. Questions, offers, greetings and thanks are left out: no source has to bear them out."""
_OWN = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|my|me|mine|myself)\b")
_NAME = re.compile(r"(?<=[a-z,] )(?!I\b)[A-Z][\w'’-]{1,40}")
_STEM = 4
"""Letters by which two words count as one: "accessible" and "accessibility"."""
_LONGEST = 8_000
"""Characters of a statement or a source that are read."""


class Marks(NamedTuple):
    """How far what was stated goes beyond its sources."""

    new: float
    """Share of the content words that no source has, 0 to 1."""
    new_pairs: float
    """Share of the pairs of neighbouring content words that no source has."""
    unsaid: float
    """Share of the sources' content words that were not said: an answer from another page leaves all of them out."""
    opposed: bool
    """One says no where the other does not."""
    values: int
    """Typed values and figures that no source bears out."""
    names: int
    """Names within a sentence that no source has."""
    own: int
    """Words of one's own person: what I like stands in no document."""

    @property
    def doubt(self) -> float:
        """One figure: about 0 for a sentence read out, above 1 for one that a reader should see [a judgement].

        What was left unsaid is no part of it: nobody reads a whole document out.
        """
        figures = 0.5 * min(self.values, 2) + 0.25 * min(self.names, 2) + 0.25 * min(self.own, 3)
        return self.new + 0.5 * self.new_pairs + 0.5 * self.opposed + figures


def statements(text: str) -> tuple[str, ...]:
    """What a text states, piece by piece: its questions, offers and courtesies left out."""
    return tuple(act.words for act in said(text[:_LONGEST]) if act.act in _TELLS)


def marks(text: str, sources: Sequence[str], heard: str = "") -> Marks:
    """The marks of what a text states, held against its sources; `heard` is what the customer said, whose figures and
    names are no news."""
    told, known = " ".join(statements(text)), " ".join(source[:_LONGEST] for source in sources)
    spoken, held = content(told), content(known)
    # A question in a source ("Do you have parking?") states nothing.
    answer = " ".join(known[start:end] for start, end in split(known) if not known[start:end].rstrip().endswith("?"))
    return Marks(
        new=_beyond([word[:_STEM] for word in spoken], [word[:_STEM] for word in held]),
        new_pairs=_beyond(_pairs(spoken), _pairs(held)),
        unsaid=_beyond([word[:_STEM] for word in content(answer)], [word[:_STEM] for word in content(text)]),
        opposed=negated(told) != negated(answer),
        values=_values(told, f"{known} {heard}"),
        names=_names(told, f"{known} {heard}"),
        own=len(_OWN.findall(normal(told))),
    )


def _beyond(mine: Sequence[object], theirs: Sequence[object]) -> float:
    known = set(theirs)
    return sum(one not in known for one in mine) / len(mine) if mine else 0.0


def _pairs(line: Sequence[str]) -> list[tuple[str, str]]:
    return list(pairwise(line))


def _values(told: str, known: str) -> int:
    allowed = find_values(known)
    borne_out = set(words(known))
    new = {value.canonical for value in find_values(told) if supported(value, allowed) is None}
    figures = {word for word in words(told) if word[0].isdigit() and word not in borne_out}
    return max(len(new), len(figures))


def _names(told: str, known: str) -> int:
    held = set(words(known))
    return sum(not held.issuperset(words(name)) for name in _NAME.findall(told))
