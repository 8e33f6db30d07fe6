"""Nights that nobody held: runs and cells with the counts that a test wants."""

import json
from typing import Any

from harness.history import Cell, RunRow
from harness.history.nights import Night, nights_of


def run_row(number: int, **changes: Any) -> RunRow:
    """The run of a night, from 1."""
    facts: dict[str, Any] = {
        "run": f"202611{number:02d}-023000-0000" if number < 31 else f"202612{number - 30:02d}-023000-0000",
        "began": f"2026-11-{min(number, 30):02d}T02:30:00.000000Z",
        "seconds": 600,
        "kind": "simulated",
        "profile": "nightly",
        "target": "support",
        "decision": "go",
        "exit_code": 0,
        "conversations": 100,
        "valid": 100,
        "things": "{}",
        "prices": '{"prices":[]}',
        "budget": "",
        "head": "0" * 64,
        "state": "1 bytes",
    }
    return RunRow(**(facts | changes))


def cell(run: RunRow, journey: str = "refund", failed: int = 0, held: int = 20, **changes: Any) -> Cell:
    """What one variation came to in a night: so many of its conversations did not resolve."""
    facts: dict[str, Any] = {
        "run": run.run,
        "journey": journey,
        "variation": "",
        "traits": '["channel:chat"]',
        "held": held,
        "passed": held - failed,
        "failed": failed,
        "due": held,
        "resolved": held - failed,
        "rulings": json.dumps({"resolution": [held, failed], "hallucination": [held, 0]}),
        "turns": 5 * held,
        "tokens": 1000 * held,
        "replies": 5 * held,
        "seconds": 10.0 * held,
        "billionths": 10_000_000 * held,
    }
    return Cell(**(facts | changes))


def night(run: RunRow, *cells: Cell) -> Night:
    """A night with these cells."""
    return nights_of([run], cells)[0]
