"""Where the history is kept: the table [history] of harness.toml."""

from pydantic import field_validator

from harness.model.settings import name_of_a_variable
from harness.noun import Noun


class HistorySettings(Noun):
    """Where the index of runs is kept. By default `history.db` in the folder of runs: SQLite, no server."""

    url_env: str | None = None
    """Name of the environment variable that holds the address of a PostgreSQL, as postgresql://user:key@host/name. It
    never stands in a file: it holds a password. Every variable that is named must be set."""

    _variable = field_validator("url_env")(name_of_a_variable)
