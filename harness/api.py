"""Journeys in Python: `assure` holds and judges them as `harness run` does, `expect_go` makes a test of the result."""

import asyncio
import inspect
import warnings
from collections.abc import Awaitable, Callable, Sequence
from os import PathLike
from pathlib import Path
from typing import TypedDict, Unpack

from harness.assurance import Ears
from harness.preparing.keeping import keep
from harness.preparing.prepare import hold, prepare
from harness.preparing.wanted import Wanted
from harness.report import terminal
from harness.run import RunRecord
from harness.secrets import scrub
from harness.target.nouns import Message, Reply, Target, TargetError
from harness.trouble import Trouble

Answer = Callable[[Message], str | Reply | Awaitable[str | Reply]]
"""An agent as a function, asynchronous or not: what the customer says, in which conversation -> what it answers."""

Place = str | PathLike[str]


class Options(TypedDict, total=False):
    """What can be asked for by name, as of `harness run`; what is left out is as the settings say."""

    trials: int
    seed: int
    profile: str
    variation: str
    judge: str
    faults: Sequence[str]
    locked: bool
    no_exec: bool
    customer: str
    confirm_with: str
    budget: str
    budget_target: str
    reports: Place
    """The folder of runs."""


async def assure_async(
    journeys: Place | Sequence[Place] = (), target: str | Target | Answer | None = None, **options: Unpack[Options]
) -> RunRecord:
    """Hold and judge every conversation of these journeys, and write the record, as `harness run` does.

    `journeys` are files or folders; all those of the settings when none is named. `target` is a name in the settings,
    an address, an object with an `answer`, or a function. The settings are those of the current folder. Raises Trouble
    for what cannot be read, opened or written. An agent that fails raises nothing: see the record's `decision`.
    """
    reports = options.pop("reports", None)
    named = target if isinstance(target, str) else None
    given = None if target is None or isinstance(target, str) else _opened(target)
    wanted = Wanted.model_validate({**options, "target": named})
    paths = [journeys] if isinstance(journeys, str | PathLike) else journeys
    prepared = prepare([Path(one) for one in paths], wanted, Path(reports) if reports else None, given)
    record = await hold(prepared, Ears())
    for wrong in keep(record, prepared.settings):
        warnings.warn(wrong, stacklevel=2)
    return record


def assure(
    journeys: Place | Sequence[Place] = (), target: str | Target | Answer | None = None, **options: Unpack[Options]
) -> RunRecord:
    """The same for code that is not asynchronous; it waits for the whole run. Raises Trouble inside an event loop."""
    if _is_in_a_loop():
        raise Trouble("assure() waits for the whole run: inside asynchronous code, write `await assure_async(...)`")
    return asyncio.run(assure_async(journeys, target, **options))


def expect_go(record: RunRecord) -> RunRecord:
    """The record when its gate says go; else raises AssertionError: what broke in the author's words, and the proof.

    A gate that is inconclusive, and a run that did not finish, are no go.
    """
    __tracebackhide__ = True
    if record.decision is not None and record.decision.exit_code == 0:
        return record
    raise AssertionError(scrub("\n".join([*terminal.journeys(record), "", *terminal.closing(record)])))


def _is_in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _opened(given: Target | Answer) -> Target:
    return FunctionTarget(given) if callable(given) and not hasattr(given, "answer") else given  # type: ignore[return-value]


class FunctionTarget:
    """An agent that is a Python function."""

    version = "1"

    def __init__(self, answer: Answer) -> None:
        """`answer` is called once a turn, by many conversations: `message.conversation` tells them apart."""
        self.name = getattr(answer, "__name__", type(answer).__name__)
        self._answer = answer

    async def answer(self, message: Message) -> Reply:
        """What the function returns, as a reply. Raises TargetError for what it raises, and for what is no reply."""
        try:
            said = self._answer(message)
            said = await said if inspect.isawaitable(said) else said
        except Exception as problem:
            raise TargetError(f"{self.name} raised {type(problem).__name__}: {problem}") from problem
        if isinstance(said, str):
            return Reply(text=said)
        if isinstance(said, Reply):
            return said
        raise TargetError(f"{self.name} returned {type(said).__name__}: neither a text nor a Reply")
