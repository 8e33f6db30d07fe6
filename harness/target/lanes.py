"""Connections to one endpoint, each with a pool of its own.

A pool looks at every connection that it has, twice for each request. With fifty conversations in flight that took more
time than all else that a turn does. Here a request takes the connection that was put back last, or a new one, and
nobody waits for one: how many are under way is bounded before (`harness.endpoint`).
"""

import ssl
from collections.abc import AsyncIterator
from typing import Any
from urllib.request import getproxies

import httpcore2
import httpx2

KEPT_OPEN = 5.0
"""Seconds that an idle connection is used again."""
MOST_GATHERED = 65_536
"""Bytes that wait to be sent together."""
MOST_IDLE = 1000
"""Connections that are kept for later; as many as may be in flight."""


class Lanes(httpx2.AsyncBaseTransport):
    """A transport that gives each request a connection to itself."""

    def __init__(self, secure: bool) -> None:
        """`secure`: whether the endpoint is reached over TLS. What that needs is made once, not for each connection."""
        self._verify: ssl.SSLContext | bool = httpx2.create_ssl_context() if secure else False
        self._idle: list[httpx2.AsyncHTTPTransport] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request over the connection that was used last, so that the others may grow old and be closed."""
        lane = self._idle.pop() if self._idle else self._opened()
        try:
            response = await lane.handle_async_request(request)
        except BaseException:
            await self._put_back(lane)
            raise
        assert isinstance(response.stream, httpx2.AsyncByteStream)  # noqa: S101  # that is what it answers with
        response.stream = _Stream(response.stream, self, lane)
        return response

    async def aclose(self) -> None:
        """Close the connections that nobody uses; the others are closed when they are put back."""
        idle, self._idle = self._idle, []
        for lane in idle:
            await lane.aclose()

    def _opened(self) -> httpx2.AsyncHTTPTransport:
        lane = httpx2.AsyncHTTPTransport(verify=self._verify, trust_env=False)
        # The client has no way to say it: a pool of one connection, which gathers what it sends.
        context = self._verify if isinstance(self._verify, ssl.SSLContext) else None
        lane._pool = httpcore2.AsyncConnectionPool(
            ssl_context=context, max_connections=1, keepalive_expiry=KEPT_OPEN, network_backend=_Gathering()
        )
        return lane

    async def _put_back(self, lane: httpx2.AsyncHTTPTransport) -> None:
        if len(self._idle) < MOST_IDLE:
            self._idle.append(lane)
        else:
            await lane.aclose()


class _Stream(httpx2.AsyncByteStream):
    """An answer's bytes; its connection is free once they are read or given up."""

    def __init__(self, stream: httpx2.AsyncByteStream, lanes: Lanes, lane: httpx2.AsyncHTTPTransport) -> None:
        self._stream, self._lanes, self._lane = stream, lanes, lane

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._stream)

    async def aclose(self) -> None:
        try:
            await self._stream.aclose()
        finally:
            await self._lanes._put_back(self._lane)  # the other half of one thought


class _Gathering(httpcore2.AnyIOBackend):
    """A network whose connections send the head and the body of a request as one."""

    async def connect_tcp(self, *place: Any, **how: Any) -> httpcore2.AsyncNetworkStream:
        return _Gathered(await super().connect_tcp(*place, **how))


class _Gathered(httpcore2.AsyncNetworkStream):
    """What is written waits for what is written next, or for somebody who wants to read."""

    def __init__(self, stream: httpcore2.AsyncNetworkStream) -> None:
        self._stream = stream
        self._kept = b""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109  # the base's
        self._kept += buffer
        if len(self._kept) > MOST_GATHERED:
            await self._send(timeout)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109  # the base's
        await self._send(timeout)
        return await self._stream.read(max_bytes, timeout)

    async def start_tls(self, *how: Any, **more: Any) -> httpcore2.AsyncNetworkStream:
        return _Gathered(await self._stream.start_tls(*how, **more))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def _send(self, within: float | None) -> None:
        if self._kept:
            kept, self._kept = self._kept, b""
            await self._stream.write(kept, within)


def direct(address: str) -> Lanes | None:
    """Lanes to an address; None where the environment names a proxy, which only the client itself knows how to use."""
    url = httpx2.URL(address)
    return Lanes(url.scheme == "https") if url.host in ("127.0.0.1", "::1", "localhost") or not getproxies() else None
