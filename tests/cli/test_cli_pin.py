"""`harness pin`, `check --write-lock` and `--locked`, as a person and as CI meet them."""

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.cli.pinning import Wanted, pin_journeys
from harness.ledger import LedgerEntry
from harness.model import PROVIDERS, Answer, Model, ModelError
from harness.money import Tokens
from harness.plan.locking.lock import NAME, Lock, LockError
from harness.plan.locking.lockfile import read_lock
from harness.record import RECORD, read, runs, verify
from harness.testing import ScriptedModel
from harness.trouble import Trouble
from tests.typed import typed

ROOT = Path(__file__).parents[2]
UNSURE = """# Two parcels

Ida Moss is polite. She wants to know where her parcel is. Her order number is W-1090.

## What should happen

- The agent asks for the order number.
- The agent flags the hold-up to the depot.
- The agent flutters about the fee.
"""
MENTIONS = {"kind": "check", "deed": {"act": "say", "about": "the hold-up"}}
GOOD = json.dumps({"items": [MENTIONS]})


def harness(*words: str, cwd: Path, ci: str | None = None) -> subprocess.CompletedProcess[str]:
    return typed(*words, cwd=cwd, env={"CI": ci} if ci else {})


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one journey in which two sentences are unsure."""
    (tmp_path / "journeys").mkdir()
    (tmp_path / "journeys" / "parcels.md").write_text(UNSURE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typing(*lines: str) -> Callable[[str], str | None]:
    """Somebody who types these lines, and then leaves."""
    left: Iterator[str] = iter(lines)
    return lambda question: next(left, None)


def lock_of(desk: Path) -> Lock:
    found = read_lock(desk / "journeys")
    assert found is not None
    return found


# ---- choosing -----------------------------------------------------------------------------------------------


def test_a_person_chooses_by_number(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each unsure sentence is shown with its nearest readings; what is chosen is pinned as by a person: exit 0."""
    assert 0 == pin_journeys([], Wanted(), typing("1", "1"))
    printed = capsys.readouterr().out
    assert "journeys/parcels.md:8:3" in printed
    assert "1  To be checked: The agent mentions the hold-up to the depot." in printed
    assert printed.splitlines()[-1] == "2 pinned in journeys/journeys.lock; commit it.   (exit 0)"
    lock = lock_of(desk)
    assert ["person", "person"] == [pin.by for pin in lock.pins]
    assert all(pin.accepted_by for pin in lock.pins)
    assert {"The agent asks for the order number."} < {one.reading for one in lock.readings}
    assert 0 == harness("check", "--locked", cwd=desk).returncode


def test_none_of_them_is_an_answer(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 leaves a sentence as it is, and what is no number is asked again: exit 3 while something is left."""
    assert 3 == pin_journeys([], Wanted(), typing("0", "9", "two", "²", "1"))
    printed = capsys.readouterr().out
    assert 3 == printed.count("please.")
    assert ["The agent flutters about the fee."] == [pin.sentence for pin in lock_of(desk).pins]
    assert "1 pinned, 1 left" in printed


def test_what_was_accepted_stays_when_the_person_leaves(desk: Path) -> None:
    """Each choice is in the lock at once; leaving in the middle loses none."""
    assert 3 == pin_journeys([], Wanted(), typing("1"))
    assert 1 == len(lock_of(desk).pins)
    assert 0 == pin_journeys([], Wanted(), typing("1"))
    assert 2 == len(lock_of(desk).pins)


def test_without_a_terminal_it_lists_and_changes_nothing(desk: Path) -> None:
    """In a pipe nobody can choose: what would be asked is printed, exit 3, and no file is written."""
    result = harness("pin", cwd=desk)
    assert 3 == result.returncode
    assert "To choose, run this on a terminal." in result.stdout
    assert result.stdout.splitlines()[-1].endswith("(exit 3)")
    assert not (desk / "journeys" / NAME).exists()


def test_on_a_real_terminal_the_line_is_read(desk: Path) -> None:
    """A person at a terminal types 1 and Enter twice."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "harness", "pin"]
    with subprocess.Popen(command, cwd=desk, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True) as process:
        os.close(theirs)
        os.write(ours, b"1\n1\n")
        seen = _all_of(ours)
        assert 0 == process.wait(60)
    assert "Which is meant? 1-4, 0 for none:" in seen
    assert 2 == len(lock_of(desk).pins)


def _all_of(terminal: int) -> str:
    seen = b""
    while True:
        try:
            chunk = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
        if not chunk:
            break
        seen += chunk
    os.close(terminal)
    return seen.decode()


def test_nothing_to_pin_is_said(desk: Path) -> None:
    """Journeys that are all understood need no pin; how they were read is noted: exit 0."""
    shutil.copytree(ROOT / "journeys", desk / "journeys", dirs_exist_ok=True)
    (desk / "journeys" / "parcels.md").unlink()
    result = harness("pin", cwd=desk)
    assert 0 == result.returncode, result.stdout
    assert "Nothing to pin" in result.stdout.splitlines()[-1]
    assert lock_of(desk).readings


# ---- a model ------------------------------------------------------------------------------------------------


@pytest.fixture
def with_model(monkeypatch: pytest.MonkeyPatch) -> Callable[[Model], None]:
    """Make `--model scripted/x` this model."""
    return lambda model: monkeypatch.setitem(PROVIDERS, "scripted", lambda name, settings: model)


def test_a_model_that_is_not_there_is_a_sentence(desk: Path) -> None:
    """A provider that nobody knows is answered with the ones there are: exit 2, nothing written."""
    result = harness("pin", "--model", "acme/large", "--yes", cwd=desk)
    assert 2 == result.returncode
    assert "anthropic/..., openai/..." in result.stderr
    assert "Traceback" not in result.stderr
    assert not (desk / "reports").exists()


def test_yes_without_a_model_is_refused(desk: Path) -> None:
    """Nobody can accept what nobody proposes."""
    with pytest.raises(Trouble, match="--yes"):
        pin_journeys([], Wanted(yes=True), typing())


def test_what_a_model_proposes_needs_a_yes(
    desk: Path, with_model: Callable[[Model], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """The proposal is said back; yes pins it with model, prompt and cost, anything else leaves the sentence."""
    model = ScriptedModel(
        [Answer(words=GOOD, model="acme-1", tokens=Tokens(fresh=812, output=96), certainty="reported")]
    )
    with_model(model)
    assert 3 == pin_journeys([], Wanted(model="scripted/x"), typing("y", "n"))
    printed = capsys.readouterr().out
    assert "→  The agent mentions the hold-up." in printed
    (pin,) = lock_of(desk).pins
    assert ("model:acme-1", "unpriced", Tokens(fresh=812, output=96)) == (pin.by, pin.cost, pin.tokens)
    assert f"sha256:{model.asked[0].digest}" == pin.prompt


def test_every_call_is_on_a_ledger_that_can_be_verified(
    desk: Path, with_model: Callable[[Model], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Asking twice about one sentence is two rows of role compile, priced by the settings; the record is whole."""
    (desk / "harness.toml").write_text(
        '[[prices]]\nmodel = "acme-1"\ninput = "3"\noutput = "15"\non = 2026-11-01\nsource = "a test"\n', "utf-8"
    )
    used = Tokens(fresh=1_000, output=100)
    answers = [Answer(words=words, model="acme-1", tokens=used, certainty="reported") for words in ("no", GOOD, "no")]
    with_model(ScriptedModel(answers))
    assert 3 == pin_journeys([], Wanted(model="scripted/x", yes=True))
    printed = capsys.readouterr().out
    assert "Nothing was pinned: its answer is not JSON." in printed
    assert "compile: 4,400 tokens (reported), $0.0180" in printed
    (run,) = runs(desk / "reports")
    file = desk / "reports" / run / RECORD
    assert verify(file).ok
    assert verify(file).finished
    rows = [LedgerEntry.model_validate(event.data) for event in read(file) if event.kind == "charge"]
    assert [("compile", "ours", "acme-1")] * 4 == [(row.role, row.payer, row.model) for row in rows]
    (pin,) = lock_of(desk).pins
    assert ("0.009", "USD") == (str(pin.cost).rstrip("0"), pin.currency)
    assert 0 == harness("verify", "last", cwd=desk).returncode


def test_show_last_still_means_the_last_run(desk: Path, with_model: Callable[[Model], None]) -> None:
    """A record of asking held no conversation: `show last` passes it over, and naming it is a sentence."""
    with_model(ScriptedModel([GOOD]))
    pin_journeys([], Wanted(model="scripted/x", yes=True))
    (run,) = runs(desk / "reports")
    named = harness("show", run, cwd=desk)
    assert 2 == named.returncode
    assert "held no conversation" in named.stderr
    assert "holds no runs yet" not in named.stderr
    assert harness("run", cwd=desk).stdout
    assert 0 == harness("show", "last", cwd=desk).returncode


def test_a_model_that_fails_stops_the_asking(
    desk: Path, with_model: Callable[[Model], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Out of reach: one call, on the ledger as unknown, nothing pinned, exit 3."""
    model = ScriptedModel([ModelError("no route to host")])
    with_model(model)
    assert 3 == pin_journeys([], Wanted(model="scripted/x", yes=True))
    assert 1 == len(model.asked)
    assert "the model failed: no route to host" in " ".join(capsys.readouterr().out.split())
    assert not (desk / "journeys" / NAME).exists()
    (run,) = runs(desk / "reports")
    assert verify(desk / "reports" / run / RECORD).finished


@pytest.mark.parametrize("words", ["", "{}", '{"items":[]}', "[" * 50_000, "x" * 50_000, '{"items":[{"kind":"rm"}]}'])
def test_a_bad_answer_leaves_the_lock_as_it_was(desk: Path, with_model: Callable[[Model], None], words: str) -> None:
    """Empty, hostile or oversized: the file has the same bytes as before, even with --yes."""
    assert 3 == pin_journeys([], Wanted(), typing("1"))
    before = (desk / "journeys" / NAME).read_bytes()
    with_model(ScriptedModel([words]))
    assert 3 == pin_journeys([], Wanted(model="scripted/x", yes=True))
    assert before == (desk / "journeys" / NAME).read_bytes()


def test_a_model_is_not_asked_when_nobody_could_accept(
    desk: Path, with_model: Callable[[Model], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not on a terminal and no --yes: no call is paid for."""
    model = ScriptedModel([GOOD])
    with_model(model)
    monkeypatch.setattr("harness.cli.pinning._terminal", lambda: None)
    assert 3 == pin_journeys([], Wanted(model="scripted/x"))
    assert [] == model.asked


# ---- the lock in check and run ------------------------------------------------------------------------------


def test_check_writes_what_it_understood(desk: Path) -> None:
    """--write-lock notes every understood sentence; the same again changes no byte."""
    result = harness("check", "--write-lock", cwd=desk)
    assert 0 == result.returncode
    assert "Wrote journeys/journeys.lock: 4 readings, 0 pins." in result.stdout
    before = (desk / "journeys" / NAME).read_bytes()
    assert "Nothing new for" in harness("check", "--write-lock", cwd=desk).stdout
    assert before == (desk / "journeys" / NAME).read_bytes()


def test_check_writes_one_journey_and_keeps_the_others(desk: Path) -> None:
    """What is noted of journeys that were not named stays."""
    shutil.copy(ROOT / "journeys" / "account" / "locked-out.md", desk / "journeys")
    harness("check", "--write-lock", cwd=desk)
    (desk / "journeys" / "parcels.md").write_text(
        UNSURE.replace("- The agent asks for the order number.\n", ""), "utf-8"
    )
    harness("check", "journeys/parcels.md", "--write-lock", cwd=desk)
    journeys = [one.journey for one in lock_of(desk).readings]
    assert 3 == journeys.count("parcels")
    assert "locked-out" in journeys


@pytest.mark.parametrize("ci", ["true", "1"])
def test_ci_is_locked(desk: Path, ci: str) -> None:
    """Where CI=true is set, an unsure sentence is an error that names the way out, in check and in run: exit 3."""
    assert 0 == harness("check", cwd=desk).returncode
    checked = harness("check", cwd=desk, ci=ci)
    assert 3 == checked.returncode
    assert "harness pin" in checked.stdout
    ran = harness("run", cwd=desk, ci=ci)
    assert 3 == ran.returncode
    assert "parcels was not run" in ran.stdout.splitlines()[-1]


def test_a_changed_reading_stops_a_locked_run(desk: Path) -> None:
    """Unchanged text that reads otherwise: a warning here, exit 3 when locked, and --write-lock accepts it."""
    pin_journeys([], Wanted(), typing("1", "1"))
    path = desk / "journeys" / NAME
    entry = next(line for line in path.read_text("utf-8").splitlines() if "asks for the order number" in line)
    other = json.loads(entry)["items"]
    path.write_text(path.read_text("utf-8").replace(other, "0" * 64), "utf-8")
    checked = harness("check", cwd=desk)
    assert 0 == checked.returncode
    assert "J014" in checked.stdout
    for command in ("check", "run"):
        assert 3 == harness(command, "--locked", cwd=desk).returncode
    assert 0 == harness("pin", cwd=desk).returncode
    assert 3 == harness("check", "--locked", cwd=desk).returncode, "pinning accepts no changed reading"
    assert 0 == harness("check", "--write-lock", cwd=desk, ci="true").returncode
    assert 0 == harness("check", "--locked", cwd=desk).returncode


def test_a_run_says_which_lock_it_was_held_with(desk: Path) -> None:
    """The manifest carries the lock's digest; without a lock, none."""
    assert json.loads(harness("run", "--format", "json", cwd=desk).stdout)["manifest"]["lock"] is None
    pin_journeys([], Wanted(), typing("1", "1"))
    manifest = json.loads(harness("run", "--format", "json", cwd=desk).stdout)["manifest"]
    assert lock_of(desk).digest == manifest["lock"]


def test_a_pinned_sentence_is_judged_like_any_other(desk: Path) -> None:
    """In a run a pinned sentence has a result of its own, in the author's words; unpinned it is not checked."""
    harness("run", cwd=desk)
    assert "not checked: The agent flags the hold-up" in harness("show", "last", "parcels", cwd=desk).stdout
    pin_journeys([], Wanted(), typing("1", "1"))
    harness("run", cwd=desk)
    shown = harness("show", "last", "parcels", cwd=desk).stdout
    assert "not checked" not in shown
    line = next(line for line in shown.splitlines() if "flags the hold-up" in line)
    assert line.split()[1] in ("✔", "✘")


@pytest.mark.parametrize("command", [("check",), ("run",), ("pin",), ("pin", "--prune"), ("check", "--write-lock")])
def test_a_broken_lock_is_a_sentence_in_every_command(desk: Path, command: tuple[str, ...]) -> None:
    """It is never silently ignored and never written over: exit 2, file and line."""
    path = desk / "journeys" / NAME
    path.write_text("<<<<<<< ours\n", encoding="utf-8")
    result = harness(*command, cwd=desk)
    assert 2 == result.returncode
    assert "journeys/journeys.lock:1: a merge was left here" in result.stderr
    assert "Traceback" not in result.stderr
    assert "<<<<<<< ours\n" == path.read_text(encoding="utf-8")


def test_accepting_and_refusing_at_once_is_refused(desk: Path) -> None:
    """--write-lock and --locked together is wrong usage."""
    result = harness("check", "--write-lock", "--locked", cwd=desk)
    assert 2 == result.returncode
    assert "say one of the two" in result.stderr


def test_pruning_is_said_in_numbers(desk: Path) -> None:
    """What no journey needs any more goes; a page that cannot be read keeps everything."""
    pin_journeys([], Wanted(), typing("1", "1"))
    (desk / "journeys" / "parcels.md").write_text(UNSURE.replace("flutters", "dithers"), encoding="utf-8")
    (desk / "journeys" / "empty.md").write_text("", encoding="utf-8")
    with pytest.raises(Trouble, match=r"empty\.md could not be read"):
        pin_journeys([], Wanted(prune=True), typing())
    (desk / "journeys" / "empty.md").unlink()
    assert 0 == pin_journeys([], Wanted(prune=True), typing())
    assert ["The agent flags the hold-up to the depot."] == [pin.sentence for pin in lock_of(desk).pins]


def test_a_lock_that_cannot_be_written_is_said(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that refuses is a sentence, and the lock is as it was."""
    pin_journeys([], Wanted(), typing("1"))
    before = (desk / "journeys" / NAME).read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LockError, match="No space left on device"):
        pin_journeys([], Wanted(), typing("1"))
    assert before == (desk / "journeys" / NAME).read_bytes()
