"""A journey is a test: `pytest journeys/` holds its conversations, and a broken sentence is a failed test.

pytest loads this in every project of an environment that has the harness, so nothing is imported here but pytest; the
rest comes with the first journey. Files are collected only below the journeys folder of a project that has settings,
or where they are named.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from harness.run import RunRecord

    from .collecting import JourneyFile
    from .running import Runs

RUNS: pytest.StashKey[Runs] = pytest.StashKey()
"""Where a session keeps its run, once a journey was collected."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """What can be asked for; the rest is harness.toml's."""
    group = parser.getgroup("harness", "journeys (cx-harness)")
    group.addoption("--harness-target", metavar="NAME|URL", help="the target to hold conversations with")
    group.addoption("--harness-profile", metavar="NAME", help="a profile of harness.toml, such as ci")
    group.addoption("--harness-trials", metavar="N", type=int, help="conversations per variation")
    group.addoption("--harness-judge", metavar="MODEL", help="who reads what the rules leave open, or `rules`")
    group.addoption("--harness-fault", metavar="NAME", action="append", help="demo target: switch a fault on")
    group.addoption("--harness-budget", metavar="AMOUNT", help="what our own calls may cost, such as 5.00 or 5EUR")
    group.addoption("--harness-no-exec", action="store_true", help="refuse targets that run code of this repository")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker that every journey has."""
    config.addinivalue_line("markers", "journey: a conversation with the agent under test (cx-harness)")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> JourneyFile | None:
    """A Markdown file in the journeys folder is a journey, but for what journeys include."""
    if file_path.suffix.casefold() != ".md":
        return None
    from .folder import is_ours

    if not is_ours(file_path, parent.config):
        return None
    from .collecting import JourneyFile

    return JourneyFile.from_parent(parent, path=file_path)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """pytest-xdist: tell a worker where it will find the conversations that the controller holds."""
    from .folder import folder_of

    if folder_of(node.config):
        from .sharing import WORKERS_INPUT, SharedRuns

        if RUNS not in node.config.stash:
            node.config.stash[RUNS] = SharedRuns(node.config)
        node.workerinput[WORKERS_INPUT] = str(node.config.stash[RUNS].folder)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: Any, ids: list[str]) -> None:
    """pytest-xdist: the first worker has said what is to be held; the others say the same."""
    if runs := node.config.stash.get(RUNS, None):
        runs.begin(ids)


@pytest.fixture
def assure_go() -> Callable[..., RunRecord]:
    """`assure_go(journeys, target, ...)`: hold them, and fail in the author's words unless the gate says go."""
    from harness.api import assure, expect_go

    def held(*named: Any, **options: Any) -> RunRecord:
        __tracebackhide__ = True
        return expect_go(assure(*named, **options))

    return held


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the run with the session; a session in which nothing failed, and whose gate is no go, fails."""
    if runs := session.config.stash.get(RUNS, None):
        from .ending import finish

        finish(session, runs)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what the gate says, and where the record is."""
    if runs := config.stash.get(RUNS, None):
        from .ending import summary

        summary(terminalreporter, runs)
