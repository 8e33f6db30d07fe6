"""An envelope <-> the bytes of its line, in the one form that the same values always take.

Canonical JSON: sorted keys, no spaces, UTF-8 without escapes, NFC strings, no NaN or infinity, whole numbers as whole
numbers and floats only where a float was given.
"""

import json
import math
import re
import unicodedata
from collections.abc import Callable, Collection
from hashlib import sha256
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError, to_jsonable_python

from harness.noun import Noun

from .nouns import VERSION, Envelope, RecordError

Scrub = Callable[[str], str]

MAX_LINE = 16 * 1024 * 1024
"""Bytes of one line. What a reader must hold in memory at once."""

MAX_DEPTH = 100
"""Levels of lists and objects in one line."""

MOST_NAMES = 1_000
"""Keys that are remembered as they are written: those of our own nouns, and some of what agents report."""

MAX_MARKS = 30
"""Combining marks in a row, as in the stream-safe text format of Unicode (UAX 15)."""


class LineError(ValueError):
    """A line is not one that was written here. The message goes on where "line 3" ends: "is not JSON"."""


def digest(content: bytes) -> str:
    """sha256, in hex."""
    return sha256(content).hexdigest()


def dumps(value: Any) -> bytes:
    """Plain JSON values as canonical bytes, without newline. Raises ValueError for what JSON cannot say."""
    return _ENCODER.encode(value).encode("utf-8")


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def tidy(text: str) -> str:
    """The text in NFC, with halves of characters, which UTF-8 cannot hold, replaced by U+FFFD."""
    if text.isascii():
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return unicodedata.normalize("NFC", _stream_safe(whole))


def _stream_safe(text: str) -> str:
    # Normalising takes time quadratic in a run of marks: 60,000 of them, sent by a hostile target, hold us for seconds.
    if not any(map(unicodedata.combining, text)):
        return text
    parts: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > MAX_MARKS:
            parts.append("\N{COMBINING GRAPHEME JOINER}")
            run = 1
        parts.append(character)
    return "".join(parts)


def plain(value: Any, scrub: Scrub = str) -> Any:
    """Any value as plain JSON values, each string tidied and scrubbed.

    `scrub` sees strings in NFC. Raises RecordError for what a record cannot hold: a number that is not finite, two keys
    that become one, an object of an unknown type, more than MAX_DEPTH levels.
    """
    return Plain(scrub).of(value)


class Plain:
    """The same for one value after another, whose keys are mostly those of the values before it."""

    def __init__(self, scrub: Scrub = str) -> None:
        self._scrub = scrub
        self._names: dict[str, str] = {}
        """Keys as they came -> as they are written; the first MOST_NAMES."""

    def of(self, value: Any, depth: int = 0) -> Any:
        """A value as plain JSON values."""
        # Most of what a record holds is of these very types: to look for them first halves the time of a line.
        kind = type(value)
        if kind is str:
            return self._text(value)
        if kind is int or kind is bool or value is None:
            return value
        if kind is dict:
            return self._table(value, depth)
        if kind is list or kind is tuple:
            return self._row(value, depth)
        return self._other(value, depth)

    def _other(self, value: Any, depth: int) -> Any:
        match value:
            case int():
                return value
            case float():
                return _finite(value)
            case str():
                return self._text(value)
            case dict():
                return self._table(value, depth)
            case list() | tuple():
                return self._row(value, depth)
            case set() | frozenset():
                return sorted(self._row(value, depth), key=dumps)
            case Noun():
                return self.of(_dump(value), depth)
            case _:
                return self.of(_jsonable(value), depth)

    def _text(self, text: str) -> str:
        if not text.isascii():
            return tidy(self._scrub(tidy(text)))
        clean = self._scrub(text)
        return clean if clean is text else tidy(clean)

    def _row(self, values: Collection[Any], depth: int) -> list[Any]:
        deeper = _deeper(values, depth)
        return [self.of(item, deeper) for item in values]

    def _table(self, table: dict[Any, Any], depth: int) -> dict[str, Any]:
        deeper = _deeper(table, depth)
        result: dict[str, Any] = {}
        for key, item in table.items():
            name = self._names.get(key) or self._name(key)
            if name in result:
                raise RecordError(f"Two keys of one object would both be recorded as {name!r}.")
            result[name] = self.of(item, deeper)
        return result

    def _name(self, key: Any) -> str:
        name = self._text(str(key))
        if type(key) is str and len(self._names) < MOST_NAMES:
            self._names[key] = name
        return name


def _deeper(values: Collection[Any], depth: int) -> int:
    if values and depth >= MAX_DEPTH:
        raise RecordError(f"Data more than {MAX_DEPTH} levels deep cannot be recorded.")
    return depth + 1


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise RecordError(f"The number {value} cannot be recorded: it is not finite.")
    return value


def _dump(noun: Noun) -> dict[str, Any]:
    try:
        return noun.model_dump()
    except (ValueError, RecursionError) as error:
        raise RecordError(f"A {type(noun).__name__} cannot be recorded: {error}") from error


def _jsonable(value: Any) -> Any:
    try:
        return to_jsonable_python(value)
    except (PydanticSerializationError, ValueError) as error:
        raise RecordError(f"A value of type {type(value).__name__} cannot be recorded.") from error


def sealed(fields: dict[str, Any]) -> tuple[bytes, str]:
    """The line of these fields with its seal, and the seal: the digest of the line without it.

    Written once: the seal has its place before `seq`.
    """
    content = dumps(fields)
    mark = digest(content)
    place = content.rindex(b',"seq":')
    return b'%s,"seal":"%s"%s' % (content[:place], mark.encode(), content[place:]), mark


def parse(content: bytes) -> Envelope:
    """The bytes of a line, without newline, as an envelope.

    Raises LineError when they are not a line of a record, or not the very bytes that were sealed.
    """
    envelope = _envelope(_json(content))
    if not _unchanged(content, envelope.seal, envelope.seq):
        raise LineError("was changed after it was written")
    return envelope


def is_of(kinds: Collection[str], content: bytes) -> bool:
    """Whether this is a line of one of these kinds, and the very bytes that were sealed; its data is not looked at."""
    end = _END.search(content, max(0, len(content) - LONGEST_END))
    if end is None or end["kind"].decode() not in kinds:
        return False
    return _unchanged(content, end["seal"].decode(), int(end["seq"]))


LONGEST_END = 300
_END = re.compile(
    rb',"kind":"(?P<kind>[a-z_]{1,50})","prev":"[0-9a-f]{64}","schema":%d,"seal":"(?P<seal>[0-9a-f]{64})",'
    rb'"seq":(?P<seq>[0-9]{1,18})\}\Z' % VERSION
)
"""How a line ends, behind its data."""


def _json(content: bytes) -> Any:
    if not content.strip():
        raise LineError("is blank")
    try:
        return json.loads(content.decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise LineError("is not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise LineError("is not JSON") from error


def _envelope(value: Any) -> Envelope:
    version = value.get("schema") if isinstance(value, dict) else None
    if type(version) is int and version != VERSION:
        age = "newer" if version > VERSION else "older"
        raise LineError(
            f"has schema version {version}, and this harness reads version {VERSION}: use the {age} one that wrote it"
        )
    try:
        return Envelope.model_validate(value, strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        raise LineError("is JSON, but not a line of a record") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _unchanged(content: bytes, seal: str, seq: int) -> bool:
    """Whether these are the very bytes that were sealed."""
    number = b',"seq":%d}' % seq
    mark = b',"seal":"%s"' % seal.encode() + number
    return content.endswith(mark) and digest(content.removesuffix(mark) + number) == seal
