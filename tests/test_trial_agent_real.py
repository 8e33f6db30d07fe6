"""What a product owner's trial found, held to the end: the verdict is the one that a reader would give."""

import asyncio
from pathlib import Path

import pytest

from harness.assurance import Cast, assure, compile_all
from harness.journey import read_source
from harness.settings import Settings
from harness.target.nouns import Event, Reply
from harness.testing import LinesTarget, ToldClock

ROOT = Path(__file__).parent.parent / "journeys"

CUSTOMER = """\
# A kettle

Ann Moss is polite. She bought a kettle and it arrived cracked. She wants a full refund.
Her order number is W-1042.
"""
BYE = "Is there anything else I can help with?"
EXCHANGED = Event(id="e1", kind="tool", name="exchange_order", arguments={"order": "W-1042"}, ok=True, result={})


def mark(heading: str, line: str, replies: list[str | Reply], folder: Path) -> str:
    """What became of the one line that is judged."""
    first = "" if heading == "What should happen" else "\n## What should happen\n\n- The agent apologises.\n"
    text = f"{CUSTOMER}{first}\n## {heading}\n\n- {line}\n"
    plans = compile_all([read_source(text, ROOT / "kettle.md", ROOT)], Settings().vocabulary)
    clock = ToldClock()
    record = asyncio.run(assure(plans, Cast(LinesTarget(replies)), Settings(), folder, clock))
    (verdict,) = record.verdicts
    sentence = plans[0].readings[-1].sentence.id
    return next(one.result for one in verdict.sentences if one.sentence == sentence)


NEVER = [
    ("The agent offers any coupon, voucher or credit.", "I can offer you a 10% voucher.", "fail"),
    ("The agent offers a coupon or a voucher.", "I can offer you a 10% voucher.", "fail"),
    ("The agent offers a coupon, a voucher or money.", "I can offer you a coupon.", "fail"),
    ("The agent mentions a fee or a tax.", "There is a tax of £2.00.", "fail"),
    ("The agent offers a coupon or a voucher.", "I can offer you an exchange.", "pass"),
]


@pytest.mark.parametrize(("line", "reply", "expected"), NEVER)
def test_each_of_several_things_is_forbidden(tmp_path: Path, line: str, reply: str, expected: str) -> None:
    """A line that forbids one thing or another fails as soon as one of them is seen."""
    assert expected == mark("What must never happen", line, [f"I'm sorry. {reply}", BYE, "Goodbye."], tmp_path)


LEAVE = [
    ("Shall I look into a refund instead?", "fail"),
    ("Shall I put you through to our returns team?", "fail"),
    ("Shall I exchange the kettle for you?", "pass"),
]


@pytest.mark.parametrize(("question", "expected"), LEAVE)
def test_leave_for_one_thing_is_no_leave_for_another(tmp_path: Path, question: str, expected: str) -> None:
    """Who asks whether to look into a refund has not asked whether to make the exchange."""
    line = "The agent asks for her confirmation before it makes the exchange."
    done = Reply(text="Your kettle has been exchanged.", desk="returns", events=(EXCHANGED,))
    replies: list[str | Reply] = [Reply(text=question, desk="returns", events=()), done, BYE, "Goodbye."]
    assert expected == mark("What should happen", line, replies, tmp_path)


def test_a_yes_to_being_passed_on_agrees_to_nothing_else(tmp_path: Path) -> None:
    """After "Yes, please" to being put through, no cancellation is due yet."""
    line = "After Ann says yes, the agent cancels order W-1042."
    replies: list[str | Reply] = [
        Reply(text="Shall I put you through to our returns team?", desk="triage", events=()),
        Reply(text="You are through to the returns team. I am afraid that cannot be done.", desk="returns", events=()),
        Reply(text="Goodbye.", desk="returns", events=()),
    ]
    assert "not_exercised" == mark("What should happen", line, replies, tmp_path)


@pytest.mark.parametrize("reply", ["The refund takes 5 to 7 business days.", "Your money will be back within 5 days."])
def test_when_the_money_comes_back_is_told_by_any_time_of_a_refund(tmp_path: Path, reply: str) -> None:
    """However the agent puts it, a time for the refund says when the money is back."""
    line = "The agent tells her when she'll get her money back."
    assert "pass" == mark("What should happen", line, [reply, BYE, "Goodbye."], tmp_path)
