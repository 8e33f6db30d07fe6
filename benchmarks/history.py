"""How quickly the index answers what pages ask: a thousand runs of five hundred conversations each, in one line.

    python benchmarks/history.py [runs]

prints processor milliseconds for each question, the middle of nine, and how long putting a run into it takes. The runs
are made up: fifty journeys of two variations and five trials, fifteen judged things a journey, a tenth of them failing
now and then.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from harness.history import Cell, Failure, Figure, HistorySettings, Indexed, JourneyRow, Mark, RunRow, Spending, looking
from harness.history.beside import beside
from harness.history.store import open_history

LINE = looking.Line("simulated", "nightly", "support")
JOURNEYS, VARIATIONS, TRIALS, MARKS = 50, 2, 5, 15
CHANNELS, TAGS, SEGMENTS = ("chat", "voice", "email"), ("refund", "late", "damaged", "club"), ("", "elderly", "b2b")


def made_up(number: int, chance: random.Random) -> Indexed:
    """One run of 500 conversations."""
    run = f"2026{1 + number // 28 % 12:02d}{1 + number % 28:02d}-{number % 86400:06d}-{number:04x}"
    journeys = [f"journey-{place:02d}" for place in range(JOURNEYS)]
    cells = [_cell(run, journey, place, row) for place, journey in enumerate(journeys) for row in range(VARIATIONS)]
    marks = tuple(_mark(run, one, place, chance) for one in journeys for place in range(MARKS))
    return Indexed(
        run=RunRow(
            run=run, began="2026-11-21T00:00:00.000000Z", seconds=600, kind="simulated", profile="nightly",
            target="support", decision="go", exit_code=0, conversations=500, valid=500, things="{}", prices="{}",
            budget="", head="0" * 64, state="1 bytes",
        ),
        journeys=tuple(JourneyRow(run, one, one, f"{one}.md", "", "medium", True, 10) for one in journeys),
        figures=tuple(Figure(run, f"figure {place}", "0.9", 500, 0.8, 0.95, "share", "") for place in range(30)),
        cells=tuple(cells),
        marks=marks,
        failures=tuple(_failure(one) for one in marks if one.failed),
        guards=(),
        spending=tuple(
            Spending(run, role, "m", "reported", "USD", False, 500, 0, "{}", "1.0") for role in ("target", "judge")
        ),
    )  # fmt: skip


def _cell(run: str, journey: str, place: int, row: int) -> Cell:
    kinds = (f"channel:{CHANNELS[place % 3]}", "desk:triage", "language:English", f"segment:{SEGMENTS[row]}")
    traits = "[" + ",".join(f'"{one}"' for one in (*kinds, f"tag:{TAGS[place % 4]}")) + "]"
    rulings = '{"conduct":[5,0],"hallucination":[5,0],"looping":[5,0],"misrouting":[5,0],"resolution":[5,0]}'
    return Cell(run, journey, f"row-{row}", traits, TRIALS, 5, 0, 5, 5, rulings, 20, 5000, 20, 12.5, 40_000_000)


def _mark(run: str, journey: str, place: int, chance: random.Random) -> Mark:
    failed = int(place == 0 and chance.random() < 0.1)
    return Mark(run, journey, f"sentence-{place:02d}", failed, 10 - failed)


def _failure(mark: Mark) -> Failure:
    says, case = "The agent asks for the order number before it talks about a refund.", f"{mark.journey}/row-0#1"
    place = f"{mark.journey}.md:12:3"
    return Failure(mark.run, mark.journey, mark.about, "resolution", "high", says, place, case, 2, says)


def milliseconds(what: Callable[[], object]) -> float:
    """Processor milliseconds, the middle of nine."""
    taken = []
    for _ in range(9):
        begun = time.process_time()
        what()
        taken.append(time.process_time() - begun)
    return median(taken) * 1000


def main() -> None:
    """Build the index, ask, print."""
    runs, chance = int(sys.argv[1]) if len(sys.argv) > 1 else 1000, random.Random(7)
    with tempfile.TemporaryDirectory() as folder, open_history(HistorySettings(), Path(folder)) as history:
        begun = time.process_time()
        for number in range(runs):
            history.put(made_up(number, chance))
        put = (time.process_time() - begun) / runs * 1000
        size = sum(file.stat().st_size for file in Path(folder).iterdir()) / 2**20
        print(f"{runs} runs of 500 conversations: {put:.1f} ms to put one, {size:.0f} MiB in all")
        with history.reading() as connection:
            last = looking.runs_of(connection, LINE, "~", most=1)[0]
            line = looking.Line.of(last)
            window = [one.run for one in looking.runs_of(connection, line, last.run)]
            questions: dict[str, Callable[[], object]] = {
                "the last run": lambda: looking.newest(connection),
                "90 runs of a line": lambda: looking.runs_of(connection, line, last.run),
                "KPIs of 90 runs": lambda: looking.figures_of(connection, window),
                "cells of 90 runs": lambda: looking.cells_of(connection, window),
                "cells of 14 runs": lambda: looking.cells_of(connection, window[-14:]),
                "spending of 90 runs": lambda: looking.spending_of(connection, window),
                "last exercised": lambda: looking.last_exercised(connection, line),
                "failures of a run": lambda: looking.failures_of(connection, last.run),
                "the run before": lambda: looking.run_before(connection, last),
                "marks of a run": lambda: looking.marks_of(connection, last.run),
                "a run beside the one before": lambda: beside(connection, last),
                "the life of every finding": lambda: looking.chapters(connection, line, last.run),
                "every finding as last seen": lambda: looking.told(connection, line, last.run),
            }
            for name, question in questions.items():
                print(f"  {name:<28} {milliseconds(question):6.1f} ms")


if __name__ == "__main__":
    main()
