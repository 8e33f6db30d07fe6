"""`harness calibrate`: labels, canaries, and labelling on a terminal."""

import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from harness.calibration.labels import read_labels
from tests.typed import typed as harness

WORDS = [sys.executable, "-m", "harness"]


JOURNEY = """\
# Where is the mixer?

Aisha Khan wants to know when her order will arrive. Her order number is W-1093 and her postcode is CF10 1EP.

## What should happen

- The agent asks for her order number.
- The agent looks the order up with `find_order`.
- The agent tells her when the order will arrive.

## What must never happen

- The agent cancels the order.
"""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one journey and one run of two conversations."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "journeys").mkdir()
    (folder / "journeys" / "mixer.md").write_text(JOURNEY, encoding="utf-8")
    done = harness("run", "--trials", "2", cwd=folder)
    assert 0 == done.returncode, done.stdout + done.stderr
    return folder


@pytest.fixture
def desk(held: Path, tmp_path: Path) -> Path:
    """The same, of the test's own."""
    return shutil.copytree(held, tmp_path / "desk")


@pytest.fixture(autouse=True)
def _nobody_stays() -> Iterator[None]:
    yield
    while Terminal.opened:
        Terminal.opened.pop().leave()


def labelled(folder: Path, keys: str = "pppppppppp") -> Path:
    file = folder / "labels.jsonl"
    file.unlink(missing_ok=True)
    done = harness("calibrate", "--label", "last", "-o", file.name, cwd=folder, stdin="\n".join(keys) + "\n")
    assert 0 == done.returncode, done.stderr
    return file


def test_labels_make_a_calibration(desk: Path) -> None:
    """Labels of a stored run are held against the rules, told criterion by criterion, and kept in calibration.json."""
    labelled(desk)
    done = harness("calibrate", "labels.jsonl", cwd=desk)
    assert 0 == done.returncode, done.stderr
    assert "10 labels held against judge rules/6" in done.stdout
    assert "people pass   judge pass    2   judge fail    0   TPR 100 %" in done.stdout
    assert "TNR not known" in done.stdout
    assert "advice only: no fail among the labels" in done.stdout
    kept = json.loads((desk / "calibration.json").read_bytes())
    assert ("rules/6", 10) == (kept["people"]["judge"]["name"], kept["people"]["labels"])


def test_a_calibration_for_a_machine(desk: Path) -> None:
    """The same as JSON, with every figure, those that are not known as null."""
    labelled(desk)
    done = harness("calibrate", "labels.jsonl", "--format", "json", cwd=desk)
    told = json.loads(done.stdout)
    first = told["criteria"][0]
    assert ("resolution", 1.0, None, False) == (first["criterion"], first["tpr"], first["tnr"], first["usable_as_gate"])
    assert first["corrected"]["uncorrected"] == 1.0


def test_a_run_says_how_far_its_judge_was_tested(desk: Path) -> None:
    """Without a calibration a run says so in one line; with one, what it is good for."""
    labelled(desk)
    before = harness("run", cwd=desk).stdout
    assert "How often the judge rules/6 is right about your agent: it was never held" in before
    harness("calibrate", "labels.jsonl", cwd=desk)
    after = " ".join(harness("run", cwd=desk).stdout.split())
    assert "rules/6 was calibrated on 10 labels" in after
    assert "usable as a gate for nothing yet; advice only on resolution, looping, misrouting" in after


def test_a_gate_can_ask_for_a_calibrated_judge(desk: Path) -> None:
    """With `judge = "calibrated"` a run by an uncalibrated judge is inconclusive, exit 5, and says why."""
    (desk / "harness.toml").write_text('[gate]\njudge = "calibrated"\n', encoding="utf-8")
    done = harness("run", cwd=desk)
    assert 5 == done.returncode
    assert "VERDICT: INCONCLUSIVE — the judge rules/6 is not calibrated" in done.stdout.splitlines()[-1]
    assert done.stdout.rstrip().endswith("(exit 5)")


def test_a_damaged_calibration_stops_before_anything_is_held(desk: Path) -> None:
    """A calibration that cannot be read is an error before the first conversation: nothing is spent."""
    (desk / "calibration.json").write_text("{", encoding="utf-8")
    runs = sorted((desk / "reports").iterdir())
    done = harness("run", cwd=desk)
    assert 2 == done.returncode
    assert "calibration.json is no calibration" in done.stderr
    assert runs == sorted((desk / "reports").iterdir())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "say one of three"),
        (("labels.jsonl", "--canaries"), "say one of three"),
        (("nowhere.jsonl",), "there is no file of labels nowhere.jsonl"),
        (("--label", "last"), "say where the labels go"),
        (("--label", "yesterday", "-o", "x.jsonl"), "no run 'yesterday'"),
        (("labels.jsonl", "--approve"), "--approve goes with --canaries"),
        (("--canaries", "-o", "x.jsonl"), "--out goes with --label"),
    ],
)
def test_wrong_usage_is_explained(desk: Path, words: tuple[str, ...], says: str) -> None:
    """What cannot be done is said in a sentence, exit 2, and nothing is written."""
    done = harness("calibrate", *words, cwd=desk)
    assert 2 == done.returncode
    assert says in done.stderr
    assert not (desk / "calibration.json").exists()


def test_a_label_on_a_conversation_that_is_not_there(desk: Path) -> None:
    """A label that points at nothing is named, not left out."""
    row = {"criterion": "looping", "human": "pass", "run": "last", "case": "mixer/-#9"}
    (desk / "lost.jsonl").write_text(json.dumps(row), encoding="utf-8")
    done = harness("calibrate", "lost.jsonl", cwd=desk)
    assert 2 == done.returncode
    assert "holds no conversation 'mixer/-#9'" in done.stderr


def test_a_label_with_a_journey_that_is_none(desk: Path) -> None:
    """A journey with an error judges nothing: the label is named."""
    turns = [{"customer": "Hi.", "agent": "Hello."}]
    row = {"criterion": "looping", "human": "pass", "name": "odd", "journey": "# Odd\n", "transcript": {"turns": turns}}
    (desk / "odd.jsonl").write_text(json.dumps(row), encoding="utf-8")
    done = harness("calibrate", "odd.jsonl", cwd=desk)
    assert 2 == done.returncode
    assert "the journey of the label 'odd' has an error" in done.stderr


def test_a_conversation_that_a_label_carries(desk: Path) -> None:
    """A label may bring its own conversation and journey; terminal escapes in it reach nobody's terminal."""
    turns = [{"customer": "\x1b[2JIt is W-1.", "agent": "What is your order number?\x1b]0;x\x07"}] * 4
    rows = [
        {
            "criterion": name,
            "human": "fail",
            "journey": JOURNEY,
            "name": "../../odd name",
            "transcript": {"turns": turns},
        }
        for name in ("looping", "resolution")
    ]
    (desk / "own.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    done = harness("calibrate", "own.jsonl", cwd=desk)
    assert 0 == done.returncode, done.stderr
    assert "looping: the agent did not go round in circles" in done.stdout
    assert "people fail   judge pass    0   judge fail    1   TNR 100 %" in done.stdout
    assert "\x1b" not in done.stdout


def test_the_canaries_and_the_alarm(desk: Path) -> None:
    """The first answers are kept; later ones that are much worse raise the alarm, which stays open until approved."""
    first = harness("calibrate", "--canaries", cwd=desk)
    assert 0 == first.returncode, first.stderr
    assert "canaries put before judge rules/6" in first.stdout
    assert "kept as the approved ones" in first.stdout
    file = desk / "calibration.json"
    kept = json.loads(file.read_bytes())
    assert "No drift." in harness("calibrate", "--canaries", cwd=desk).stdout
    assert kept == json.loads(file.read_bytes())
    # The judge that was approved got everything right.
    told = json.loads(harness("calibrate", "--canaries", "--format", "json", cwd=desk).stdout)
    for one in told["answers"]:
        kept["canaries"]["answers"][one["canary"]] = {name: right["result"] for name, right in one["expected"].items()}
    file.write_text(json.dumps(kept), encoding="utf-8")
    worse = harness("calibrate", "--canaries", cwd=desk)
    assert 5 == worse.returncode
    assert "DRIFT ALARM" in worse.stdout
    assert json.loads(file.read_bytes())["canaries"]["alarm"]
    again = harness("calibrate", "--canaries", "--approve", cwd=desk)
    assert 0 == again.returncode
    assert "alarm" not in json.loads(file.read_bytes())["canaries"]


class Terminal:
    """A person at a terminal who presses keys."""

    opened: ClassVar[list["Terminal"]] = []

    def __init__(self, *words: str, cwd: Path) -> None:
        self.fd, self.theirs = pty.openpty()
        self.before = termios.tcgetattr(self.theirs)
        self.process: subprocess.Popen[bytes] = subprocess.Popen(
            [*WORDS, *words], cwd=cwd, stdin=self.theirs, stdout=self.theirs, stderr=self.theirs
        )
        self.opened.append(self)
        self.printed = ""
        self._answered = 0

    def press(self, prompt: str, key: str) -> None:
        """Wait until this stands at the end of what was printed, then press a key."""
        until = time.monotonic() + 40
        while not self.printed[self._answered :].endswith(prompt):
            assert time.monotonic() < until, self.printed
            self._read()
        self._answered = len(self.printed)
        os.write(self.fd, key.encode())

    def _read(self) -> None:
        if select.select([self.fd], [], [], 0.2)[0]:
            self.printed += os.read(self.fd, 65_536).decode(errors="replace")

    def interrupt(self, prompt: str) -> None:
        """Ctrl-C, while it waits for a key."""
        self.press(prompt, "")
        self.process.send_signal(signal.SIGINT)

    def end(self) -> int:
        """The exit code; the terminal is left as it was found."""
        until = time.monotonic() + 40
        while self.process.poll() is None and time.monotonic() < until:
            self._read()
        self._read()
        assert self.before == termios.tcgetattr(self.theirs)
        return self.process.wait(timeout=1)

    def leave(self) -> None:
        """Nothing is left running or open, whatever the test came to."""
        self.process.kill()
        self.process.wait()
        os.close(self.theirs)
        os.close(self.fd)


ASK = "[p]ass [f]ail [s]kip [q]uit "


def test_labelling_by_single_keys(desk: Path) -> None:
    """One key an answer, other keys do nothing; the verdict is not shown, and stopping keeps what was answered."""
    file = desk / "by-key.jsonl"
    person = Terminal("calibrate", "--label", "last", "-o", file.name, "--labeller", "Ann", cwd=desk)
    person.press(f"right outcome?  {ASK}", "xP")
    for question, key in (("circles", "f"), ("desk", "s"), ("claimed", "q")):
        person.press(f"{question}?  {ASK}", key)
    assert 0 == person.end(), person.printed
    found = read_labels(file)
    assert ["pass", "fail", "skip"] == [one.human for one in found]
    assert {("Ann", "passed", 2)} == {(one.labeller, one.drawn, one.of) for one in found}
    assert "3 answers kept in by-key.jsonl" in person.printed
    assert "should happen: The agent looks the order up with `find_order`." in person.printed
    assert "✔" not in person.printed
    assert "seen at turn" not in person.printed


def test_labelling_goes_on_where_it_stopped(desk: Path) -> None:
    """Ctrl-C loses nothing; what this person answered is not asked again, and another person is asked all."""
    file = desk / "twice.jsonl"
    first = Terminal("calibrate", "--label", "last", "-o", file.name, cwd=desk)
    first.press(f"right outcome?  {ASK}", "p")
    first.interrupt(f"circles?  {ASK}")
    assert 130 == first.end(), first.printed
    assert 1 == len(read_labels(file))
    second = harness("calibrate", "--label", "last", "-o", file.name, cwd=desk, stdin="f\nq\n")
    assert 0 == second.returncode
    assert ["resolution", "looping"] == [one.criterion for one in read_labels(file)]
    other = harness("calibrate", "--label", "last", "-o", file.name, "--labeller", "Bob", cwd=desk, stdin="p\n")
    assert "right outcome?" in other.stdout
    assert ["", "", "Bob"] == [one.labeller for one in read_labels(file)]


def test_when_everything_is_labelled(desk: Path) -> None:
    """Asked again when nothing is left, it says so and asks nothing."""
    labelled(desk)
    done = harness("calibrate", "--label", "last", "-o", "labels.jsonl", cwd=desk)
    assert 0 == done.returncode
    assert "0 answers kept in labels.jsonl" in done.stdout
