"""Route items + the way the customer was sent -> Ruling: whether they reached the right desk."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from harness.conversation.nouns import Case, Transcript, Turn
from harness.criteria import Severity
from harness.plan.nouns import Route
from harness.text.acts import SaidAct, said
from harness.text.normal import content, normal, words

from .evidence import absence, quote
from .looping import to_and_fro
from .nouns import Finding, Ruling, SentenceResult
from .progress import steps
from .route import Hop, at_the_end, hops, is_person, same_desk, start
from .rulings import broken, required, ruled

DETECTOR = "misrouting/1"

Way = Literal["correct", "detour", "wrong", "missing", "unneeded"]
"""detour: right in the end, with extra hops. missing: due, and never sent. unneeded: sent where none was due."""


def rule(case: Case, transcript: Transcript, results: Sequence[SentenceResult]) -> Ruling:
    """The detector: the author's sentences on desks, sending to and fro, and hand-offs promised and not made."""
    found = [*bounced(case, transcript), *unkept(case, transcript), *broken("misrouting", case, transcript, results)]
    due = bool(required("misrouting", results))
    ended = at_the_end(transcript, case.plan.desks)
    why = f"ended with {'a person' if is_person(ended) else ended or 'the desk that answered'}"
    notes = detour(case, transcript)
    return ruled("misrouting", found, notes, results, why, applies=due and bool(transcript.turns))


def way(case: Case, transcript: Transcript) -> Way | None:
    """How the actual way compares with the desks that the author wants; None when they want none in particular."""
    wanted = [
        item.desk
        for item in case.items
        if isinstance(item, Route) and item.polarity == "must" and item.level == "required"
    ]
    if not wanted:
        return None
    moved, end = hops(transcript.turns, case.plan.desks), at_the_end(transcript, case.plan.desks)
    if "none" in wanted:
        return "unneeded" if moved else "correct"
    if any(same_desk(end, desk) for desk in wanted):
        return "correct" if len(moved) <= len(wanted) else "detour"
    return "wrong" if moved else "missing"


# ---- sent to and fro ----------------------------------------------------------------------------------------


def bounced(case: Case, transcript: Transcript) -> list[Finding]:
    """A desk that sends the customer back to where they came from, having done nothing for them."""
    moved = to_and_fro(transcript.turns, steps(transcript.turns), case.plan.desks)
    if moved is None:
        return _bounced_in_words(case, transcript)
    out, back = moved
    # Back where the author wants them: then it was the way out that was wrong.
    turn = out.turn if _wanted(back.desk, case) and not _wanted(out.desk, case) else back.turn
    summary = f"passed to {out.desk} and back to {back.desk} with nothing done in between"
    return [_moved(moved, turn, summary, case.plan.settings.risk, transcript)]


_BACK = re.compile(r"\b(?:back|again|return(?:ing)? you)\b")


def _bounced_in_words(case: Case, transcript: Transcript) -> list[Finding]:
    """The same where the target shows neither desks nor hand-offs: the agent says that it passes them back."""
    turns = transcript.turns
    if transcript.exposes_events or start(turns) is not None:
        return []
    told = [
        (turn, act) for turn in turns for act in said(turn.reply.text) if act.act == "hand_off" and _of_customer(act)
    ]
    for (first, out), (then, back) in pairwise(told):
        if first.number < then.number and _BACK.search(normal(back.words)):
            shown = (quote(out.words, first.number, "agent", turns), quote(back.words, then.number, "agent", turns))
            return [
                Finding(
                    criterion="misrouting",
                    severity=case.plan.settings.risk,
                    turn=then.number,
                    summary="says that it passes the customer on, and then that it passes them back",
                    detector=DETECTOR,
                    evidence=tuple(one for one in shown if one),
                )
            ]
    return []


def _wanted(desk: str, case: Case) -> bool:
    """Whether the author wants the customer with this desk."""
    return any(
        isinstance(item, Route) and item.polarity == "must" and same_desk(item.desk, desk) for item in case.items
    )


def detour(case: Case, transcript: Transcript) -> list[Finding]:
    """Right in the end, by more moves than the author's desks need: worth a look, no fail."""
    if way(case, transcript) != "detour":
        return []
    moved = hops(transcript.turns, case.plan.desks)
    return [_moved(moved, moved[-1].turn, f"the right desk, after {len(moved)} moves", "low", transcript)]


def _moved(moved: Sequence[Hop], turn: int, summary: str, severity: Severity, transcript: Transcript) -> Finding:
    return Finding(
        criterion="misrouting",
        severity=severity,
        turn=turn,
        summary=summary,
        detector=DETECTOR,
        evidence=tuple(hop.evidence for hop in moved),
        desk=next((one.reply.desk for one in transcript.turns if one.number == turn), None),
    )


# ---- promised and not made ----------------------------------------------------------------------------------


def unkept(case: Case, transcript: Transcript) -> list[Finding]:
    """Hand-offs that the agent said it makes, and that did not happen by the end of its next turn.

    Only where the target shows hand-offs: without them a promise cannot be checked.
    """
    if not transcript.exposes_events:
        return []
    found = []
    moved = hops(transcript.turns, case.plan.desks)
    for turn in transcript.turns:
        promise = next((act for act in said(turn.reply.text) if act.act == "hand_off" and _of_customer(act)), None)
        if promise and not _kept(promise, turn, moved, transcript):
            found.append(_unkept(promise, turn, case, transcript))
    return found[:1]


def _of_customer(act: SaidAct) -> bool:
    """Passing "you" on, not passing on a message."""
    return "you" in words(act.words)


def _kept(promise: SaidAct, turn: Turn, moved: Sequence[Hop], transcript: Transcript) -> bool:
    if any(turn.number <= hop.turn <= turn.number + 1 for hop in moved) or transcript.ending == "handed_over":
        return True
    now = next((hop.desk for hop in reversed(moved) if hop.turn <= turn.number), start(transcript.turns))
    named = frozenset(content(promise.words))
    return now is not None and (is_person(now) or bool(named & frozenset(content(now.replace("_", " ")))))


def _unkept(promise: SaidAct, turn: Turn, case: Case, transcript: Transcript) -> Finding:
    shown = quote(promise.words, turn.number, "agent", transcript.turns)
    after = [one for one in transcript.turns if turn.number <= one.number <= turn.number + 1]
    missing = absence("a hand-off", DETECTOR, after)
    return Finding(
        criterion="misrouting",
        severity=case.plan.settings.risk,
        turn=turn.number,
        summary="a hand-off was promised and not made",
        detector=DETECTOR,
        evidence=(*((shown,) if shown else ()), missing),
        desk=turn.reply.desk,
    )
