"""What `--format json` prints, by command: the shape of each document, from which docs/schema is made.

Within a version keys may be added, never taken away or given another meaning: whoever reads a document passes over the
keys that they do not know. Keys that are read by people rather than programs are described no further than that.
"""

from datetime import date
from typing import Any, Literal, NotRequired

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from harness.calibration.nouns import JudgeId
from harness.comparison.comparing import Moved, Pairs
from harness.conversation.nouns import Transcript
from harness.criteria import Criterion, Standing
from harness.economics.benchmarks import Beside
from harness.economics.model import Bill, CostModel
from harness.economics.unit import Human
from harness.economics.untested import Untested
from harness.gate import Decision
from harness.history.since import Since
from harness.journey.nouns import Complaint
from harness.judgement import Change, Correction, JudgementStarted
from harness.kpi import Measure
from harness.kpi.waste import Wasted
from harness.ledger import Totals
from harness.record import Problem, Verification
from harness.run import Manifest
from harness.verdict.nouns import Outcome, Verdict
from harness.verdict.trials import Trials

Version = Literal[1]


class JourneyTrials(TypedDict):
    """One variation of a journey over its trials."""

    journey: str
    variation: str
    standing: Standing
    held: int
    broke: int
    undecided: int
    idle: int
    sentences: dict[str, Trials]
    """Required sentence -> what it came to."""


class Stop(TypedDict):
    """A run that ended before all of it was held and judged."""

    planned: int
    missing: dict[str, str]
    """Conversations that were broken off, or are not judged -> why."""


class Again(JudgementStarted):
    """A later judgement of the run."""

    at: str
    finished: bool


class Later(TypedDict):
    """What was said of a run since."""

    left_out: str | None
    """Why it cannot be read."""
    judgements: list[Again]
    corrections: list[Correction]


class Run(TypedDict):
    """`harness run`, `harness show RUN`, `harness judge --transcripts`."""

    schema: Version
    run: str
    folder: str
    manifest: Manifest
    decision: Decision | None
    stopped: Stop | None
    since: Since | None
    """Beside the run before it; null where it was laid beside none."""
    outcomes: list[Outcome]
    trials: list[JourneyTrials]
    measures: list[Measure]
    spent: Totals
    wasted: Totals
    judge: Measure | None
    """How often a model's verdict rested on evidence that nobody finds; null where no model was asked."""
    canonical: NotRequired[str]
    """`show`: sha256 of the canonical record."""
    later: NotRequired[Later]
    """`show`."""
    skipped: NotRequired[list[dict[str, Any]]]
    """`judge --transcripts`: lines of the file that were no conversation, and why."""


class Conversation(TypedDict):
    """One conversation, whole."""

    transcript: Transcript
    verdict: Verdict
    customer_effort_score: str | None
    predicted_satisfaction: str | None
    notes: dict[str, str]
    corrections: list[Correction]
    spent_after_first_break: Totals


class Conversations(TypedDict):
    """`harness show RUN JOURNEY` or a case."""

    schema: Version
    run: str
    conversations: list[Conversation]


class Verified(TypedDict):
    """`harness verify`."""

    schema: Version
    ok: bool
    lines: int
    problems: list[Problem]
    torn: bool
    finished: bool
    head: str
    decision_follows: bool | None
    """Whether the decision, made again from the record, is the one on it; null where that cannot be told."""
    later: dict[str, Verification]
    """What was said of the run later, by file."""


class Accepted(TypedDict):
    """`harness baseline accept`."""

    schema: Version
    file: str
    grown: list[str]
    """Variations to which the run's trials were added."""
    new: list[str]
    begun_anew: dict[str, str]
    """Variation -> why what was stored of it ends."""
    already_in: list[str]


class Compared(TypedDict):
    """`harness compare`."""

    schema: Version
    run: str
    against: str
    target: str
    target_before: str | None
    moved: list[Moved]
    """Worst first."""
    in_a_row: tuple[float, float] | None
    pairs: Pairs | None
    smallest: float | None
    decision: Decision


class Pages(TypedDict):
    """`harness report`."""

    schema: Version
    page: str
    """The first page."""


class Corrected(TypedDict):
    """`harness correct`."""

    schema: Version
    correction: Correction


class Rejudged(TypedDict):
    """One stored run, judged again."""

    run: str
    file: str
    judgement: JudgementStarted
    was_judged_by: str
    conversations: int
    changes: list[Change]
    earlier: int | None
    changes_against_earlier: list[Change] | None
    verdicts: list[Verdict]
    spent: Totals
    decision: Decision | None
    decision_by_this_judgement: Decision | None


class Judgements(TypedDict):
    """`harness judge RUN ...`."""

    schema: Version
    judgements: list[Rejudged]


class Checked(TypedDict):
    """`harness check`."""

    schema: Version
    exit: Literal[0, 3]
    journeys: list[dict[str, Any]]
    together: list[Complaint]
    """What is said of several journeys beside each other."""


class TidiedFile(TypedDict):
    """One file."""

    file: str
    became: Literal["tidy", "changed", "refused"]
    why: str | None


class Tidied(TypedDict):
    """`harness fmt`."""

    schema: Version
    exit: Literal[0, 3]
    files: list[TidiedFile]


class Planted(TypedDict):
    """One fault that was planted."""

    fault: str
    journey: str
    criterion: Criterion
    caught: bool
    run: str
    decision: Decision | None


class Demonstrated(TypedDict):
    """`harness demo`."""

    schema: Version
    faults: list[Planted]
    exit: Literal[0, 1]


class Score(TypedDict):
    """One of the figures of a score."""

    x: int
    n: int
    rate: float | None
    low: float | None
    high: float | None


class Scored(TypedDict):
    """`harness check --score`."""

    schema: Version
    prose: bool
    sentences: int
    left_out: int
    kinds: dict[str, dict[Literal["precision", "recall"], Score]]
    rows: list[dict[str, Any]]


class Weighed(TypedDict):
    """`harness check --mutate`."""

    schema: Version
    exit: Literal[0]
    journeys: list[dict[str, Any]]
    run: dict[str, Any] | None


class Calibrated(TypedDict):
    """`harness calibrate LABELS`."""

    schema: Version
    judge: JudgeId
    on: date
    labels: int
    labels_sha256: str
    criteria: list[dict[str, Any]]
    notes: list[str]


class Canaries(TypedDict):
    """`harness calibrate --canaries`."""

    schema: Version
    judge: JudgeId
    canaries: int
    wholly_right: int
    criteria: dict[str, dict[str, int]]
    tricks: dict[str, dict[str, int]]
    answers: list[dict[str, Any]]
    drift: dict[str, Any] | None
    alarm: str | None


class Costs(TypedDict):
    """`harness cost`."""

    schema: Version
    run: str
    spent: Totals
    by: dict[Literal["role", "payer", "model", "tier", "case"], dict[str, Totals]]
    measures: list[Measure]
    waste: list[Wasted]
    beside: list[Beside]


class Modelled(TypedDict):
    """One scale of a model of costs."""

    name: str
    inputs: CostModel
    bill: Bill


class NotTested(TypedDict):
    """What it costs not to test."""

    inputs: Untested
    cost_of_a_change: str


class Models(TypedDict):
    """`harness cost model`."""

    schema: Version
    models: list[Modelled]
    human: Human
    untested: NotTested


DOCUMENTS: dict[str, Any] = {
    "run": Run,
    "conversations": Conversations,
    "verified": Verified,
    "accepted": Accepted,
    "compared": Compared,
    "pages": Pages,
    "corrected": Corrected,
    "judgements": Judgements,
    "checked": Checked,
    "tidied": Tidied,
    "demonstrated": Demonstrated,
    "scored": Scored,
    "weighed": Weighed,
    "calibrated": Calibrated,
    "canaries": Canaries,
    "costs": Costs,
    "models": Models,
}
"""Name of a schema -> the document that it describes."""


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of a document: open, so that a reader of today takes a document of tomorrow."""
    made = TypeAdapter(DOCUMENTS[name]).json_schema(mode="validation")
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:cx-harness:{name}:1",
        "title": name,
    }
    opened: dict[str, Any] = _open({**made, **head})
    return opened


def _open(part: Any) -> Any:
    if isinstance(part, list):
        return [_open(one) for one in part]
    if not isinstance(part, dict):
        return part
    closed = part.get("additionalProperties") is False
    return {key: _open(value) for key, value in part.items() if not (closed and key == "additionalProperties")}
