"""Recorded conversations: both forms are read, what is none is told, and nobody is named any more."""

import json
from pathlib import Path
from typing import Any

import pytest

from harness.production import LONGEST_LINE, Recordings, read_recordings
from harness.trouble import Trouble


def recorded(folder: Path, *lines: Any) -> Recordings:
    """A file with these lines, read: text as it is, anything else as JSON."""
    file = folder / "calls.jsonl"
    file.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), encoding="utf-8")
    return read_recordings(file)


SPOKEN = {"turns": [{"customer": "Where is it?", "agent": "On its way."}]}


def test_openai_messages_become_turns(tmp_path: Path) -> None:
    """User, assistant and tool messages are turns with events; what the system was told is not part of them."""
    call = {"id": "c1", "type": "function", "function": {"name": "look_up", "arguments": '{"order": "W-77"}'}}
    moved = {"id": "c2", "function": {"name": "transfer_to_billing", "arguments": ""}}
    messages = [
        {"role": "system", "content": "You are a shop."},
        {"role": "assistant", "content": "Welcome!"},
        {"role": "user", "content": "Hi."},
        {"role": "user", "content": [{"type": "text", "text": "Where is W-77?"}]},
        {"role": "assistant", "content": None, "tool_calls": [call, moved]},
        {"role": "tool", "tool_call_id": "c1", "content": '{"error": "unknown"}'},
        {"role": "tool", "tool_call_id": "c2", "content": "moved"},
        {"role": "assistant", "content": "I cannot find it."},
    ]
    (one,) = recorded(tmp_path, messages).conversations.values()
    assert [("", "Welcome!"), ("Hi.\nWhere is W-77?", "I cannot find it.")] == [
        (turn.customer, turn.agent) for turn in one.turns
    ]
    looked, handed = one.turns[1].events
    assert ("tool", "look_up", {"order": "W-77"}, False) == (looked.kind, looked.name, looked.arguments, looked.ok)
    assert ("handoff", "billing", {"content": "moved"}) == (handed.kind, handed.name, handed.result)
    assert one.events
    assert "not_recorded" == one.ending


def test_lines_that_are_no_conversation_are_told_and_left_out(tmp_path: Path) -> None:
    """Each with its line and a reason that repeats none of its words; the rest goes on."""
    lines = [
        "{broken",
        {"maya": 1},
        SPOKEN,
        {"turns": [{"customer": 5, "agent": "maya"}]},
        [{"role": "maya", "content": "x"}],
        [{"role": "tool", "tool_call_id": "maya", "content": "x"}],
        {"turns": []},
        '"' + "x" * LONGEST_LINE + '"',
        "[" * 50_000,
        {"messages": SPOKEN["turns"]},
        [{"role": "user", "content": "\ud800"}],
        SPOKEN,
        '{"turns": [{"customer": "a", "agent": "b", "events": [{"name": "x", "arguments": {"y": 1e999}}]}]}',
    ]
    found = recorded(tmp_path, *lines)
    assert [3, 12] == list(found.conversations)
    assert [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 13] == [one.line for one in found.skipped]
    assert not any("maya" in one.why for one in found.skipped)
    assert "is no conversation: turns.0.customer is no text" == found.skipped[2].why


def test_a_file_without_any_conversation_is_refused(tmp_path: Path) -> None:
    """With the first reason, and its place."""
    with pytest.raises(Trouble, match=r"calls\.jsonl holds no conversation .*calls\.jsonl:1 is not JSON"):
        recorded(tmp_path, "hello")
    with pytest.raises(Trouble, match="cannot be read"):
        read_recordings(tmp_path / "nowhere.jsonl")


def test_the_same_value_keeps_its_placeholder_over_words_and_tools(tmp_path: Path) -> None:
    """So that it can still be told that the agent used what the customer had given."""
    call = {"name": "send", "arguments": {"to": "maya@shop.example"}}
    turn = {"customer": "I'm Maya, maya@shop.example", "agent": "Sent to MAYA@shop.example, Maya.", "events": [call]}
    found = recorded(tmp_path, {"turns": [turn]})
    (said,) = found.conversations[1].turns
    assert ("I'm [NAME-1], [EMAIL-1]", "Sent to [EMAIL-1], [NAME-1].") == (said.customer, said.agent)
    assert {"to": "[EMAIL-1]"} == said.events[0].arguments
    assert {"EMAIL": 3, "NAME": 2} == found.redacted
