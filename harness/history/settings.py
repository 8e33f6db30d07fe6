"""Where the history is kept, and what is told of the nights: the tables [history] and [nights] of harness.toml."""

from zoneinfo import ZoneInfo

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


class NightSettings(Noun):
    """What a night is compared with, and what is told of it."""

    profile: str = "nightly"
    """The profile whose runs are the nights."""
    zone: str = "UTC"
    """Where the nights are, by its IANA name, such as Europe/London. A night lasts from noon to noon."""
    by_risk: bool = True
    """Whether the trials of a night are spread by risk within the budget; false: all variations get the same."""
    once: bool = True
    """Whether a run that was asked for twice in a night is held once: the second time goes on, or does nothing."""
    look_back: int = Field(default=90, ge=2, le=1000)
    """Nights that drift is looked for in."""
    scan: int = Field(default=7, ge=1, le=90)
    """Nights whose conversations are put together to look for slices that fail."""
    unexercised: int = Field(default=14, ge=1, le=1000)
    """Nights without a valid conversation after which a journey is called to mind."""
    stale_pins: int = Field(default=90, ge=1, le=10_000)
    """Days after which a pinned reading is called to mind."""
    target_days: float = Field(default=7, gt=0, le=1000, allow_inf_nan=False)
    """Days within which a finding should be mended."""
    webhook_env: str | None = None
    """Name of the environment variable that holds the address a digest is posted to: such addresses are secrets."""
    webhook_key: str | None = None
    """Name of the environment variable whose value is sent there as a bearer token."""
    drift: DriftSettings = DriftSettings()

    _variables = field_validator("webhook_env", "webhook_key")(name_of_a_variable)

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ValueError, OSError) as problem:
            raise ValueError("this is no time zone such as Europe/London") from problem
        return zone
