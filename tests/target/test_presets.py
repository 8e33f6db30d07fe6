"""Presets: shapes of agents as data, each with an answer that it reads."""

import asyncio
from typing import Any

import pytest

from harness.target.http import HttpSettings
from harness.target.kind import Opening, close_target, open_target
from harness.target.nouns import Message, Reply
from harness.target.presets import is_verified, names, preset
from tests.target.agents import Says, ScriptedAgent

ANSWERS: dict[str, tuple[dict[str, Any], Any, str]] = {
    "a2a": (
        {},
        {"jsonrpc": "2.0", "id": 1, "result": {"message": {"parts": [{"text": "Hello."}], "role": "ROLE_AGENT"}}},
        "Hello.",
    ),
    "rasa-rest": ({}, [{"recipient_id": "c", "text": "Hello."}, {"recipient_id": "c", "image": "x"}], "Hello."),
}


def asked(name: str, place: str, **variables: Any) -> Reply:
    """One message to an agent of a preset's shape."""
    settings = HttpSettings.model_validate({"preset": name, "variables": {"base": place, **variables}})

    async def answer() -> Reply:
        target = open_target("a", settings, Opening(seconds=5))
        try:
            return await target.answer(Message(conversation="c/1", number=1, text='Say "hello"'))
        finally:
            await close_target(target)

    return asyncio.run(answer())


@pytest.mark.parametrize("name", [name for name in names() if not is_verified(name)])
def test_an_unverified_preset_reads_what_the_documentation_shows(name: str) -> None:
    """It was never run against the product: an answer as its pages print it is read."""
    variables, answer, text = ANSWERS[name]
    with ScriptedAgent(lambda heard: Says(answer)) as agent:
        assert text == asked(name, agent.place, **variables).text
    assert 'Say \\"hello\\"' in str(agent.heard[0].body) or 'Say "hello"' in str(agent.heard[0].body)


@pytest.mark.parametrize("name", names())
def test_a_preset_says_nothing_that_a_target_cannot_change(name: str) -> None:
    """What stands in the settings goes before what stands in the preset, table by table."""
    own = {"preset": name, "url": "http://127.0.0.1:1/own", "read": {"reply": "own"}, "variables": {"mine": 1}}
    settings = HttpSettings.model_validate(own)
    assert ("http://127.0.0.1:1/own", "own", 1) == (
        *(settings.url, settings.read and settings.read.reply, settings.variables["mine"]),
    )
    assert set(preset(name).get("variables", {})) <= set(settings.variables)
