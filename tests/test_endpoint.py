"""One address, many askers: as many at once as it bears, as often as it may be asked, and spread in time."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from harness.endpoint import Endpoint, Limits, asked_to_wait, backoff


class QuickLoop(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to whatever is waited for: an hour of waiting takes no time."""

    jumped = 0.0

    def time(self) -> float:
        return super().time() + self.jumped

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:  # type: ignore[attr-defined]
            self.jumped += max(0.0, self._scheduled[0].when() - self.time())  # type: ignore[attr-defined]
        super()._run_once()  # type: ignore[misc]


def quickly(job: Callable[[], Coroutine[Any, Any, None]]) -> None:
    with asyncio.Runner(loop_factory=QuickLoop) as runner:
        runner.run(job())


def test_no_more_are_under_way_than_allowed() -> None:
    """Twenty ask at once, three may: never more than three are under way, and all come to their turn."""
    seen: list[int] = []

    async def ask(endpoint: Endpoint) -> None:
        async with endpoint.request():
            seen.append(endpoint.under_way)
            await asyncio.sleep(0.1)

    async def all_at_once() -> None:
        endpoint = Endpoint(Limits(in_flight=3))
        await asyncio.gather(*(ask(endpoint) for _ in range(20)))
        assert 0 == endpoint.under_way

    quickly(all_at_once)
    assert (20, 3) == (len(seen), max(seen))


def test_it_backs_off_when_asked_too_often_and_recovers() -> None:
    """A server that bears five at a time: fewer are asked until none is turned away, and then carefully more again."""
    turned_away: list[float] = []
    served: list[float] = []
    under_way = 0

    async def serve() -> bool:
        nonlocal under_way
        under_way += 1
        await asyncio.sleep(0.2)
        fits = under_way <= 5
        under_way -= 1
        return fits

    async def ask(endpoint: Endpoint) -> None:
        loop = asyncio.get_running_loop()
        for tries in range(50):
            try:
                async with endpoint.request():
                    if await serve():
                        served.append(loop.time())
                        return
                    turned_away.append(loop.time())
                    endpoint.slower()
                    raise TimeoutError
            except TimeoutError:
                await asyncio.sleep(backoff(None, min(tries, 4), str(tries)))

    async def all_at_once() -> None:
        endpoint = Endpoint(Limits(in_flight=40))
        await asyncio.gather(*(ask(endpoint) for _ in range(400)))
        assert 1 <= endpoint.window <= 12

    quickly(all_at_once)
    assert 400 == len(served)
    assert len(turned_away) < 250


async def turned_away(endpoint: Endpoint) -> None:
    """A request that takes a second, and is answered with: too often."""
    with suppress(TimeoutError):
        async with endpoint.request():
            await asyncio.sleep(1)
            endpoint.slower()
            raise TimeoutError


def test_the_window_opens_again_to_where_it_was() -> None:
    """One answer to each that is under way opens it by one; it never opens further than allowed."""

    async def job() -> None:
        endpoint = Endpoint(Limits(in_flight=8))
        await turned_away(endpoint)
        assert 1.0 == endpoint.window
        for _ in range(200):
            async with endpoint.request():
                await asyncio.sleep(0.01)
        assert 8.0 == endpoint.window

    quickly(job)


def test_many_turned_away_together_count_once() -> None:
    """Forty under way and all turned away: half as many, not one."""

    async def job() -> None:
        endpoint = Endpoint(Limits(in_flight=40))
        await asyncio.gather(*(turned_away(endpoint) for _ in range(40)))
        assert 20.0 == endpoint.window

    quickly(job)


def test_it_is_left_alone_for_as_long_as_it_asks() -> None:
    """Retry-After of one is waited for by all; a day is no time that anybody waits."""
    begun: list[float] = []

    async def ask(endpoint: Endpoint) -> None:
        async with endpoint.request():
            begun.append(asyncio.get_running_loop().time())

    async def job() -> None:
        endpoint = Endpoint()
        await ask(endpoint)
        async with endpoint.request():
            endpoint.slower(30)
        await asyncio.gather(ask(endpoint), ask(endpoint))
        async with endpoint.request():
            endpoint.slower(86_400)
        await ask(endpoint)

    quickly(job)
    assert 30 <= begun[1] - begun[0] < 31
    assert begun[3] - begun[1] < 1


@hypothesis_settings(max_examples=25, deadline=None)
@given(st.integers(1, 300), st.integers(1, 120))
def test_no_minute_has_more_requests_than_it_may(per_minute: int, asked: int) -> None:
    """Whatever the rate and however many come at once: any sixty seconds hold at most that many."""
    begun: list[float] = []

    async def ask(endpoint: Endpoint) -> None:
        async with endpoint.request():
            begun.append(asyncio.get_running_loop().time())

    async def job() -> None:
        endpoint = Endpoint(Limits(requests_per_minute=per_minute))
        await asyncio.gather(*(ask(endpoint) for _ in range(asked)))

    quickly(job)
    busiest = max(sum(1 for one in begun if start <= one < start + 59.9) for start in begun)
    assert busiest <= max(1, per_minute)
    assert asked == len(begun)


def test_tokens_are_counted_before_they_are_sent() -> None:
    """Seven thousand a minute, a thousand each: each waits for its share; one larger than all fits."""
    begun: list[float] = []

    async def ask(endpoint: Endpoint, tokens: int) -> None:
        async with endpoint.request(tokens):
            begun.append(asyncio.get_running_loop().time())

    async def job() -> None:
        endpoint = Endpoint(Limits(tokens_per_minute=7_000))
        for tokens in (1_000, 1_000, 1_000, 1_000, 50_000):
            await ask(endpoint, tokens)

    quickly(job)
    assert [0, 10, 20, 30, 40] == [round(one - begun[0]) for one in begun]


def test_whoever_gives_up_waiting_takes_nobodys_turn() -> None:
    """Two wait, the first is broken off: the second is asked."""

    async def job() -> None:
        endpoint, served = Endpoint(Limits(in_flight=1)), list[str]()

        async def ask(name: str, seconds: float) -> None:
            async with endpoint.request():
                await asyncio.sleep(seconds)
                served.append(name)

        tasks = [asyncio.create_task(ask(name, 1)) for name in "abc"]
        await asyncio.sleep(0.5)
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert ["a", "c"] == served
        assert 0 == endpoint.under_way

    quickly(job)


def test_an_endpoint_may_be_used_in_one_loop_after_another() -> None:
    """What a loop left behind holds nobody up in the next."""
    endpoint = Endpoint(Limits(requests_per_minute=60))

    async def job() -> None:
        async with endpoint.request():
            endpoint.slower(60)

    quickly(job)
    quickly(job)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Sat, 21 Nov 2026 10:00:05 GMT", "date": "Sat, 21 Nov 2026 10:00:00 GMT"}, 5.0),
        ({"retry-after": "Sat, 21 Nov 2026 10:00:05 GMT"}, None),
    ],
)
def test_what_is_asked_for_is_read_in_both_forms(headers: dict[str, str], seconds: float | None) -> None:
    """Seconds, or a time by the sender's own clock; nonsense asks for nothing."""
    assert seconds == asked_to_wait(headers)


def test_waiting_doubles_and_is_spread() -> None:
    """Many that were turned away together do not come back together, and the same one always at the same time."""
    waits = {backoff(None, 0, str(one)) for one in range(50)}
    assert len(waits) > 40
    assert all(0.375 <= one <= 0.625 for one in waits)
    assert backoff(None, 2, "x") == backoff(None, 2, "x") == 4 * backoff(None, 0, "x")
    assert 7.0 == backoff(7.0, 5, "x")
    assert 60.0 == backoff(None, 20, "x")
