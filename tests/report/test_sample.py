"""The sample report that is kept in the repository: the demo with two faults, rebuilt from its record byte for byte."""

import os
import shutil
from pathlib import Path

from harness.record import RECORD, verify
from harness.report.pages import write_pages

SAMPLE = Path(__file__).parent.parent.parent / "reports" / "sample"


def test_the_sample_is_what_its_record_gives(tmp_path: Path) -> None:
    """Clock, version and seconds are those of the record, so the pages are the same on every machine, to the byte.

    UPDATE_SNAPSHOTS=1 writes them anew, to be looked at again.
    """
    if os.environ.get("UPDATE_SNAPSHOTS"):
        for page in sorted(SAMPLE.rglob("*.html")):
            page.unlink()
        write_pages(SAMPLE / RECORD)
    shutil.copy(SAMPLE / RECORD, tmp_path / RECORD)
    write_pages(tmp_path / RECORD)
    kept, made = _pages(SAMPLE), _pages(tmp_path)
    assert set(kept) == set(made)
    assert [] == [name for name, page in kept.items() if page != made[name]]


def _pages(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.html")}


def test_the_sample_can_be_checked() -> None:
    """Its record is whole and finished: who reads the sample can verify it as the page says."""
    checked = verify(SAMPLE / RECORD)
    assert checked.ok
    assert checked.finished


def test_the_sample_is_small() -> None:
    """Record and pages together are about a megabyte."""
    assert sum(file.stat().st_size for file in SAMPLE.rglob("*") if file.is_file()) < 1_200_000
