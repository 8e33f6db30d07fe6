"""A stored run -> the sentences that no behaviour of the agent in it could have failed.

Each sentence is judged again: over every conversation as it was recorded, and over variations of it that an agent could
have caused. One that breaks in none of them was not put to the test by this run, whatever its mark.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from harness.assurance import recorded_case
from harness.conversation.nouns import Ending, Transcript, Turn
from harness.criteria import Mark
from harness.journey.nouns import Sentence
from harness.noun import Noun
from harness.run import RunRecord
from harness.target.nouns import Reply
from harness.verdict.sentences import results

CONVERSATIONS = 40
"""Conversations of a run that are looked at."""
VARIATIONS = 60
"""Variations of one conversation that are judged, the recorded one included."""
OTHERS = 5
"""Conversations whose agent is put in the place of this one's."""


class Untested(Noun):
    """A sentence that came through everything."""

    journey: str
    sentence: Sentence
    marks: tuple[Mark, ...]
    """What it came to as recorded, each mark once."""


class Challenge(Noun):
    """What a run puts to the test."""

    run: str
    conversations: int
    variations: int
    """Judged in all, the recorded conversations included."""
    left_out: int
    """Conversations that were not looked at: not valid, or beyond `CONVERSATIONS`."""
    sentences: int
    """Required sentences that were judged."""
    untested: tuple[Untested, ...]
    """Those that failed in no variation, in the author's order."""


def put_to_the_test(
    record: RunRecord, held: Mapping[str, Transcript], journeys: Collection[str] | None = None
) -> Challenge:
    """Judge the run's required sentences over its conversations and their variations. Deterministic; no model.

    `journeys`: whose sentences are judged, None for all; the agents that stand in come from the whole run.
    """
    usable = [one.case for one in record.outcomes if one.validity == "valid" and one.case in held]
    journey = {one.case: one.journey for one in record.outcomes if journeys is None or one.journey in journeys}
    looked_at = [name for name in usable if name in journey][:CONVERSATIONS]
    seen: dict[tuple[str, str], set[Mark]] = {}
    failed: set[tuple[str, str]] = set()
    judged = 0
    for name in looked_at:
        case = recorded_case(record, name)
        others = [held[other] for other in _others(record, name, usable)]
        for number, transcript in enumerate(islice(variations(held[name], others), VARIATIONS)):
            judged += 1
            for one in results(case, transcript):
                if one.level == "required":
                    key = (case.plan.journey, one.sentence)
                    seen.setdefault(key, set()).update([one.result] if number == 0 else [])
                    failed |= {key} if one.result == "fail" else set()
    return Challenge(
        run=record.manifest.run,
        conversations=len(looked_at),
        variations=judged,
        left_out=len(journey) - len(looked_at),
        sentences=len(seen),
        untested=tuple(
            Untested(journey=plan.journey, sentence=reading.sentence, marks=tuple(sorted(seen[key])))
            for plan in record.plans
            for reading in plan.readings
            if (key := (plan.journey, reading.sentence.id)) in seen and key not in failed
        ),
    )


def _others(record: RunRecord, name: str, usable: Sequence[str]) -> list[str]:
    """Whose agents stand in: one conversation of each journey in turn, this one's own journey first."""
    journey = {one.case: one.journey for one in record.outcomes}
    taken: dict[str, int] = {}
    rounds = []
    for other in usable:
        if other != name:
            taken[journey[other]] = taken.get(journey[other], 0) + 1
            rounds.append((taken[journey[other]], journey[other] != journey[name], other))
    # A stable sort: in each round, journeys stay in the run's order.
    return [other for _, _, other in sorted(rounds, key=lambda one: one[:2])][:OTHERS]


# ---- variations ---------------------------------------------------------------------------------------------


def variations(own: Transcript, others: Sequence[Transcript]) -> Iterator[Transcript]:
    """A conversation as it was, then as it could have been with another agent; the broadest changes come first."""
    yield own
    turns = own.turns
    idle = [_reply(turn, events=_none(turn.reply), desk=turns[0].reply.desk) for turn in turns]
    yield _with(own, [_reply(turn, text="") for turn in turns])
    yield _with(own, [_reply(turn, text="") for turn in idle], _untouched(own), "abandoned")
    yield _with(own, idle, _untouched(own), "abandoned")
    for reading in _OTHER_READINGS if own.state else ():
        yield _with(own, turns, {key: reading for key in own.state if not key.startswith(_BEFORE)})
    yield _with(own, [_reply(turn, text=turn.reply.text.translate(_OTHER_FIGURES)) for turn in turns])
    yield _with(own, [*turns, *(turn.model_copy(update={"number": turn.number + len(turns)}) for turn in turns)])
    yield from _passed_around(own, others)
    for other in others:
        yield _spoken_by(own, other)
    for at, turn in enumerate(turns):
        yield _with(own, [*turns[:at], _reply(turn, text=""), *turns[at + 1 :]])
        yield _with(own, [*turns[:at], *turns[at + 1 :]])
        yield from _without_each_event(own, at)


_BEFORE = "before:"
_OTHER_READINGS = ("something else", "no")
_OTHER_FIGURES = str.maketrans("0123456789", "1234567890")


def _with(
    own: Transcript, turns: Sequence[Turn], state: Mapping[str, str | None] | None = None, ending: Ending | None = None
) -> Transcript:
    """The conversation with other turns, with these readings of the world and another ending where they are given."""
    return own.model_copy(
        update={"turns": tuple(turns), "state": {**own.state, **(state or {})}, "ending": ending or own.ending}
    )


def _reply(turn: Turn, **changes: object) -> Turn:
    return turn.model_copy(update={"reply": turn.reply.model_copy(update=changes)})


def _none(reply: Reply) -> tuple[()] | None:
    """No event, for an agent that reports them; one that reports none stays so."""
    return None if reply.events is None else ()


def _untouched(own: Transcript) -> dict[str, str | None]:
    """The world as an agent leaves it that did nothing: as it was before where that was read, else as it is not now."""
    return {
        key: own.state.get(f"{_BEFORE}{key}", _OTHER_READINGS[1]) for key in own.state if not key.startswith(_BEFORE)
    }


def _passed_around(own: Transcript, others: Sequence[Transcript]) -> Iterator[Transcript]:
    """The customer with another desk at every turn, of those that were met in the run."""
    met = (turn.reply.desk for one in (own, *others) for turn in one.turns)
    desks = list(dict.fromkeys(desk for desk in met if desk))
    for first in range(len(desks) if len(desks) > 1 else 0):
        passed = [_reply(turn, desk=desks[(first + at) % len(desks)]) for at, turn in enumerate(own.turns)]
        yield _with(own, passed)


def _spoken_by(own: Transcript, other: Transcript) -> Transcript:
    """The customer of one conversation with the agent of another, turn by turn, and the world that this one left."""
    replies = [turn.reply for turn in other.turns] or [turn.reply for turn in own.turns]
    last = len(replies) - 1
    swapped = [turn.model_copy(update={"reply": replies[min(at, last)]}) for at, turn in enumerate(own.turns)]
    more = [turn for turn in other.turns if turn.number > len(own.turns)]
    return _with(own, [*swapped, *more], other.state, other.ending)


def _without_each_event(own: Transcript, at: int) -> Iterator[Transcript]:
    turn = own.turns[at]
    events = turn.reply.events or ()
    for gone in range(len(events)):
        left = (*events[:gone], *events[gone + 1 :])
        yield _with(own, [*own.turns[:at], _reply(turn, events=left), *own.turns[at + 1 :]])
