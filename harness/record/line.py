"""An envelope <-> the bytes of its line, in the one form that the same values always take.

Canonical JSON: sorted keys, no spaces, UTF-8 without escapes, NFC strings, no NaN or infinity, whole numbers as whole
numbers and floats only where a float was given.
"""

import json
import math
import unicodedata
from collections.abc import Callable
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

MAX_MARKS = 30
"""Combining marks in a row, as in the stream-safe text format of Unicode (UAX 15)."""


class LineError(ValueError):
    """A line is not one that was written here. The message goes on where "line 3" ends: "is not JSON"."""


def digest(content: bytes) -> str:
    """sha256, in hex."""
    return sha256(content).hexdigest()


def dumps(value: Any) -> bytes:
    """Plain JSON values as canonical bytes, without newline. Raises ValueError for what JSON cannot say."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


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


def plain(value: Any, scrub: Scrub = str, depth: int = 0) -> Any:
    """Any value as plain JSON values, each string tidied and scrubbed.

    `scrub` sees strings in NFC. Raises RecordError for what a record cannot hold: a number that is not finite, two keys
    that become one, an object of an unknown type, more than MAX_DEPTH levels.
    """
    if depth > MAX_DEPTH:
        raise RecordError(f"Data more than {MAX_DEPTH} levels deep cannot be recorded.")
    match value:
        case None | bool() | int():
            return value
        case float():
            return _finite(value)
        case str():
            return tidy(scrub(tidy(value)))
        case dict():
            return _plain_dict(value, scrub, depth)
        case list() | tuple():
            return [plain(item, scrub, depth + 1) for item in value]
        case set() | frozenset():
            return sorted((plain(item, scrub, depth + 1) for item in value), key=dumps)
        case Noun():
            return plain(_dump(value), scrub, depth)
        case _:
            return plain(_jsonable(value), scrub, depth)


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise RecordError(f"The number {value} cannot be recorded: it is not finite.")
    return value


def _plain_dict(value: dict[Any, Any], scrub: Scrub, depth: int) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, item in value.items():
        name = tidy(scrub(tidy(str(key))))
        if name in result:
            raise RecordError(f"Two keys of one object would both be recorded as {name!r}.")
        result[name] = plain(item, scrub, depth + 1)
    return result


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
    """The line of these fields with its seal, and the seal. Written once: the seal has its place before `seq`."""
    content = dumps(fields)
    mark = digest(content)
    place = content.rindex(b',"seq":')
    return b'%s,"seal":"%s"%s' % (content[:place], mark.encode(), content[place:]), mark


def seal(fields: dict[str, Any]) -> str:
    """The seal of a line: the digest of its fields without the seal."""
    return digest(dumps({name: value for name, value in fields.items() if name != "seal"}))


def _fields(envelope: Envelope) -> dict[str, Any]:
    return {
        "schema": envelope.schema_,
        "seq": envelope.seq,
        "at": envelope.at,
        "kind": envelope.kind,
        "case": envelope.case,
        "data": envelope.data,
        "prev": envelope.prev,
        "seal": envelope.seal,
    }


def parse(content: bytes) -> Envelope:
    """The bytes of a line, without newline, as an envelope.

    Raises LineError when they are not a line of a record, or not the very bytes that were sealed.
    """
    envelope = _envelope(_json(content))
    if not _unchanged(envelope, content):
        raise LineError("was changed after it was written")
    return envelope


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


def _unchanged(envelope: Envelope, content: bytes) -> bool:
    try:
        return dumps(_fields(envelope)) == content and seal(_fields(envelope)) == envelope.seal
    except (ValueError, RecursionError):
        return False
