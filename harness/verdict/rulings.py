"""SentenceResults + Findings -> Ruling: how a criterion's own sentences and what its detector found add up."""

from collections.abc import Sequence

from harness.conversation.nouns import Case, Transcript
from harness.criteria import Criterion
from harness.journey.slots import SLOT, slot_key

from .evidence import last_number
from .nouns import RULES, Finding, Ruling, SentenceResult

DETECTOR = "sentences/1"


def required(criterion: Criterion, results: Sequence[SentenceResult]) -> tuple[SentenceResult, ...]:
    """The required sentences that belong to this criterion."""
    return tuple(one for one in results if one.criterion == criterion and one.level == "required")


def broken(
    criterion: Criterion, case: Case, transcript: Transcript, results: Sequence[SentenceResult], level: str = "required"
) -> tuple[Finding, ...]:
    """One finding for each sentence of this criterion that failed."""
    failed = (one for one in results if one.criterion == criterion and one.level == level and one.result == "fail")
    return tuple(_finding(one, case, transcript) for one in failed)


def _finding(result: SentenceResult, case: Case, transcript: Transcript) -> Finding:
    turn = result.turn or last_number(transcript.turns)
    written = next((one.sentence for one in case.plan.readings if one.sentence.id == result.sentence), None)
    text = filled(written.text, case) if written else result.sentence
    never = written is not None and written.heading == "never"
    return Finding(
        criterion=result.criterion,
        severity=result.severity,
        turn=turn,
        summary=f'{"must never happen" if never else "should happen"}: "{text}" ({result.why})',
        sentence=result.sentence,
        detector=DETECTOR if result.by == RULES else result.by,
        evidence=result.evidence,
        desk=next((one.reply.desk for one in transcript.turns if one.number == turn), None),
    )


def filled(text: str, case: Case) -> str:
    """The author's sentence as it reads for this row of the table."""
    values = {slot_key(name): value for name, value in case.variation.values.items()}
    return SLOT.sub(lambda slot: values.get(slot_key(slot[1]), slot[0]), text)


def ruled(
    criterion: Criterion,
    findings: Sequence[Finding],
    notes: Sequence[Finding],
    results: Sequence[SentenceResult],
    otherwise: str,
    applies: bool = True,
) -> Ruling:
    """Fail if anything was found, cannot tell if a required sentence is in doubt, not applicable if nothing was due.

    `otherwise` is the reason given when nothing is wrong. `applies` says whether the detector had something to look at
    besides the author's sentences.
    """
    due = [one for one in required(criterion, results) if one.result not in ("not_applicable", "not_exercised")]
    doubtful = [one for one in due if one.result == "cannot_tell"]
    ordered = tuple(sorted(findings, key=lambda one: one.turn))
    if ordered:
        return Ruling(criterion=criterion, result="fail", why=ordered[0].summary, findings=ordered, notes=tuple(notes))
    if doubtful:
        return Ruling(criterion=criterion, result="cannot_tell", why=doubtful[0].why, notes=tuple(notes))
    if due or applies:
        return Ruling(criterion=criterion, result="pass", why=otherwise, notes=tuple(notes))
    return Ruling(
        criterion=criterion, result="not_applicable", why="nothing in this conversation is about it", notes=tuple(notes)
    )
