"""What several rooms' tests share: the shop's plans, a run of them, and snapshots of what people read."""

import asyncio
import importlib.util
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from harness.assurance import Background, Cast, assure, compile_all
from harness.journey.read import read_journeys
from harness.plan.nouns import Plan
from harness.run import RunRecord
from harness.settings import Settings
from harness.target.embedded import DemoTarget
from harness.target.nouns import Target
from harness.testing import ToldClock

# What lands is decided on the same examples every time; `make search` looks for new ones.
hypothesis.settings.register_profile("same", derandomize=True)
hypothesis.settings.register_profile("search", derandomize=False)
hypothesis.settings.load_profile("same")

JOURNEYS = Path(__file__).parent.parent / "journeys"
SNAPSHOTS = Path(__file__).parent / "snapshots"

Runner = Callable[..., RunRecord]

PARTS: dict[str, Callable[[], bool]] = {
    "axe": lambda: _is_installed("axe_playwright_python"),
    "chromium": lambda: _is_installed("playwright") and _is_on_path("chromium"),
    "postgresql": lambda: _is_installed("psycopg") and (_is_on_path("pg_ctl") or _is_on_path("pg_ctlcluster")),
    "scipy": lambda: _is_installed("scipy"),
    "workflow checkers": lambda: _is_beside("zizmor") and _is_beside("check-jsonschema"),
}
"""Real parts that a test may need, and whether this machine has them. `make test-all` installs them all."""


def _is_installed(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


def _is_on_path(program: str) -> bool:
    return shutil.which(program) is not None


def _is_beside(program: str) -> bool:
    return (Path(sys.executable).parent / program).exists()


def pytest_addoption(parser: pytest.Parser) -> None:
    """--every-part: what CI says, where nothing may be missing and the slow tests run too."""
    parser.addoption("--every-part", action="store_true", help="run slow tests too; a part that is absent is a failure")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the slow tests to CI."""
    if config.getoption("--every-part"):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow and len(slow) < len(items):
        items[:] = [item for item in items if item not in slow]
        config.hook.pytest_deselected(items=slow)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test whose part is absent is skipped by that part's name; in CI it fails."""
    for mark in item.iter_markers("needs"):
        for part in mark.args:
            if PARTS[part]():
                continue
            if item.config.getoption("--every-part"):
                pytest.fail(f"{part} is not installed here", pytrace=False)
            pytest.skip(f"needs {part}: make test-all installs it")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name what this machine could not test against."""
    absent = [] if config.getoption("--every-part") else [part for part, there in PARTS.items() if not there()]
    if absent:
        terminalreporter.write_line(f"Not tested here, for want of a part: {', '.join(absent)} (make test-all)")


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
                Cast(target or DemoTarget()),
                wanted,
                reports or tmp_path / "reports",
                clock,
                Background(folder="journeys"),
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
