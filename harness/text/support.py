"""Whether a value is borne out by others: equal in meaning, or worked out from two of them."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from decimal import Decimal
from itertools import combinations
from typing import Literal, Protocol

_TOLERANCE = Decimal("0.005")
_MOST_AMOUNTS = 64
"""Sums and differences are tried among this many amounts, so that a long history costs no more than a short one."""


class Typed(Protocol):
    """What is needed of a value here."""

    @property
    def kind(self) -> str:
        """Its type."""
        ...

    @property
    def canonical(self) -> str:
        """Its one spelling."""
        ...


def grounds(value: Typed, allowed: tuple[Typed, ...]) -> Literal["same", "derived"] | None:
    """How the allowed values bear this one out; None when they do not."""
    if _small(value) or any(_same(value, other) for other in allowed):
        return "same"
    return "derived" if value.kind == "money" and _derived(value, allowed) else None


class Allowed:
    """Values that others are held against, more and more of them. To look one up takes no longer for it."""

    def __init__(self) -> None:
        self._alike: dict[Hashable, dict[tuple[str, str], Typed]] = {}
        """What two values that are the same have in common -> the different values that have it."""
        self._amounts: list[Typed] = []

    def add(self, values: Iterable[Typed]) -> None:
        """More of them."""
        for value in values:
            for sign in _signs(value):
                self._alike.setdefault(sign, {}).setdefault((value.kind, value.canonical), value)
            if value.kind in ("money", "percent"):
                self._amounts.append(value)

    def has(self, value: Typed) -> bool:
        """Whether `grounds` of all of them is "same"."""
        alike = (other for sign in _signs(value) for other in self._alike.get(sign, {}).values())
        return _small(value) or any(_same(value, other) for other in alike)

    def grounds(self, value: Typed) -> Literal["same", "derived"] | None:
        """As `grounds` of all of them."""
        if self.has(value):
            return "same"
        return "derived" if value.kind == "money" and _derived(value, tuple(self._amounts)) else None


def _signs(value: Typed) -> Iterator[Hashable]:
    """Things of which two values that `_same` takes for the same have one in common."""
    yield value.canonical
    if value.kind == "date":
        yield "day", value.canonical[-5:]
        yield "month", value.canonical[:7]
    if value.kind in _NUMBERED:
        yield "end", value.canonical[-4:]
    if (number := _amount(value)) is not None:
        yield "amount", number


def _small(value: Typed) -> bool:
    return value.kind == "number" and Decimal(value.canonical) <= 3


def _same(value: Typed, other: Typed) -> bool:
    if value.canonical == other.canonical and value.kind == other.kind:
        return True
    if value.kind == other.kind == "date":
        return _dates_fit(value.canonical, other.canonical)
    return _digits_fit(value, other) or _amounts_fit(value, other)


def _dates_fit(one: str, two: str) -> bool:
    """A date without a year fits any year; a month fits each of its days."""
    short, long = sorted((one, two), key=len)
    if short.startswith("--"):
        return long.endswith(short[1:])
    return len(short) == 7 and long.startswith(short)


_NUMBERED = ("phone", "id", "number")


def _digits_fit(value: Typed, other: Typed) -> bool:
    """The same id under another kind, or the last four or more digits of a longer number."""
    if value.kind not in _NUMBERED or other.kind not in _NUMBERED:
        return False
    if value.canonical == other.canonical:
        return True
    short = value.canonical
    return short.isdigit() and len(short) >= 4 and len(other.canonical) > len(short) and other.canonical.endswith(short)


def _amounts_fit(value: Typed, other: Typed) -> bool:
    """A bare number on either side equals the amount on the other: a tool says 39.0, the agent £39.00."""
    if "number" not in (value.kind, other.kind):
        return False
    one, two = _amount(value), _amount(other)
    return one is not None and one == two


def _amount(value: Typed) -> Decimal | None:
    if value.kind == "number":
        return Decimal(value.canonical)
    if value.kind == "money":
        return Decimal(value.canonical.partition(" ")[2])
    if value.kind == "percent":
        return Decimal(value.canonical.removesuffix("%"))
    if value.kind == "duration" and "-" not in value.canonical:
        return Decimal(value.canonical.partition(" ")[0])
    if value.kind == "id" and value.canonical.isdigit():
        return Decimal(value.canonical)
    return None


def _derived(value: Typed, allowed: tuple[Typed, ...]) -> bool:
    currency, _, text = value.canonical.partition(" ")
    target = Decimal(text)
    return any(abs(target - candidate) <= _TOLERANCE for candidate in _candidates(currency, allowed))


def _candidates(currency: str, allowed: tuple[Typed, ...]) -> Iterator[Decimal]:
    """Every amount that two allowed values give: sums and differences of money, a percentage of it and off it."""
    amounts = _amounts(currency, allowed)
    for one, two in combinations(amounts, 2):
        yield one + two
        yield abs(one - two)
    shares = sorted({share for value in allowed if value.kind == "percent" and (share := _amount(value)) is not None})
    for money in dict.fromkeys(amounts):
        for share in shares[:_MOST_AMOUNTS]:
            yield money * share / 100
            yield money - money * share / 100


def _amounts(currency: str, allowed: tuple[Typed, ...]) -> list[Decimal]:
    """The amounts in this currency, each at most twice: two charges of £12.50 make £25.00."""
    counts = Counter(
        value.canonical for value in allowed if value.kind == "money" and value.canonical.startswith(f"{currency} ")
    )
    amounts = [Decimal(text.partition(" ")[2]) for text, count in counts.items() for _ in range(min(count, 2))]
    return amounts[:_MOST_AMOUNTS]
