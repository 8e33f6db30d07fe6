"""What a gate makes of a judge that was, or was not, held against people."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from harness.calibration.file import CalibrationError, read_calibration, release, standing, write_calibration
from harness.calibration.nouns import Calibrated, Calibration, CanaryAnswers, Corrected, JudgeId, Measured
from harness.criteria import Criterion, Result
from harness.gate import GatePolicy, Standing, decide
from harness.money import Tokens
from harness.stats import Confusion
from harness.verdict.nouns import Outcome

GOOD = Confusion(both_pass=45, judge_pass=5, judge_fail=4, both_fail=46)
LENIENT = Confusion(both_pass=70, judge_pass=10, judge_fail=4, both_fail=16)
WHO = JudgeId(name="rules/9", model="anthropic/m-1", prompt="p", rubric="r")
ASKED = GatePolicy(judge="calibrated")


def measured(criterion: Criterion, table: Confusion) -> Measured:
    return Measured(criterion=criterion, counts=table, weighted=table)


def calibration(judge: JudgeId = WHO, alarm: str | None = None, **tables: Confusion) -> Calibration:
    criteria = tuple(measured(name, table) for name, table in tables.items())  # type: ignore[arg-type]
    people = Calibrated(judge=judge, on=date(2026, 11, 20), labels=100, labels_sha256="0" * 64, criteria=criteria)
    seen = CanaryAnswers(judge=judge, on=people.on, set_sha256="1", correct=1, of=1, answers={}, alarm=alarm)
    return Calibration(people=people, canaries=seen)


def outcome(result: Result = "pass", critical: bool = False, **other: Any) -> Outcome:
    return Outcome(
        **{
            "case": "j/-#1",
            "journey": "j",
            "variation": "",
            "trial": 1,
            "why": "fixed",
            "risk": "low",
            "validity": "valid",
            "ending": "satisfied",
            "results": {"resolution": result},
            "required": {"s1": result},
            "critical": ("s1",) if critical else (),
            "turns": 2,
            "tokens": Tokens(),
            **other,
        }
    )


def test_a_calibrated_judge_is_good_for_what_it_passed() -> None:
    """Each criterion stands for itself: one may be gated on while another is only advice."""
    found = standing(calibration(resolution=GOOD, looping=LENIENT), WHO)
    assert ("resolution",) == found.usable
    assert found.doubts("resolution") is None
    assert "62 % of true fails, under 80 %" in (found.doubts("looping") or "")
    assert "misrouting: not calibrated" in (found.doubts("misrouting") or "")
    assert "usable as a gate for resolution; advice only on looping; not calibrated on misrouting" in found.says


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "rules/10"}, "of another judge, rules/9"),
        ({"model": "openai/o"}, "of rules/9 + anthropic/m-1, with other models"),
        ({"prompt": "other"}, "of the same judge with another prompt"),
        ({"rubric": "other"}, "of the same judge with another rubric"),
    ],
)
def test_a_calibration_holds_for_one_judge(change: dict[str, str], says: str) -> None:
    """Another judge, model, prompt or rubric makes the calibration void, and the reason says which."""
    found = standing(calibration(resolution=GOOD), WHO.model_copy(update=change))
    assert says in (found.why_not or "")
    assert () == found.usable


def test_no_calibration_and_an_open_alarm() -> None:
    """Without a calibration, and while a drift alarm is open, the judge counts as uncalibrated."""
    assert "never held against labels" in (standing(None, WHO).why_not or "")
    assert "drift alarm is open: 30 of 44" in (
        standing(calibration(alarm="30 of 44", resolution=GOOD), WHO).why_not or ""
    )
    assert standing(calibration(resolution=GOOD), WHO).why_not is None


def test_by_default_the_gate_only_says_so() -> None:
    """Unless it is asked for, an uncalibrated judge decides as ever, and the decision carries how far it is tested."""
    found = decide([outcome()], GatePolicy(), standing=standing(None, WHO))
    assert ("go", 0) == (found.decision, found.exit_code)
    assert found.standing is not None
    assert "How often the judge rules/9 + anthropic/m-1 is right about your agent" in found.standing.says


@pytest.mark.parametrize("held", [None, standing(None, WHO)], ids=["nobody looked", "never calibrated"])
def test_the_gate_refuses_to_go_by_an_uncalibrated_judge(held: Standing | None) -> None:
    """Asked for a calibrated judge, the gate says inconclusive where there is none, and why."""
    found = decide([outcome()], ASKED, standing=held)
    assert ("inconclusive", 5) == (found.decision, found.exit_code)
    assert "is not calibrated" in found.reasons[0].says


def test_a_break_by_an_uncalibrated_judge_is_no_stop_and_no_pass() -> None:
    """What it calls broken is inconclusive too, and a policy that lets inconclusive pass does not let that pass."""
    for policy in (ASKED, ASKED.model_copy(update={"inconclusive": "warn"})):
        found = decide([outcome("fail")], policy, standing=standing(None, WHO))
        assert ("inconclusive", 5, False) == (found.decision, found.exit_code, found.allowed)
    allowed = decide([outcome()], ASKED.model_copy(update={"inconclusive": "warn"}), standing=standing(None, WHO))
    assert (True, 0) == (allowed.allowed, allowed.exit_code)


def test_a_critical_break_that_a_detector_proved_stops_all_the_same() -> None:
    """No missing calibration waves a proven critical break through."""
    found = decide([outcome("fail", critical=True)], ASKED, standing=standing(None, WHO))
    assert ("stop", 1) == (found.decision, found.exit_code)
    assert (5,) == found.also


def test_a_break_on_a_calibrated_criterion_stops() -> None:
    """Where the judge may be gated on, its fail is a stop, though another criterion is only advice."""
    held = standing(calibration(resolution=GOOD), WHO)
    both = outcome("fail", results={"resolution": "fail", "looping": "pass"})
    assert 1 == decide([both], ASKED, standing=held).exit_code
    other = outcome("fail", results={"resolution": "pass", "looping": "fail"})
    open_ = outcome(results={"resolution": "pass", "looping": "cannot_tell"})
    assert 5 == decide([open_], ASKED, standing=held).exit_code
    assert 5 == decide([other], ASKED, standing=held).exit_code
    assert 0 == decide([outcome()], ASKED, standing=held).exit_code


def test_the_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """The same calibration is the same bytes, and is read back whole."""
    one, other = tmp_path / "calibration.json", tmp_path / "again.json"
    held = calibration(resolution=GOOD, looping=LENIENT)
    assert held.people is not None
    bare = Corrected(uncorrected=0.9, conversations=10, why="too few labels")
    first = held.people.criteria[0].model_copy(update={"corrected": bare, "between": LENIENT})
    held = held.model_copy(update={"people": held.people.model_copy(update={"criteria": (first,)})})
    for path in (one, other):
        write_calibration(path, held)
    assert one.read_bytes() == other.read_bytes()
    assert held == read_calibration(one)
    assert read_calibration(tmp_path / "none.json") is None


@pytest.mark.parametrize("words", ["", "{", "[]", '{"schema_version": 2}', '{"people": {"judge": {"name": 1}}}'])
def test_a_file_that_is_no_calibration(tmp_path: Path, words: str) -> None:
    """A damaged file is an error with a way out, never taken for a judge without a calibration."""
    file = tmp_path / "calibration.json"
    file.write_text(words, encoding="utf-8")
    with pytest.raises(CalibrationError, match="Take it back from version control"):
        read_calibration(file)
    file.unlink()
    file.mkdir()
    with pytest.raises(CalibrationError, match="no calibration file"):
        read_calibration(file)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (GOOD, "usable as a gate"),
        (LENIENT, "advice only: it finds 62 % of true fails, under 80 %"),
        (Confusion(both_pass=1, both_fail=1), "kappa may be as low as -"),
        (Confusion(both_pass=50), "no fail among the labels"),
        (Confusion(both_fail=50), "no pass among the labels"),
        (Confusion(), "no fail among the labels"),
    ],
)
def test_the_release_rule_in_words(table: Confusion, says: str) -> None:
    """What a judge's word is good for is said with the figure that decided it."""
    assert says in release(measured("looping", table))
