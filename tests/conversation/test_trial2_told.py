"""What a customer makes of being told, and what they never recite."""

from pathlib import Path

import pytest

from harness.assurance import case_of
from harness.conversation.nouns import Said
from harness.conversation.scripted import ScriptedCustomer
from harness.journey.read import read_journey
from harness.plan.compile import compile_journey
from harness.settings import Settings
from harness.target.nouns import Reply


def customer(tmp_path: Path, top: str) -> ScriptedCustomer:
    file = tmp_path / "told.md"
    file.write_text(f"# Told\n\n{top}\n\n## What should happen\n\n- The agent apologises.\n", encoding="utf-8")
    plan = compile_journey(read_journey(file, tmp_path), Settings().vocabulary)
    return ScriptedCustomer(case_of(plan, plan.variations[0], 1, 7))


@pytest.mark.parametrize(
    "told",
    [
        "Your teapot has been dispatched and will arrive on 5 March 2026. Is there anything else?",
        "I've checked, and it is out for delivery.",
        "It was delivered this morning.",
    ],
)
def test_who_asks_where_an_order_is_is_answered_by_how_far_it_came(tmp_path: Path, told: str) -> None:
    """Told that the thing is on its way, the customer thanks and goes, whatever the agent calls it."""
    who = customer(tmp_path, "Ola Berg is calm. She wants to know where her order is.")
    who.reply(None)
    answer = who.reply(Reply(text=told))
    assert isinstance(answer, Said)
    assert answer.act == "thank"


def test_another_answer_is_not_taken_for_it(tmp_path: Path) -> None:
    """An opening hour does not tell where an order is."""
    who = customer(tmp_path, "Ola Berg is calm. She wants to know where her order is.")
    who.reply(None)
    answer = who.reply(Reply(text="We are open until 6 pm."))
    assert isinstance(answer, Said)
    assert answer.act != "thank"


def test_each_thing_that_was_given_in_one_sentence_can_be_asked_for(tmp_path: Path) -> None:
    """Asked for one of three things, the customer gives that one and keeps the others."""
    who = customer(
        tmp_path,
        "Ola Berg is calm. She wants a refund.\n"
        "When asked, she gives her phone number, 0113 496 0102, her email, ola@example.com, and her postcode, LS6 2AB.",
    )
    who.reply(None)
    answer = who.reply(Reply(text="What is your email, please?"))
    assert isinstance(answer, Said)
    assert "ola@example.com" in answer.text
    assert "LS6 2AB" not in answer.text


def test_a_number_is_given_without_what_is_told_of_it(tmp_path: Path) -> None:
    """ "W-1042, which she has to look up first" is W-1042 when it is asked for."""
    who = customer(tmp_path, "Ola Berg is calm. She wants a refund. Her order number is W-1042, which is on the box.")
    who.reply(None)
    answer = who.reply(Reply(text="What is your order number, please?"))
    assert isinstance(answer, Said)
    assert "W-1042" in answer.text
    assert "box" not in answer.text


def test_nobody_says_what_they_are_like(tmp_path: Path) -> None:
    """A mood beside a piece of the story is shown in the tone, and the story alone is told."""
    who = customer(tmp_path, "Ola Berg has been a member for years and is annoyed. She wants a refund.")
    opening = who.reply(None)
    assert isinstance(opening, Said)
    assert "I have been a member for years." in opening.text
    assert "annoyed" not in opening.text


def test_a_list_is_told_under_what_stands_above_it(tmp_path: Path) -> None:
    """Which card a charge is on is told before the charge."""
    who = customer(
        tmp_path,
        "Ola Berg is calm. She wants to dispute a charge.\n\nOn the Gold card:\n\n- Taxi, £12.00: she took no taxi.",
    )
    opening = who.reply(None)
    assert isinstance(opening, Said)
    assert "On the Gold card: Taxi, £12.00: I took no taxi." in opening.text
