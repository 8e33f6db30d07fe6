"""What a third trial found misread of the customer, each class with sentences of its own."""

from collections.abc import Callable

import pytest

from harness.plan import Plan
from harness.plan.nouns import Ending, Fact
from harness.plan.saying.restate import restate
from harness.report.understood import understood

Compiled = Callable[[str], Plan]
CHECKED = "\n\n## What should happen\n\n- The agent apologises.\n\n## What must never happen\n\n- The agent swears.\n"


def said_of(sentence: str, compiled: Compiled) -> list[str]:
    """What was understood of a sentence about the customer; nothing when it was asked about."""
    plan = compiled(f"# A journey\n\n{sentence} He wants a refund.{CHECKED}")
    return [restate(item) for item in plan.readings[0].items] if plan.readings[0].status == "understood" else []


READ = [
    ("He has forgotten that the tent was patched.", ["The customer does not know whether the tent was patched."]),
    ("He does not know that the tent was sold.", ["The customer does not know whether the tent was sold."]),
    ("He won't spell that name out.", ["The customer never gives the name."]),
    ("He never says where he camps.", ["The customer never says where he camps."]),
    ("He won't tell them who drove him.", ["The customer never says who drove him."]),
    ("He isn't interested in a hire tent.", ["The customer will not accept a hire tent."]),
    ("He keeps his landlord's name to himself.", ["The customer never gives the landlord's name."]),
    (
        "He will not hang up before the agent gives a date.",
        ["The customer leaves content once the agent gives a date."],
    ),
    ("The leaflet is confusing to him.", []),
    ("When the agent names the peg, he cannot see it until he has found it.", []),
    (
        "He is quite sure that both the poles and the pegs are in one bag.",
        ["He is quite sure that both the poles and the pegs are in one bag."],
    ),
    ("He is sure that his guest is a speaker.", ["He is sure that his guest is a speaker."]),
    (
        "He would like a bigger tent, but it has to fit in the boot.",
        ["The customer wants a bigger tent.", "It has to fit in the boot."],
    ),
    (
        "He is moving to Wales soon and gets in touch about that tent.",
        ["He is moving to Wales soon and gets in touch about that tent."],
    ),
    (
        "He would rather pay by cheque than by card.",
        ["The customer prefers to pay by cheque rather than by card."],
    ),
    ("He has no phone at home.", ["The customer is somebody who has no phone at home."]),
]


@pytest.mark.parametrize(("sentence", "expected"), READ, ids=[sentence for sentence, _ in READ])
def test_a_habit_a_refusal_or_a_secret_is_no_story(sentence: str, expected: list[str], compiled: Compiled) -> None:
    """What somebody refuses, keeps back or has forgotten is acted on as that, or asked about, never told as a story."""
    assert expected == said_of(sentence, compiled)


@pytest.mark.parametrize("sentence", [one for _, said in READ for one in said])
def test_what_is_said_back_is_read_as_the_same(sentence: str, compiled: Compiled) -> None:
    """Each sentence that the preview shows could stand in the journey instead."""
    assert [sentence] == said_of(sentence, compiled)


def test_who_stays_until_a_thing_is_settled_keeps_what_else_is_said_of_them(compiled: Compiled) -> None:
    """A trait before the refusal to leave is no part of it, and whoever stays is content once it is settled."""
    plan = compiled(f"# A journey\n\nHe is tired and will not hang up before the tent is found.{CHECKED}")
    items = plan.readings[0].items
    assert ("persona", "ending") == (items[0].kind, items[-1].kind)
    assert [True] == [item.satisfied for item in items if isinstance(item, Ending)]


def test_what_is_never_said_is_kept_back(compiled: Compiled) -> None:
    """A question that the customer never answers is among what they never tell."""
    plan = compiled(f"# A journey\n\nHe wants a refund. He never says which bank he is with.{CHECKED}")
    facts = [item for one in plan.readings for item in one.items if isinstance(item, Fact)]
    assert [("which bank he is with", "never")] == [(fact.key, fact.reveal) for fact in facts]
    assert any(line.split() == "Never tells which bank he is with".split() for line in understood(plan, "."))


def test_what_somebody_will_not_do_is_told_in_english(compiled: Compiled) -> None:
    """ "Won't accept to pay" is no English: what is not done stands behind "won't"."""
    plan = compiled(f"# A journey\n\nHe wants a refund. He does not want to pay more. He won't accept a tent.{CHECKED}")
    lines = [line.split() for line in understood(plan, ".")]
    assert ["Won't", "pay", "more"] in lines
    assert ["Won't", "accept", "a", "tent"] in lines
