"""Whether the gate keeps its promises: its own code, decided over thousands of worlds in which the truth is known.

    python benchmarks/gate.py                 2,000 worlds a cell (about ten minutes on two cores)
    python benchmarks/gate.py --worlds 200    a look
    python benchmarks/gate.py --speed         how long deciding takes over 10,000 conversations of 200 journeys

A world has journeys, and in each of them every criterion holds at a rate of its own, drawn from Beta(4.5, .5). 50
conversations of each are stored, as many as the cell says are held, and `harness.gate.decide` decides, with the
policy as it is shipped. Where it asks for fresh trials, they are held in the same world and it decides again.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from harness.criteria import CRITERIA, Criterion
from harness.gate import Decision, GatePolicy, Kept, Reference, decide
from harness.money import Tokens
from harness.stats import wilson
from harness.verdict.nouns import Outcome

STORED = 50
SIZES = ((10, 3), (20, 5), (40, 3))
DROPS = (0.05, 0.10, 0.15, 0.20)
POLICY = GatePolicy()

Rates = list[dict[Criterion, float]]
Change = Callable[[Rates], Rates]


class Cell(NamedTuple):
    """A kind of world, and how it is tried."""

    name: str
    journeys: int
    trials: int
    drop: float = 0.0
    """Resolution falls by this in every journey."""
    collapse: bool = False
    """Resolution of one journey falls from .9 to .2."""
    margin: float | None = None


TEMPLATE = Outcome(
    case="",
    journey="",
    variation="",
    trial=1,
    why="fixed",
    risk="medium",
    validity="valid",
    ending="satisfied",
    results={},
    required={},
    turns=4,
    tokens=Tokens(),
)


def outcome(journey: int, trial: int, rates: dict[Criterion, float], dice: random.Random, why: str) -> Outcome:
    """One conversation in a world."""
    results = {name: "pass" if dice.random() < rates[name] else "fail" for name in CRITERIA}
    broke = "fail" in results.values()
    return TEMPLATE.model_copy(
        update={
            "case": f"j{journey}/-#{trial}{'' if why == 'fixed' else why}",
            "journey": f"j{journey}",
            "trial": trial,
            "why": why,
            "results": results,
            "required": {"s1": "fail" if broke else "pass"},
        }
    )


def stored(journey: int, rates: dict[Criterion, float], dice: random.Random) -> Kept:
    """What is stored of a journey."""
    criteria = {name: (sum(dice.random() < rates[name] for _ in range(STORED)), STORED) for name in CRITERIA}
    return Kept(journey=f"j{journey}", variation="", trials=STORED, passes=criteria["resolution"][0], criteria=criteria)


def decided(cell: Cell, seed: int) -> tuple[Decision, int]:
    """The decision in one world, and how many fresh trials it took."""
    dice = random.Random(f"{cell} {seed}")
    before: Rates = [{name: dice.betavariate(4.5, 0.5) for name in CRITERIA} for _ in range(cell.journeys)]
    if cell.collapse:
        before[0]["resolution"] = 0.9
    reference = Reference(
        name="baseline.json", kept=tuple(stored(number, rates, dice) for number, rates in enumerate(before))
    )
    now = [{**rates, "resolution": max(0.0, rates["resolution"] - cell.drop)} for rates in before]
    if cell.collapse:
        now[0]["resolution"] = 0.2
    held = [
        outcome(number, trial, rates, dice, "fixed")
        for number, rates in enumerate(now)
        for trial in range(1, cell.trials + 1)
    ]
    policy = POLICY.model_copy(update={"margin": cell.margin})
    decision = decide(held, policy, reference=reference)
    fresh = [
        outcome(int(order.journey[1:]), trial, now[int(order.journey[1:])], dice, "adaptive")
        for order in decision.wanted
        for trial in range(1, order.trials + 1)
    ]
    if fresh:
        decision = decide([*held, *fresh], policy, reference=reference)
    return decision, len(fresh)


class Came(NamedTuple):
    """What a cell came to."""

    words: Counter[str]
    by: Counter[str]
    """What stopped: a test over all journeys, or a collapse."""
    fresh: int
    foretold: int
    """The sum of what each run said it would have caught of a drop of ten points, in 100."""


def some(cell: Cell, seeds: Sequence[int]) -> Came:
    """Some worlds of a cell."""
    words: Counter[str] = Counter()
    by: Counter[str] = Counter()
    fresh = foretold = 0
    for seed in seeds:
        decision, bought = decided(cell, seed)
        words[decision.decision] += 1
        fresh += bought
        foretold += int(decision.sees.split("caught ")[1].split(" times")[0])
        stops = [reason for reason in decision.reasons if reason.code == 1]
        by.update({"suite" if reason.journey is None else "collapse" for reason in stops})
    return Came(words, by, fresh, foretold)


def all_of(cell: Cell, worlds: int, pool: ProcessPoolExecutor) -> Came:
    """Every world of a cell."""
    parts = [range(start, min(start + 100, worlds)) for start in range(0, worlds, 100)]
    found = list(pool.map(some, [cell] * len(parts), parts))
    return Came(
        sum((one.words for one in found), Counter()),
        sum((one.by for one in found), Counter()),
        sum(one.fresh for one in found),
        sum(one.foretold for one in found),
    )


def cells() -> list[Cell]:
    """Every cell that docs/gate.md tables."""
    found = [Cell("unchanged", *size) for size in SIZES]
    found += [Cell(f"drop {drop:.2f}", *size, drop=drop) for drop in DROPS for size in SIZES]
    found += [Cell("collapse .9 to .2", *size, collapse=True) for size in SIZES]
    return found + [Cell("unchanged, margin .05", *size, margin=0.05) for size in SIZES]


def share(count: int, worlds: int) -> str:
    """A share of the worlds with its 95 % interval, in points of 100."""
    interval = wilson(count, worlds)
    return f"{100 * count / worlds:5.1f} [{100 * interval.low:.1f}, {100 * interval.high:.1f}]"


def speed() -> None:
    """Decide over 10,000 conversations of 200 journeys, against 50 stored trials of each: promised in under 2 s."""
    cell = Cell("speed", 200, 50)
    dice = random.Random(7)
    rates: Rates = [{name: dice.betavariate(4.5, 0.5) for name in CRITERIA} for _ in range(cell.journeys)]
    reference = Reference(name="baseline.json", kept=tuple(stored(one, each, dice) for one, each in enumerate(rates)))
    held = [
        outcome(one, trial, each, dice, "fixed")
        for one, each in enumerate(rates)
        for trial in range(1, cell.trials + 1)
    ]
    begun = time.process_time()
    decision = decide(held, POLICY, reference=reference)
    seconds = time.process_time() - begun
    what = f"{len(held):,} conversations of {cell.journeys} journeys"
    print(f"{decision.decision} over {what}: {seconds:.2f} s of processor time")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=2_000)
    parser.add_argument("--only", default="", help="cells whose name begins so")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--speed", action="store_true")
    asked = parser.parse_args()
    if asked.speed:
        speed()
        return
    print("| world | journeys x trials | stop | go | inconclusive | by suite | by collapse | fresh trials | foretold |")
    print("|---|---|---|---|---|---|---|---|---|")
    with ProcessPoolExecutor(asked.jobs) as pool:
        for cell in cells():
            if not cell.name.startswith(asked.only):
                continue
            begun = time.perf_counter()
            came = all_of(cell, asked.worlds, pool)
            row = [
                cell.name,
                f"{cell.journeys}x{cell.trials}",
                *(share(came.words[word], asked.worlds) for word in ("stop", "go", "inconclusive")),
                *(f"{100 * came.by[by] / asked.worlds:.1f}" for by in ("suite", "collapse")),
                f"{came.fresh / asked.worlds:.1f}",
                f"{came.foretold / asked.worlds:.0f}",
            ]
            print(f"| {' | '.join(row)} |", flush=True)
            spent = time.perf_counter() - begun
            if asked.worlds < 1000:
                print(f"<!-- {spent:.1f} s -->", flush=True)


if __name__ == "__main__":
    main()
