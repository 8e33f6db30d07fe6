"""Trouble on the wire: late, broken off, no answer; in process, over HTTP and through the OpenAI-compatible door."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
import uvicorn

from harness.target.demo.app import create_app
from harness.target.demo.rules import Rules
from harness.target.demo.wire import LATEST, begins
from harness.target.embedded import DemoTarget
from harness.target.nouns import Message, Reply, TargetError

LINES = ("Where is my order?", "W-1088", "LS6 2AB")


def answers(target: DemoTarget, conversation: str, again: bool = False) -> list[Reply | str]:
    """What came of each line: the reply, or what went wrong. `again`: what went wrong is asked for once more."""

    async def one(message: Message) -> Reply | str:
        try:
            return await target.answer(message)
        except TargetError as problem:
            return str(problem)

    async def talk() -> list[Reply | str]:
        found = []
        for number, line in enumerate(LINES, 1):
            message = Message(conversation=conversation, number=number, text=line)
            found.append(await one(message))
            if again and isinstance(found[-1], str):
                found[-1] = await one(message)
        return found

    return asyncio.run(talk())


@pytest.mark.parametrize("fault", ["slow", "flaky", "malformed"])
def test_trouble_begins_at_a_turn_that_the_conversation_settles(fault: str) -> None:
    """Runs repeat, and not every conversation meets it at once."""
    begun = [begins(f"c{number}", fault) for number in range(60)]
    assert set(range(1, LATEST + 1)) == set(begun)
    assert begun == [begins(f"c{number}", fault) for number in range(60)]


@pytest.mark.parametrize("fault", ["flaky", "malformed"])
@pytest.mark.parametrize("name", [f"c{number}" for number in range(10)])
def test_an_answer_that_is_none_is_a_target_error(fault: str, name: str, tmp_path: Path) -> None:
    """The target broke: that is said in a sentence, and noted in the side file at its turn."""
    side = tmp_path / "side.jsonl"
    found = answers(DemoTarget(faults=(fault,), truth=side), name)
    turn = begins(name, fault)
    assert [number for number, one in enumerate(found, 1) if isinstance(one, str)] == [turn]
    assert str(found[turn - 1]).startswith("The demo ")
    assert [{"conversation": name, "turn": turn, "fault": fault}] == [
        json.loads(line) for line in side.read_text(encoding="utf-8").splitlines()
    ]


def test_what_was_dropped_comes_when_it_is_asked_for_again() -> None:
    """A flaky target can be had by trying again, and does nothing twice."""
    whole = answers(DemoTarget(), "c", again=True)
    flaky = answers(DemoTarget(faults=("flaky",)), "c", again=True)
    assert [one.text for one in whole if isinstance(one, Reply)] == [
        one.text for one in flaky if isinstance(one, Reply)
    ]


def test_a_slow_answer_is_late_and_otherwise_the_same() -> None:
    """Only the clock tells a slow target from a healthy one."""
    slow = answers(DemoTarget(replace(Rules(), delay_seconds=0.05)), "c")
    quick = answers(DemoTarget(), "c")
    begun = begins("c", "slow")
    for number, (late, soon) in enumerate(zip(slow, quick, strict=True), 1):
        assert isinstance(late, Reply)
        assert isinstance(soon, Reply)
        assert late.text == soon.text
        assert (late.seconds >= 0.05) == (number >= begun)


@contextmanager
def served(fault: str) -> Iterator[httpx2.Client]:
    """The shop on a free port, and a client of it."""
    config = uvicorn.Config(create_app(faults=(fault,)), port=0, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}") as client:
        yield client
    server.should_exit = True
    thread.join()


def test_over_http_the_connection_breaks_off() -> None:
    """A client on a real socket sees an answer that stops in the middle, and the next try brings it."""
    name = next(f"c{number}" for number in range(50) if begins(f"c{number}", "flaky") == 1)
    body = {"conversation": name, "message": LINES[0], "number": 1}
    with served("flaky") as client:
        with pytest.raises(httpx2.HTTPError):
            client.post("/chat", json=body)
        assert "order number" in client.post("/chat", json=body).json()["reply"]


@pytest.mark.parametrize("stream", [False, True])
def test_the_openai_door_is_on_the_same_wire(stream: bool) -> None:
    """Whatever door a client uses, it meets the same trouble: here, answers with nothing that was agreed."""

    async def ask(count: int) -> httpx2.Response:
        transport = httpx2.ASGITransport(app=create_app(faults=("malformed",)))
        async with httpx2.AsyncClient(transport=transport, base_url="http://demo") as client:
            said = [{"role": "user", "content": line} for line in LINES[:count]]
            body = {"model": "hearth-demo-1", "messages": said, "stream": stream}
            return await client.post("/v1/chat/completions", json=body)

    def whole(response: httpx2.Response) -> bool:
        """Whether a client could read it."""
        try:
            text = response.content.decode("utf-8")
            return text.endswith("[DONE]\n\n") if stream else bool(json.loads(text)["choices"])
        except (ValueError, KeyError):
            return False

    found = [whole(asyncio.run(ask(count))) for count in (1, 2, 3)]
    assert [False, True, True] == sorted(found)
