"""What is surely a piece of the customer's story, what is asked about, and whose a sentence is that names nobody."""

from collections.abc import Callable

import pytest

from harness.plan import Plan
from harness.plan.rules.told import past, surely

Compiled = Callable[[str], Plan]

TOLD = (
    "Her meter was read in March by a neighbour.",
    "The lift in his building is out of order.",
    "He has two accounts with the same bank.",
    "There is a leak under the sink.",
    "She thinks that the fee is a mistake.",
    "He is on the train to Leeds.",
    "You are Marta Lind in zipcode 90210.",
)
ASKED = (
    "Every reply is followed by a joke.",
    "Anything after Easter is a problem.",
    "She answers a different question until somebody asks about the lodger.",
    "Express deep regret.",
    "She sends photos nobody asked for and describes each one.",
    "He juggles the cases.",
)


@pytest.mark.parametrize("text", TOLD)
def test_what_happened_or_is_so_is_told(text: str) -> None:
    """A past, a state, a thing had and a view held are pieces of the story."""
    assert surely(text)


@pytest.mark.parametrize("text", ASKED)
def test_what_may_be_anything_is_asked(text: str, compiled: Compiled) -> None:
    """A sentence that no rule reads and that tells of no past and no state is asked about, never told as a story."""
    plan = compiled(f"# T\n\nShe wants a refund. {text}\n\n## What should happen\n\n- The agent apologises.\n")
    reading = next(one for one in plan.readings if one.sentence.text == text)
    assert reading.status != "understood" or all(item.kind != "fact" for item in reading.items)


def test_the_past_is_known_from_a_state() -> None:
    """What was done is past; what something is like is not, though the word looks the same."""
    assert [True, True, True, False, False] == [
        past(text)
        for text in (
            "The bank charged her twice.",
            "They have not sent it.",
            "He lost it.",
            "It is damaged.",
            "Self-employed roofer.",
        )
    ]


PROSE = (
    ("Tell the customer that the line is tested first.", "needs_model", "check"),
    ("The request must be declined.", "needs_model", "check"),
    ("Appeals must be lodged in writing within one month.", "understood", "policy"),
    ("Technical faults do not count as such.", "understood", "policy"),
    ("The meter reading, 4821, is to be disclosed only upon request.", "understood", "fact"),
    ("They really ought to say sorry for the wait.", "needs_model", "check"),
)


@pytest.mark.parametrize(("text", "status", "kind"), PROSE)
def test_without_headings_it_counts_who_does_such_things(text: str, status: str, kind: str, compiled: Compiled) -> None:
    """An agent verifies and declines, a rule holds for any of a kind, and only a customer keeps something back."""
    reading = compiled(f"# T\n\n{text}\n").readings[0]
    assert (status, kind) == (reading.status, reading.items[0].kind)


def test_an_order_among_the_facts_is_checked_and_held_to(compiled: Compiled) -> None:
    """An order to the agent that stands under what is true is a check there as well, with its polarity."""
    head = "# T\n\nShe wants a refund.\n\n## What is true\n\n"
    plan = compiled(
        f"{head}- Never promise a refund.\n- Tell the customer that refunds take 5 days.\n- Refunds are free.\n"
    )
    read = [
        [(item.kind, getattr(item, "polarity", "")) for item in one.items]
        for one in plan.readings
        if one.sentence.heading == "facts"
    ]
    assert [[("check", "never"), ("policy", "")], [("check", "must"), ("policy", "")], [("policy", "")]] == read


def test_a_handoff_is_not_lost_behind_its_bound(compiled: Compiled) -> None:
    """A hand-off within so many turns is never read as the bound alone."""
    plan = compiled(
        "# T\n\nShe wants a refund.\n\n## What should happen\n\n- Hand-off to the fraud desk within 3 turns.\n"
    )
    assert ["limit"] != [item.kind for item in plan.readings[-1].items]
