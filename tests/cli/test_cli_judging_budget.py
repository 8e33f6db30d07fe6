"""`--budget` of the commands that ask a model and hold no conversation: judge, calibrate and pin."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.judgement import Judgement, later
from harness.record import RECORD, read, runs, verify
from harness.testing import ModelServer
from harness.testing.model_server import Seen
from tests.kind_judge import passing
from tests.typed import typed as harness

MODEL = "anthropic/judge-1"
JOURNEY = """\
# {title}

{name} wants to know when {her} order will arrive. {Her} order number is W-1093 and {her} postcode is CF10 1EP.

## What should happen

- The agent tells {her} when the order will arrive.
- The agent makes {her} feel heard.
"""
TRANSCRIPT = {
    "turns": [
        {"customer": "Where is it?", "agent": "I am so sorry. Your order will arrive on 9 November 2026."},
        {"customer": "Thanks.", "agent": "Goodbye."},
    ]
}


def kindly(seen: Seen) -> str:
    """A judge that passes whatever it is asked, with the agent's first words."""
    data = json.loads(seen.body["messages"][0]["content"])
    if "asked" not in data:
        return json.dumps({"items": [{"kind": "check", "deed": {"act": "say", "about": "the hold-up"}}]})
    return passing(data["asked"], data["turns"][0]["agent"][:30])


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """A model on loopback."""
    with ModelServer(kindly) as found:
        yield found


@pytest.fixture
def desk(tmp_path: Path, server: ModelServer) -> Path:
    """Two journeys, and settings under which each call of the model counts as one dollar."""
    (tmp_path / "journeys").mkdir()
    for title, name, her in (("A mixer", "Aisha Khan", "her"), ("A lamp", "Tom Reed", "his")):
        words = {"title": title, "name": name, "her": her, "Her": her.capitalize()}
        (tmp_path / "journeys" / f"{title[2:]}.md").write_text(JOURNEY.format(**words), encoding="utf-8")
    (tmp_path / "harness.toml").write_text(
        f'[budget]\nunpriced = "1 USD"\n[models."{MODEL}"]\nbase_url = "{server.base_url("anthropic")}"\n',
        encoding="utf-8",
    )
    return tmp_path


def judgements(desk: Path) -> list[Judgement]:
    """What was said later of the only run."""
    (run,) = (file.parent for file in (desk / "reports").glob(f"*/{RECORD}"))
    return [one for one in later(run) if isinstance(one, Judgement)]


def test_a_judgement_stops_at_its_budget_and_goes_on_with_more(desk: Path, server: ModelServer) -> None:
    """One of two conversations is read for a dollar; with more, only the other one is asked about."""
    harness("run", "--judge", "rules", cwd=desk)
    short = harness("judge", "last", "--judge", MODEL, "--budget", "1", cwd=desk)
    assert 6 == short.returncode, short.stderr
    assert 1 == len(server.seen)
    said = " ".join(short.stdout.split())
    assert "the budget for our calls of 1 USD is reached; 1 conversation not wholly judged" in said
    assert "To go on with more: harness judge" in said
    assert f" --judge {MODEL} --budget AMOUNT" in said
    more = harness("judge", "last", "--judge", MODEL, "--budget", "1", cwd=desk)
    assert 0 == more.returncode, more.stderr
    assert 2 == len(server.seen)
    first, second = judgements(desk)
    assert (1, None) == (len(first.ended.unpaid if first.ended else {}), first.ended and first.ended.decision)
    assert second.ended
    assert not second.ended.unpaid
    assert second.ended.decision
    assert 2 == len(second.verdicts)
    (paid,) = set(first.verdicts) - set(first.ended.unpaid if first.ended else {})
    assert first.verdicts[paid] == second.verdicts[paid]
    assert (1, 1) == (len(first.entries), len(second.entries))


def test_what_was_not_paid_for_stays_open(desk: Path, server: ModelServer) -> None:
    """Without a cent every sentence that only reading can decide is undecided, never passed, and nothing is sent."""
    harness("run", "--judge", "rules", cwd=desk)
    done = harness("judge", "last", "--judge", MODEL, "--budget", "0", "--format", "json", cwd=desk)
    assert 6 == done.returncode
    assert not server.seen
    (one,) = json.loads(done.stdout)["judgements"]
    heard = [
        sentence for verdict in one["verdicts"] for sentence in verdict["sentences"] if "not asked" in sentence["why"]
    ]
    assert ["cannot_tell"] * 2 == [sentence["result"] for sentence in heard]
    assert one["decision_by_this_judgement"] is None


def test_recorded_conversations_have_a_budget_too(desk: Path, server: ModelServer) -> None:
    """They are all judged by the rules, the model reads as many as are paid for, and the exit says so."""
    (desk / "calls.jsonl").write_text(f"{json.dumps(TRANSCRIPT)}\n" * 2, encoding="utf-8")
    words = ("--transcripts", "calls.jsonl", "--journey", "journeys/mixer.md", "--judge", MODEL)
    done = harness("judge", *words, "--budget", "1", cwd=desk)
    assert 6 == done.returncode, done.stderr
    assert 1 == len(server.seen)
    assert "Stopped the budget for our calls of 1 USD is reached; 1 conversation" in " ".join(done.stdout.split())


def test_half_a_set_of_labels_calibrates_nothing(desk: Path, server: ModelServer) -> None:
    """calibration.json stays as it is, what was paid for is on a record, and the exit says why."""
    journey = (desk / "journeys" / "mixer.md").read_text("utf-8")
    rows = [
        {"criterion": "resolution", "human": "pass", "journey": journey, "transcript": TRANSCRIPT | {"turns": turns}}
        for turns in (TRANSCRIPT["turns"], TRANSCRIPT["turns"][:1])
    ]
    (desk / "labels.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = harness("calibrate", "labels.jsonl", "--judge", MODEL, "--budget", "1", cwd=desk)
    assert 6 == done.returncode, done.stderr
    assert "calibration.json stays as it is: the budget for our calls of 1 USD is reached: 1 conversation of 2" in (
        " ".join(done.stdout.split())
    )
    assert not (desk / "calibration.json").exists()
    assert 1 == len(server.seen)
    (run,) = runs(desk / "reports")
    assert 1 == [event.kind for event in read(desk / "reports" / run / RECORD)].count("charge")
    canaries = harness("calibrate", "--canaries", "--judge", MODEL, "--budget", "0", cwd=desk)
    assert 6 == canaries.returncode
    assert not (desk / "calibration.json").exists()


def test_pinning_stops_at_its_budget(desk: Path, server: ModelServer) -> None:
    """What was pinned stays pinned, the rest is left, and nothing more is asked."""
    for file in (desk / "journeys").glob("*.md"):
        line = f"- The agent flags the hold-up of the {file.stem} to the depot.\n"
        file.write_text(file.read_text("utf-8").replace("- The agent makes", f"{line}- The agent makes"), "utf-8")
    done = harness("pin", "--model", MODEL, "--yes", "--budget", "1", cwd=desk)
    assert 6 == done.returncode, done.stdout
    assert 1 == len(server.seen)
    assert "go on with more, --budget AMOUNT.   (exit 6)" in done.stdout
    (run,) = runs(desk / "reports")
    assert verify(desk / "reports" / run / RECORD).finished


def test_no_amount_of_money_is_said_before_anything_is_asked(desk: Path, server: ModelServer) -> None:
    """Wrong usage of each of the three is a sentence that names the flag."""
    for words in (("judge", "last"), ("calibrate", "--canaries"), ("pin",)):
        done = harness(*words, "--budget", "lots", cwd=desk)
        assert 2 == done.returncode
        assert "--budget: 'lots' is no amount of money" in done.stderr
    assert not server.seen
