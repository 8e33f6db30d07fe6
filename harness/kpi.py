"""Outcomes -> Measure: each KPI defined once, with its formula, its n and its interval."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from harness.criteria import CRITERIA, Criterion
from harness.ledger import Totals
from harness.noun import Noun
from harness.stats import Interval, clustered
from harness.verdict.nouns import Outcome


class Measure(Noun):
    """One figure. `value` is None when it was not measured; `formula` says what was divided by what.

    Intervals of shares are Wilson's at 95 %, with repeats of one journey counted as such.
    """

    name: str
    value: Decimal | None
    n: int
    interval: Interval | None = None
    unit: str
    formula: str
    note: str | None = None
    """Why it was not measured, or what it must not be read as."""


def measures(outcomes: Sequence[Outcome], spent: Totals) -> tuple[Measure, ...]:
    """Every KPI of a run, over its valid fixed conversations. Money takes in all conversations, failed ones too."""
    valid = [outcome for outcome in outcomes if outcome.validity == "valid" and outcome.why == "fixed"]
    return (
        *_outcome_rates(valid),
        *_criterion_rates(valid),
        _mean_turns(valid),
        _waste(valid),
        _cost_per_resolved(valid, spent),
    )


def resolved(outcome: Outcome) -> bool:
    """Whether the right outcome was reached and shown: by state, by events, or by confirmed words."""
    return outcome.results.get("resolution") == "pass" and outcome.resolved in ("verified", "confirmed")


def _rate(
    name: str,
    formula: str,
    outcomes: Sequence[Outcome],
    holds: Callable[[Outcome], bool],
    none: str = "no valid conversation",
) -> Measure:
    n = len(outcomes)
    if not n:
        return Measure(name=name, value=None, n=0, unit="share", formula=formula, note=none)
    groups: dict[str, tuple[int, int]] = {}
    for outcome in outcomes:
        hits, runs = groups.get(outcome.journey, (0, 0))
        groups[outcome.journey] = (hits + holds(outcome), runs + 1)
    value = Decimal(sum(hits for hits, _ in groups.values())) / n
    interval = clustered(tuple(groups.values()))
    return Measure(name=name, value=value, n=n, interval=interval, unit="share", formula=formula)


def _outcome_rates(valid: Sequence[Outcome]) -> tuple[Measure, ...]:
    return (
        _rate("resolution", "conversations with the right outcome shown / valid conversations", valid, resolved),
        _rate(
            "containment",
            "conversations that no person took over / valid conversations",
            valid,
            lambda outcome: outcome.ending != "handed_over",
        ),
        _rate(
            "abandonment",
            "conversations the customer left unserved / valid conversations",
            valid,
            lambda outcome: outcome.ending == "abandoned",
        ),
    )


def _criterion_rates(valid: Sequence[Outcome]) -> tuple[Measure, ...]:
    return tuple(_failures(criterion, valid) for criterion in CRITERIA if criterion != "resolution")


def _failures(criterion: Criterion, valid: Sequence[Outcome]) -> Measure:
    judged = [outcome for outcome in valid if outcome.results.get(criterion) in ("pass", "fail")]
    formula = f"conversations where {criterion} failed / conversations where it was judged"
    none = "no conversation gave anything to judge it by"
    return _rate(f"{criterion} failures", formula, judged, lambda outcome: outcome.results[criterion] == "fail", none)


def _mean_turns(valid: Sequence[Outcome]) -> Measure:
    formula = "customer turns / valid conversations"
    if not valid:
        return Measure(name="turns", value=None, n=0, unit="turns", formula=formula, note="no valid conversation")
    mean = Decimal(sum(outcome.turns for outcome in valid)) / len(valid)
    return Measure(name="turns", value=mean, n=len(valid), unit="turns", formula=formula)


def _waste(valid: Sequence[Outcome]) -> Measure:
    broken = [outcome.first_break.tokens_after for outcome in valid if outcome.first_break]
    return Measure(
        name="tokens after the first break",
        value=Decimal(sum(broken)),
        n=len(broken),
        unit="tokens",
        formula="the agent's tokens in turns after the first failing one, summed over conversations that failed",
    )


def _cost_per_resolved(valid: Sequence[Outcome], spent: Totals) -> Measure:
    name, formula = "cost per resolved outcome", "all money spent, on failures too / conversations resolved"
    hits = sum(1 for outcome in valid if resolved(outcome))

    def missing(why: str) -> Measure:
        return Measure(name=name, value=None, n=hits, unit="money", formula=formula, note=why)

    if not hits:
        return missing("nothing was resolved")
    if spent.unpriced_calls:
        return missing(f"{spent.unpriced_calls} of {spent.calls} calls have no price")
    if len(spent.money) != 1:
        return missing("no money was charged" if not spent.money else "charged in several currencies")
    ((currency, amount),) = spent.money.items()
    note = "illustrative: the token counts are not a provider's" if "illustrative" in spent.certainties else None
    return Measure(name=name, value=amount / hits, n=hits, unit=currency, formula=formula, note=note)
