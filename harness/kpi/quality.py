"""Rulings -> how often each criterion failed, how often replies were untrue, and whether a judge can be relied upon."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from harness.criteria import CRITERIA, Criterion
from harness.verdict.nouns import Verdict

from .nouns import Measure
from .rates import rate, share
from .sessions import Session, counted

JUDGE_ALARM = Decimal("0.05")
"""The share of a judge's evidence that may not be found before its verdicts are in doubt (measurement 1.3)."""

UNJUDGED = "no conversation gave anything to judge it by"


def failures(criterion: Criterion, held: Sequence[Session]) -> Measure:
    """How often a criterion failed, where it was judged."""
    formula = f"conversations where {criterion} failed / conversations where it was judged"
    return rate(
        f"{criterion} failures",
        formula,
        judged(criterion, held),
        lambda one: one.outcome.results[criterion] == "fail",
        UNJUDGED,
    )


def every_failure(held: Sequence[Session]) -> tuple[Measure, ...]:
    """Each criterion in its order; resolution has figures of its own."""
    return tuple(failures(criterion, held) for criterion in CRITERIA if criterion != "resolution")


def judged(criterion: Criterion, held: Sequence[Session]) -> tuple[Session, ...]:
    """The conversations that came to a pass or a fail on a criterion."""
    return tuple(one for one in counted(held) if one.outcome.results.get(criterion) in ("pass", "fail"))


def hallucinated_replies(held: Sequence[Session]) -> Measure:
    """How often a reply states what nothing supports, over all replies of the conversations judged for it."""
    formula = "replies with something untrue or unsupported / replies of the conversations where it was judged"
    mine = [one for one in judged("hallucination", held) if one.verdict]
    groups = ((one.outcome.journey, Decimal(len(_untrue(one))), one.outcome.turns) for one in mine)
    return share("hallucination per reply", formula, groups, UNJUDGED)


def _untrue(one: Session) -> set[int]:
    ruling = one.ruling("hallucination")
    found = {finding.turn for finding in ruling.findings} if ruling and ruling.result == "fail" else set()
    return {turn for turn in found if 1 <= turn <= one.outcome.turns}


def spoilt(held: Sequence[Session]) -> Measure:
    """How many of all conversations started the simulated customer spoilt, and whom they favoured (measurement 2.3)."""
    formula = "conversations spoilt by the simulated customer / all conversations started"
    outcomes = [one.outcome for one in held]
    favoured = Counter(one.favoured for one in outcomes) + Counter(
        one.favoured for two in outcomes for one in two.replaced
    )
    broken = sum(one.spoilt for one in outcomes)
    note = f"agent helped in {favoured['agent_helped']}, hindered in {favoured['agent_hindered']}" if broken else None
    groups = ((one.journey, Decimal(one.spoilt), one.started) for one in outcomes)
    return share("invalid simulations", formula, groups, "nothing was held", note)


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
