"""The lock, as check, run and pin meet it."""

from collections.abc import Sequence
from pathlib import Path

from harness.plan.locking.lock import EMPTY, NAME, Lock, with_readings
from harness.plan.locking.lockfile import read_lock, write_lock
from harness.plan.locking.pin import understood_in
from harness.plan.nouns import Plan
from harness.preparing.wanted import is_locked
from harness.report.words import count
from harness.trouble import Trouble


def lock_to_check(root: Path, write: bool, asked: bool) -> tuple[Lock, bool]:
    """The lock that journeys are checked with, and whether it binds. `write`: only its pins, for it is written anew."""
    if write and asked:
        raise Trouble("--write-lock accepts what --locked refuses: say one of the two")
    lock = read_lock(root) or EMPTY
    if write:
        return Lock(reader=lock.reader, pins=lock.pins), False
    return lock, is_locked(asked)


def write_readings(root: Path, plans: Sequence[Plan], anew: bool) -> str:
    """Put what was understood of these journeys in the lock, and say so in a line. Pins stay as they are.

    `anew`: sentences that the lock knows are taken as they read now; else they stay as they were, and J014 with them.
    """
    lock = read_lock(root) or EMPTY
    readings = [one for plan in plans for one in understood_in(plan)]
    reader = plans[0].compiler
    if not anew:
        readings = [lock.reading(*one.key) or one for one in readings]
        reader = lock.reader or reader
    renewed = with_readings(lock, reader, readings, [plan.journey for plan in plans])
    written = write_lock(root, renewed)
    holds = f"{count(len(renewed.readings), 'reading')}, {count(len(renewed.pins), 'pin')}"
    return f"{'Wrote' if written else 'Nothing new for'} {(root / NAME).as_posix()}: {holds}."
