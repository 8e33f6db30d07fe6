"""The end of a session: the run ends with it, and its gate is heard."""

import pytest

from harness.preparing.keeping import keep
from harness.report import terminal
from harness.secrets import scrub

from .allure import write_results
from .running import Runs


def finish(session: pytest.Session, runs: Runs) -> None:
    """Wait for the run; stop it when the session was broken off. A gate that says no go fails the session."""
    broken_off = bool(session.shouldstop or session.shouldfail) or session.exitstatus == pytest.ExitCode.INTERRUPTED
    going = runs.finish(broken_off)
    if runs.record is not None:
        write_results(session.config, runs.record)
    if not going and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def summary(reporter: pytest.TerminalReporter, runs: Runs) -> None:
    """The gate's verdict line, and where the record is."""
    if runs.record is None:
        return
    reporter.section("journeys")
    for line in [*keep(runs.record, runs.prepared.settings), *terminal.closing(runs.record)]:
        reporter.write_line(scrub(line))
