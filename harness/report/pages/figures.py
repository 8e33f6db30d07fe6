"""Measures -> figures to look at: a number, its interval on a line, n, formula; the worst slice under an average."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from harness.criteria import CRITERIA, Criterion
from harness.kpi import Measure, measures, recorded_measures
from harness.ledger import Totals
from harness.plan.nouns import Plan
from harness.run import RunRecord
from harness.verdict.nouns import Outcome

from ..words import money, percent


def said(measure: Measure) -> str:
    """The value as people write it."""
    value = measure.value
    if value is None:
        return "not measured"
    match measure.unit:
        case "share":
            return percent(value)
        case "of 7" | "turns":
            return f"{value:,.1f}"
        case "chance":
            return f"{value:.2f}"
        case "tokens":
            return f"{value:,.0f}"
        case _:
            return money(value, measure.unit)


@dataclass(frozen=True)
class Tile:
    """One criterion: how often it held, and where it held least."""

    criterion: Criterion
    title: str
    measure: Measure
    worst: "Slice | None"
    good: bool
    """Nothing failed."""


@dataclass(frozen=True)
class Slice:
    """Some of the conversations: those of one journey, channel, segment ..."""

    name: str
    measure: Measure


TITLES: dict[Criterion, str] = {
    "resolution": "Resolved",
    "looping": "Looped",
    "misrouting": "Misrouted",
    "hallucination": "Said what is not so",
    "conduct": "Misbehaved",
}
"""What each tile counts, for people."""


def all_measures(record: RunRecord) -> tuple[Measure, ...]:
    """Every figure of a run."""
    return recorded_measures(record.outcomes) if record.manifest.recorded else measures(record.outcomes, record.spent)


def tiles(record: RunRecord) -> list[Tile]:
    """A tile a criterion, each with the worst slice under its average."""
    found = _by_criterion(record.outcomes, recorded=record.manifest.recorded is not None)
    slices = [(name, _by_criterion(mine, record.manifest.recorded is not None)) for name, mine in _slices(record)]
    return [
        Tile(
            criterion=criterion,
            title=TITLES[criterion],
            measure=measure,
            worst=_worst(criterion, measure, [(name, one[criterion]) for name, one in slices if criterion in one]),
            good=measure.value in (None, Decimal(1) if criterion == "resolution" else Decimal(0)),
        )
        for criterion, measure in found.items()
    ]


def _by_criterion(outcomes: Sequence[Outcome], recorded: bool) -> dict[Criterion, Measure]:
    found = {one.name: one for one in (recorded_measures(outcomes) if recorded else measures(outcomes, Totals()))}
    names = {one: f"{one} failures" if f"{one} failures" in found else one for one in CRITERIA}
    return {criterion: found[name] for criterion, name in names.items() if name in found}


def _worst(criterion: Criterion, whole: Measure, slices: Iterable[tuple[str, Measure]]) -> Slice | None:
    """The slice that is surely worst: by the near end of its interval, so that one bad conversation is not yet bad."""
    sign = -1 if criterion == "resolution" else 1

    def surely(measure: Measure) -> float:
        assert measure.interval is not None  # noqa: S101  # only those with one are compared
        return measure.interval.low if sign > 0 else -measure.interval.high

    known = [Slice(name, one) for name, one in slices if one.value is not None and one.interval and one.n < whole.n]
    worse = [one for one in known if whole.value is not None and sign * (one.measure.value or 0) > sign * whole.value]
    return max(worse, key=lambda one: (surely(one.measure), one.measure.n), default=None)


def _slices(record: RunRecord) -> Iterable[tuple[str, list[Outcome]]]:
    """The conversations by journey, and by everything that its settings and its table say of them."""
    plans = {plan.journey: plan for plan in reversed(record.plans)}
    groups: dict[str, list[Outcome]] = {}
    for outcome in record.outcomes:
        for name in _names(plans[outcome.journey], outcome.variation):
            groups.setdefault(name, []).append(outcome)
    return groups.items()


def _names(plan: Plan, variation: str) -> Iterable[str]:
    row = plan.variation(variation)
    settings = plan.settings_of(row)
    yield plan.title
    yield f"channel {settings.channel}"
    yield f"language {settings.language}"
    yield f"risk {settings.risk}"
    yield from (f"tag {tag}" for tag in settings.tags)
    yield from (f"{what} {name}" for what, name in (("intent", settings.intent), ("segment", row.segment)) if name)


@dataclass(frozen=True)
class View:
    """One of the four ways of looking at the figures."""

    page: str
    title: str
    reader: str
    lead: str
    measures: tuple[Measure, ...]


_VIEWS: tuple[tuple[str, str, str, str, Callable[[Measure], bool]], ...] = (
    (
        "operations.html",
        "Operational health",
        "operations: whoever keeps the service running",
        "Where conversations end, where they go wrong on the way, and how long they take.",
        lambda one: one.name in ("containment", "abandonment", "looping failures", "misrouting failures", "turns"),
    ),
    (
        "experience.html",
        "Customer experience",
        "product owners: what customers are put through",
        "Whether the matter was settled, and how much work that was for the customer.",
        lambda one: one.name in ("resolution", "conduct failures", "customer effort score", "predicted satisfaction"),
    ),
    (
        "finance.html",
        "Financial performance",
        "finance: what an outcome costs",
        "What was spent for each matter that was settled, and what was spent in vain.",
        lambda one: one.unit == "money" or len(one.unit) == 3 or one.name == "tokens after the first break",
    ),
    (
        "integrity.html",
        "AI integrity",
        "risk and model teams: whether the agent, and its judge, can be believed",
        "What was said that is not so, what was served that it should not have been, and how far to trust it.",
        lambda one: (
            one.name
            in ("hallucination failures", "off-topic served", "invalid simulations", "judge evidence not found")
        ),
    ),
)


def views(found: Sequence[Measure]) -> list[View]:
    """The figures in four groups, each for its readers."""
    return [
        View(page, title, reader, lead, tuple(one for one in found if belongs(one)))
        for page, title, reader, lead, belongs in _VIEWS
    ]
