"""Connections that each carry one request at a time: over a real network on loopback, TLS included."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest

from harness import lanes
from harness.lanes import Lanes

CERTIFICATE = Path(__file__).parent / "fixtures" / "loopback" / "localhost.pem"
BODY = b'{"reply": "Hello."}'

Answer = Callable[["Agent"], None]


def answering(body: bytes = BODY, close: bool = False) -> Answer:
    """Whoever answers with this body, and may close the connection after it."""
    more = b"connection: close\r\n" if close else b""

    def answer(agent: "Agent") -> None:
        agent.transport.write(b"HTTP/1.1 200 OK\r\n%bcontent-length: %d\r\n\r\n%b" % (more, len(body), body))
        if close:
            agent.transport.close()

    return answer


class Agent(asyncio.Protocol):
    """A server that counts its connections and the pieces that came."""

    transport: asyncio.Transport

    def __init__(self, answer: Answer, seen: list[list[bytes]]) -> None:
        self._answer, self._seen = answer, seen

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._seen.append([])
        self._mine = self._seen[-1]

    def data_received(self, data: bytes) -> None:
        self._mine.append(data)
        self._answer(self)


@asynccontextmanager
async def served(answer: Answer, secure: bool = False) -> AsyncIterator[tuple[httpx2.AsyncClient, list[list[bytes]]]]:
    """A client over lanes to a server that answers so, and what came at the server, connection by connection."""
    seen: list[list[bytes]] = []
    context = None
    if secure:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(CERTIFICATE)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Agent(answer, seen), "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    base = f"{'https' if secure else 'http'}://localhost:{port}"
    async with httpx2.AsyncClient(transport=Lanes(secure), base_url=base, timeout=10, trust_env=False) as client:
        yield client, seen
    server.close()


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that trusts the certificate of the tests."""
    context = ssl.create_default_context(cafile=CERTIFICATE)
    monkeypatch.setattr(httpx2, "create_ssl_context", lambda: context)


def test_a_request_goes_out_as_one() -> None:
    """Head and body wake the other side once."""

    async def talk() -> list[list[bytes]]:
        async with served(answering()) as (client, seen):
            for _ in range(3):
                assert BODY == (await client.post("/chat", json={"message": "Hi."})).content
            return seen

    (pieces,) = asyncio.run(talk())
    assert 3 == len(pieces)
    assert all(piece.endswith(b'{"message":"Hi."}') for piece in pieces)


def test_those_at_the_same_time_have_a_connection_each() -> None:
    """And those after them go over the same connections again."""

    async def talk() -> list[list[bytes]]:
        async with served(answering()) as (client, seen):
            for _ in range(2):
                await asyncio.gather(*(client.post("/chat", json={}) for _ in range(5)))
            return seen

    assert [2] * 5 == list(map(len, asyncio.run(talk())))


def test_a_connection_that_was_closed_carries_nothing_more() -> None:
    """Nothing is lost where a server closes after each answer."""

    async def talk() -> list[list[bytes]]:
        async with served(answering(close=True)) as (client, seen):
            for _ in range(3):
                assert BODY == (await client.post("/chat", json={})).content
                await asyncio.sleep(0.01)
            return seen

    assert [1] * 3 == list(map(len, asyncio.run(talk())))


@pytest.mark.parametrize("secure", [False, True])
@pytest.mark.usefixtures("trusted")
def test_a_long_answer_comes_whole(secure: bool) -> None:
    """Also where it comes faster than it is read, and over TLS."""
    body = bytes(range(256)) * 20_000

    async def talk() -> bytes:
        async with served(answering(body), secure) as (client, _), client.stream("POST", "/chat", json={}) as answer:
            pieces = []
            async for piece in answer.aiter_raw():
                await asyncio.sleep(0)
                pieces.append(piece)
            return b"".join(pieces)

    assert body == asyncio.run(talk())


def test_a_certificate_that_nobody_trusts_ends_the_connection() -> None:
    """Nothing is sent to whoever cannot show who they are."""

    async def talk() -> list[list[bytes]]:
        async with served(answering(), secure=True) as (client, seen):
            asyncio.get_running_loop().set_exception_handler(lambda *_: None)
            with pytest.raises(httpx2.ConnectError, match="certificate"):
                await client.post("/chat", json={"key": "secret"})
            return seen

    assert [] == [piece for pieces in asyncio.run(talk()) for piece in pieces]


def refusing(agent: Agent) -> None:
    agent.transport.abort()


def half(agent: Agent) -> None:
    agent.transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")
    agent.transport.close()


def silent(agent: Agent) -> None:
    pass


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refusing, (httpx2.RemoteProtocolError, httpx2.ReadError)),
        (half, httpx2.RemoteProtocolError),
        (silent, httpx2.ReadTimeout),
    ],
)
def test_what_breaks_says_so(answer: Answer, error: type[Exception]) -> None:
    """A connection that is dropped, an answer that is cut, one that never comes."""

    async def talk() -> None:
        async with served(answer) as (client, seen):
            with pytest.raises(error):
                await client.post("/chat", json={}, timeout=0.2)
            with pytest.raises(error):
                await client.post("/chat", json={}, timeout=0.2)
            assert 2 == len(seen)  # no connection that broke is used again

    asyncio.run(talk())


def test_where_nobody_listens_there_is_no_connection() -> None:
    """Which is said as such: nothing was taken, and it may be tried again."""

    async def talk() -> None:
        async with served(answering()) as (client, _):
            address = str(client.base_url)
        async with httpx2.AsyncClient(transport=Lanes(False), trust_env=False) as client:
            with pytest.raises(httpx2.ConnectError):
                await client.post(address)

    asyncio.run(talk())


def test_whoever_gives_up_leaves_no_connection_behind() -> None:
    """What was still to come on it would be taken for the next answer."""

    async def talk() -> tuple[int, int]:
        async with served(silent) as (client, seen):
            for _ in range(2):
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(client.post("/chat", json={}), 0.05)
            pool = client._transport._pool  # type: ignore[attr-defined]
            return len(seen), len(pool._idle)

    assert (2, 0) == asyncio.run(talk())


def test_an_old_connection_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other side may be about to close it."""
    monkeypatch.setattr(lanes, "KEPT_OPEN", 0.0)

    async def talk() -> list[list[bytes]]:
        async with served(answering()) as (client, seen):
            for _ in range(2):
                await client.post("/chat", json={})
                await asyncio.sleep(0.01)
            return seen

    assert [1, 1] == list(map(len, asyncio.run(talk())))
