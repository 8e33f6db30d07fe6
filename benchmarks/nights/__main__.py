"""Hold the nights and print what each digest says: `python -m benchmarks.nights [FOLDER]`."""

import sys
import tempfile
from pathlib import Path

from harness.history import HistorySettings, NightSettings, looking
from harness.history.digesting import Digest, digest
from harness.history.drift import Breach
from harness.history.store import open_history
from harness.history.syncing import sync
from harness.report.digest import markdown

from .holding import CREEPS_IN, DEARER, hold_nights


def digests(reports: Path) -> list[Digest]:
    """The digest of every night, as it was written in that night."""
    with open_history(HistorySettings(), reports) as history:
        sync(history, reports)
        with history.reading() as connection:
            last = looking.newest(connection)
            runs = looking.runs_of(connection, looking.Line.of(last), last.run) if last else ()
            return [digest(connection, run, NightSettings()) for run in runs]


def in_a_line(night: int, found: Digest) -> str:
    """What a night's digest tells, in one line."""
    told = [
        *(
            f"{one.series} {'worse' if one.worse else 'better'} since night {int(one.first_after[6:8])}"
            for one in found.breaches
        ),
        *(f"{one.journey} fails more often" for one in found.creeps),
        *(f"hidden: {one.name} {one.question} {one.hits}/{one.n}" for one in found.hidden),
        *(f"{len(found.new)} new findings" for _ in found.new[:1]),
        *(f"changed: {', '.join(name for name, _, _ in found.changes)}" for _ in found.changes[:1]),
    ]
    return f"{night:3}  {found.run.decision:5} {'; '.join(told) or '-'}"


def _alarm(one: Breach) -> str:
    return f"{one.series} {'worse' if one.worse else 'better'} since night {int(one.first_after[6:8])}"


def main() -> None:
    """Hold, index, tell."""
    reports = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="nights-"))
    hold_nights(reports)
    found = digests(reports)
    for night, one in enumerate(found, start=1):
        print(in_a_line(night, one))
    for night in (CREEPS_IN + 2, DEARER):
        print(f"\n---- night {night} ----\n\n{markdown(found[night - 1])}")
    print(f"Runs: {reports}")


if __name__ == "__main__":
    main()
