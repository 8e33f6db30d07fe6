"""What a fourth trial, on ten fresh texts, found misread of the agent: each class with sentences of its own."""

from collections.abc import Callable

import pytest

from harness.plan import Plan
from harness.plan.nouns import Reading
from harness.plan.saying.restate import restate

Compiled = Callable[[str], Plan]
HEADINGS = {"should": "What should happen", "never": "What must never happen"}


def last(compiled: Compiled, heading: str, line: str) -> tuple[Plan, Reading]:
    """The plan of a journey with one line under a heading, and what became of that line."""
    plan = compiled(f"# A journey\n\nIvo Brandt wants a refund. He is calm.\n\n## {HEADINGS[heading]}\n\n- {line}\n")
    return plan, plan.readings[-1]


MEANT: list[tuple[str, str, list[str] | None]] = [
    ("should", "Next the agent looks up the booking.", ["The agent looks up the booking."]),
    (
        "should",
        "Should the site be full, the agent offers another week.",
        ["If the agent says that the site is full, the agent offers another week."],
    ),
    ("should", "Someone explains how the stove works.", ["The agent tells the customer how the stove works."]),
    ("should", "An apology for the noise.", ["The agent apologises for the noise."]),
    ("should", "A refusal to change the dates.", ["The agent refuses to change the dates."]),
    ("should", "The agent walks Ivo through the route.", ["The agent explains the route."]),
    ("should", "The agent sums up what was agreed.", ["The agent tells the customer what was agreed."]),
    ("should", "The agent pulls up the booking.", ["The agent looks up the booking."]),
    ("should", "The agent takes his full name.", ["The agent asks for his full name."]),
    ("never", "The agent pretends to have moved the tent.", ["The agent never says that it has moved the tent."]),
    ("never", "The agent claims to be a ranger.", ["The agent never says that it is a ranger."]),
    ("never", "The agent claims that the tent has been moved.", ["The agent never says that the tent has been moved."]),
    (
        "should",
        "The booking is changed first, and only then the deposit.",
        ["The agent changes the booking before it changes the deposit."],
    ),
    (
        "should",
        "The agent notes the hour he has lost and says sorry.",
        ["The agent mentions the hour he has lost.", "The agent apologises."],
    ),
    (
        "should",
        "The agent explains that a late arrival would cost extra.",
        ["The agent says that a late arrival would cost extra."],
    ),
    ("should", "Ivo learns that the gate closes at ten.", ["The agent says that the gate closes at ten."]),
    ("should", "The agent makes clear that dogs are not allowed.", ["The agent says that dogs are not allowed."]),
    ("should", "The agent recommends only one pitch.", None),
    ("never", "The agent recommends a pitch that floods.", ["The agent never recommends a pitch that floods."]),
    ("should", "The agent asks for a photo of the broken tent pole at the bottom or for the pitch number.", None),
    ("should", "After each question the agent says whether it was right.", None),
    ("never", "The agent asks for anything Ivo has already given.", ["The agent never asks the same question again."]),
    ("never", "Ivo's dog is removed from the booking.", ["The agent never removes his dog from the booking."]),
    ("never", "The agent deletes his account.", ["The agent never deletes his account."]),
    ("never", "The agent raises the deposit by £40.", ["The agent never raises the deposit by £40."]),
    ("should", "The agent raises a complaint.", ["The agent opens a complaint."]),
    ("never", "The agent lowers the deposit.", ["The agent never lowers the deposit."]),
    ("should", "The agent swaps the tent for a cabin.", ["The agent swaps the tent for a cabin."]),
    ("never", "The agent insists on having his passport number.", ["The agent never asks for his passport number."]),
    ("never", "The agent insists on calling him.", None),
    ("should", "The deposit is requested before the tent is booked.", None),
    ("should", "A dispute over £40 is opened.", ["The agent opens a dispute over £40."]),
    ("should", "The agent sends a map twice.", None),
    ("never", "The agent sends a map twice.", None),
    ("should", "The agent sends the map again.", ["The agent sends the map."]),
    ("should", "The agent repeats the address.", ["The agent mentions the address."]),
    ("should", "The agent repeats the question.", None),
    ("never", "The agent repeats the address.", ["The agent never repeats the address."]),
    ("should", "The agent may repeat the notice.", ["The agent may repeat the notice."]),
    (
        "never",
        "Ivo ends up with billing or with returns.",
        ["The customer never ends up with the billing desk.", "The customer never ends up with the returns desk."],
    ),
    ("should", "Ivo ends up with billing or with returns.", None),
    (
        "never",
        "The agent transfers him to billing or to a person.",
        [
            "The agent never passes the customer on to the billing desk.",
            "The agent never passes the customer on to a person.",
        ],
    ),
    (
        "should",
        "The conversation ends with the agent saying that the tent is dry.",
        ["The agent says that the tent is dry."],
    ),
    ("never", "The agent books a tent without being asked.", None),
    ("should", "If there are, the agent offers a cabin.", None),
    (
        "never",
        "The agent keeps asking for his postcode after he has said he doesn't know it.",
        ["The agent never asks for his postcode again."],
    ),
    ("should", "The agent tells Ivo when the ferry leaves.", ["The agent tells the customer when the ferry leaves."]),
    ("should", "The agent lets him know that a ranger is on the way.", ["The agent says that a ranger is on the way."]),
    ("should", "The agent asks for the pitch number before it has been decided whether he can stay.", None),
    ("should", "If the pitch is free, the agent tells him so and asks for the deposit.", None),
    (
        "should",
        "If it hasn't rained, the agent offers a pitch.",
        ["If the agent says that it has not rained, the agent offers a pitch."],
    ),
    (
        "should",
        "The agent finds Ivo by his name, as he has no number.",
        ["The agent looks the customer up by his name."],
    ),
    (
        "should",
        "The agent recommends going to the nearest shop to have the tent checked.",
        ["The agent recommends going to the nearest shop to have the tent checked."],
    ),
    ("should", "The agent suggests exactly one pitch.", None),
    ("never", "The agent promises a new tent before it has been examined.", None),
    (
        "never",
        "The agent transfers him to billing and returns the form.",
        ["The agent never passes the customer on to the billing desk."],
    ),
    ("never", "Ivo ends up with billing and with returns.", None),
    (
        "never",
        "Ivo ends up with the billing team or the returns team.",
        ["The customer never ends up with the billing desk.", "The customer never ends up with the returns desk."],
    ),
]


@pytest.mark.parametrize(("heading", "line", "expected"), MEANT, ids=[f"{one}-{line}" for one, line, _ in MEANT])
def test_everyday_words_about_an_agent_are_read_as_meant_or_asked_about(
    heading: str, line: str, expected: list[str] | None, compiled: Compiled
) -> None:
    """What people write of an agent in passing is said back as they meant it, or they are asked."""
    plan, reading = last(compiled, heading, line)
    found = [restate(item) for item in reading.items] if reading.status == "understood" else None
    assert expected == found
    assert (line in PARTLY) == any("Not all" in one.message for one in plan.said_of(reading))


PARTLY = {
    "The agent asks for anything Ivo has already given.",
    "The agent finds Ivo by his name, as he has no number.",
    "The agent transfers him to billing and returns the form.",
}
"""Lines of which their author is told that not all is checked."""
SAID = [(said, said) for one, _, found in MEANT if one == "should" for said in found or ()]


@pytest.mark.parametrize(("line", "expected"), SAID, ids=[line for line, _ in SAID])
def test_what_is_said_back_is_read_as_the_same(line: str, expected: str, compiled: Compiled) -> None:
    """Each sentence of a preview could stand in the journey instead of the author's."""
    _, reading = last(compiled, "should", line)
    assert [expected] == [restate(item) for item in reading.items]


@pytest.mark.parametrize("heading", ["should", "never"])
def test_a_count_of_what_is_done_is_asked_for_by_its_tool(heading: str, compiled: Compiled) -> None:
    """No rule loses "twice": the author is told how what is done can be counted, and that line is understood."""
    plan, reading = last(compiled, heading, "The agent sends a map twice.")
    assert "needs_model" == reading.status
    (told,) = plan.said_of(reading)
    _, written = last(compiled, "should", told.suggestion.split("'")[-2])
    assert ("understood", 1) == (written.status, getattr(written.items[0], "at_most", None))
