"""The page about the nights: a chart a series, alarms with what changed near them, money at one price, steadiness."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.nights.holding import hold_nights
from harness.history import HistorySettings, NightSettings
from harness.history.looking import newest
from harness.history.store import open_history
from harness.history.trending import Trend, trend
from harness.preparing.keeping import keep, nights_of
from harness.record import RECORD
from harness.report.pages import write_pages
from harness.settings import Settings
from harness.target.embedded import DemoTarget
from tests.conftest import Runner
from tests.history.test_history_digest import indexed


@pytest.fixture
def nights(tmp_path: Path) -> Trend:
    """Twelve quiet nights, and one on which the prices double and elderly customers fail."""
    with open_history(HistorySettings(), tmp_path / "index") as history:
        for number in range(1, 13):
            history.put(indexed(number))
        things = json.dumps({"price book": "fedcba987654", "agent": "<script>alert(1)</script>"})
        history.put(indexed(13, failed=9, times=2, things=things))
        with history.reading() as connection:
            last = newest(connection)
            assert last is not None
            return trend(connection, last, NightSettings())


def test_the_page_tells_what_moved_when_and_at_what_price(nights: Trend, run: Runner, tmp_path: Path) -> None:
    """Alarms with what changed near them, every series drawn, the old nights at the new price, the flaky variation."""
    record = run("locked-out")
    write_pages(Path(record.folder) / RECORD, into=tmp_path / "pages", nights=nights)
    page = (tmp_path / "pages" / "trend.html").read_text(encoding="utf-8")
    assert "resolution failures 0 % → 9.0 % since 13 Nov" in page
    assert "cost per resolved outcome $2.00 → $4.40 since 13 Nov" in page
    assert 7 == page.count('<section class="series"') - 1  # and one of money
    assert '<td>1 Nov</td><td class="n">$200.00</td><td class="n">$400.00</td>' in page
    assert '<td>late</td><td>elderly</td><td class="n">1</td><td class="n">13</td>' in page
    assert "<script>alert" not in page
    assert 'href="trend.html">Trend</a>' in (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")


def test_every_figure_of_a_chart_stands_in_its_text(nights: Trend, run: Runner, tmp_path: Path) -> None:
    """Who does not see a chart is told its first and last values and its alarms; each night has its own words."""
    record = run("locked-out")
    write_pages(Path(record.folder) / RECORD, into=tmp_path / "pages", nights=nights)
    page = (tmp_path / "pages" / "trend.html").read_text(encoding="utf-8")
    assert 'aria-label="resolution failures: 0 % at first, 9.0 % at last; 1 alarms"' in page
    assert "<title>13 Nov: 9.0 %, n=100</title>" in page


def test_a_night_without_a_price_is_a_gap(nights: Trend) -> None:
    """What cannot be priced anew is not drawn as nought."""
    rows = [replace(one, charged=None) if place == 3 else one for place, one in enumerate(nights.money)]
    from harness.report.pages.trend import view

    drawn = view(replace(nights, money=tuple(rows)))["money"]
    assert 2 == len(drawn["lines"]["charged"])
    assert ("4 Nov", "not priced", "$400.00") == drawn["rows"][-4]


def test_paired_segments_stand_side_by_side(tmp_path: Path) -> None:
    """One of thirty nights: elderly and younger customers in pairs, with the ratio, the difference and what it is."""
    hold_nights(tmp_path / "runs", nights=1)
    (record,) = (tmp_path / "runs").glob(f"*/{RECORD}")
    write_pages(record, into=tmp_path / "pages")
    page = (tmp_path / "pages" / "integrity.html").read_text(encoding="utf-8")
    assert '<td>elderly, younger</td><td class="n">16</td><td class="n">0</td><td class="n">0</td>' in page
    assert "no difference shown" in page or "not enough data" in page
    other = (tmp_path / "pages" / "finance.html").read_text(encoding="utf-8")
    assert "another group of people" not in other


def test_the_second_run_of_a_line_has_the_page(run: Runner, tmp_path: Path) -> None:
    """The first run stands alone; from the second on, pages have the nights before beside them."""
    first = run("locked-out", reports=tmp_path)
    assert [] == keep(first, Settings())
    assert not (Path(first.folder) / "trend.html").exists()
    second = run("locked-out", reports=tmp_path, target=DemoTarget(faults=("verbatim-loop",)))
    assert [] == keep(second, Settings())
    assert (Path(second.folder) / "trend.html").exists()
    stored = nights_of(Path(second.folder) / RECORD, Settings())
    assert stored is not None
    assert 2 == len(stored.runs)
