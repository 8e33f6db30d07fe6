"""One address that many conversations ask -> how many do so at once, how often, and when to ask again.

As many requests as allowed are under way until the other side says that it is asked too often. Then half as many are,
and with each that is answered a little more again (additive increase, multiplicative decrease), so that what it can
bear is found while the run goes on.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import TYPE_CHECKING
from zlib import crc32

from pydantic import Field

from harness.noun import Noun

if TYPE_CHECKING:
    from aiolimiter import AsyncLimiter

FIRST_WAIT = 0.5
"""Seconds before something is asked for again; each further time it is twice as long."""
LONGEST_WAIT = 60.0
"""Seconds that the other side may ask us to wait; after more than that, nobody is served by waiting."""
BURST = 7
"""A seventh of a minute's requests may go out at once, the others evenly: no minute has more than it may."""


class Limits(Noun):
    """How an address may be asked: a part of the settings of a target or a model."""

    in_flight: int = Field(default=1000, ge=1, le=1000)
    """Requests under way at the same time, at most."""
    requests_per_minute: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    tokens_per_minute: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """Tokens that are sent and may come back; those of a request are counted before it is made."""


class Endpoint:
    """The requests to one address. Belongs to the event loop that it is used in, and begins anew in another."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._begin()

    def _begin(self) -> None:
        self.window = float(self.limits.in_flight)
        """Requests that may be under way now."""
        self.under_way = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._quiet_until = 0.0
        self._slowed_at = 0.0
        self._paces: tuple[AsyncLimiter | None, AsyncLimiter | None] = (None, None)

    @asynccontextmanager
    async def request(self, tokens: int = 0) -> AsyncIterator[None]:
        """Wait until one more request may be made, and count it as under way. No error means that it was borne."""
        started = await self._start(tokens)
        try:
            yield
            if started > self._slowed_at:
                self.window = min(float(self.limits.in_flight), self.window + 1 / self.window)
        finally:
            self.under_way -= 1
            self._wake()

    def slower(self, wait: float | None = None) -> None:
        """The other side says that it is asked too often, and perhaps for how many seconds to leave it alone.

        Called inside `request`, once for each that is turned away: those that were under way together count once.
        """
        now = asyncio.get_running_loop().time()
        if wait is not None and wait <= LONGEST_WAIT:
            self._quiet_until = max(self._quiet_until, now + wait)
        if now - self._slowed_at >= FIRST_WAIT:
            self.window = max(1.0, min(self.window, self.under_way) / 2)
            self._slowed_at = now

    async def _start(self, tokens: int) -> float:
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop = loop
            self._begin()
            self._paces = (_pace(self.limits.requests_per_minute), _pace(self.limits.tokens_per_minute))
        while True:
            if (quiet := self._quiet_until - loop.time()) > 0:
                await asyncio.sleep(quiet)
            elif self.under_way >= int(self.window):
                await self._turn(loop)
            else:
                break
        self.under_way += 1
        try:
            for pace, amount in zip(self._paces, (1, tokens), strict=True):
                if pace is not None:
                    await pace.acquire(min(amount, pace.max_rate))
        except BaseException:
            self.under_way -= 1
            self._wake()
            raise
        return loop.time()

    async def _turn(self, loop: asyncio.AbstractEventLoop) -> None:
        waiting = loop.create_future()
        self._waiting.append(waiting)
        try:
            await waiting
        except asyncio.CancelledError:
            with suppress(ValueError):
                self._waiting.remove(waiting)
            self._wake()  # what woke this one is for the next
            raise

    def _wake(self) -> None:
        room = int(self.window) - self.under_way
        while room > 0 and self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(None)
                room -= 1


def _pace(per_minute: float | None) -> "AsyncLimiter | None":
    if per_minute is None:
        return None
    from aiolimiter import AsyncLimiter

    if per_minute < BURST:
        return AsyncLimiter(1, 60 / per_minute)
    return AsyncLimiter(per_minute / BURST, 60 / (BURST - 1))


def backoff(asked: float | None, retries: int, key: str) -> float:
    """Seconds before the next try: as asked, else doubling, and spread by the key: many do not come at once."""
    if asked is not None:
        return asked
    spread = 0.75 + crc32(key.encode("utf-8", "replace")) / 0xFFFFFFFF / 2
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0**retries * spread)


def asked_to_wait(headers: Mapping[str, str]) -> float | None:
    """The seconds of Retry-After: a number, or a time as seen by the clock of whoever sent it."""
    told = headers.get("retry-after")
    if told is None:
        return None
    try:
        seconds = float(told)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(told) - parsedate_to_datetime(headers["date"])).total_seconds()
        except (KeyError, ValueError, TypeError, OverflowError):
            return None
    return max(0.0, seconds) if isfinite(seconds) else None
