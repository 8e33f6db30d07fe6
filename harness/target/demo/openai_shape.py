"""The shapes of an OpenAI-compatible chat completion, plain and in chunks, around one answer of the shop."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from hashlib import sha256
from typing import Any

from ..nouns import Event
from .seed import TODAY
from .service import Conversation, RefusedError, Service, Spoken
from .talk import Talk

MODEL = "hearth-demo-1"
CREATED = int(datetime.combine(TODAY, time(), UTC).timestamp())
"""The demo's day, so that the same request gets the same bytes."""
LONGEST = 200
"""User messages that are replayed; a conversation at the till is over long before."""


def models() -> dict[str, Any]:
    """The one model there is."""
    return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": CREATED, "owned_by": "hearth"}]}


def user_messages(body: dict[str, Any]) -> list[str]:
    """The user's turns of a request. Raises RefusedError with a sentence when it is no chat request."""
    model, messages = body.get("model"), body.get("messages")
    if model != MODEL:
        raise RefusedError(404, f"There is no model {model!r} here; there is '{MODEL}'.")
    if not isinstance(messages, list) or not messages:
        raise RefusedError(400, "'messages' must be a list with at least one message.")
    said = [_content(message) for message in messages if _role(message) == "user"]
    if not said or _role(messages[-1]) != "user":
        raise RefusedError(400, "The last message must be the user's.")
    if len(said) > LONGEST:
        raise RefusedError(400, f"A conversation may have at most {LONGEST} user messages.")
    return said


def _role(message: Any) -> str:
    role = message.get("role") if isinstance(message, dict) else None
    if not isinstance(role, str):
        raise RefusedError(400, "Every message must be an object with a 'role'.")
    return role


def _content(message: dict[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, str):
        return content
    if isinstance(content, list) and all(
        isinstance(part, dict) and isinstance(part.get("text"), str) for part in content
    ):
        return "".join(part["text"] for part in content)
    raise RefusedError(400, "The 'content' of a user's message must be text.")


def replay(service: Service, said: list[str]) -> tuple[str, Spoken]:
    """Answer the last of these messages, having gone through the others; the id and the answer.

    The protocol has no conversation, so the first message names it: that settles the choice of words.
    """
    id_ = "chatcmpl-" + sha256(json.dumps(said).encode()).hexdigest()[:24]
    held = Conversation(Talk("openai-" + sha256(said[0].encode("utf-8", "replace")).hexdigest()[:12]))
    for message in said[:-1]:
        service.speak(held, message)
    return id_, service.speak(held, said[-1])


def completion(id_: str, spoken: Spoken) -> dict[str, Any]:
    """A whole answer."""
    message = {"role": "assistant", "content": spoken.answer.text, "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return _envelope(id_, "chat.completion") | {
        "choices": [choice],
        "usage": _usage(spoken),
        "hearth": _extension(spoken),
    }


def chunks(id_: str, spoken: Spoken, usage: bool) -> Iterator[str]:
    """The same answer as server-sent events, a few words at a time."""
    base = _envelope(id_, "chat.completion.chunk")
    pieces = re.findall(r"\S+\s*", spoken.answer.text)
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}, *({"content": piece} for piece in pieces)]
    for delta in deltas:
        yield _event(base | {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
    last = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "hearth": _extension(spoken)}
    yield _event(base | last)
    if usage:
        yield _event(base | {"choices": [], "usage": _usage(spoken)})
    yield "data: [DONE]\n\n"


def _event(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data)}\n\n"


def _envelope(id_: str, kind: str) -> dict[str, Any]:
    return {"id": id_, "object": kind, "created": CREATED, "model": MODEL}


def _usage(spoken: Spoken) -> dict[str, int]:
    fresh, output = spoken.input_tokens, spoken.output_tokens
    return {"prompt_tokens": fresh, "completion_tokens": output, "total_tokens": fresh + output}


def _extension(spoken: Spoken) -> dict[str, Any]:
    """What the protocol has no field for: the desk, the tool calls and hand-offs of this turn."""
    return {"desk": spoken.answer.desk, "events": recorded(spoken.answer.events), "ended": spoken.answer.ended}


def recorded(events: tuple[Event, ...]) -> list[dict[str, Any]]:
    """Events as JSON."""
    return [event.model_dump(mode="json") for event in events]
