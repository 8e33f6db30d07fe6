"""How often the scripted customer is found to have fallen out of their part: journeys x faults x seeds, in process.

    python benchmarks/validity.py [--seeds N]

The scripted customer keeps to the brief by construction, so every slip found here is a false alarm of the validity
rules. Printed: conversations held, those found invalid with a 95 % Wilson interval, and the minor notes.
"""

import argparse
import asyncio
from collections import Counter
from pathlib import Path

from harness.assurance import cases_of, compile_all, converse
from harness.journey import read_journeys
from harness.plan.nouns import Plan
from harness.settings import Settings
from harness.stats.proportions import wilson
from harness.target.demo.faults import FAULTS, faulty
from harness.target.demo.rules import Rules
from harness.target.embedded import DemoTarget
from harness.testing import Nowhere

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "journeys", ROOT / "benchmarks" / "journeys")
SLOW = "slow"
"""Left out: it only makes the same conversations take longer."""


def plans() -> list[Plan]:
    """The shop's journeys and those of the fault table."""
    return [plan for folder in FOLDERS for plan in compile_all(read_journeys([folder], folder), Settings().vocabulary)]


async def count(seeds: int) -> Counter[str]:
    """Hold every journey with the healthy agent and with each fault, and count what is found."""
    compiled, found = plans(), Counter[str]()
    for fault in (None, *(name for name in FAULTS if name != SLOW)):
        rules = faulty(Rules(), [fault]) if fault else None
        for seed in range(1, seeds + 1):
            for case in cases_of(compiled, 1, seed):
                nobody = Nowhere()
                _, verdict = await converse(case, DemoTarget(rules=rules), nobody, nobody)
                found["held"] += 1
                found[verdict.validity] += 1
                found.update(f"note {slip.rule}" for slip in verdict.notes if slip.severity == "minor")
    return found


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seeds", type=int, default=10)
    found = asyncio.run(count(parser.parse_args().seeds))
    spoilt, held = found["invalid_simulation"], found["held"]
    bounds = wilson(spoilt, held)
    print(f"{held:,} conversations: {spoilt} found invalid [{bounds.low:.2%} - {bounds.high:.2%}]")
    print(f"valid {found['valid']:,}, target broke {found['infra_error']:,}")
    notes = {name: number for name, number in sorted(found.items()) if name.startswith("note")}
    print(f"minor notes: {notes or 'none'}")


if __name__ == "__main__":
    main()
