"""journeys.lock: readings that somebody accepted, and how every understood sentence was read last time.

JSON Lines in one canonical form, one entry a line, sorted: two people's entries meet in a merge as two lines. A file
that is not in this form is an error that names the line; nothing of it is used.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from harness.journey.nouns import Heading
from harness.money import Tokens
from harness.noun import Noun
from harness.text.normal import normal, printable
from harness.trouble import Trouble

from ..nouns import AnyItem

NAME = "journeys.lock"
"""The file's name, in the folder of journeys."""
VERSION = 1
SHOWN = 10
"""Complaints about one file that are printed; it is mended line by line anyway."""

PUT_BACK = ("sentence", "text", "severity")
"""What an item in the lock does not say: it comes from the sentence, wherever that stands and however it is marked."""

Key = tuple[str, str, str]


class LockError(Trouble):
    """The lock cannot be used or written: file, line, what is wrong, and what would work."""


class Pin(Noun):
    """A reading that no rule could make, accepted by a person."""

    entry: Literal["pin"] = "pin"
    sentence: str = Field(min_length=1)
    """The author's words."""
    heading: Heading
    context: str = Field(pattern=r"^sha256:[0-9a-f]{64}$")
    """Digest of the names that the words were read against; never of a row's values: rows are read as templates."""
    reading: str
    """The items, said back, when they were accepted."""
    items: tuple[AnyItem, ...] = Field(min_length=1)
    by: str = Field(pattern=r"^(?:person|model:.+)$")
    """Who proposed it: "person", or "model:" and the model's id."""
    prompt: str | None = Field(default=None, pattern=r"^sha256:[0-9a-f]{64}$")
    """What the model was asked, as a digest."""
    compiler: str
    """The reader that could not read it."""
    tokens: Tokens | None = None
    """What asking took, both times when it was asked twice."""
    cost: Decimal | Literal["unpriced"] | None = None
    """Money for these tokens; unpriced is not zero."""
    currency: str | None = None
    accepted_by: str
    on: date
    """The day it was accepted, in UTC."""

    @field_validator("items", mode="before")
    @classmethod
    def _bare_items(cls, items: Any) -> Any:
        """Items as they stand in the file, without what is put back later."""
        if not isinstance(items, list):
            return items
        return [{"sentence": "", "text": "", **item} if isinstance(item, dict) else item for item in items]

    @property
    def key(self) -> Key:
        """What it is found by."""
        return normal(self.sentence), self.heading, self.context


class Understood(Noun):
    """How the rules read one sentence when the lock was written."""

    entry: Literal["read"] = "read"
    journey: str
    sentence: str = Field(pattern=r"^[0-9a-f]{12}$")
    """The sentence's id."""
    items: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Digest of its items."""
    reading: str
    """Its items, said back."""

    @property
    def key(self) -> tuple[str, str]:
        """What it is found by."""
        return self.journey, self.sentence


class Lock(Noun):
    """All that was pinned. An empty one pins nothing."""

    reader: str = ""
    """The version of the rules that made the readings."""
    pins: tuple[Pin, ...] = ()
    readings: tuple[Understood, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for entries in (self.pins, self.readings):
            keys = [entry.key for entry in entries]
            if len(set(keys)) < len(keys):
                raise ValueError("an entry stands in it twice")
        return self

    @cached_property
    def _pins(self) -> dict[Key, Pin]:
        return {pin.key: pin for pin in self.pins}

    @cached_property
    def _readings(self) -> dict[tuple[str, str], Understood]:
        return {one.key: one for one in self.readings}

    def pin(self, key: Key) -> Pin | None:
        """The reading that was accepted for a sentence, found by its normal form, heading and context."""
        return self._pins.get(key)

    def reading(self, journey: str, sentence: str) -> Understood | None:
        """How a sentence of a journey was read, by its id."""
        return self._readings.get((journey, sentence))

    def with_pin(self, pin: Pin) -> "Lock":
        """The lock with this pin, in place of an earlier one for the same words, heading and context."""
        others = tuple(one for one in self.pins if one.key != pin.key)
        return Lock(reader=self.reader, pins=(*others, pin), readings=self.readings)

    @property
    def text(self) -> str:
        """The file: canonical, sorted, the same bytes for the same entries in whatever order."""
        head = {"entry": "lock", "reader": self.reader, "version": VERSION}
        pins = (_plain(pin) for pin in sorted(self.pins, key=lambda pin: pin.key))
        readings = (_plain(one) for one in sorted(self.readings, key=lambda one: one.key))
        return "".join(f"{_line(entry)}\n" for entry in (head, *pins, *readings))

    @property
    def digest(self) -> str:
        """sha256 of the file's text, in hex."""
        return sha256(self.text.encode()).hexdigest()


EMPTY = Lock()
"""Nothing is pinned."""


def parse(text: str, name: str = NAME) -> Lock:
    """A lock from its file's text. Raises LockError that names every bad line (the first ten), and uses none of it."""
    if not text.endswith("\n"):
        raise LockError(f"{name}: the last line is cut off. Take the file from version control again.")
    lines = text.removesuffix("\n").split("\n")
    wrong: list[str] = []
    reader = _header(lines[0], name, wrong)
    entries: list[Pin | Understood] = []
    for number, line in enumerate(lines[1:], 2):
        try:
            entries.append(_entry(line))
        except ValueError as problem:
            wrong.append(f"{name}:{number}: {problem}")
    if not wrong:
        wrong += _misplaced([(type(one) is Understood, one.key) for one in entries], name)
    if wrong:
        more = [f"... and {len(wrong) - SHOWN} more"] if len(wrong) > SHOWN else []
        raise LockError("\n".join([*wrong[:SHOWN], *more]))
    pins = tuple(one for one in entries if isinstance(one, Pin))
    return Lock(reader=reader, pins=pins, readings=tuple(one for one in entries if isinstance(one, Understood)))


def _header(line: str, name: str, wrong: list[str]) -> str:
    try:
        fields = _json(line)
    except ValueError as problem:
        wrong.append(f"{name}:1: {problem}")
        return ""
    if fields.get("entry") != "lock" or not isinstance(fields.get("reader"), str):
        wrong.append(f"{name}:1: the first line of a lock is {_line({'entry': 'lock', 'reader': '', 'version': 1})}")
        return ""
    if fields.get("version") != VERSION:
        wrong.append(f"{name}:1: this lock has version {fields.get('version')!r}; this harness reads {VERSION}.")
    elif _line({"entry": "lock", "reader": fields["reader"], "version": VERSION}) != line:
        wrong.append(f"{name}:1: this line is not in the lock's own form.")
    return str(fields["reader"])


def _entry(line: str) -> Pin | Understood:
    """One line as an entry; a ValueError says what is wrong with it."""
    fields = _json(line)
    kinds: dict[Any, type[Pin] | type[Understood]] = {"pin": Pin, "read": Understood}
    kind = fields.get("entry")
    if kind not in ("pin", "read"):
        raise ValueError('this is no entry of a lock: "entry" is "pin" or "read".')
    try:
        entry = kinds[kind].model_validate(fields)
    except ValidationError as problem:
        raise ValueError(_first(problem)) from None
    if (canonical := _line(_plain(entry))) != line:
        raise ValueError(f"this line is not in the lock's own form, which is:\n{printable(canonical)}")
    return entry


def _json(line: str) -> dict[str, Any]:
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        raise ValueError("a merge was left here. Keep one of the two sides and take the marks out.")
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("this line is not JSON.") from None
    if not isinstance(fields, dict):
        raise ValueError("this line is no JSON object.")
    return fields


def _first(problem: ValidationError) -> str:
    error = problem.errors(include_url=False)[0]
    where = ".".join(str(part) for part in error["loc"])
    return printable(f"{where}: {error['msg'][:1].lower()}{error['msg'][1:]}")[:300]


def _misplaced(keys: list[tuple[bool, tuple[str, ...]]], name: str) -> Iterator[str]:
    for number, (before, after) in enumerate(pairwise(keys), 3):
        if before == after:
            yield f"{name}:{number}: the same entry stands in line {number - 1}. Keep one of the two."
        elif before > after:
            yield f"{name}:{number}: this entry belongs before line {number - 1}: entries stand in order."


def _plain(entry: Pin | Understood) -> dict[str, Any]:
    if isinstance(entry, Understood):
        return entry.model_dump(mode="json")
    items = [_stored(item) for item in entry.items]
    return entry.model_dump(mode="json", exclude_none=True, exclude={"items"}) | {"items": items}


def _stored(item: AnyItem) -> dict[str, Any]:
    """An item without what it does not say; a field that has to be said is, also when it says nothing."""
    said = item.model_dump(mode="json", exclude_none=True, exclude=set(PUT_BACK))
    must = (name for name, field in type(item).model_fields.items() if field.is_required() and name not in PUT_BACK)
    return {**dict.fromkeys(must), **said}


def _line(fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def with_readings(lock: Lock, reader: str, readings: Iterable[Understood], journeys: Iterable[str]) -> Lock:
    """The lock with these readings in place of all it held of these journeys."""
    renewed = set(journeys)
    others = {one.key: one for one in lock.readings if one.journey not in renewed}
    fresh = {one.key: one for one in readings}
    return Lock(reader=reader, pins=lock.pins, readings=tuple({**others, **fresh}.values()))
