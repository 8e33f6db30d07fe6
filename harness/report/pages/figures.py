"""Measures -> figures to look at: a number, its interval on a line, n, formula; the worst slice under an average."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from harness.criteria import CRITERIA, Criterion
from harness.kpi import KpiSettings, Measure, Session, recorded_measures, sessions
from harness.kpi import views as kpi_views
from harness.kpi.ends import resolution
from harness.kpi.quality import failures
from harness.run import RunRecord

from ..terminal import no_rates
from ..words import money, percent


def said(measure: Measure) -> str:
    """The value as people write it."""
    return "not measured" if measure.value is None else _said(measure.value, measure)


def bounds(measure: Measure) -> str:
    """Its 95 % interval in the same words; empty where it has none."""
    interval = measure.interval
    if interval is None:
        return ""
    return f"{_said(_exact(interval.low), measure)} – {_said(_exact(interval.high), measure)}"


def _exact(bound: float) -> Decimal:
    return Decimal(str(bound))


def _said(value: Decimal, measure: Measure) -> str:
    match measure.unit:
        case "share":
            return percent(value)
        case "seconds":
            return f"{value * 1000:.0f} ms" if value < 1 else f"{value:,.1f} s"
        case "tokens" | "money":
            return f"{value:,.0f}"
        case "chance" | "ratio" | "points":
            return f"{value:.2f}"
        case "times":
            return f"{value:,.1f} ×"
        case unit if len(unit) == 3 and unit.isupper():
            return money(value, unit)
        case _:
            return f"{value:,.1f}"


@dataclass(frozen=True)
class Slice:
    """Some of the conversations: those of one journey, channel, segment ..."""

    name: str
    measure: Measure


@dataclass(frozen=True)
class Tile:
    """One criterion: how often it held or failed, and where that is worst."""

    criterion: Criterion
    title: str
    measure: Measure
    worst: Slice | None
    good: bool
    """Nothing failed."""


TITLES: dict[Criterion, str] = {
    "resolution": "Resolved",
    "looping": "Looped",
    "misrouting": "Misrouted",
    "hallucination": "Said what is not so",
    "conduct": "Misbehaved",
}
"""What each tile counts, for people."""


def tiles(record: RunRecord) -> list[Tile]:
    """A tile a criterion, each with the worst slice under its average."""
    held, why = sessions(record), no_rates(record)
    slices = {} if why else _slices(held)
    found = [_tile(one, held, slices, recorded=record.manifest.recorded is not None) for one in CRITERIA]
    return [replace(one, measure=_withheld(one.measure, why)) for one in found] if why else found


def _withheld(measure: Measure, why: str) -> Measure:
    return measure.model_copy(update={"value": None, "interval": None, "note": why})


def _tile(criterion: Criterion, held: Sequence[Session], slices: dict[str, list[Session]], *, recorded: bool) -> Tile:
    """Recorded conversations may not tell how they ended: of them, how often it was seen to go unresolved."""
    resolves = criterion == "resolution" and not recorded

    def measured(mine: Sequence[Session]) -> Measure:
        return resolution(mine, KpiSettings()) if resolves else failures(criterion, mine)

    whole = measured(held)
    worst = _worst(whole, -1 if resolves else 1, ((name, measured(mine)) for name, mine in slices.items()))
    title = "Unresolved" if criterion == "resolution" and recorded else TITLES[criterion]
    return Tile(criterion, title, whole, worst, good=whole.value is not None and whole.value == int(resolves))


def _worst(whole: Measure, sign: int, slices: Iterable[tuple[str, Measure]]) -> Slice | None:
    """The slice that is surely worst: by the near end of its interval, so that one bad conversation is not yet bad."""
    if whole.value is None:
        return None

    def surely(one: Slice) -> tuple[float, int]:
        interval = one.measure.interval
        assert interval is not None  # noqa: S101  # only those with one are compared
        return (interval.low if sign > 0 else -interval.high), one.measure.n

    known = (Slice(name, one) for name, one in slices if one.value is not None and one.interval and one.n < whole.n)
    return max((one for one in known if sign * (one.measure.value or 0) > sign * whole.value), key=surely, default=None)


def _slices(held: Sequence[Session]) -> dict[str, list[Session]]:
    """The conversations by journey, and by everything that its settings and its table say of them."""
    groups: dict[str, list[Session]] = {}
    for one in held:
        for name in _names(one):
            groups.setdefault(name, []).append(one)
    return groups


def _names(one: Session) -> Iterable[str]:
    if one.plan is None or one.row is None:
        return
    settings = one.plan.settings_of(one.row)
    yield one.plan.title
    yield f"channel {settings.channel}"
    yield f"language {settings.language}"
    yield f"risk {settings.risk}"
    yield from (f"tag {tag}" for tag in settings.tags)
    yield from (f"{what} {name}" for what, name in (("intent", one.intent), ("segment", one.segment)) if name)


# ---- the four views -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class View:
    """One of the four ways of looking at the figures."""

    page: str
    title: str
    reader: str
    lead: str
    measures: tuple[Measure, ...]
    large: tuple[str, ...]
    """The figures that stand large above the others."""

    @property
    def first(self) -> tuple[Measure, ...]:
        """Five figures to read at arm's length: the ones wanted, as far as they were measured, then others."""
        wanted = sorted(self.known, key=lambda one: self.large.index(one.name) if one.name in self.large else 9)
        return (*wanted, *self.unknown)[:5]

    @property
    def known(self) -> tuple[Measure, ...]:
        """Those that were measured."""
        return tuple(one for one in self.measures if one.value is not None)

    @property
    def unknown(self) -> tuple[Measure, ...]:
        """Those that were not, each with its reason."""
        return tuple(one for one in self.measures if one.value is None)


_BAD = {"false containment", "escalation, avoidable", "wasted", *(f"{name} failures" for name in CRITERIA)}
"""Figures that should be nothing: any of it is marked."""


def tone(measure: Measure) -> str:
    """The colour of a large figure: grey where it was not measured, red for any of what should be nothing."""
    if measure.value is None:
        return "t-idle"
    return "t-fail" if measure.name in _BAD and measure.value else ""


_READERS = {
    "operational health": (
        "operations.html",
        "operations: whoever keeps the service running",
        "Where conversations end, where they go wrong on the way, and how long they take.",
        ("containment", "false containment", "escalation, avoidable", "routing accuracy", "looping failures"),
    ),
    "customer experience": (
        "experience.html",
        "product owners: what customers are put through",
        "Whether the matter was settled, and how much work that was for the customer.",
        ("resolution", "customer effort score", "predicted satisfaction", "conduct failures", "resolution verified"),
    ),
    "financial performance": (
        "finance.html",
        "finance: what an outcome costs",
        "What was spent for each matter that was settled, and what was spent in vain.",
        ("cost per resolved outcome", "cost per interaction", "tokens after the first break"),
    ),
    "AI integrity": (
        "integrity.html",
        "risk and model teams: whether the agent, and its judge, can be believed",
        "What was said that is not so, for whom it works less well, and how far the measuring can be trusted.",
        ("hallucination failures", "hallucination per reply", "off-topic served", "parity of resolution"),
    ),
}
"""Name of a view -> its page, who it is for, what it tells, and the figures to read first."""


def views(record: RunRecord, known: KpiSettings) -> list[View]:
    """Every figure in four groups, each for its readers. Recorded conversations have few: nobody was simulated."""
    recorded = recorded_measures(record) if record.manifest.recorded else ()
    names, why = {one.name for one in recorded}, no_rates(record)
    return [
        View(
            page=page,
            title=f"{one.name[:1].upper()}{one.name[1:]}",
            reader=reader,
            lead=lead,
            large=large,
            measures=tuple(
                _withheld(each, why) if why else each for each in one.measures if not names or each.name in names
            ),
        )
        for one in kpi_views(record, known)
        for page, reader, lead, large in [_READERS[one.name]]
    ]
