"""The index in SQL: SQLite in the folder of runs, or a PostgreSQL; the same tables in both.

What is written here comes from records, which hold no secrets: they were taken out when the record was written.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from harness.secrets import scrub, secret_in

from .nouns import Indexed
from .settings import HistorySettings
from .tables import OF_A_RUN, RUNS
from .trouble import HistoryError
from .upgrading import upgrade

FILE = "history.db"
"""The name of the index in the folder of runs."""

PATIENCE = 30
"""Seconds that a writer waits for another one [a judgement]."""

_WRITES = "harness_writes"


class History:
    """The index of runs. Opening it brings its tables up to date."""

    def __init__(self, url: URL, shown: str) -> None:
        self.shown = shown
        """Where it is, as it may be told."""
        self._engine = _engine(url)
        with self.writing() as connection:
            upgrade(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with. Raises HistoryError for what the database cannot do."""
        with self._told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection to write with, all or nothing. Raises HistoryError for what the database cannot do."""
        engine = self._engine.execution_options(**{_WRITES: True})
        with self._told(), engine.begin() as connection:
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as problem:
            why = str(getattr(problem, "orig", None) or problem).strip().splitlines()[0]
            raise HistoryError(f"the history ({self.shown}) cannot be used: {scrub(why)}") from problem

    def states(self) -> dict[str, str]:
        """Run -> how its record stood when it was indexed."""
        with self.reading() as connection:
            rows = connection.execute(select(RUNS.c.run, RUNS.c.state))
            return {row.run: row.state for row in rows}

    def put(self, found: Indexed) -> None:
        """Put a run into the index, in the place of what is there of it. Two at once write the same."""
        try:
            with self.writing() as connection:
                connection.execute(RUNS.delete().where(RUNS.c.run == found.run.run))
                connection.execute(RUNS.insert(), [asdict(found.run)])
                for field, table in OF_A_RUN.items():
                    if rows := [asdict(row) for row in getattr(found, field)]:
                        connection.execute(table.insert(), rows)
        except HistoryError as problem:
            if not isinstance(problem.__cause__, IntegrityError):
                raise  # another process has put the same run there meanwhile, and it wrote the same

    def drop(self, runs: Iterable[str]) -> None:
        """Take runs out of the index."""
        with self.writing() as connection:
            for run in runs:
                connection.execute(RUNS.delete().where(RUNS.c.run == run))

    def content(self) -> dict[str, list[tuple[Any, ...]]]:
        """All of it, table by table, in order of key: what two indexes of the same runs have alike."""
        with self.reading() as connection:
            return {
                table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
                for table in (RUNS, *OF_A_RUN.values())
            }


def open_history(settings: HistorySettings, reports: Path) -> History:
    """The index that the settings name, else the file in the folder of runs, made when there is none.

    Raises HistoryError when it cannot be opened, and Trouble when the variable that names it is not set.
    """
    if settings.url_env is not None:
        name = settings.url_env
        return History(_postgres(secret_in(name, "the history").value, name), f"the database that {name} names")
    file = reports / FILE
    try:
        reports.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise HistoryError(f"the history ({file}) cannot be made: {problem.strerror}") from problem
    return History(URL.create("sqlite", database=os.fspath(file)), str(file))


def _postgres(address: str, variable: str) -> URL:
    try:
        url = make_url(address)
        fits = url.get_backend_name() == "postgresql"
    except (ArgumentError, NoSuchModuleError):
        fits = False
    if not fits:
        raise HistoryError(f"what {variable} holds is no address such as postgresql://user:password@host/name")
    return url.set(drivername="postgresql+psycopg")


def _engine(url: URL) -> Engine:
    try:
        engine = create_engine(url)
    except ModuleNotFoundError as problem:
        raise HistoryError("a history in PostgreSQL needs its driver: pip install 'cx-harness[postgres]'") from problem
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _as_we_use_it)
        event.listen(engine, "begin", _begin)
    return engine


def _as_we_use_it(connection: Any, _: object) -> None:
    """SQLite: transactions are begun by us, writers wait for each other, and rows go with their run."""
    connection.isolation_level = None
    for setting in (f"busy_timeout = {PATIENCE * 1000}", "journal_mode = WAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {setting}").close()


def _begin(connection: Connection) -> None:
    # A transaction that first reads and then writes would fail where another one wrote in between.
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
