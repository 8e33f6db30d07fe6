"""`harness pin`: readings for what the rules could not read, chosen by a person or proposed by a model."""

import asyncio
import getpass
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from harness.assurance import compile_all, of_ours
from harness.budget import BudgetReached
from harness.journey.nouns import Journey
from harness.ledger import total
from harness.model import Model, close_model, open_model
from harness.pinning import Asking, Question, questions, without_orphans
from harness.plan.locking.lock import EMPTY, NAME, Lock
from harness.plan.locking.lockfile import read_lock, write_lock
from harness.plan.locking.nearest import Choice
from harness.plan.locking.pin import said_back
from harness.plan.nouns import AnyItem
from harness.preparing.allowance import UNPAID, allowing
from harness.preparing.casting import prompts_of
from harness.preparing.places import here, journeys_at, reports_at
from harness.report.terminal import role_cost
from harness.report.words import count, place, safe, wrapped
from harness.settings import Settings
from harness.text.normal import printable
from harness.trouble import Trouble

from .locking import write_readings
from .printing import listen, say

PINNED, LEFT = 0, 3

Typed = Callable[[str], str | None]
"""Shows a question and gives the line that was typed; None when there is nobody to ask any more."""


@dataclass(frozen=True)
class Wanted:
    """What was asked for on the command line."""

    model: str | None = None
    yes: bool = False
    prune: bool = False
    reports: Path | None = None
    budget: str | None = None


@dataclass(frozen=True)
class Desk:
    """What pinning goes on with: where, under which settings, and who may be asked."""

    journeys: Sequence[Journey]
    root: Path
    settings: Settings
    typed: Typed | None
    """None when nobody sits there."""

    @property
    def lock(self) -> Lock:
        """The lock as it is on disk now: somebody else may have pinned something meanwhile."""
        return read_lock(self.root) or EMPTY

    def keep(self, question: Question, items: Sequence[AnyItem], by: str, **how: Any) -> None:
        """Put a reading in the lock at once, so that what is accepted stays accepted."""
        pin = question.pin(items, by, _somebody(), datetime.now(UTC), **how)
        write_lock(self.root, self.lock.with_pin(pin))


def pin_journeys(paths: Sequence[Path], wanted: Wanted, typed: Typed | None = None) -> int:
    """Resolve what is unsure; 0 when nothing is left, 3 when something is, 6 when there was no money to ask of it.

    Raises Trouble for wrong usage, and LockError for a lock that cannot be read or written.
    """
    if wanted.yes and wanted.model is None:
        raise Trouble("--yes accepts what a model proposes: name one with --model, or choose without --yes")
    settings = allowing(here(), wanted.budget)
    model = open_model(wanted.model, settings.models) if wanted.model else None
    journeys, root = journeys_at(paths, settings)
    desk = Desk(journeys, root, settings, typed or _terminal())
    if wanted.prune:
        return _prune(desk)
    asked, short = questions(journeys, settings.vocabulary, desk.lock), False
    if desk.typed is None and not (model and wanted.yes):
        left = _list(asked, desk)
    elif model is None:
        left = _choose(asked, desk)
    else:
        left, short = _ask(asked, desk, model, wanted)
    return _close(desk, len(asked), left, short)


def _terminal() -> Typed | None:
    return _input if sys.stdin.isatty() and sys.stdout.isatty() else None


def _input(question: str) -> str | None:
    try:
        return listen(question)
    except EOFError:
        return None


def _somebody() -> str:
    try:
        return printable(getpass.getuser())[:60] or "somebody"
    except (OSError, KeyError, ImportError):  # a container may know no user
        return "somebody"


def _close(desk: Desk, asked: int, left: int, short: bool) -> int:
    """The last lines: what is in the lock now, and what is left; `short`: of money."""
    if not left:
        plans = compile_all(desk.journeys, desk.settings.vocabulary, desk.lock)
        say([write_readings(desk.root, plans, anew=False)])
    if not asked:
        say([f"Nothing to pin: every sentence of {count(len(desk.journeys), 'journey')} is read.   (exit {PINNED})"])
    elif short:
        say([f"{asked - left} pinned, {left} left: go on with more, --budget AMOUNT.   (exit {UNPAID})"])
        return UNPAID
    elif left:
        say([f"{asked - left} pinned, {left} left: pin them, or word them differently.   (exit {LEFT})"])
    else:
        say([f"{asked} pinned in {(desk.root / NAME).as_posix()}; commit it.   (exit {PINNED})"])
    return LEFT if left else PINNED


# ---- choosing -----------------------------------------------------------------------------------------------


def _list(asked: Sequence[Question], desk: Desk) -> int:
    """Nobody to ask: show what would be asked. Nothing is chosen, nothing is sent."""
    for question in asked:
        say([*_shown(question, desk), *_numbered(question.choices(desk.lock)), ""])
    if asked:
        say(["To choose, run this on a terminal."])
    return len(asked)


def _choose(asked: Sequence[Question], desk: Desk) -> int:
    """Each unsure sentence with its nearest readings, chosen by number. Returns how many are left."""
    pinned = 0
    for question in asked:
        choices = question.choices(desk.lock)
        say([*_shown(question, desk), *_numbered(choices)])
        if not choices:
            say(["      Nothing comes near: word it differently.", ""])
            continue
        picked = _picked(desk, len(choices))
        if picked is None:
            break
        if picked:
            desk.keep(question, choices[picked - 1].items, "person")
            pinned += 1
        say(["" if picked else "      Left as it is.\n"])
    return len(asked) - pinned


def _picked(desk: Desk, most: int) -> int | None:
    """The number that was typed, 0 for none of them; None when nobody answers."""
    while desk.typed is not None and (line := desk.typed(f"      Which is meant? 1-{most}, 0 for none: ")) is not None:
        if line.strip().isdecimal() and len(line.strip()) < 3 and int(line) <= most:
            return int(line)
        say([f"      A number from 0 to {most}, please."])
    return None


def _shown(question: Question, desk: Desk) -> list[str]:
    where = place(question.sentence.span, desk.root.as_posix())
    return wrapped(f"{where} {safe(question.sentence.text)!r}", "    ", "  ? ")


def _numbered(choices: Sequence[Choice]) -> list[str]:
    return [
        part
        for number, choice in enumerate(choices, 1)
        for part in wrapped(safe(choice.says), "         ", f"      {number}  ")
    ]


# ---- asking a model -----------------------------------------------------------------------------------------


def _ask(asked: Sequence[Question], desk: Desk, model: Model, wanted: Wanted) -> tuple[int, bool]:
    """Each unsure sentence put to a model; what it proposes is pinned only with a yes.

    Returns how many are left, and whether that is because there was no money to ask.
    """
    if not asked:
        return 0, False
    now = datetime.now(UTC)
    reports = reports_at(wanted.reports, desk.settings)
    prices, told = desk.settings.price_book, prompts_of(desk.settings)
    clock = partial(datetime.now, UTC)
    # A loop that stands still while a person thinks, so that Ctrl-C reaches the person's line and not the loop.
    with (
        of_ours(desk.settings.budget, prices, reports, clock) as spending,
        Asking(model, prices, reports, now, clock, desk.lock, told, spending) as asking,
        asyncio.Runner() as run,
    ):
        asking.left, short = len(asked), False
        try:
            for question in asked:
                say(_shown(question, desk))
                if not _propose(question, desk, asking, run, wanted.yes):
                    break
        except BudgetReached as reached:
            short = True
            say([*wrapped(f"Nothing was pinned: {reached}.", "      ", "      "), ""])
        finally:
            run.run(close_model(model))
    say([role_cost("compile", total(asking.entries) if asking.entries else None)])
    say([f"Record {(reports / asking.run).as_posix()}/run.jsonl"])
    return asking.left, short


def _propose(question: Question, desk: Desk, asking: Asking, run: asyncio.Runner, yes: bool) -> bool:
    """One sentence. False when there is no point in going on: the model is out of reach, or nobody answers."""
    found = run.run(asking.ask(question))
    if not found.items:
        say([*wrapped(f"Nothing was pinned: {safe(found.why_not)}.", "      ", "      "), ""])
        return not found.failed
    say(wrapped(safe(said_back(found.items)), "         ", "      →  "))
    answer = "y" if yes else desk.typed("      Is that what is meant? y/n: ") if desk.typed else None
    if answer is not None and answer.strip().casefold() in ("y", "yes"):
        desk.keep(question, found.items, f"model:{found.model or 'unnamed'}", **asking.cost_of(found))
        asking.pinned, asking.left = asking.pinned + 1, asking.left - 1
    say([""])
    return answer is not None


# ---- pruning ------------------------------------------------------------------------------------------------


def _prune(desk: Desk) -> int:
    """Drop what no journey of the folder needs any more."""
    journeys, _ = journeys_at([desk.root], desk.settings)
    unread = [journey.file for journey in journeys if not journey.sentences]
    if unread:
        raise Trouble(f"{unread[0]} could not be read, so nobody knows what it needs: mend it, then prune")
    lock = desk.lock
    kept = without_orphans(journeys, desk.settings.vocabulary, lock)
    if lock == EMPTY:
        say([f"There is no {NAME} in {desk.root.as_posix()}: nothing to prune.   (exit {PINNED})"])
        return PINNED
    write_lock(desk.root, kept)
    pins, readings = len(lock.pins) - len(kept.pins), len(lock.readings) - len(kept.readings)
    say([f"Dropped {count(pins, 'pin')} and {count(readings, 'reading')} that nothing needs.   (exit {PINNED})"])
    return PINNED
