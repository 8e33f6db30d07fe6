"""Patterns for texts in small letters that say quickly that they are not there.

Most patterns that a clause is tried against are not in it. So it is first asked whether the clause has the words
without which one of the pattern's ways of putting it cannot be there (`needed`): worked out once for a clause, and then
one look for each way. Only those that may be there are looked for. Where case is to be overlooked, that is `caseless`.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import NamedTuple

from .needed import held, needed
from .remembering import SHORT


class _Way(NamedTuple):
    bit: int
    """Of the texts in which it can be."""
    find: re.Pattern[str]


class Quick:
    """What `re.compile(source)` finds in a text in small letters, found sooner where most texts do not hold it."""

    def __init__(self, source: str) -> None:
        """Nothing is compiled before it is looked for. Names must not be referred to from one way to another."""
        self.pattern = source

    @cached_property
    def full(self) -> re.Pattern[str]:
        """The pattern as Python knows it."""
        return re.compile(self.pattern)

    @cached_property
    def _ways(self) -> tuple[_Way, ...]:
        ways = tuple(_Way(needed(way)[0], re.compile(way)) for way in ways_of(self.pattern))
        _held.cache_clear()
        return ways

    @cached_property
    def _any(self) -> int:
        """The bits of which a text must have one for any way to be there."""
        return reduce(or_, (way.bit for way in self._ways))

    def search(self, text: str, *within: int) -> re.Match[str] | None:
        """The first place where it is, from a place in the text on."""
        return self.full.search(text, *within) if within or self._is_in(text) else None

    def match(self, text: str, *within: int) -> re.Match[str] | None:
        """Whether the text begins with it."""
        return self.full.match(text, *within)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Whether the text is it, and nothing else."""
        return self.full.fullmatch(text) if self._is_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every place where it is."""
        return self.full.finditer(text) if self._is_in(text) else iter(())

    def sub(self, put: str | Callable[[re.Match[str]], str], text: str) -> str:
        """The text with something else in each of its places."""
        return self.full.sub(put, text) if self._is_in(text) else text

    def _is_in(self, text: str) -> bool:
        ways, bits = self._ways, _held(text) if len(text) <= SHORT else held(text)
        return bool(self._any & bits) and any(way.bit & bits and way.find.search(text) for way in ways)


_held = lru_cache(maxsize=512)(held)


def ways_of(source: str) -> tuple[str, ...]:
    """The alternatives of a pattern: what stands between its outermost bars."""
    ways, depth, begin, at = [], 0, 0, 0
    in_class = False
    while at < len(source):
        mark = source[at]
        if mark == "\\":
            at += 1
        elif in_class:
            in_class = mark != "]"
        elif mark == "[":
            in_class = True
            at += source[at + 1 : at + 2] in ("]", "^")
        elif mark in "()":
            depth += 1 if mark == "(" else -1
        elif mark == "|" and not depth:
            ways.append(source[begin:at])
            begin = at + 1
        at += 1
    return (*ways, source[begin:])
