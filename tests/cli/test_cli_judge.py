"""`harness judge` and `harness correct`, as they are typed."""

import json
import re
from pathlib import Path

import pytest

from harness.cli.digesting import tell_night
from harness.cli.options import Format
from harness.cli.rejudging import Wanted, correct_verdict, judge_stored
from harness.cli.showing import show_run
from harness.record import RECORD
from harness.target.embedded import DemoTarget
from harness.trouble import Trouble
from tests.conftest import Runner

JOURNEY = "charged-twice"
CASE = f"{JOURNEY}/-#1"


@pytest.fixture
def desk(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one stored run."""
    run(JOURNEY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def judge(*runs: str, format: Format = Format.text, **wanted: str) -> int:  # noqa: A002
    """Typed with these words."""
    paths = {name: Path(wanted[name]) if name in wanted else None for name in ("transcripts", "journey")}
    where = paths["transcripts"], paths["journey"]
    return judge_stored(Wanted(runs, wanted.get("judge", "rules"), *where, variation=None, reports=None), format)


@pytest.mark.usefixtures("desk")
def test_a_stored_run_is_judged_again(capsys: pytest.CaptureFixture[str]) -> None:
    """It says against what nothing changed, the second time against the first judgement too, and exits 0."""
    assert 0 == judge("last")
    assert 0 == judge("last")
    printed = capsys.readouterr().out
    assert 2 == printed.count("Against its own verdicts: nothing changed in 1 conversation.")
    assert "Against judgement 1, by rules/2: nothing changed in 1 conversation." in re.sub(
        r"rules/\d+", "rules/2", printed
    )
    assert max(map(len, printed.splitlines())) <= 80
    assert 0 == show_run("last", None, None, Format.text)
    assert "Again     by rules/" in capsys.readouterr().out


@pytest.mark.usefixtures("desk")
def test_a_machine_gets_every_change_and_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    """One document, with what was decided and what would be."""
    assert 0 == judge("last", format=Format.json)
    (one,) = json.loads(capsys.readouterr().out)["judgements"]
    assert ([], None, 1) == (one["changes"], one["earlier"], one["conversations"])
    assert ("go", "go") == (one["decision"]["decision"], one["decision_by_this_judgement"]["decision"])
    assert [CASE] == [verdict["case"] for verdict in one["verdicts"]]


def test_wrong_usage_is_explained_before_anything_is_written(desk: Path) -> None:
    """Both or neither of run and file, a flag without what it goes with, a name that there is not."""
    with pytest.raises(Trouble, match="say one of two"):
        judge()
    with pytest.raises(Trouble, match="go with --transcripts"):
        judge("last", journey="j.md")
    with pytest.raises(Trouble, match="no run 'nothing'"):
        judge("last", "nothing")
    with pytest.raises(Trouble, match="cannot be read"):
        judge(transcripts="nowhere.jsonl")
    assert [] == list((desk / "reports").glob("*/judgements/*"))


def test_recorded_conversations_are_judged_against_a_journey(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line that is none is named with its place, a table with several rows asks which, and the run is `last`."""
    (desk / "calls.jsonl").write_text(
        'oops\n{"turns": [{"customer": "Hi, I am Maya.", "agent": "Goodbye, Maya."}]}\n', encoding="utf-8"
    )
    journey = "# Hello\n\nOlu wants {thing}.\n\n## What must never happen\n\n- The agent says goodbye.\n"
    (desk / "j.md").write_text(journey.replace("{thing}", "a refund"), encoding="utf-8")
    assert 0 == judge(transcripts="calls.jsonl", journey="j.md")
    printed = capsys.readouterr().out
    assert "calls.jsonl:1 is not JSON" in printed
    assert "must never happen, j.md:7:3: The agent says goodbye." in " ".join(printed.split())
    assert "turn 1 agent: “Goodbye, [NAME-1].”" in printed
    assert 0 == show_run("last", "j/-#2", None, Format.text)
    assert capsys.readouterr().out.startswith("PRODUCTION: 1 recorded conversation from calls.jsonl")
    table = "\n## Variations\n\n| name | thing |\n|---|---|\n| one | a refund |\n| two | a toaster |\n"
    (desk / "j.md").write_text(journey + table, encoding="utf-8")
    with pytest.raises(Trouble, match="name one with --variation: one, two"):
        judge(transcripts="calls.jsonl", journey="j.md")


def test_a_correction_is_printed_and_kept(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was judged, what it is corrected to, by whom and why; the run's record is as it was."""
    (record,) = (desk / "reports").glob(f"*/{RECORD}")
    before = record.read_bytes()
    assert 0 == correct_verdict("last", CASE, "looping", "fail", "Ann", "It circled.", None, Format.text)
    printed = " ".join(capsys.readouterr().out.split())
    assert printed.startswith(f"{CASE}, looping: judged pass, corrected to fail by Ann on 20")
    assert "because: It circled." in printed
    assert before == record.read_bytes()
    with pytest.raises(Trouble, match="pass or fail, not 'maybe'"):
        correct_verdict("last", CASE, "looping", "maybe", "Ann", "It circled.", None, Format.text)


def test_what_people_said_of_verdicts_is_told_in_the_digest(run: Runner, desk: Path) -> None:
    """One verdict of two overturned, where something was found at all: half of them stand."""
    run("locked-out", target=DemoTarget(faults=["verbatim-loop"]), trials=2)
    correct_verdict("last", "locked-out/-#1", "looping", "fail", "Ann", "It does circle.", None, Format.text)
    correct_verdict("last", "locked-out/-#2", "looping", "pass", "Ann", "It was a slip.", None, Format.text)
    assert 0 == tell_night(None, None, False, Format.text)
    told = " ".join(next((desk / "reports").glob("*/digest.md")).read_text("utf-8").split())
    assert "People looked at 2 verdicts and left 1 standing" in told


def test_what_was_said_later_and_cannot_be_read_hides_no_run(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The run is shown, and that something is left out is said."""
    judge("last")
    (kept,) = (desk / "reports").glob("*/judgements/1.jsonl")
    kept.write_bytes(kept.read_bytes().replace(b"pass", b"fail", 1))
    assert 0 == show_run("last", None, None, Format.text)
    printed = " ".join(capsys.readouterr().out.split())
    assert "What was said of this run later is left out" in printed
    assert "VERDICT: GO" in printed
    assert 0 == show_run("last", None, None, Format.json)
