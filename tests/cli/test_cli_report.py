"""`harness report`, and the pages that every run writes."""

import json
import shutil
from pathlib import Path

import pytest

from harness.cli import reporting
from harness.kpi import KpiSettings
from harness.report import pages
from harness.run import Manifest, RunRecord
from tests.typed import typed as harness

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which one journey has been run."""
    folder = tmp_path_factory.mktemp("reported")
    shutil.copytree(ROOT / "journeys", folder / "journeys")
    result = harness("run", "journeys/account/locked-out.md", cwd=folder)
    assert 0 == result.returncode, result.stdout + result.stderr
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("Report")]
    assert (folder / line.split()[1]).is_file()
    return folder


def test_a_report_is_written_anew(done: Path) -> None:
    """`harness report` names the page to open, and it is there again after it was deleted."""
    (page,) = (done / "reports").glob("*/index.html")
    before = page.read_bytes()
    page.unlink()
    result = harness("report", "last", cwd=done)
    assert (0, f"Open {page.relative_to(done)}\n") == (result.returncode, result.stdout)
    assert before == page.read_bytes()


def test_a_machine_is_told_where_it_is(done: Path) -> None:
    """--format json gives the page's path."""
    (page,) = (done / "reports").glob("*/index.html")
    told = json.loads(harness("report", "--format", "json", cwd=done).stdout)
    assert {"schema": 1, "page": page.relative_to(done).as_posix()} == told


def test_a_correction_stands_on_the_pages(done: Path) -> None:
    """What a person says of a verdict is shown beside it once the pages are written anew, with name and reason."""
    said = ("correct", "last", "locked-out/-#1", "conduct", "fail", "--author", "P. Ng", "--reason", "It was curt.")
    assert 0 == harness(*said, cwd=done).returncode
    assert 0 == harness("report", cwd=done).returncode
    (folder,) = (one for one in (done / "reports").iterdir() if one.is_dir())
    for page in ("evidence.html", "conversations/locked-out.-.1.html"):
        assert "corrected to fail by P. Ng" in (folder / page).read_text(encoding="utf-8")


def test_a_run_that_is_not_there_is_named(done: Path) -> None:
    """Wrong usage: exit 2 and a sentence."""
    result = harness("report", "nowhere", cwd=done)
    assert 2 == result.returncode
    assert "nowhere" in result.stderr


def test_pages_that_cannot_be_written_take_nothing_from_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record is kept, the decision stands, and a sentence says what is missing."""

    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    told: list[str] = []
    monkeypatch.setattr(pages, "write_pages", full)
    monkeypatch.setattr(reporting, "say_aside", told.append)
    bare = Manifest(run="r", harness="1", target="t", target_version="1", judge="j", customer="c", seed=1, trials=1)
    reporting.publish(RunRecord(folder=str(tmp_path), manifest=bare), KpiSettings())
    assert 1 == len(told)
    assert told[0].startswith("the run is recorded, but its pages could not be written: ")
