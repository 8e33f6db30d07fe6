"""A journey is a test: `pytest journeys/` holds its conversations, and a broken sentence is a failed test.

pytest loads this in every project of an environment that has the harness, so nothing is imported here but pytest; the
rest comes with the first journey. Files are collected only below the journeys folder of a project that has settings,
or where they are named.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
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
