"""The tables of the index, as they are now. How they came to be so is in `migrations/`; a test holds the two together.

Every row of a table is one of `nouns`, column for field.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    MetaData,
    Table,
    Text,
)

METADATA = MetaData()


def _text(name: str, key: bool = False) -> Column[str]:
    return Column(name, Text, nullable=False, primary_key=key)


def _count(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _of_run() -> Column[str]:
    return Column("run", Text, ForeignKey("runs.run", ondelete="CASCADE"), nullable=False, primary_key=True)


RUNS = Table(
    "runs",
    METADATA,
    _text("run", key=True),
    _text("began"),
    _count("seconds"),
    *map(_text, ("kind", "profile", "target", "decision")),
    *map(_count, ("exit_code", "conversations", "valid")),
    *map(_text, ("things", "prices", "budget", "head", "state")),
    Index("runs_of_a_line", "kind", "profile", "target", "run"),
)
JOURNEYS = Table(
    "journeys",
    METADATA,
    _of_run(),
    _text("journey", key=True),
    *map(_text, ("title", "file", "owner", "risk")),
    Column("runnable", Boolean, nullable=False),
    _count("valid"),
    Index("runs_of_a_journey", "journey", "run"),
)
FIGURES = Table(
    "figures",
    METADATA,
    _of_run(),
    _text("name", key=True),
    _text("value"),
    _count("n"),
    Column("low", Double),
    Column("high", Double),
    *map(_text, ("unit", "note")),
)
CELLS = Table(
    "cells",
    METADATA,
    _of_run(),
    *(_text(name, key=True) for name in ("journey", "variation", "traits")),
    *map(_count, ("held", "passed", "failed", "due", "resolved")),
    _text("rulings"),
    *map(_count, ("turns", "tokens", "replies")),
    Column("seconds", Double, nullable=False),
    Column("billionths", BigInteger),
)
MARKS = Table(
    "marks",
    METADATA,
    *(_text(name, key=True) for name in ("journey", "about")),
    _of_run(),
    *map(_count, ("failed", "passed")),
    Index("marks_of_a_run", "run"),
    # The life of a finding is read along the key: rows that lie in its order are ten times as quick to read.
    sqlite_with_rowid=False,
)
FAILURES = Table(
    "failures",
    METADATA,
    *(_text(name, key=True) for name in ("journey", "about")),
    _of_run(),
    *map(_text, ("criterion", "severity", "says", "place", "example")),
    Column("turn", BigInteger),
    _text("words"),
    Index("failures_of_a_run", "run"),
)
GUARDS = Table(
    "guards",
    METADATA,
    _of_run(),
    *(_text(name, key=True) for name in ("journey", "of_run", "of_case")),
)
SPENDING = Table(
    "spending",
    METADATA,
    _of_run(),
    *(_text(name, key=True) for name in ("role", "model", "certainty", "currency")),
    Column("wasted", Boolean, nullable=False, primary_key=True),
    *map(_count, ("calls", "unpriced")),
    *map(_text, ("tokens", "amount")),
)
OF_A_RUN = {
    "journeys": JOURNEYS,
    "figures": FIGURES,
    "cells": CELLS,
    "marks": MARKS,
    "failures": FAILURES,
    "guards": GUARDS,
    "spending": SPENDING,
}
"""Field of `Indexed` -> its table."""
