"""What becomes of an answer on its way: late, broken off, or no answer at all. Settled by the conversation's id."""

import asyncio
import json
from collections.abc import Callable
from hashlib import sha256

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .rules import Rules

REMEMBERED = 10_000
"""Answers that were dropped and are kept in mind."""
LATEST = 3
"""Trouble on the wire begins at a turn from 1 to this one."""

Note = Callable[[str, int, str], None]
"""Called with the conversation, the turn and the fault, before the fault shows."""


class Wire:
    """The way of the answers back to whoever asked."""

    def __init__(self, rules: Rules, note: Note) -> None:
        self._rules = rules
        self._note = note
        self._dropped: set[tuple[str, int]] = set()

    async def send(self, conversation: str, turn: int, answer: Response) -> Response:
        """The answer as it arrives. What was dropped once arrives when it is asked for again."""
        rules = self._rules
        if rules.delay_seconds and turn >= begins(conversation, "slow"):
            self._note(conversation, turn, "slow")
            await asyncio.sleep(rules.delay_seconds)
        if rules.drops and turn == begins(conversation, "flaky") and (conversation, turn) not in self._dropped:
            if len(self._dropped) >= REMEMBERED:
                self._dropped.clear()
            self._dropped.add((conversation, turn))
            self._note(conversation, turn, "flaky")
            return Dropped()
        if rules.garbles and turn == begins(conversation, "malformed"):
            self._note(conversation, turn, "malformed")
            return garbled(conversation, bytes(answer.body) if hasattr(answer, "body") else b"data: {")
        return answer


def begins(conversation: str, fault: str) -> int:
    """The turn at which this trouble comes to this conversation."""
    return 1 + _drawn(conversation, fault, LATEST)


def _drawn(conversation: str, what: str, below: int) -> int:
    return sha256(f"{conversation}|{what}".encode("utf-8", "replace")).digest()[0] % below


class Dropped(Response):
    """An answer that breaks off: more was announced than comes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Begin, and never end: the server closes the connection."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"4096")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"reply": "', "more_body": True})


def garbled(conversation: str, body: bytes) -> Response:
    """What no client can read as an answer, one kind for each conversation."""
    kinds = (
        (body[: len(body) // 2], "application/json"),
        (b"<html><body><h1>Please try again</h1></body></html>", "text/html"),
        (b"{}", "application/json"),
        (json.dumps({"reply": None, "choices": None}).encode(), "application/json"),
        (b"\xff\xfe" + body, "application/json"),
    )
    content, media = kinds[_drawn(conversation, "kind", len(kinds))]
    return Response(content, media_type=media)
