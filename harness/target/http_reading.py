"""What an address answers -> its bytes, within bounds: how long each step may take, how much is read, from whom.

Nothing is decoded, followed or fetched because an answer asks for it. What had come when reading stopped is kept in the
error, so that there is something to look at.
"""

import asyncio
from collections.abc import Callable, Container, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx2

from harness.bounded import bounded as counted
from harness.endpoint import asked_to_wait
from harness.lanes import LOOPBACK, direct

from .nouns import TargetError

LARGEST = 5_000_000
"""Bytes of an answer that are read."""
TOO_MANY = 429
"""Turned away before it was read: what is asked too often has not taken the message (RFC 6585)."""
BUSY = frozenset({TOO_MANY, 503, 529})
GATEWAYS = frozenset({502, 503, 504, 529})
"""Statuses of whoever stands before the agent: nobody knows whether it took the message."""
KEPT = 65_536
"""Bytes of an answer that cannot be used, and is kept to be looked at."""


@dataclass(frozen=True)
class Bounds:
    """How long, in seconds, and how much."""

    connect: float = 10.0
    first_byte: float = 60.0
    """From the request to the last header of the answer."""
    idle: float = 30.0
    """Between one piece of the answer and the next."""
    total: float = 60.0
    """From the request to the last byte."""
    size: int = LARGEST
    """Bytes of an answer; one that is longer is no reply (design 9)."""

    @classmethod
    def within(cls, seconds: float, connect: float = 10.0, first_byte: float | None = None) -> "Bounds":
        """The bounds for a reply that is waited for so long: a moment less, to keep what has come by then."""
        total = seconds - min(0.5, seconds / 10)
        return cls(min(connect, total), min(first_byte or total, total), min(30.0, total), total)


def opened(
    address: str,
    bounds: Bounds,
    headers: Mapping[str, str],
    transport: httpx2.AsyncBaseTransport | None = None,
) -> httpx2.AsyncClient:
    """A client for one endpoint. It follows no redirect, so that no key goes to where an answer points."""
    return httpx2.AsyncClient(
        timeout=httpx2.Timeout(bounds.total, connect=bounds.connect),
        follow_redirects=False,
        # What stays on this machine is nothing for a proxy.
        trust_env=httpx2.URL(address).host not in LOOPBACK,
        headers={"accept-encoding": "identity", **headers},
        # Conversations share connections, and must share nothing else.
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        limits=httpx2.Limits(max_connections=1000, max_keepalive_connections=1000),
        transport=transport or direct(address),
    )


async def bounded(response: httpx2.Response) -> None:
    """For a client that reads by itself: no more of a response than LARGEST bytes. Raises TargetError for more."""
    await counted(response, LARGEST, TargetError)


def deadline_in(bounds: Bounds) -> float:
    """When the bound of a whole answer is reached, if it begins now: by the clock of this loop."""
    return asyncio.get_running_loop().time() + bounds.total


async def fetched(
    client: httpx2.AsyncClient,
    method: str,
    address: str,
    bounds: Bounds,
    taken: Container[int] = (200,),
    enough: Callable[[bytes], bool] | None = None,
    deadline: float | None = None,
    **what: Any,
) -> bytes:
    """The body of an answer whose status is one of `taken`, whole, or until `enough` of its pieces have come.

    `deadline`, by the loop's clock, stands for the bound of the whole answer, where this is one of several requests.
    Raises TargetError, with what had come, for whatever else becomes of it.
    """
    body = bytearray()
    try:
        async with asyncio.timeout_at(deadline or deadline_in(bounds)):
            await _read(client.stream(method, address, **what), bounds, body, taken, enough)
    except TargetError as problem:
        problem.came = bytes(body[:KEPT])
        raise
    except httpx2.ConnectTimeout as problem:
        raise TargetError(f"no connection within {bounds.connect:g} seconds", untaken=True) from problem
    except (TimeoutError, httpx2.TimeoutException) as problem:
        raise TargetError(
            f"no whole answer within {bounds.total:g} seconds", bytes(body[:KEPT]), lost=True
        ) from problem
    # Whatever else a client raises: a header that is no text, an address that is none, bytes that are not HTTP.
    except Exception as problem:
        raise broken_off(problem, bytes(body[:KEPT])) from problem
    return bytes(body)


def broken_off(problem: Exception, came: bytes = b"") -> TargetError:
    """What a client raises for want of a connection, or of the rest of an answer."""
    why = f"{type(problem).__name__}: {problem}"[:500].removesuffix(": ")
    untaken = isinstance(problem, httpx2.ConnectError | httpx2.ConnectTimeout)
    lost = isinstance(problem, httpx2.NetworkError | httpx2.RemoteProtocolError | httpx2.TimeoutException)
    return TargetError(f"not reached, or broken off: {why}", came, untaken=untaken, lost=lost)


async def _read(
    answer: AbstractAsyncContextManager[httpx2.Response],
    bounds: Bounds,
    body: bytearray,
    taken: Container[int],
    enough: Callable[[bytes], bool] | None,
) -> None:
    async with _Begun(answer, bounds) as response:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise TargetError("answered in an encoding that was not asked for")
        pieces = aiter(response.aiter_raw())
        while piece := await _next(pieces, bounds):
            body += piece
            if len(body) > bounds.size:
                raise TargetError(f"answered with more than {bounds.size:,} bytes")
            if enough is not None and response.status_code in taken and enough(piece):
                break
        _settled(response.status_code, response.headers, taken)


def _settled(status: int, headers: Mapping[str, str], taken: Container[int]) -> None:
    if status not in taken:
        raise refused(status, headers)


def refused(status: int, headers: Mapping[str, str], told: str = "", came: bytes = b"") -> TargetError:
    """What a status says that is no answer; `told` are the other side's own words."""
    if 300 <= status < 400:
        return TargetError(f"sends us to another address ({status}), which is not followed", came)
    return TargetError(
        f"answered with status {status}" + (f": {told}" if told else ""),
        came,
        untaken=status == TOO_MANY,
        lost=status in GATEWAYS,
        busy=status in BUSY,
        wait=asked_to_wait(headers) if status in BUSY else None,
    )


class _Begun:
    """The answer once its headers are there."""

    def __init__(self, answer: AbstractAsyncContextManager[httpx2.Response], bounds: Bounds) -> None:
        self._answer = answer
        self._bounds = bounds

    async def __aenter__(self) -> httpx2.Response:
        try:
            async with asyncio.timeout(self._bounds.first_byte) as limit:
                return await self._answer.__aenter__()
        except TimeoutError as problem:
            if limit.expired():
                raise TargetError(f"no answer within {self._bounds.first_byte:g} seconds", lost=True) from problem
            raise

    async def __aexit__(self, *how: Any) -> None:
        await self._answer.__aexit__(*how)


async def _next(pieces: Any, bounds: Bounds) -> bytes:
    """The next piece of the answer; empty at its end."""
    try:
        async with asyncio.timeout(bounds.idle) as limit:
            piece: bytes = await anext(pieces, b"")
            return piece
    except TimeoutError as problem:
        if limit.expired():
            why = f"nothing more for {bounds.idle:g} seconds, in the middle of an answer"
            raise TargetError(why, lost=True) from problem
        raise
