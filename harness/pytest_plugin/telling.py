"""What a test says that did not pass: the author's sentence with its place, the proof, and what was said around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from harness.assurance import manifest_of
from harness.plan.nouns import Plan
from harness.preparing.prepare import Prepared
from harness.report import terminal
from harness.report.preview import complain
from harness.report.spoken import around
from harness.report.words import count, safe
from harness.run import RunRecord
from harness.secrets import scrub
from harness.verdict.trials import journey_over_trials

from .running import Conversation

SHOWN = 3
"""Failed conversations of one test that are shown in full."""


@dataclass(frozen=True)
class CameTo:
    """What a test came to. lost: nothing can be said of the agent. undecided: not everything could be judged."""

    what: Literal["passed", "failed", "undecided", "lost"]
    says: str = ""
    """For people; nothing where it passed."""


def came_to(prepared: Prepared, plan: Plan, held: Sequence[Conversation]) -> CameTo:
    """What these conversations say of a variation: one that fails is enough, and one that was spoiled says nothing."""
    if not plan.runnable:
        return CameTo("lost", _not_understood(plan, prepared.background.folder))
    over = journey_over_trials(one.outcome for one in held)
    if over.broke:
        return CameTo("failed", _failed(prepared, plan, held))
    valid = [one.outcome for one in held if one.outcome.validity == "valid"]
    if not valid:
        return CameTo("lost", _lost(held))
    if over.standing == "held":
        return CameTo("passed")
    undecided = sum(mark == "cannot_tell" for one in valid for mark in one.required.values())
    return CameTo("undecided", f"{count(undecided, 'required sentence')} could not be judged")


def _failed(prepared: Prepared, plan: Plan, held: Sequence[Conversation]) -> str:
    broken = [one for one in held if terminal.has_failed(one.verdict)]
    record = RunRecord(
        folder="",
        manifest=manifest_of(prepared.plans, prepared.cast, prepared.settings, prepared.background, run=""),
        plans=(plan,),
    )
    lines = [f"{safe(plan.title)}: {len(broken)} of {count(len(held), 'conversation')} failed", ""]
    for one in broken[:SHOWN]:
        lines += terminal.failure(record, plan, one.verdict.case, one.verdict)
        lines += ["", *around(one.transcript, one.verdict), ""]
    if len(broken) > SHOWN:
        lines.append(f"… and {count(len(broken) - SHOWN, 'more conversation')}: harness show last {plan.journey}")
    return scrub("\n".join(lines).rstrip())


def _not_understood(plan: Plan, folder: str) -> str:
    errors = [one for one in plan.complaints if one.severity == "error"]
    said = [line for one in errors for line in complain(one, folder)]
    return scrub("\n".join([f"{safe(plan.title)} was not understood, and not run:", *said]))


def _lost(held: Sequence[Conversation]) -> str:
    why = [f"{safe(one.verdict.case)}: {safe(one.verdict.invalid_because or one.verdict.validity)}" for one in held]
    lost = any(one.outcome.validity == "infra_error" for one in held)
    head = "the target failed" if lost else "the simulated customer spoiled it"
    return scrub("\n".join([f"No conversation was valid, {head}: neither a pass nor a fail.", *why[:SHOWN]]))
