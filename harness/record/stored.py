"""Events of one kind of a record, as nouns: kept while they are few, read again each time when they are many.

What a run is shown and judged by may be tens of thousands of verdicts. Held at once they would take a hundred times the
memory of the run itself; on disk they lie anyway.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from math import inf
from pathlib import Path
from typing import Generic, TypeVar, overload

from .line import parse
from .nouns import Envelope

T = TypeVar("T")


class Stored(Sequence[T]):
    """Nouns that lie in a record. Equal to a tuple of the same."""

    def __init__(self, path: Path, places: Sequence[int], noun: Callable[[Envelope], T]) -> None:
        """`places` are the bytes at which their lines begin."""
        self._path, self._places, self._noun = path, places, noun

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> "Stored[T]": ...
    def __getitem__(self, index: int | slice) -> "T | Stored[T]":
        if isinstance(index, slice):
            return Stored(self._path, self._places[index], self._noun)
        return next(self._at([self._places[index]]))

    def __iter__(self) -> Iterator[T]:
        return self._at(self._places)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple | Stored) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((self._path, tuple(self._places)))

    def _at(self, places: Sequence[int]) -> Iterator[T]:
        with self._path.open("rb") as file:
            for place in places:
                file.seek(place)
                yield self._noun(parse(file.readline().removesuffix(b"\n")))


class Gathered(Generic[T]):
    """Nouns of one kind while a record is read, in the order of their lines."""

    def __init__(
        self, path: Path, noun: Callable[[Envelope], T], most: float = inf, light: Callable[[T], T] | None = None
    ) -> None:
        """`noun` makes one of the event that holds it. Of more than `most`, none is kept; `light` makes an equal one
        of it that takes less memory."""
        self._path, self._most, self._light = path, most, light
        self._noun = noun if light is None else lambda event: light(noun(event))
        self._items: list[T | None] | None = []
        self._places, self._numbers = array("Q"), array("I")

    def __len__(self) -> int:
        return len(self._places)

    def add(self, place: int, event: Envelope) -> T:
        """One more, whose line begins at this byte."""
        item = self._noun(event)
        self._put(place, event.seq, item)
        return item

    def put(self, place: int, number: int, item: T) -> None:
        """One more, from the line that begins at this byte, and holds the event of this number."""
        self._put(place, number, self._light(item) if self._light and self._items is not None else item)

    def _put(self, place: int, number: int, item: T) -> None:
        self._places.append(place)
        self._numbers.append(number)
        if self._items is not None:
            self._items.append(item)
            if len(self._items) > self._most:
                self._items = None

    def of(self, number: int) -> int | None:
        """Which of them the event of this number is; None when it is none."""
        place = bisect_left(self._numbers, number)
        return place if place < len(self) and self._numbers[place] == number else None

    def __getitem__(self, which: int) -> T:
        item = self._items[which] if self._items is not None else None
        return Stored(self._path, self._places, self._noun)[which] if item is None else item

    def replace(self, which: int, item: T | None) -> None:
        """Another in the place of one, or none; where none is kept, what makes them must know of it."""
        if self._items is not None:
            self._items[which] = item

    def in_order(self, order: Sequence[int] | None = None) -> Sequence[T]:
        """All, or these, in their order."""
        if self._items is not None:
            which = range(len(self)) if order is None else order
            return tuple(item for one in which if (item := self._items[one]) is not None)
        places = self._places if order is None else array("Q", (self._places[one] for one in order))
        return Stored(self._path, places, self._noun)
