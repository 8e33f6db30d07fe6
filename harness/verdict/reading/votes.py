"""Votes -> what they settle. Pure: the same votes always come to the same.

One vote settles a question when nothing is in doubt. Doubt is: a verdict that rests on an absence, a verdict that could
not be given, a fail where the rules had found nothing wrong, a fail that weighs high (measurement 1.4). Then two votes
of up to three have to agree. A fail of critical weight that no second vote confirms is neither a fail nor a pass.
"""

from collections.abc import Sequence
from dataclasses import replace

from harness.conversation.nouns import Transcript
from harness.criteria import Mark, Result

from ..evidence import absence
from ..nouns import MODEL, Evidence, Opinion, Quote, Record, Settled
from .questions import Question

MOST_VOTES = 3
_SEVERE = ("high", "critical")


def settle(question: Question, votes: Sequence[Opinion], transcript: Transcript) -> Settled | None:
    """What these votes come to; None when they leave a doubt that one more vote may lift."""
    if not votes:
        return None
    if len(votes) == 1:
        if question.only_adds and votes[0].says in ("pass", "not_applicable"):
            return _stands(question, votes)
        return None if doubtful(question, votes[0]) else _as(question, votes, votes, transcript)
    last = len(votes) >= MOST_VOTES
    if question.severity == "critical" and sum(1 for one in votes if one.says == "fail") == 1:
        return _contested(question, votes) if last else None
    if agreeing := _agreeing(votes):
        return _as(question, agreeing, votes, transcript)
    return _open(question, "no two judgements agree", votes) if last else None


def doubtful(question: Question, vote: Opinion) -> bool:
    """Whether one vote alone does not settle it."""
    if vote.says == "cannot_tell" or vote.absent is not None:
        return True
    return vote.says == "fail" and (question.only_adds or question.severity in _SEVERE)


def _agreeing(votes: Sequence[Opinion]) -> list[Opinion]:
    """The votes of a verdict that at least two gave, if there is one."""
    for says in ("fail", "pass", "not_applicable", "cannot_tell"):
        same = [one for one in votes if one.says == says]
        if len(same) >= 2:
            return same
    return []


def _as(question: Question, agreeing: Sequence[Opinion], votes: Sequence[Opinion], transcript: Transcript) -> Settled:
    """Settled as these votes say: by what one of them showed, else by an absence on which two of them agree."""
    shown = next((one for one in agreeing if one.absent is None), agreeing[0])
    if shown.says == "cannot_tell":
        return _open(question, shown.why, votes)
    evidence: tuple[Evidence, ...] = shown.evidence
    if shown.absent is not None:
        missing = absence(shown.absent, MODEL, transcript.turns)
        evidence = (*evidence, missing.model_copy(update={"calls": len(agreeing)}))
    return Settled(
        question=question.id,
        criterion=question.criterion,
        mark=_mark(question, shown.says),
        why=shown.why,
        evidence=evidence,
        turn=_broke(shown, transcript) if shown.says == "fail" else None,
        by=_by(len(agreeing), len(votes)),
        severity=question.severity,
    )


def _mark(question: Question, says: Result) -> Mark:
    """A sentence whose condition never came up is not exercised; a criterion does not apply."""
    return "not_exercised" if says == "not_applicable" and question.kind != "criterion" else says


def _broke(shown: Opinion, transcript: Transcript) -> int:
    """The turn at which it broke: the first of what was shown; of what never came, the last turn."""
    turns = [one.turn for one in shown.evidence if isinstance(one, Quote | Record) and one.turn is not None]
    last = transcript.turns[-1].number if transcript.turns else 0
    return last if shown.absent is not None else min(turns, default=last)


def _by(agreeing: int, votes: int) -> str:
    if votes == 1:
        return f"{MODEL}, 1 call"
    return f"{MODEL}, {agreeing} calls" if agreeing == votes else f"{MODEL}, {agreeing} of {votes} calls"


def _open(question: Question, why: str, votes: Sequence[Opinion]) -> Settled:
    return Settled(
        question=question.id,
        criterion=question.criterion,
        mark="cannot_tell",
        why=why,
        by=_by(len(votes), len(votes)),
        severity=question.severity,
    )


def _stands(question: Question, votes: Sequence[Opinion]) -> Settled:
    """What the rules found stays as it is: a model that finds nothing wrong either adds nothing, and proves nothing."""
    return _open(question, votes[0].why, votes).model_copy(update={"mark": question.ruled})


def _contested(question: Question, votes: Sequence[Opinion]) -> Settled:
    seen = next(one for one in votes if one.says == "fail")
    why = f"one judgement saw it broken ({seen.why}), and no second one did"
    settled = _open(question, why, votes)
    return settled.model_copy(update={"evidence": seen.evidence, "contested": True})


# ---- all votes on a question --------------------------------------------------------------------------------

Heard = tuple[Opinion, ...]
"""What one vote said to one question; for hallucination, after it, each statement that it found fault with."""


def come_to(question: Question, heard: Sequence[Heard], transcript: Transcript) -> list[Settled] | None:
    """What these votes settle; None when one more may lift a doubt."""
    return _come_to(question, heard, transcript, None)


def left_at(question: Question, heard: Sequence[Heard], transcript: Transcript, why: str) -> list[Settled]:
    """What these votes settle when no more are to be had, and why: what is in doubt stays open."""
    return _come_to(question, heard, transcript, why) or []


def _come_to(
    question: Question, heard: Sequence[Heard], transcript: Transcript, why: str | None
) -> list[Settled] | None:
    if question.lists_statements:
        return _statements(question, heard, transcript, why)
    found = _one(question, [each[0] for each in heard], transcript, why)
    return None if found is None else [found]


def _one(question: Question, votes: Sequence[Opinion], transcript: Transcript, why: str | None) -> Settled | None:
    found = settle(question, votes, transcript)
    return _unanswered(question, why, votes) if found is None and why is not None else found


def _statements(
    question: Question, heard: Sequence[Heard], transcript: Transcript, why: str | None
) -> list[Settled] | None:
    """Each statement that a vote found fault with, as a question of its own; a vote that lists it not, lets it pass."""
    usable = [each for each in heard if each[0].says != "cannot_tell"]
    if not usable:
        gone = why or (heard[-1][0].why if len(heard) >= MOST_VOTES else None)
        return None if gone is None else [_open(question, gone, [each[0] for each in heard])]
    found = []
    for name in dict.fromkeys(one.question for each in usable for one in each[1:]):
        one = _one(replace(question, id=name), [_of(name, each) for each in heard], transcript, why)
        if one is None:
            return None
        found.append(one)
    return [one for one in found if one.mark == "fail" or one.contested]


def _of(name: str, each: Heard) -> Opinion:
    if each[0].says == "cannot_tell":
        return each[0]
    return next((one for one in each if one.question == name), Opinion(question=name, says="pass", why="not listed"))


def _unanswered(question: Question, why: str, votes: Sequence[Opinion]) -> Settled:
    """What stays open when no more votes can be had."""
    seen = any(one.says == "fail" and one.absent is None for one in votes)
    return _contested(question, votes) if question.severity == "critical" and seen else _open(question, why, votes)
