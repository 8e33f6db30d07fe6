"""A failed conversation + an agent known to be good -> whether it really began where the verdict thinks.

The same conversation is held again: up to the turn before a candidate the customer hears what was recorded, from the
candidate on they hear the good agent. Where that agent does as the record until then, otherwise at that turn, and the
conversation passes, this turn is what turned it: the candidate is confirmed. The good agent must be deterministic, and
it speaks for itself from there on: nothing can be put in the mouth of the agent that failed.
"""

from collections.abc import Sequence

from harness.conversation.hold import hold
from harness.conversation.line import Line
from harness.conversation.nouns import Case, Meter, Transcript
from harness.conversation.scripted import ScriptedCustomer
from harness.conversation.slots import asked_slots
from harness.noun import Noun
from harness.target.nouns import Probe, Reply, Target
from harness.target.spliced import Spliced
from harness.text.values import find_values
from harness.verdict.judge import judge
from harness.verdict.looping import watch
from harness.verdict.nouns import Break, FirstBreak, Verdict

MOST_REPLAYS = 3
"""Candidates that are tried, in order of rank: each costs a conversation."""


async def confirmed(
    case: Case, transcript: Transcript, verdict: Verdict, good: Target, meter: Meter, line: Line | None = None
) -> Verdict:
    """The verdict with its first confirmed candidate in front, or as it was when none is. Nothing else changes.

    Raised is only cancellation, and what the meter raises.
    """
    if verdict.first_break is None:
        return verdict
    candidates = (_alone(verdict.first_break), *verdict.first_break.others)
    for index, candidate in enumerate(candidates[:MOST_REPLAYS]):
        if await _turned(candidate.turn, case, transcript, verdict, good, meter, line):
            others = (*candidates[:index], *candidates[index + 1 :])
            return verdict.model_copy(update={"first_break": _in_front(candidate, others)})
    return verdict


def _alone(first: FirstBreak) -> Break:
    return Break(**first.model_dump(exclude={"others"}))


def _in_front(one: Break, others: Sequence[Break]) -> FirstBreak:
    return FirstBreak(**one.model_copy(update={"confidence": "confirmed"}).model_dump(), others=tuple(others))


async def _turned(
    turn: int, case: Case, transcript: Transcript, verdict: Verdict, good: Target, meter: Meter, line: Line | None
) -> bool:
    """Whether the conversation passes when the good agent answers from this turn on, and did no other thing before."""
    recorded = [one.reply for one in transcript.turns]
    if not 1 <= turn <= len(recorded):
        return False
    spliced = Spliced(recorded, turn, good)
    probe = spliced if isinstance(good, Probe) else None
    again = await hold(case, spliced, ScriptedCustomer(case), watch, _Nowhere(), meter, probe, line)
    told = [one.reply for one in again.turns]
    if len(told) < turn or not all(map(same_answer, spliced.unheard, recorded)):
        return False
    return not same_answer(told[turn - 1], recorded[turn - 1]) and _passes(judge(case, again), verdict)


def _passes(again: Verdict, before: Verdict) -> bool:
    """Whether nothing fails any more, and what had failed is judged: what cannot be told is no pass."""
    now = {ruling.criterion: ruling.result for ruling in again.rulings}
    failed = [ruling.criterion for ruling in before.rulings if ruling.result == "fail"]
    return again.validity == "valid" and "fail" not in now.values() and all(now[one] != "cannot_tell" for one in failed)


def same_answer(one: Reply, other: Reply) -> bool:
    """Whether two answers do the same, in whatever words: the same events, desk, questions and values told."""
    return _done(one) == _done(other)


def _done(reply: Reply) -> object:
    events = [(event.kind, event.name, event.arguments, event.ok) for event in reply.events or ()]
    values = sorted({(value.kind, value.canonical) for value in find_values(reply.text)})
    return events, reply.desk, sorted(asked_slots(reply.text)), values


class _Nowhere:
    """A log that keeps nothing: the conversation on record is the one that was judged."""

    def append(self, kind: str, case: str, data: Noun) -> None:
        """Nothing is written."""
