"""RunRecord -> what a machine reads of it."""

from typing import Any

from harness.history.since import since_of
from harness.kpi import Measure, judge_health, measures, recorded_measures
from harness.run import RunRecord
from harness.verdict.trials import over_all_trials


def as_json(record: RunRecord) -> dict[str, Any]:
    """The run for a machine: manifest, decision, outcomes, totals."""
    since = since_of(record)
    return {
        "schema": 1,
        "run": record.manifest.run,
        "folder": record.folder,
        "manifest": record.manifest.model_dump(mode="json"),
        "decision": record.decision.model_dump(mode="json") if record.decision else None,
        "stopped": record.stopped.model_dump(mode="json", exclude={"decision"}) if record.stopped else None,
        "since": since.model_dump(mode="json") if since else None,
        "outcomes": [outcome.model_dump(mode="json") for outcome in record.outcomes],
        "trials": over_all_trials(record.outcomes),
        "measures": [measure.model_dump(mode="json") for measure in _measures(record)],
        "spent": record.spent.model_dump(mode="json"),
        "wasted": record.wasted.model_dump(mode="json"),
        "judge": _health(record),
    }


def _measures(record: RunRecord) -> tuple[Measure, ...]:
    """The figures; none of a run that stopped early: what it held was not chosen by chance."""
    if not record.whole:
        return ()
    return recorded_measures(record) if record.manifest.recorded else measures(record)


def _health(record: RunRecord) -> dict[str, Any] | None:
    health = judge_health(record.verdicts)
    return health.model_dump(mode="json") if health else None
