"""Published figures, with their provenance -> what may stand beside ours, and whether ours is out of line."""

import tomllib
from decimal import Decimal
from importlib.resources import files

from harness.kpi import Measure
from harness.kpi.money import ILLUSTRATIVE
from harness.noun import Noun

TWICE = 2
"""Times a comparable figure above which ours is worth a look."""


class Benchmark(Noun):
    """One published figure. `comparable` says whether a cost per resolved outcome may stand beside it."""

    name: str
    value: Decimal | None = None
    """None where nothing was published."""
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str
    date: str
    source: str
    measures: str
    """What it really measures."""
    comparable: bool
    human: bool = False
    """Of people: what an agent ought to stay under."""
    baseline: Decimal | None = None
    """What the same contact costs with a person, in the source's own words."""
    currency: str = "USD"


class Beside(Noun):
    """Ours beside one of theirs."""

    benchmark: Benchmark
    ratio: Decimal | None
    """Ours over theirs; None where nothing may be compared."""
    flagged: bool
    """More than twice a comparable figure."""
    why: str | None
    """Why it is not compared."""


def benchmarks() -> tuple[Benchmark, ...]:
    """All of them, in the order of the file that stands in the package."""
    text = files("harness.economics").joinpath("benchmarks.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text, parse_float=Decimal)["benchmark"]
    return tuple(Benchmark.model_validate(one) for one in found)


def beside(ours: Measure) -> tuple[Beside, ...]:
    """Our cost per resolved outcome beside every benchmark. Illustrative money is compared with none."""
    return tuple(_beside(ours, one) for one in benchmarks())


def _beside(ours: Measure, one: Benchmark) -> Beside:
    why = _apart(ours, one)
    ratio = None if why or ours.value is None or not one.value else ours.value / one.value
    return Beside(benchmark=one, ratio=ratio, flagged=ratio is not None and ratio > TWICE, why=why)


def _apart(ours: Measure, one: Benchmark) -> str | None:
    if not one.comparable:
        return "not the same thing"
    if ours.value is None:
        return "ours was not measured"
    if ours.note and ILLUSTRATIVE in ours.note:
        return "ours is an example"
    return None if ours.unit == one.currency else f"ours is in {ours.unit}"
