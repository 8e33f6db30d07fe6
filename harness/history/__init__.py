"""Runs -> an index of them in SQL, and what it tells over many nights: drift, hidden slices, the life of a finding.

The index holds nothing that the records do not: it can be thrown away and built anew from `reports/` at any time. What
is slow to import (SQLAlchemy, Alembic) is imported by the modules that need it: `store` and what asks it.
"""

from .nouns import Cell, Chapter, Failure, Figure, Guard, Indexed, JourneyRow, Mark, RunRow, Spending
from .settings import HistorySettings, NightSettings

__all__ = [
    "Cell",
    "Chapter",
    "Failure",
    "Figure",
    "Guard",
    "HistorySettings",
    "Indexed",
    "JourneyRow",
    "Mark",
    "NightSettings",
    "RunRow",
    "Spending",
]
