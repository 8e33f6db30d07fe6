"""Thirty nights with a fault that creeps in and a price that changes: each is told on the right nights."""

from pathlib import Path

import pytest

from benchmarks.nights.__main__ import digests, write_sample
from benchmarks.nights.holding import CREEPS_IN, DEARER, NIGHTS, hold_nights
from harness.history.digesting import Digest

SAMPLE = Path(__file__).parents[2] / "reports" / "sample" / "nights"


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Digest]]:
    """All thirty, held once, and the digest of each as of that night."""
    reports = tmp_path_factory.mktemp("nights") / "reports"
    hold_nights(reports)
    return reports, digests(reports)


@pytest.mark.slow
def test_quiet_nights_are_quiet(nights: tuple[Path, list[Digest]]) -> None:
    """Before the fault there is no alarm, no finding and no slice: eleven nights of nothing."""
    found = nights[1]
    assert NIGHTS == len(found)
    for one in found[: CREEPS_IN - 1]:
        assert () == (*one.breaches, *one.creeps, *one.new, *one.hidden, *one.changes)


@pytest.mark.slow
def test_the_fault_is_told_at_once_and_its_customers_by_name(nights: tuple[Path, list[Digest]]) -> None:
    """The first night has the findings; within two more nights drift is dated to it and the slice is named."""
    found = nights[1]
    assert found[CREEPS_IN - 1].new
    soon = found[CREEPS_IN - 1 : CREEPS_IN + 2]
    began = found[CREEPS_IN - 1].run.run
    dated = {one.series for digest in soon for one in digest.breaches if one.first_after == began}
    assert {"resolution failures", "looping failures"} <= dated
    slices = {one.name for digest in soon for one in digest.hidden}
    assert {"elderly + voice"} == slices
    for one in found[CREEPS_IN + 1 :]:
        assert {"elderly + voice"} == {slice_.name for slice_ in one.hidden}


@pytest.mark.slow
def test_the_price_is_told_in_its_night_and_as_a_price(nights: tuple[Path, list[Digest]]) -> None:
    """That night says that the price changed, and that the night cost what it did before at the old one; the alarm of
    the cost comes that night or the next, with the price book beside it."""
    found = nights[1]
    dearer, before = found[DEARER - 1], found[DEARER - 2]
    assert ["price book"] == [name for name, _, _ in dearer.changes]
    assert [] == [one for one in found if one.changes and one is not dearer]
    assert dearer.cost_per_resolved is not None
    assert dearer.old_prices is not None
    assert before.cost_per_resolved is not None
    assert 1.5 == pytest.approx(float(dearer.cost_per_resolved / dearer.old_prices))
    assert 0.8 < dearer.old_prices / before.cost_per_resolved < 1.25
    soon = [one for digest in found[DEARER - 1 : DEARER + 1] for one in digest.breaches]
    (alarm,) = [one for one in soon if one.series == "cost per resolved outcome"]
    assert ("price book", dearer.run.run) == (alarm.changes[0][0], alarm.changed_in)


@pytest.mark.slow
def test_the_sample_is_what_the_nights_give(nights: tuple[Path, list[Digest]], tmp_path: Path) -> None:
    """The trend page and digests that are kept in the repository are these nights', byte for byte."""
    write_sample(nights[0], tmp_path, nights[1])
    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert set(made) == {file.name for file in SAMPLE.iterdir()}
    assert [] == [name for name, content in made.items() if content != (SAMPLE / name).read_bytes()]
