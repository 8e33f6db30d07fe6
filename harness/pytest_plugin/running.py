"""The run behind a session: its conversations are held side by side in a thread, and each test waits for its own."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pytest

from harness.assurance import Ears, cases_of
from harness.conversation.nouns import Case, Transcript
from harness.journey.read import is_page
from harness.plan.nouns import Plan
from harness.preparing.places import here
from harness.preparing.prepare import Prepared, hold, prepare
from harness.preparing.wanted import Wanted
from harness.run import RunRecord
from harness.verdict.nouns import Outcome, Verdict


@dataclass(frozen=True)
class Conversation:
    """What a test is shown of one of its conversations."""

    transcript: Transcript
    verdict: Verdict
    outcome: Outcome


class NotHeldError(Exception):
    """The run ended before this conversation was held."""


Row = tuple[str, str]
"""A journey's id and the name of one of its variations."""


class Runs:
    """The run of a session. It begins with the first test that asks, and holds what all selected tests need."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._chosen: dict[Row, Path] = {}
        self._waiting: dict[str, Future[Conversation]] = {}
        self._of_row: dict[Row, list[str]] = {}
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._problem: BaseException | None = None
        self.record: RunRecord | None = None
        """Once the run has ended."""

    def choose(self, tests: Iterable[tuple[Row, Path]]) -> None:
        """Say what is to be held: the tests that are left after every selection."""
        self._chosen = dict(tests)

    @cached_property
    def prepared(self) -> Prepared:
        """What is held, read and opened once. Raises Trouble where that cannot be."""
        option = self._config.getoption
        wanted = Wanted(
            target=option("--harness-target"),
            profile=option("--harness-profile"),
            trials=option("--harness-trials"),
            judge=option("--harness-judge"),
            faults=tuple(option("--harness-fault") or ()),
        )
        return _only(prepare(_paths(list(self._chosen.values())), wanted), self._chosen)

    def plan(self, journey: str) -> Plan:
        """The journey as it was understood."""
        return next(plan for plan in self.prepared.plans if plan.journey == journey)

    def conversations(self, row: Row) -> list[Conversation]:
        """Those of a test, once they are all held and judged. Raises Trouble or NotHeldError when they are not."""
        if self._thread is None:
            self._begin()
        return [self._waiting[case].result() for case in self._of_row.get(row, ())]

    def finish(self, broken_off: bool) -> RunRecord | None:
        """End the run, once its last conversation has ended, or when `broken_off` with the turns in flight."""
        if self._thread is None:
            return None
        self._stopping = self._stopping or broken_off
        self._thread.join()
        return self.record

    def _begin(self) -> None:
        run = self.prepared.settings.run
        for case in cases_of(self.prepared.plans, run.trials, run.seed):
            self._waiting[case.id] = Future()
            self._of_row.setdefault((case.plan.journey, case.variation.name), []).append(case.id)
        self._thread = threading.Thread(target=self._hold, name="harness run")
        self._thread.start()

    def _hold(self) -> None:
        ears = Ears(keep=self._keep, stopping=lambda: self._stopping)
        problem: BaseException = NotHeldError("the run ended before this conversation was held")
        try:
            self.record = asyncio.run(hold(self.prepared, ears))
        except BaseException as found:
            problem = found
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(problem)

    def _keep(self, case: Case, transcript: Transcript, verdict: Verdict, outcome: Outcome) -> None:
        if case.id in self._waiting:
            self._waiting[case.id].set_result(Conversation(transcript, verdict, outcome))


def _paths(files: Sequence[Path]) -> list[Path]:
    """The files as they would be typed; the folder alone when they are all that is in it."""
    named = sorted({Path(os.path.relpath(file)) for file in files})
    folder = Path(here().run.journeys)
    there = sorted(path for path in folder.rglob("*.md") if not is_page(path.relative_to(folder)))
    return [folder] if named == there else named


def _only(prepared: Prepared, chosen: Iterable[Row]) -> Prepared:
    """With these variations alone."""
    kept = set(chosen)
    plans = tuple(
        plan.model_copy(
            update={"variations": tuple(row for row in plan.variations if (plan.journey, row.name) in kept)}
        )
        for plan in prepared.plans
    )
    return replace(prepared, plans=plans)
