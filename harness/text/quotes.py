"""Is what somebody quotes really there? A program finds the words, or they are no evidence."""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Literal

from harness.noun import Noun

from .normal import normal

_CLOSE = 0.90
_SLACK = 2
"""A fuzzy window may be this many words longer or shorter than the quote."""
_FEWEST_WORDS = 3
_MOST_WORDS = 400
_MOST_WINDOWS = 400
"""Windows that are compared letter by letter; the ones with most words in common come first."""
_OUTSIDE = " \t\"'…."
_DIGITS = re.compile(r"\d+")


class Found(Noun):
    """A quote that was found."""

    how: Literal["exact", "moved", "fuzzy"]
    """exact: in the turn it names. moved: in exactly one other turn. fuzzy: in the turn it names, with small
    differences."""
    turn: int
    """The turn in which it really stands."""


def find_quote(words: str, turn: int, texts: Mapping[int, str]) -> Found | None:
    """Find a quote in the texts of one speaker, by turn; None when it is not there or too short to prove anything.

    Quotes of fewer than three words count only when they are the whole turn. Digits must agree digit for digit: a judge
    may drop a comma, but never turn $20 into $25.
    """
    quote = _quoted(words)
    if not quote:
        return None
    here = _quoted(texts.get(turn, ""))
    if quote == here:
        return Found(how="exact", turn=turn)
    if len(quote.split()) < _FEWEST_WORDS:
        return None
    if _stands_in(quote, here):
        return Found(how="exact", turn=turn)
    others = [number for number, text in texts.items() if number != turn and _stands_in(quote, _quoted(text))]
    if len(others) == 1:
        return Found(how="moved", turn=others[0])
    return Found(how="fuzzy", turn=turn) if not others and _nearly_in(quote, here) else None


def _quoted(text: str) -> str:
    """Normal form without the quotation marks and dots around it."""
    return normal(text).strip(_OUTSIDE)


def _stands_in(quote: str, text: str) -> bool:
    """Whether the text holds the quote, without cutting a word or a number in two."""
    place = text.find(quote)
    while place >= 0:
        if _whole(text, place, place + len(quote)):
            return True
        place = text.find(quote, place + 1)
    return False


def _whole(text: str, start: int, end: int) -> bool:
    before, first = text[max(0, start - 2) : start], text[start]
    after, last = text[end : end + 2], text[end - 1]
    if (first.isalnum() and before[-1:].isalnum()) or (last.isalnum() and after[:1].isalnum()):
        return False
    if first.isdigit() and len(before) == 2 and before[0].isdigit() and before[1] in ".,":
        return False
    return not (last.isdigit() and len(after) == 2 and after[0] in ".," and after[1].isdigit())


def _nearly_in(quote: str, text: str) -> bool:
    digits = _DIGITS.findall(quote)
    matcher = SequenceMatcher(None, "", quote, autojunk=False)
    for window in _windows(quote.split()[:_MOST_WORDS], text.split()):
        if _DIGITS.findall(window) != digits:
            continue
        matcher.set_seq1(window)
        if matcher.real_quick_ratio() >= _CLOSE and matcher.quick_ratio() >= _CLOSE and matcher.ratio() >= _CLOSE:
            return True
    return False


def _windows(quote: list[str], text: list[str]) -> Iterator[str]:
    """Stretches of the text about as long as the quote, best first; those sharing fewer than half of its words are
    left out."""
    length = len(quote)
    known = frozenset(quote)
    shared = [0, *accumulate(word in known for word in text)]
    spans = [
        (shared[end] - shared[start], start, end)
        for size in range(max(1, length - _SLACK), length + _SLACK + 1)
        for start in range(len(text) - size + 1)
        if 2 * (shared[(end := start + size)] - shared[start]) >= length
    ]
    spans.sort(key=lambda span: (-span[0], span[1], span[2]))
    for _, start, end in spans[:_MOST_WINDOWS]:
        yield " ".join(text[start:end])
