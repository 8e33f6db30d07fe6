"""Loops in multi-agent runs, against the steps at which the run's own orchestrator said that it was in a loop."""

from pathlib import Path

from harness.conversation.nouns import Case, Said, Turn
from harness.target.nouns import Reply
from harness.verdict.looping import looping

from .data import Recorded, read
from .table import Row, Sample, auroc
from .tasks import plain_case

SOURCES = ("whowhen", "agentrx_magentic")


def measure(folder: Path) -> list[Row]:
    """AUROC of the turns that loop signals show, beside the length of the run. Few rows: no aim.

    Runs without an orchestrator are short and cannot hold its word, so that length alone tells them apart: the second
    set is without them.
    """
    records = [record for source in SOURCES for record in read(folder, source)]
    led = [record for record in records if any("thought" in step.name for step in record.steps)]
    return [*_of(records, "all runs"), *_of(led, "runs with an orchestrator")]


def _of(records: list[Recorded], which: str) -> list[Row]:
    truth = [bool(record.derived["orchestrator_said_in_loop_steps"]) for record in records]
    rows = f"whowhen + agentrx_magentic, {which}, {sum(truth)} with a loop"
    keys, held = [record.split for record in records], plain_case()
    looped = [_looped(held, record) for record in records]
    found = []
    for method, scores in (
        ("turns that loop signals show", [float(turns) for turns, _ in looped]),
        ("the same, as a share of the run", [turns / length if length else 0.0 for turns, length in looped]),
        ("baseline: length of the run", [float(len(record.steps)) for record in records]),
    ):
        found.append(Sample(keys, list(zip(scores, truth, strict=True))).row("loops: AUROC", rows, method, auroc))
    return found


def _looped(held: Case, record: Recorded) -> tuple[int, int]:
    """(turns that a signal shows, turns). What the orchestrator thinks is left out: it holds the label."""
    spoken = [step for step in record.steps if step.role == "agent" and "thought" not in step.name]
    turns = tuple(
        Turn(number=number, customer=Said(text="", act="line"), reply=Reply(text=step.text[:LONGEST]))
        for number, step in enumerate(spoken, 1)
    )
    ruling = looping(held, turns)
    shown = {
        one.turn for finding in (*ruling.findings, *ruling.notes) for one in finding.evidence if hasattr(one, "turn")
    }
    return len(shown), len(turns)


LONGEST = 4_000
"""Characters of a step that are read: pages that a browser showed run to megabytes."""
