"""The sample report that is kept in the repository: the demo with two faults, rebuilt from its record byte for byte."""

import os
import re
import shutil
from pathlib import Path

import pytest

from harness.history import HistorySettings
from harness.history.beside import beside
from harness.history.indexing import index
from harness.history.looking import newest
from harness.history.since import FILE, read_since
from harness.history.store import open_history
from harness.record import RECORD, verify
from harness.report.pages import write_pages

SAMPLE = Path(__file__).parent.parent.parent / "reports" / "sample"
BEFORE = SAMPLE / "before" / RECORD
NIGHTS = ("nights/trend.html", "Thirty nights")


def test_the_sample_is_what_its_record_gives(tmp_path: Path) -> None:
    """Clock, version and seconds are those of the record, so the pages are the same on every machine, to the byte.

    UPDATE_SNAPSHOTS=1 writes them anew, to be looked at again.
    """
    if os.environ.get("UPDATE_SNAPSHOTS"):
        for page in _pages(SAMPLE):
            (SAMPLE / page).unlink()
        write_pages(SAMPLE / RECORD, also=[NIGHTS])
    for name in (RECORD, FILE):
        shutil.copy(SAMPLE / name, tmp_path / name)
    write_pages(tmp_path / RECORD, also=[NIGHTS])
    kept, made = _pages(SAMPLE), _pages(tmp_path)
    assert set(kept) == set(made)
    assert [] == [name for name, page in kept.items() if page != made[name]]


def _pages(folder: Path) -> dict[str, bytes]:
    """The pages of the run; those of the nights are rebuilt from the nights."""
    found = (file for file in sorted(folder.rglob("*.html")) if file.parent != folder / "nights")
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def test_what_is_new_in_the_sample_is_what_both_records_give(tmp_path: Path) -> None:
    """The run before is kept too: whoever doubts what is called new lays the two records beside each other."""
    with open_history(HistorySettings(), tmp_path) as history:
        for file in (BEFORE, SAMPLE / RECORD):
            history.put(index(file))
        with history.reading() as connection:
            last = newest(connection)
            assert last is not None
            assert read_since(SAMPLE) == beside(connection, last)


@pytest.mark.parametrize("record", [SAMPLE / RECORD, BEFORE], ids=["sample", "before"])
def test_the_sample_can_be_checked(record: Path) -> None:
    """Its records are whole and finished: who reads the sample can verify them as the page says."""
    checked = verify(record)
    assert checked.ok
    assert checked.finished


def test_every_page_of_the_sample_leads_to_one_that_is_there() -> None:
    """From the run to the thirty nights and back: no link of any page goes nowhere."""
    pages = sorted(SAMPLE.rglob("*.html"))
    assert SAMPLE / NIGHTS[0] in pages
    wanted = {
        (page, link) for page in pages for link in re.findall(r'href="([^"#]+)', page.read_text(encoding="utf-8"))
    }
    assert [] == [(page, link) for page, link in sorted(wanted) if not (page.parent / link).is_file()]


def test_the_sample_is_small() -> None:
    """Records, pages and nights together are under a megabyte and a half."""
    assert sum(file.stat().st_size for file in SAMPLE.rglob("*") if file.is_file()) < 1_500_000
