"""Items with `{slots}` + a variation's values -> items without."""

from collections.abc import Iterable, Mapping
from typing import Any

from harness.journey.slots import SLOT, slot_key

from .nouns import AnyItem


def fill(items: Iterable[AnyItem], values: Mapping[str, str]) -> tuple[AnyItem, ...]:
    """The items with every slot that has a value replaced, in every text of every field; other slots stay."""
    held = {slot_key(name): value for name, value in values.items()}
    return tuple(_filled(item, held) for item in items)


def fill_text(text: str, values: Mapping[str, str]) -> str:
    """A text with every slot that has a value replaced; other slots stay."""
    return _replaced(text, {slot_key(name): value for name, value in values.items()})


def _replaced(text: str, held: Mapping[str, str]) -> str:
    return SLOT.sub(lambda slot: held.get(slot_key(slot[1]), slot[0]), text)


def _filled(item: AnyItem, values: Mapping[str, str]) -> AnyItem:
    fields = item.model_dump()
    filled = _fill(fields, values)
    return item if filled == fields else type(item).model_validate(filled)


def _fill(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _replaced(value, values)
    if isinstance(value, dict):
        return {key: _fill(inner, values) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(_fill(inner, values) for inner in value)
    return value
