"""What a third trial found misread of the agent, each class with sentences of its own."""

from collections.abc import Callable

import pytest

from harness.plan import Plan
from harness.plan.nouns import Reading, Want
from harness.plan.rules.broken import broken
from harness.plan.rules.unread import SOME_VERBS
from harness.plan.saying.restate import restate

Compiled = Callable[[str], Plan]
HEADINGS = {"should": "What should happen", "never": "What must never happen"}


def last(compiled: Compiled, heading: str, line: str) -> tuple[Plan, Reading]:
    """The plan of a journey with one line under a heading, and what became of that line."""
    plan = compiled(f"# A journey\n\nIvo Brandt wants a refund. He is calm.\n\n## {HEADINGS[heading]}\n\n- {line}\n")
    return plan, plan.readings[-1]


MEANT = [
    # Several things that are done to one.
    ("never", "The tent gets sold or repaired.", None),
    ("never", "The tent gets changed or cancelled.", ["never changes the tent.", "never cancels the tent."]),
    ("should", "The booking is cancelled and refunded.", ["cancels the booking.", "refunds the booking."]),
    # What is put forward, and what is only spoken of.
    ("never", "The agent suggests a ferry or a coach.", ["never suggests a ferry or a coach."]),
    ("should", "The agent recommends a larger tent.", ["recommends a larger tent."]),
    ("should", "The agent advises him to wait.", ["tells the customer to wait."]),
    # The author's own verb.
    ("should", "The agent explains the third step.", ["explains the third step."]),
    ("should", "The agent explains that step.", ["explains that step."]),
    ("should", "The agent explains that it rains.", ["mentions it rains."]),
    ("should", "The agent lists the changes.", ["lists the changes."]),
    ("should", "The agent reads the address back to Ivo.", ["reads back the address."]),
    ("should", "The agent reads back the address.", ["reads back the address."]),
    ("should", "Ivo is given a day and a time slot.", ["gives a day and a time slot."]),
    ("should", "The agent apologises that the tent did not come.", ["apologises that the tent did not come."]),
    # Money and contracts.
    ("should", "No fee is charged.", ["never charges any fee."]),
    ("should", "Nothing is charged.", ["never charges anything."]),
    ("never", "The agent charges him for towels.", ["never charges for towels."]),
    (
        "never",
        "The agent charges the £9 fee without his say-so.",
        ["never charges the £9 fee before the customer agrees."],
    ),
    (
        "should",
        "The agent charges the fee only after the customer agrees.",
        ["charges the fee only after the customer"],
    ),
    ("should", "The agent takes the money from the gift card.", ["charges the gift card."]),
    ("should", "The agent takes payment.", ["charges the customer."]),
    ("never", "The agent closes the old account.", ["never closes the old account."]),
    ("should", "The agent closes the gate.", None),
    # Where to, and not how often.
    ("should", "The agent transfers him to a person.", ["passes the customer on to a person."]),
    # What is made and what is asked.
    ("should", "The agent does the upgrade to first class.", ["makes the upgrade to first class."]),
    ("never", "The agent makes any of the changes before he has said yes.", ["never makes any of the changes before"]),
    ("should", "The agent gets the member number from Ivo.", ["asks for the member number."]),
    ("should", "Ivo doesn't have to give them his postcode twice.", ["never asks for his postcode again."]),
    ("never", "The agent says that his other tent doesn't exist.", ["never says that his other tent doesn't exist."]),
]


@pytest.mark.parametrize(("heading", "line", "expected"), MEANT, ids=[line for _, line, _ in MEANT])
def test_a_line_says_back_what_was_meant_or_is_asked_about(
    heading: str, line: str, expected: list[str] | None, compiled: Compiled
) -> None:
    """The statement says what the author said in their own verb; what cannot be read is asked about."""
    _, reading = last(compiled, heading, line)
    assert ("needs_model" if expected is None else "understood") == reading.status
    if expected is not None:
        said = [restate(item) for item in reading.items]
        assert len(expected) == len(said)
        assert all(words in one for words, one in zip(expected, said, strict=True)), said


@pytest.mark.parametrize("line", [line for heading, line, said in MEANT if said and heading == "should"])
def test_what_is_said_back_reads_as_the_same(line: str, compiled: Compiled) -> None:
    """Each statement could stand in the journey instead and would be the same check."""
    _, reading = last(compiled, "should", line)
    for item in reading.items:
        _, back = last(compiled, "should", restate(item))
        assert [restate(item)] == [restate(one) for one in back.items]


GARBLED = [
    ("never", "The agent changes the tent or cancelled."),
    ("never", "The agent blames Ivo or the driver."),
    ("should", "The agent lists every change and waits for a yes before making it."),
]


@pytest.mark.parametrize(("heading", "line"), GARBLED)
def test_what_no_sentence_can_hold_is_asked_about(heading: str, line: str, compiled: Compiled) -> None:
    """A swallowed name, a second verb taken for a thing: never printed as if it were understood."""
    plan, reading = last(compiled, heading, line)
    assert "needs_model" == reading.status
    assert any(one.code == "J002" for one in plan.said_of(reading))


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ("the tent or cancelled", True),
        ("or the driver", True),
        ("both the tent", True),
        ("both the tent and the poles", False),
        ("it cleaned and mended", False),
        ("a tent that was changed or cancelled", False),
        ("the tent and the", True),
    ],
)
def test_half_of_a_pair_is_known_for_what_it_is(about: str, expected: bool) -> None:
    """What was cut in two, or joined to what it cannot be joined to, is found whatever rule made it."""
    assert expected == (broken([Want(sentence="s", text="t", role="goal", about=about)]) is not None)


@pytest.mark.parametrize("manner", ["in more detail", "one at a time", "step by step", "in plain words"])
def test_how_a_thing_is_told_is_said_not_to_be_checked(manner: str, compiled: Compiled) -> None:
    """The thing is looked for, and the author is told that its manner is not."""
    plan, reading = last(compiled, "should", f"The agent explains the steps {manner}.")
    assert ["The agent explains the steps."] == [restate(item) for item in reading.items]
    (told,) = (one for one in plan.said_of(reading) if one.code == "J004")
    assert told.message.startswith(repr(manner))


@pytest.mark.parametrize("does", SOME_VERBS.split(", "))
def test_a_verb_that_is_offered_leads_to_no_misreading(does: str, compiled: Compiled) -> None:
    """Each verb that an author is told to choose from makes a sentence that is understood in that verb."""
    _, reading = last(compiled, "should", f"The agent {does} {_OBJECTS.get(does, 'the booking')}.")
    assert "understood" == reading.status
    assert f"The agent {does} " in restate(reading.items[0])


_OBJECTS = {
    "says that": "the tent is dry",
    "refuses to": "change the booking",
    "explains": "the terms",
    "books": "a table",
}


def test_advice_is_made_of_the_authors_words(compiled: Compiled) -> None:
    """Nobody who writes of tents is told of orders: the suggestion names what the author named."""
    tents = [
        ("The blue tent stays shut.", "says that the blue tent stays shut."),
        ("All four passes are frozen.", "freezes the first pass"),
        ("The agent finds out where he camps, and when.", "asks where he camps."),
        ("The agent works out who Ivo is from his name.", "says who Ivo is."),
    ]
    for line, expected in tents:
        plan, reading = last(compiled, "should", line)
        advice = " ".join(one.suggestion for one in plan.said_of(reading))
        assert expected in advice
        assert "W-1042" not in advice
