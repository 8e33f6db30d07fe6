"""What is new since the run before, on pages, in the terminal, in the summary: counts, and no more than they say."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.history.since import FILE, Since, read_since
from harness.plan.nouns import Plan
from harness.preparing.keeping import keep
from harness.record import RECORD
from harness.report import since as beside
from harness.report import terminal
from harness.report.files import SUMMARY
from harness.report.pages import write_pages
from harness.run import RunRecord
from harness.settings import Settings
from harness.target.embedded import DemoTarget
from tests.report.conftest import held

MINE = ("charged-twice", "where-is-my-order")


@pytest.fixture(scope="module")
def two(plans: tuple[Plan, ...], tmp_path_factory: pytest.TempPathFactory) -> tuple[RunRecord, RunRecord]:
    """A run with wrong desks and dates, and after it one with wrong desks and amounts."""
    reports, mine = tmp_path_factory.mktemp("reports"), [plan for plan in plans if plan.journey in MINE]
    first = held(mine, reports, DemoTarget(faults=("wrong-desk", "wrong-date")), trials=2)
    second = held(mine, reports, DemoTarget(faults=("wrong-desk", "wrong-amount")), trials=2)
    for record in (first, second):
        assert [] == keep(record, Settings())
    return first, second


def page(record: RunRecord, name: str) -> str:
    text = (Path(record.folder) / name).read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text.split("<main")[1]))


def test_the_first_page_says_what_is_new_mended_and_still_fails(two: tuple[RunRecord, RunRecord]) -> None:
    """With the counts of both runs, the new ones first, and which run that was."""
    _, now = two
    first = page(now, "index.html")
    since = read_since(Path(now.folder))
    assert since is not None
    assert (2, 2, 2) == tuple(len(since.standing(one)) for one in ("new", "still", "mended"))
    assert "2 new failures: passed in the run before" in re.sub(r"(new failures[^0-9]*) (\d)", r"\2 \1", first)
    assert "Fails now (2 of 2), passed in the run before (2 of 2)." in first
    assert "passes now (4 of 4), failed in the run before (4 of 4)" in first
    assert first.index("The agent refunds £12.50.") < first.index("Tom is passed on to the billing desk.")
    assert since.before in first


def test_a_run_without_one_before_it_says_so(two: tuple[RunRecord, RunRecord]) -> None:
    """It calls nothing new, on both pages."""
    first, _ = two
    assert "Nothing here can be called new" in page(first, "index.html")
    assert "nothing here can be called new" in page(first, "operations.html")
    assert not (Path(first.folder) / FILE).exists()


def test_operations_says_what_changed_and_the_worst_slice(two: tuple[RunRecord, RunRecord]) -> None:
    """Counts, figures then and now with the interval of the change, what changed in between, the worst slices."""
    found = page(two[1], "operations.html")
    assert "setting targets.demo.faults" in found or "Nothing on record changed" in found
    assert "points" in found
    assert "no difference shown" in found
    assert found.index("The worst slice of each") < found.index("What was measured")
    assert "false containment" in found.split("Since the run before")[0]


def test_journeys_with_something_new_come_first(two: tuple[RunRecord, RunRecord]) -> None:
    """And say how much is new in them."""
    found = page(two[1], "journeys.html")
    assert "2 new failures failed" in found
    assert found.index("Charged twice") < found.index("Where is my order?")


def test_terminal_and_summary_say_the_same(two: tuple[RunRecord, RunRecord]) -> None:
    """Eighty columns: which run, how many, and what is new with its place."""
    _, now = two
    lines = beside.lines(now)
    assert lines == terminal.closing(now)[: len(lines)]
    assert all(len(line) <= 80 for line in lines)
    told = " ".join(" ".join(lines).split())
    assert "2 new failures, 2 still failing, 2 mended" in told
    assert "charged-twice.md:13:3 The agent refunds £12.50.: fails now (2 of 2)" in told
    assert "### Since the run before" in (Path(now.folder) / SUMMARY).read_text(encoding="utf-8")


def test_the_folder_alone_gives_its_pages(two: tuple[RunRecord, RunRecord], tmp_path: Path) -> None:
    """What was laid beside is kept beside the record: taken elsewhere, the page says the same."""
    _, now = two
    for name in (RECORD, FILE):
        shutil.copy(Path(now.folder) / name, tmp_path / name)
    write_pages(tmp_path / RECORD)
    old, new = ((folder / "journeys.html").read_text(encoding="utf-8") for folder in (Path(now.folder), tmp_path))
    assert old.replace('<a href="trend.html">Trend</a>\n', "") == new


def test_what_belongs_to_another_run_is_not_believed(two: tuple[RunRecord, RunRecord], tmp_path: Path) -> None:
    """A file of another run, or none that can be read, is as if there were none."""
    first, now = two
    shutil.copy(Path(first.folder) / RECORD, tmp_path / RECORD)
    shutil.copy(Path(now.folder) / FILE, tmp_path / FILE)
    write_pages(tmp_path / RECORD)
    assert "Nothing here can be called new" in (tmp_path / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("unit", "then", "now", "change", "says"),
    [
        ("share", 0.9, 0.7, (-0.3, -0.1), "−20 points (−30 to −10): worse"),
        ("share", 0.7, 0.9, (0.1, 0.3), "+20 points (+10 to +30): better"),
        ("share", 0.9, 0.9, (-0.1, 0.1), "0 points (−10 to +10): no difference shown"),
        ("tokens", 200, 230, None, "+15 %"),
        ("tokens", 0, 230, None, ""),
    ],
)
def test_a_change_is_called_one_only_beyond_chance(
    unit: str, then: float, now: float, change: tuple[float, float] | None, says: str
) -> None:
    """An interval that holds no change shows no difference; of amounts, two runs only tell how far they are apart."""
    interval = {"low": change[0], "high": change[1], "level": 0.95} if change else None
    one = {"name": "resolved", "unit": unit, "good": "up", "then": then, "now": now, "n_then": 9, "n": 9}
    given = Since.model_validate_json(json.dumps(MADE | {"steps": [one | {"change": interval}]}))
    assert says == beside.moved(given.steps[0])


MADE = {
    "run": "b",
    "before": "a",
    "began": "2026-11-20T02:17:00Z",
    "head": "0",
    "decision": "go",
    "shared": 3,
    "journeys": 4,
}


def test_what_is_told_of_one_failure(snapshot: Callable[[str, str], None]) -> None:
    """Each standing in words, with both counts."""
    base = {"journey": "j", "title": "J", "about": "s", "criterion": "conduct", "severity": "high", "says": "x"}
    tallies = {
        "new": ((1, 3), (0, 2)),
        "untried": ((1, 3), (0, 0)),
        "still": ((1, 3), (2, 2)),
        "mended": ((0, 3), (2, 2)),
        "unseen": ((0, 0), (2, 2)),
    }
    found = [
        base | {"place": "", "example": "j/-#1", "standing": name, "now": now, "then": then}
        for name, (now, then) in tallies.items()
    ]
    since = Since.model_validate_json(json.dumps(MADE | {"found": found}))
    lines = [beside.in_brief(since), beside.named(since), beside.held_in_both(since), *map(beside.told, since.found)]
    snapshot("since", "\n".join(lines) + "\n")
