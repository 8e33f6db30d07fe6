"""A decision's reasons -> the same, with the author's sentence, where it stands, and the proof."""

from collections.abc import Mapping, Sequence

from harness.plan.fill import fill_text
from harness.plan.nouns import Plan
from harness.verdict.nouns import Evidence, Verdict

from .nouns import Decision, Reason, Shown

MOST = 50
"""Reasons that are explained; the others name their conversation, where the record shows the rest."""

PROOFS = 2
"""Pieces of evidence that a reason carries for a conversation."""


def cases_shown(decision: Decision) -> set[str]:
    """The conversations whose verdicts are needed to explain a decision."""
    return {shown.case for reason in decision.reasons[:MOST] for shown in reason.shown}


def explained(decision: Decision, verdicts: Mapping[str, Verdict], plans: Sequence[Plan], folder: str) -> Decision:
    """The decision, its first reasons with the author's words, their place and what was found.

    `folder` is the folder of journeys as it was named: places begin with it.
    """
    by_name = {plan.journey: plan for plan in reversed(plans)}

    def told(reason: Reason) -> Reason:
        shown = tuple(_shown(one, reason, verdicts, by_name, folder) for one in reason.shown)
        first = shown[0] if reason.sentence and shown and shown[0].place else None
        says = f"{reason.says}: {first.place} {first.words}" if first else reason.says
        return reason.model_copy(update={"shown": shown, "says": says})

    ordered = _as_written(decision.reasons, plans)
    reasons = tuple(told(one) if place < MOST else one for place, one in enumerate(ordered))
    return decision.model_copy(update={"reasons": reasons})


def _as_written(reasons: Sequence[Reason], plans: Sequence[Plan]) -> list[Reason]:
    """The reasons as they stand, but the sentences of one conversation in the order in which the author wrote them."""
    written = [(plan.journey, one.sentence.id) for plan in plans for one in plan.readings]
    order = {name: place for place, name in reversed(list(enumerate(written)))}
    groups = [(one.code, one.critical, one.case, one.sentence is None) for one in reasons]
    first = {group: place for place, group in reversed(list(enumerate(groups)))}
    ranks = [
        (first[group] if one.case else place, order.get((one.journey or "", one.sentence or ""), 0))
        for place, (one, group) in enumerate(zip(reasons, groups, strict=True))
    ]
    return [reasons[place] for place in sorted(range(len(reasons)), key=ranks.__getitem__)]


def _shown(
    shown: Shown, reason: Reason, verdicts: Mapping[str, Verdict], plans: Mapping[str, Plan], folder: str
) -> Shown:
    verdict = verdicts.get(shown.case)
    if verdict is None:
        return shown
    name, evidence = _proof(verdict, shown, reason)
    changes: dict[str, object] = {"sentence": name, "evidence": evidence}
    journey, rest = shown.case.split("/", 1)
    row = rest.rsplit("#", 1)[0]
    plan = plans[journey]
    sentence = next((one.sentence for one in plan.readings if one.sentence.id == name), None)
    if sentence:
        file = f"{folder}/{sentence.span.file}" if folder not in ("", ".") else sentence.span.file
        words = fill_text(sentence.text, plan.variation("" if row == "-" else row).values)
        changes |= {"words": words, "place": f"{file}:{sentence.span.line}"}
    return shown.model_copy(update=changes)


def _proof(verdict: Verdict, shown: Shown, reason: Reason) -> tuple[str | None, tuple[Evidence, ...]]:
    """The sentence that broke, if one did, and what was found: of the sentence, else of the reason's criterion."""
    if shown.sentence is not None:
        evidence = (one.evidence for one in verdict.sentences if one.sentence == shown.sentence)
        return shown.sentence, next(evidence, ())[:PROOFS]
    findings = [
        finding
        for one in verdict.rulings
        if one.result == "fail" and reason.criterion in (None, one.criterion)
        for finding in one.findings
    ]
    if not findings:
        return None, ()
    first = findings[0]
    return first.sentence, first.evidence[:PROOFS]
