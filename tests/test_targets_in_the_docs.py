"""Every target of the README and of docs/targets.md works: conversations are held with it, as the pages say."""

import asyncio
import json
import re
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from typer.testing import CliRunner

from harness.cli.main import app
from harness.record import RECORD, read
from harness.settings import Settings, read_settings
from harness.target.demo.app import create_app
from harness.target.kind import close_target, open_target
from harness.target.nouns import Message, Reply
from harness.target.openai import OpenAISettings
from harness.testing import ModelReply, ModelServer, Seen
from tests.target.agents import Heard, Says, ScriptedAgent

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "targets.md").read_text(encoding="utf-8")
NAMES = ("shop", "compatible", "prompt", "prompt-claude", "function", "program")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def shop() -> Iterator[int]:
    """The port of a demo shop on loopback."""
    server = uvicorn.Server(uvicorn.Config(create_app(), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(10)


def said(seen: Seen) -> ModelReply:
    """A model that looks an order up where it has tools, and is of little help where it has none."""
    text = json.dumps(seen.body["messages"])
    if seen.body.get("tools") and "W-1101" in text and "being packed" not in text:
        return ModelReply(calls=[("find_order", {"order": "W-1101"})])
    return ModelReply("I am afraid that I cannot help you with that. Goodbye.")


@pytest.fixture(scope="module")
def models() -> Iterator[ModelServer]:
    """Both providers on loopback."""
    with ModelServer(said) as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path, shop: int, models: ModelServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository as the pages describe it, its addresses on loopback."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    for name in ("my_agent", "my_tools"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    (tmp_path / "journeys").mkdir()
    (tmp_path / "journeys" / "my-order.md").write_text(blocks(README, "markdown")[0], encoding="utf-8")
    (tmp_path / "support.md").write_text("You answer for a shop.\n", encoding="utf-8")
    write_code(tmp_path, README)
    (tmp_path / "my_tools.py").write_text(
        "def cancel_order(order):\n    return {'cancelled': order}\n", encoding="utf-8"
    )
    return tmp_path


def write_code(folder: Path, page: str) -> None:
    """The function and the program that a page shows."""
    function, program = blocks(page, "python")
    (folder / "my_agent.py").write_text(function, encoding="utf-8")
    (folder / "agent.py").write_text(program, encoding="utf-8")


def settle(folder: Path, text: str, shop: int, models: ModelServer) -> None:
    """Write settings whose addresses lead to the doubles: the port of the shop, and the providers' own."""
    text = text.replace("127.0.0.1:8080", f"127.0.0.1:{shop}")
    text = text.replace('command = ["python", ', f'command = ["{sys.executable}", ')
    for kind in ("openai", "anthropic"):
        base = models.base_url("openai" if kind == "openai" else "anthropic")
        here = rf'^(kind = "{kind}".*)$\n^(model = .*)$'
        text = re.sub(here, rf'\1\n\2\nbase_url = "{base}"', text, flags=re.MULTILINE)
    (folder / "harness.toml").write_text(text, encoding="utf-8")


def held(*words: str) -> dict[str, Any]:
    """A run, as --format json prints it."""
    result = CliRunner().invoke(app, ["run", *words, "--format", "json"], standalone_mode=False)
    assert result.exception is None, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_run_is_held_with_each_target_of_the_readme(desk: Path, shop: int, models: ModelServer, name: str) -> None:
    """Over HTTP, over each SDK, with a function and with a command: to a verdict of its own, and never to an error."""
    settle(desk, blocks(README, "toml")[0], shop, models)
    assert set(NAMES) == set(read_settings(desk).targets)
    run = held("journeys/my-order.md", "--target", name)
    assert ["valid"] == [outcome["validity"] for outcome in run["outcomes"]]
    # The shop does as it should; its other door shows no records; nobody else knows the order.
    wanted = {"shop": ("go", 0), "compatible": ("inconclusive", 5)}.get(name, ("stop", 1))
    assert wanted == (run["decision"]["decision"], run["decision"]["exit_code"])
    assert name == run["manifest"]["target"]
    assert [] == models.refused


def test_the_shop_at_an_address_leaves_the_same_record_as_in_process(
    desk: Path, shop: int, models: ModelServer
) -> None:
    """Where its conversations have the same ids, every word, event and verdict is the same."""
    text = blocks(README, "toml")[0].replace("conversation={{ conversation }}", "conversation={{ case }}")
    body = '{"conversation": {{ case }}, "message": {{ message }}, "number": {{ number }}}'
    text = text.replace('/chat"\n', f"/chat\"\nbody = '{body}'\n")
    settle(desk, f'{text}\n[targets.here]\nkind = "demo"\n', shop, models)
    there, here = (held("--target", name, "--seed", "11") for name in ("shop", "here"))
    assert there["outcomes"] == here["outcomes"]
    assert talked(there) == talked(here)


def test_the_shop_streams_what_it_says_otherwise_at_once(shop: int) -> None:
    """The same words, desk, events and tokens over its OpenAI-compatible door, plain and as a stream."""
    table = {"base_url": f"http://127.0.0.1:{shop}/v1", "model": "hearth-demo-1"}
    read = {"desk": "hearth.desk", "events": "hearth.events", "ended": "hearth.ended", "certainty": "illustrative"}

    async def replies(**more: Any) -> list[Reply]:
        target = open_target("shop", OpenAISettings.model_validate({**table, "read": read, **more}))
        texts = ("Where is order W-1088?", "SW1A 1AA", "Thank you, goodbye")
        said = [
            await target.answer(Message(conversation="c", number=number, text=text))
            for number, text in enumerate(texts, 1)
        ]
        await close_target(target)
        return [reply.model_copy(update={"seconds": 0.0}) for reply in said]

    plain, streamed = asyncio.run(replies()), asyncio.run(replies(stream=True))
    assert plain == streamed
    assert "orders" == plain[0].desk
    assert ["handoff", "tool"] == [event.kind for event in plain[0].events or ()]
    assert "illustrative" == plain[0].certainty


def talked(run: dict[str, Any]) -> list[dict[str, Any]]:
    """The turns of a run, without how long they took."""
    turns = [event.data for event in read(Path(run["folder"]) / RECORD) if event.kind == "turn"]
    return [{**turn, "reply": {**turn["reply"], "seconds": 0.0}} for turn in turns]


@pytest.mark.parametrize("name", ["own-code", "program", "compatible", "prompt"])
def test_the_targets_of_the_page_work(desk: Path, shop: int, models: ModelServer, name: str) -> None:
    """Each example of docs/targets.md that is an agent of this machine is run against."""
    (text,) = [block for block in blocks(PAGE, "toml") if f"[targets.{name}]" in block]
    write_code(desk, PAGE)
    beyond = [block for block in blocks(PAGE, "toml") if f"[targets.{name}.read]" in block and block != text]
    settle(desk, "\n".join([text, *beyond]), shop, models)
    run = held("journeys/my-order.md", "--target", name)
    assert ["valid"] == [outcome["validity"] for outcome in run["outcomes"]]
    assert [] == models.refused


def example(heard: Heard) -> Says:
    """An agent such as the page's examples describe."""
    match heard.method, heard.path.split("?")[0]:
        case "POST", "/sessions":
            return Says({"session": {"id": "s1"}})
        case "POST", "/sessions/s1/turns":
            call = f"c{heard.body['turn']}"
            output = [
                {"type": "tool_call", "call_id": call, "tool": "find_order", "arguments": {"order": "W-1"}},
                {"type": "tool_result", "call_id": call, "output": {"status": "packed"}, "status": "ok"},
                {"type": "transfer", "to": "orders"},
                {"type": "text", "text": "I cannot help you."},
            ]
            return Says({"output": output, "agent": "orders", "usage": {"input": 5, "output": 2}})
        case "POST", "/stream":
            delta = b'event: delta\ndata: {"text": "I cannot help you."}\n\n'
            return Says(pieces=(delta, b"event: done\ndata: {}\n\n"))
        case "POST", "/questions":
            return Says({"ticket": "t1"})
        case "GET", "/questions/t1":
            return Says({"state": "answered", "answer": {"text": "I cannot help you."}})
        case "GET", "/records/order%20W-1101":
            return Says({"value": "being packed"})
        case "DELETE", "/sessions/s1":
            return Says(status=204)
    return Says(status=404)


@pytest.mark.parametrize("name", ["support", "streaming", "polled"])
def test_the_shapes_of_the_page_work(desk: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example of an agent elsewhere is run against one of that shape."""
    for key in ("SUPPORT_AGENT_ACCESS", "TENANT_ACCESS"):
        monkeypatch.setenv(key, "tangerine-4417")
    (text,) = [block for block in blocks(PAGE, "toml") if f"[targets.{name}]" in block]
    with ScriptedAgent(example) as agent:
        text = text.replace("https://agent.example", agent.place)
        (desk / "harness.toml").write_text(text, encoding="utf-8")
        run = held("journeys/my-order.md", "--target", name)
    assert ["valid"] == [outcome["validity"] for outcome in run["outcomes"]]
    assert not [one for one in agent.told if one[1].startswith("/nothing")]
    if name == "support":
        assert {"POST", "GET", "DELETE"} == {method for method, _ in agent.told}
        assert "DELETE" == agent.told[-1][0]


def test_every_table_of_the_page_is_one_that_settings_take() -> None:
    """No example has a key that there is not."""
    for block in blocks(PAGE, "toml"):
        table = tomllib.loads(block)
        if all("kind" in target for target in table["targets"].values()):
            assert Settings.model_validate(table)
