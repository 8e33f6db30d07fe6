"""Route items + the way the customer was sent -> Ruling: whether they reached the right desk."""

import re
from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import Literal

from harness.conversation.nouns import Case, Transcript, Turn
from harness.criteria import Severity
from harness.plan.nouns import Fact, Policy, Route
from harness.target.nouns import Event
from harness.text.acts import SaidAct, said
from harness.text.normal import content, normal, words
from harness.text.sentences import split
from harness.text.values import find_values, supported

from .evidence import absence, quote
from .looping import to_and_fro
from .nouns import Finding, Routed, Ruling, SentenceResult, Way
from .progress import steps
from .repeats import given_at
from .route import Carried, Desks, Hop, at_the_end, carried, hops, is_person, named_desk, same_desk, start
from .rulings import broken, required, ruled
from .standard import Rubric, Standard, unwritten

DETECTOR = "misrouting/2"


def rule(case: Case, transcript: Transcript, results: Sequence[SentenceResult]) -> Ruling:
    """The detector: the author's sentences on desks, sending to and fro, and hand-offs promised and not made."""
    found = [*bounced(case, transcript), *unkept(case, transcript), *broken("misrouting", case, transcript, results)]
    due = bool(required("misrouting", results))
    ended = at_the_end(transcript, case.plan.desks)
    why = f"ended with {'a person' if is_person(ended) else ended or 'the desk that answered'}"
    notes = [*detour(case, transcript), *deflected(case, transcript)]
    ruling = ruled("misrouting", found, notes, results, why, applies=due and bool(transcript.turns))
    return ruling.model_copy(update={"routed": routed(case, transcript)})


def routed(case: Case, transcript: Transcript) -> Routed | None:
    """How the actual way compares with the desks that the author wants; None when they want none in particular.

    From recorded hand-offs and the desks that answer; where the target shows neither, from what the agent says.
    """
    wanted = tuple(
        item.desk
        for item in case.items
        if isinstance(item, Route) and item.polarity == "must" and item.level == "required" and item.when is None
    )
    if not wanted:
        return None
    if start(transcript.turns) is None and not transcript.exposes_events and transcript.ending != "handed_over":
        sent = tuple(one for one in _told(transcript.turns, case.plan.desks) if one)
        source: Literal["event", "desk", "words", "none"] = "words" if sent else "none"
        return Routed(way=_way(wanted, sent, sent[-1:]), expected=wanted, actual=sent, source=source) if sent else None
    moved = hops(transcript.turns, case.plan.desks)
    end = at_the_end(transcript, case.plan.desks)
    sent = tuple(hop.desk for hop in moved)
    source = moved[-1].how if moved else "none"
    taken = [one for _, one in taken_along(case, transcript.turns)]
    needed = sum(len(one.kept) + len(one.lost) for one in taken)
    return Routed(
        way=_way(wanted, sent, (end,) if end else ()),
        expected=wanted,
        actual=sent,
        source=source,
        lost=tuple(dict.fromkeys(slot for one in taken for slot in one.lost)),
        completeness=sum(len(one.kept) for one in taken) / needed if needed else None,
    )


def taken_along(case: Case, turns: Sequence[Turn]) -> list[tuple[Event, Carried]]:
    """What each hand-off that reports a payload took along of what the customer had given by then."""
    known = {item.key: item.value for item in case.items if isinstance(item, Fact) and item.key and item.value}
    found = []
    for turn in turns:
        for event in turn.reply.events or ():
            if event.kind == "handoff" and event.ok and set(event.arguments) - {"reason"}:
                given = {key: value for key, value in known.items() if (given_at(value, turns) or inf) <= turn.number}
                found.append((event, carried(given, event.arguments)))
    return found


def _way(wanted: Sequence[str], sent: Sequence[str], end: Sequence[str]) -> Way:
    if "none" in wanted:
        return "misroute_unneeded" if sent else "correct"
    if any(same_desk(at, desk) for at in end for desk in wanted):
        return "correct" if len(sent) <= len(wanted) else "detour"
    return "misroute_wrong" if sent else "misroute_missing"


def _told(turns: Sequence[Turn], desks: Desks) -> list[str | None]:
    """The desk that each hand-off in the agent's words names, longest name first; None where it names none known."""
    acts = (act for turn in turns for act in said(turn.reply.text) if act.act == "hand_off" and _of_customer(act))
    return [named_desk(act.words, desks) for act in acts]


# ---- sent to and fro ----------------------------------------------------------------------------------------


def bounced(case: Case, transcript: Transcript) -> list[Finding]:
    """A desk that sends the customer back to where they came from, having done nothing for them."""
    moved = to_and_fro(transcript.turns, steps(transcript.turns, ()), case.plan.desks)
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
    found = routed(case, transcript)
    if found is None or found.way != "detour" or found.source == "words":
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


# ---- told to go elsewhere -----------------------------------------------------------------------------------

_ELSEWHERE = re.compile(
    r"\b(?:please|kindly|you(?:'ll| will)? (?:need|have) to|you (?:can|could|should|must)) (?:\w+ )?"
    r"(?:call|ring|phone|contact|e-?mail|write to|visit|go to)\b"
)
_PLACES = ("phone", "email", "url")


def deflected(case: Case, transcript: Transcript) -> list[Finding]:
    """Where the agent tells the customer to call, write to or visit a place instead of passing them on: a note.

    The place is a typed value; one that the journey's own facts name is said to be known. Whether it was right to send
    them there, only the author's sentences say.
    """
    known = [value for item in case.items if isinstance(item, Policy) for value in item.values]
    found = []
    for turn in transcript.turns:
        for start_, end in split(turn.reply.text):
            line = turn.reply.text[start_:end]
            told = _ELSEWHERE.search(normal(line)) is not None
            if told and (places := [value for value in find_values(line) if value.kind in _PLACES]):
                familiar = any(supported(value, known) for value in places)
                what = f"the customer is told to go to {places[0].text}, which the journey's facts "
                summary = what + ("name" if familiar else "do not name")
                found.append(_deflected(turn, line, summary, transcript))
    return found


def _deflected(turn: Turn, line: str, summary: str, transcript: Transcript) -> Finding:
    shown = quote(line, turn.number, "agent", transcript.turns)
    return Finding(
        criterion="misrouting",
        severity="low",
        turn=turn.number,
        summary=summary,
        detector=DETECTOR,
        evidence=(shown,) if shown else (),
        desk=turn.reply.desk,
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


STANDARD = Standard(
    holds="the customer reached the right desk",
    detect=rule,
    rubric=Rubric(
        question="Was the customer sent to the wrong desk, person or address, or not sent when it was due, or sent "
        "when it was not?",
        passes="They ended with the desk that deals with what they came for, by the shortest way that was open.",
        fails="They ended with another, were sent to and fro, or were promised a hand-over that did not come.",
        barely_holds="The first desk asks one question to learn where to send them, and then sends them there.",
        barely_breaks="A desk that could have done it itself tells them to write to an e-mail address instead.",
        not_applicable="One desk did everything, and none other was due.",
        evidence="The agent's words that send them, or the hand-off's event.",
    ),
    doubt=unwritten,
    by_absence=("pass", "fail"),
)
