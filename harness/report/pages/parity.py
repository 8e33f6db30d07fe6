"""Rows that differ in nothing but whom they stand for -> two tables: how each segment fared, and two by two."""

from dataclasses import dataclass

from harness.kpi import sessions
from harness.kpi.parity import Compared, Fared, compared, fared
from harness.run import RunRecord


@dataclass(frozen=True)
class Parity:
    """What the page about integrity shows of segments."""

    fared: tuple[Fared, ...]
    compared: tuple[Compared, ...]


def parity(record: RunRecord) -> Parity | None:
    """Both tables; None where no journey pairs its segments."""
    held = sessions(record)
    found = fared(held)
    return Parity(found, compared(held)) if found else None
