"""What several rooms' tests share: the shop's plans, a run of them, and snapshots of what people read."""

import asyncio
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.assurance import assure, compile_all
from harness.journey.read import read_journeys
from harness.plan.nouns import Plan
from harness.run import RunRecord
from harness.settings import Settings
from harness.target.embedded import DemoTarget
from harness.target.nouns import Target
from harness.testing import ToldClock

JOURNEYS = Path(__file__).parent.parent / "journeys"
SNAPSHOTS = Path(__file__).parent / "snapshots"

Runner = Callable[..., RunRecord]


@pytest.fixture(scope="session", autouse=True)
def _not_in_ci() -> None:
    """CI=true means --locked: the tests say themselves when they are locked, wherever they run."""
    os.environ.pop("CI", None)


@pytest.fixture(scope="session")
def plans() -> tuple[Plan, ...]:
    """The shop's journeys, compiled."""
    return compile_all(read_journeys([JOURNEYS], JOURNEYS), Settings().vocabulary)


@pytest.fixture
def run(plans: tuple[Plan, ...], tmp_path: Path) -> Runner:
    """Hold a run into a folder of the test's own: some journeys by id, a target, settings for the run."""

    def hold(*journeys: str, target: Target | None = None, reports: Path | None = None, **settings: int) -> RunRecord:
        chosen = [plan for plan in plans if plan.journey in journeys or not journeys]
        wanted = Settings()
        wanted = wanted.model_copy(update={"run": wanted.run.model_copy(update=settings)})
        clock = ToldClock()
        return asyncio.run(
            assure(
                chosen,
                target or DemoTarget(),
                wanted,
                reports or tmp_path / "reports",
                clock(),
                clock,
                folder="journeys",
            )
        )

    return hold


def shown(lines: list[str], *folders: Path) -> str:
    """Printed lines with what differs from run to run (ids, folders) taken out."""
    text = "\n".join(lines) + "\n"
    for folder in folders:
        text = text.replace(str(folder), "FOLDER")
    return re.sub(r"\d{8}-\d{6}-[0-9a-f]{4}", "RUN", text)


@pytest.fixture
def snapshot() -> Callable[[str, str], None]:
    """Compare with what was looked at in review. UPDATE_SNAPSHOTS=1 writes it anew, to be looked at again."""

    def compare(name: str, text: str) -> None:
        file = SNAPSHOTS / f"{name}.txt"
        if os.environ.get("UPDATE_SNAPSHOTS"):
            file.write_text(text, encoding="utf-8")
        assert file.read_text(encoding="utf-8") == text

    return compare
