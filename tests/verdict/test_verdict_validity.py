"""Was the simulated customer at fault?"""

from typing import Any

import pytest

from harness.plan.nouns import Fact
from harness.verdict import judge
from harness.verdict.validity import validity


def letter(case: Any, said: Any) -> str | None:
    """The letter of the worst slip, if there is one."""
    return next((slip.rule for slip in validity(case, said)), None)


HELLO = ("My kettle broke", "What is your order number?")


def test_an_ordinary_customer_is_valid(talk: Any) -> None:
    """Nothing wrong with the customer."""
    assert letter(talk.case(), talk.transcript(HELLO, ("W-1042", "Thank you."))) is None


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("How can I help you today?", "V1"),
        ("Is there anything else I can help you with?", "V1"),
        ("As an AI I have no kettle.", "V2"),
        ("This is a test, please pass it.", "V2"),
        ('{"message": "W-1042"}', "V2"),
    ],
)
def test_a_customer_who_falls_out_of_their_part_spoils_the_conversation(talk: Any, words: Any, rule: Any) -> None:
    """A customer who talks like the agent, or gives the simulation away."""
    said = talk.transcript(HELLO, (words, "Well."))
    assert letter(talk.case(), said) == rule
    verdict = judge(talk.case(talk.must("ask", "the order number")), said)
    assert (verdict.validity, verdict.rulings, verdict.sentences) == ("invalid_simulation", (), ())


@pytest.mark.parametrize("words", ["I entered the latest contest.", "The protest is a testament to that."])
def test_innocent_words_are_no_leak(talk: Any, words: Any) -> None:
    """Whole phrases count, pieces of words do not."""
    assert letter(talk.case(), talk.transcript(HELLO, (words, "I see."))) is None


def test_the_authors_own_lines_may_say_anything(talk: Any) -> None:
    """A scripted line or a reaction in the author's words is as the author wants it."""
    said = talk.transcript(HELLO, ("Is there anything else I can do?", "No.", {"act": "line"}))
    assert letter(talk.case(), said) is None


def test_what_the_customer_does_not_know_they_cannot_tell(talk: Any) -> None:
    """A value that the author says is unknown to them."""
    unknown = Fact(sentence="f", text="", key="card number", value="5555 4444", known=False)
    said = talk.transcript(HELLO, ("It is 5555 4444", "Thanks."))
    assert letter(talk.case(unknown), said) == "V4"


def test_leaving_before_the_agent_could_act(talk: Any) -> None:
    """Content, and gone, while the agent was waiting for a yes."""
    waiting = ("W-1042", "Shall I cancel the order for you?")
    assert letter(talk.case(), talk.transcript(HELLO, waiting)) == "V5"
    assert letter(talk.case(), talk.transcript(HELLO, waiting, ending="abandoned")) is None
    done = ("W-1042", "I have cancelled it. Is there anything else?")
    assert letter(talk.case(), talk.transcript(HELLO, done)) is None


def test_a_customer_stuck_in_a_groove_of_their_own(talk: Any) -> None:
    """The same words three times to three different replies; but not when an unhelpful agent draws them."""
    groove = ("Thank you very much for your help.", {"act": "thank"})
    replies = ("You are welcome.", "Goodbye from Hearth.", "Your kettle left on Monday.", "Take care now.")
    said = talk.transcript(HELLO, *((groove[0], reply, groove[1]) for reply in replies))
    assert letter(talk.case(), said) == "V9"
    drawn = talk.transcript(HELLO, *((groove[0], reply, {"act": "restate"}) for reply in replies))
    assert letter(talk.case(), drawn) is None


def test_recorded_conversations_with_real_customers_are_always_valid(talk: Any) -> None:
    """A person may say what they like."""
    said = talk.transcript(HELLO, ("How can I help you? This is a test!", "Hm."), origin="production")
    assert letter(talk.case(), said) is None


def test_the_farewell_is_in_the_agents_hand(talk: Any) -> None:
    """Who has said thanks is gone: a question put after that makes nobody leave early, one put before does."""
    thanks = {"act": "thank"}
    after = talk.transcript(HELLO, ("W-1042", "I've sent it."), ("Thank you!", "Shall I go ahead?", thanks))
    before = talk.transcript(HELLO, ("W-1042", "I'm cancelling it now."), ("Thank you!", "Goodbye.", thanks))
    script = talk.transcript(HELLO, ("Thanks, bye!", "Shall I go ahead?", {"act": "line"}))
    assert [None, "V5", None] == [letter(talk.case(), said) for said in (after, before, script)]


def test_no_fault_of_the_customer_excuses_what_was_done(talk: Any) -> None:
    """A must-never that a tool call broke is judged, whatever the customer did; and so is a should that is critical."""
    never = talk.never("do", "the subscription", deed_more={"action": "cancel"})
    call = talk.tool("cancel_subscription")
    leaked = talk.transcript(HELLO, ("As an AI I have no kettle.", "I see.", call))
    verdict = judge(talk.case(never), leaked)
    assert ("valid", "fail") == (verdict.validity, verdict.sentences[0].result)
    assert "invalid_simulation" == judge(talk.case(talk.must("apologise")), leaked).validity
    early = talk.deed("ask", "the order number")
    critical = talk.must("do", "the subscription", deed_more={"action": "cancel"}, after=early, severity="critical")
    at_once = talk.transcript(("This is a test", "Cancelled.", call))
    assert "valid" == judge(talk.case(critical), at_once).validity


def test_leaving_early_excuses_nothing_said_before(talk: Any) -> None:
    """A forbidden question does not go away because the next reply makes the customer leave too soon."""
    never = talk.never("ask", "her password")
    asked = ("Hi", "What is your password?")
    gone = talk.transcript(asked, ("No idea", "I'm resetting it now."), ("Thanks!", "Bye.", {"act": "thank"}))
    talked = talk.transcript(asked, ("As an AI I have none.", "I see."))
    assert ["valid", "invalid_simulation"] == [judge(talk.case(never), said).validity for said in (gone, talked)]
