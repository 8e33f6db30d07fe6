"""Reaching the right desk."""

from typing import Any

import pytest

from harness.conversation.nouns import Case, Transcript
from harness.plan.nouns import Route
from harness.verdict.misrouting import rule, way
from harness.verdict.nouns import Ruling
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
    assert found == ["correct", "detour", "wrong", "missing"]
    ruling = ruled(wants, detour)
    assert (ruling.result, [note.summary for note in ruling.notes]) == ("pass", ["the right desk, after 2 moves"])
    assert (way(stay, right), way(stay, none), way(talk.case(), right)) == ("unneeded", "correct", None)
