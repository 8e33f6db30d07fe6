"""What was worked out about a text is remembered: many short texts, a few long ones, so that memory stays bounded."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")

SHORT = 2_000
"""Characters up to which a text is short."""
LONG_ONES = 48
"""How many long texts are remembered: those that one conversation is judged by."""


def remembered(most: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """A function of one text that remembers what it gave for the last `most` short texts and a few long ones."""

    def remembering(work: Callable[[str], T]) -> Callable[[str], T]:
        short, long = lru_cache(maxsize=most)(work), lru_cache(maxsize=LONG_ONES)(work)

        @wraps(work)
        def look(text: str) -> T:
            return short(text) if len(text) <= SHORT else long(text)

        def forget() -> None:
            short.cache_clear()
            long.cache_clear()

        look.cache_clear = forget  # type: ignore[attr-defined]
        return look

    return remembering


def remembered_of(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A function that remembers what it gave for the last `most` things, told apart by who they are.

    Whether two conversations are equal takes as long to see as to work out what is asked of them. So a thing is kept
    while it is remembered; a list, which may have changed since, is not.
    """

    def remembering(work: Callable[P, T]) -> Callable[P, T]:
        kept: dict[tuple[int, ...], tuple[object, T]] = {}

        @wraps(work)
        def look(*what: P.args, **named: P.kwargs) -> T:
            if named or any(type(one) is list for one in what):
                return work(*what, **named)
            name = tuple(map(id, what))
            if name not in kept:
                if len(kept) >= most:
                    del kept[next(iter(kept))]
                kept[name] = (what, work(*what, **named))
            return kept[name][1]

        look.cache_clear = kept.clear  # type: ignore[attr-defined]
        return look

    return remembering


def remembered_together(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """The same for a function of several texts, and of what else can be looked up by: short ones only, by position."""

    def remembering(work: Callable[P, T]) -> Callable[P, T]:
        short = lru_cache(maxsize=most)(work)

        @wraps(work)
        def look(*what: P.args, **named: P.kwargs) -> T:
            if sum(len(one) for one in what if type(one) is str) > SHORT:
                return work(*what, **named)
            return short(*what, **named)  # type: ignore[arg-type]  # whoever is remembered by them can be hashed

        look.cache_clear = short.cache_clear  # type: ignore[attr-defined]
        return look

    return remembering
