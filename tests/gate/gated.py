"""What the gate's tests share: outcomes in numbers, and what is stored of them."""

from collections.abc import Iterator
from typing import Any

from harness.criteria import CRITERIA, Criterion
from harness.gate import Kept, Reference
from harness.money import Tokens
from harness.verdict.nouns import Outcome


def outcome(journey: str = "refund", trial: int = 1, fails: str | None = None, **changes: Any) -> Outcome:
    """One conversation; with `fails`, one in which this criterion failed and a sentence of it broke."""
    results = {name: "fail" if name == fails else "pass" for name in CRITERIA}
    facts: dict[str, Any] = {
        "case": f"{journey}/-#{trial}",
        "journey": journey,
        "variation": "",
        "trial": trial,
        "why": "fixed",
        "risk": "medium",
        "validity": "valid",
        "ending": "satisfied",
        "results": results,
        "required": {"s1": "fail" if fails else "pass"},
        "turns": 4,
        "tokens": Tokens(),
    }
    return Outcome(**(facts | changes))


def trials(journey: str, passes: int, runs: int, fails: str = "resolution", **changes: Any) -> Iterator[Outcome]:
    """So many conversations of a journey, of which so many pass."""
    for trial in range(1, runs + 1):
        yield outcome(journey, trial, None if trial <= passes else fails, **changes)


def kept(journey: str, passes: int = 48, runs: int = 50, fails: Criterion = "resolution") -> Kept:
    """What is stored of a journey whose failures were of one criterion."""
    criteria = {name: (passes if name == fails else runs, runs) for name in CRITERIA}
    return Kept(journey=journey, variation="", trials=runs, passes=passes, criteria=criteria)


def reference(*stored: Kept, **refused: str) -> Reference:
    """A baseline."""
    return Reference(name="baseline.json", kept=stored, refused=refused)


TWENTY = [f"j{number:02}" for number in range(20)]
BASE = reference(*(kept(journey, 45) for journey in TWENTY))


def suite(passes: int, runs: int = 5, **of: int) -> list[Outcome]:
    """Twenty journeys that passed so often; some of them otherwise."""
    return [one for journey in TWENTY for one in trials(journey, of.get(journey, passes), runs)]
