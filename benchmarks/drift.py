"""How often the shipped limits cry wolf, and how soon they notice: nights made up by the thousand, watched by the code.

    python benchmarks/drift.py [worlds]

Each world has ninety nights. In quiet worlds nothing changes: every alarm is false. In the others something changes in
the thirtieth night; the delay is the number of nights until the alarm, that night counted. Failures come as a coin
falls, trial by trial; amounts vary by a few percent from night to night.
"""

import random
import sys
from collections.abc import Callable
from statistics import fmean, median

from harness.history import RunRow
from harness.history.drift import watch
from harness.history.nights import Counts, Night
from harness.history.series import SERIES

NIGHTS, CHANGE = 90, 30
FAILING = next(one for one in SERIES if one.name == "resolution failures")
TURNS = next(one for one in SERIES if one.name == "turns")

Draw = Callable[[random.Random, int, int], Counts]
"""Chance, stratum, night -> what was counted."""


def run_row(number: int) -> RunRow:
    """A run of which nothing else is asked."""
    day = f"{20260000 + number:08d}-000000-0000"
    return RunRow(day, "", 0, "simulated", "nightly", "", "", 0, 0, 0, "{}", "{}", "", "", "")


RUNS = tuple(run_row(number) for number in range(NIGHTS))


def failing(rate: float, later: float, trials: int) -> Draw:
    """Conversations that fail at this rate, from the change on at another."""

    def draw(chance: random.Random, _: int, night: int) -> Counts:
        held = later if night >= CHANGE else rate
        failed = sum(chance.random() < held for _ in range(trials))
        return Counts(held=trials, rulings={"resolution": (trials, failed)})

    return draw


def turning(spread: float, factor: float) -> Draw:
    """Conversations of about ten turns, from the change on longer by a factor."""

    def draw(chance: random.Random, _: int, night: int) -> Counts:
        mean = 1000 * (factor if night >= CHANGE else 1) * chance.lognormvariate(0, spread)
        return Counts(held=100, turns=round(mean))

    return draw


def bad_days(rate: float, trials: int) -> Draw:
    """An agent with good and bad days: all trials of a stratum come out alike in a night."""

    def draw(chance: random.Random, _: int, __: int) -> Counts:
        return Counts(held=trials, rulings={"resolution": (trials, trials * (chance.random() < rate))})

    return draw


WORLDS: tuple[tuple[str, int, Draw, bool], ...] = (
    ("2 % fail, 20 variations, 5 trials", 20, failing(0.02, 0.02, 5), False),
    ("10 % fail, 20 variations, 5 trials", 20, failing(0.10, 0.10, 5), False),
    ("10 % fail, 20 variations, 1 trial", 20, failing(0.10, 0.10, 1), False),
    ("10 % fail, trials of a night all alike", 20, bad_days(0.10, 5), False),
    ("turns vary by 3 % a night", 1, turning(0.03, 1.0), False),
    ("turns vary by 10 % a night", 1, turning(0.10, 1.0), False),
    ("2 % -> 5 % fail, 20 variations, 5 trials", 20, failing(0.02, 0.05, 5), True),
    ("10 % -> 15 % fail, 20 variations, 5 trials", 20, failing(0.10, 0.15, 5), True),
    ("10 % -> 20 % fail, 20 variations, 5 trials", 20, failing(0.10, 0.20, 5), True),
    ("10 % -> 20 % fail, 20 variations, 1 trial", 20, failing(0.10, 0.20, 1), True),
    ("turns vary by 3 %, then 5 % longer", 1, turning(0.03, 1.05), True),
    ("turns vary by 10 %, then 20 % longer", 1, turning(0.10, 1.20), True),
)


def nights(strata: int, draw: Draw, chance: random.Random) -> tuple[Night, ...]:
    """A world."""
    return tuple(
        Night(run, {(f"journey {place}", ""): draw(chance, place, number) for place in range(strata)})
        for number, run in enumerate(RUNS)
    )


def main() -> None:
    """Make the worlds, watch them, print."""
    worlds, chance = int(sys.argv[1]) if len(sys.argv) > 1 else 200, random.Random(7)
    places = {run.run: number for number, run in enumerate(RUNS)}
    print(f"{worlds} worlds of {NIGHTS} nights each\n\nnothing changes{'':<33}false alarms in 100 nights")
    for name, strata, draw, changes in WORLDS:
        if name.startswith("2 % ->"):
            print(f"\nsomething changes{'':<27}noticed   nights: median   mean   dated within 2")
        series = TURNS if name.startswith("turns") else FAILING
        found = [watch(series, nights(strata, draw, chance), ).breaches for _ in range(worlds)]  # fmt: skip
        if not changes:
            print(f"  {name:<46}{100 * sum(map(len, found)) / worlds / NIGHTS:6.2f}")
            continue
        hits = [next((one for one in each if one.worse and places[one.run] >= CHANGE), None) for each in found]
        delays = [places[one.run] - CHANGE + 1 for one in hits if one]
        dated = sum(abs(places[one.first_after] - CHANGE) <= 2 for one in hits if one)
        share, right = len(delays) / worlds, dated / max(1, len(delays))
        print(f"  {name:<42}{share:7.0%}{median(delays):17.0f}{fmean(delays):7.1f}{right:16.0%}")


if __name__ == "__main__":
    main()
