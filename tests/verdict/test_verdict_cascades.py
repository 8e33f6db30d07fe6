"""Where it began: ten contracts along the events, what follows from what, and the candidates in order of rank."""

from types import SimpleNamespace
from typing import Any

import pytest

from harness.conversation.nouns import Case, Transcript
from harness.journey.nouns import JourneySettings
from harness.plan.nouns import Fact, Limit, Route, ToolCheck
from harness.verdict import Verdict, judge
from harness.verdict.breaks.contracts import Violation, violations
from harness.verdict.breaks.happenings import happenings
from harness.verdict.nouns import FirstBreak

FRAUD = Route(sentence="s1", text="ends up with fraud", desk="fraud", final=True)
NUMBER = Fact(sentence="s9", text="her order number is W-1042", key="order number", value="W-1042")
BILLING, TRIAGE, RETURNS = {"desk": "billing"}, {"desk": "triage"}, {"desk": "returns"}


def with_intent(case: Case, intent: str) -> Case:
    return case.model_copy(update={"plan": case.plan.model_copy(update={"settings": JourneySettings(intent=intent)})})


def broke(verdict: Verdict) -> FirstBreak:
    assert verdict.first_break
    return verdict.first_break


def contracts(case: Case, transcript: Transcript) -> list[tuple[str, int]]:
    found = violations(case, transcript, happenings(transcript.turns), ())
    return [(one.contract, one.happening.turn) for one in found]


def suspects(case: Case, transcript: Transcript, contract: str) -> list[Violation]:
    return [one for one in violations(case, transcript, happenings(transcript.turns), ()) if one.contract == contract]


def test_a_wrong_label_is_where_the_wrong_desk_and_its_invented_fee_began(talk: SimpleNamespace) -> None:
    """The vector of measurement 4.3: triage takes fraud for billing, hands over, and billing names a fee of $15."""
    case = with_intent(talk.case(FRAUD), "fraud")
    held = talk.transcript(
        (
            "Somebody used my card.",
            "I'm putting you through to billing.",
            talk.tool("classify_request", result={"intent": "billing"}).model_copy(update=TRIAGE),
            talk.handoff("billing"),
            BILLING,
        ),
        ("Hello?", "What is your card number, please?", BILLING),
        ("4242 4242 4242 4242", "Our fee is $15.", BILLING),
    )
    first = broke(judge(case, held))
    assert (1, "C10", "t1e1", 2, "dataflow", 2) == (
        first.turn,
        first.contract,
        first.event,
        first.cascade_size,
        first.confidence,
        first.amplification,
    )
    assert () == first.others
    assert 200 == first.tokens_after


def test_a_label_in_other_words_is_no_break_where_the_way_was_right(talk: SimpleNamespace) -> None:
    """The author says account, the target password: nobody was led astray, so what broke later began later."""
    case = with_intent(talk.case(talk.must("apologise", sentence="s2")), "account")
    held = talk.transcript(
        ("Locked out", "One moment.", talk.tool("classify_request", result={"intent": "password"}), TRIAGE),
        ("So?", "What is your order number?", TRIAGE),
    )
    assert ("C10", 1) in contracts(case, held)
    assert "C9" == broke(judge(case, held)).contract


def test_a_claim_after_a_failed_call_began_with_the_call(talk: SimpleNamespace) -> None:
    """The refund failed, and the agent said that it had refunded: the failing call comes first."""
    held = talk.transcript(
        ("Refund W-1042", "One moment.", talk.tool("refund_order", ok=False, order="W-1042")),
        ("And?", "I've refunded your order W-1042."),
    )
    first = broke(judge(talk.case(), held))
    assert (1, "C1", "t1e1", 1, "dataflow") == (
        first.turn,
        first.contract,
        first.event,
        first.cascade_size,
        first.confidence,
    )


def test_a_failed_call_that_leads_to_nothing_is_no_break(talk: SimpleNamespace) -> None:
    """It failed, was called again and worked: what broke later has nothing to do with it."""
    held = talk.transcript(
        ("Refund W-1042", "One moment.", talk.tool("get_order", ok=False, order="W-1042")),
        ("And?", "Here it is.", talk.tool("get_order", order="W-1042", result={"item": "kettle"})),
        ("So?", "I've cancelled your order W-1042."),
    )
    assert (3, "C4", "temporal") == (
        (first := broke(judge(talk.case(), held))).turn,
        first.contract,
        first.confidence,
    )


def test_a_number_that_nobody_gave_is_a_wrong_argument(talk: SimpleNamespace) -> None:
    """An id comes from the author, the customer or a tool; made up, it breaks the contract on arguments."""
    case = talk.case(NUMBER)
    right = talk.transcript(("It is W-1042", "One moment.", talk.tool("get_order", order="W-1042")))
    wrong = talk.transcript(("It is W-1042", "One moment.", talk.tool("get_order", order="W-9999")))
    assert [[], ["w9999"]] == [
        [one.summary.rpartition(" ")[2].strip('"') for one in suspects(case, held, "C2")] for held in (right, wrong)
    ]


def test_a_hand_off_that_loses_the_order_number_is_why_it_was_asked_again(talk: SimpleNamespace) -> None:
    """The customer had given it, the payload lacks it, and the next desk asks twice more: it began at the hand-off."""
    bare, shown = talk.handoff("returns"), talk.handoff("returns").model_copy(update={"arguments": {"why": "refund"}})
    held_bare, held = (
        talk.transcript(
            ("It is W-1042", "I'm putting you through to returns.", event, RETURNS),
            ("Hello", "What is your order number?", RETURNS),
            ("W-1042", "May I have your order number?", RETURNS),
        )
        for event in (bare, shown)
    )
    case = talk.case(NUMBER)
    assert [] == suspects(case, held_bare, "C7")
    first = broke(judge(case, held))
    assert ("C7", 1, "t1e1", "dataflow") == (first.contract, first.turn, first.event, first.confidence)


def test_a_hand_off_that_keeps_what_was_given_is_complete(talk: SimpleNamespace) -> None:
    """The order number stands in the payload, whatever its field is called."""
    event = talk.handoff("returns").model_copy(update={"arguments": {"ref": "W-1042"}})
    held = talk.transcript(("It is W-1042", "I'm putting you through to returns.", event, TRIAGE))
    assert [] == suspects(talk.case(NUMBER), held, "C7")


def test_two_desks_that_say_two_things_contradict_each_other(talk: SimpleNamespace) -> None:
    """The later statement is held against the earlier one about the same thing."""
    said = (
        ("How long?", "A refund to your card takes 5 business days.", TRIAGE),
        ("Really?", "A refund to your card takes 9 business days.", RETURNS),
    )
    assert [2] == [one.happening.turn for one in suspects(talk.case(), talk.transcript(*said), "C8")]
    same = (said[0], ("Really?", "A refund to your card takes 5 business days.", RETURNS))
    assert [] == suspects(talk.case(), talk.transcript(*same), "C8")


def test_too_many_turns_began_with_the_first_that_brought_nothing(talk: SimpleNamespace) -> None:
    """The bound is passed at the end; the turn that was chatted away is why."""
    bound = Limit(sentence="s1", text="at most 3 turns", metric="turns", op="at_most", value="3")
    held = talk.transcript(
        ("Refund", "What is your order number?"),
        ("W-1042", "Our founder was fond of copper pans."),
        ("And?", "One moment.", talk.tool("get_order", order="W-1042", result={"item": "kettle"})),
        ("So?", "What is your postcode?"),
    )
    first = broke(judge(talk.case(bound), held))
    assert (2, "C6", "looping") == (first.turn, first.contract, first.criterion)


def test_what_follows_from_nothing_is_another_candidate(talk: SimpleNamespace) -> None:
    """Two faults that have nothing to do with each other: both are named, the earlier one first."""
    held = talk.transcript(
        ("Cancel it", "I've cancelled your order."),
        ("And my club?", "I've refunded £12.50 for your club."),
        ("Bye", "Goodbye!"),
    )
    first = broke(judge(talk.case(), held))
    assert [(1, "C4"), (2, "C4")] == [(one.turn, one.contract) for one in (first, *first.others)]
    assert {"temporal"} == {one.confidence for one in (first, *first.others)}


def test_an_action_that_never_came_broke_where_the_agent_stopped_working(talk: SimpleNamespace) -> None:
    """A no in words that nobody knows: from there on it asked nothing, did nothing and passed nobody on."""
    refund = ToolCheck(sentence="s1", text="the agent refunds", tool="refund_order")
    held = talk.transcript(
        ("Refund", "What is your order number?"),
        ("W-1042", "This leads nowhere."),
        ("Please", "It is what it is."),
        ("Bye", "Goodbye!"),
    )
    assert 2 == broke(judge(talk.case(refund), held)).turn


@pytest.mark.parametrize("others", [{}, {"contract": "C4", "event": "t1e1", "cascade_size": 2, "amplification": 3}])
def test_a_record_of_an_earlier_version_can_still_be_read(others: dict[str, Any]) -> None:
    """What it does not hold has a default."""
    old = {"turn": 2, "criterion": "looping", "desk": "orders", "summary": "again", "tokens_after": 300}
    read = FirstBreak.model_validate({**old, **others})
    assert (2, "temporal", ()) == (read.turn, read.confidence, read.others)
