"""A message and what was found in it -> its text in pieces, some of them marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from harness.text.normal import printable

SHOWN = 16_000
"""Characters of a message that stand on a page; the record holds it whole."""

Kind = Literal["fail", "pass", "grounded"]
"""fail: proves that something broke. grounded: agrees with what is true. pass: proves that something held."""

_WORST_FIRST: tuple[Kind, ...] = ("fail", "grounded", "pass")


@dataclass(frozen=True)
class Found:
    """Words of a message that prove something."""

    words: str
    kind: Kind
    to: str
    """Where the mark leads: the anchor of a sentence or finding on the same page."""
    says: str
    """What they prove, in a few words."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a message; `found` is None where it proves nothing."""

    text: str
    found: Found | None = None


@dataclass(frozen=True)
class Marked:
    """A message as a page shows it."""

    pieces: tuple[Piece, ...]
    more: int
    """Characters that are on record and not on the page."""


def marked(text: str, found: Iterable[Found]) -> Marked:
    """The message with its words marked; where two marks would overlap, the worse one stands, and the longest stretch
    that it leaves of the other."""
    shown = printable(text)[:SHOWN]
    more = max(0, len(text) - SHOWN)
    taken: list[tuple[int, int, Found]] = []
    for one in sorted(found, key=lambda one: _WORST_FIRST.index(one.kind)):
        if (span := _place(one.words, shown)) and (free := _free(span, taken, shown)):
            taken.append((*free, one))
    return Marked(tuple(_pieces(shown, sorted(taken, key=lambda one: one[0]))), more)


def _pieces(text: str, taken: list[tuple[int, int, Found]]) -> Iterable[Piece]:
    at = 0
    for start, end, found in taken:
        if at < start:
            yield Piece(text[at:start])
        yield Piece(text[start:end], found)
        at = end
    if at < len(text):
        yield Piece(text[at:])


def _free(span: tuple[int, int], taken: Iterable[tuple[int, int, Found]], text: str) -> tuple[int, int] | None:
    """The longest stretch of a span that nothing has taken; None where no word of it is left."""
    at, gaps = span[0], []
    for start, end, _ in sorted(taken, key=lambda one: one[0]):
        gaps.append((at, min(start, span[1])))
        at = max(at, end)
    longest = max([*gaps, (at, span[1])], key=lambda gap: gap[1] - gap[0])
    return longest if any(map(str.isalnum, text[longest[0] : longest[1]])) else None


def _place(words: str, text: str) -> tuple[int, int] | None:
    """Where the words stand, however their blanks and capitals are written; None where only a reader would see it."""
    wanted = printable(words).strip()
    if not wanted:
        return None
    at = text.find(wanted)
    if at >= 0:
        return at, at + len(wanted)
    close = re.search(r"\s+".join(map(re.escape, wanted.split())), text, re.IGNORECASE)
    return close.span() if close else None
