"""What a target or its probe gives back -> a Reply, or a field, that is safe to keep; anything else is a TargetError.

A target is somebody else's code. Whatever it raises, however long it takes and whatever it returns, the conversation
ends as `target_error` and the run goes on. What is kept is a copy of our own: the target cannot change it afterwards.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from harness.money import Tokens
from harness.record import RecordError
from harness.record.line import plain, tidy
from harness.target.nouns import Event, Leaves, Message, Probe, Reply, Target, TargetError
from harness.text.normal import printable

from .nouns import Unusable

READ = 65_536
"""Characters of a reply that the customer hears and that are judged; a longer one is kept whole, and marked `cut`."""

UNUSABLE = 65_536
"""Characters that are kept of what came instead of a reply."""

LONGEST_REPLY = 5_000_000
"""Bytes of a reply's text. A longer one is no reply (design 9)."""

MOST_EVENTS = 200
"""Events of one reply."""

LARGEST_EVENTS = 256_000
"""Bytes of one reply's events, all their arguments and results together."""

DEEPEST_EVENT = 20
"""Levels of lists and objects in an event's arguments or result."""

LONGEST_NAME = 200
"""Characters of an event's id, of a desk's and of a model's name."""

FAREWELL = 10.0
"""Seconds that a target has to let go of a conversation: nobody waits for an answer any more."""

LONGEST_FIELD = 65_536
"""Characters of a field that the probe reads."""

_MOST_BITS = 1_024
"""Of a whole number: as far as a float goes. Python itself refuses to print one of a few thousand digits."""

_PIECE = 1_024
"""Characters that are cleaned at once: normalising takes time quadratic in a run of combining marks."""

_LEAVES = (str, Decimal, date, time, timedelta, UUID)


async def ask(target: Target, message: Message, seconds: float) -> Reply:
    """The target's answer, checked and cleaned. Raises TargetError for whatever else comes of asking."""
    turn = f"turn {message.number}"
    reply = await _in_time(lambda: target.answer(message), seconds, f"reply to {turn}")
    try:
        return _checked(reply, turn)
    except TargetError as problem:
        problem.came = problem.came or (vars(reply).get("text", "") if isinstance(reply, Reply) else "")
        raise


def unusable(problem: TargetError, number: int) -> Unusable | None:
    """What came instead of the reply to a turn; None when nothing did."""
    came = problem.came
    # No kind of text of the target's own: what that does is not known.
    if type(came) not in (str, bytes) or not came:
        return None
    # A character takes four bytes at most: what is not looked at need not be decoded.
    text = came[:UNUSABLE] if isinstance(came, str) else came[:UNUSABLE].decode("utf-8", "replace")
    return Unusable(number=number, why=said(problem), came=_clean(text), cut=len(came) > UNUSABLE)


async def look(probe: Probe, conversation: str, subject: str, field: str, seconds: float) -> str | None:
    """A field of the world afterwards, cleaned. Raises TargetError for whatever else comes of reading it."""
    what = f"reading of {subject}/{field}"
    value = await _in_time(lambda: probe.read(conversation, subject, field), seconds, what)
    if value is None:
        return None
    if not isinstance(value, str):
        raise TargetError(f"the {what} gave {_kind(value)}, not a text")
    if len(value) > LONGEST_FIELD:
        raise TargetError(f"the {what} gave {len(value):,} characters; at most {LONGEST_FIELD:,} are read")
    return _clean(value)


async def leave(target: Target, conversation: str, seconds: float) -> None:
    """Tell a target that wants to know it that a conversation is over. What comes of that changes nothing any more."""
    if isinstance(target, Leaves):
        with suppress(TargetError):
            await _in_time(lambda: target.leave(conversation), min(seconds, FAREWELL), "farewell")


async def _in_time(door: Callable[[], Awaitable[object]], seconds: float, what: str) -> object:
    try:
        async with asyncio.timeout(seconds) as limit:
            return await door()
    except TargetError:
        raise
    except asyncio.CancelledError as stopped:
        if _we_are_stopped():
            raise
        raise TargetError(f"no {what}: the target was cancelled") from stopped
    # A target that leaves the program would otherwise choose the exit code, and 0 says go.
    except (Exception, SystemExit) as problem:
        if isinstance(problem, TimeoutError) and limit.expired():
            raise TargetError(f"no {what} within {seconds:g} seconds", lost=True) from problem
        raise TargetError(f"no {what}: {_in_words(problem)}") from problem


def _we_are_stopped() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _in_words(problem: BaseException) -> str:
    return f"{type(problem).__name__}: {said(problem)}".removesuffix(": ")


def said(problem: BaseException) -> str:
    """An exception's message, cleaned and at most 500 characters long; empty when it cannot even say that."""
    try:
        return _clean(str(problem)[:500])
    except Exception:
        return ""


def _checked(reply: object, turn: str) -> Reply:
    """The reply as ours. What is wrong with it ends the conversation, with the turn in the sentence."""
    try:
        if not isinstance(reply, Reply):
            raise TargetError(f"not a Reply but {_kind(reply)}")
        return _accepted(reply)
    except (TargetError, RecordError) as problem:
        raise TargetError(f"the answer to {turn} cannot be used: {problem}") from problem
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise TargetError(f"the answer to {turn} cannot be used: {where}: {first['msg']}") from problem
    except Exception as problem:
        raise TargetError(f"the answer to {turn} cannot be used: {_in_words(problem)}") from problem


def _accepted(reply: Reply) -> Reply:
    text = _text(reply.text)
    if not 0 <= reply.seconds < float("inf"):
        raise TargetError(f"it says that it took {reply.seconds} seconds")
    return Reply.model_validate(
        {
            "text": text,
            "events": None if reply.events is None else _events(reply.events),
            "desk": _name(reply.desk, "desk"),
            "tokens": None if reply.tokens is None else Tokens.model_validate(_counts(reply.tokens)),
            "certainty": reply.certainty,
            "model": _name(reply.model, "model"),
            "seconds": reply.seconds,
            "ended": reply.ended,
            "cut": len(text) > READ,
        }
    )


def _text(text: object) -> str:
    if not isinstance(text, str):
        raise TargetError(f"its text is {_kind(text)}")
    if len(text) <= LONGEST_REPLY:
        text = _clean(text)
        if len(text.encode()) <= LONGEST_REPLY:
            return text
    raise TargetError(f"its text has more than {LONGEST_REPLY:,} bytes")


def _counts(tokens: Tokens) -> dict[str, Any]:
    counts = tokens.model_dump()
    _Room().take(counts)
    return counts


def _name(name: object, what: str) -> object:
    if isinstance(name, str) and len(name) > LONGEST_NAME:
        raise TargetError(f"its {what} has {len(name):,} characters; at most {LONGEST_NAME} are kept")
    return name


def _events(events: object) -> list[Event]:
    if not isinstance(events, tuple | list) or not all(isinstance(event, Event) for event in events):
        raise TargetError("its events are not a tuple of Event")
    if len(events) > MOST_EVENTS:
        raise TargetError(f"it has {len(events):,} events; at most {MOST_EVENTS} are kept")
    room = _Room()
    kept = [_event(event, room) for event in events]
    if not all(event.id for event in kept) or len({event.id for event in kept}) < len(kept):
        raise TargetError("its events do not each have an id of their own")
    return kept


def _event(event: Event, room: "_Room") -> Event:
    _name(event.id, "event's id")
    fields = {name: getattr(event, name) for name in Event.model_fields}
    room.take(fields)
    return Event.model_validate(plain(fields))


class _Room:
    """How many bytes of data may still come. Looks at data before anything else walks through it."""

    def __init__(self) -> None:
        self._left = LARGEST_EVENTS

    def take(self, value: object, depth: int = -1) -> None:
        """Make room for a value. Raises TargetError when there is none, or when it is nothing that JSON can say.

        The fields around a value that was given are no level of its own.
        """
        if depth > DEEPEST_EVENT:
            raise TargetError(f"an event is more than {DEEPEST_EVENT} levels deep")
        self._left -= _size(value)
        if self._left < 0:
            raise TargetError(f"its events have more than {LARGEST_EVENTS:,} bytes")
        for part in _parts(value):
            self.take(part, depth + 1)


def _size(value: object) -> int:
    match value:
        case None | bool() | float() | dict() | list() | tuple() | set() | frozenset():
            return 2
        case int() if value.bit_length() <= _MOST_BITS:
            return len(str(value))
        case int():
            raise TargetError(f"a whole number in it has {value.bit_length():,} bits")
        case str():
            return len(value) if len(value) > LARGEST_EVENTS else len(value.encode("utf-8", "surrogatepass"))
        case _ if isinstance(value, _LEAVES):
            return len(str(value))
        case _:
            raise TargetError(f"an event holds {_kind(value)}")


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value
        yield from value.values()
    elif isinstance(value, list | tuple | set | frozenset):
        yield from value


def _kind(value: object) -> str:
    return "nothing" if value is None else f"a value of type {type(value).__name__[:LONGEST_NAME]}"


def _clean(text: str) -> str:
    """The text as it may be kept and shown, in time that grows with its length only."""
    text = tidy(text.replace("\r\n", "\n"))
    return printable(text) if len(text) <= _PIECE else tidy("".join(map(printable, _pieces(text))))


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces, cut behind a blank where there is one."""
    start = 0
    while start < len(text):
        end = start + _PIECE
        end = max(text.rfind(" ", start, end), text.rfind("\n", start, end)) + 1 or end if end < len(text) else end
        yield text[start:end]
        start = end
