"""The command line with a baseline: accept, compare, run against it, stop early, try again."""

import json
import shutil
from pathlib import Path

import pytest

from harness.record import verify
from tests.typed import typed as harness

ROOT = Path(__file__).parent.parent.parent
HELD = ("run", "journeys/billing", "--trials", "5")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the shop's journeys."""
    shutil.copytree(ROOT / "journeys", tmp_path / "journeys")
    return tmp_path


def test_a_run_is_accepted_and_later_ones_are_held_against_it(desk: Path) -> None:
    """Accept, run again: go. Run a faulty agent: stop, with the author's sentence; compare says the same later."""
    assert 0 == harness(*HELD, cwd=desk).returncode
    accepted = harness("baseline", "accept", cwd=desk)
    assert 0 == accepted.returncode, accepted.stderr
    assert "6 variations, 30 stored trials" in accepted.stdout
    skipped = harness(*HELD, "--changed-since", "baseline", cwd=desk)
    assert 0 == skipped.returncode, skipped.stdout
    assert "VERDICT: GO — 6 journeys cannot have changed, and none was held" in skipped.stdout
    again = harness(*HELD, cwd=desk)
    assert "VERDICT: GO — nothing got worse in 30 conversations   (exit 0)" in again.stdout
    bad = harness(*HELD, "--fault", "wrong-amount", cwd=desk)
    assert 1 == bad.returncode, bad.stdout
    assert "baseline.json: 6 variations compared" in bad.stdout
    compared = harness("compare", "--format", "json", cwd=desk)
    assert 1 == compared.returncode
    moved = json.loads(compared.stdout)["moved"]
    assert ([5, 5], [0, 5]) == (moved[0]["before"], moved[0]["now"])
    record = sorted((desk / "reports").glob("*/run.jsonl"))[-1]
    assert verify(record).ok


def test_a_run_that_stops_early_saves_and_is_no_baseline(desk: Path) -> None:
    """The first break settles a gate without a baseline: the rest is not held, and no figure is printed."""
    run = harness(*HELD[:2], "--trials", "4", "--fault", "wrong-amount", "--stop-early", "--retry", "1", cwd=desk)
    assert 1 == run.returncode, run.stdout
    assert "18 planned conversations not held: nothing that was left could change" in run.stdout
    assert "No rates: the run stopped early" in run.stdout
    assert "regression: charged-twice" in run.stdout or "flaky: charged-twice" in run.stdout
    refused = harness("baseline", "accept", cwd=desk)
    assert 2 == refused.returncode
    assert "stopped early (settled)" in refused.stderr


def test_a_journey_qualifies_by_a_sequential_test(desk: Path) -> None:
    """Seven passes in a row are enough: the other trials are left out."""
    run = harness("run", "journeys/billing/charged-twice.md", "--trials", "12", "--qualify", cwd=desk)
    assert 0 == run.returncode, run.stdout
    assert "5 planned conversations not held: the sequential test had settled" in run.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("compare",), "There is no run 'last'"),
        (("baseline", "accept", "nowhere"), "There is no run 'nowhere'"),
    ],
)
def test_what_is_missing_is_said(desk: Path, words: tuple[str, ...], says: str) -> None:
    """No run, or no baseline: one sentence, and nothing is written."""
    result = harness(*words, cwd=desk)
    assert 2 == result.returncode
    assert says in result.stderr
    assert not (desk / "baseline.json").exists()
