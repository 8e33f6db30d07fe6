"""Run folders, and what people may call a run."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from harness.record import RECORD, RecordError, new_run, new_run_id, resolve, runs

NOON = datetime(2026, 11, 21, 8, 25, 59, tzinfo=UTC)
IDS = ("20261119-010000-aaaa", "20261120-010000-bbbb", "20261120-020000-cccc", "20261121-010000-dddd")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    for name in reversed(IDS):
        (folder / name).mkdir(parents=True)
        (folder / name / RECORD).touch()
    (folder / "20261122-010000-eeee").mkdir()
    (folder / "notes").mkdir()
    (folder / "notes" / RECORD).touch()
    return folder


def test_an_id_says_when_the_run_began() -> None:
    """A run's name sorts by the moment it began, in UTC, and the same inputs give the same name."""
    first = new_run_id(NOON, (), 41)
    assert "20261121-082559-" == first[:16]
    assert first == new_run_id(NOON, (), 41)
    assert first[:16] == new_run_id(NOON.astimezone(timezone(timedelta(hours=9))), (), 41)[:16]
    assert first < new_run_id(NOON + timedelta(seconds=1), (), 41)


def test_two_runs_of_the_same_second_get_two_names() -> None:
    """Two jobs that begin at the same moment do not write into one folder."""
    first = new_run_id(NOON, (), 41)
    assert first != new_run_id(NOON, (), 42)
    assert first != new_run_id(NOON, {first}, 41)


def test_a_clock_that_was_set_back_does_not_hide_the_last_run() -> None:
    """The run that was begun last is `last`, whatever the clock said: it is named behind all that are there."""
    earlier = "20261121-111500-ffff"
    assert "20261121-111501-" == new_run_id(NOON, {earlier, IDS[0]}, 41)[:16]
    assert "20261121-082600-" == new_run_id(NOON, {"20261121-082559-ffff"}, 41)[:16]
    assert "20261121-082559-" == new_run_id(NOON, {"99999999-999999-ffff"}, 41)[:16]


def test_no_two_runs_share_a_folder(tmp_path: Path) -> None:
    """Two processes that think of the same name get two folders: who comes second takes the next name."""
    first = new_run(tmp_path / "reports", NOON, 41)
    second = new_run(tmp_path / "reports", NOON, 41)
    assert first.is_dir()
    assert second.is_dir()
    assert first.name < second.name


@pytest.mark.parametrize("name", ["a file", "a link to nowhere"])
def test_a_reports_folder_that_cannot_be_made_is_named(tmp_path: Path, name: str) -> None:
    """What stands where the folder of runs should be is said before any conversation is held."""
    reports = tmp_path / name
    reports.touch() if name == "a file" else reports.symlink_to(tmp_path / "nowhere" / "at all")
    with pytest.raises(RecordError, match=rf"{name}/20261121-082559-.... cannot be made: "):
        new_run(reports, NOON, 41)


def test_runs_are_listed_oldest_first(reports: Path) -> None:
    """A folder without a record, or with a name of another kind, is no run."""
    assert IDS == runs(reports)


def test_no_folder_means_no_runs(tmp_path: Path) -> None:
    """Before the first run there is nothing to list."""
    assert () == runs(tmp_path / "reports")


@pytest.mark.parametrize(
    ("name", "expected"), [("last", IDS[3]), (IDS[1], IDS[1]), ("20261119", IDS[0]), ("20261120-02", IDS[2])]
)
def test_a_run_goes_by_its_id_its_beginning_or_last(reports: Path, name: str, expected: str) -> None:
    """Nobody has to type a whole id."""
    assert reports / expected / RECORD == resolve(reports, name)


def test_a_run_goes_by_its_path(reports: Path) -> None:
    """A run that lies elsewhere is named by its folder or by its file."""
    notes = reports / "notes"
    assert notes / RECORD == resolve(reports, str(notes))
    assert notes / RECORD == resolve(reports, str(notes / RECORD))


def test_a_name_that_fits_several_runs_is_refused(reports: Path) -> None:
    """Rather than guess, the message lists the runs that fit."""
    with pytest.raises(RecordError) as caught:
        resolve(reports, "20261120")
    assert f"'20261120' fits 2 runs in {reports}: {IDS[2]}, {IDS[1]}." == str(caught.value)


def test_an_unknown_name_gets_the_nearest_and_the_latest(reports: Path) -> None:
    """A slip of the finger is answered with what was probably meant."""
    with pytest.raises(RecordError) as caught:
        resolve(reports, "20261119-010000-aaab")
    assert (
        f"There is no run '20261119-010000-aaab' in {reports}. Did you mean {IDS[0]}? "
        f"The latest: {IDS[3]}, {IDS[2]}, {IDS[1]} and more." == str(caught.value)
    )


@pytest.mark.parametrize("name", ["", "x" * 5000, "a\0b"])
def test_a_name_that_cannot_be_one_is_only_unknown(reports: Path, name: str) -> None:
    """Whatever is typed gives a sentence, not a traceback."""
    with pytest.raises(RecordError, match="There is no run"):
        resolve(reports, name)


def test_last_before_the_first_run_says_so(tmp_path: Path) -> None:
    """Asking for the last run before there is one is answered plainly."""
    with pytest.raises(RecordError) as caught:
        resolve(tmp_path, "last")
    assert f"There is no run 'last': {tmp_path} holds no runs yet." == str(caught.value)
