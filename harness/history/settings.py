"""Where the history is kept: the table [history] of harness.toml."""

from pydantic import Field, field_validator

from harness.model.settings import name_of_a_variable
from harness.noun import Noun
from harness.stats.drift import LIMIT, SLACK, WEIGHT, WIDTH


class DriftSettings(Noun):
    """When a series of nights has moved. In standard deviations; the defaults are measurement 7.10's."""

    slack: float = Field(default=SLACK, ge=0, le=5, allow_inf_nan=False)
    """Half of the shift that the CUSUM is to find."""
    limit: float = Field(default=LIMIT, gt=0, le=100, allow_inf_nan=False)
    """Where the CUSUM alarms."""
    weight: float = Field(default=WEIGHT, gt=0, le=1, allow_inf_nan=False)
    """How much the last night counts in the EWMA."""
    width: float = Field(default=WIDTH, gt=0, le=100, allow_inf_nan=False)
    """How far from 0 the EWMA alarms."""


class HistorySettings(Noun):
    """Where the index of runs is kept. By default `history.db` in the folder of runs: SQLite, no server."""

    url_env: str | None = None
    """Name of the environment variable that holds the address of a PostgreSQL, as postgresql://user:key@host/name. It
    never stands in a file: it holds a password. Every variable that is named must be set."""

    _variable = field_validator("url_env")(name_of_a_variable)
