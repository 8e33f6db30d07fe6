"""A model server on loopback: real sockets, the providers' own shapes, and every fault a provider can have.

It speaks Anthropic's Messages, and OpenAI's Chat Completions and Responses, these two also as streams. What it
answers is built from the SDKs' own response types; what their parameter types would not accept, it refuses with 400, so
that a request that passes here is one that the SDK meant. Tokens are characters / 4, and prefixes are cached as the
providers do it.
"""

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from harness.model import Stopped

from .answer_parts import Calls
from .loopback import Handler, Listening, Loopback
from .model_shapes import Shape, Streams, shape_of

Provider = Literal["anthropic", "openai", "responses"]
"""An interface; Responses is OpenAI's other one."""

PATHS: dict[str, Provider] = {
    "/v1/messages": "anthropic",
    "/v1/chat/completions": "openai",
    "/v1/responses": "responses",
}


@dataclass(frozen=True)
class ModelReply:
    """What is answered to one request, and how badly."""

    words: str = ""
    calls: Calls = ()
    """Tools that it asks for."""
    stopped: Stopped = "end"
    usage: Mapping[str, Any] | Literal["counted"] | None = "counted"
    """In the provider's own shape; None leaves it out."""
    model: str | None = None
    """Whom it says it is; None for whoever was asked."""
    status: int = 200
    """From 400 on, `words` are the sentence of an error in the provider's own shape."""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    """Just these bytes instead of an answer."""
    cut: int | None = None
    """Bytes of the body after which the connection is closed."""
    wait: float = 0.0
    """Seconds before the first byte."""


@dataclass(frozen=True)
class Seen:
    """A request as it came."""

    provider: Provider
    headers: Mapping[str, str]
    """Names in small letters."""
    body: dict[str, Any]


Scripted = ModelReply | str | bytes


class ModelServer(Loopback):
    """A context manager: a server that answers from a list, one entry a request: words, a body in bytes, a ModelReply.

    After the last entry it repeats the last one. With a callable, it answers what that returns for the request. A
    request that names a parameter of `refuses`, wherever it stands, is refused with 400 as by a model that does not
    take it; one without the `key`, when there is one, with 401. Neither takes an entry of the list.
    """

    def __init__(
        self,
        answers: Iterable[Scripted] | Callable[[Seen], Scripted],
        refuses: Iterable[str] = (),
        key: str | None = None,
        cached_from: int = 1024,
    ) -> None:
        super().__init__()
        self._answer = answers if callable(answers) else None
        self._answers = [] if callable(answers) else list(answers)
        self.refuses = frozenset(refuses)
        self._key = key
        self._cached_from = cached_from
        self._told = 0
        self._prefixes: dict[Provider, set[str]] = {name: set() for name in PATHS.values()}
        self._lock = threading.Lock()
        self.seen: list[Seen] = []
        """Every request that was understood, refused ones too."""
        self.refused: list[str] = []
        """Why requests were refused with 400."""

    def base_url(self, provider: Provider) -> str:
        """What a provider's SDK is given as the address of its interface."""
        return self.place if provider == "anthropic" else f"{self.place}/v1"

    def reply_to(self, seen: Seen) -> tuple[int, Mapping[str, str], bytes, ModelReply]:
        """Status, headers and body of the answer to a request, and what it was made from."""
        with self._lock:
            self.seen.append(seen)
            shape = shape_of(seen.provider)
            reply = self._unfit(seen, shape) or self._next(seen)
            if reply.body is not None:
                return reply.status, {"content-type": "application/json", **reply.headers}, reply.body, reply
            if reply.status < 400 and seen.body.get("stream") and isinstance(shape, Streams):
                kind, body = "text/event-stream", self._stream(seen, reply, shape)
            else:
                kind = "application/json"
                body = self._error(reply, shape) if reply.status >= 400 else _bytes(self._message(seen, reply, shape))
            return reply.status, {"content-type": kind, **reply.headers}, body, reply

    def _next(self, seen: Seen) -> ModelReply:
        self._told += 1
        said = self._answer(seen) if self._answer else self._answers[min(self._told, len(self._answers)) - 1]
        if isinstance(said, bytes):
            return ModelReply(body=said)
        return ModelReply(said) if isinstance(said, str) else said

    def _unfit(self, seen: Seen, shape: Shape) -> ModelReply | None:
        """The refusal of a request that the provider would not take; None when it would."""
        if self._key is not None and shape.key_in(seen.headers) != self._key:
            return ModelReply("the key is not known", status=401)
        named = next((name for name in sorted(self.refuses) if _names(seen.body, name)), None)
        why = f"Unsupported parameter: '{named}' is not supported with this model." if named else shape.unfit(seen.body)
        if why is None:
            return None
        self.refused.append(why)
        return ModelReply(why, status=400)

    def _stream(self, seen: Seen, reply: ModelReply, shape: Any) -> bytes:
        options = seen.body.get("stream_options") or {}
        pieces = shape.stream(self._message(seen, reply, shape), options.get("include_usage") is True)
        events = [b"event: " + str(one.get("type", "message")).encode() + b"\ndata: " + _bytes(one) for one in pieces]
        return b"".join(event + b"\n\n" for event in [*events, b"data: [DONE]"])

    def _message(self, seen: Seen, reply: ModelReply, shape: Shape) -> dict[str, Any]:
        usage = reply.usage
        if usage == "counted":
            usage = shape.usage(seen.body, reply.words, self._prefixes[seen.provider], self._cached_from)
        model = reply.model or seen.body["model"]
        return shape.message(model, reply.words, reply.stopped, usage, len(self.seen), reply.calls)

    def _error(self, reply: ModelReply, shape: Shape) -> bytes:
        return _bytes(shape.error(reply.status, reply.words or "something went wrong"))


def _bytes(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _names(body: Any, name: str) -> bool:
    if isinstance(body, dict):
        return name in body or any(_names(part, name) for part in body.values())
    return isinstance(body, list) and any(_names(part, name) for part in body)


class _Handler(Handler):
    server: Listening[ModelServer]

    def post(self) -> None:
        """One request of either interface."""
        raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        provider = PATHS.get(self.path.partition("?")[0])
        if provider is None:
            self._send(404, {}, b'{"error":{"message":"there is nothing here"}}', ModelReply())
            return
        try:
            body = json.loads(raw)
        except ValueError:
            body = None
        if not isinstance(body, dict):
            self._send(400, {}, b'{"error":{"message":"the body is no JSON object"}}', ModelReply())
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._send(*self.server.double.reply_to(Seen(provider, headers, body)))

    def _send(self, status: int, headers: Mapping[str, str], body: bytes, reply: ModelReply) -> None:
        if reply.wait:
            self.server.double.closing.wait(reply.wait)
        self.send_response_only(status)
        for name, value in {"content-length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: reply.cut])
        if reply.cut is not None:
            self.hang_up()


ModelServer.handler = _Handler
