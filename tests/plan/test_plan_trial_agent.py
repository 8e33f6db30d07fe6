"""What a product owner's trial found on the agent's side: each sentence is read as it was meant, or questioned."""

from collections.abc import Callable

import pytest

from harness.plan import Plan
from harness.plan.nouns import Check, Reading
from harness.plan.remarks.either import either
from harness.plan.saying.restate import restate
from harness.text.alternatives import alternatives, unclear

Compiled = Callable[[str], Plan]

TOP = "Ida Fenn is calm. She wants a refund. If the agent asks for her PIN, she says 4412.\n\n"


def read(compiled: Compiled, heading: str, line: str) -> tuple[Plan, Reading]:
    """A journey whose last line is looked at."""
    never = "## What should happen\n\n- The agent apologises.\n\n## What must never happen\n\n"
    plan = compiled(f"# A journey\n\n{TOP}{never if heading == 'never' else '## What should happen'}\n\n- {line}\n")
    return plan, plan.readings[-1]


SEVERAL = [
    ("any upgrade, meal or refund", ("any upgrade", "any meal", "any refund")),
    ("a seat or a window", ("a seat", "a window")),
    ("a coupon, a gift or credit", ("a coupon", "a gift", "credit")),
    ("any of these: a coupon, a gift", ("a coupon", "a gift")),
    ("a full or partial refund", ("a full refund", "a partial refund")),
    ("to mend or replace the kettle", ("to mend the kettle", "to replace the kettle")),
    ("£20 or more", ("£20 or more",)),
    ("whether tea or coffee is wanted", ("whether tea or coffee is wanted",)),
]


@pytest.mark.parametrize(("phrase", "things"), SEVERAL)
def test_things_joined_by_or_are_taken_apart(phrase: str, things: tuple[str, ...]) -> None:
    """Whoever forbids one thing or another forbids each of them."""
    assert things == alternatives(phrase)


def test_words_that_may_belong_to_all_things_are_unclear() -> None:
    """ "A refund or a coupon for the delay" does not say whether the refund is for the delay too."""
    assert [True, False] == [unclear("a refund or a coupon for the delay"), unclear("a refund to a card or a coupon")]


MEANT = [
    (
        "never",
        "The agent changes or cancels anything.",
        ["The agent never changes anything.", "The agent never cancels"],
    ),
    (
        "should",
        "The agent finds out that the lift is broken and tells Ida.",
        ["The agent says that the lift is broken."],
    ),
    (
        "should",
        "The agent discovers that the fee was paid and lets her know.",
        ["The agent says that the fee was paid."],
    ),
    (
        "should",
        "If Ida asks for a manager, she is transferred to one.",
        ["If the customer asks for a manager, the agent passes the customer on to a person."],
    ),
    ("should", "Ida gets through to the billing team.", ["The agent passes the customer on to the billing desk."]),
    (
        "should",
        "The agent asks for her confirmation before it makes the exchange.",
        ["The agent asks for her confirmation before it makes the exchange."],
    ),
    ("should", "The agent finds her by her name and PIN.", ["The agent looks the customer up by her name and PIN."]),
    ("should", "The agent adds a bag to the booking.", ["The agent adds a bag to the booking."]),
    ("should", "The agent asks for her name before booking it.", ["The agent asks for her name before it books it."]),
    ("should", "The agent suggests unplugging the kettle.", ["The agent suggests unplugging the kettle."]),
    ("should", "The agent tells her it is late.", ["The agent says that it is late."]),
]


@pytest.mark.parametrize(("heading", "line", "said"), MEANT)
def test_it_is_read_as_it_was_meant(compiled: Compiled, heading: str, line: str, said: list[str]) -> None:
    """What was understood says what the author wrote."""
    _, reading = read(compiled, heading, line)
    told = [restate(item) for item in reading.items]
    assert "understood" == reading.status
    assert [True] * len(said) == [one.startswith(words) for one, words in zip(told, said, strict=True)]


ASKED = [
    ("never", "The agent tells her a different price.", "What should happen"),
    ("never", "The agent mentions a fee other than £9.00.", "What should happen"),
    ("never", "The agent says the wrong day.", "What should happen"),
    ("never", "The agent cancels another booking.", "The agent cancels booking A-2000."),
    ("never", "The agent offers anything other than an exchange.", "The agent offers a voucher."),
    ("never", "The agent offers a refund or a coupon for the delay.", "without 'or'"),
    ("never", "The agent says that the train was late or full.", "without 'or'"),
    ("never", "The agent offers a refund and a coupon.", "without 'and'"),
    ("never", "The agent refunds both tickets.", "The agent refunds the first ticket."),
    ("should", "The agent sends her a form before it thaws the account.", "'thaws' is no verb"),
    ("should", "The agent refunds the ticket without scanning it.", "'scanning' is no verb"),
    ("should", "The agent looks her up by name first and then again by PIN.", "one line for each"),
    ("should", "The agent finds out why the train is late.", "The agent says why"),
    ("should", "Ida gets rid of the fee.", "what the agent does"),
    ("should", "If she upgrades her seat, the agent mentions the fee.", "If the customer asks to upgrade her seat"),
    ("should", "If Ida wants a window, the agent mentions the fee.", "If the customer asks for a window"),
    ("should", "When Ida travels by night, the agent mentions the fee.", "says that Ida travels by night"),
    ("should", "After the reboot, the agent asks her to check the lamp.", "what would be heard then"),
]


@pytest.mark.parametrize(("heading", "line", "instead"), ASKED)
def test_what_nothing_would_show_is_asked_about(compiled: Compiled, heading: str, line: str, instead: str) -> None:
    """A line that could not fail, or would fail a sound agent, is questioned with words fit for its heading."""
    plan, reading = read(compiled, heading, line)
    assert "needs_model" == reading.status
    (found,) = [one for one in plan.complaints if one.code == "J002"]
    assert instead in found.suggestion
    assert "never" not in found.suggestion.replace("What must never happen", "")


PLAIN = [
    ("should", "The agent says sorry."),
    ("should", "After Ida says yes, the agent cancels order W-7."),
    ("should", "The agent finds Ida's booking by one of her emails."),
    ("never", "The agent changes it without asking her first."),
]


@pytest.mark.parametrize(("heading", "line"), PLAIN)
def test_what_is_all_checked_is_not_questioned(compiled: Compiled, heading: str, line: str) -> None:
    """A line of which every word is looked for is met without a question."""
    plan, reading = read(compiled, heading, line)
    assert ("understood", []) == (reading.status, [one.code for one in plan.complaints if one.code == "J002"])


def test_what_is_checked_of_a_never_is_said_as_it_is_written_there(compiled: Compiled) -> None:
    """A suggestion under 'What must never happen' holds the bad thing, not its denial, which would be turned round."""
    plan, _ = read(compiled, "never", "The agent cancels the order on a whim, before she agrees.")
    for found in (one for one in plan.complaints if "Not all of this" in one.message):
        assert "never" not in found.suggestion


def test_either_gives_one_deed_for_each_thing(compiled: Compiled) -> None:
    """What is offered decides what would be done: the coupon of "a refund or a coupon" is no refund."""
    _, reading = read(compiled, "never", "The agent offers a refund or a coupon.")
    (item,) = [item for item in reading.items if isinstance(item, Check)]
    assert item.deed is not None
    assert [("a refund", "refund"), ("a coupon", None)] == [(one.about, one.action) for one in either(item.deed)]
