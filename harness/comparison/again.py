"""A run's record -> its decision made again, from what the record holds alone."""

from collections import Counter

from pydantic import ValidationError

from harness.gate import Decision, GatePolicy, decide
from harness.run import RunRecord
from harness.version import __version__


def decided_again(record: RunRecord) -> Decision | None:
    """The decision that follows from the record's outcomes, its policy and what it was held against.

    None where that cannot be told: another version made it, the run has no decision, or it ran out of money or time.
    """
    was, manifest = record.decision, record.manifest
    if was is None or record.stopped or manifest.harness != __version__:
        return None
    told = {name.removeprefix("gate."): value for name, value in manifest.settings.items() if name.startswith("gate.")}
    try:
        policy = GatePolicy.model_validate(told)
    except ValidationError:
        return None
    return decide(
        record.outcomes,
        policy,
        [plan.journey for plan in record.plans if not plan.runnable],
        was.standing,
        reference=record.reference,
        on=was.on,
        unchanged=was.unchanged,
        qualifying=bool(manifest.settings.get("run.qualify")),
    )


def is_the_same(one: Decision, other: Decision) -> bool:
    """Whether two decisions say the same: word, code, what else applied, and why, in whatever order.

    A run decides on its conversations by risk, whoever reads its record by journey.
    """

    def said(decision: Decision) -> tuple[object, ...]:
        reasons = Counter((one.code, one.case, one.journey, one.sentence, one.criterion) for one in decision.reasons)
        return decision.decision, decision.exit_code, decision.also, decision.allowed, reasons

    return said(one) == said(other)
