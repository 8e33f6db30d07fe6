"""Outcomes -> Decision: go, stop, or not enough evidence; and the exit code that says the same."""

from collections.abc import Sequence
from datetime import date

from harness.criteria import Severity
from harness.verdict.nouns import Outcome

from .against import compared
from .broken import as_far_as_proven, broken
from .counts import Cell
from .doubts import doubts, infrastructure, outside_margin, undecided, unjudged, unproved
from .excuses import Excuses
from .failures import failures
from .nouns import PRECEDENCE, Decision, Held, Reason, Wanted
from .policy import GatePolicy
from .qualifying import qualified
from .reference import Reference
from .seen import sees, shows, shows_against
from .standing import Standing, doubted


def decide(
    outcomes: Sequence[Outcome],
    policy: GatePolicy,
    not_understood: Sequence[str] = (),
    standing: Standing | None = None,
    stopped: Sequence[str] = (),
    reference: Reference | None = None,
    on: date | None = None,
    unchanged: Sequence[str] = (),
    qualifying: bool = False,
) -> Decision:
    """Decide on the valid fixed trials.

    Without a reference every required sentence held in every one of them, or it is a stop: the gate never retries and
    never averages. With one, a stop is a test of measurement 7.4(e), or something critical that broke; a variation that
    cannot be compared is decided as without one. `adaptive` trials feed only the question that they were bought for,
    `retry` trials only what a failure is called.

    `not_understood` names the journeys that were not run because of an error in them, `stopped` says what there was no
    money or time left for, and `unchanged` names the journeys that were not held because nothing they depend on has
    changed. `on`: the day on which known failures are looked at; None: no failure is known. `qualifying`: each journey
    is decided by the policy's sequential test instead. With `judge = "calibrated"` a judge that is not can neither let
    through nor stop; only what a detector proved of a critical sentence still stops.
    """
    fixed = [outcome for outcome in outcomes if outcome.why == "fixed"]
    valid = [outcome for outcome in fixed if outcome.validity == "valid"]
    bought = [outcome for outcome in outcomes if outcome.why == "adaptive" and outcome.validity == "valid"]
    excuses = Excuses.on(policy.known, on)
    judged = excuses.without(valid)
    cells = _compared(valid, reference)
    counted = dict.fromkeys((one.journey, one.variation) for one in valid) if qualifying else cells
    doubts_of_judge = doubted(valid, standing) if policy.judge == "calibrated" else {}
    breaks = broken(valid, counted, reference)
    wanted: list[Wanted] = []
    unsettled: list[Reason] = []
    if qualifying:
        refused, unsettled = qualified(judged, policy)
        breaks += refused
    elif reference:
        found = compared(judged, excuses.without(bought), reference, cells, policy)
        breaks += found.reasons
        wanted += found.wanted
    breaks, excused = excuses.part(breaks, valid)
    stops = as_far_as_proven(breaks, valid, doubts_of_judge)
    open_, more = _asked(valid, bought, reference, cells, policy)
    found_wanting = [
        *(Reason(code=5, says=says) for says in dict.fromkeys(doubts_of_judge.values())),
        *stops,
        *(
            Reason(code=3, says=f"{journey} was not run: it has an error", journey=journey)
            for journey in not_understood
        ),
        *(Reason(code=6, says=says) for says in stopped),
        *infrastructure(fixed, policy),
        *unjudged(fixed),
        *unsettled,
        *doubts(fixed, valid, policy),
        *([] if fixed or unchanged else [Reason(code=5, says="no conversation was held")]),
    ]
    reasons = [*_as_allowed(found_wanting, valid, policy), *open_]
    reasons.sort(key=lambda reason: (PRECEDENCE.index(reason.code), not reason.critical))
    codes = tuple(dict.fromkeys(reason.code for reason in reasons))
    code = codes[0] if codes else 0
    # A break that nobody may rely on is still no pass.
    allowed = code == 5 and not stops and all(one.allowed for one in reasons)
    return Decision(
        decision="go" if code == 0 else "stop" if code == 1 else "inconclusive",
        exit_code=0 if allowed else code,
        also=codes[1:],
        reasons=tuple(reasons),
        allowed=allowed,
        conversations=len(valid),
        shows=(reference and shows_against(valid, reference, cells, policy)) or shows(valid, policy),
        sees=sees(valid, reference, cells, policy),
        standing=standing,
        against=_held_against(reference, cells),
        wanted=_merged([*wanted, *more]) if code in (3, 5) else (),
        failures=failures(outcomes, reference),
        excused=tuple(excused),
        on=on if policy.known else None,
        unchanged=tuple(unchanged),
    )


def _as_allowed(reasons: Sequence[Reason], valid: Sequence[Outcome], policy: GatePolicy) -> list[Reason]:
    """Mark what is inconclusive and may pass: as the risk of its journey says, or the gate's own policy."""
    risks = {one.journey: one.risk for one in valid}
    found = []
    for one in reasons:
        own = policy.of(risks[one.journey]) if one.journey in risks else policy
        may = one.code == 5 and own.inconclusive == "warn"
        found.append(one.model_copy(update={"allowed": True}) if may else one)
    return found


def _compared(valid: Sequence[Outcome], reference: Reference | None) -> list[Cell]:
    if reference is None:
        return []
    return [cell for cell in dict.fromkeys((one.journey, one.variation) for one in valid) if cell in reference.cells]


def _held_against(reference: Reference | None, cells: Sequence[Cell]) -> Held | None:
    if reference is None:
        return None
    refused = tuple(f"{name}: {why}" for name, why in reference.refused.items())
    return Held(name=reference.name, compared=len(cells), refused=refused)


def _asked(
    valid: Sequence[Outcome],
    bought: Sequence[Outcome],
    reference: Reference | None,
    cells: Sequence[Cell],
    policy: GatePolicy,
) -> tuple[list[Reason], list[Wanted]]:
    """What each risk's own policy asks to be shown, and was not."""
    reasons: list[Reason] = []
    wanted: list[Wanted] = []
    for risks, own in _policies(valid, policy):
        mine = [one for one in valid if one.risk in risks]
        again = [one for one in bought if one.risk in risks]
        reasons += undecided(mine, own)
        whose = "resolution" if len(risks) > 1 or not policy.risk else f"resolution of {risks[0]} risk"
        for found, more in (
            unproved(mine, again, own),
            *([outside_margin(mine, again, reference, cells, own, whose)] if reference else []),
        ):
            reasons += found
            wanted += more
    return reasons, wanted


def _policies(valid: Sequence[Outcome], policy: GatePolicy) -> list[tuple[list[Severity], GatePolicy]]:
    """The risks that share a policy, with it: those that the settings name are each their own."""
    risks = list(dict.fromkeys(one.risk for one in valid))
    shared = [risk for risk in risks if risk not in policy.risk]
    own = [([risk], policy.of(risk)) for risk in risks if risk in policy.risk]
    return [*([(shared, policy)] if shared else []), *own]


def _merged(wanted: Sequence[Wanted]) -> tuple[Wanted, ...]:
    """One order a journey: the largest."""
    found: dict[str, Wanted] = {}
    for one in wanted:
        if one.journey not in found or found[one.journey].trials < one.trials:
            found[one.journey] = one
    return tuple(found.values())
