"""What was worked out about a text is remembered: many short texts, a few long ones, so that memory stays bounded."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

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
