"""The shop on the wire: an ASGI application with its own protocol, a probe, and an OpenAI-compatible door."""

import json
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from .faults import FaultWords
from .openai_shape import MODEL, chunks, completion, models, recorded, replay, user_messages
from .rules import Rules
from .service import RefusedError, Service, Spoken
from .wire import Wire

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "demo"})
"""Hosts that a request may name: loopback, and the name under which the application is reached in process."""
LARGEST = 64 * 1024
"""Bytes of a request's body."""
LONGEST_ID = 200
"""Characters of a conversation's id."""


def create_app(
    rules: Rules | None = None,
    truth: Path | None = None,
    faults: Sequence[str] = (),
    words: FaultWords | None = None,
) -> ASGIApp:
    """The application. Raises ValueError for a fault that there is not."""
    doors = _Doors(Service(rules, faults, truth, words=words))
    app = Starlette(
        routes=[
            Route("/chat", doors.chat, methods=["POST"]),
            Route("/probe", doors.probe),
            Route("/health", doors.health),
            Route("/v1/models", doors.models),
            Route("/v1/chat/completions", doors.completions, methods=["POST"]),
        ],
        exception_handlers={RefusedError: _refused, HTTPException: _no_such_door},
    )
    return _only_loopback(app)


class _Doors:
    """One method for each path."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._wire = Wire(service.rules, service.note)

    async def chat(self, request: Request) -> Response:
        """One message of a conversation, answered."""
        body = await _json(request)
        id_, message, number = body.get("conversation"), body.get("message"), body.get("number")
        if not isinstance(id_, str) or not 0 < len(id_) <= LONGEST_ID:
            raise RefusedError(400, f"'conversation' must be a text of 1 to {LONGEST_ID} characters.")
        if not isinstance(message, str):
            raise RefusedError(400, "'message' must be a text.")
        if number is not None and (isinstance(number, bool) or not isinstance(number, int) or number < 1):
            raise RefusedError(400, "'number' must be a whole number from 1.")
        spoken = self._service.chat(id_, message, number)
        usage = {
            "input_tokens": spoken.input_tokens,
            "output_tokens": spoken.output_tokens,
            "certainty": "illustrative",
        }
        said = spoken.answer
        answer = {
            "reply": said.text,
            "desk": said.desk,
            "events": recorded(said.events),
            "usage": usage,
            "model": MODEL,
        }
        return await self._sent(spoken, JSONResponse(answer | {"ended": said.ended}))

    async def probe(self, request: Request) -> Response:
        """One field of the books of a conversation."""
        names = ("conversation", "subject", "field")
        asked = [request.query_params.get(name, "") for name in names]
        missing = [name for name, value in zip(names, asked, strict=True) if not 0 < len(value) <= LONGEST_ID]
        if missing:
            raise RefusedError(400, f"'{missing[0]}' must be given, as 1 to {LONGEST_ID} characters.")
        return JSONResponse({"value": self._service.probe(*asked)})

    async def health(self, _: Request) -> Response:
        """Whether the shop is open: it always is."""
        return JSONResponse({"status": "ok", "model": MODEL})

    async def models(self, _: Request) -> Response:
        """The models of the OpenAI-compatible door."""
        return JSONResponse(models())

    async def completions(self, request: Request) -> Response:
        """The OpenAI-compatible door: no memory, the messages are gone through again."""
        body = await _json(request)
        id_, spoken = replay(self._service, user_messages(body))
        if body.get("stream") is not True:
            return await self._sent(spoken, JSONResponse(completion(id_, spoken)))
        options = body.get("stream_options")
        usage = isinstance(options, dict) and options.get("include_usage") is True
        whole = StreamingResponse(chunks(id_, spoken, usage), media_type="text/event-stream")
        return await self._sent(spoken, whole)

    async def _sent(self, spoken: Spoken, answer: Response) -> Response:
        return await self._wire.send(spoken.conversation, spoken.turn, answer)


async def _json(request: Request) -> dict[str, Any]:
    """The body as an object. Raises RefusedError when it is too large or none."""
    taken = bytearray()
    async for chunk in request.stream():
        taken += chunk
        if len(taken) > LARGEST:
            raise RefusedError(413, f"The body may have at most {LARGEST} bytes.")
    try:
        body = json.loads(taken)
    except (ValueError, RecursionError) as problem:
        raise RefusedError(400, "The body must be JSON.") from problem
    if not isinstance(body, dict):
        raise RefusedError(400, "The body must be a JSON object.")
    return body


async def _refused(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, RefusedError)  # noqa: S101 (Starlette calls this for nothing else)
    return _error(request.url.path, problem.status, problem.sentence)


async def _no_such_door(request: Request, problem: Exception) -> Response:
    status = problem.status_code if isinstance(problem, HTTPException) else 500
    words = {404: "There is nothing at this path.", 405: "This path does not take that method."}
    return _error(request.url.path, status, words.get(status, "The request could not be answered."))


def _error(path: str, status: int, sentence: str) -> Response:
    """An error in the shape of the door it came through."""
    if path.startswith("/v1/"):
        return JSONResponse(
            {"error": {"message": sentence, "type": "invalid_request_error", "param": None, "code": None}}, status
        )
    return JSONResponse({"error": sentence}, status)


def _only_loopback(app: ASGIApp) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """Refuse a request that names another host: a page in a browser must not reach the demo under a name of its own."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _host(scope) not in LOOPBACK:
            refusal = _error(scope["path"], 403, "This demo answers on this machine only.")
            await refusal(scope, receive, send)
            return
        await app(scope, receive, send)

    return guarded


def _host(scope: Scope) -> str:
    """The host that a request names, without its port."""
    named = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    return named.rsplit(":", 1)[0].lower() if named[-1:] != "]" else named.lower()
