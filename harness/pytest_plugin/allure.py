"""`--alluredir` of allure-pytest: results of conversations come from the run's record, in place of the plugin's own.

What allure-pytest itself would write of a journey is a test without steps, with the machine's host name in its labels.
"""

from collections.abc import Set
from pathlib import Path
from typing import Any

import pytest

from harness.report.allure import write_allure
from harness.run import RunRecord

LISTENER = "allure_listener"
"""Under which allure-pytest registers what it listens with, when results are asked for."""


def write_results(config: pytest.Config, record: RunRecord) -> None:
    """Write the results of the run, when they are asked for."""
    if wanted := config.getoption("allure_report_dir", None):
        write_allure(record, Path(wanted))


def listen(config: pytest.Config, recorded: Set[str]) -> None:
    """Take back what allure-pytest has begun for each test of these, once it has ended."""
    listener = config.pluginmanager.get_plugin(LISTENER)
    if listener is not None:
        config.pluginmanager.register(_TakingBack(listener, recorded))


class _TakingBack:
    def __init__(self, listener: Any, recorded: Set[str]) -> None:
        self._listener = listener
        self._recorded = recorded

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        if nodeid in self._recorded and (begun := self._listener._cache.pop(nodeid)):
            self._listener.allure_logger.drop_test(begun)
