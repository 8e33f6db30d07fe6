"""Patterns that overlook the case of letters, and say quickly that they are not there.

Most patterns that a sentence is tried against are not in it. So it is first asked whether the sentence has the words
without which the pattern cannot be there (`needed`); then whether the pattern is in the sentence in small letters,
which Python tells several times as fast as where case is overlooked; only what is found there is looked for in full.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache, reduce
from operator import or_

from .needed import held, needed

_CAPITAL = re.compile(r"\\.|\(\?P|[A-Z]", re.DOTALL)
"""An escape or the opening of a name, which stay as they are, or a capital letter."""


_MOST_SEEN = 256
_seen: dict[str, int] = {}
"""What is held by each of the texts that were looked at last."""


class Caseless:
    """What `re.compile(source, re.IGNORECASE)` finds, found sooner where most texts do not hold it.

    A part of the source that does heed case, `(?-i:...)`, must not stand in a look-ahead or look-behind that denies.
    """

    def __init__(self, source: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        """Make the quick form; the other one is made when it is first needed."""
        global _seen  # a new one: whoever is at work on the old one fills that
        self.pattern = source
        self.flags = flags | re.IGNORECASE
        quick = re.compile(_CAPITAL.sub(_lowered, source), flags)
        self._search, self._fullmatch = quick.search, quick.fullmatch
        anywhere, opening = needed(source, self.flags)
        self.anywhere: int = anywhere
        """The bit of texts in which it may be found."""
        self.opening: int = opening
        """The bit of texts that may begin with it."""
        _seen = {}

    @cached_property
    def full(self) -> re.Pattern[str]:
        """The pattern as Python knows it: what the matches say that they come from."""
        return re.compile(self.pattern, self.flags)

    def search(self, text: str, *within: int) -> re.Match[str] | None:
        """The first place where it is, from a place in the text on."""
        if len(within) < 2 and not self.anywhere & (_seen.get(text) or _held(text)):
            return None
        return self.full.search(text, *within) if self._search(_small(text), *within) else None

    def match(self, text: str, *within: int) -> re.Match[str] | None:
        """Whether the text begins with it."""
        return self.full.match(text, *within)

    def fullmatch(self, text: str, *within: int) -> re.Match[str] | None:
        """Whether the text is it, and nothing else."""
        if not within and not self.opening & (_seen.get(text) or _held(text)):
            return None
        return self.full.fullmatch(text, *within) if self._fullmatch(_small(text), *within) else None

    def finditer(self, text: str, *within: int) -> Iterator[re.Match[str]]:
        """Every place where it is."""
        return self.full.finditer(text, *within) if self.search(text, *within) else iter(())

    def sub(self, put: str | Callable[[re.Match[str]], str], text: str) -> str:
        """The text with something else in each of its places."""
        return self.full.sub(put, text) if self.search(text) else text


class Either:
    """Several patterns, of which it is told quickly that none of them can be in a text."""

    def __init__(self, *anywhere: "Caseless | Either", at_front: Iterable[Caseless] = ()) -> None:
        """Of patterns `at_front` it matters whether the text, or what stands behind a word of it, begins with them."""
        bits = (*(one.anywhere for one in anywhere), *(one.opening for one in at_front))
        self.anywhere: int = reduce(or_, bits)
        """The bits of which texts have one in which one of them may be found."""

    def may_be_in(self, text: str) -> bool:
        """Whether one of them may be there; where this says no, none of them is."""
        return self.anywhere & (_seen.get(text) or _held(text)) != 0


def _lowered(found: re.Match[str]) -> str:
    return found[0] if len(found[0]) > 1 else found[0].lower()


@lru_cache(maxsize=256)
def _small(text: str) -> str:
    """In small letters; three letters that are no plain letter then are one where case is overlooked."""
    return text.lower() if text.isascii() else text.replace("İ", "i").replace("ı", "i").replace("ſ", "s").lower()


def _held(text: str) -> int:
    seen = _seen
    if len(seen) >= _MOST_SEEN:
        seen.clear()
    seen[text] = bits = held(_small(text))
    return bits
