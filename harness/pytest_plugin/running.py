"""The run behind a session: its conversations are held side by side in a thread, and each test waits for its own."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pytest

from harness.assurance import Ears, cases_of
from harness.conversation.nouns import Case, Transcript
from harness.journey.read import is_page
from harness.noun import Noun
from harness.plan.nouns import Plan
from harness.preparing.places import here
from harness.preparing.prepare import Prepared, hold, prepare
from harness.preparing.wanted import Wanted
from harness.run import RunRecord
from harness.verdict.nouns import Outcome, Verdict

Row = tuple[str, str]
"""A journey's id and the name of one of its variations."""


class Conversation(Noun):
    """What a test is shown of one of its conversations."""

    transcript: Transcript
    verdict: Verdict
    outcome: Outcome


class NotHeldError(Exception):
    """The run ended before this conversation was held. The message is for people."""

    def __init__(self, why: str, settled: bool = False) -> None:
        """`settled`: it ended so because nothing that was still to come could change its decision."""
        super().__init__(why)
        self.settled = settled


class Runs:
    """The run of a session. It begins with the first test that asks, and holds what all selected tests need."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.chosen: dict[Row, Path] = {}
        self.record: RunRecord | None = None
        """Once the run has ended."""
        self.recorded: set[str] = set()
        """The tests whose conversations the record tells."""
        self._waiting: dict[str, Future[Conversation]] = {}
        self._thread: threading.Thread | None = None
        self._stopping = False

    def choose(self, tests: Iterable[tuple[Row, Path]]) -> None:
        """Say what is to be held: the tests that are left after every selection."""
        self.chosen = dict(tests)

    @cached_property
    def prepared(self) -> Prepared:
        """What is held, read and opened once. Raises Trouble where that cannot be."""
        option = self.config.getoption
        wanted = Wanted(
            target=option("--harness-target"),
            profile=option("--harness-profile"),
            trials=option("--harness-trials"),
            judge=option("--harness-judge"),
            faults=tuple(option("--harness-fault") or ()),
            no_exec=option("--harness-no-exec"),
            budget=option("--harness-budget"),
        )
        return _only(prepare(_paths(list(self.chosen.values())), wanted), self.chosen)

    @cached_property
    def _cases(self) -> Sequence[Case]:
        run = self.prepared.settings.run
        return cases_of(self.prepared.plans, run.trials, run.seed, self.prepared.background.spread)

    def plan(self, journey: str) -> Plan:
        """The journey as it was understood. Raises Trouble."""
        return next(plan for plan in self.prepared.plans if plan.journey == journey)

    def conversations(self, row: Row) -> tuple[list[Conversation], NotHeldError | None]:
        """Those of a test, once they are held and judged, and why others of it never will be. Raises Trouble."""
        self.start()
        held, missing = [], None
        for case in self._cases:
            if (case.plan.journey, case.variation.name) == row:
                try:
                    held.append(self.conversation(case.id))
                except NotHeldError as why:
                    missing = why
        return held, missing

    def conversation(self, case: str) -> Conversation:
        """Wait for one conversation. Raises NotHeldError when it is not to come."""
        return self._waiting[case].result()

    @property
    def begun(self) -> bool:
        """Whether it has begun to hold them."""
        return self._thread is not None

    def start(self) -> None:
        """Begin to hold them, if nobody has."""
        if self._thread is None:
            self._waiting = {case.id: Future() for case in self._cases}
            self._thread = threading.Thread(target=self._hold, name="harness run")
            self._thread.start()

    def finish(self, broken_off: bool) -> bool:
        """End the run: with its last conversation, or with the turns in flight when `broken_off`.

        Whether there is nothing to be said against it: its gate says go.
        """
        if self._thread is None:
            return True
        self._stopping = self._stopping or broken_off
        self._thread.join()
        decision = self.record.decision if self.record else None
        return decision is not None and decision.exit_code == 0

    def kept(self, case: str, conversation: Conversation) -> None:
        """A conversation is there."""
        self._waiting[case].set_result(conversation)

    def ended(self, why: str, settled: bool = False) -> None:
        """Nothing more is to come."""
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(NotHeldError(why, settled))

    def _hold(self) -> None:
        why, settled = "the run ended before this conversation was held", False
        try:
            self.record = asyncio.run(hold(self.prepared, Ears(keep=self._keep, stopping=lambda: self._stopping)))
            why, settled = _why_not_held(self.record)
        except Exception as problem:
            why = str(problem) or repr(problem)
        finally:
            self.ended(why, settled)

    def _keep(self, case: Case, transcript: Transcript, verdict: Verdict, outcome: Outcome) -> None:
        if case.id in self._waiting:
            self.kept(case.id, Conversation(transcript=transcript, verdict=verdict, outcome=outcome))


def _why_not_held(record: RunRecord) -> tuple[str, bool]:
    """Why a conversation was left out of a run, and whether because its decision was settled without it."""
    if record.stopped:
        return "; ".join(dict.fromkeys(record.stopped.missing.values())), False
    if record.decision:
        return "not held: it could not have changed the run's decision any more", True
    return "the run was broken off before this conversation was held", False


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
