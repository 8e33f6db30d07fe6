"""A file -> its tests: one for each variation of the journey, with all the trials of that variation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from harness.journey.nouns import Journey, Variation
from harness.journey.read import JourneyError, read_journey
from harness.secrets import scrub
from harness.trouble import Trouble

from . import RUNS
from .allure import listen
from .folder import folder_of
from .running import Conversation, Row, Runs
from .sharing import WORKERS_INPUT, Awaited
from .telling import CameTo, came_to


class JourneyFailedError(AssertionError):
    """A required sentence broke, or a criterion failed. The message is for people."""


class JourneyFile(pytest.File):
    """A journey."""

    def collect(self) -> Iterator[JourneyTest]:
        """One test for each of its variations."""
        try:
            journey = read_journey(self.path, folder_of(self.config) or self.path.parent)
        except JourneyError as problem:
            raise self.CollectError(scrub(str(problem))) from problem
        for row in journey.variations:
            name = f"{journey.id}[{row.name}]" if row.name else journey.id
            # As text: pytest reads the brackets in it, and knows the test again after a failure (--lf).
            place = f"{self.nodeid}::{name}"
            yield JourneyTest.from_parent(self, name=name, nodeid=place, journey=journey, row=row)


class JourneyTest(pytest.Item):
    """A journey with one of its variations: as many conversations as there are trials, held beside all the others."""

    def __init__(self, *, journey: Journey, row: Variation, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.row: Row = (journey.id, row.name)
        self._line = row.span.line - 1 if row.span else 0
        self._came_to = CameTo("passed")
        self.held: list[Conversation] = []
        """Its conversations, once they were held."""
        for mark in _marks(journey, row):
            self._mark(mark)

    def setup(self) -> None:
        """Wait for the conversations. What says nothing of the agent is an error of the set-up, and no failure."""
        runs = _runs_of(self.session)
        try:
            plan = runs.plan(self.row[0])
            self.held, missing = runs.conversations(self.row)
        except Trouble as problem:
            _lost(scrub(str(problem)))
        self._came_to = came_to(runs.prepared, plan, self.held)
        if self.held or not plan.runnable:
            runs.recorded.add(self.nodeid)
        if missing and self._came_to.what != "failed":
            (pytest.skip if missing.settled else _lost)(scrub(str(missing)))
        if self._came_to.what == "lost":
            _lost(self._came_to.says)

    def runtest(self) -> None:
        """Pass, fail, or skip where nobody could tell."""
        if self._came_to.what == "undecided":
            pytest.skip(self._came_to.says)
        if self._came_to.what == "failed":
            raise JourneyFailedError(self._came_to.says)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The author's sentence and the proof; a traceback only where the harness itself broke."""
        if isinstance(excinfo.value, JourneyFailedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The file, the line of the variation, and the name."""
        return self.path, self._line, self.name

    def _mark(self, name: str) -> None:
        known = {line.split(":")[0] for line in self.config.getini("markers")}
        if name not in known:
            self.config.addinivalue_line("markers", f"{name}: journeys of this {name.split('_')[0]} (cx-harness)")
        self.add_marker(name)


def _lost(why: str) -> NoReturn:
    pytest.fail(why, pytrace=False)


def _marks(journey: Journey, row: Variation) -> list[str]:
    """journey, risk_high, kind_complaints, tag_refund: what `-m` selects by."""
    settings = row.settings or journey.settings
    said = ["journey", f"risk_{settings.risk}", f"kind_{Path(journey.file).parent.name}"]
    said += [f"tag_{tag}" for tag in settings.tags]
    return [re.sub(r"\W+", "_", one).casefold() for one in said]


def _runs_of(session: pytest.Session) -> Runs:
    """The run of all the journeys that are left in the session after every selection."""
    if RUNS not in session.config.stash:
        shared = getattr(session.config, "workerinput", {}).get(WORKERS_INPUT)
        runs = Awaited(session.config, Path(shared)) if shared else Runs(session.config)
        runs.choose((one.row, one.path) for one in session.items if isinstance(one, JourneyTest))
        session.config.stash[RUNS] = runs
        listen(session.config, runs.recorded)
    return session.config.stash[RUNS]
