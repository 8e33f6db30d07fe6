"""How fast journeys are read and compiled, measured beside a plain loop in the same run.

    python benchmarks/compile.py [JOURNEYS]

Writes that many journeys of ten sentences to a temporary folder, no two of them alike, reads them from disk, compiles
them on one core, and prints processor seconds, microseconds a sentence, the peak of memory, how long one file takes
first and again, and how many times as long all took as splitting the same text into words. The last figure is the one
to compare between machines.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

from harness.journey import read_journeys
from harness.plan import Vocabulary, compile_journey

NAMES = ("Anna", "Ben", "Carla", "David", "Esther", "Frank", "Grace", "Henry", "Ines", "Jack")
SURNAMES = ("Price", "Lopez", "Okafor", "Novak", "Singh", "Brown", "Costa", "Weber", "Rossi", "Khan", "Moreau")
THINGS = ("kettle", "toaster", "lamp", "saucepan", "blender", "armchair", "desk", "clock", "rug", "radio", "mirror")
MOODS = ("tired", "calm", "annoyed", "in a hurry", "worried", "disappointed", "patient")
ROUNDS = 30
"""Passes of the plain loop, so that it lasts long enough to be measured."""

JOURNEY = """# {thing} number {number}

Owner: Returns · Risk: high

{name} {surname} is polite but {mood}. She bought a {thing} on {day} May 2026 and it arrived chipped.
She wants a refund of £{pounds}.00 for the {thing}. Her order number is W-{order}.
If the agent offers a voucher: "No thanks, I'd rather have my £{pounds}.00 back."

## What should happen

- The agent asks for the order number of the {thing} before it talks about £{pounds}.00.
- {name} ends up with the returns team within {turns} turns.
- The agent refunds £{pounds}.00 for order W-{order}.

## What must never happen

- The agent promises a refund of £{more}.00 to a different card. (critical)

## What is true

- A {thing} that costs £{pounds}.00 can be refunded within {days} days of delivery.
"""


def write(folder: Path, journeys: int) -> list[str]:
    """Write the journeys and give back their texts."""
    texts = []
    for number in range(journeys):
        texts.append(
            JOURNEY.format(
                number=number,
                name=NAMES[number % len(NAMES)],
                surname=SURNAMES[number % len(SURNAMES)],
                thing=THINGS[number // 7 % len(THINGS)],
                mood=MOODS[number % len(MOODS)],
                day=number % 28 + 1,
                pounds=number + 5,
                more=number + 9,
                order=1000 + number,
                turns=number % 9 + 4,
                days=number % 40 + 7,
            )
        )
        (folder / f"journey-{number:04}.md").write_text(texts[-1], encoding="utf-8")
    return texts


def plain(texts: list[str]) -> float:
    """Seconds that splitting the texts into words takes."""
    begin = time.process_time()
    for _ in range(ROUNDS):
        for text in texts:
            text.split()
    return (time.process_time() - begin) / ROUNDS


def one(file: Path, folder: Path, shop: Vocabulary) -> float:
    """Seconds that reading and compiling a single file takes."""
    begin = time.process_time()
    for journey in read_journeys([file], folder):
        compile_journey(journey, shop)
    return time.process_time() - begin


def main(journeys: int) -> None:
    """Measure, and print one line for each figure."""
    shop = Vocabulary(desks={"returns": ("returns team",)}, tools={"refund_order": "refund"})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = write(folder, journeys)
        loop = plain(texts)
        first = min(folder.iterdir())
        cold, warm = (one(first, folder, shop) for _ in range(2))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begin = time.process_time()
        read = read_journeys([folder], folder)
        middle = time.process_time()
        plans = [compile_journey(journey, shop) for journey in read]
        end = time.process_time()
    sentences = sum(len(plan.readings) for plan in plans)
    total, peak = end - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{journeys:,} journeys, {sentences:,} sentences, one core")
    print(f"read      {middle - begin:.2f} s")
    print(f"compiled  {end - middle:.2f} s")
    print(f"together  {total:.2f} s, {total / sentences * 1e6:,.0f} microseconds a sentence")
    print(f"one file  {cold * 1e3:.1f} ms at first, {warm * 1e3:.1f} ms again")
    print(f"memory    {peak / 1024:.0f} MB at its peak, {before / 1024:.0f} MB before")
    print(f"ratio     {total / loop:,.0f} times as long as splitting the same text into words")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
