"""What was spent -> cost per interaction, per resolved outcome, per valuable outcome; waste; return on investment.

Every call of a conversation is in the numerator, whatever became of it: failed, abandoned, spoilt, off-topic.
Illustrative money (the demo's, characters / 4) says so in the note, and is compared with nobody's.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from harness.ledger import LedgerEntry, Totals, total
from harness.stats import ratio, ratio_bootstrap
from harness.stats.nouns import Interval

from .nouns import Measure, missing
from .sessions import Session, counted
from .settings import KpiSettings

FEW = 10
"""Resolved conversations under which no interval is given: n is too small to say how sure the figure is."""
NORMAL = 30
"""From here on the t interval; under it the bootstrap."""
ILLUSTRATIVE = "an estimate from characters, not what a provider counted"


class Spent(NamedTuple):
    """An amount of one currency, or why there is none."""

    amount: Decimal | None
    currency: str = ""
    why: str = ""
    illustrative: bool = False


def spent(totals: Totals) -> Spent:
    """The one amount of these totals. None is given for a part of it: a call without a price leaves it unknown."""
    if totals.unpriced_calls:
        return Spent(None, why=f"{totals.unpriced_calls} of {totals.calls} calls have no price")
    if len(totals.money) != 1:
        return Spent(None, why="no money was charged" if not totals.money else "charged in several currencies")
    ((currency, amount),) = totals.money.items()
    return Spent(amount, currency, illustrative="illustrative" in totals.certainties)


def cost_per_resolved(held: Sequence[Session], entries: Iterable[LedgerEntry], known: KpiSettings) -> Measure:
    """All that was spent over what was resolved and stayed so (measurement 9.2): never the mean of the resolved."""
    return _cost_per(
        "cost per resolved outcome",
        "all money spent, on failures too / conversations resolved",
        held,
        entries,
        lambda one: float(one.served) * (1 - float(known.reopened or 0)),
        "nothing was resolved",
    )


def cost_per_valuable(held: Sequence[Session], entries: Iterable[LedgerEntry], known: KpiSettings) -> Measure:
    """The same over what the business calls valuable."""
    name = "cost per valuable outcome"
    formula = "all money spent / conversations resolved whose intent harness.toml calls valuable"
    if not known.valuable_intents:
        return missing(name, "money", formula, "harness.toml names no `valuable_intents` in [kpi]")
    return _cost_per(
        name,
        formula,
        held,
        entries,
        lambda one: float(one.served and one.intent in known.valuable_intents),
        "no valuable outcome was reached",
    )


def cost_per_interaction(held: Sequence[Session], entries: Iterable[LedgerEntry]) -> Measure:
    """What the agent's own calls cost a conversation."""
    return _cost_per(
        "cost per interaction",
        "money spent on the agent's calls / conversations held",
        held,
        [entry for entry in entries if entry.role == "target"],
        lambda _: 1.0,
        "nothing was held",
        role="target",
    )


def assurance_per_interaction(held: Sequence[Session], entries: Sequence[LedgerEntry]) -> Measure:
    """What trying the agent cost us beside its own calls: customers, judges, compiling."""
    mine = [entry for entry in entries if entry.role != "target"]
    name, formula = "assurance cost per interaction", "money spent on customers, judges and compiling / conversations"
    if not mine:
        why = "neither customer nor judge called a model: nothing was spent"
        return Measure(name=name, value=Decimal(0), n=len(held), unit=_currency(entries), formula=formula, note=why)
    found = spent(total(mine))
    if found.amount is None or not held:
        return missing(name, "money", formula, found.why or "nothing was held")
    return Measure(name=name, value=found.amount / len(held), n=len(held), unit=found.currency, formula=formula)


def assurance_share(held: Sequence[Session], entries: Sequence[LedgerEntry], known: KpiSettings) -> Measure:
    """What a run like this one costs beside what the agent spends in a month of its traffic."""
    name, formula = (
        "assurance share",
        "money that this run cost, the agent's calls in it too / (cost per interaction x contacts a month)",
    )
    if known.agent_contacts is None:
        return missing(name, "share", formula, "harness.toml names no `agent_contacts` in [kpi]")
    each, whole = cost_per_interaction(held, entries), spent(total(entries))
    if not each.value or whole.amount is None or each.unit != whole.currency:
        return missing(name, "share", formula, each.note or whole.why or "no money was charged")
    value = whole.amount / (each.value * known.agent_contacts)
    note = f"one run beside {known.agent_contacts:,} contacts a month"
    if whole.illustrative:
        note = f"{note}; {ILLUSTRATIVE}"
    return Measure(name=name, value=value, n=len(held), unit="share", formula=formula, note=note)


def _currency(entries: Iterable[LedgerEntry]) -> str:
    """What the run's calls are charged in; dollars where nothing was charged."""
    found = sorted({entry.charge.currency for entry in entries if entry.charge.amount is not None})
    return found[0] if len(found) == 1 else "USD"


def _cost_per(
    name: str,
    formula: str,
    held: Sequence[Session],
    entries: Iterable[LedgerEntry],
    came: Callable[[Session], float],
    none: str,
    role: str | None = None,
) -> Measure:
    hits = sum(came(one) for one in held)
    n = round(hits)
    if not hits:
        return missing(name, "money", formula, none)
    found = spent(total(entries))
    if found.amount is None:
        return missing(name, "money", formula, found.why, n)
    interval = _interval(held, came, role) if n >= FEW else None
    few = None if n >= FEW else "n too small for an interval"
    note = "; ".join(part for part in (few, ILLUSTRATIVE if found.illustrative else None) if part)
    return Measure(
        name=name,
        value=found.amount / Decimal(str(hits)),
        n=n,
        interval=interval,
        unit=found.currency,
        formula=formula,
        note=note or None,
    )


def _interval(held: Sequence[Session], came: Callable[[Session], float], role: str | None) -> Interval | None:
    """Journeys are drawn whole: trials of one are no independent witnesses. Of a single journey nothing is said."""
    groups: dict[str, tuple[float, float]] = {}
    for one in held:
        before = groups.get(one.outcome.journey, (0.0, 0.0))
        groups[one.outcome.journey] = (before[0] + float(_money(one, role)), before[1] + came(one))
    pairs = list(groups.values())
    if len(pairs) < 2:
        return None
    if sum(hits for _, hits in pairs) < NORMAL:
        return ratio_bootstrap(pairs)
    found = ratio(pairs)
    return found.interval.model_copy(update={"low": max(found.interval.low, 0.0)}) if found else None


def _money(one: Session, role: str | None) -> Decimal:
    rows = (entry.charge.amount for entry in one.entries if role is None or entry.role == role)
    return sum((amount for amount in rows if amount is not None), Decimal(0))


def tokens_after_break(held: Sequence[Session]) -> Measure:
    """The agent's tokens in turns after the first failing one: what failing cost."""
    broken = [one.outcome.first_break.tokens_after for one in counted(held) if one.outcome.first_break]
    return Measure(
        name="tokens after the first break",
        value=Decimal(sum(broken)),
        n=len(broken),
        unit="tokens",
        formula="the agent's tokens in turns after the first failing one, summed over conversations that failed",
    )


# ---- return on investment ------------------------------------------------------------------------------------


def roi(months: int, benefit: Decimal, cost: Decimal, setup: Decimal) -> Decimal | None:
    """(cumulative benefit - cumulative cost) / cumulative cost after so many months; None where nothing was spent.

    `benefit` and `cost` are a month's, `setup` was spent once (measurement 9.5).
    """
    spent_by_then = setup + months * cost
    return (months * benefit - spent_by_then) / spent_by_then if spent_by_then else None


def returns(
    held: Sequence[Session], entries: Sequence[LedgerEntry], known: KpiSettings, resolution: Measure
) -> tuple[Measure, ...]:
    """The return on investment at each of the settings' months: no figure of it stands without its month."""
    return tuple(_return(months, held, entries, known, resolution) for months in known.roi_months)


def _return(
    months: int, held: Sequence[Session], entries: Sequence[LedgerEntry], known: KpiSettings, resolution: Measure
) -> Measure:
    name = f"return on investment, {months} months"
    formula = (
        "(benefit - cost) / cost, both up to then: contacts x resolution x cost of a contact that a person handles,"
        " against set-up + months x (monthly cost + contacts x cost per interaction)"
    )
    if known.agent_contacts is None or known.human_cost is None:
        return missing(name, "times", formula, "harness.toml names no `agent_contacts` and `human_cost` in [kpi]")
    each = cost_per_interaction(held, entries)
    if each.value is None or resolution.value is None:
        return missing(name, "times", formula, each.note or resolution.note or "nothing was resolved")
    if each.unit != known.currency:
        return missing(name, "times", formula, f"calls are charged in {each.unit}, [kpi] is in {known.currency}")
    contacts, handled = known.agent_contacts, known.human_cost
    cost = known.monthly_cost + contacts * each.value

    def after(rate: Decimal) -> Decimal | None:
        return roi(months, contacts * rate * handled, cost, known.setup_cost)

    value, bounds = after(resolution.value), resolution.interval
    ends = [after(Decimal(str(end))) for end in (bounds.low, bounds.high)] if bounds else []
    interval = None
    if bounds and None not in ends:
        interval = bounds.model_copy(update={"low": float(ends[0] or 0), "high": float(ends[1] or 0)})
    note = f"at {contacts:,} contacts a month and {handled} {known.currency} for a contact that a person handles"
    if each.note and ILLUSTRATIVE in each.note:
        note = f"{note}; {ILLUSTRATIVE}"
    if value is None:
        return missing(name, "times", formula, "nothing was spent")
    return Measure(name=name, value=value, n=resolution.n, interval=interval, unit="times", formula=formula, note=note)
