"""`harness calibrate` with a model that reads what the rules leave open."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.record import RECORD, read, verify
from harness.testing import ModelServer
from harness.testing.model_server import Seen
from tests.kind_judge import passing
from tests.typed import typed as harness

JOURNEY = """\
# Where is the mixer?

Aisha Khan wants to know when her order will arrive. Her order number is W-1093 and her postcode is CF10 1EP.

## What should happen

- The agent tells her when the order will arrive.
- The agent recalls the parcel.
"""
MODEL = "anthropic/judge-1"


def kindly(seen: Seen) -> str:
    """A judge that passes whatever it is asked, with words that are there."""
    data = json.loads(seen.body["messages"][0]["content"])
    return passing(data["asked"], "I am so sorry that you had to wait")


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """A model on loopback."""
    with ModelServer(kindly) as found:
        yield found


@pytest.fixture
def desk(tmp_path: Path, server: ModelServer) -> Path:
    """Two labelled conversations, the same but for what people said, and settings that name the model."""
    address = server.base_url("anthropic")
    (tmp_path / "harness.toml").write_text(
        f'[judge]\nmodel = "{MODEL}"\n[models."{MODEL}"]\nbase_url = "{address}"\n', encoding="utf-8"
    )
    rows: list[dict[str, Any]] = []
    for human, asks in (("pass", "Where is it?"), ("fail", "Where on earth is it?")):
        said = "I am so sorry that you had to wait. Your order will arrive on 9 November 2026."
        turns = [{"customer": asks, "agent": said}, {"customer": "Thanks.", "agent": "Goodbye."}]
        one = {"criterion": "resolution", "human": human, "journey": JOURNEY, "transcript": {"turns": turns}}
        rows.append(one)
    (tmp_path / "labels.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return tmp_path


def test_a_model_is_held_against_people(desk: Path, server: ModelServer) -> None:
    """The settings' model reads what the rules leave open; its kindness shows as a TNR of nothing."""
    done = harness("calibrate", "labels.jsonl", cwd=desk)
    assert 0 == done.returncode, done.stderr
    assert f"2 labels held against judge rules/6 + {MODEL}" in done.stdout
    assert "people fail   judge pass    1   judge fail    0   TNR   0 %" in done.stdout
    assert server.seen
    alone = harness("calibrate", "labels.jsonl", "--judge", "rules", cwd=desk)
    assert "held against judge rules/6\n" in alone.stdout
    assert "apart: 2 the judge could not tell" in alone.stdout


def test_what_a_calibration_costs_is_on_record(desk: Path, server: ModelServer) -> None:
    """Every call is a row of a record that is whole, and what it cost is said."""
    done = harness("calibrate", "labels.jsonl", cwd=desk)
    assert "judge: " in done.stdout
    assert "tokens (reported)" in done.stdout
    (record,) = (desk / "reports").glob(f"*/{RECORD}")
    kinds = [event.kind for event in read(record)]
    assert "calibration_started" == kinds[0]
    assert kinds.count("charge") == len(server.seen)
    assert 2 == kinds.count("verdict")
    checked = verify(record)
    assert checked.ok
    assert checked.finished


def test_the_calibration_holds_for_this_model_alone(desk: Path) -> None:
    """The file names model, prompt and rubrics, and a run by the rules alone says that it is of another judge."""
    harness("calibrate", "labels.jsonl", cwd=desk)
    judge = json.loads((desk / "calibration.json").read_bytes())["people"]["judge"]
    assert (MODEL, 64, 64) == (judge["model"], len(judge["prompt"]), len(judge["rubric"]))
    (desk / "mixer.md").write_text(JOURNEY, encoding="utf-8")
    run = harness("run", "mixer.md", "--judge", "rules", cwd=desk)
    assert f"calibration.json is of rules/6 + {MODEL}, with other models" in " ".join(run.stdout.split())


def test_a_model_that_cannot_be_had_stops_before_anything_is_asked(desk: Path) -> None:
    """The rules never stand in for a model that was asked for."""
    done = harness("calibrate", "--canaries", "--judge", "oracle", cwd=desk)
    assert 2 == done.returncode
    assert done.stderr.startswith("harness: ")
    assert not (desk / "calibration.json").exists()


def test_a_broken_judge_is_never_a_pass(desk: Path, server: ModelServer) -> None:
    """A model that answers nothing that can be used leaves everything open, and the canaries say undecided."""
    server._answer = lambda _: "Certainly! Everything passes."
    done = harness("calibrate", "--canaries", "--format", "json", cwd=desk)
    assert 0 == done.returncode, done.stderr
    by_rules = json.loads(harness("calibrate", "--canaries", "--judge", "rules", "--format", "json", cwd=desk).stdout)
    assert by_rules["criteria"] == json.loads(done.stdout)["criteria"]
