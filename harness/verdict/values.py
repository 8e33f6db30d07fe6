"""Whether two values mean the same: £39 and 39.00, cancelled and canceled, an address with and without its postcode."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from harness.text.normal import content, normal, words
from harness.text.values import Value, amount, find_values, supported, without_values

_YES = frozenset({"yes", "true", "y", "1"})
_NO = frozenset({"no", "false", "n", "0", "none", ""})

DEEPEST = 6
MOST_LEAVES = 400
"""Bounds on what is read of a tool's arguments and results: they come from outside."""


def _decimal(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def same_value(wanted: str, actual: str) -> bool:
    """Whether a field that holds `actual` is what the author calls `wanted`."""
    plain, held = normal(wanted), normal(actual)
    if plain == held:
        return True
    if plain in _YES | _NO:
        return yes(held) == (plain in _YES)
    numbers = _decimal(plain), _decimal(held)
    if None not in numbers:
        return numbers[0] == numbers[1]
    typed = find_values(wanted)
    if typed and not content(without_values(wanted)):
        return all(meets(value, find_values(actual)) for value in typed)
    return _holds(words(wanted), words(actual)) or content(wanted) == content(actual) != ()


def yes(held: str) -> bool:
    """Whether a field says yes: not a no word, and not nought."""
    number = _decimal(held)
    return held not in _NO if number is None else number > 0


def meets(value: Value, held: Iterable[Value]) -> bool:
    """Whether a value is among those held, by meaning; money without its currency counts as the number it is."""
    if value.kind == "number":
        # Small numbers count as borne out everywhere else; where one is asked for, it must be there.
        number = amount(value)
        return any(number == amount(other) for other in held)
    return supported(value, held) == "same"


def _holds(wanted: tuple[str, ...], actual: tuple[str, ...]) -> bool:
    """Whether the wanted words stand in the actual ones, in a row."""
    size = len(wanted)
    return bool(wanted) and any(actual[at : at + size] == wanted for at in range(len(actual) - size + 1))


def leaves(fields: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Every value in a tool's arguments or result as `key value` text, at most `MOST_LEAVES`, keys in order."""
    return tuple(f"{key} {value}".strip() for key, value in pairs(fields))


def pairs(fields: Mapping[str, Any] | None) -> tuple[tuple[str, str], ...]:
    """The same as (key, value), both as text, underscores in keys as spaces."""
    found: list[tuple[str, str]] = []
    _gather("", fields or {}, found, DEEPEST)
    return tuple(found)


def _gather(key: str, value: Any, found: list[tuple[str, str]], depth: int) -> None:
    if len(found) >= MOST_LEAVES or depth < 0 or value is None:
        return
    if isinstance(value, str):
        found.append((key.replace("_", " "), value[:2000]))
    elif isinstance(value, Mapping):
        for name in sorted(value, key=str):
            _gather(str(name), value[name], found, depth - 1)
    elif isinstance(value, list | tuple):
        for one in value:
            _gather(key, one, found, depth - 1)
    else:
        # Tools give amounts as binary fractions: 13.750000000000028.
        plain = round(value, 6) if isinstance(value, float) else value
        found.append((key.replace("_", " "), str(plain)[:2000]))
