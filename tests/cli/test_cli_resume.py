"""Killing, interrupting and resuming real processes."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harness.record import verify
from tests.typed import typed as harness

ROOT = Path(__file__).parent.parent.parent
HELD = ("journeys/account/locked-out.md", "journeys/billing/charged-twice.md", "--trials", "3")

AT = """
import asyncio, os, sys
from harness.cli.main import main
from harness.target.embedded import DemoTarget

answer, asked = DemoTarget.answer, 0
signals = [int(word) for word in sys.argv.pop(1).split(",")]
first = int(sys.argv.pop(1))

async def answered(self, message):
    global asked
    asked += 1
    if asked == first:
        os.kill(os.getpid(), signals[0])
    if asked == first and len(signals) > 1:
        asyncio.get_running_loop().call_later(0.3, os.kill, os.getpid(), signals[1])
        await asyncio.sleep(600)
    return await answer(self, message)

DemoTarget.answer = answered
main()
"""
"""The command line, sent a signal at this request to the agent; or two, while the agent is silent for ten minutes."""


def at(signals: str, request: int, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", AT, signals, str(request), *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


def canonical(cwd: Path) -> str:
    shown = json.loads(harness("show", "--format", "json", cwd=cwd).stdout)
    return str(shown["canonical"])


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the shop's journeys."""
    shutil.copytree(ROOT / "journeys", tmp_path / "journeys")
    return tmp_path


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The canonical digest of the run that nothing happens to."""
    folder = tmp_path_factory.mktemp("undisturbed")
    shutil.copytree(ROOT / "journeys", folder / "journeys")
    assert 0 == harness("run", *HELD, cwd=folder).returncode
    return canonical(folder)


def test_a_killed_run_goes_on(desk: Path, undisturbed: str) -> None:
    """SIGKILL, then SIGKILL while resuming, then resumed: the result and the digest of the run that was left alone."""
    assert -9 == at("9", 11, "run", *HELD, cwd=desk).returncode
    assert -9 == at("9", 5, "run", "--resume", cwd=desk).returncode
    result = harness("run", "--resume", "last", cwd=desk)
    assert 0 == result.returncode, result.stdout + result.stderr
    assert "cut off in mid-air begin anew" in result.stdout
    assert "of it in vain" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("VERDICT: GO")
    (file,) = desk.glob("reports/*/run.jsonl")
    checked = verify(file)
    assert (True, True) == (checked.ok, checked.finished)
    assert undisturbed == canonical(desk)


def test_the_first_interruption_finishes_the_turns_in_flight(desk: Path, undisturbed: str) -> None:
    """Ctrl-C: 130, no half turn on the record, how to go on said, and going on comes to the same digest."""
    result = at("2", 8, "run", *HELD, cwd=desk)
    assert 130 == result.returncode, result.stdout + result.stderr
    assert "finishing the turns in flight" in result.stderr
    assert "harness run --resume" in result.stdout
    assert "VERDICT" not in result.stdout
    (file,) = desk.glob("reports/*/run.jsonl")
    checked = verify(file)
    assert (True, False, False) == (checked.ok, checked.finished, checked.torn)
    assert 0 == harness("run", "--resume", file.parent.name, cwd=desk).returncode
    assert undisturbed == canonical(desk)


def test_the_second_interruption_stops_at_once(desk: Path) -> None:
    """Ctrl-C twice, and an agent that would be silent for ten minutes: it ends now, with 130 and a whole record."""
    result = at("2,2", 8, "run", *HELD, cwd=desk)
    assert 130 == result.returncode, result.stdout + result.stderr
    assert "interrupted; what was written so far is kept" in result.stderr
    assert "harness run --resume" in result.stderr
    assert "Traceback" not in result.stderr
    (file,) = desk.glob("reports/*/run.jsonl")
    assert verify(file).ok


def test_two_runs_at_the_same_time_do_not_meet(desk: Path) -> None:
    """Two jobs share a folder of runs: each has its own record, whole and finished."""
    command = [sys.executable, "-m", "harness", "run", *HELD]
    jobs = [subprocess.Popen(command, cwd=desk, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [0, 0] == [job.wait(timeout=120) for job in jobs]
    checked = [verify(file) for file in desk.glob("reports/*/run.jsonl")]
    assert [(True, True)] * 2 == [(one.ok, one.finished) for one in checked]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--resume",), "There is no run 'last': reports holds no runs yet."),
        (("--resume", "20261121"), "There is no run '20261121': reports holds no runs yet."),
        (("--resume", "last", "first"), "name one run to go on with"),
        (
            ("--resume", "--seed", "0", "--fault", "flaky"),
            "goes on with a run as it was begun: leave out --seed, --fault",
        ),
    ],
)
def test_what_cannot_be_resumed_gets_a_sentence(desk: Path, words: tuple[str, ...], says: str) -> None:
    """No run, no such run, several, or options that a run was not begun with: exit 2 and what would work."""
    result = harness("run", *words, cwd=desk)
    assert (2, "") == (result.returncode, result.stdout)
    assert says in result.stderr


def test_a_journey_that_was_edited_meanwhile_is_named(desk: Path) -> None:
    """Half of a run against one text and half against another is no evidence: refused, and the journey is named."""
    assert -9 == at("9", 6, "run", *HELD, cwd=desk).returncode
    journey = desk / "journeys" / "account" / "locked-out.md"
    journey.write_text(journey.read_text().replace("works for 60 minutes", "works for 30 minutes"))
    result = harness("run", "--resume", cwd=desk)
    assert 2 == result.returncode
    assert "the journey locked-out says something else now" in result.stderr
    assert "charged-twice" not in result.stderr
