"""Two digests of a plan: of what it means, and of the text that it was read from."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

from harness.journey.nouns import Journey, Variation
from harness.text.normal import stem, words

from .nouns import AnyItem, Reading
from .rules.wordlist import listed

_MODALS = frozenset(listed("should must shall will would ought has have needs need to"))


def meaning(readings: Sequence[Reading], variations: Sequence[Variation]) -> str:
    """Digest of every field of every item, an item's own words in normal form included.

    Left out: places, ids, notes, and how an expectation is worded ("must ask" or "asks"). Which variation an item
    holds for, and whether one of a group is enough, are part of it.
    """
    order = {reading.sentence.id: index for index, reading in enumerate(_held(readings))}
    held = [_reading(reading, order) for reading in _held(readings)]
    rows = [[row.name, sorted(row.values.items()), row.segment] for row in variations]
    return _digest([held, rows])


def _held(readings: Iterable[Reading]) -> list[Reading]:
    return [reading for reading in readings if reading.status != "note"]


def _reading(reading: Reading, order: dict[str, int]) -> list[Any]:
    sentence = reading.sentence
    group = order.get(sentence.group) if sentence.group and sentence.any_of else None
    unread = () if reading.items else _stems(sentence.text)
    return [sentence.only, group, [_item(item) for item in reading.items], unread]


def _item(item: AnyItem) -> dict[str, Any]:
    fields = item.model_dump(mode="json", exclude={"sentence"})
    return {**fields, "text": _stems(item.text)}


@lru_cache(maxsize=4096)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words(text) if word not in _MODALS)


def of_text(journey: Journey) -> str:
    """Digest of the journey's own text and of every sentence it takes from other files."""
    return _digest(
        [journey.source, [[one.span.file, one.text] for one in journey.sentences if one.span.file != journey.file]]
    )


def _digest(value: Any) -> str:
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()
