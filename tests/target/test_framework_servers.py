"""Agent frameworks' own servers, each in an environment of its own: docs/targets.md says how one is made."""

import asyncio
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from harness.target.http import HttpSettings
from harness.target.kind import Opening, close_target, open_target
from harness.target.nouns import Leaves, Message, Reply

FRAMEWORKS = Path(__file__).parent.parent / "fixtures" / "frameworks"
PATIENCE = 120.0
"""Seconds that a server has to be there."""


@contextmanager
def serving(variable: str, folder: Path, command: str, *arguments: str, ready: str) -> Iterator[str]:
    """A framework's server over this folder, from the environment that a variable names; its address."""
    where = os.environ.get(variable)
    if not where:
        pytest.skip(f"{variable} names no environment with this framework: docs/targets.md")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    bin_ = Path(where).absolute() / "bin"
    environment = {**os.environ, "PATH": f"{bin_}:{os.environ['PATH']}", "LANGSMITH_TRACING": "false"}
    words = [str(bin_ / command), *(word.replace("PORT", str(port)) for word in arguments)]
    server = subprocess.Popen(
        words, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_for(f"{base}{ready}", server)
        yield base
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            if httpx2.get(address, trust_env=False, timeout=2).status_code == 200:
                return
        except httpx2.HTTPError:
            time.sleep(0.3)
    pytest.fail(f"no server at {address}")


def talk(preset: str, **variables: str) -> list[Reply]:
    """Two messages of one conversation, which is ended then."""

    async def held() -> list[Reply]:
        settings = HttpSettings.model_validate({"preset": preset, "variables": variables})
        target = open_target("agent", settings, Opening(seconds=60))
        replies = [
            await target.answer(Message(conversation="c", number=number, text=text))
            for number, text in enumerate(("Hello", "I was charged twice"), 1)
        ]
        assert isinstance(target, Leaves)
        await target.leave("c")
        await close_target(target)
        return replies

    return asyncio.run(held())


@pytest.mark.slow
def test_an_agent_of_google_adk_is_spoken_to_over_its_own_server(tmp_path: Path) -> None:
    """Sessions, replies in several parts, the agent's name as the desk, transfers and function calls as events."""
    shutil.copytree(FRAMEWORKS / "adk", tmp_path / "agents")
    arguments = ("api_server", "--host", "127.0.0.1", "--port", "PORT", ".")
    with serving("HARNESS_TEST_ADK", tmp_path / "agents", "adk", *arguments, ready="/list-apps") as base:
        first, second = talk("google-adk", base=base, app="support")
    assert ("Hello, this is message 1.", "triage", ()) == (first.text, first.desk, first.events)
    assert ("One moment.\n\nI see two charges.", "billing") == (second.text, second.desk)
    assert [("handoff", "billing", None), ("tool", "find_charges", {"charges": 2})] == [
        (event.kind, event.name, event.result) for event in second.events or ()
    ]


@pytest.mark.slow
def test_a_graph_of_langgraph_is_spoken_to_over_its_own_server(tmp_path: Path) -> None:
    """Threads, a stream of what each node adds, tool calls and their results as events, usage."""
    shutil.copytree(FRAMEWORKS / "langgraph", tmp_path / "graphs")
    arguments = ("dev", "--no-browser", "--no-reload", "--host", "127.0.0.1", "--port", "PORT")
    with serving("HARNESS_TEST_LANGGRAPH", tmp_path / "graphs", "langgraph", *arguments, ready="/ok") as base:
        first, second = talk("langgraph", base=base, assistant="support")
    assert ("Hello, this is message 1.", "triage", (), 10) == (
        *(first.text, first.desk, first.events, first.tokens and first.tokens.total),
    )
    assert ("One moment.\n\nI see two charges.", "billing", 30) == (
        *(second.text, second.desk, second.tokens and second.tokens.total),
    )
    assert [("tool", "find_charges", {"member": "M-1"}, {"charges": 2})] == [
        (event.kind, event.name, event.arguments, event.result) for event in second.events or ()
    ]
