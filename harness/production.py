"""A file of recorded conversations -> conversations that name nobody.

One conversation a line: as people write one down (`calibration.spoken.Spoken`), or OpenAI's array of messages, bare or
under `messages`. What is read is redacted here, before anything else sees it. A line that is no conversation is left
out, and told; nothing of its words is repeated.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harness.calibration.spoken import Happened, Spoken, SpokenTurn
from harness.noun import Noun
from harness.record import RecordError
from harness.record.line import plain
from harness.text.redaction import Redactor
from harness.trouble import Trouble

LONGEST_LINE = 1024 * 1024
"""Bytes of one conversation."""
MOST_LINES = 100_000
MOST_TURNS = 1_000
DEEPEST = 40
"""Levels of lists and objects in what a tool was told or gave back."""

_UNNOTED: dict[str, Any] = {"ending": "not_recorded"}
_HANDS_OVER = ("transfer_to_", "handoff_to_", "hand_off_to_")


class Skipped(Noun):
    """A line that was left out."""

    line: int
    why: str
    """One plain clause, without words of the line."""


@dataclass(frozen=True)
class Recordings:
    """What a file held."""

    conversations: dict[int, Spoken]
    """Line -> the conversation on it, redacted."""
    skipped: tuple[Skipped, ...]
    redacted: dict[str, int]
    """Kind of detail -> how often one was replaced."""


class _NoConversationError(ValueError):
    """A line is none; the message goes on where "line 3:" ends."""


def read_recordings(file: Path, known: Iterable[str] = ()) -> Recordings:
    """Read and redact every conversation of a file; `known` are names to redact that the words need not give away.

    Raises Trouble when the file cannot be read, and when it holds no conversation at all.
    """
    found: dict[int, Spoken] = {}
    skipped: list[Skipped] = []
    redacted: Counter[str] = Counter()
    for number, line in _lines(file):
        try:
            spoken, counts = redact(_spoken(line), known)
            plain(spoken)
        except RecordError:
            skipped.append(Skipped(line=number, why="holds data that cannot be recorded"))
        except _NoConversationError as why:
            skipped.append(Skipped(line=number, why=str(why)))
        else:
            found[number] = spoken
            redacted += counts
    if not found:
        first = f" {file}:{skipped[0].line} {skipped[0].why}" if skipped else ""
        raise Trouble(f"{file} holds no conversation that can be read.{first}")
    return Recordings(_alike(found), tuple(skipped), dict(sorted(redacted.items())))


def _alike(found: dict[int, Spoken]) -> dict[int, Spoken]:
    """Where one conversation shows what the agent's system did, it shows it in all of the file."""
    if not any(one.events or any(turn.events for turn in one.turns) for one in found.values()):
        return found
    return {line: one.model_copy(update={"events": True}) for line, one in found.items()}


def redact(spoken: Spoken, known: Iterable[str] = ()) -> tuple[Spoken, Counter[str]]:
    """The same conversation without what names people, and how often something of each kind was replaced."""
    redactor = Redactor()
    for name in known:
        redactor.name(*name.split())
    data = spoken.model_dump()
    for turn in data["turns"]:
        redactor.learn_data(turn)
    return Spoken.model_validate(
        data | {"turns": [_redacted(turn, redactor) for turn in data["turns"]]}
    ), redactor.found


def _redacted(turn: dict[str, Any], redactor: Redactor) -> dict[str, Any]:
    """Field by field: the names of our own fields, and the kinds of events, are nobody's."""
    return {
        "customer": redactor.text(turn["customer"]),
        "agent": redactor.text(turn["agent"]),
        "desk": redactor.text(turn["desk"]) if turn["desk"] else None,
        "events": [
            one
            | {
                "name": redactor.text(one["name"]),
                "arguments": redactor.data(one["arguments"]),
                "result": redactor.data(one["result"]),
            }
            for one in turn["events"]
        ],
    }


def _lines(file: Path) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number, from 1; None for one that is too long. Blank lines are passed over."""
    try:
        with file.open("rb") as held:
            number = 0
            while line := held.readline(LONGEST_LINE + 1):
                number += 1
                if number > MOST_LINES:
                    raise Trouble(f"{file} has more than {MOST_LINES:,} lines: judge it in parts.")
                whole = len(line) <= LONGEST_LINE
                while not line.endswith(b"\n") and (more := held.readline(LONGEST_LINE)):
                    line, whole = more, False
                if not whole or line.strip():
                    yield number, line if whole else None
    except OSError as problem:
        raise Trouble(f"{file} cannot be read: {problem.strerror or problem}.") from problem


def _spoken(line: bytes | None) -> Spoken:
    if line is None:
        raise _NoConversationError(f"is longer than {LONGEST_LINE:,} bytes")
    try:
        value = json.loads(line.decode("utf-8-sig"), parse_constant=_refused, parse_float=_finite)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError:
        raise _NoConversationError("is not UTF-8") from None
    except UnicodeEncodeError:
        raise _NoConversationError("holds half of a character") from None
    except (ValueError, RecursionError):
        raise _NoConversationError("is not JSON; one conversation stands on one line") from None
    if isinstance(value, dict) and "messages" in value:
        value = value["messages"]
    spoken = _from_messages(value) if isinstance(value, list) else _from_ours(value)
    if not spoken.turns:
        raise _NoConversationError("holds no turn")
    if len(spoken.turns) > MOST_TURNS:
        raise _NoConversationError(f"has more than {MOST_TURNS:,} turns")
    if any(_deep(event.arguments) or _deep(event.result) for turn in spoken.turns for event in turn.events):
        raise _NoConversationError(f"has data more than {DEEPEST} levels deep")
    return spoken


def _refused(_: str) -> None:
    raise ValueError


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError
    return number


def _deep(value: Any, left: int = DEEPEST) -> bool:
    if not isinstance(value, dict | list):
        return False
    inside = value.values() if isinstance(value, dict) else value
    return left == 0 or any(_deep(item, left - 1) for item in inside)


def _from_ours(value: Any) -> Spoken:
    if not isinstance(value, dict) or "turns" not in value:
        raise _NoConversationError('is no conversation: it has neither "turns" nor "messages"')
    try:
        return Spoken.model_validate(_UNNOTED | {name: value[name] for name in Spoken.model_fields if name in value})
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"] if isinstance(part, int) or part in _OURS) or "a field"
        wrong = _WRONG.get(first["type"], "is not as it should be")
        raise _NoConversationError(f"is no conversation: {place} {wrong}") from None


_OURS = frozenset({*Spoken.model_fields, *SpokenTurn.model_fields, *Happened.model_fields})
_WRONG = {"missing": "is missing", "string_type": "is no text", "extra_forbidden": "has a field that is not known"}


# ---- OpenAI's messages --------------------------------------------------------------------------------------


@dataclass
class _Turn:
    """A turn while its messages come in."""

    customer: str
    agent: list[str]
    events: list[dict[str, Any]]
    desk: str | None = None


def _from_messages(messages: list[Any]) -> Spoken:
    """Roles user, assistant and tool (developer, system: not part of what was said).

    Several messages of one side are one turn; words of the agent before the customer's first are a turn of their own.
    """
    turns: list[_Turn] = []
    called: dict[str, dict[str, Any]] = {}
    for place, message in enumerate(messages, start=1):
        role = message.get("role") if isinstance(message, dict) else None
        if role not in ("user", "assistant", "tool", "function", "system", "developer"):
            raise _NoConversationError(f"message {place} has no role that is known (user, assistant, tool)")
        if role == "user":
            _heard(turns, _words(message, place))
        elif role == "assistant":
            turns = turns or [_Turn("", [], [])]
            _answered(turns[-1], message, place, called)
        elif role in ("tool", "function"):
            _gave_back(message, place, called)
    return Spoken(turns=tuple(_as_spoken(turn) for turn in turns), **_UNNOTED)


def _heard(turns: list[_Turn], words: str) -> None:
    if turns and not (turns[-1].agent or turns[-1].events):
        turns[-1].customer += f"\n{words}"
    else:
        turns.append(_Turn(words, [], []))


def _answered(turn: _Turn, message: dict[str, Any], place: int, called: dict[str, dict[str, Any]]) -> None:
    if words := _words(message, place):
        turn.agent.append(words)
    if isinstance(message.get("name"), str):
        turn.desk = message["name"]
    calls = message.get("tool_calls") or []
    if not isinstance(calls, list):
        raise _NoConversationError(f"message {place}: tool_calls is no list")
    for call in calls:
        function = call.get("function") if isinstance(call, dict) else None
        name = function.get("name") if isinstance(function, dict) else None
        if not isinstance(name, str) or not isinstance(function, dict):
            raise _NoConversationError(f"message {place}: a tool call names no function")
        event = _call(name, _arguments(function.get("arguments")))
        turn.events.append(event)
        if isinstance(call.get("id"), str):
            called[call["id"]] = event


def _call(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    for prefix in _HANDS_OVER:
        if name.startswith(prefix) and len(name) > len(prefix):
            return {"kind": "handoff", "name": name.removeprefix(prefix), "arguments": arguments}
    return {"kind": "tool", "name": name, "arguments": arguments}


def _arguments(written: Any) -> dict[str, Any]:
    """A call's arguments are JSON in a string; what is no object is kept as it was written."""
    value = _parsed(written) if isinstance(written, str) else written
    if isinstance(value, dict):
        return value
    return {} if value in (None, "") else {"arguments": value}


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refused, parse_float=_finite)
    except (ValueError, RecursionError):
        return text


def _gave_back(message: dict[str, Any], place: int, called: dict[str, dict[str, Any]]) -> None:
    event = called.get(str(message.get("tool_call_id")))
    if event is None:
        raise _NoConversationError(f"message {place} answers a tool call that nobody made")
    words = _words(message, place)
    value = _parsed(words)
    event["result"] = value if isinstance(value, dict) else {"content": value}
    event["ok"] = not (isinstance(value, dict) and value.get("error")) and words.lstrip()[:5].casefold() != "error"


def _words(message: dict[str, Any], place: int) -> str:
    """A message's text: a string, a list of parts of which those of text count, or nothing."""
    content = message.get("content")
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        texts = [part.get("text") for part in content if isinstance(part, dict)]
        return "\n".join(text for text in texts if isinstance(text, str))
    raise _NoConversationError(f"message {place}: its content is no text")


def _as_spoken(turn: _Turn) -> SpokenTurn:
    try:
        return SpokenTurn.model_validate(
            {"customer": turn.customer, "agent": "\n".join(turn.agent), "desk": turn.desk, "events": turn.events}
        )
    except ValidationError:
        raise _NoConversationError("names a desk or a tool with what is no text") from None
