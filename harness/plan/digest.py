"""Two digests of a plan: of what it means, and of the text that it was read from."""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

from harness.journey.nouns import Journey, JourneySettings, Variation
from harness.text.normal import stem, words

from .nouns import AnyItem, Reading
from .rules.wordlist import listed

_MODALS = frozenset(listed("should must shall will would ought has have needs need to"))


def meaning(settings: JourneySettings, readings: Sequence[Reading], variations: Sequence[Variation]) -> str:
    """Digest of every field of every item in order, an item's own words in normal form included.

    With each item: the variation it holds for, and, where one of a list is enough, which list and which of its
    alternatives. What no rule could read counts with its words; settings and rows count. Left out: the title, places,
    ids, notes, into how many sentences the items were put, and how an expectation is worded ("must ask" or "asks").
    """
    groups: dict[str, int] = {}
    held = [told for reading in readings if reading.status != "note" for told in _told(reading, groups)]
    rows = [
        [row.name, sorted(row.values.items()), row.segment, _said(row.settings) if row.settings else None]
        for row in variations
    ]
    return _digest([_said(settings), held, rows])


def _said(settings: JourneySettings) -> dict[str, Any]:
    return settings.model_dump(mode="json", exclude_defaults=True)


def _told(reading: Reading, groups: dict[str, int]) -> Iterator[list[Any]]:
    """The items of a reading, each with where it holds; its words where it has none."""
    sentence = reading.sentence
    choice = None
    if sentence.any_of and sentence.group:
        choice = [groups.setdefault(sentence.group, len(groups)), groups.setdefault(sentence.id, len(groups))]
    where = [sentence.only, choice]
    if not reading.items:
        yield [*where, reading.status, _stems(sentence.text)]
    for item in reading.items:
        yield [*where, _item(item)]


def _item(item: AnyItem) -> dict[str, Any]:
    fields = item.model_dump(mode="json", exclude={"sentence"})
    return {**fields, "text": _stems(item.text)}


@lru_cache(maxsize=4096)
def _stems(text: str) -> tuple[str, ...]:
    return tuple([stem(word) for word in words(text) if word not in _MODALS])


def of_text(journey: Journey) -> str:
    """Digest of the journey's own text and of every sentence it takes from other files."""
    return _digest(
        [journey.source, [[one.span.file, one.text] for one in journey.sentences if one.span.file != journey.file]]
    )


def _digest(value: Any) -> str:
    return sha256(_CANONICAL.encode(value).encode()).hexdigest()


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
