"""Measure the detectors on real conversations: `python -m benchmarks.measure DATA [FIGURE ...]`."""

import importlib
import sys
from pathlib import Path

from harness.trouble import Trouble

from .table import printed

FIGURES: tuple[str, ...] = ("resolution", "claims", "phantoms", "hallucination", "looping", "routing", "first_break")
"""Each is a module of this package with one function, `measure(folder) -> list[Row]`."""


def main(words: list[str]) -> int:
    """Print one table for each figure asked for, all of them when none is named. The exit code: 2 for wrong usage."""
    if not words or set(words[1:]) - set(FIGURES):
        print(f"Usage: python -m benchmarks.measure DATA [{' | '.join(FIGURES)}]", file=sys.stderr)
        return 2
    for name in words[1:] or FIGURES:
        module = importlib.import_module(f".{name}", __package__)
        try:
            rows = module.measure(Path(words[0]))
        except Trouble as trouble:
            print(trouble, file=sys.stderr)
            return 2
        print(f"\n## {name.replace('_', ' ')}\n\n{printed(rows)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
