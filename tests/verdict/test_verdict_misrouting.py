"""Reaching the right desk."""

from typing import Any

import pytest

from harness.conversation.nouns import Case, Transcript
from harness.plan.nouns import Fact, Route
from harness.verdict.misrouting import routed, rule
from harness.verdict.nouns import Ruling, Way
from harness.verdict.route import hops, named_desk
from harness.verdict.sentences import results


def ruled(case: Case, transcript: Transcript) -> Ruling:
    """The ruling on misrouting."""
    return rule(case, transcript, results(case, transcript))


def test_nothing_said_of_desks_and_nothing_odd_is_not_applicable(talk: Any) -> None:
    """A journey without desks says nothing of misrouting."""
    case = talk.case()
    assert ruled(case, talk.transcript(("Hi", "Hello."))).result == "not_applicable"


def test_the_wrong_desk_fails_with_the_hand_off(talk: Any) -> None:
    """Sent to technical instead of returns."""
    case = talk.case(Route(sentence="r", text="", desk="returns", final=True))
    wrong = talk.transcript(("Hi", "Technical here.", talk.handoff("technical"), {"desk": "technical"}))
    ruling = ruled(case, wrong)
    assert (ruling.result, ruling.findings[0].turn, ruling.findings[0].sentence) == ("fail", 1, "r")
    assert talk.proofs(ruling.findings[0])[0].kind == "event"
    right = talk.transcript(("Hi", "Returns here.", talk.handoff("returns"), {"desk": "returns"}))
    assert ruled(case, right).result == "pass"


def test_a_hand_off_promised_and_not_made(talk: Any) -> None:
    """I'll put you through, and nothing happens."""
    promise = ("Hi", "I'll put you through to our billing team.", {"desk": "triage"})
    ruling = ruled(talk.case(), talk.transcript(promise, ("ok", "Could you wait?", {"desk": "triage"})))
    assert ruling.result == "fail"
    assert [one.kind for one in talk.proofs(ruling.findings[0])] == ["quote", "absence"]


@pytest.mark.parametrize("events", [True, False])
def test_a_hand_off_promised_and_made_or_not_shown(talk: Any, events: Any) -> None:
    """Made in the next turn it is kept; where hand-offs are not shown it cannot be checked."""
    promise = ("Hi", "I'll put you through to our billing team.")
    made = ("ok", "Billing here.", *([talk.handoff("billing"), {"desk": "billing"}] if events else []))
    assert ruled(talk.case(), talk.transcript(promise, made, events=events)).result == "not_applicable"


def test_sent_straight_back_is_to_and_fro(talk: Any) -> None:
    """Passed to billing and back with nothing done."""
    said = talk.transcript(
        ("a", "x", talk.handoff("billing"), {"desk": "billing"}),
        ("b", "y", talk.handoff("triage", desk="billing"), {"desk": "triage"}),
    )
    assert ruled(talk.case(), said).result == "fail"


def way(case: Case, transcript: Transcript) -> Way | None:
    """The name of the way."""
    found = routed(case, transcript)
    return found.way if found else None


def test_ways_have_names(talk: Any) -> None:
    """Correct, detour, wrong, missing, unneeded."""
    wants = talk.case(Route(sentence="r", text="", desk="returns"))
    stay = talk.case(Route(sentence="r", text="", desk="none"))
    none = talk.transcript(("a", "x", {"desk": "triage"}))
    right = talk.transcript(("a", "x", talk.handoff("returns"), {"desk": "returns"}))
    wrong = talk.transcript(("a", "x", talk.handoff("billing"), {"desk": "billing"}))
    detour = talk.transcript(
        ("a", "x", talk.handoff("billing"), {"desk": "billing"}),
        ("b", "y", talk.handoff("returns", desk="billing"), {"desk": "returns"}),
    )
    found = [way(wants, one) for one in (right, detour, wrong, none)]
    assert found == ["correct", "detour", "misroute_wrong", "misroute_missing"]
    ruling = ruled(wants, detour)
    assert (ruling.result, [note.summary for note in ruling.notes]) == ("pass", ["the right desk, after 2 moves"])
    assert (way(stay, right), way(stay, none), way(talk.case(), right)) == ("misroute_unneeded", "correct", None)


DESKS = {"returns": ("refund team", "rma_queue"), "billing": ("payments", "billing and subscriptions"), "orders": ()}


def knowing(talk: Any, *items: Any) -> Case:
    """A case whose settings know the target's own names of desks."""
    case: Case = talk.case(*items)
    return case.model_copy(update={"plan": case.plan.model_copy(update={"desks": DESKS})})


def test_a_targets_own_name_for_a_desk_is_recognised(talk: Any) -> None:
    """The settings say that rma_queue is the returns desk: sent there is sent right, and no move from one to itself."""
    wants = Route(sentence="r", text="", desk="returns", final=True)
    sent = talk.transcript(
        ("Hi", "One moment.", talk.handoff("rma_queue"), {"desk": "RMA Queue"}), ("Hm", "Yes?", {"desk": "Refund team"})
    )
    assert ("pass", "fail") == (ruled(knowing(talk, wants), sent).result, ruled(talk.case(wants), sent).result)
    assert ["returns"] == [hop.desk for hop in hops(sent.turns, DESKS)]
    found = ruled(knowing(talk, wants), sent).routed
    assert found
    assert ("correct", ("returns",), ("returns",), "event") == (found.way, found.expected, found.actual, found.source)
    assert "rma_queue" in hops(sent.turns, DESKS)[0].shows


@pytest.mark.parametrize(
    ("words", "desk"),
    [
        ("I'll put you through to our billing and subscriptions desk.", "billing"),
        ("I'll pass you on to the refund team.", "returns"),
        ("Let me transfer you to payments.", "billing"),
        ("Let me get a colleague.", "human"),
        ("I'll pass you on to the warehouse.", None),
    ],
)
def test_words_name_a_desk_by_its_longest_name(words: str, desk: str | None) -> None:
    """Any name that the settings know; none of them where the words name another place."""
    assert desk == named_desk(words, DESKS)


def test_a_way_told_in_words_alone_has_a_name_too(talk: Any) -> None:
    """Neither desks nor hand-offs are shown: what the agent says is the way; silence is none."""
    wants = Route(sentence="r", text="", desk="returns", final=True)
    told = talk.transcript(("Hi", "I'll put you through to our payments team."), events=False)
    found = routed(knowing(talk, wants), told)
    assert found
    assert ("misroute_wrong", ("billing",), "words") == (found.way, found.actual, found.source)
    assert routed(knowing(talk, wants), talk.transcript(("Hi", "Hello."), events=False)) is None


@pytest.mark.parametrize(
    ("words", "notes"),
    [
        ("Please call us on 0113 496 0999 for that.", 1),
        ("You will need to email help@example.com.", 1),
        ("Your phone number is 0113 496 0999.", 0),
        ("I'll email help@example.com for you.", 0),
    ],
)
def test_being_told_to_go_elsewhere_is_noted(talk: Any, words: str, notes: int) -> None:
    """Call, write, visit: a note with the agent's words, no fail by itself."""
    ruling = ruled(talk.case(), talk.transcript(("Hi", words)))
    assert (notes, "not_applicable") == (len(ruling.notes), ruling.result)


def test_what_a_hand_off_lost_is_named(talk: Any) -> None:
    """The customer had given two things, and one of them was handed over; no payload at all is not measured."""
    knows = [
        Fact(sentence="f", text="", key="order number", value="W-1042"),
        Fact(sentence="g", text="", key="postcode", value="LS6 2AB"),
    ]
    wants = Route(sentence="r", text="", desk="returns")
    move = talk.handoff("returns").model_copy(update={"arguments": {"order": "W-1042", "reason": "refund"}})
    lossy = talk.transcript(("W-1042, LS6 2AB", "One moment.", move, {"desk": "returns"}))
    found = routed(talk.case(*knows, wants), lossy)
    assert found
    assert (("postcode",), 0.5) == (found.lost, found.completeness)
    silent = talk.transcript(("W-1042, LS6 2AB", "One moment.", talk.handoff("returns"), {"desk": "returns"}))
    nothing = routed(talk.case(*knows, wants), silent)
    assert nothing
    assert nothing.completeness is None
