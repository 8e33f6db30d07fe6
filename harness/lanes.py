"""Connections to an endpoint: each request has one to itself, and what it sends goes out as one.

A client's own pool looks at every connection that it has, twice for each request. With fifty conversations in flight
that took more time than all else that a turn does. Here a request takes the connection that was put back last, or a
new one, and nobody waits for one: how many are under way is bounded before (`harness.endpoint`). They are asyncio's
own connections, with nothing between.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from typing import Any
from urllib.request import getproxies

import httpcore2
import httpx2

LOOPBACK = ("127.0.0.1", "::1", "localhost")
KEPT_OPEN = 5.0
"""Seconds that an idle connection is used again."""
MOST_IDLE = 1000
"""Connections that are kept for later; as many as may be in flight."""
MOST_UNREAD = 262_144
"""Bytes that may have come and wait to be read."""
NEXT_ADDRESS = 0.25
"""Seconds after which a host's next address is tried as well (RFC 8305)."""


class Lanes(httpx2.AsyncHTTPTransport):
    """A transport that gives each request a connection to itself."""

    def __init__(self, secure: bool) -> None:
        """`secure`: whether the endpoint is reached over TLS. What that needs is made once, not for each connection."""
        verify: ssl.SSLContext | bool = httpx2.create_ssl_context() if secure else False
        super().__init__(verify=verify, trust_env=False)
        # The client has no way to say it: the connections that it asks for are ours.
        self._pool = _Idle(verify if isinstance(verify, ssl.SSLContext) else None)


class _Idle(httpcore2.AsyncConnectionPool):
    """The connections that nobody uses, the one that was used last on top: the others grow old."""

    def __init__(self, secure: ssl.SSLContext | None) -> None:
        super().__init__(ssl_context=secure, keepalive_expiry=KEPT_OPEN, network_backend=_Network())
        self._idle: list[httpcore2.AsyncConnectionInterface] = []
        self._over = False

    async def handle_async_request(self, request: httpcore2.Request) -> httpcore2.Response:
        connection = await self._taken(request.url.origin)
        try:
            response = await connection.handle_async_request(request)
        except BaseException:
            await self.put_back(connection)
            raise
        response.stream = _Answer(response.stream, self, connection)
        return response

    async def _taken(self, origin: httpcore2.Origin) -> httpcore2.AsyncConnectionInterface:
        while self._idle:
            connection = self._idle.pop()
            if connection.can_handle_request(origin) and not connection.has_expired():
                return connection
            await connection.aclose()
        return self.create_connection(origin)

    async def put_back(self, connection: httpcore2.AsyncConnectionInterface) -> None:
        """Keep it for the next request, if it can carry one."""
        if connection.is_available() and len(self._idle) < MOST_IDLE and not self._over:
            self._idle.append(connection)
        else:
            await connection.aclose()

    async def aclose(self) -> None:
        """Close the connections that nobody uses; the others are closed when they are put back."""
        self._over = True
        idle, self._idle = self._idle, []
        for connection in idle:
            await connection.aclose()


class _Answer:
    """An answer's bytes; its connection is free once they are read or given up."""

    def __init__(self, stream: Any, idle: _Idle, connection: httpcore2.AsyncConnectionInterface) -> None:
        self._stream, self._idle = stream, idle
        self._connection: httpcore2.AsyncConnectionInterface | None = connection

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._stream)

    async def aclose(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                await self._stream.aclose()
            finally:
                await self._idle.put_back(connection)


class _Network(httpcore2.AsyncNetworkBackend):
    """Opens asyncio's connections."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # the base's
        local_address: str | None = None,  # noqa: ARG002  # nobody names one
        socket_options: Any = None,  # noqa: ARG002
    ) -> httpcore2.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                _, wire = await loop.create_connection(_Wire, host, port, happy_eyeballs_delay=NEXT_ADDRESS)
        except TimeoutError as problem:
            raise httpcore2.ConnectTimeout(problem) from problem
        except OSError as problem:
            raise httpcore2.ConnectError(problem.strerror or problem) from problem
        return wire


class _Wire(asyncio.Protocol, httpcore2.AsyncNetworkStream):
    """One connection. What is written waits for somebody who wants to read, so that a request is sent as one."""

    def __init__(self) -> None:
        self._transport: Any = None
        self._kept = self._came = b""
        self._over = self._paused = False
        self._why: Exception | None = None
        self._waiting: asyncio.Future[None] | None = None

    # ---- what the loop tells -----------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._came += data
        if len(self._came) > MOST_UNREAD:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self._over = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._over, self._why = True, self._why or exc
        self._wake()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    # ---- what a request does -----------------------------------------------------------------------------------

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109  # the base's
        if self._over:
            raise httpcore2.WriteError(self._why or "the other side has closed the connection")
        self._kept += buffer

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109  # the base's
        if self._kept:
            kept, self._kept = self._kept, b""
            self._transport.write(kept)
        if not self._came and not self._over:
            await self._more(timeout)
        if not self._came and self._why is not None:
            raise httpcore2.ReadError(self._why) from self._why
        came, self._came = self._came[:max_bytes], self._came[max_bytes:]
        if self._paused and not self._came:
            self._paused = False
            self._transport.resume_reading()
        return came

    async def _more(self, within: float | None) -> None:
        """Wait until something has come, or nothing will."""
        self._waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(within):
                await self._waiting
        except TimeoutError as problem:
            raise httpcore2.ReadTimeout(problem) from problem

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  # the base's
    ) -> httpcore2.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                self._transport = await loop.start_tls(
                    self._transport, self, ssl_context, server_hostname=server_hostname
                )
        except TimeoutError as problem:
            raise httpcore2.ConnectTimeout(problem) from problem
        except OSError as problem:  # an error of TLS is one
            raise httpcore2.ConnectError(problem) from problem
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # while nobody asks, only an end can have come
            return self._over or bool(self._came)
        return self._transport.get_extra_info(info)

    async def aclose(self) -> None:
        self._transport.abort()
        await asyncio.sleep(0)  # the loop closes it in its next round


def direct(address: str) -> Lanes | None:
    """Lanes to an address; None where the environment names a proxy, which only the client itself knows how to use."""
    url = httpx2.URL(address)
    return Lanes(url.scheme == "https") if url.host in LOOPBACK or not getproxies() else None
