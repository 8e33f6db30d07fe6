"""The organisational cost that is measured: from commits and runs, not from a model."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from harness.economics.organisation import Commit, hours_to_verdict, without_code

START = datetime(2026, 11, 1, tzinfo=UTC)


def commit(hours: float, *files: str) -> Commit:
    return Commit(START + timedelta(hours=hours), files)


COMMITS = [
    commit(0, "journeys/a.md", "journeys/journeys.lock"),
    commit(2, "journeys/sub/b.md", "harness/agent.py"),
    commit(3, "journeys/_page.md"),
    commit(4, "README.md"),
    commit(9, "journeys/never-run.md"),
]


def test_from_a_commit_to_its_verdict() -> None:
    """The first run that holds the journey after its commit; a journey never run is no waiting time."""
    held = {"a": [START - timedelta(hours=1), START + timedelta(hours=5)], "b": [START + timedelta(hours=3)]}
    found = hours_to_verdict(COMMITS, held, "journeys")
    assert (Decimal(3), 2) == (found.value, found.n)
    assert hours_to_verdict(COMMITS, {}, "journeys").value is None


def test_journeys_that_needed_no_engineer() -> None:
    """Of three commits that change journeys, two touch nothing else."""
    found = without_code(COMMITS, "journeys/")
    assert (2, 3) == (round((found.value or 0) * found.n), found.n)
    assert found.interval
    assert without_code([commit(1, "README.md")], "journeys").value is None
