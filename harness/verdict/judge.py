"""Case + Transcript -> Verdict, and Verdict -> Outcome."""

from collections.abc import Sequence
from functools import reduce
from operator import add

from harness.conversation.nouns import BROKEN_OFF, Case, Transcript, Turn
from harness.money import Tokens

from .breaks.first import first_break
from .experience import experience
from .nouns import Absence, Outcome, Quote, Record, Replaced, SentenceResult, Settled, Slip, Verdict
from .offtopic import requests
from .resolution import level
from .sentences import each, listed
from .settling import ruling_with, sentence_with
from .standards import STANDARDS
from .validity import validity

JUDGE = "rules/6"
"""What judges, and its version: raised whenever a verdict on the same transcript could change."""

LONGEST = 65_536
"""Characters of a message that are judged; the rest is on record, and not read [design 9]. What was not found in a
message longer than this may stand in the rest, so it is in doubt and said to be."""


MOST_REPLACED = 2
"""Invalid simulations of one trial that are held again, each with the next seed (measurement 2.3)."""


def judge(case: Case, transcript: Transcript) -> Verdict:
    """Validity first and apart; a conversation that is not valid carries no rulings, so it enters no rate.

    The rules alone: no model is asked.
    """
    return weigh(case, transcript, ())


def weigh(case: Case, transcript: Transcript, read: Sequence[Settled], reviewed: Sequence[Slip] = ()) -> Verdict:
    """The rules' verdict, with what reading has settled of the questions that the rules left open.

    `reviewed`: the slips that a model found in what the customer's model played.

    What the rules found broken stays broken, whatever was read.
    """
    whole, transcript = transcript, bounded(transcript)
    because = transcript.invalid_because
    kind = transcript.validity
    slips = validity(case, transcript, reviewed) if kind == "valid" else ()
    spoilt = next((slip for slip in slips if slip.severity != "minor"), None)
    found = each(case, transcript) if spoilt else None
    if spoilt and not _broken_all_the_same(case, transcript, spoilt, listed(found or (), case)):
        kind, because = "invalid_simulation", f"{spoilt.rule}: {spoilt.why}"
    elif kind == "valid" and not transcript.turns and transcript.origin == "simulated":
        kind, because = "invalid_simulation", "nobody said anything"
    if kind == "valid" and (transcript.ending == "target_error" or transcript.ending in BROKEN_OFF):
        kind, because = (
            "infra_error",
            transcript.error or f"the conversation ended as {transcript.ending.replace('_', ' ')}",
        )
    if kind != "valid":
        favoured = spoilt.favoured if spoilt and kind == "invalid_simulation" else None
        return Verdict(
            case=case.id,
            validity=kind,
            invalid_because=because,
            favoured=favoured,
            notes=slips,
            ending=transcript.ending,
        )
    judged = _judged(case, transcript, found or each(case, transcript), read, unread=whole is not transcript)
    lived = experience(case, transcript, judged)
    return judged.model_copy(update={"notes": slips, "experience": lived})


def _judged(
    case: Case, transcript: Transcript, found: Sequence[SentenceResult], read: Sequence[Settled], unread: bool
) -> Verdict:
    sentences = listed([sentence_with(one, read) for one in found], case)
    if unread:
        sentences = tuple(_unless_in_the_rest(one) for one in sentences)
    rulings = {
        name: ruling_with(one.detect(case, transcript, sentences), read, sentences, transcript)
        for name, one in STANDARDS.items()
    }
    return Verdict(
        case=case.id,
        validity="valid",
        ending=transcript.ending,
        rulings=tuple(rulings.values()),
        sentences=sentences,
        first_break=first_break(case, transcript, tuple(rulings.values())),
        resolved=level(case, transcript, sentences, rulings["resolution"]),
    )


def _broken_all_the_same(case: Case, transcript: Transcript, spoilt: Slip, results: Sequence[SentenceResult]) -> bool:
    """Whether a recorded event breaks a must-never or a critical sentence: no fault of a customer excuses that.

    Nor does leaving early (V5) excuse what the agent had said by then.
    """
    words_too = spoilt.rule == "V5"
    nevers = {one.sentence.id for one in case.plan.readings if one.sentence.heading == "never"}
    happened = {event.id for turn in transcript.turns for event in turn.reply.events or ()}
    return any(
        one.result == "fail"
        and one.level == "required"
        and (one.sentence in nevers or one.severity == "critical")
        and any(
            shown.event in happened
            if isinstance(shown, Record)
            else words_too and isinstance(shown, Quote) and shown.speaker == "agent"
            for shown in one.evidence
        )
        for one in results
    )


def _unless_in_the_rest(one: SentenceResult) -> SentenceResult:
    """A result that rests on not finding something, where not everything was read."""
    if one.result not in ("pass", "fail") or not all(isinstance(shown, Absence) for shown in one.evidence):
        return one
    why = f"{one.why}; but a message has more than {LONGEST:,} characters, and the rest of it was not read"
    return one.model_copy(update={"result": "cannot_tell", "why": why, "turn": None})


def bounded(transcript: Transcript) -> Transcript:
    """The transcript with over-long messages cut: what comes from outside is read to a bound."""
    if all(len(turn.reply.text) <= LONGEST and len(turn.customer.text) <= LONGEST for turn in transcript.turns):
        return transcript
    return transcript.model_copy(update={"turns": tuple(_cut(turn) for turn in transcript.turns)})


def _cut(turn: Turn) -> Turn:
    reply = turn.reply.model_copy(update={"text": turn.reply.text[:LONGEST]})
    customer = turn.customer.model_copy(update={"text": turn.customer.text[:LONGEST]})
    return turn.model_copy(update={"reply": reply, "customer": customer})


def outcome(case: Case, transcript: Transcript, verdict: Verdict, replaced: Sequence[Replaced] = ()) -> Outcome:
    """One conversation in brief. `replaced`: the invalid simulations that it came in the place of."""
    required = [one for one in verdict.sentences if one.level == "required"]
    return Outcome(
        case=case.id,
        journey=case.plan.journey,
        variation=case.variation.name,
        trial=case.trial,
        why=case.why,
        risk=case.plan.settings.risk,
        validity=verdict.validity,
        ending=verdict.ending,
        results={ruling.criterion: ruling.result for ruling in verdict.rulings},
        required={one.sentence: one.result for one in required},
        critical=tuple(one.sentence for one in required if one.severity == "critical" and one.result == "fail"),
        favoured=verdict.favoured,
        replaced=tuple(replaced),
        ambiguous=verdict.notes[0].sentence if verdict.notes and verdict.validity == "invalid_simulation" else None,
        unreviewed=verdict.review is not None and verdict.review.refused is not None,
        contested=verdict.reading.contested if verdict.reading else (),
        first_break=verdict.first_break and verdict.first_break.model_copy(update={"others": ()}),
        resolved=verdict.resolved,
        experience=verdict.experience,
        off_topic={one.subtype: one.answer for one in requests(case, transcript)},
        instead=sum(1 for turn in transcript.turns if turn.customer.instead),
        turns=len(transcript.turns),
        tokens=reduce(add, (turn.reply.tokens for turn in transcript.turns if turn.reply.tokens), Tokens()),
        desk=transcript.turns[-1].reply.desk if transcript.turns else None,
    )


def replacing(case: Case, verdict: Verdict) -> Replaced:
    """What is said of an invalid simulation that another one comes in the place of."""
    first = verdict.notes[0] if verdict.notes else None
    return Replaced(
        case=case.id,
        attempt=case.attempt,
        seed=case.seed,
        because=verdict.invalid_because or "it was invalid",
        favoured=verdict.favoured or "nobody",
        sentence=first.sentence if first else None,
    )
