"""What stands in the wrong clause: asked about, and never read as if it were meant so."""

from collections.abc import Callable

import pytest

from harness.plan import Plan

Compiled = Callable[[str], Plan]

TOP = "# T\n\nMaya Price wants a refund. {}\n\n## What should happen\n\n- The agent apologises.\n{}"

ASKED_OF_THE_CUSTOMER = (
    "She has no patience for small talk and snaps at the agent if it asks the same thing twice.",
    "She wants both done: if the agent explains, accept it.",
    "If it is dry she goes ahead and books the boat; if rain is expected she leaves it.",
)
ASKED_OF_THE_AGENT = (
    "The agent should quote the price of the lamp and get her explicit yes before it books.",
    "The agent must tell her the price and wait for her yes before it books the flight.",
    "The refund shall be made with `refund_order` and shall mention the two lamps.",
    "Only once Maya has said yes may the refund be submitted, and it has to go through `refund_order`.",
    "The robot is instructed to swap the green cable with the orange one.",
    "Each order is refunded by means of `refund_order`, but not until she has said yes.",
)


@pytest.mark.parametrize("sentence", ASKED_OF_THE_CUSTOMER)
def test_a_clause_taken_into_another_is_asked_about(compiled: Compiled, sentence: str) -> None:
    """About the customer: nothing of such a sentence is played as if it had been understood."""
    plan = compiled(TOP.format(sentence, ""))
    assert "needs_model" == plan.readings[-2].status


@pytest.mark.parametrize("sentence", ASKED_OF_THE_AGENT)
def test_what_is_done_besides_is_no_part_of_what_is_said(compiled: Compiled, sentence: str) -> None:
    """About the agent: it is asked about, and judged by nothing else meanwhile."""
    plan = compiled(TOP.format("", f"- {sentence}\n"))
    assert "needs_model" == plan.readings[-1].status


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            "She only has hand luggage, which she mentions if the agent asks about bags.",
            "only says that she only has hand luggage if the agent asks for bags",
        ),
        (
            "She wants a lamp with a shade - only mentions this if asked about extras.",
            "only says that she wants a lamp with a shade",
        ),
        ("Once he has been told about the fee she asks for a manager.", "If the agent mentions the fee"),
        ("She wants a refund, so if the agent offers a voucher, she says no.", "If the agent offers a voucher"),
        ("If it can't be done today, she asks for a call back.", "refuses to do it today"),
    ],
)
def test_what_could_be_cut_in_the_right_place_is(compiled: Compiled, sentence: str, said: str) -> None:
    """Turned as people turn it, and read as they meant it."""
    reading = compiled(TOP.format(sentence, "")).readings[-2]
    assert "understood" == reading.status
    assert said in " ".join(item.text for item in reading.items)


@pytest.mark.parametrize("name", ["Budget is 1803 credits.", "Deposit was £200."])
def test_a_thing_with_an_amount_is_nobody(compiled: Compiled, name: str) -> None:
    """What is said to be so much is not the customer's name, in whatever sentence it opens."""
    plan = compiled(f"# T\n\n{name} She wants a flat.\n\n## What should happen\n\n- The agent apologises.\n")
    assert "is called" not in " ".join(item.text for one in plan.readings for item in one.items)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Finally, the agent offers a voucher.", True),
        ("At the end the agent offers a voucher.", True),
        ("Then the agent offers a voucher.", True),
        ("Then the agent offers a voucher only after it has apologised.", False),
        ("The agent offers a voucher.", False),
    ],
)
def test_a_time_that_is_not_checked_is_said(compiled: Compiled, line: str, told: bool) -> None:
    """The thing is checked, and the author hears that its time is not, unless an order is."""
    plan = compiled(TOP.format("", f"- {line}\n"))
    assert told == ("J022" in [one.code for one in plan.complaints])
    assert "understood" == plan.readings[-1].status


@pytest.mark.parametrize(
    "sentence",
    [
        "Both are disclosed solely upon request.",
        "He doesn't say where the money comes from, however often he's asked.",
        "Above 5 dollars she leaves the destination how it was.",
        "She'd like a booth for four; the number of people she only gives when asked.",
        'All the other steps he acknowledges with "Okay, got it."',
        "She wants to pay by gift card, but if the agent says that isn't possible PayPal will do.",
        "When two places have been suggested, she asks about the parking at the first, and then picks the second.",
    ],
)
def test_what_is_kept_back_or_done_then_is_no_story(compiled: Compiled, sentence: str) -> None:
    """Nothing of it is told at the start, and nobody says words that nobody wrote: it is asked about."""
    assert "needs_model" == compiled(TOP.format(sentence, "")).readings[-2].status


@pytest.mark.parametrize(
    "sentence",
    [
        "The agent answers her question.",
        "The agent asks question 5 first.",
        "The agent gives him one step per turn and doesn't go on until he's understood it.",
        "Gets account number and PIN, in that order, before anything is filed.",
        "All items of an order go into a single exchange.",
        "Before anything is reserved Maya hears what the deposit is.",
    ],
)
def test_what_words_do_not_show_is_not_looked_for(compiled: Compiled, sentence: str) -> None:
    """A question is not answered by naming it, nor is a thing given that was to be asked for."""
    assert "needs_model" == compiled(TOP.format("", f"- {sentence}\n")).readings[-1].status


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            "Maya should be advised to call emergency services if breathing becomes difficult.",
            "The agent tells the customer to call emergency services if breathing becomes difficult.",
        ),
        ("The agent tells her the price of the lamp before moving on.", "The agent mentions the price of the lamp."),
        ("Medication is recommended by the agent.", "The agent recommends Medication."),
        (
            "The refund is made with `refund_order`, for W-1063.",
            "The agent refunds the refund for W-1063 with `refund_order`.",
        ),
    ],
)
def test_words_stay_what_they_were(compiled: Compiled, sentence: str, said: str) -> None:
    """Advice holds whether its case comes or not, to recommend is more than to mention, and no comma is left over."""
    assert [said] == [item.text for item in compiled(TOP.format("", f"- {sentence}\n")).readings[-1].items]


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("She's after a two-bedroom flat for no more than 1,200 credits a month.", "would pay no more than"),
        ("When she is told that changing costs extra, she accepts up to 5 dollars.", "the customer accepts"),
        ("Now and then she wants more details.", "The customer wants more details."),
    ],
)
def test_words_that_nobody_goes_by_are_named(compiled: Compiled, sentence: str, left: str) -> None:
    """About the customer as well: what is acted on is said, and that it is not all."""
    found = [one for one in compiled(TOP.format(sentence, "")).complaints if "acted on" in one.message]
    assert 1 == len(found)
    assert left in found[0].message


@pytest.mark.parametrize(
    "sentence",
    [
        "The customer is Sophia Silva, user id sophia_silva_7557, and her reservation bears the number H8Q05L.",
        "Her PIN is 9431 but she shouldn't be telling that, so if the agent asks for it she says nothing.",
        "Her postcode is EH1 2AB, and the email address has been forgotten.",
        "Access code 425931, given when the computer asks and not before.",
    ],
)
def test_nothing_is_hidden_inside_a_value(compiled: Compiled, sentence: str) -> None:
    """What else is so, or when it is told, is no part of a name, a number or a postcode."""
    assert "needs_model" == compiled(TOP.format(sentence, "")).readings[-2].status


@pytest.mark.parametrize(
    "sentence",
    [
        "With the right code the account is unlocked within 4 turns.",
        "Where insurance is found, the agent refunds it with `refund_order` and tells her the date.",
        "Only after the identity is verified, the agent asks for the new number and makes the update.",
    ],
)
def test_what_opens_a_sentence_is_no_thing_that_is_done(compiled: Compiled, sentence: str) -> None:
    """A case before the sentence is not swallowed by what is done, nor an order given to one half of it."""
    assert "needs_model" == compiled(TOP.format("", f"- {sentence}\n")).readings[-1].status


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("No refund may be issued until her identity is verified.", "never processes a refund before it verifies"),
        ("`refund_order` is called only after she agrees.", "only after the customer agrees"),
        ("The agent gets her phone number before it opens a ticket.", "asks for her phone number before it"),
        ("Maya's told the total before she's charged.", "mentions the total before it charges the customer"),
        ("The whole thing must be over in six turns at most.", "The conversation takes at most 6 turns."),
    ],
)
def test_a_turn_of_phrase_is_read(compiled: Compiled, sentence: str, said: str) -> None:
    """As product owners put it who had read the guide and nothing else."""
    reading = compiled(TOP.format("", f"- {sentence}\n")).readings[-1]
    assert "understood" == reading.status
    assert said in " ".join(item.text for item in reading.items)


def test_a_tool_called_without_a_yes_is_an_order_of_two(compiled: Compiled) -> None:
    """Without him having agreed is before he agrees, and no value of the call."""
    found = compiled(TOP.format("", "- `refund_order` is called without her having agreed to the price.\n"))
    assert "before the customer agrees" in found.readings[-1].items[0].text


def test_who_says_they_do_not_know_it_has_not_given_it(compiled: Compiled) -> None:
    """To ask after that is no asking again: it may be the first time."""
    line = "The agent asks for her phone number after she has said she doesn't know it."
    said = compiled(TOP.format("", f"\n## Never\n\n- {line}\n")).readings[-1].items[0].text
    assert said.startswith("If the customer says that she doesn't know it")


def test_two_duties_with_two_musts_are_asked_about(compiled: Compiled) -> None:
    """The second one is not part of what the first is about."""
    line = "The agent shall obtain the user ID and shall thereupon look up her orders without asking for their numbers."
    assert "needs_model" == compiled(TOP.format("", f"- {line}\n")).readings[-1].status
