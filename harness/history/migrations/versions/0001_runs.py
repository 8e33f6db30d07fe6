"""The index of runs, as first shipped.

A migration is history itself: it names its tables and columns out, and is never changed once it was shipped.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _text(name: str, key: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False, primary_key=key)


def _count(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger, nullable=False)


def _of_run() -> "sa.Column[str]":
    return sa.Column("run", sa.Text, sa.ForeignKey("runs.run", ondelete="CASCADE"), nullable=False, primary_key=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "runs",
        _text("run", key=True),
        _text("began"),
        _count("seconds"),
        *map(_text, ("kind", "profile", "target", "decision")),
        *map(_count, ("exit_code", "conversations", "valid")),
        *map(_text, ("things", "prices", "budget", "head", "state")),
    )
    op.create_index("runs_of_a_line", "runs", ["kind", "profile", "target", "run"])
    op.create_table(
        "journeys",
        _of_run(),
        _text("journey", key=True),
        *map(_text, ("title", "file", "owner", "risk")),
        sa.Column("runnable", sa.Boolean, nullable=False),
        _count("valid"),
    )
    op.create_index("runs_of_a_journey", "journeys", ["journey", "run"])
    op.create_table(
        "figures",
        _of_run(),
        _text("name", key=True),
        _text("value"),
        _count("n"),
        sa.Column("low", sa.Double),
        sa.Column("high", sa.Double),
        *map(_text, ("unit", "note")),
    )
    op.create_table(
        "cells",
        _of_run(),
        *(_text(name, key=True) for name in ("journey", "variation", "traits")),
        *map(_count, ("held", "passed", "failed", "due", "resolved")),
        _text("rulings"),
        *map(_count, ("turns", "tokens", "replies")),
        sa.Column("seconds", sa.Double, nullable=False),
        sa.Column("billionths", sa.BigInteger),
    )
    op.create_table(
        "marks",
        *(_text(name, key=True) for name in ("journey", "about")),
        _of_run(),
        *map(_count, ("failed", "passed")),
        sqlite_with_rowid=False,
    )
    op.create_index("marks_of_a_run", "marks", ["run"])
    op.create_table(
        "failures",
        *(_text(name, key=True) for name in ("journey", "about")),
        _of_run(),
        *map(_text, ("criterion", "severity", "says", "place", "example")),
        sa.Column("turn", sa.BigInteger),
        _text("words"),
    )
    op.create_index("failures_of_a_run", "failures", ["run"])
    op.create_table(
        "guards",
        _of_run(),
        *(_text(name, key=True) for name in ("journey", "of_run", "of_case")),
    )
    op.create_table(
        "spending",
        _of_run(),
        *(_text(name, key=True) for name in ("role", "model", "certainty", "currency")),
        sa.Column("wasted", sa.Boolean, nullable=False, primary_key=True),
        *map(_count, ("calls", "unpriced")),
        *map(_text, ("tokens", "amount")),
    )
