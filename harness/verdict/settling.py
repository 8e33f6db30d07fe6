"""What reading has settled + what the rules found -> sentences and rulings. What the rules broke stays broken."""

from collections.abc import Sequence

from harness.conversation.nouns import Transcript

from .evidence import last_number
from .nouns import MODEL, RULES, Finding, Ruling, SentenceResult, Settled
from .rulings import required


def sentence_with(one: SentenceResult, read: Sequence[Settled]) -> SentenceResult:
    """The sentence's result, settled where the rules left it open; where they did not, reading may only add a fail."""
    found = next((each for each in read if each.question == one.sentence), None)
    if found is None or one.result == "fail":
        return one
    if one.result != "cannot_tell" and found.mark != "fail" and not found.contested:
        return one
    return one.model_copy(
        update={
            "result": found.mark,
            "why": found.why,
            "evidence": tuple(dict.fromkeys((*found.evidence, *one.evidence))),
            "turn": found.turn,
            "readable": False,
            "by": found.by,
        }
    )


def ruling_with(
    ruling: Ruling, read: Sequence[Settled], sentences: Sequence[SentenceResult], transcript: Transcript
) -> Ruling:
    """The criterion's ruling, with what was read of the criterion itself, and who it rests on."""
    if not read:
        return ruling
    ruling = _with(ruling, [one for one in read if one.question.partition("@")[0] == ruling.criterion], transcript)
    return ruling.model_copy(update={"by": _by(ruling, sentences)})


def _with(ruling: Ruling, mine: Sequence[Settled], transcript: Transcript) -> Ruling:
    if broken := [one for one in mine if one.mark == "fail"]:
        return _failed(ruling, broken, transcript)
    one = next((each for each in mine if each.contested), mine[0] if mine else None)
    # A sentence that nobody could settle outweighs the whole: what is in doubt by the rules is settled sentence by
    # sentence, and what they passed only a contested fail puts in doubt.
    if one is None or not (ruling.result == "not_applicable" or (one.contested and ruling.result == "pass")):
        return ruling
    return ruling.model_copy(update={"result": one.mark, "why": one.why, "evidence": one.evidence, "by": one.by})


def _failed(ruling: Ruling, broken: Sequence[Settled], transcript: Transcript) -> Ruling:
    added = tuple(_finding(one, transcript) for one in broken)
    findings = tuple(sorted((*ruling.findings, *added), key=lambda one: one.turn))
    return ruling.model_copy(update={"result": "fail", "why": findings[0].summary, "findings": findings})


def _by(ruling: Ruling, sentences: Sequence[SentenceResult]) -> str:
    """Who it rests on: for a fail the rules, if they found any of it; for the rest, a model that settled any of it."""
    if ruling.findings:
        read = [one.detector for one in ruling.findings if one.detector.startswith(f"{MODEL},")]
        return read[0] if len(read) == len(ruling.findings) else RULES
    mine = [one.by for one in required(ruling.criterion, sentences) if one.by != RULES]
    return mine[0] if mine else ruling.by


def _finding(one: Settled, transcript: Transcript) -> Finding:
    turn = one.turn or last_number(transcript.turns)
    return Finding(
        criterion=one.criterion,
        severity=one.severity,
        turn=turn,
        summary=one.why,
        detector=one.by,
        evidence=one.evidence,
        desk=next((each.reply.desk for each in transcript.turns if each.number == turn), None),
    )
