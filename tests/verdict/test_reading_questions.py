"""What is worth reading: claims that no pattern knows, facts that may be denied, loops that one sign alone hints at."""

from typing import Any

import pytest

from harness.plan.nouns import Policy
from harness.testing import ScriptedModel
from harness.verdict import Absence, Judges, Quote, Ruling, Verdict
from harness.verdict.judge import judge
from harness.verdict.reading.family import family
from tests.verdict.judging import answer, asked, held, one, piece, said


def ruling(verdict: Verdict, criterion: str) -> Ruling:
    return next(each for each in verdict.rulings if each.criterion == criterion)


# ---- claims -------------------------------------------------------------------------------------------------

PHRASED = "The kettle got refunded by me, there you go."
"""An action that is claimed in words which the rules do not know."""


def claimed(talk: Any, *events: Any, words: str = PHRASED) -> tuple[Any, Any]:
    about = talk.case(talk.never("offer", "a voucher"), risk="medium")
    looked = talk.tool("find_order", result={"total": "39.00"})
    return about, talk.transcript(("My kettle is broken.", "Let me look.", looked), ("And?", words, *events))


def listed(quote: str, turn: int = 2, action: str = "refund", verdict: str = "fail") -> str:
    return answer(one("hallucination", verdict), actions=[{"turn": turn, "quote": quote, "action": action}])


def test_an_action_word_that_no_pattern_matched_is_read(talk: Any) -> None:
    """The agent may say in words of its own that it refunded; nothing on record did: that is asked, and only that."""
    about, seen = claimed(talk)
    model = ScriptedModel([listed("The kettle got refunded by me")])
    assert "pass" == ruling(judge(about, seen), "hallucination").result
    verdict = held(model, case_=about, of=seen)
    assert ["hallucination"] == asked(model)[0]
    found = ruling(verdict, "hallucination")
    assert ("fail", "model, 2 calls") == (found.result, found.by)
    assert ["quote", "absence"] == [shown.kind for shown in found.findings[0].evidence]


def test_where_a_call_bears_it_out_nothing_is_asked(talk: Any) -> None:
    """The refund is on record: nobody needs to be asked what the words meant."""
    about, seen = claimed(talk, talk.tool("refund_order", amount="39.00", result={}))
    model = ScriptedModel([AssertionError("nobody was to be asked")])
    assert "pass" == ruling(held(model, case_=about, of=seen), "hallucination").result


def test_a_model_never_says_that_it_was_done(talk: Any) -> None:
    """Whether a claim is borne out is decided by the same matcher as ever: the model lists it, and no more."""
    about, seen = claimed(talk)
    lenient = answer(
        one("hallucination", "pass"),
        claims=[{"turn": 2, "quote": "The kettle got refunded by me", "supported_by": "t1e1"}],
        actions=[{"turn": 2, "quote": "The kettle got refunded by me", "action": "refund"}],
    )
    assert "fail" == ruling(said(lenient, case_=about, of=seen), "hallucination").result


@pytest.mark.parametrize(
    ("quote", "turn"), [("I have refunded your kettle", 2), ("My kettle is broken.", 1), ("refunded", 2)], ids=str
)
def test_a_claim_that_nobody_made_counts_against_the_judge(talk: Any, quote: str, turn: int) -> None:
    """Invented words, the customer's words, or one word alone: no finding, and one more on the judge's account."""
    about, seen = claimed(talk)
    verdict = said(listed(quote, turn), case_=about, of=seen)
    assert "pass" == ruling(verdict, "hallucination").result
    assert verdict.reading is not None
    assert verdict.reading.invalid


def test_a_statement_that_nothing_bears_out_takes_two_calls(talk: Any) -> None:
    """That no source says so is an absence: the quote is found, and two calls have to agree on the rest."""
    about, seen = claimed(talk, words="The kettle got refunded by me. Kettles come with a free filter for life.")
    invented = answer(
        one("hallucination", "fail"),
        claims=[{"turn": 2, "quote": "Kettles come with a free filter for life", "supported_by": None}],
    )
    nothing = answer(one("hallucination", "pass"))
    twice = ruling(said(invented, case_=about, of=seen), "hallucination")
    once = ruling(said(invented, nothing, case_=about, of=seen), "hallucination")
    assert ("fail", "pass") == (twice.result, once.result)
    quote, missing = twice.findings[0].evidence
    assert isinstance(quote, Quote)
    assert isinstance(missing, Absence)
    assert 2 == missing.calls


@pytest.mark.parametrize(
    ("source", "stands"), [("t1e1", True), ("turn:1", False), ("t9e9", False), ("turn:x", False)], ids=str
)
def test_a_source_that_is_named_has_to_hold_the_figures(talk: Any, source: str, stands: bool) -> None:
    """A statement stands when its source exists and has its amounts; a made-up or empty source is none."""
    about, seen = claimed(talk, words="The kettle got refunded by me. It had cost you 39.00 pounds at the till.")
    cited = answer(
        one("hallucination", "fail"),
        claims=[{"turn": 2, "quote": "It had cost you 39.00 pounds at the till", "supported_by": source}],
    )
    assert ("pass" if stands else "fail") == ruling(said(cited, case_=about, of=seen), "hallucination").result


# ---- facts --------------------------------------------------------------------------------------------------


def denied(talk: Any, words: str) -> tuple[Any, Any]:
    fact = Policy(sentence="f1", text="Opened kettles can be returned.", about="Opened kettles can be returned")
    return talk.case(fact, risk="medium"), talk.transcript(("May I return it?", words))


def test_a_fact_that_may_be_denied_is_read(talk: Any) -> None:
    """The rules see that yes and no differ; which is meant, a reader says, with the agent's words."""
    about, seen = denied(talk, "Opened kettles cannot be returned, I am afraid.")
    broken = answer(one("f1", "fail", piece("Opened kettles cannot be returned")))
    verdict = said(broken, case_=about, of=seen)
    assert "not_applicable" == judge(about, seen).sentences[0].result
    assert ("fail", "model, 2 calls") == (verdict.sentences[0].result, verdict.sentences[0].by)
    assert "fail" == ruling(verdict, "hallucination").result


def test_a_fact_that_was_told_as_it_is_needs_no_reader(talk: Any) -> None:
    """Said in agreement: settled by the rules."""
    about, seen = denied(talk, "Opened kettles can be returned, of course.")
    model = ScriptedModel([AssertionError("nobody was to be asked")])
    assert "pass" == held(model, case_=about, of=seen).sentences[0].result


# ---- loops --------------------------------------------------------------------------------------------------


def circling(talk: Any) -> tuple[Any, Any]:
    about = talk.case(talk.never("offer", "a voucher"), risk="medium")
    same = (
        "I will see what we can do for you about the kettle.",
        "Let me see what we can do about the kettle for you.",
    )
    seen = talk.transcript(
        ("My kettle drips.", same[0]), ("It drips badly.", same[1]), ("Yes, the spout.", same[0]), ("And now?", "Bye.")
    )
    return about, seen


def test_one_weak_sign_of_a_loop_is_read(talk: Any) -> None:
    """A message that comes again is no loop by itself; where a model sees one too, it takes two votes and two turns."""
    about, seen = circling(talk)
    alone = judge(about, seen)
    assert ("pass", True) == (ruling(alone, "looping").result, bool(ruling(alone, "looping").notes))
    quotes = [piece("see what we can do for you about the kettle", 1), piece("see what we can do about the kettle", 2)]
    looping = said(answer(one("looping", "fail", *quotes)), case_=about, of=seen)
    assert ("fail", "model, 2 calls") == (ruling(looping, "looping").result, ruling(looping, "looping").by)
    once = said(answer(one("looping", "fail", quotes[0])), case_=about, of=seen)
    assert "pass" == ruling(once, "looping").result


# ---- recorded conversations ---------------------------------------------------------------------------------


def test_a_recorded_conversation_without_a_journey_is_read_for_its_outcome(talk: Any) -> None:
    """Nobody wrote what should have come of it: the customer's goal is then judged as a whole, with proof."""
    seen = talk.transcript(
        ("I want my order cancelled.", "It is cancelled for you now, order and all."), origin="production"
    )
    told = answer(one("resolution", "pass", piece("It is cancelled for you now")), one("misrouting", "cannot_tell"))
    verdict = said(told, case_=talk.case(risk="low"), of=seen)
    assert ("pass", "model, 1 call") == (ruling(verdict, "resolution").result, ruling(verdict, "resolution").by)
    assert 1 == len(ruling(verdict, "resolution").evidence)
    assert "cannot_tell" == ruling(verdict, "misrouting").result


def test_nothing_is_absent_from_a_message_that_was_not_read_to_its_end(talk: Any) -> None:
    """Two calls agree that nobody was sent anywhere; of a message only the beginning was read, so nobody knows."""
    nowhere = answer(one("misrouting", "pass", looked_for="a hand-over"), one("resolution", "cannot_tell"))
    marks = {}
    for length in (10, 20_000):
        seen = talk.transcript(("I want my order cancelled.", "Hm, hm. " * length), origin="production")
        marks[length] = ruling(said(nowhere, case_=talk.case(risk="low"), of=seen), "misrouting").result
    assert {10: "pass", 20_000: "cannot_tell"} == marks


def test_a_judge_stays_within_three_votes(talk: Any) -> None:
    """However much is in doubt, a conversation has at most three judgements, each tried at most twice."""
    about, seen = circling(talk)
    model = ScriptedModel(["no", answer(one("looping", "cannot_tell"))] * 9)
    held(model, case_=about, of=seen)
    assert 6 >= len(model.asked)


# ---- families -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "of"),
    [
        ("anthropic/claude-opus-4-8", "Claude"),
        ("eu.anthropic.claude-sonnet-4", "Claude"),
        ("openai/gpt-5-mini", "GPT"),
        ("o3", "GPT"),
        ("openai/llama-3.3-70b", "Llama"),
        ("qwen2.5:7b", "Qwen"),
        ("olmo-2", None),
        ("hearth-demo-1", None),
    ],
)
def test_a_models_family_is_told_by_its_name(model: str, of: str | None) -> None:
    """The model's own name counts before that of whoever serves it; what nobody knows is of no family."""
    assert of == family(model)


def test_judges_are_listed_in_the_order_in_which_they_are_asked() -> None:
    """The manifest names who judges, by which rubric and in which words."""
    large, small = ScriptedModel([]), ScriptedModel([])
    small.name = "acme/small"
    judging = Judges(large, small=small).judging
    assert "acme/small + scripted" == judging.name
    assert (64, 64) == (len(judging.rubric), len(judging.prompt))
