"""Agents to point targets at: one over HTTP that is told what to answer, and programs and functions of a repository."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.testing.loopback import Handler, Listening, Loopback


@dataclass(frozen=True)
class Heard:
    """A request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True)
class Says:
    """What is answered."""

    body: Any = None
    """Plain data, sent as JSON; bytes are sent as they are."""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pieces: tuple[bytes, ...] = ()
    """Sent one after the other, and then nothing: the connection stays open."""


class ScriptedAgent(Loopback):
    """A context manager: an agent of any shape on loopback."""

    def __init__(self, answer: Callable[[Heard], Says]) -> None:
        super().__init__()
        self.answer = answer
        self.heard: list[Heard] = []

    @property
    def told(self) -> list[tuple[str, str]]:
        """Method and path of each request."""
        return [(one.method, one.path) for one in self.heard]


class _Handler(Handler):
    server: Listening[ScriptedAgent]

    def post(self) -> None:
        agent = self.server.double
        raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        heard = Heard(self.command, self.path, headers, json.loads(raw) if raw else None)
        agent.heard.append(heard)
        says = agent.answer(heard)
        body = says.body if isinstance(says.body, bytes) else json.dumps(says.body).encode()
        body = b"" if says.status == 204 else body
        self.send_response_only(says.status)
        for name, value in says.headers.items():
            self.send_header(name, value)
        if not says.pieces:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        for piece in says.pieces or (body,):
            self.wfile.write(piece)
            self.wfile.flush()
        if says.pieces:
            agent.closing.wait(20)

    do_GET = do_PUT = do_DELETE = do_PATCH = post  # noqa: N815  # the names are the base's


ScriptedAgent.handler = _Handler
