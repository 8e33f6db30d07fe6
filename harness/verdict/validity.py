"""Case + Transcript -> Slips: where the simulated customer fell out of their part.

Decided before and apart from any verdict, on conversations that look good as on those that look bad: a customer who
helped the agent along is as useless as one who stood in its way. The letters are those of measurement 2.3. V7 and V12
need a reader and belong to customers that a model plays. What the author has the customer say is never a slip.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from harness.conversation.nouns import Case, Transcript, Turn
from harness.text.acts import said
from harness.text.similarity import similar

from .customer_facts import accepted_against, contradicted, invented, told_unknown
from .customer_words import DETECTOR, flipped, leaked, out_of_tone
from .evidence import quote, turn_at
from .nouns import Evidence, Favoured, Slip
from .part import OWN_WORDS, Fault, Part, Shown
from .progress import alike, has_effect

FAVOURED: dict[str, Favoured] = {"critical_helped": "agent_helped", "critical_hindered": "agent_hindered"}


def validity(case: Case, transcript: Transcript, reviewed: Sequence[Slip] = ()) -> tuple[Slip, ...]:
    """Every slip of a simulated customer, critical ones first, then by turn. Recorded people make none.

    `reviewed`: those that a model found in what another one played.
    """
    if transcript.origin != "simulated":
        return ()
    goal = Part(case).agenda.goal
    found = (_slip(fault, transcript.turns, goal.sentence if goal else None) for fault in _faults(case, transcript))
    slips = (*found, *reviewed)
    return tuple(sorted(slips, key=lambda slip: (slip.severity == "minor", slip.turn)))


def _faults(case: Case, transcript: Transcript) -> Iterator[Fault]:
    turns, part = transcript.turns, Part(case)
    yield from flipped(part, turns)
    yield from leaked(part, turns)
    yield from invented(part, turns)
    yield from told_unknown(part, turns)
    yield from _left_early(part, transcript)
    yield from _goes_on(turns)
    yield from accepted_against(part, turns)
    yield from _self_loop(turns)
    yield from out_of_tone(part, turns)
    yield from contradicted(part, turns)


def _slip(fault: Fault, turns: Sequence[Turn], goal: str | None) -> Slip:
    where = turn_at(turns, fault.turn)
    carried = next(iter(where.customer.sentences if where else ()), goal)
    shown: Iterable[Evidence | None] = (quote(words, number, speaker, turns) for number, speaker, words in fault.shown)
    return Slip(
        rule=fault.rule,
        severity=fault.severity,
        favoured=FAVOURED.get(fault.severity, "nobody"),
        turn=fault.turn,
        why=fault.why,
        evidence=tuple(one for one in shown if one),
        detector=DETECTOR,
        sentence=fault.sentence or carried,
    )


# ---- V5: left too early -------------------------------------------------------------------------------------


def _left_early(part: Part, transcript: Transcript) -> Iterator[Fault]:
    """The customer left content while the agent was asking, waiting for leave, or in the middle of doing it."""
    last = _left_on(transcript.turns)
    if transcript.ending != "satisfied" or last is None or last.reply.ended:
        return
    acts = [act.act for act in said(last.reply.text)]
    waiting = bool(acts) and acts[-1] in ("confirm", "progress") and "claim" not in acts
    # What a customer without a goal would be waiting for, nobody can say.
    asking = bool(acts) and acts[-1] == "ask" and bool(part.agenda.goal) and not _anything_done(transcript.turns)
    effect = any(has_effect(event) for event in last.reply.events or ())
    if (waiting and not effect) or asking:
        why = f"the customer left at turn {last.number} while the agent was waiting for an answer or still at work"
        yield Fault("V5", "critical_hindered", last.number, why, ((last.number, "agent", last.reply.text),))


def _anything_done(turns: Sequence[Turn]) -> bool:
    """Whether the agent told, claimed or changed anything, so that a customer may well have been content."""
    return any(
        any(has_effect(event) for event in turn.reply.events or ())
        or any(act.act in ("claim", "progress", "say") for act in said(turn.reply.text))
        for turn in turns
    )


def _left_on(turns: Sequence[Turn]) -> Turn | None:
    """The turn whose reply made the customer go; None when the author's own words did, or nothing was said yet.

    Who says thanks has made up their mind: what the agent answers to that is a farewell, and in the agent's hand.
    """
    thanked = next((index for index in reversed(range(len(turns))) if turns[index].customer.act == "thank"), None)
    if thanked is not None:
        return turns[thanked - 1] if thanked else None
    return None if not turns or turns[-1].customer.act == "line" else turns[-1]


# ---- V6: does not leave -------------------------------------------------------------------------------------

LINGERS = 2
"""Customer turns after the agent had served them and said goodbye that are too many (measurement 2.3)."""


def _goes_on(turns: Sequence[Turn]) -> Iterator[Fault]:
    """The customer goes on after they were served and the agent said goodbye. A further matter is no lingering."""
    closed, served, lingered = False, False, 0
    for turn in turns:
        if turn.customer.act in ("open", *OWN_WORDS):
            closed, served = False, False
        lingered = lingered + 1 if closed else 0
        if lingered == LINGERS:
            why = f"the customer was still talking at turn {turn.number}, though served and sent off before"
            yield Fault("V6", "minor", turn.number, why, ((turn.number, "customer", turn.customer.text),))
            return
        acts = {act.act for act in said(turn.reply.text)}
        served = served or "claim" in acts or any(has_effect(event) for event in turn.reply.events or ())
        closed = closed or (served and ("bye" in acts or turn.reply.ended) and not acts & {"ask", "confirm"})


# ---- V9: a loop of the customer's own -----------------------------------------------------------------------

_PROMPTED = (*OWN_WORDS, "answer", "agree", "restate", "push_back", "object", "decline", "ask_for_human", "unknown")
"""Customer acts that an unhelpful agent may draw again and again: then the agent is the one who repeats."""


def _self_loop(turns: Sequence[Turn]) -> Iterator[Fault]:
    """The customer says one thing three times running, unprompted, while the agent says different things."""
    for end in range(3, len(turns) + 1):
        three = turns[end - 3 : end]
        heard = [turn.reply.text for turn in turns[max(end - 4, 0) : end - 1]]
        if any(turn.customer.act in _PROMPTED for turn in three) or not _alike([turn.customer.text for turn in three]):
            continue
        if not any(similar(one, two) for one, two in combinations(heard, 2)):
            why = f"the customer said the same thing three times by turn {three[-1].number}"
            shown: Shown = tuple((turn.number, "customer", turn.customer.text) for turn in three)
            yield Fault("V9", "critical_hindered", three[-1].number, why, shown)
            return


def _alike(texts: Sequence[str]) -> bool:
    return alike(texts[0], texts[1]) and alike(texts[1], texts[2])
