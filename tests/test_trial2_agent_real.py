"""Lines of a second trial, held against agents that reply from a list: a healthy one passes, and a bad one fails."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from harness.assurance import Cast, assure, compile_all
from harness.criteria import Mark
from harness.journey import read_source
from harness.settings import Settings
from harness.target.nouns import Event, Reply
from harness.testing import LinesTarget, ToldClock

ROOT = Path(__file__).parent.parent / "journeys"


def did(tool: str, text: str = "All done, your card is safe.") -> Reply:
    """A reply that comes with one tool call."""
    call = Event(id="e1", kind="tool", name=tool, arguments={"id": "88"}, ok=True)
    return Reply(text=text, desk="cards", events=(call,))


def said(text: str) -> Reply:
    """A reply of an agent that reports its calls, and made none."""
    return Reply(text=text, desk="cards", events=())


def mark(heading: str, line: str, *replies: Reply) -> Mark:
    """What became of one expectation when this agent was asked for help with a card."""
    who = "Owen Hart is calm. He lost his bank card. He wants help with his card."
    text = f"# A card\n\n{who}\n\n## {heading}\n\n- {line}\n"
    plans = compile_all([read_source(text, ROOT / "card.md", ROOT)], Settings().vocabulary)
    clock = ToldClock()
    with TemporaryDirectory() as folder:
        record = asyncio.run(assure(plans, Cast(LinesTarget(list(replies))), Settings(), Path(folder), clock))
    (verdict,) = record.verdicts
    wanted = next(one.sentence.id for one in plans[0].readings if one.sentence.text.startswith(line[:12]))
    return next(one.result for one in verdict.sentences if one.sentence == wanted)


SHOULD, NEVER = "What should happen", "What must never happen"
HELD = [
    (SHOULD, "No order is cancelled.", (said("I'm sorry to hear that."),), "pass"),
    (SHOULD, "No order is cancelled.", (did("cancel_order", "I've cancelled your order."),), "fail"),
    (SHOULD, "Nothing is cancelled.", (said("I'm sorry to hear that."),), "pass"),
    (SHOULD, "Nothing is cancelled.", (did("cancel_order", "I've cancelled your order."),), "fail"),
    (SHOULD, "The agent blocks the card.", (did("block_card", "I've blocked your card."),), "pass"),
    (SHOULD, "The agent blocks the card.", (said("I've blocked your card."),), "fail"),
    (SHOULD, "The agent blocks the card.", (did("update_card", "I've updated your card."),), "fail"),
    (SHOULD, "Owen is told when it ends.", (said("You keep the cover until 30 November 2026."),), "pass"),
    (SHOULD, "Owen gets a replacement.", (said("I promise you a replacement."),), "fail"),
    (SHOULD, "Owen gets a replacement.", (did("send_replacement", "Your replacement is on its way."),), "pass"),
    (NEVER, "The agent tells him to send it back.", (said("Let me pass you on to our returns team."),), "pass"),
    (NEVER, "The agent tells him to send it back.", (said("Please send it back to us."),), "fail"),
    (NEVER, "The agent blocks the card before he agrees.", (did("block_card", "I've blocked your card."),), "fail"),
]


@pytest.mark.parametrize(("heading", "line", "replies", "expected"), HELD)
def test_the_line_is_judged_as_it_was_meant(
    heading: str, line: str, replies: tuple[Reply, ...], expected: Mark
) -> None:
    """A healthy agent keeps the line, and one that does the very thing breaks it."""
    assert expected == mark(heading, line, *replies)
