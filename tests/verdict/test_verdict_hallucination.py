"""Only what is true, and only what was done."""

from typing import Any

import pytest

from harness.conversation.nouns import Case, Transcript
from harness.plan.nouns import Check, Deed, Fact, Policy
from harness.verdict.claims import claims
from harness.verdict.hallucination import rule
from harness.verdict.nouns import Ruling
from harness.verdict.sentences import results


def ruled(case: Case, transcript: Transcript) -> Ruling:
    """The ruling on hallucination."""
    return rule(case, transcript, results(case, transcript))


def facts(*about: str) -> tuple[Policy, ...]:
    """What is true."""
    return tuple(Policy(sentence=f"p{number}", text="", about=one) for number, one in enumerate(about))


# ---- actions ------------------------------------------------------------------------------------------------


def test_a_claim_with_a_call_behind_it_is_backed(talk: Any) -> None:
    """I have refunded £39.00, and the tool did."""
    done = talk.tool("refund_order", amount="39.00")
    assert [one.standing for one in claims(talk.transcript(("Hi", "I have refunded £39.00.", done)))] == ["backed"]


def test_a_claim_with_no_call_is_a_phantom_and_critical(talk: Any) -> None:
    """I have refunded it, and no tool was called."""
    ruling = ruled(talk.case(risk="low"), talk.transcript(("Hi", "I have refunded your order.")))
    assert (ruling.result, ruling.findings[0].severity) == ("fail", "critical")
    assert [one.kind for one in talk.proofs(ruling.findings[0])] == ["quote", "absence"]


def test_a_claim_after_an_error_is_shown_with_the_error(talk: Any) -> None:
    """The call failed and the agent said it worked."""
    failed = talk.tool("cancel_order", order="W-1", ok=False)
    ruling = ruled(talk.case(), talk.transcript(("Hi", "I have cancelled your order.", failed)))
    assert ruling.result == "fail"
    assert "failed" in talk.proofs(ruling.findings[0])[1].shows


def test_a_claim_of_another_amount_is_a_mismatch(talk: Any) -> None:
    """£39 said, £19.50 done."""
    done = talk.tool("refund_order", amount="19.50")
    said = talk.transcript(("My kettle cost £39.00", "I have refunded £39.00.", done))
    assert [one.standing for one in claims(said)] == ["mismatch"]
    assert ruled(talk.case(), said).result == "fail"


def test_several_calls_bear_out_their_sum(talk: Any) -> None:
    """Both charges refunded, £25.00 together: two calls of £12.50 bear that out, and no other sum."""
    both = (
        talk.tool("refund_charge", charge="C-1", amount="12.50"),
        talk.tool("refund_charge", charge="C-2", amount="12.50"),
    )
    right = talk.transcript(("Hi", "I have refunded both of them, £25.00 together.", *both))
    wrong = talk.transcript(("Hi", "I have refunded both of them, £30.00 together.", *both))
    assert ["backed", "mismatch"] == [claims(said)[0].standing for said in (right, wrong)]


def test_work_in_progress_may_show_in_the_next_turn(talk: Any) -> None:
    """I'm refunding it now, and the call comes with the next reply."""
    said = talk.transcript(
        ("Hi", "I'm processing your refund now."), ("ok", "All done.", talk.tool("refund_order", order="W-1"))
    )
    assert {one.standing for one in claims(said)} == {"backed"}


def test_a_claim_cannot_be_checked_without_events(talk: Any) -> None:
    """Silence of the target's record is no proof against the agent."""
    said = talk.transcript(("Hi", "I have refunded your order."), events=False)
    assert [one.standing for one in claims(said)] == ["unverifiable"]
    assert ruled(talk.case(), said).result == "pass"


def test_a_claim_of_what_a_record_says_is_backed(talk: Any) -> None:
    """It has been refunded last week, as the record that was read says."""
    read = talk.tool("find_order", order="W-1", result={"status": "refunded"})
    said = talk.transcript(("Where is it?", "Your order has been refunded.", read))
    assert ruled(talk.case(), said).result == "pass"
    unpaid = talk.tool("find_order", order="W-1", result={"status": "delivered", "refunded": "0.00"})
    said = talk.transcript(("Where is it?", "I have refunded your order.", unpaid))
    assert ruled(talk.case(), said).result == "fail"


@pytest.mark.parametrize(
    "words",
    [
        "I can refund your order.",
        "Shall I cancel your order?",
        "I'm afraid I have not refunded your order.",
        "Once I have cancelled your order, you will get an email.",
        "Refunds are made to the card that was used.",
    ],
)
def test_an_offer_a_question_a_no_and_a_condition_are_no_claims(talk: Any, words: Any) -> None:
    """Only what is said to be done must be done."""
    assert ruled(talk.case(), talk.transcript(("Hi", words))).result == "pass"


# ---- values -------------------------------------------------------------------------------------------------

ORDER = {"order": "W-1042", "total": "39.00", "arrives": "2026-11-04"}


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("The total is £39.00.", "pass"),
        ("The total is £45.00.", "fail"),
        ("Order W-1042 arrives on 4 November.", "pass"),
        ("Order W-1042 arrives on 9 November.", "fail"),
        ("Ticket CASE-9912 is open.", "fail"),
        ("Please see https://examp1e.com/refunds for more.", "fail"),
        ("Please see https://www.example.com/refunds for more.", "pass"),
        ("We answer within 24 hours.", "pass"),
        ("A refund takes 5 to 7 business days.", "pass"),
        ("A refund takes 2 days.", "fail"),
        ("You have 30 days, until 4 December 2026.", "pass"),
        ("After 20% off you pay £31.20.", "pass"),
    ],
)
def test_values_must_come_from_somewhere(talk: Any, words: Any, result: Any) -> None:
    """Money, ids, dates and pages must be on record; what only the shop can know is a note."""
    case = talk.case(
        *facts(
            "A refund takes 5 to 7 business days.",
            "An item can be returned within 30 days.",
            "20% off today.",
            "See www.example.com/refunds",
        )
    )
    found = talk.tool("find_order", order="W-1042", result=ORDER)
    assert ruled(case, talk.transcript(("Where is my order?", words, found))).result == result


def test_what_only_the_shop_can_know_is_a_note(talk: Any) -> None:
    """Nothing bears it out and nothing speaks against it."""
    ruling = ruled(talk.case(), talk.transcript(("Hi", "We answer within 24 hours.")))
    assert (ruling.result, [one.severity for one in ruling.notes]) == ("pass", ["low"])


def test_a_refunds_own_amount_bears_nothing_out(talk: Any) -> None:
    """The order says £39.00; the agent refunds £58.50 and says so: its own call is no source for that."""
    found = talk.tool("find_order", order="W-1042", result=ORDER)
    wrong = talk.tool("refund_order", order="W-1042", amount="58.50", result={"refunded": "58.50"})
    ruling = ruled(talk.case(), talk.transcript(("Hi", "I have refunded £58.50.", found, wrong)))
    assert [one.summary for one in ruling.findings] == ['"£58.50" is borne out by no source']
    alone = talk.transcript(("Hi", "I have refunded £58.50.", wrong))
    assert ruled(talk.case(), alone).result == "pass"


def test_the_customers_own_words_bear_a_value_out_from_then_on(talk: Any) -> None:
    """What the customer has said may be repeated; what they say later may not be known yet."""
    case = talk.case()
    told = talk.transcript(("I paid £45.00", "You paid £45.00."))
    early = talk.transcript(("Hi", "You paid £45.00."), ("Yes, £45.00", "Right."))
    assert ruled(case, told).result == "pass"
    assert ruled(case, early).result == "fail"


def test_what_must_never_be_said_bears_nothing_out(talk: Any) -> None:
    """The author names a wrong date to forbid it, not to allow it."""
    wrong = Check(
        sentence="n",
        text="the agent says that it costs £99.00",
        polarity="never",
        criterion="conduct",
        deed=Deed(act="offer", about="a price of £99.00"),
    )
    assert ruled(talk.case(wrong), talk.transcript(("Hi", "It costs £99.00."))).result == "fail"


def test_what_the_author_wrote_bears_a_value_out(talk: Any) -> None:
    """The journey's own values are known."""
    knows = Fact(sentence="f", text="she paid £45.00", value=None)
    assert ruled(talk.case(knows), talk.transcript(("Hi", "You paid £45.00."))).result == "pass"


def test_amounts_are_notes_where_nothing_is_on_record(talk: Any) -> None:
    """An agent that shows no events may have looked the amount up."""
    ruling = ruled(talk.case(), talk.transcript(("Hi", "You paid £45.00."), events=False))
    assert (ruling.result, len(ruling.notes)) == ("pass", 1)


def test_a_broken_promise_sentence_belongs_here(talk: Any) -> None:
    """A must-never about a promise fails this criterion."""
    item = talk.never("offer", "a voucher", criterion="hallucination")
    ruling = ruled(talk.case(item), talk.transcript(("Hi", "I can offer you a voucher.")))
    assert (ruling.result, ruling.findings[0].sentence) == ("fail", "s1")
