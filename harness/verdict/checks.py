"""Check + Transcript -> Held: whether the agent did, or never did, what the author described."""

from collections.abc import Sequence

from harness.conversation.cover import cover
from harness.conversation.nouns import Case, Transcript, Turn
from harness.conversation.sighting import Sighting, nearest, sightings
from harness.conversation.slots import asked_slots
from harness.criteria import Mark
from harness.plan.nouns import Check, Deed

from .evidence import Held, absence, in_words, last_number, proof
from .leave import seen_for
from .nearby import figures_named
from .repeats import again

DETECTOR = "sentences/1"

ALMOST = 0.4
"""A thing to be said whose nearest words meet this share of it is in doubt, not absent [a judgement]."""


def check(item: Check, case: Case, transcript: Transcript) -> Held:
    """The item over the whole transcript. Its `when` has been seen to already."""
    if item.deed is None:
        return Held("cannot_tell", "only reading would do, and no judge was asked", readable=True)
    if item.deed.act == "repeat":
        return _again(item, item.deed, case, transcript)
    seen = seen_for(item.deed, item.before, transcript.turns)
    if _only_claimed(item.deed, seen):
        why = "the agent says so, but the target reports no events that could show it"
        return Held("cannot_tell", why, proof(seen[0], transcript.turns))
    return (
        _never(item, item.deed, seen, transcript)
        if item.polarity == "never"
        else _must(item, item.deed, seen, transcript)
    )


def _only_claimed(deed: Deed, seen: Sequence[Sighting]) -> bool:
    return deed.act == "do" and bool(seen) and not any(one.evidence_kind == "event" for one in seen)


# ---- must ---------------------------------------------------------------------------------------------------


def _must(item: Check, deed: Deed, seen: Sequence[Sighting], transcript: Transcript) -> Held:
    if not seen:
        return _missing(deed, transcript.turns)
    first = seen[0]
    evidence = proof(first, transcript.turns)
    if not evidence:
        return Held("cannot_tell", "its words were not found in the transcript")
    if item.before:
        return _in_order(deed, item.before, first, transcript)
    if item.after:
        return _only_after(item.after, deed, seen[0], transcript)
    return Held("pass", f"seen at turn {first.turn}", evidence)


def _missing(deed: Deed, turns: Sequence[Turn]) -> Held:
    near = _in_doubt(deed, turns)
    if near:
        close = proof(near, turns)
        why = f"something close was said at turn {near.turn}; only reading would tell"
        return Held("cannot_tell", why, close, readable=True)
    why = f"{in_words(deed)}: not found in {_over(turns)}"
    return Held("fail", why, (absence(in_words(deed), DETECTOR, turns),), _due(deed, turns))


def _due(deed: Deed, turns: Sequence[Turn]) -> int:
    """The turn by which it should have come: a no, when it was last asked for and the agent had nothing to ask itself;
    everything else, by the end."""
    asked = [turn for turn in turns if deed.act == "refuse" and _asks_for(deed, turn)]
    answered = asked and not asked_slots(asked[-1].reply.text)
    return asked[-1].number if answered else last_number(turns)


def _asks_for(deed: Deed, turn: Turn) -> bool:
    return cover(deed.about, turn.customer.text, deed.action) == 1.0


def _in_doubt(deed: Deed, turns: Sequence[Turn]) -> Sighting | None:
    """The words closest to the deed, where they come close enough that only reading would tell."""
    if deed.values:
        return max(figures_named(deed, turns), key=lambda one: (one.strength, -one.turn), default=None)
    near = nearest(deed, turns) if deed.act == "say" and deed.exact is None else None
    return near if near and near.strength >= ALMOST else None


def _in_order(deed: Deed, later: Deed, first: Sighting, transcript: Transcript) -> Held:
    other = _first(later, transcript.turns)
    evidence = proof(first, transcript.turns)
    if other is None:
        return Held("pass", f"seen at turn {first.turn}; the other never happened", evidence)
    both = (*evidence, *proof(other, transcript.turns))
    if place(first) <= place(other):
        return Held("pass", f"seen at turn {first.turn}, before the other at turn {other.turn}", both)
    why = f"{in_words(later)} at turn {other.turn}, before {in_words(deed)} at turn {first.turn}"
    return Held("fail", why, (*proof(other, transcript.turns), *evidence), other.turn)


def _only_after(leave: Deed, deed: Deed, first: Sighting, transcript: Transcript) -> Held:
    given = _last_before(leave, deed, first, transcript.turns)
    evidence = proof(first, transcript.turns)
    if given is None:
        missing = absence(
            f"{in_words(leave)}, before turn {first.turn}", DETECTOR, _until(first.turn, transcript.turns)
        )
        return Held("fail", f"done at turn {first.turn}, before {in_words(leave)}", (*evidence, missing), first.turn)
    return Held(
        "pass", f"done at turn {first.turn}, after turn {given.turn}", (*proof(given, transcript.turns), *evidence)
    )


# ---- never --------------------------------------------------------------------------------------------------


def _never(item: Check, deed: Deed, seen: Sequence[Sighting], transcript: Transcript) -> Held:
    wrong = next((one for one in seen if _forbidden(item, one, transcript.turns)), None)
    if wrong is None:
        named = figures_named(deed, transcript.turns, hedged=True)
        near = next((one for one in named if _forbidden(item, one, transcript.turns)), None)
        if near:
            why = f"its figures were named at turn {near.turn}; only reading would tell whether it was done"
            return Held("cannot_tell", why, proof(near, transcript.turns), readable=True)
        looked_for = _looked_for(item, deed)
        why = f"{looked_for}: not found in {_over(transcript.turns)}"
        return Held("pass", why, (absence(looked_for, DETECTOR, transcript.turns),))
    evidence = proof(wrong, transcript.turns)
    if not evidence:
        return Held("cannot_tell", "its words were not found in the transcript")
    return Held("fail", f"{in_words(deed)}: seen at turn {wrong.turn}", evidence, wrong.turn)


def _looked_for(item: Check, deed: Deed) -> str:
    """What was forbidden, with its order: done in its time, the deed itself may well be found."""
    ties = [f"before {in_words(item.before)}"] if item.before else []
    ties += [f"after {in_words(item.after)}"] if item.after else []
    return ", ".join([in_words(deed), *ties])


def _forbidden(item: Check, one: Sighting, turns: Sequence[Turn]) -> bool:
    """Alone it is always forbidden; before another deed only until that has happened; after one only from then on."""
    if item.before:
        other = next(iter(seen_for(item.before, item.deed, turns)), None)
        return other is None or place(one) < place(other)
    if item.after:
        other = _first(item.after, turns)
        return other is not None and place(other) < place(one)
    return True


def _again(item: Check, deed: Deed, case: Case, transcript: Transcript) -> Held:
    found = again(deed, case, transcript.turns)
    if not found:
        mark: Mark = "pass" if item.polarity == "never" else "fail"
        turn = None if mark == "pass" else last_number(transcript.turns)
        looked_for = absence(f"{in_words(deed)}, once it had been answered", DETECTOR, transcript.turns)
        return Held(mark, f"not done again in {_over(transcript.turns)}", (looked_for,), turn)
    one = found[0]
    evidence = (*(proof(one.first, transcript.turns) if one.first else ()), *proof(one.again, transcript.turns))
    if not evidence:
        return Held("cannot_tell", "its words were not found in the transcript")
    mark = "fail" if item.polarity == "never" else "pass"
    return Held(mark, f"done again at turn {one.again.turn}", evidence, one.again.turn if mark == "fail" else None)


# ---- order --------------------------------------------------------------------------------------------------


def place(sighting: Sighting) -> tuple[int, int]:
    """Where in the conversation: by turn, then the customer's words, then events, then the agent's words."""
    return sighting.turn, sighting.at


def _first(deed: Deed, turns: Sequence[Turn]) -> Sighting | None:
    return next(iter(sightings(deed, turns)), None)


def _last_before(deed: Deed, purpose: Deed, limit: Sighting, turns: Sequence[Turn]) -> Sighting | None:
    seen = [one for one in seen_for(deed, purpose, _until(limit.turn, turns)) if place(one) < place(limit)]
    return seen[-1] if seen else None


def _until(number: int, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    return tuple(turn for turn in turns if turn.number <= number)


def _over(turns: Sequence[Turn]) -> str:
    return f"{len(turns)} turn{'' if len(turns) == 1 else 's'}"
