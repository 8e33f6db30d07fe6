"""How long the pages of a run take, how large they are, and what memory that needs.

    python benchmarks/report.py [CONVERSATIONS] [FAULT ...]

Holds that many conversations of the shop's journeys against the demo agent, with these faults switched on (default:
1,000, wrong-amount), then writes their pages in a process of its own, and prints processor and elapsed seconds, bytes
of the first page and of the largest, how many pages there are, and the peak of memory.
"""

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from harness.assurance import Cast, assure, cases_of, compile_all
from harness.journey.read import read_journeys
from harness.record import RECORD
from harness.report.pages import write_pages
from harness.settings import Settings
from harness.target.embedded import DemoTarget

JOURNEYS = Path(__file__).parent.parent / "journeys"


def measure(record: Path) -> None:
    """Write the pages of this record, and print what that took."""
    before, started = time.process_time(), time.perf_counter()
    first = write_pages(record)
    used, took = time.process_time() - before, time.perf_counter() - started
    sizes = [file.stat().st_size for file in first.parent.rglob("*.html")]
    print(f"pages                {len(sizes):>12,}")
    print(f"processor seconds    {used:>12.2f}")
    print(f"elapsed seconds      {took:>12.2f}")
    print(f"first page           {first.stat().st_size:>12,} bytes")
    print(f"largest page         {max(sizes):>12,} bytes")
    print(f"all pages            {sum(sizes):>12,} bytes")
    print(f"peak of memory       {_peak():>12.0f} MB")


def _peak() -> float:
    """Megabytes that this process had at most: where the kernel says so, without those of the one that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def hold(conversations: int, faults: list[str], reports: Path) -> Path:
    """Hold about that many conversations; returns their record."""
    settings = Settings()
    plans = compile_all(read_journeys([JOURNEYS], JOURNEYS), settings.vocabulary)
    trials = max(1, round(conversations / len(cases_of(plans, 1, 7))))
    settings = settings.model_copy(update={"run": settings.run.model_copy(update={"trials": trials})})
    target = DemoTarget(faults=tuple(faults))
    record = asyncio.run(assure(plans, Cast(target), settings, reports, lambda: datetime.now(UTC)))
    print(f"conversations        {len(record.outcomes):>12,}")
    return Path(record.folder) / RECORD


def main() -> None:
    """Hold, then measure in a process that has not held them."""
    words = sys.argv[1:]
    if words[:1] == ["--pages"]:
        return measure(Path(words[1]))
    conversations = int(words[0]) if words else 1_000
    with tempfile.TemporaryDirectory() as folder:
        record = hold(conversations, words[1:] or ["wrong-amount"], Path(folder))
        subprocess.run([sys.executable, __file__, "--pages", str(record)], check=True)  # noqa: S603
    return None


if __name__ == "__main__":
    main()
