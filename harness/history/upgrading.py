"""A database, of whatever age -> one with the tables of this version."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from .trouble import HistoryError

HEAD = "0001"
"""The last migration. A test holds it to what `migrations/` ends with."""

_TURN = 7_446_210_934_112
"""The number under which processes take turns on a PostgreSQL [any number that nobody else uses]."""


def upgrade(connection: Connection) -> None:
    """Bring the database up to date within this transaction, one process at a time.

    Raises HistoryError for a database that a later version has made, or that is no history.
    """
    if version(connection) == HEAD:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
    found = version(connection)
    if found is not None and found > HEAD:
        raise HistoryError(f"the history was written by a later version of harness (its schema is {found}): update")
    if found is None and inspect(connection).has_table("runs"):
        raise HistoryError("the database holds a table `runs` that is none of ours: name a database of its own")
    if found != HEAD:
        _migrate(connection)


def version(connection: Connection) -> str | None:
    """The migration that the database stands at; None when none was made."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _migrate(connection: Connection) -> None:
    from alembic import command  # slow to import, and needed once
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
