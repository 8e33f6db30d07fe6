"""Agents behind a model's interface, through the official SDKs over real HTTP: servers, and prompts under test."""

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from harness.target.anthropic import AnthropicSettings
from harness.target.kind import Opening, close_target, open_target
from harness.target.nouns import Event, Message, Reply, TargetError
from harness.target.openai import OpenAISettings
from harness.target.prompted import PromptedSettings
from harness.testing import ModelReply, ModelServer, Seen
from harness.testing.model_server import Provider, Scripted
from harness.trouble import Trouble

DOORS: dict[str, tuple[Provider, type[PromptedSettings], dict[str, Any]]] = {
    "chat": ("openai", OpenAISettings, {}),
    "chat stream": ("openai", OpenAISettings, {"stream": True}),
    "responses": ("responses", OpenAISettings, {"api": "responses"}),
    "responses stream": ("responses", OpenAISettings, {"api": "responses", "stream": True}),
    "messages": ("anthropic", AnthropicSettings, {}),
}
TOOLS: list[dict[str, Any]] = [
    {
        "name": "find_order",
        "description": "Looks up an order by its number.",
        "parameters": {"type": "object", "properties": {"order": {"type": "string"}}, "required": ["order"]},
        "canned": [
            {"when": {"order": "W-1042"}, "result": {"status": "delivered", "total": "39.00"}},
            {"result": {"error": "no such order"}, "ok": False},
        ],
    },
    {"name": "refund", "python": "prompt_tools:refund"},
    {"name": "to_billing", "handoff": "billing"},
]
CODE = """
async def refund(amount, conversation):
    if amount > 50:
        raise ValueError("too much")
    return {"refunded": amount, "for": conversation}
"""


@pytest.fixture(params=DOORS)
def door(request: pytest.FixtureRequest) -> str:
    """Each interface, plain and as a stream."""
    name: str = request.param
    return name


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a prompt and a tool."""
    (tmp_path / "support.md").write_text("You answer for Hearth & Co.\n", encoding="utf-8")
    (tmp_path / "prompt_tools.py").write_text(CODE, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.delitem(sys.modules, "prompt_tools", raising=False)
    return tmp_path


def settings(door: str, server: ModelServer, **more: Any) -> PromptedSettings:
    provider, kind, own = DOORS[door]
    return kind.model_validate({"model": "m-1", "base_url": server.base_url(provider), **own, **more})


def talk(
    door: str, answers: Sequence[Scripted] | Callable[[Seen], Scripted], *texts: str, folder: Path = Path(), **more: Any
) -> tuple[list[Reply | str], ModelServer]:
    """What is answered to these messages of one conversation, and the server that was asked."""

    async def held(server: ModelServer) -> list[Reply | str]:
        target = open_target("a", settings(door, server, **more), Opening(seconds=20, folder=folder, run="r1"))
        replies: list[Reply | str] = []
        for number, text in enumerate(texts, 1):
            try:
                replies.append(await target.answer(Message(conversation="c", number=number, text=text)))
            except TargetError as problem:
                replies.append(str(problem))
        await close_target(target)
        return replies

    with ModelServer(answers) as server:
        replies = asyncio.run(held(server))
    assert [] == server.refused
    return replies, server


def one(replies: list[Reply | str]) -> Reply:
    (reply,) = replies
    assert isinstance(reply, Reply), reply
    return reply


def did(reply: Reply) -> list[tuple[str, str, dict[str, Any], dict[str, Any] | None, bool]]:
    return [(event.kind, event.name, event.arguments, event.result, event.ok) for event in reply.events or ()]


def test_the_conversation_so_far_is_sent_with_each_message(door: str) -> None:
    """A server that keeps nothing is told all of it; its usage and its model are read."""
    replies, server = talk(door, ["Hello there.", "Goodbye."], "Hello", "Bye \ud800")
    assert ["Hello there.", "Goodbye."] == [reply.text for reply in replies if isinstance(reply, Reply)]
    first, second = replies
    assert isinstance(first, Reply)
    assert ("m-1", "reported", True) == (first.model, first.certainty, bool(first.tokens and first.tokens.fresh))
    sent = server.seen[1].body
    said = [item.get("content") for item in sent.get("messages") or sent["input"]]
    assert ["Hello", "Bye ?"] == [said[0], said[2]]
    assert "Hello there." in json.dumps(said[1])
    assert isinstance(second, Reply)
    assert None is first.events is second.events


def test_a_prompt_is_tried_with_its_tools(door: str, folder: Path) -> None:
    """It is sent as the system's words; what its tools give goes back to it, and stands on record as events."""
    answers: list[Scripted] = [
        ModelReply("Let me look.", calls=[("find_order", {"order": "W-1042"}), ("refund", {"amount": 39})]),
        ModelReply(calls=[("refund", {"amount": 99}), ("find_order", {"order": "W-9"})]),
        ModelReply(calls=[("to_billing", {"why": "twice"})]),
        "I have refunded £39.00.",
    ]
    replies, server = talk(door, answers, "My kettle is cracked", folder=folder, prompt="support.md", tools=TOOLS)
    reply = one(replies)
    assert "Let me look.\n\nI have refunded £39.00." == reply.text
    assert [
        ("tool", "find_order", {"order": "W-1042"}, {"status": "delivered", "total": "39.00"}, True),
        ("tool", "refund", {"amount": 39}, {"refunded": 39, "for": "c~r1"}, True),
        ("tool", "refund", {"amount": 99}, {"error": "prompt_tools:refund raised ValueError: too much"}, False),
        ("tool", "find_order", {"order": "W-9"}, {"error": "no such order"}, False),
        ("handoff", "billing", {"why": "twice"}, {"transferred_to": "billing"}, True),
    ] == did(reply)
    assert [f"t1e{place}" for place in range(1, 6)] == [event.id for event in reply.events or ()]
    assert "Hearth & Co." in json.dumps(server.seen[0].body)
    assert "39.00" in json.dumps(server.seen[1].body)
    assert reply.tokens is not None
    assert reply.tokens.fresh > 0
    assert 4 == len(server.seen)


def test_further_parameters_are_sent_as_they_are(door: str) -> None:
    """Also those that the SDK itself has no name for."""
    _, server = talk(door, ["Hello."], "Hello", parameters={"metadata": {"user_id": "u"}})
    assert {"user_id": "u"} == server.seen[0].body["metadata"]


def test_a_prompt_that_called_nothing_did_nothing(door: str, folder: Path) -> None:
    """Its tools are called here, so that where none was called it is known: events are measurable."""
    replies, _ = talk(door, ["Hello."], "Hello", folder=folder, prompt="support.md")
    assert () == one(replies).events


def test_a_server_that_hands_over_is_seen_to(door: str) -> None:
    """A call that is named like a hand-off is one; the conversation goes on, with an answer to the call in it."""
    answers: list[Scripted] = [
        ModelReply("One moment.", calls=[("transfer_to_billing", {"reason": "twice"})]),
        "Billing here.",
    ]
    replies, server = talk(door, answers, "I was charged twice", "Hello?")
    first, second = replies
    assert isinstance(first, Reply)
    assert [("handoff", "billing", {"reason": "twice"}, None, True)] == did(first)
    assert isinstance(second, Reply)
    assert (2, "Billing here.") == (len(server.seen), second.text)


def test_a_tool_that_the_settings_do_not_have_ends_the_conversation(door: str) -> None:
    """Nobody makes up what it would have given."""
    replies, _ = talk(door, [ModelReply(calls=[("find_order", {})])], "Hello")
    assert ["it asks for the tool 'find_order', which the settings do not have"] == replies


def test_a_tool_that_the_model_makes_up_is_its_own_mistake(door: str, folder: Path) -> None:
    """A prompt under test is told so, as it would be anywhere, and it stands on record."""
    answers: list[Scripted] = [ModelReply(calls=[("transfer_to_moon", {}), ("refnd", {"amount": 3})]), "I cannot."]
    replies, server = talk(door, answers, "Hello", folder=folder, prompt="support.md", tools=TOOLS)
    reply = one(replies)
    assert [("transfer_to_moon", False), ("refnd", False)] == [(event.name, event.ok) for event in reply.events or ()]
    assert ("I cannot.", True) == (reply.text, "there is no tool 'refnd'" in json.dumps(server.seen[1].body))


def test_a_call_without_a_canned_result_ends_the_conversation(door: str, folder: Path) -> None:
    """It is said which, and what to add."""
    tools = [{"name": "find_order", "canned": [{"when": {"order": "W-1"}, "result": 1}]}]
    replies, _ = talk(door, [ModelReply(calls=[("find_order", {"order": "W-2"})])], "Hello", tools=tools)
    assert [
        'the tool \'find_order\' has no canned result for {"order": "W-2"}: add one without `when` for all others'
    ] == replies


def test_a_model_that_only_calls_tools_is_stopped(door: str) -> None:
    """After as many rounds as the settings allow."""
    tools = [{"name": "wait", "canned": [{"result": "not yet"}]}]
    replies, server = talk(door, [ModelReply(calls=[("wait", {})])], "Hello", tools=tools, most_rounds=3)
    assert ["it called tools 3 times, and had no answer then"] == replies
    assert 3 == len(server.seen)


def test_an_answer_that_was_cut_off_refused_or_empty_says_so(door: str) -> None:
    """The customer sees what came; what is wrong with it stands beside it as an event."""
    cases: list[tuple[ModelReply, str]] = [
        (ModelReply("I can", stopped="length"), "length"),
        (ModelReply("I can", stopped="refused"), "refusal"),
        (ModelReply(""), "no words"),
    ]
    for said, trouble in cases:
        reply = one(talk(door, [said], "Hello")[0])
        assert (said.words, [("error", trouble)]) == (
            reply.text,
            [(event.kind, event.name) for event in reply.events or ()],
        )


FAULTS: list[tuple[Scripted, str]] = [
    (ModelReply("slow down", status=429, headers={"retry-after": "1"}), "answered with status 429: slow down"),
    (ModelReply("overloaded", status=529), "answered with status 529: overloaded"),
    (ModelReply("oh", status=500), "answered with status 500: oh"),
    (ModelReply("x", status=302, headers={"location": "http://192.0.2.1/"}), "sends us to another address (302)"),
    (b"<html>Bad gateway</html>", ""),
    (b"", ""),
    (b"{}", ""),
    (b"[]", ""),
    (b'{"choices": [{}], "content": 7, "output": "x"}', ""),
    (ModelReply("Hello there, I can help you with that.", cut=40), ""),
    (ModelReply(body=b"x" * 6_000_000), ""),
]


@pytest.mark.parametrize(("fault", "says"), FAULTS, ids=range(len(FAULTS)))
def test_what_is_no_answer_ends_the_conversation(door: str, fault: Scripted, says: str) -> None:
    """Whatever a provider does, it is a sentence, asked for once, and never a reply."""
    (said,), server = talk(door, [fault], "Hello")
    assert isinstance(said, str), said
    assert said.startswith(says)
    assert said
    assert 1 == len(server.seen)


@pytest.mark.parametrize(
    ("fault", "again"),
    [
        (ModelReply("slow down", status=429, headers={"retry-after": "7"}), (True, False, True, 7.0)),
        (ModelReply("overloaded", status=529), (False, True, True, None)),
        (ModelReply("oh", status=500), (False, False, False, None)),
        (ModelReply("x", status=302, headers={"location": "/"}), (False, False, False, None)),
        (ModelReply("Hello there", cut=40), (False, True, False, None)),
    ],
    ids=range(5),
)
def test_it_is_said_whether_a_message_may_be_sent_again(
    door: str, fault: ModelReply, again: tuple[bool, bool, bool, float | None]
) -> None:
    """What turned it away unread, what may have been lost, and how long the provider asks to wait; not after a tool."""
    tools = [{"name": "wait", "canned": [{"result": "x"}]}]

    async def asked(server: ModelServer) -> TargetError:
        target = open_target("a", settings(door, server, tools=tools), Opening(seconds=20))
        with pytest.raises(TargetError) as caught:
            await target.answer(Message(conversation="c", number=1, text="Hello"))
        await close_target(target)
        return caught.value

    with ModelServer([fault]) as server:
        first = asyncio.run(asked(server))
    assert again == (first.untaken, first.lost, first.busy, first.wait)
    with ModelServer([ModelReply(calls=[("wait", {})]), fault]) as server:
        later = asyncio.run(asked(server))
    assert (False, again[0] or again[1]) == (later.untaken, later.lost)


def test_a_slow_first_byte_is_waited_for_as_long_as_a_reply_may_take(door: str) -> None:
    """And no longer."""

    async def asked(server: ModelServer) -> str:
        target = open_target("a", settings(door, server), Opening(seconds=0.5))
        try:
            await target.answer(Message(conversation="c", number=1, text="Hello"))
        except TargetError as problem:
            return str(problem)
        finally:
            await close_target(target)
        return "a reply"

    with ModelServer([ModelReply("late", wait=5)]) as server:
        assert "no whole answer within 0.45 seconds" == asyncio.run(asked(server))


def test_the_key_goes_to_whom_it_is_named_for(door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider's usual key to no other address; a named one is sent, and is hidden from what is written."""
    monkeypatch.setenv("HOUSE_KEY", "tangerine-4417")
    for usual in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.setenv(usual, "never-to-be-sent-1")
    _, named = talk(door, ["x"], "Hello", key="HOUSE_KEY")
    _, unnamed = talk(door, ["x"], "Hello")
    assert "tangerine-4417" in json.dumps(dict(named.seen[0].headers))
    assert "never-to-be-sent-1" not in json.dumps([dict(one.seen[0].headers) for one in (named, unnamed)])


def test_another_prompt_is_another_version(door: str, folder: Path) -> None:
    """Its text, its tools, their code and its parameters: whatever the model is told."""

    def version(**more: Any) -> str:
        with ModelServer(["x"]) as server:
            table = {"prompt": "support.md", "tools": TOOLS, **more}
            return open_target("a", settings(door, server, **table), Opening(folder=folder)).version

    first = version()
    assert first == version()
    assert first.startswith("m-1 prompt ")
    others = [version(tools=TOOLS[:1]), version(parameters={"metadata": {"a": "b"}})]
    (folder / "support.md").write_text("You answer for Hearth.\n", encoding="utf-8")
    others.append(version())
    (folder / "prompt_tools.py").write_text(CODE + "# changed\n", encoding="utf-8")
    others.append(version())
    assert 5 == len({first, *others})


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"prompt": "no.md"}, "there is no file 'no.md', where its prompt should stand"),
    ({"key": "NO_SUCH_KEY_HERE"}, "the environment variable NO_SUCH_KEY_HERE, which holds its key, is not set"),
    ({"tools": [{"name": "x"}]}, "a tool has `canned` results, a `python` function, or a `handoff` to a desk"),
    ({"tools": [{"name": "x y", "handoff": "z"}]}, "String should match pattern"),
    ({"tools": [{"name": "x", "python": "no_such:tool"}]}, "there is no module 'no_such'"),
    ({"model": ""}, "at least 1 character"),
    ({"parameters": {"stream": True}}, "'stream' is said by other settings of the target"),
    ({"base_url": "ftp://x"}, "this is no address"),
]


@pytest.mark.parametrize(("table", "says"), WRONG, ids=range(len(WRONG)))
def test_settings_that_cannot_work_are_refused_before_anything_is_sent(
    folder: Path, table: dict[str, Any], says: str
) -> None:
    """A sentence, and exit 2."""
    table = {"model": "m", "base_url": "http://127.0.0.1:1/v1", **table}
    with pytest.raises((Trouble, ValueError)) as caught:
        open_target("a", OpenAISettings.model_validate(table), Opening(folder=folder))
    assert says in str(caught.value)


def test_what_a_function_does_is_not_done_twice(folder: Path) -> None:
    """A message to a prompt may be sent again, unless one of its tools is code."""
    table = {"model": "m", "base_url": "http://127.0.0.1:1/v1", "prompt": "support.md"}
    targets = [
        open_target("a", OpenAISettings.model_validate({**table, "tools": tools}), Opening(folder=folder))
        for tools in (TOOLS[:1], TOOLS)
    ]
    assert [True, False] == [getattr(target, "idempotent", None) for target in targets]


def test_python_tools_are_refused_where_no_code_may_run(folder: Path) -> None:
    """A prompt with canned results is data; one with functions is code."""
    table = {"model": "m", "base_url": "http://127.0.0.1:1/v1", "prompt": "support.md"}
    how = Opening(code=False, folder=folder)
    assert open_target("a", OpenAISettings.model_validate({**table, "tools": TOOLS[:1]}), how)
    with pytest.raises(Trouble, match="runs the function prompt_tools:refund, and --no-exec says"):
        open_target("a", OpenAISettings.model_validate({**table, "tools": TOOLS}), how)


def test_what_the_other_side_did_by_itself_stands_on_record() -> None:
    """Searches, tools of a server's own, functions whose results stand in its answer."""
    from harness.target.anthropic import MessagesWire
    from harness.target.openai import ChatWire, ResponsesWire

    def names(events: list[Event]) -> list[tuple[str, str, dict[str, Any] | None, bool]]:
        return [(event.kind, event.name, event.result, event.ok) for event in events]

    text = {"type": "message", "content": [{"type": "output_text", "text": "Done."}]}
    output = [
        {"type": "reasoning", "summary": []},
        {"type": "file_search_call", "queries": ["returns"], "results": [{"file": "a"}], "status": "completed"},
        {"type": "mcp_call", "name": "find", "arguments": '{"a": 1}', "output": '{"b": 2}', "error": "no"},
        {"type": "function_call", "call_id": "c1", "name": "refund", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c1", "output": "ok"},
        text,
    ]
    responses = ResponsesWire().said({"output": output})
    assert [
        ("retrieval", "file_search", {"value": [{"file": "a"}]}, True),
        ("tool", "find", {"b": 2}, False),
        ("tool", "refund", {"value": "ok"}, True),
    ] == names(responses.done)
    assert ([], 5) == (responses.calls, len(responses.items))
    content = [
        {"type": "server_tool_use", "id": "s1", "name": "web_search", "input": {"query": "x"}},
        {"type": "web_search_tool_result", "tool_use_id": "s1", "content": [{"url": "u"}]},
        {"type": "text", "text": "Done."},
    ]
    messages = MessagesWire().said({"content": content, "stop_reason": "end_turn"})
    assert [("retrieval", "web_search", {"value": [{"url": "u"}]}, True)] == names(messages.done)
    call = {"id": "c", "type": "function", "function": {"name": "find", "arguments": "{}"}}
    message = {"role": "assistant", "content": "Done.", "tool_calls": [call]}
    chat = ChatWire().said({"choices": [{"message": message, "finish_reason": "stop"}]})
    assert [("tool", "find", None, True)] == names(chat.done)
    assert [{"role": "assistant", "content": "Done."}] == chat.items
