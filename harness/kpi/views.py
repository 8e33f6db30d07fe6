"""A run's record -> every figure of it, in the four views that people ask for; and the same by journey, intent, desk.

What a run prints at its end is a part of these, computed here as well: a figure has one place.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, get_args

from harness.criteria import CRITERIA
from harness.ledger import LedgerEntry
from harness.run import RunRecord

from . import confidence, effort, ends, latency, money, parity, quality, routing, traffic, waste
from .nouns import Measure, View
from .sessions import Session, sessions
from .settings import KpiSettings

Dimension = Literal["journey", "intent", "risk", "desk", "segment"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

UNKNOWN = KpiSettings()
"""A business that has told nothing of itself."""


def views(
    record: RunRecord, known: KpiSettings = UNKNOWN, people: Mapping[tuple[str, str], bool] | None = None
) -> tuple[View, ...]:
    """Every figure of a run, those not measured with why.

    `people`: (conversation, question) -> whether a person said that the verdict was right, for calibration.
    """
    return _views(sessions(record), record.entries, known, people or {})


def sliced(
    record: RunRecord, by: Dimension, known: KpiSettings = UNKNOWN, people: Mapping[tuple[str, str], bool] | None = None
) -> dict[str, tuple[View, ...]]:
    """The same for each journey, intent, risk, desk or segment, in order of name; "-" for what has none.

    Charges that belong to no conversation, such as compiling, are in no slice.
    """
    groups: dict[str, list[Session]] = {}
    for one in sessions(record):
        groups.setdefault(_VALUE[by](one) or "-", []).append(one)
    return {
        name: _views(groups[name], [row for one in groups[name] for row in one.entries], known, people or {})
        for name in sorted(groups)
    }


_VALUE: dict[Dimension, Callable[[Session], str | None]] = {
    "journey": lambda one: one.outcome.journey,
    "intent": lambda one: one.intent,
    "risk": lambda one: one.outcome.risk,
    "desk": lambda one: one.outcome.desk,
    "segment": lambda one: one.segment,
}


def _views(
    held: Sequence[Session],
    entries: Sequence[LedgerEntry],
    known: KpiSettings,
    people: Mapping[tuple[str, str], bool],
) -> tuple[View, ...]:
    failed = {one.name: one for one in quality.every_failure(held)}
    resolution = ends.resolution(held, known)
    operations = (
        ends.containment(held),
        ends.engaged_containment(held),
        ends.false_containment(held, known),
        *ends.escalation(held),
        ends.deflection(held, known),
        ends.abandonment(held),
        routing.routing_accuracy(held),
        failed["misrouting failures"],
        failed["looping failures"],
        effort.transfers(held),
        effort.turns(held),
        *latency.latencies(held, known),
        traffic.off_topic_sessions(held),
        traffic.off_topic_tokens(held),
        traffic.intensity(held),
        quality.spoilt(held),
    )
    customers = (
        resolution,
        *ends.resolution_levels(held),
        ends.first_contact(held, known),
        effort.effort(held),
        effort.satisfaction(held),
        failed["conduct failures"],
    )
    finance = (
        money.cost_per_interaction(held, entries),
        money.cost_per_resolved(held, entries, known),
        money.cost_per_valuable(held, entries, known),
        money.assurance_per_interaction(held, entries),
        money.assurance_share(held, entries, known),
        money.tokens_after_break(held),
        waste.waste_share(held),
        waste.waste_in_traffic(held, known),
        *money.returns(held, entries, known, resolution),
    )
    verdicts = [one.verdict for one in held if one.verdict]
    health = quality.judge_health(verdicts)
    integrity = (
        failed["hallucination failures"],
        quality.hallucinated_replies(held),
        traffic.off_topic_served(held),
        parity.parity(held),
        *((health,) if health else ()),
        confidence.confidence(held),
        *confidence.calibration(held, people),
    )
    return (
        View(name="operational health", measures=operations),
        View(name="customer experience", measures=customers),
        View(name="financial performance", measures=finance),
        View(name="AI integrity", measures=integrity),
    )


def measures(record: RunRecord) -> tuple[Measure, ...]:
    """What is printed at the end of a run, over its valid fixed conversations. Money takes in all of them."""
    held = sessions(record)
    return headlines(held, record.entries)


def headlines(held: Sequence[Session], entries: Sequence[LedgerEntry]) -> tuple[Measure, ...]:
    """The same of these sessions and charges."""
    return (
        ends.resolution(held, UNKNOWN),
        ends.containment(held),
        ends.abandonment(held),
        *quality.every_failure(held),
        traffic.off_topic_served(held),
        quality.spoilt(held),
        effort.turns(held),
        effort.effort(held),
        effort.satisfaction(held),
        money.tokens_after_break(held),
        money.cost_per_resolved(held, entries, UNKNOWN),
    )


def recorded_measures(record: RunRecord) -> tuple[Measure, ...]:
    """What can be said of recorded conversations: how often each criterion failed, where it was judged, and how long
    they are. Nobody was simulated, what they cost is not known, and how they ended may not be."""
    held = sessions(record)
    return (*(quality.failures(criterion, held) for criterion in CRITERIA), effort.turns(held))
