"""An agent behind an address: what is sent to it, what is read of it, and where reading stops."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from harness.secrets import Secret
from harness.target.demo.app import create_app
from harness.target.embedded import DemoTarget
from harness.target.http import HttpSettings, HttpTarget
from harness.target.http_reading import KEPT, Bounds
from harness.target.nouns import Message, Reply, Target, TargetError
from harness.testing import ChaosServer, Wild

QUICK = Bounds(connect=1, first_byte=1, idle=0.2, total=1)


def ask(answer: Wild, bounds: Bounds = QUICK, key: Secret | None = None) -> tuple[Reply | TargetError, ChaosServer]:
    """One message to an agent that answers just this, over loopback."""

    async def asked(address: str) -> Reply | TargetError:
        secret = {"authorization": f"Bearer {key.value}"} if key else {}
        target = HttpTarget("agent", HttpSettings(url=address), secret, bounds)
        try:
            return await target.answer(Message(conversation="c", number=1, text="Hello \ud800"))
        except TargetError as problem:
            return problem
        finally:
            await target.aclose()

    with ChaosServer(1, lambda conversation, number: answer) as server:
        return asyncio.run(asked(server.address)), server


def said(**fields: Any) -> Wild:
    return Wild("said", json.dumps({"reply": "Hello.", **fields}).encode())


def test_a_reply_brings_its_words_its_events_and_its_usage() -> None:
    """Only the words are needed; what an agent says beyond what was agreed is not looked at."""
    event = {"id": "t1e1", "kind": "tool", "name": "find_order", "result": {"total": "39.00"}}
    usage = {"input_tokens": 12, "output_tokens": 3}
    reply, _ = ask(said(events=[event], desk="orders", usage=usage, model="m-1", ended=True, mood="good"))
    assert isinstance(reply, Reply)
    assert ("Hello.", "orders", "m-1", True, "reported") == (
        *(reply.text, reply.desk, reply.model, reply.ended),
        reply.certainty,
    )
    assert (15, ["find_order"]) == (reply.tokens and reply.tokens.total, [one.name for one in reply.events or ()])
    bare, _ = ask(said())
    assert isinstance(bare, Reply)
    assert (None, None, "unknown") == (bare.events, bare.tokens, bare.certainty)


def test_the_demo_at_an_address_answers_as_it_does_in_process() -> None:
    """The same words, events, usage and desk."""
    messages = [
        Message(conversation="c", number=1, text="Where is order W-1088?"),
        Message(conversation="c", number=2, text="SW1A 1AA"),
    ]

    async def asked(target: Target) -> list[Reply]:
        return [(await target.answer(message)).model_copy(update={"seconds": 0.0}) for message in messages]

    door = httpx2.ASGITransport(app=create_app())
    assert asyncio.run(asked(DemoTarget())) == asyncio.run(
        asked(HttpTarget("demo", HttpSettings(url="http://demo/chat"), transport=door))
    )


def test_the_key_is_sent_to_its_address_and_never_on() -> None:
    """As a bearer token; an answer that points elsewhere is not followed, and is no reply."""
    key = Secret("AGENT_KEY", "tangerine-4417")
    with ChaosServer(1, lambda conversation, number: said()) as elsewhere:
        reply, server = ask(Wild("elsewhere", b"x", 302, {"location": elsewhere.address}), key=key)
        assert [] == elsewhere.seen
    assert "sends us to another address (302), which is not followed" == str(reply)
    assert ["Bearer tangerine-4417"] == [headers["authorization"] for headers in server.seen]


def test_a_cookie_of_one_conversation_does_not_reach_another() -> None:
    """Conversations share connections and nothing else."""

    async def twice(address: str) -> None:
        target = HttpTarget("agent", HttpSettings(url=address))
        for conversation in ("one", "two"):
            await target.answer(Message(conversation=conversation, number=1, text="Hello"))
        await target.aclose()

    cookie = replace(said(), headers={"set-cookie": "session=one; Path=/"})
    with ChaosServer(1, lambda conversation, number: cookie) as server:
        asyncio.run(twice(server.address))
        assert [None, None] == [headers.get("cookie") for headers in server.seen]


WRONG: list[tuple[Wild, str]] = [
    (Wild("x", b"<html>"), "the answer is not JSON"),
    (Wild("x", b""), "the answer is empty"),
    (Wild("x", b"\xff\xfe{}"), "the answer is not UTF-8 text"),
    (Wild("x", b"[]"), "the answer is no JSON object"),
    (Wild("x", b"[" * 100_000), "the answer is not JSON"),
    (Wild("x", b"9" * 10_000), "the answer is not JSON"),
    (Wild("x", b'{"reply": NaN}'), "the answer is not JSON"),
    (Wild("x", b"{}"), "the answer is not what was agreed: reply: Field required"),
    (said(reply=7), "the answer is not what was agreed: reply: Input should be a valid string"),
    (said(usage={"input_tokens": True}), "the answer is not what was agreed: usage.input_tokens"),
    (said(usage={"input_tokens": -1}), "the answer is not what was agreed: fresh"),
    (said(events=[{"id": "e", "kind": "verdict"}]), "the answer is not what was agreed: events.0.kind"),
    (Wild("x", b"oh", 500), "answered with status 500"),
    (Wild("x", b"oh", 204), "answered with status 204"),
    (Wild("x", b"oh", headers={"content-encoding": "gzip"}), "answered in an encoding that was not asked for"),
    (Wild("x", b'{"reply', cut=True), "not reached, or broken off"),
    (Wild("noise", b"SSH-2.0-server\r\n"), "not reached, or broken off"),
    (Wild("x", b'{"reply": "x', endless=True), "answered with more than 5,000,000 bytes"),
    (Wild("x", b'{"reply": "x', endless=True, pause=0.05), "no whole answer within 1 seconds"),
    (Wild("x", b'{"reply": "x', endless=True, pause=60), "nothing more for 0.2 seconds, in the middle of an answer"),
]


@pytest.mark.parametrize(("answer", "why"), WRONG, ids=range(len(WRONG)))
def test_what_is_no_reply_is_said_and_kept(answer: Wild, why: str) -> None:
    """One sentence about what was wrong, and what had come until then, to be looked at."""
    problem, _ = ask(answer, replace(QUICK, total=10) if answer.endless and not answer.pause else QUICK)
    assert isinstance(problem, TargetError)
    assert str(problem).startswith(why)
    if answer.status == 200 and answer.kind == "x" and not answer.headers:
        assert isinstance(problem.came, bytes)
        assert problem.came.startswith(answer.body[:KEPT])


def test_a_port_where_nobody_answers_is_said() -> None:
    """A sentence, at once."""

    async def asked() -> None:
        target = HttpTarget("agent", HttpSettings(url="http://127.0.0.1:1/"), bounds=QUICK)
        try:
            await target.answer(Message(conversation="c", number=1, text="Hello"))
        finally:
            await target.aclose()

    with pytest.raises(TargetError, match="not reached, or broken off: ConnectError"):
        asyncio.run(asked())


@pytest.mark.parametrize("seconds", [0.01, 0.2, 1.0, 60.0, 3600.0])
def test_reading_ends_a_moment_before_the_conversation_stops_waiting(seconds: float) -> None:
    """So that what has come by then can be kept."""
    bounds = Bounds.within(seconds)
    assert 0 < bounds.total < seconds
    assert max(bounds.connect, bounds.first_byte, bounds.idle) <= bounds.total
