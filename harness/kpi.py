"""Outcomes -> Measure: each KPI defined once, with its formula, its n and its interval."""

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from math import exp
from typing import Any

from harness.criteria import CRITERIA, Criterion
from harness.ledger import Totals
from harness.noun import Noun
from harness.stats import Interval, clustered, of_means
from harness.verdict.nouns import Experience, Outcome, Verdict


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
        _off_topic(valid),
        _spoilt(outcomes),
        _mean_turns(valid),
        _average(EFFORT, "of 7", EFFORT_FORMULA, "simulated; the weights are a judgement", valid, effort_score, 1, 7),
        _average(
            SATISFACTION, "chance", SATISFACTION_FORMULA, "predicted, uncalibrated", valid, predicted_satisfaction, 0, 1
        ),
        _waste(valid),
        _cost_per_resolved(valid, spent),
    )


def recorded_measures(outcomes: Sequence[Outcome]) -> tuple[Measure, ...]:
    """What can be said of recorded conversations: how often each criterion failed, where it was judged, and how long
    they are. Nobody was simulated, what they cost is not known, and how they ended may not be."""
    valid = [outcome for outcome in outcomes if outcome.validity == "valid"]
    return (*(_failures(criterion, valid) for criterion in CRITERIA), _mean_turns(valid))


def judge_health(verdicts: Sequence[Verdict]) -> Measure | None:
    """How often a model's verdict rested on words or events that nobody finds (measurement 1.3); None when no model was
    asked. Above `JUDGE_ALARM` its verdicts are not to be relied upon."""
    readings = [verdict.reading for verdict in verdicts if verdict.reading]
    claimed = sum(one.claimed for one in readings)
    invalid = sum(one.invalid for one in readings)
    if not readings:
        return None
    return Measure(
        name="judge evidence not found",
        value=Decimal(invalid) / Decimal(claimed) if claimed else None,
        n=claimed,
        unit="share",
        formula="verdicts of a model whose words or events nobody finds / its verdicts of pass or fail",
        note=None if claimed else "no model gave a verdict",
    )


JUDGE_ALARM = Decimal("0.05")
"""The share of a judge's evidence that may not be found before its verdicts are in doubt (measurement 1.3)."""


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


def _off_topic(valid: Sequence[Outcome]) -> Measure:
    """How many off-topic requests the agent served (measurement 10.2); those where only reading would tell left out."""
    asked = [outcome for outcome in valid if {"served", "refused"} & set(outcome.off_topic.values())]
    formula = "conversations with an off-topic request that was served / with one that was served or refused"
    none = "no off-topic request was made"
    return _rate("off-topic served", formula, asked, lambda one: "served" in one.off_topic.values(), none)


def _spoilt(outcomes: Sequence[Outcome]) -> Measure:
    """How many of all conversations started the simulated customer spoilt, and whom they favoured (measurement 2.3)."""
    formula = "conversations spoilt by the simulated customer / all conversations started"
    found = _rate(
        "invalid simulations", formula, outcomes, lambda one: one.validity == "invalid_simulation", "nothing was held"
    )
    favoured = Counter(outcome.favoured for outcome in outcomes if outcome.validity == "invalid_simulation")
    if not favoured:
        return found
    helped, hindered = favoured["agent_helped"], favoured["agent_hindered"]
    return found.model_copy(update={"note": f"agent helped in {helped}, hindered in {hindered}"})


# ---- effort and satisfaction --------------------------------------------------------------------------------

EFFORT = "customer effort score"
EFFORT_FORMULA = (
    "7 - (0.35 x turns beyond the journey minimum + 0.8 x questions asked again + 0.6 x customer repeats"
    " + 1.2 x transfers + 1.5 if a loop + 2 if unresolved), from 1 (hard) to 7 (easy); mean of the journeys' means"
)
SATISFACTION = "predicted satisfaction"
SATISFACTION_FORMULA = (
    "logistic(-0.5 + 2.0 if resolved - 1.2 if a loop - 1.0 if a critical hallucination - 0.8 if misrouted"
    " - 0.5 x questions asked again + 0.4 x (customer effort score - 4)); mean of the journeys' means"
)


def effort_score(lived: Experience) -> Decimal | None:
    """The customer effort score of one conversation, 1 to 7, higher is easier (measurement 6; weights a judgement).

    None where nobody could tell whether the matter was resolved.
    """
    if lived.unresolved is None:
        return None
    burden = (
        Decimal("0.35") * lived.extra_turns
        + Decimal("0.8") * lived.re_asks
        + Decimal("0.6") * lived.customer_repeats
        + Decimal("1.2") * lived.transfers
        + Decimal("1.5") * lived.loop
        + Decimal(2) * lived.unresolved
    )
    return min(max(7 - burden, Decimal(1)), Decimal(7))


def predicted_satisfaction(lived: Experience) -> Decimal | None:
    """The chance that this customer would be satisfied, predicted without any survey (measurement 6, a judgement)."""
    score = effort_score(lived)
    if score is None:
        return None
    logit = (
        -0.5
        + 2.0 * (not lived.unresolved)
        - 1.2 * lived.loop
        - 1.0 * lived.critical_hallucination
        - 0.8 * lived.misrouted
        - 0.5 * lived.re_asks
        + 0.4 * float(score - 4)
    )
    return Decimal(str(round(1 / (1 + exp(-logit)), 12)))


def scores(lived: Experience | None) -> dict[str, Any]:
    """Both figures of one conversation for a machine, marked as what they are; None where they were not measured."""
    effort, satisfied = (effort_score(lived), predicted_satisfaction(lived)) if lived else (None, None)
    return {
        "customer_effort_score": None if effort is None else str(effort),
        "predicted_satisfaction": None if satisfied is None else str(satisfied),
        "notes": {"customer_effort_score": "simulated", "predicted_satisfaction": "predicted, uncalibrated"},
    }


def _average(
    name: str,
    unit: str,
    formula: str,
    note: str,
    valid: Sequence[Outcome],
    score: Callable[[Experience], Decimal | None],
    low: float,
    high: float,
) -> Measure:
    """The mean of the journeys' means, with the t interval over journeys; a single journey has no interval."""
    groups: dict[str, list[Decimal]] = {}
    for outcome in valid:
        if outcome.experience and (value := score(outcome.experience)) is not None:
            groups.setdefault(outcome.journey, []).append(value)
    n = sum(map(len, groups.values()))
    if not n:
        why = "no conversation of which anybody could tell whether it was resolved"
        return Measure(name=name, value=None, n=0, unit=unit, formula=formula, note=why)
    means = [sum(group, Decimal(0)) / len(group) for group in groups.values()]
    return Measure(
        name=name,
        value=sum(means, Decimal(0)) / len(means),
        n=n,
        interval=of_means([[float(one) for one in group] for group in groups.values()], low, high),
        unit=unit,
        formula=formula,
        note=note,
    )


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
