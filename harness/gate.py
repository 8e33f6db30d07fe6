"""Outcomes -> Decision: go, stop, or not enough evidence; and the exit code that says the same."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from pydantic import Field

from harness.criteria import CRITERIA, Criterion
from harness.noun import Noun
from harness.stats import clopper_pearson_lower, prove_at_least
from harness.verdict.nouns import Outcome
from harness.verdict.trials import mark_of

Word = Literal["go", "stop", "inconclusive"]

EXIT_MEANS = {
    0: "go",
    1: "stop: the agent failed a gate",
    2: "wrong usage or configuration",
    3: "journeys not understood",
    4: "target unreachable or erroring beyond the allowance",
    5: "inconclusive",
    6: "budget or time limit reached before a verdict",
    130: "interrupted; the partial record is kept",
}
"""What each exit code means (design 7). 2 and 130 are not decisions: they end a run before or during it."""

PRECEDENCE = (1, 3, 4, 6, 5)
"""When several apply, the first of these is the code; the others are listed as `also`."""


class GatePolicy(Noun):
    """How strict the gate is. The defaults are design 7's."""

    prove: float | None = Field(default=None, gt=0, lt=1, allow_inf_nan=False)
    """Ask for proof of at least this pass rate of every journey, at `confidence`. None: only that nothing broke."""
    confidence: float = Field(default=0.95, gt=0, lt=1, allow_inf_nan=False)
    cannot_tell: float = Field(default=0.10, ge=0, le=1, allow_inf_nan=False)
    """More than this share of required sentences undecided is inconclusive."""
    infra: float = Field(default=0.02, ge=0, le=1, allow_inf_nan=False)
    """More than this share of conversations lost to the target's infrastructure is exit 4."""
    invalid: float = Field(default=0.10, ge=0, le=1, allow_inf_nan=False)
    """More than this share of conversations spoiled by the simulated customer is inconclusive."""
    inconclusive: Literal["block", "warn"] = "block"
    """warn: exit 0 and say INCONCLUSIVE (allowed by policy)."""
    judge: Literal["any", "calibrated"] = "any"
    """calibrated: decide only on what a judge says whose calibration holds and passes the release rule."""


class Standing(Noun):
    """How far the judge's word was held against people's."""

    judge: str
    why_not: str | None = None
    """Why it counts as uncalibrated; None when it is calibrated."""
    labels: int = 0
    on: date | None = None
    usable: tuple[Criterion, ...] = ()
    """Criteria on which it passes the release rule."""
    advisory: dict[Criterion, str] = {}
    """Criteria on which it was measured and does not, with the reason."""

    @property
    def says(self) -> str:
        """One line for whoever reads the verdict."""
        if self.why_not:
            return f"How often the judge {self.judge} is right about your agent: {self.why_not}."
        kinds = (
            ("usable as a gate for", self.usable or ("nothing yet",)),
            ("advice only on", [one for one in CRITERIA if one in self.advisory]),
            ("not calibrated on", [one for one in CRITERIA if one not in self.usable and one not in self.advisory]),
        )
        words = "; ".join(f"{how} {', '.join(names)}" for how, names in kinds if names)
        return f"The judge {self.judge} was calibrated on {self.labels} labels ({self.on}): {words}."

    def doubts(self, criterion: Criterion) -> str | None:
        """Why the judge's word on a criterion is not to be gated on; None when it is."""
        if self.why_not:
            return f"the judge {self.judge} is not calibrated: {self.why_not}"
        if criterion in self.usable:
            return None
        return f"the judge {self.judge} on {criterion}: {self.advisory.get(criterion, 'not calibrated')}"


class Reason(Noun):
    """One thing that the decision rests on."""

    code: int
    """The exit code it argues for."""
    says: str
    """One plain sentence."""
    case: str | None = None
    journey: str | None = None
    sentence: str | None = None
    """Id of the author's sentence that broke."""
    criterion: Criterion | None = None
    critical: bool = False
    doubted: bool = False
    """A break that rests on a judge that the policy does not let stop."""


class Decision(Noun):
    """What the gate says. The word, the code and the reasons come from one value and cannot disagree."""

    decision: Word
    exit_code: int
    also: tuple[int, ...] = ()
    """The other exit codes that applied."""
    reasons: tuple[Reason, ...] = ()
    """Worst first."""
    allowed: bool = False
    """True when it was inconclusive and the policy lets that pass."""
    conversations: int
    """Valid, fixed conversations decided on."""
    shows: str
    """What this many trials can show, in one sentence."""
    standing: Standing | None = None
    """How far the judge was calibrated; None when nobody looked."""

    @property
    def line(self) -> str:
        """The verdict line, always the last one printed."""
        if self.allowed:
            return "VERDICT: INCONCLUSIVE (allowed by policy)"
        return f"VERDICT: {self.decision.upper()}"


def decide(
    outcomes: Sequence[Outcome],
    policy: GatePolicy,
    not_understood: Sequence[str] = (),
    standing: Standing | None = None,
    stopped: Sequence[str] = (),
) -> Decision:
    """Decide without a baseline: every required sentence held in every valid fixed trial, and nothing is in the way.

    `not_understood` names the journeys that were not run because of an error in them, `stopped` says what there was no
    money or time left for. The gate never retries and never
    averages: one broken required sentence in one valid trial is a stop. With `judge = "calibrated"` a judge that is not
    can neither let through nor stop; only what a detector proved of a critical sentence still stops.
    """
    fixed = [outcome for outcome in outcomes if outcome.why == "fixed"]
    valid = [outcome for outcome in fixed if outcome.validity == "valid"]
    doubted = _uncalibrated(valid, policy, standing)
    broken = _broken(valid)
    reasons = [
        *(Reason(code=5, says=says) for says in dict.fromkeys(doubted.values())),
        *_as_far_as_proven(broken, valid, doubted),
        *(
            Reason(code=3, says=f"{journey} was not run: it has an error", journey=journey)
            for journey in not_understood
        ),
        *(Reason(code=6, says=says) for says in stopped),
        *_infrastructure(fixed, policy),
        *_unjudged(fixed),
        *_doubts(fixed, valid, policy),
    ]
    reasons.sort(key=lambda reason: (PRECEDENCE.index(reason.code), not reason.critical))
    codes = tuple(dict.fromkeys(reason.code for reason in reasons))
    code = codes[0] if codes else 0
    # A break that nobody may rely on is still no pass.
    allowed = code == 5 and policy.inconclusive == "warn" and not broken
    return Decision(
        decision="go" if code == 0 else "stop" if code == 1 else "inconclusive",
        exit_code=0 if allowed else code,
        also=codes[1:],
        reasons=tuple(reasons),
        allowed=allowed,
        conversations=len(valid),
        shows=_shows(valid, policy),
        standing=standing,
    )


_NOTHING = "not_applicable"


def _uncalibrated(valid: Sequence[Outcome], policy: GatePolicy, standing: Standing | None) -> dict[Criterion, str]:
    """The criteria that were put to the judge and on which it is not to be gated on, with the reason."""
    if policy.judge == "any":
        return {}
    standing = standing or Standing(judge="of this run", why_not="nobody looked for a calibration")
    put = [one for one in CRITERIA if any(outcome.results.get(one, _NOTHING) != _NOTHING for outcome in valid)]
    return {one: why for one in put if (why := standing.doubts(one))}


def _as_far_as_proven(
    broken: Sequence[Reason], valid: Sequence[Outcome], doubted: Mapping[Criterion, str]
) -> list[Reason]:
    """A break that rests on a doubted judge is no stop; one that a detector proved of a critical sentence is."""
    failed = {one.case: {name for name, result in one.results.items() if result == "fail"} for one in valid}
    found = []
    for reason in broken:
        rests_on = {reason.criterion} if reason.criterion else failed.get(reason.case or "", set())
        if not reason.critical and doubted and rests_on <= doubted.keys():
            says = f"{reason.says}, says a judge that may not stop"
            reason = reason.model_copy(update={"code": 5, "says": says, "doubted": True})
        found.append(reason)
    return found


def _broken(valid: Sequence[Outcome]) -> list[Reason]:
    found = []
    for outcome in valid:
        for sentence, mark in outcome.required.items():
            if mark == "fail":
                critical = sentence in outcome.critical
                says = f"{outcome.case}: a {'critical' if critical else 'required'} sentence broke"
                found.append(
                    Reason(
                        code=1,
                        says=says,
                        case=outcome.case,
                        journey=outcome.journey,
                        sentence=sentence,
                        critical=critical,
                    )
                )
        for criterion in CRITERIA:
            if outcome.results.get(criterion) == "fail":
                says = f"{outcome.case}: {criterion} failed"
                found.append(Reason(code=1, says=says, case=outcome.case, journey=outcome.journey, criterion=criterion))
    return found


def _infrastructure(fixed: Sequence[Outcome], policy: GatePolicy) -> list[Reason]:
    broken = [outcome for outcome in fixed if outcome.validity == "infra_error"]
    if not broken:
        return []
    found = []
    if len(broken) > policy.infra * len(fixed):
        says = f"the target failed in {len(broken)} of {len(fixed)} conversations"
        found.append(Reason(code=4, says=f"{says} (allowed: {policy.infra:.0%})"))
    return found


def _unjudged(fixed: Sequence[Outcome]) -> list[Reason]:
    """Journeys that nobody judged: no valid conversation in which a required sentence held or broke."""
    found = []
    for journey in sorted({outcome.journey for outcome in fixed}):
        mine = [outcome for outcome in fixed if outcome.journey == journey]
        if not any(outcome.validity == "valid" and _decided(outcome) for outcome in mine):
            lost = any(outcome.validity == "infra_error" for outcome in mine)
            why = "no conversation was valid, the target failed" if lost else "no required sentence was judged"
            found.append(Reason(code=4 if lost else 5, says=f"{journey}: {why}", journey=journey))
    return found


def _decided(outcome: Outcome) -> bool:
    return any(mark in ("pass", "fail") for mark in outcome.required.values())


def _doubts(fixed: Sequence[Outcome], valid: Sequence[Outcome], policy: GatePolicy) -> list[Reason]:
    found = []
    marks = Counter(mark for outcome in valid for mark in outcome.required.values())
    judged = marks["pass"] + marks["fail"] + marks["cannot_tell"]
    if marks["cannot_tell"] > policy.cannot_tell * judged:
        undecided = f"{marks['cannot_tell']} of {judged} required sentences could not be judged"
        found.append(Reason(code=5, says=f"{undecided} (allowed: {policy.cannot_tell:.0%})"))
    for outcome in valid:
        for name in outcome.contested:
            says = f"{outcome.case}: one judgement saw something critical broken, and no second one did"
            found.append(
                Reason(
                    code=5,
                    says=says,
                    case=outcome.case,
                    journey=outcome.journey,
                    sentence=name if name in outcome.required else None,
                    critical=True,
                )
            )
    spoiled, started = sum(one.spoilt for one in fixed), sum(one.started for one in fixed)
    if spoiled > policy.invalid * started:
        says = f"the simulated customer spoiled {spoiled} of {started} conversations (allowed: {policy.invalid:.0%})"
        found.append(Reason(code=5, says=says))
    if not fixed:
        found.append(Reason(code=5, says="no conversation was held"))
    if policy.prove is not None:
        found += _unproved(valid, policy, policy.prove)
    return found


def _unproved(valid: Sequence[Outcome], policy: GatePolicy, prove: float) -> list[Reason]:
    found = []
    for journey, (passed, held) in _by_journey(valid).items():
        low = clopper_pearson_lower(passed, held, policy.confidence)
        if low < prove:
            need = prove_at_least(prove, policy.confidence)
            says = (
                f"{journey}: {passed} of {held} shows at least {low:.1%}, and {prove:.0%} was to be proved"
                f" ({need} trials without a failure would)"
            )
            found.append(Reason(code=5, says=says, journey=journey))
    return found


def _by_journey(valid: Sequence[Outcome]) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = {}
    for outcome in valid:
        passed, held = counts.get(outcome.journey, (0, 0))
        counts[outcome.journey] = (passed + (mark_of(outcome) == "pass"), held + 1)
    return dict(sorted(counts.items()))


def _shows(valid: Sequence[Outcome], policy: GatePolicy) -> str:
    counts = _by_journey(valid)
    if not counts:
        return "No valid conversation: nothing is shown."
    fewest = min(held for _, held in counts.values())
    low = clopper_pearson_lower(fewest, fewest, policy.confidence)
    return (
        f"What {fewest} of {fewest} without a failure shows: a pass rate of at least {low:.1%} for that journey,"
        f" at {policy.confidence:.0%} confidence."
    )
