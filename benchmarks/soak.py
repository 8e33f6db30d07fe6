"""Runs without end against an agent gone wild: faults, kills and resumes, with memory and open files watched.

    python -m benchmarks.soak --minutes 60 --folder DIRECTORY

One process serves the wild agent (`harness.testing.ChaosServer`) over loopback. A second one, the worker, holds run
after run against it for as long as it is told: a round is one run of every journey, with a budget and a rate. For three
rounds of four a third process begins the run, is killed with SIGKILL at a random moment, and what it left is resumed by
the worker. After each round the worker's resident memory and open files are looked at, and whether the record is whole.
The table has one line for each part of the time, and the last line says whether anything grew.
"""

import argparse
import asyncio
import gc
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from harness.assurance import Background, Cast, assure, compile_all
from harness.budget import Budgets
from harness.journey import read_journeys
from harness.plan.nouns import Plan
from harness.record import RECORD, RecordError, verify
from harness.run import RecordIncomplete
from harness.settings import RunSettings, Settings
from harness.target.http import HttpSettings
from harness.target.kind import Opening, close_target, open_target
from harness.testing import ChaosServer, Wild
from harness.testing.chaos import wild
from harness.trouble import Trouble

ROOT = Path(__file__).parent.parent
REPLY_SECONDS = 1.0
"""How long the wild agent's replies are waited for: some of them never end."""
GROWTH = 1.10
"""Memory in the last part of the time may be this many times what it was in the second part."""


# ---- the wild agent -----------------------------------------------------------------------------------------


def serve() -> None:
    """Serve until the parent goes away. Words come three times as often as by the double's own choice."""

    def answer(conversation: str, number: int) -> Wild:
        seed = random.Random(f"{conversation}|{number}").random()
        if seed < 0.02:
            return Wild("busy", b"slow down", 429, {"retry-after": "0.05"})
        if seed < 0.72:
            return Wild("words", json.dumps({"reply": "Could you tell me your order number, please?"}).encode())
        return wild(7, conversation, number)

    with ChaosServer(7, answer) as server:
        print(server.address, flush=True)
        sys.stdin.read()


# ---- one run ------------------------------------------------------------------------------------------------


def plans() -> tuple[Plan, ...]:
    """The shop's journeys."""
    return compile_all(read_journeys([ROOT / "journeys"], ROOT / "journeys"), Settings().vocabulary)


def settings(seed: int, per_minute: float) -> Settings:
    """A run with everything on: time limits, a rate, and a budget that it does not reach."""
    target = HttpSettings(url="http://127.0.0.1:1/", requests_per_minute=per_minute)
    run = RunSettings(seed=seed, in_flight=20, reply_seconds=REPLY_SECONDS)
    budgets = Budgets.model_validate({"target": "1000", "unpriced": "0.0001"})
    return Settings(target="wild", targets={"wild": target}, run=run, budget=budgets)


async def hold(
    chosen: Sequence[Plan], address: str, seed: int, per_minute: float, reports: Path, resume: Path | None = None
) -> Counter[str]:
    """One run, or the rest of one; how its conversations ended."""
    how = Opening(REPLY_SECONDS, run="soak")
    target = open_target("wild", HttpSettings(url=address), how)
    try:
        record = await assure(
            chosen,
            Cast(target),
            settings(seed, per_minute),
            reports,
            lambda: datetime.now(UTC),
            Background(),
            resume=resume,
        )
    finally:
        await close_target(target)
    return Counter(one.validity for one in record.outcomes)


def child(folder: Path, address: str, seed: int, per_minute: float) -> None:
    """A run that somebody will kill."""
    asyncio.run(hold(plans(), address, seed, per_minute, folder))


# ---- rounds -------------------------------------------------------------------------------------------------


@dataclass
class Part:
    """What was seen in one part of the time."""

    rounds: int = 0
    killed: int = 0
    resumed: int = 0
    whole: int = 0
    """Records whose chain is whole to the end."""
    ended: Counter[str] = field(default_factory=Counter)
    """Validity -> conversations."""
    resident: int = 0
    """kB, the most after a round."""
    files: int = 0
    problems: list[str] = field(default_factory=list)


def resident() -> int:
    """Resident memory of this process, in kB."""
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


def killed_record(command: Sequence[str], reports: Path, chance: random.Random, wait: float) -> Path | None:
    """Begin a run, kill it while it talks, and give what it left."""
    begun = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  # this script
    lines, until = chance.randint(40, 250), time.monotonic() + wait
    while begun.poll() is None and time.monotonic() < until:
        records = list(reports.glob(f"*/{RECORD}"))
        if records and records[0].read_bytes().count(b"\n") >= lines:
            break
        time.sleep(0.2)
    begun.send_signal(signal.SIGKILL)
    begun.wait()
    return next(iter(reports.glob(f"*/{RECORD}")), None)


def a_round(chosen: Sequence[Plan], address: str, seed: int, per_minute: float, folder: Path, part: Part) -> None:
    """One run, most of them killed and resumed; what became of it goes into the part."""
    reports = folder / f"round-{seed}"
    reports.mkdir(parents=True)
    chance, file = random.Random(seed), None
    if seed % 4:
        me = [sys.executable, "-m", "benchmarks.soak", "--child", str(reports), address, str(seed), str(per_minute)]
        file = killed_record(me, reports, chance, wait=120)
        part.killed += file is not None
    try:
        part.ended += asyncio.run(hold(chosen, address, seed, per_minute, reports, file))
        part.resumed += file is not None
    except RecordIncomplete as whole:  # it was quicker than whoever was to kill it, or had not begun
        part.ended["not resumed"] += 1
        print(f"round {seed}: {whole}", flush=True)
    except (Trouble, RecordError, OSError) as problem:
        part.problems.append(f"round {seed}: {problem}")
    part.whole += all(verify(one).ok for one in reports.glob(f"*/{RECORD}"))
    part.rounds += 1
    part.resident = max(part.resident, resident())
    part.files = max(part.files, len(os.listdir("/proc/self/fd")))
    shutil.rmtree(reports)


def parts(minutes: float, number: int) -> Iterator[tuple[float, Part]]:
    """The parts of the time: when each ends, and what is seen in it."""
    begun = time.monotonic()
    for place in range(number):
        yield begun + minutes * 60 * (place + 1) / number, Part()


def soak(minutes: float, per_minute: float, folder: Path, number: int = 6) -> tuple[list[Part], float]:
    """Hold rounds for so long; what each part of the time saw, and how many minutes it really took."""
    begun, seed, seen = time.monotonic(), 0, list[Part]()
    chosen = plans()
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.soak", "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None  # noqa: S101  # it was opened with pipes
        address = server.stdout.readline().strip()
        for until, part in parts(minutes, number):
            while time.monotonic() < until:
                seed += 1
                a_round(chosen, address, seed, per_minute, folder, part)
            seen.append(part)
            print(told(seen, (time.monotonic() - begun) / 60), flush=True)
        server.kill()
    return seen, (time.monotonic() - begun) / 60


# ---- what is told -------------------------------------------------------------------------------------------


def told(seen: Sequence[Part], minutes: float) -> str:
    """The table, and whether anything grew."""
    rows = [
        "| part | rounds | killed | resumed | records whole | conversations | lost to the agent | memory | files |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for place, part in enumerate(seen, 1):
        held = sum(number for name, number in part.ended.items() if name != "not resumed")
        lost = part.ended["infra_error"]
        figures = [place, part.rounds, part.killed, part.resumed, part.whole, held, lost]
        rows.append(f"| {' | '.join(map(str, figures))} | {part.resident / 1000:.1f} MB | {part.files} |")
    problems = [one for part in seen for one in part.problems]
    rows += ["", f"{minutes:.1f} minutes; {len(problems)} problems", *problems]
    if len(seen) > 2:
        grown = seen[-1].resident / seen[1].resident
        flat = grown <= GROWTH and seen[-1].files <= seen[1].files
        rows.append(f"memory of the last part: {grown:.3f} of the second's; flat: {'yes' if flat else 'NO'}")
    return "\n".join(rows)


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--per-minute", type=float, default=600, help="requests to the agent")
    parser.add_argument("--folder", type=Path, default=Path("soak-reports"))
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve()
    elif asked.child:
        folder, address, seed, per_minute = asked.child
        child(Path(folder), address, int(seed), float(per_minute))
    else:
        soak(asked.minutes, asked.per_minute, asked.folder)


if __name__ == "__main__":
    main()
