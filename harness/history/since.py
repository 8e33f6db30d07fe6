"""A run beside the one before it: what fails now and did not then, what is mended, what fails still; figures then and
now, and what changed in between.

Counts stand beside counts and nothing is concluded from them: a sentence that comes and goes is new in one run and
mended in the next. What is more than chance, many nights tell (`drift`).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from harness.criteria import Severity
from harness.noun import Noun
from harness.run import RunRecord
from harness.stats import Interval

FILE = "since.json"
"""Where it is kept, beside the record of the later run, so that the folder alone gives its pages."""
LARGEST = 50_000_000

Standing = Literal["new", "untried", "still", "mended", "unseen"]
"""new: fails now and held then. untried: fails now and was not put to the test then. still: fails in both. mended:
failed then and holds now. unseen: failed then and was not put to the test now."""

Tally = tuple[int, int]
"""How often it failed, of how often it was decided."""


class Found(Noun):
    """One sentence that broke, or one criterion that failed without one, in either run."""

    journey: str
    title: str
    """The journey's."""
    about: str
    """The sentence's id, or the criterion."""
    criterion: str
    severity: Severity
    says: str
    """The author's sentence, or what was found."""
    place: str
    """file:line:col of the sentence; empty for a criterion."""
    standing: Standing
    now: Tally
    then: Tally
    example: str
    """A conversation in which it failed: of this run, or of the one before where it fails no more."""


class Step(Noun):
    """One figure then and now, over the variations that both runs held."""

    name: str
    unit: str
    """share, money, tokens, turns or seconds."""
    good: Literal["up", "down"]
    then: float
    """Of a share, as it would have been had each variation been tried as often as now."""
    now: float
    n_then: int
    n: int
    change: Interval | None = None
    """Where the change of a share may lie, at 95 %; None for an amount, of which two runs tell nothing."""

    @property
    def apart(self) -> bool:
        """Whether chance alone would seldom make such a change."""
        return self.change is not None and not self.change.low <= 0 <= self.change.high

    @property
    def worse(self) -> bool:
        """Whether it moved the wrong way, by however little."""
        return (self.now < self.then) == (self.good == "up") and self.now != self.then


class Since(Noun):
    """What is to be told of a run beside the one before it."""

    schema_version: int = 1
    run: str
    before: str
    """The run before: the last of its target and profile that held most of its journeys."""
    began: str
    """When that one began: UTC, ISO 8601."""
    head: str
    """The last digest of that one's record."""
    decision: str
    """What its gate said."""
    shared: int
    """Of this run's journeys, those that were held in both."""
    journeys: int
    """Those that were held in this run."""
    found: tuple[Found, ...] = ()
    """In the journeys that this run held: new ones first, then by severity."""
    steps: tuple[Step, ...] = ()
    currency: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    """What is in force now and was not then: name, what it was, what it is."""

    def standing(self, *which: Standing) -> tuple[Found, ...]:
        """Those that stand so."""
        return tuple(one for one in self.found if one.standing in which)

    def of(self, journey: str, about: str) -> Found | None:
        """What is told of one sentence or criterion."""
        return next((one for one in self.found if (one.journey, one.about) == (journey, about)), None)


def standing(now: Tally, then: Tally) -> Standing:
    """What two tallies of the same thing come to, one of which has a failure."""
    if now[0]:
        return "still" if then[0] else "new" if then[1] else "untried"
    return "mended" if now[1] else "unseen"


def read_since(folder: Path) -> Since | None:
    """What is kept beside a record; None where nothing is, or nothing that this version can read."""
    file = folder / FILE
    try:
        if not file.is_file() or file.stat().st_size > LARGEST:
            return None
        return Since.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None


def since_of(record: RunRecord) -> Since | None:
    """The same of a run; None too where what is there is another run's."""
    kept = read_since(Path(record.folder))
    return kept if kept and kept.run == record.manifest.run else None


def in_order(found: Sequence[Found]) -> tuple[Found, ...]:
    """New ones first, then by severity, journey and place."""
    order: tuple[Standing, ...] = ("new", "untried", "still", "mended", "unseen")
    ranks: tuple[Severity, ...] = ("critical", "high", "medium", "low")
    return tuple(
        sorted(
            found,
            key=lambda one: (order.index(one.standing), ranks.index(one.severity), one.journey, one.place, one.about),
        )
    )
