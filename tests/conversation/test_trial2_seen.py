"""What a second trial saw judged wrongly: an end, a length of time, a desk's name, a card that is blocked."""

import pytest

from harness.conversation.nouns import Said, Turn
from harness.conversation.sighting import seen
from harness.plan.nouns import Deed
from harness.target.nouns import Event, Reply


def turn(agent: str, *tools: str) -> Turn:
    events = tuple(
        Event(id=f"e{at}", kind="tool", name=tool, arguments={"id": "88"}, ok=True) for at, tool in enumerate(tools)
    )
    return Turn(number=1, customer=Said(text="Hello.", act="open"), reply=Reply(text=agent, events=events))


TOLD = [
    ("when it ends", "You keep it until 30 November 2026.", True),
    ("when it ends", "You started it on 30 November 2025.", False),
    ("how long a dispute takes", "Disputes are settled within 10 days.", True),
    ("how long a dispute takes", "You opened the dispute 10 days ago.", False),
    ("send it back", "Let me pass you on to our returns team.", False),
    ("send it back", "Please return it in its box.", True),
]


@pytest.mark.parametrize(("about", "agent", "expected"), TOLD)
def test_what_is_told_is_known_by_its_meaning(about: str, agent: str, expected: bool) -> None:
    """Until tells when a thing ends, within how long it takes, and a desk's name tells nobody what to do."""
    assert expected == (seen(Deed(act="say", about=about), turn(agent)) is not None)


DONE = [
    ("block", "the card", "block_card", True),
    ("block", "the card", "freeze_card", True),
    ("block", "the card", "change_card", False),
    ("block", "the card", "unblock_card", False),
    ("block", "the card", "block_account", False),
    ("activate", "the card", "activate_card", True),
    ("activate", "the card", "deactivate_card", False),
]


@pytest.mark.parametrize(("word", "about", "tool", "expected"), DONE)
def test_a_card_is_blocked_by_the_tool_that_blocks_it(word: str, about: str, tool: str, expected: bool) -> None:
    """A change of another kind, or of another thing, is not the one that was asked for."""
    deed = Deed(act="do", action="update", about=about, word=word)
    assert expected == (seen(deed, turn("One moment.", tool)) is not None)


def test_without_reported_calls_the_words_must_name_it() -> None:
    """Where no tool calls are reported, "I've blocked your card" is the claim, and "I've changed it" is not."""
    deed = Deed(act="do", action="update", about="the card", word="block")
    said = [
        Turn(number=1, customer=Said(text="Hello.", act="open"), reply=Reply(text=text, events=None))
        for text in ("I've blocked your card.", "I've updated your card.")
    ]
    assert [True, False] == [seen(deed, one) is not None for one in said]
