"""Words that do what the author's verb says: a promise made, a fee waived, a figure given away, and how often."""

import pytest

from harness.conversation.nouns import Said, Turn
from harness.conversation.sighting import seen, sightings
from harness.plan.nouns import Deed
from harness.target.nouns import Reply


def turn(agent: str, customer: str = "Hello.", number: int = 1, act: str = "open") -> Turn:
    return Turn(number=number, customer=Said(text=customer, act=act), reply=Reply(text=agent, events=()))


HEARD = [
    ("say", "promise", "the kettle will be mended", "Your kettle will be mended, you have my word.", True),
    ("say", "promise", "the kettle will be mended", "I can't promise that the kettle will be mended.", False),
    ("offer", "promise", "to call back", "I'll call you back this afternoon.", True),
    ("offer", "waive", "the booking fee", "I'll waive the booking fee for you.", True),
    ("offer", "waive", "the booking fee", "I can book it now; the booking fee is £5.00.", False),
    ("say", "blame", "the courier", "It's late because of the courier.", True),
    ("say", "blame", "the courier", "The courier will ring the bell.", False),
    ("say", "blame", "the courier", "It is not the courier's fault.", False),
    ("say", "congratulate", "", "Congratulations, you two!", True),
    ("say", "congratulate", "", "Thank you for your order.", False),
    ("say", "threaten", "to close the account", "Then we will close the account.", True),
    ("say", "threaten", "to close the account", "We will never close the account for that.", False),
    ("offer", "suggest", "a ferry", "You could take a ferry.", True),
    ("offer", "suggest", "a ferry", "How about a ferry?", True),
    ("offer", "suggest", "a ferry", "No ferry needed.", False),
    ("offer", "suggest", "a ferry", "There is no need for a ferry.", False),
    ("offer", "suggest", "a ferry", "You came by ferry.", False),
    ("offer", "recommend", "the larger tent", "I'd recommend the larger tent.", True),
    ("offer", "recommend", "the larger tent", "The larger tent is sold out.", False),
    ("say", "name", "the price of the ticket", "The price of the ticket is £12.00.", True),
    ("say", "name", "the price of the ticket", "The price of the ticket depends on the day.", False),
    ("say", "reveal", "the date of the hearing", "I'm not able to share the date of the hearing.", False),
    ("say", "reveal", "the date of the hearing", "The date of the hearing is 4 May.", True),
    ("say", "give", "the neighbour's phone number", "The neighbour's phone number stays with us.", False),
    ("say", "give", "the neighbour's phone number", "The neighbour's phone number is 020 7946 0018.", True),
]


@pytest.mark.parametrize(("act", "word", "about", "agent", "expected"), HEARD)
def test_the_verb_decides_what_is_heard(act: str, word: str, about: str, agent: str, expected: bool) -> None:
    """A thing that is only spoken of is not promised, waived, blamed or given away."""
    deed = Deed.model_validate({"act": act, "about": about, "word": word})
    assert expected == (seen(deed, turn(agent)) is not None)


TOLD = [
    ("whether dogs are allowed", "Dogs are allowed on a lead.", True),
    ("whether dogs are allowed", "I'm afraid dogs are not allowed.", True),
    ("whether dogs are allowed", "The park opens at nine.", False),
    ("until when the pass is valid", "The pass is valid until 3 June.", True),
    ("until when the pass is valid", "The pass is still valid.", False),
    ("by which day the locker closes", "The locker closes on Friday 5 June.", True),
    ("the pass ends today", "Your pass ends today.", True),
    ("the pass ends today", "I have ended your pass with immediate effect.", True),
    ("the pass ends today", "You can use the pass until 3 June.", False),
    ("the pass ends tomorrow", "Your pass ends today.", False),
    ("a fee for leaving", "There is a cancellation fee of £5.00.", True),
    ("a date by which he will hear", "You will hear by 5 June.", True),
    ("the seat and the coach in a single message", "Your seat is 12 in coach B.", True),
]


@pytest.mark.parametrize(("about", "agent", "expected"), TOLD)
def test_an_indirect_question_is_met_by_its_answer(about: str, agent: str, expected: bool) -> None:
    """Whoever says whether may say yes or no; whoever says until when names the day."""
    assert expected == (seen(Deed(act="say", about=about), turn(agent)) is not None)


def test_a_deed_of_the_second_time_is_not_seen_the_first_time() -> None:
    """What counts from the second time on is seen from there, and not before."""
    sorry = [turn("I'm so sorry.", number=1), turn("One moment.", number=2), turn("I do apologise.", number=3)]
    assert [1, 3] == [one.turn for one in sightings(Deed(act="apologise"), sorry)]
    assert [3] == [one.turn for one in sightings(Deed(act="apologise", nth=2), sorry)]
    assert [] == [one.turn for one in sightings(Deed(act="apologise", nth=3), sorry)]


def test_a_second_no_is_the_customers_second() -> None:
    """Two refusals of the customer are counted over the turns."""
    talk = [turn("A voucher?", "No, thanks.", 1, "decline"), turn("A discount?", "No.", 2, "decline")]
    assert [2] == [one.turn for one in sightings(Deed(by="customer", act="refuse", nth=2), talk)]


@pytest.mark.parametrize(
    ("says", "expected"),
    [("Could you say that again, please?", True), ("Pardon?", True), ("What does it cost?", False)],
)
def test_a_request_to_hear_it_again_is_heard(says: str, expected: bool) -> None:
    """A customer asks to hear it again in whatever words people use for it."""
    asked = Deed(by="customer", act="ask", about="to hear it again")
    assert expected == (seen(asked, turn("Of course.", says, act="line")) is not None)
