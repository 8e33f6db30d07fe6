"""Agents that are code of the repository: a function, a command, and the word that forbids both."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from harness.target.kind import Opening, TargetKind, close_target, open_target
from harness.target.kinds import KINDS
from harness.target.nouns import Leaves, Message, Probe, Reply, TargetError
from harness.trouble import Trouble

AGENT = """
import asyncio, time
from harness.target.nouns import Reply

HEARD = []

def plain(message):
    return f"You said {message}"

async def later(message, history, number):
    await asyncio.sleep(0)
    usage = {"input_tokens": 3, "output_tokens": 1}
    return {"reply": f"{number}: {[turn['content'] for turn in history]}", "usage": usage}

def everything(**given):
    return " ".join(sorted(given))

class Desk:
    def __call__(self, message, conversation):
        return Reply(text=conversation, desk="front")

desk = Desk()

def records(subject, field):
    return {"W-1 status": "cancelled"}.get(f"{subject} {field}")

def numbers(message): return 7
def shapeless(message): return {"text": "x"}
def broken(message): raise ValueError("no order <W-1>")
def leaves(message): raise SystemExit(0)
def sleeps(message): time.sleep(30)
def nothing(): return "x"
value = 7
"""
PROGRAM = """
import json, os, sys, time
said = []
for line in sys.stdin:
    asked = json.loads(line)
    if "probe" in asked:
        print(json.dumps({"value": asked["probe"]["subject"] + " open"}), flush=True)
        continue
    said.append(asked["message"])
    match asked["message"]:
        case "die": print("out of coffee", file=sys.stderr); sys.exit(3)
        case "hang": time.sleep(60)
        case "noise": print("Loading model ...", flush=True)
        case "half": print('{"reply": "x', end="", flush=True); sys.exit(0)
        case "twice":
            sys.stdout.write('{"reply": "one"}\\n{"reply": "two"}\\n')  # in one piece
            sys.stdout.flush()
            continue
        case "long": print("x" * 5_100_000, flush=True)
        case "chatty": print("e" * 300_000, file=sys.stderr)
    print(json.dumps({"reply": " | ".join(said), "desk": str(os.getpid())}), flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with an agent in it."""
    (tmp_path / "shop_agent.py").write_text(AGENT, encoding="utf-8")
    (tmp_path / "agent.py").write_text(PROGRAM, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.delitem(sys.modules, "shop_agent", raising=False)
    return tmp_path


def settings(**table: Any) -> TargetKind:
    return KINDS[table["kind"]].model_validate(table)


def held(folder: Path, *texts: str, conversation: str = "c", seconds: float = 10.0, **table: Any) -> list[Reply | str]:
    """What is answered to these messages; errors as their sentence."""

    async def asked() -> list[Reply | str]:
        target = open_target("a", settings(**table), Opening(seconds=seconds, folder=folder, run="r1"))
        replies: list[Reply | str] = []
        for number, text in enumerate(texts, 1):
            try:
                async with asyncio.timeout(seconds):
                    replies.append(await target.answer(Message(conversation=conversation, number=number, text=text)))
            except TargetError as problem:
                replies.append(str(problem))
            except TimeoutError:
                replies.append("no reply")
        assert isinstance(target, Leaves)
        await target.leave(conversation)
        await close_target(target)
        return replies

    return asyncio.run(asked())


def words(replies: list[Reply | str]) -> list[str]:
    return [reply if isinstance(reply, str) else reply.text for reply in replies]


# ---- a function -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("plain", ["You said Hello", "You said Bye"]),
        ("later", ["1: []", "2: ['Hello', '1: []']"]),
        ("everything", ["conversation history message number"] * 2),
        ("desk", ["c~r1", "c~r1"]),
        ("Desk.__call__", "call"),
    ],
)
def test_a_function_is_given_what_it_takes(folder: Path, name: str, says: list[str] | str) -> None:
    """A text for a text, sync or async; the history, the conversation and the number where it asks for them."""
    if says == "call":
        with pytest.raises(ValueError, match="place of a function"):
            settings(kind="function", call="shop_agent:Desk call")
        return
    assert says == words(held(folder, "Hello", "Bye", kind="function", call=f"shop_agent:{name}"))


def test_a_function_may_say_more_than_words(folder: Path) -> None:
    """A table in the harness's own shape, or a Reply."""
    (table,) = held(folder, "Hello", kind="function", call="shop_agent:later")
    (reply,) = held(folder, "Hello", kind="function", call="shop_agent:desk")
    assert isinstance(table, Reply)
    assert isinstance(reply, Reply)
    assert (4, "reported", "front") == (table.tokens and table.tokens.total, table.certainty, reply.desk)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("numbers", "the function returned int, not a text and no table with a `reply`"),
        ("shapeless", "the answer is not what was agreed: reply: Field required"),
        ("broken", "shop_agent:broken raised ValueError: no order <W-1>"),
        ("leaves", "shop_agent:leaves raised SystemExit: 0"),
    ],
)
def test_what_a_function_does_wrong_ends_its_conversation(folder: Path, name: str, says: str) -> None:
    """Said in a sentence: not even one that leaves the program ends the run."""
    assert [says] == held(folder, "Hello", kind="function", call=f"shop_agent:{name}")


def test_a_function_that_never_returns_holds_up_nobody(folder: Path) -> None:
    """Its thread is left behind; the program can end all the same."""
    assert ["no reply"] == held(folder, "Hello", seconds=0.2, kind="function", call="shop_agent:sleeps")


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("no_such_module:answer", "there is no module 'no_such_module' for 'no_such_module:answer', looked for from "),
        ("shop_agent:answr", "there is no 'answr' in the module 'shop_agent'"),
        ("shop_agent:value", "'shop_agent:value' is a int, and cannot be called"),
        ("shop_agent:nothing", "'shop_agent:nothing' takes no `message`. It may take message, conversation, number"),
        ("wrong_agent:answer", "importing 'wrong_agent' raised SyntaxError"),
    ],
)
def test_a_function_that_cannot_be_had_is_said_before_anything_is_held(folder: Path, call: str, says: str) -> None:
    """Exit 2, with what would work."""
    (folder / "wrong_agent.py").write_text("def answer(:", encoding="utf-8")
    with pytest.raises(Trouble, match="target 'a': ") as caught:
        open_target("a", settings(kind="function", call=call), Opening(folder=folder))
    assert says in str(caught.value)


def test_a_function_can_show_its_records(folder: Path) -> None:
    """Through a second function; without one there is no door."""
    table = {"kind": "function", "call": "shop_agent:plain"}
    target = open_target("a", settings(**table, probe="shop_agent:records"), Opening(folder=folder))
    assert isinstance(target, Probe)
    assert ("cancelled", None) == tuple(asyncio.run(target.read("c", "W-1", field)) for field in ("status", "total"))
    assert not isinstance(open_target("a", settings(**table), Opening(folder=folder)), Probe)


# ---- a command --------------------------------------------------------------------------------------------------

COMMAND: dict[str, Any] = {"kind": "command", "command": [sys.executable, "agent.py"]}


def test_a_command_has_a_process_for_each_conversation(folder: Path) -> None:
    """It remembers its own conversation, and no other; it is gone when the conversation is over."""
    first = held(folder, "Hello", "Bye", **COMMAND)
    second = held(folder, "Again", **COMMAND)
    assert (["Hello", "Hello | Bye"], ["Again"]) == (words(first), words(second))
    ids = {reply.desk for reply in (*first, *second) if isinstance(reply, Reply)}
    assert 2 == len(ids)
    for one in ids:
        with pytest.raises(ProcessLookupError):
            os.kill(int(one or 0), 0)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("die", "ended with code 3: out of coffee"),
        ("hang", "no whole answer within 0.9 seconds"),
        ("noise", "the answer is not JSON"),
        ("half", "ended with code 0"),
        ("long", "wrote a line of more than 5,000,000 bytes"),
    ],
)
def test_what_a_command_does_wrong_ends_its_conversation(folder: Path, text: str, says: str) -> None:
    """Its last words are in the sentence; a process that hangs is ended."""
    assert [says] == held(folder, text, seconds=1.0, **COMMAND)


def test_a_process_that_died_is_not_replaced_by_one_that_knows_nothing(folder: Path) -> None:
    """A later turn is not answered by a process that never heard the earlier ones; a first one may be tried again."""

    async def asked() -> list[str]:
        target = open_target("a", settings(**COMMAND), Opening(folder=folder))
        said = []
        for number, text in ((1, "Hello"), (2, "die"), (2, "Bye"), (1, "Hello")):
            try:
                said.append((await target.answer(Message(conversation="c", number=number, text=text))).text)
            except TargetError as problem:
                said.append(str(problem))
        await close_target(target)
        return said

    gone = "its process was ended, and with it what it knew of this conversation"
    assert ["Hello", "ended with code 3: out of coffee", gone, "Hello"] == asyncio.run(asked())


def test_a_line_too_many_is_not_taken_for_the_next_reply(folder: Path) -> None:
    """Every reply after it would be the one before."""
    replies = words(held(folder, "twice", "Hello", **COMMAND))
    assert ["one", "wrote a line that it was not asked for"] == replies


def test_a_command_may_write_aside_what_it_likes(folder: Path) -> None:
    """What nobody reads would stop it."""
    assert ["chatty", "chatty | Hello"] == words(held(folder, "chatty", "Hello", **COMMAND))


def test_a_command_can_show_its_records(folder: Path) -> None:
    """In a line of its own."""

    async def asked() -> str | None:
        target = open_target("a", settings(**COMMAND, probe=True), Opening(folder=folder))
        assert isinstance(target, Probe)
        try:
            return await target.read("c", "W-1", "status")
        finally:
            await close_target(target)

    assert "W-1 open" == asyncio.run(asked())


def test_a_command_that_is_not_there_is_said_before_anything_is_held(folder: Path) -> None:
    """Exit 2."""
    with pytest.raises(Trouble, match="there is no program 'no-such-agent' that can be run"):
        open_target("a", settings(kind="command", command=["no-such-agent"]), Opening(folder=folder))


FUNCTION: dict[str, Any] = {"kind": "function", "call": "shop_agent:plain"}

# ---- both -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "table", [COMMAND, {"kind": "function", "call": "shop_agent:plain"}], ids=["command", "function"]
)
def test_code_of_the_repository_is_refused_where_it_may_not_be_run(folder: Path, table: dict[str, Any]) -> None:
    """Not even imported: the change that is tested may be a stranger's."""
    (folder / "shop_agent.py").write_text("raise SystemExit", encoding="utf-8")
    with pytest.raises(Trouble, match=r"target 'a' runs the (function|command) .*, and --no-exec says that no code"):
        open_target("a", settings(**table), Opening(code=False, folder=folder))


def test_another_text_of_the_agent_is_another_version(folder: Path) -> None:
    """So that a baseline is never compared with a change that nobody named."""

    def versions() -> list[str]:
        return [open_target("a", settings(**table), Opening(folder=folder)).version for table in (COMMAND, FUNCTION)]

    first = versions()
    assert first == versions()
    for file in ("agent.py", "shop_agent.py"):
        (folder / file).write_text((folder / file).read_text() + "\n# changed\n", encoding="utf-8")
    assert not set(first) & set(versions())
    assert "2.1" == open_target("a", settings(**COMMAND, version="2.1"), Opening(folder=folder)).version
