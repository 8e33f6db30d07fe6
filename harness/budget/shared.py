"""An account that several processes share: a SQLite file in the reports folder.

Each reservation is one transaction that holds the file's write lock, so that no two processes see the same room. What a
process has under way carries its name, and that process holds a lock on a file of that name for as long as it lives:
the reservations of one that died count as spent, because what it had asked for may have been paid.
"""

import asyncio
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from io import FileIO
from pathlib import Path
from uuid import uuid4

from harness.trouble import Trouble

from .account import Balance, Settle, reached
from .nouns import Amount

if sys.platform != "win32":
    import fcntl

FILE = "budget.db"
LOOK_AGAIN = 0.05
"""Seconds before another process is looked at again: nobody tells us when it settles."""
BUSY = 30.0
"""Seconds to wait for the file, which nobody holds for longer than one transaction."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS account (name TEXT PRIMARY KEY, spent TEXT NOT NULL, highest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS way (id INTEGER PRIMARY KEY, account TEXT NOT NULL, process TEXT NOT NULL, most TEXT);
"""
"""Amounts are text, because no number of SQLite's holds them exactly. A row of `way` without `most` is a turn."""


class Shared:
    """An account in a file. Close it, so that its process counts as gone."""

    def __init__(self, folder: Path, key: str, name: str, limit: Amount) -> None:
        """`key` is what processes share it by; `name` is for people. Raises Trouble where the file cannot be had."""
        if sys.platform == "win32":
            raise Trouble('a budget per day or month needs file locks, which this system has not: say per = "run"')
        self.name = name
        self.limit = limit
        self._key = f"{key} {limit.currency}"
        self._folder = folder
        self._process = uuid4().hex
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._alive = FileIO(self._sign(self._process), "w")
            self._db = sqlite3.connect(folder / FILE, timeout=BUSY, isolation_level=None)
        except (OSError, sqlite3.Error) as problem:
            raise self._trouble(problem) from problem
        try:
            fcntl.flock(self._alive, fcntl.LOCK_EX)
            self._db.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {SCHEMA}")
        except (OSError, sqlite3.Error) as problem:
            self.close()
            raise self._trouble(problem) from problem

    @property
    def balance(self) -> Balance:
        """What all processes together have spent and under way."""
        with self._alone():
            return self._read()

    async def reserve(self, most: Decimal | None) -> Settle:
        """Wait until the call may be made, and take what settles it. Raises BudgetReached when it never may."""
        while (way := self._try(most)) is None:  # noqa: ASYNC110  # another process tells nobody when it settles
            await asyncio.sleep(LOOK_AGAIN)
        return lambda cost: self._settle(way, most, cost)

    def close(self) -> None:
        """Leave the account. What is not settled by now counts as spent."""
        self._db.close()
        self._alive.close()
        self._sign(self._process).unlink(missing_ok=True)

    def _try(self, most: Decimal | None) -> int | None:
        """The reservation; None while what is under way decides."""
        with self._alone():
            self._bury()
            balance = self._read()
            admitted = balance.admits(most, self.limit.value)
            if admitted is None:
                return None
            if not admitted:
                raise reached(self)
            row = (self._key, self._process, None if most is None else str(most))
            return self._db.execute("INSERT INTO way (account, process, most) VALUES (?, ?, ?)", row).lastrowid

    def _settle(self, way: int, most: Decimal | None, cost: Decimal | None) -> None:
        with self._alone():
            self._db.execute("DELETE FROM way WHERE id = ?", (way,))
            self._write(self._read().reserved(most).settled(most, cost))

    def _read(self) -> Balance:
        row = self._db.execute("SELECT spent, highest FROM account WHERE name = ?", (self._key,)).fetchone()
        balance = Balance(spent=Decimal(row[0]), highest=Decimal(row[1])) if row else Balance()
        for (most,) in self._db.execute("SELECT most FROM way WHERE account = ?", (self._key,)):
            balance = balance.reserved(None if most is None else Decimal(most))
        return balance

    def _write(self, balance: Balance) -> None:
        row = (self._key, str(balance.spent), str(balance.highest))
        self._db.execute("INSERT OR REPLACE INTO account (name, spent, highest) VALUES (?, ?, ?)", row)

    def _bury(self) -> None:
        """Count what processes had under way that are no more as spent."""
        processes = self._db.execute("SELECT DISTINCT process FROM way WHERE account = ?", (self._key,)).fetchall()
        for (process,) in processes:
            if process == self._process or not self._is_gone(process):
                continue
            ways = self._db.execute("SELECT id, most FROM way WHERE process = ?", (process,)).fetchall()
            for way, most in ways:
                self._db.execute("DELETE FROM way WHERE id = ?", (way,))
                held = None if most is None else Decimal(most)
                self._write(self._read().reserved(held).settled(held, None))

    def _is_gone(self, process: str) -> bool:
        try:
            with FileIO(self._sign(process), "r") as sign:
                fcntl.flock(sign, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            return True
        except OSError:
            return False
        self._sign(process).unlink(missing_ok=True)
        return True

    def _sign(self, process: str) -> Path:
        return self._folder / f"budget-{process}.lock"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One transaction, begun with the write lock. Raises Trouble when the file cannot be used any more."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            finally:
                self._db.execute("COMMIT")
        except sqlite3.Error as problem:
            raise self._trouble(problem) from problem

    def _trouble(self, problem: Exception) -> Trouble:
        return Trouble(f"the budget's file {self._folder / FILE} cannot be used: {problem}")
