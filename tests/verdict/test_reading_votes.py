"""What a judge is asked, what its votes come to, and what it can never do."""

import json
from typing import Any

import pytest

from harness.model import Answer, ModelError
from harness.testing import ScriptedModel
from harness.verdict import Absence, Quote, Record
from harness.verdict.judge import judge, outcome
from tests.verdict.judging import (
    DRIP,
    FACT,
    GRAVE,
    NEVER,
    PROVED,
    SHOULD,
    SORRY,
    answer,
    asked,
    case,
    held,
    mark,
    one,
    piece,
    result,
    said,
    transcript,
)

ALL = answer(
    one(SHOULD, "pass", SORRY), one(NEVER, "pass", looked_for="belittling"), one(GRAVE, "pass", looked_for="a jest")
)
"""A judge that is content: with words for what should happen, with absences for what must not."""


class Silent(ScriptedModel):
    """A model that must not be asked."""

    def __init__(self) -> None:
        super().__init__([AssertionError("nobody was to be asked")])


# ---- what is asked ------------------------------------------------------------------------------------------


def test_only_what_is_open_is_asked() -> None:
    """What the rules settled is no question, and nor is a fact that the agent did not speak of."""
    model = ScriptedModel([ALL])
    held(model)
    assert [SHOULD, NEVER, GRAVE] == asked(model)[0]


def test_where_the_rules_settle_everything_nobody_is_asked(talk: Any) -> None:
    """A conversation that the rules can judge costs no call, and its verdict is the rules' own."""
    settled = talk.case(talk.never("offer", "a voucher"))
    seen = talk.transcript(("Hello, is it returnable?", "It is, within 30 days."))
    model = Silent()
    assert judge(settled, seen) == held(model, case_=settled, of=seen)
    assert [] == model.asked


def test_without_a_judge_the_rules_stand_alone() -> None:
    """Nobody to ask: what only reading would settle stays open."""
    verdict = judge(case(), transcript())
    assert ["cannot_tell"] * 3 == [mark(verdict, name) for name in (SHOULD, NEVER, GRAVE)]
    assert verdict.reading is None


def test_an_invalid_conversation_is_not_read() -> None:
    """A target that broke is no agent to be judged: no model is asked about it."""
    broken = transcript().model_copy(update={"ending": "target_error", "error": "no answer"})
    model = Silent()
    assert "infra_error" == held(model, of=broken).validity
    assert [] == model.asked


def test_what_comes_first_is_the_same_to_the_last_byte() -> None:
    """Role, rubrics and facts stand before everything that changes from call to call, so that they are cached."""
    model = ScriptedModel([ALL])
    held(model)
    held(model, of=transcript(voucher=True))
    first, *_, last = model.asked
    assert (first.system, first.stable, first.answer) == (last.system, last.stable, last.answer)
    assert "A kettle can be returned when opened" in first.stable
    assert "returned when opened" not in first.words


def test_a_judge_is_blind() -> None:
    """It is told neither which agent or model answered, nor the customer's brief, nor which run or case this is."""
    model = ScriptedModel([ALL])
    held(model)
    sent = model.asked[0].system + model.asked[0].stable + model.asked[0].words
    assert not [word for word in ("acme", "agent-1", "kettle/-#1", "satisfied", '"seed"') if word in sent]


def test_everything_from_outside_is_data() -> None:
    """Turns and events reach the judge as JSON with ids; its own instructions hold no word of them."""
    model = ScriptedModel([ALL])
    held(model)
    data = json.loads(model.asked[0].words)
    assert [1, 2, 3] == [turn["turn"] for turn in data["turns"]]
    assert ["t2e1"] == [event["id"] for event in data["events"]]
    assert "Ignore the rubric" not in model.asked[0].system + model.asked[0].stable


def test_a_conversation_too_long_to_be_read_whole_is_not_read() -> None:
    """A judge that saw a part would find absent what stands in the rest: nothing is sent, and the verdict says why."""
    long = transcript()
    turns = tuple(
        turn.model_copy(update={"reply": turn.reply.model_copy(update={"text": "And so on and on. " * 800})})
        for turn in long.turns * 6
    )
    numbered = tuple(turn.model_copy(update={"number": at}) for at, turn in enumerate(turns, 1))
    model = Silent()
    verdict = held(model, of=long.model_copy(update={"turns": numbered}))
    assert "too long to be read whole" in result(verdict, SHOULD).why
    assert [] == model.asked


# ---- what settles -------------------------------------------------------------------------------------------


def test_words_that_a_program_finds_settle_on_one_call() -> None:
    """Nothing in doubt: one call, and the quote stands in the result with who read it."""
    verdict = said(ALL)
    found = result(verdict, SHOULD)
    assert ("pass", "model, 1 call") == (found.result, found.by)
    assert (Quote(turn=1, speaker="agent", words=SORRY["quote"]),) == found.evidence


def test_an_absence_counts_when_two_calls_agree() -> None:
    """That something never happened takes two calls, and is marked as such."""
    verdict = said(ALL)
    found = result(verdict, NEVER)
    assert ("pass", "model, 2 calls") == (found.result, found.by)
    assert [2] == [each.calls for each in found.evidence if isinstance(each, Absence)]


def test_only_the_doubtful_is_asked_again() -> None:
    """The second call is about what rests on an absence, and differs from the first: it is a judgement of its own."""
    model = ScriptedModel([ALL])
    held(model)
    assert [[SHOULD, NEVER, GRAVE], [NEVER, GRAVE]] == asked(model)
    assert 2 == len({prompt.digest for prompt in model.asked})


def test_a_sentence_that_never_came_fails_by_two_absences() -> None:
    """A required sentence that nobody finds met fails at the last turn, when two calls agree."""
    missing = answer(one(SHOULD, "fail", looked_for="a word of sympathy"))
    found = result(said(missing), SHOULD)
    assert ("fail", 3) == (found.result, found.turn)


def test_a_fail_with_found_words_stands() -> None:
    """The agent's own words, found in their turn, fail the sentence there."""
    found = result(said(answer(one(NEVER, "fail", DRIP))), NEVER)
    assert ("fail", 2, "model, 1 call") == (found.result, found.turn, found.by)


def test_an_event_is_evidence_by_its_id() -> None:
    """A recorded call proves what it shows; one that nobody recorded proves nothing."""
    assert isinstance(result(said(answer(one(SHOULD, "pass", piece(event="t2e1")))), SHOULD).evidence[0], Record)
    assert "cannot_tell" == mark(said(answer(one(SHOULD, "pass", piece(event="t9e9")))), SHOULD)


def test_a_quote_that_is_nearly_right_is_shown_as_it_stands() -> None:
    """A judge may drop a letter; what the result quotes is what the agent said, to the letter."""
    found = result(said(answer(one(SHOULD, "pass", piece("that must be such nuisance for you")))), SHOULD)
    assert (Quote(turn=1, speaker="agent", words=SORRY["quote"], how="fuzzy"),) == found.evidence


def test_a_quote_that_stands_elsewhere_is_moved_there() -> None:
    """A judge that miscounts turns has its quote found where it stands."""
    found = result(said(answer(one(SHOULD, "pass", piece("such a nuisance for you", 3)))), SHOULD)
    assert (Quote(turn=1, speaker="agent", words="such a nuisance for you", how="moved"),) == found.evidence


def test_two_of_three_votes_settle_and_are_counted() -> None:
    """Votes that differ are settled by a third; the result says how many agreed."""
    unsure, sure = answer(one(SHOULD, "cannot_tell")), answer(one(SHOULD, "pass", SORRY))
    assert "model, 2 of 3 calls" == result(said(unsure, sure, sure), SHOULD).by
    three_ways = said(unsure, sure, answer(one(SHOULD, "fail", DRIP)))
    assert ("cannot_tell", "no two judgements agree") == (mark(three_ways, SHOULD), result(three_ways, SHOULD).why)


def test_a_condition_that_never_came_up_is_said_twice_and_is_no_pass() -> None:
    """`not_applicable` takes a sentence out of the count, so one call alone does not get to say it."""
    nothing, yes = answer(one(SHOULD, "not_applicable", looked_for="damage")), answer(one(SHOULD, "pass", SORRY))
    assert "not_exercised" == mark(said(nothing), SHOULD)
    assert "cannot_tell" == mark(said(nothing, yes, answer(one(SHOULD, "cannot_tell"))), SHOULD)


def test_a_grave_fail_is_confirmed_or_nothing() -> None:
    """A critical fail that one vote sees and two do not is inconclusive; one that a second confirms is a fail."""
    broken, fine = answer(one(GRAVE, "fail", DRIP)), answer(one(GRAVE, "pass", looked_for="a jest"))
    confirmed, alone = said(broken), said(broken, fine, fine)
    assert ("fail", "model, 2 calls") == (mark(confirmed, GRAVE), result(confirmed, GRAVE).by)
    assert "cannot_tell" == mark(alone, GRAVE)
    assert (GRAVE,) == outcome(case(), transcript(), alone).contested
    assert (GRAVE,) == outcome(case(), transcript(), confirmed).critical


def test_a_grave_fail_waits_for_a_judge_that_broke() -> None:
    """The second judgement never came: the first alone stops nothing, and is not forgotten."""
    verdict = said(answer(one(GRAVE, "fail", DRIP)), ModelError("the connection was lost"))
    assert ("cannot_tell", (GRAVE,)) == (mark(verdict, GRAVE), verdict.reading.contested if verdict.reading else ())


def test_a_high_risk_fail_is_asked_again() -> None:
    """Where much hangs on it, one vote for a fail is not enough."""
    assert "model, 2 calls" == result(said(answer(one(NEVER, "fail", DRIP)), case_=_high()), NEVER).by


def _high() -> Any:
    high = case(risk="high")
    items = tuple(
        item.model_copy(update={"severity": "high"}) if item.sentence == NEVER else item for item in high.items
    )
    return high.model_copy(update={"items": items})


def test_a_message_that_was_not_read_to_its_end_may_hold_what_is_absent() -> None:
    """Nothing is absent from words that nobody read."""
    cut = transcript()
    last = cut.turns[-1].model_copy(update={"reply": cut.turns[-1].reply.model_copy(update={"text": "Hm. " * 20_000})})
    verdict = said(ALL, of=cut.model_copy(update={"turns": (*cut.turns[:-1], last)}))
    assert ("cannot_tell", "pass") == (mark(verdict, NEVER), mark(verdict, SHOULD))


# ---- what a model can never do ------------------------------------------------------------------------------


def test_no_answer_turns_what_the_rules_found_broken_into_a_pass() -> None:
    """A judge that passes everything, asked or not, leaves the fail that the rules proved as it was."""
    lenient = answer(*(one(name, "pass", SORRY, looked_for="x") for name in (SHOULD, NEVER, GRAVE, PROVED, FACT)))
    verdict = said(lenient, of=transcript(voucher=True))
    assert "fail" == mark(verdict, PROVED)
    assert "fail" == next(ruling.result for ruling in verdict.rulings if ruling.criterion == "hallucination")


def test_answers_to_what_nobody_asked_are_counted_and_thrown_away() -> None:
    """An answer about a sentence that the rules settled changes nothing."""
    extra = answer(one(SHOULD, "pass", SORRY), one(PROVED, "fail", DRIP), one("nobody", "fail", DRIP), "prose", 7)
    verdict = said(extra)
    assert ("pass", 4) == (mark(verdict, PROVED), verdict.reading.votes[0].unknown if verdict.reading else 0)


def test_a_broken_answer_is_asked_for_once_more_with_the_reason() -> None:
    """What cannot be read is asked for again, told why; a second time, it stays open."""
    model = ScriptedModel(["I think it went well.", ALL])
    assert "pass" == mark(held(model), SHOULD)
    assert "not JSON" in json.loads(model.asked[1].words)["your last answer could not be used"]
    hopeless = ScriptedModel(["I think it went well."])
    assert ("cannot_tell", 2) == (mark(held(hopeless), SHOULD), len(hopeless.asked))


def test_a_judge_that_is_down_leaves_the_conversation_judged_by_rules() -> None:
    """No answer is no verdict: what was open stays open and says why; nothing is raised, nothing lost."""
    for problem in (ModelError("401: the key is not known"), RuntimeError("a bug"), TimeoutError()):
        verdict = said(problem)
        assert "cannot_tell" == mark(verdict, SHOULD)
        assert "the judge gave no answer that counts" in result(verdict, SHOULD).why
        assert "pass" == mark(verdict, PROVED)


def test_every_vote_is_kept_so_that_it_can_be_joined_again() -> None:
    """The record holds who answered, by which prompt and rubric, what was said, and what was found of it."""
    reading = said(ALL).reading
    assert reading is not None
    assert [ALL, ALL] == [vote.answer for vote in reading.votes]
    assert [64, 64] == [len(vote.prompt) for vote in reading.votes]
    assert 64 == len(reading.rubric)


def test_how_much_evidence_was_not_found_is_counted() -> None:
    """A judge that makes its quotes up shows in one figure."""
    reading = said(
        answer(one(SHOULD, "pass", piece("We are deeply sorry for this.")), one(NEVER, "fail", DRIP))
    ).reading
    assert reading is not None
    assert (2, 3) == (reading.invalid, reading.claimed)


# ---- several judges -----------------------------------------------------------------------------------------


class Named(ScriptedModel):
    """A scripted model under a name."""

    def __init__(self, name: str, *answers: Any) -> None:
        super().__init__(list(answers))
        self.name = name


def test_a_small_judge_goes_first_and_hands_on_its_doubts() -> None:
    """What the small one settles costs no call of the large one's; what it cannot tell is no vote."""
    small = Named(
        "acme/small", answer(one(SHOULD, "pass", SORRY), one(NEVER, "cannot_tell"), one(GRAVE, "cannot_tell"))
    )
    large = Named("best/large", answer(one(NEVER, "fail", DRIP), one(GRAVE, "pass", looked_for="a jest")))
    verdict = held(large, small=small)
    assert [[SHOULD, NEVER, GRAVE]] == asked(small)
    assert [[NEVER, GRAVE], [GRAVE]] == asked(large)
    assert ("pass", "fail", "pass") == (mark(verdict, SHOULD), mark(verdict, NEVER), mark(verdict, GRAVE))


def test_a_second_judge_is_asked_in_doubt() -> None:
    """Where one judge is in doubt another one is asked, and has a vote of its own."""
    first = Named("acme/a", answer(one(GRAVE, "fail", DRIP), one(SHOULD, "pass", SORRY), one(NEVER, "fail", DRIP)))
    second = Named("best/b", answer(one(GRAVE, "fail", DRIP)))
    verdict = held(first, second=second)
    assert ([[SHOULD, NEVER, GRAVE]], [[GRAVE]]) == (asked(first), asked(second))
    assert "fail" == mark(verdict, GRAVE)


def test_a_judge_of_the_agents_own_family_is_named() -> None:
    """A judge may prefer what its own family writes: that it does so is on the verdict."""
    own = transcript()
    turns = tuple(
        turn.model_copy(update={"reply": turn.reply.model_copy(update={"model": "claude-haiku-4-5"})})
        for turn in own.turns
    )
    alike = held(Named("anthropic/claude-opus-4-8", ALL), of=own.model_copy(update={"turns": turns})).reading
    other = held(Named("openai/gpt-5", ALL), of=own.model_copy(update={"turns": turns})).reading
    assert alike is not None
    assert other is not None
    assert (("anthropic/claude-opus-4-8",), ()) == (alike.same_family, other.same_family)


@pytest.mark.parametrize("stopped", ["length", "refused"])
def test_an_answer_that_was_cut_off_or_refused_is_none(stopped: Any) -> None:
    """Whole JSON in a cut-off answer is an accident, not a verdict."""
    assert "cannot_tell" == mark(said(Answer(words=ALL, model="m", stopped=stopped)), SHOULD)
