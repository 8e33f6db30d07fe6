"""The same nightly command twice in a night: the second time only what is missing is held."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harness.cli import nightly
from harness.cli.main import app
from harness.record import RECORD, runs, verify
from harness.run import load

JOURNEYS = Path(__file__).parents[2] / "benchmarks" / "nights" / "journeys"
Typed = Callable[..., tuple[int, str]]


@pytest.fixture
def harness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Type a command beside a folder with one journey; its exit code and what it printed."""
    (tmp_path / "journeys").mkdir()
    shutil.copy(JOURNEYS / "charged-twice.md", tmp_path / "journeys")
    (tmp_path / "harness.toml").write_text(
        "[profiles.nightly]\ntrials = 3\n[profiles.ci]\ntrials = 1\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)

    def typed(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, list(words))
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout

    return typed


def held(folder: Path) -> list[str]:
    return list(runs(folder / "reports"))


def test_a_second_time_does_nothing_and_says_the_same(harness: Typed, tmp_path: Path) -> None:
    """Tonight's run is there: its result and exit code again, and no conversation."""
    first, second = harness("run", "--profile", "nightly"), harness("run", "--profile", "nightly")
    assert 1 == len(held(tmp_path))
    assert (0, 0) == (first[0], second[0])
    assert f"Tonight's run {held(tmp_path)[0]} is there: nothing is missing." in second[1]
    assert first[1].strip().splitlines()[-1] == second[1].strip().splitlines()[-1]
    as_json = json.loads(harness("run", "--profile", "nightly", "--format", "json")[1])
    assert held(tmp_path) == [as_json["run"]]


def test_a_run_that_was_cut_off_goes_on(harness: Typed, tmp_path: Path) -> None:
    """Half a record is finished by the same command, in the same run, with the same spread."""
    harness("run", "--profile", "nightly")
    (name,) = held(tmp_path)
    file = tmp_path / "reports" / name / RECORD
    before = load(file)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[: len(lines) // 2]))
    code, said = harness("run", "--profile", "nightly")
    assert (0, [name], True) == (code, held(tmp_path), verify(file).finished)
    assert "was broken off, and goes on" in said
    assert before.outcomes == load(file).outcomes


def test_another_agent_or_another_wish_is_another_run(harness: Typed, tmp_path: Path) -> None:
    """A changed journey, a fault switched on, other journeys, or --again: held anew. So is a run of no night."""
    harness("run", "--profile", "nightly")
    harness("run", "--profile", "nightly", "--fault", "verbatim-loop")
    assert 2 == len(held(tmp_path))
    journey = tmp_path / "journeys" / "charged-twice.md"
    journey.write_text(journey.read_text(encoding="utf-8").replace("£12.50.", "£12.50 today."), encoding="utf-8")
    said = harness("run", "--profile", "nightly")[1]
    assert "Tonight's run is held anew" in said
    assert 3 == len(held(tmp_path))
    harness("run", "--profile", "nightly", "--again")
    harness("run", "--profile", "ci")
    harness("run", "--profile", "ci")
    assert 6 == len(held(tmp_path))


def test_the_next_night_is_another_run(harness: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was held before noon is of the night before."""
    harness("run", "--profile", "nightly")
    ten, two = datetime(2026, 11, 21, 22, 0, tzinfo=UTC), datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
    noon = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    assert nightly.night_of(ten, "UTC") == nightly.night_of(two, "UTC") != nightly.night_of(noon, "UTC")
    assert nightly.night_of(two, "UTC") == nightly.night_of(ten, "Asia/Tokyo")
    assert nightly.night_of(two, "UTC") != nightly.night_of(datetime(2026, 11, 22, 4, 0, tzinfo=UTC), "Asia/Tokyo")
    monkeypatch.setattr(nightly, "night_of", lambda at, _: at.isoformat())
    harness("run", "--profile", "nightly")
    assert 2 == len(held(tmp_path))
