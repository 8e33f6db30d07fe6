"""What `pytest journeys/` adds to `harness run` of the same: processor time of both, in turns, in one table.

    python benchmarks/pytest_plugin.py [trials] [rounds]

Processor time of the whole process is compared (start, run, record, pages): other work on the machine counts for
neither. The conversations are the demo shop's, in which nothing waits; an agent that takes its time adds to both alike.
A first round is not counted: pytest rewrites modules once, and keeps what it wrote.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def seconds(command: list[str], folder: Path) -> float:
    """Processor time that a command takes, its children's included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)  # noqa: S603
    # Some trial in hundreds may fail: what is compared is the work, and a stop is as much of it as a go.
    if "VERDICT: " not in done.stdout:
        raise SystemExit(done.stdout + done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main(trials: int = 20, rounds: int = 3) -> None:
    """Print the table."""
    run = [sys.executable, "-m", "harness", "run", "journeys", "--trials", str(trials)]
    quiet = ["-q", "-p", "no:cacheprovider", "--harness-trials", str(trials)]
    tests = [sys.executable, "-m", "pytest", "journeys", *quiet]
    taken: dict[str, list[float]] = {"harness run": [], "pytest": []}
    for name in ("CI", "PYTHONDONTWRITEBYTECODE"):
        os.environ.pop(name, None)
    for counted in (False, *[True] * rounds):
        for name, command in (("harness run", run), ("pytest", tests)):
            with tempfile.TemporaryDirectory() as folder:
                shutil.copytree(ROOT / "journeys", Path(folder) / "journeys")
                found = seconds(command, Path(folder))
            taken[name] += [found] if counted else []
    middle = {name: statistics.median(each) for name, each in taken.items()}
    print(f"{31 * trials} conversations, {rounds} rounds in turns, processor seconds")
    for name, each in taken.items():
        print(f"{name:<12} {middle[name]:7.2f}   ({', '.join(f'{one:.2f}' for one in each)})")
    print(f"pytest adds  {middle['pytest'] / middle['harness run'] - 1:+7.1%}")


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
