"""Capture: a conversation that failed becomes a journey that fails with the fault, and holds without it."""

import asyncio
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.assurance import Cast, assure, compile_all
from harness.history.captured import captured_from, captured_line
from harness.history.capturing import _spoken, capture
from harness.journey.read import read_source
from harness.plan.nouns import Plan
from harness.record import RECORD
from harness.rejudging import judge_recorded
from harness.run import RunRecord, transcripts
from harness.settings import Settings
from harness.target.embedded import DemoTarget
from harness.testing import ToldClock
from harness.trouble import Trouble
from tests.conftest import Runner

LOOP = {
    "turns": [
        {"customer": "Hello, jo@example.com here. Where is order W-1042?", "agent": "What is your order number?"},
        *({"customer": "{sigh} # W-1042", "agent": "What is your order number?"} for _ in range(3)),
    ],
    "ending": "abandoned",
}


def drafted(record: RunRecord, case: str, place: Path) -> tuple[str, Plan]:
    """The draft of a conversation, and what the compiler makes of it."""
    held = transcripts(Path(record.folder) / RECORD, [case])[case]
    text = capture(record, held)
    (plan,) = compile_all([read_source(text, place / "draft.md", place)], Settings().vocabulary)
    return text, plan


def held_again(plan: Plan, target: DemoTarget, place: Path) -> RunRecord:
    return asyncio.run(assure([plan], Cast(target), Settings(), place / "again", ToldClock()))


@pytest.mark.parametrize("journey", ["refund-cracked-item", "the-pot-and-the-club", "charged-twice"])
def test_a_captured_failure_fails_again_and_only_with_the_fault(run: Runner, tmp_path: Path, journey: str) -> None:
    """The draft is accepted, breaks the same criterion with the fault switched on, and holds without it."""
    faulty = DemoTarget(faults=("verbatim-loop",))
    record = run(journey, target=faulty)
    broken = next(one for one in record.outcomes if one.results["looping"] == "fail")
    text, plan = drafted(record, broken.case, tmp_path)
    assert plan.runnable
    assert () == tuple(one for one in plan.complaints if one.severity != "info")
    (again,) = held_again(plan, DemoTarget(faults=("verbatim-loop",)), tmp_path).outcomes
    assert "fail" == again.results["looping"]
    fine = held_again(plan, DemoTarget(), tmp_path)
    assert fine.decision is not None
    assert "go" == fine.decision.decision
    assert captured_line(record.manifest.run, broken.case) in text


def test_what_production_showed_becomes_a_journey(tmp_path: Path) -> None:
    """The customer's own words are the script, redacted; the loop is what must not happen again."""
    file = tmp_path / "calls.jsonl"
    file.write_text(json.dumps(LOOP) + "\n", encoding="utf-8")
    judged = asyncio.run(judge_recorded(file, None, None, Settings(), tmp_path / "reports", ToldClock()))
    text, plan = drafted(judged.record, "recorded/-#1", tmp_path)
    assert plan.runnable
    assert "jo@example.com" not in text
    assert "- Hello, [EMAIL-1] here. Where is order W-1042?\n- (sigh) # W-1042\n" in text
    (again,) = held_again(plan, DemoTarget(faults=("verbatim-loop",)), tmp_path).outcomes
    assert "fail" == again.results["looping"]


def test_a_conversation_in_which_nothing_failed_is_not_captured(run: Runner, tmp_path: Path) -> None:
    """There is nothing to guard against, and that is said."""
    record = run("locked-out")
    with pytest.raises(Trouble, match="nothing failed in locked-out/-#1"):
        drafted(record, "locked-out/-#1", tmp_path)


def test_the_journey_says_where_it_came_from() -> None:
    """Its note is read back as the run and the conversation, and no other note is."""
    line = captured_line("20261121-183850-ca1a", "refund/kettle#1")
    assert ("20261121-183850-ca1a", "refund/kettle#1") == captured_from(line)
    assert captured_from("Captured from memory.") is None


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=200) | st.sampled_from(["## What should happen", "- x", "{slot}", "[a](b.md)", "<!-- ", "| a |"])
)
def test_any_words_of_a_customer_stay_words_in_the_script(words: str) -> None:
    """Headings, bullets, slots, links and line breaks in a customer's words never become part of the journey's form."""
    text = (
        f"# T\n\nA customer.\n\n## Script\n\n- {_spoken(words)}\n- Bye.\n\n## What should happen\n\n- The agent asks.\n"
    )
    journey = read_source(text, Path("t.md").absolute(), Path().absolute())
    assert 1 == sum(one.heading == "should" for one in journey.sentences)
    assert 1 == len(journey.variations)
    assert () == tuple(one for one in journey.complaints if one.severity == "error")
