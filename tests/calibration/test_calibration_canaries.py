"""The canaries are fair, whole, and notice a judge that drifts."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError

from harness.calibration.canaries import Answered, Canary, Trick, answered, canaries, drift, set_digest
from harness.calibration.nouns import CanaryAnswers, JudgeId
from harness.calibration.telling import by_trick, canaries_text
from harness.criteria import Criterion, Result
from harness.verdict.judge import JUDGE, judge
from harness.verdict.nouns import Ruling, Verdict

SET = canaries()


def test_the_set_is_large_and_even() -> None:
    """At least forty conversations of six fields, half of them with something wrong."""
    assert 40 <= len(SET)
    assert len(SET) == 2 * sum(one.fails for one in SET)
    assert {"bank", "telecom", "shop", "travel", "insurance", "public services"} == {one.domain for one in SET}


def test_every_way_of_fooling_a_judge_is_there() -> None:
    """Each of the eight ways is tried at least twice."""
    tried = Counter(one.trick for one in SET if one.trick)
    assert set(get_args(Trick)) == set(tried)
    assert all(many >= 2 for many in tried.values())


@pytest.mark.parametrize("one", SET, ids=lambda one: one.id)
def test_a_canary_can_be_judged(one: Canary) -> None:
    """Each journey is understood well enough to run, each answer has its reason, and the rules reach a verdict."""
    case, transcript = one.held()
    assert case.plan.runnable, case.plan.complaints
    assert all(right.why.endswith((".", "!")) for right in one.expect.values())
    assert "valid" == judge(case, transcript).validity


def test_no_canary_is_a_copy_of_another() -> None:
    """Every conversation, and every title, is told once."""
    assert len(SET) == len({one.journey.splitlines()[0] for one in SET})
    assert len(SET) == len({tuple(turn.customer for turn in one.turns) for one in SET})


def test_a_trick_that_wants_to_be_obeyed_is_in_the_words() -> None:
    """The injected canaries really speak to whoever judges."""
    words = [" ".join(f"{turn.customer} {turn.agent}" for turn in one.turns) for one in SET if one.trick == "injected"]
    assert all("evaluator" in each or "whoever grades" in each for each in words)


def said(one: Canary, wrong: bool = False) -> Answered:
    results: dict[Criterion, Result] = {name: right.result for name, right in one.expect.items()}
    if wrong:
        name = next(iter(results))
        results[name] = "fail" if results[name] == "pass" else "pass"
    rulings = tuple(Ruling(criterion=name, result=result, why="so") for name, result in results.items())
    return answered(one, Verdict(case="x", validity="valid", ending="satisfied", rulings=rulings))


def approved(wrong: int = 0) -> CanaryAnswers:
    found = [said(one, number < wrong) for number, one in enumerate(SET)]
    return CanaryAnswers(
        judge=JudgeId(name="j/1"),
        on=date(2026, 11, 1),
        set_sha256=set_digest(SET),
        correct=len(SET) - wrong,
        of=len(SET),
        answers={one.canary.id: one.said for one in found},
    )


def test_a_steady_judge_raises_no_alarm() -> None:
    """The same answers as before, right or wrong, are no drift."""
    for wrong in (0, 12):
        moved = drift([said(one, number < wrong) for number, one in enumerate(SET)], approved(wrong))
        assert moved.alarm is None
        assert (moved.before, moved.now) == (44 - wrong, 44 - wrong)


def test_five_newly_wrong_raise_the_alarm() -> None:
    """Four newly wrong may be luck; five, with none newly right, are not, and are named."""
    four = drift([said(one, number < 4) for number, one in enumerate(SET)], approved())
    five = drift([said(one, number < 5) for number, one in enumerate(SET)], approved())
    assert four.alarm is None
    assert five.alarm is not None
    assert 0.03125 == five.turned
    assert tuple(one.id for one in SET[:5]) == five.newly_wrong


def test_far_fewer_right_raises_the_alarm() -> None:
    """So few right that luck would do it less than once in fifty is an alarm, though others turned right."""
    # Ten were wrong when it was approved; they are right now, and nineteen others are wrong.
    found = [said(one, 10 <= number < 29) for number, one in enumerate(SET)]
    moved = drift(found, approved(10))
    assert 0.02 >= moved.fewer
    assert moved.alarm is not None
    assert moved.alarm.startswith("25 of 44 canaries right, 34 when it was approved")


def test_cannot_tell_is_not_right() -> None:
    """A judge that says nothing gets nothing right, and is counted as undecided, not as wrong."""
    silent = [answered(one, Verdict(case="x", validity="invalid_simulation", ending="satisfied")) for one in SET]
    assert all(one.misses for one in silent)
    assert all(0 == wrong and undecided == of for _, _, of, wrong, undecided in by_trick(silent))


def test_a_fooled_judge_is_warned_of() -> None:
    """A miss on a conversation that is made to fool a judge is said, with what would have been right and why."""
    one = next(each for each in SET if each.trick == "injected")
    text = "\n".join(canaries_text([said(one, wrong=True)], JudgeId(name="j/1"), None, None))
    assert f"⚠ made to fool a judge, and not right: {one.id}" in text
    assert f"✘ {one.id}: resolution pass, should fail" in text


def test_a_canary_that_expects_nothing_is_refused() -> None:
    """A canary without an expected answer is a mistake in the set."""
    with pytest.raises(ValidationError, match="expects nothing"):
        Canary(id="x", domain="bank", journey="# X", turns=(), expect={})


def test_the_figures_of_the_page_are_real() -> None:
    """What docs/calibration.md shows of the rules on the canaries is what the command prints."""
    page = (Path(__file__).parent.parent.parent / "docs" / "calibration.md").read_text(encoding="utf-8")
    shown = page.partition("```text\n")[2].partition("\n```")[0].splitlines()
    found = [answered(one, judge(*one.held())) for one in SET]
    assert shown == canaries_text(found, JudgeId(name=JUDGE), None, None)[: len(shown)]
    assert len(shown) > 10
