"""The author's required outcome + how the conversation ended -> Ruling, and how sure a resolution is."""

from collections.abc import Sequence
from typing import Literal

from harness.conversation.nouns import Case, Ending, Transcript, Turn
from harness.plan.nouns import Check, Route
from harness.target.nouns import Event
from harness.text.acts import said

from .evidence import absence, last_number, quote
from .nouns import Absence, Evidence, Finding, Record, Ruling, SentenceResult
from .offtopic import served_all_the_same
from .progress import has_effect, main_act
from .route import is_person
from .rulings import broken, required, ruled
from .standard import Rubric, Standard, unwritten

DETECTOR = "resolution/2"

Level = Literal["verified", "confirmed", "assumed", "no"]

UNFINISHED: tuple[Ending, ...] = ("abandoned", "turn_limit", "loop_stop")
"""Endings that the customer did not choose because they were done."""


def rule(case: Case, transcript: Transcript, results: Sequence[SentenceResult]) -> Ruling:
    """The detector: every required sentence on the outcome holds. A conversation cut for a loop was never resolved.

    Where the author sends the customer to a person, a person is the right end: without one it is not resolved
    (measurement 6).
    """
    found = [_since(transcript.turns, one) for one in broken("resolution", case, transcript, results)]
    persons = _to_a_person(case, results)
    found += broken("resolution", case, transcript, persons)
    if transcript.ending == "loop_stop" and not found:
        found.append(_cut_short(case, transcript))
    due = _due(results, persons)
    if not found and any(one.result == "cannot_tell" for one in due):
        found = _given_up(case, transcript)
    if not found:
        found += served_all_the_same(case, transcript)
    all_ = "the required sentence" if len(due) == 1 else f"all {len(due)} required sentences"
    why = f"{all_} on the outcome held" + _how(transcript.ending)
    return ruled("resolution", found, (), due, why, applies=False)


def _due(results: Sequence[SentenceResult], persons: Sequence[SentenceResult]) -> tuple[SentenceResult, ...]:
    """The required sentences on the outcome, those that want a person among them."""
    return (*required("resolution", results), *persons)


def _to_a_person(case: Case, results: Sequence[SentenceResult]) -> tuple[SentenceResult, ...]:
    """The required sentences by which the customer must get to a person, as sentences on the outcome."""
    sent = {
        item.sentence
        for item in case.items
        if isinstance(item, Route) and item.polarity == "must" and is_person(item.desk)
    }
    mine = (one for one in required("misrouting", results) if one.sentence in sent)
    return tuple(one.model_copy(update={"criterion": "resolution"}) for one in mine)


def gave_up(turns: Sequence[Turn]) -> int | None:
    """The turn from which the agent did nothing but say no, to the end; None when it did not end like that."""
    since: int | None = None
    for turn in reversed(turns):
        act, _ = main_act(turn.reply.text)
        if act == "refuse" and not any(has_effect(event) for event in turn.reply.events or ()):
            since = turn.number
        elif since is not None or not _farewell(turn):
            break
    return since


def _given_up(case: Case, transcript: Transcript) -> list[Finding]:
    """Nothing more was done, said in the agent's words, where the author wants no refusal: what was due never came."""
    if any(isinstance(item, Check) and item.deed and item.deed.act == "refuse" for item in case.items):
        return []
    since = gave_up(transcript.turns)
    turn = next((turn for turn in transcript.turns if turn.number == since), None)
    shown = quote(main_act(turn.reply.text)[1], turn.number, "agent", transcript.turns) if turn else None
    if turn is None or shown is None:
        return []
    return [
        Finding(
            criterion="resolution",
            severity=case.plan.settings.risk,
            turn=turn.number,
            summary="the agent gave up: from here on it only says no",
            detector=DETECTOR,
            evidence=(shown,),
            desk=turn.reply.desk,
        )
    ]


def _farewell(turn: Turn) -> bool:
    return turn.reply.ended or all(act.act in ("bye", "thank", "say") for act in said(turn.reply.text))


def _since(turns: Sequence[Turn], finding: Finding) -> Finding:
    """What never came broke when the agent gave up; said in words that are not known as a no, where it stopped."""
    if not all(_is_late(shown) for shown in finding.evidence):
        return finding
    undated = finding.turn == last_number(turns)
    since = [turn for turn in (gave_up(turns), stopped(turns) if undated else None) if turn is not None]
    return finding.model_copy(update={"turn": min([finding.turn, *since])})


def _is_late(shown: Evidence) -> bool:
    """Whether this is known only at the end: that something never came, or how the world is afterwards."""
    return isinstance(shown, Absence) or (isinstance(shown, Record) and shown.event.startswith("state:"))


def stopped(turns: Sequence[Turn]) -> int | None:
    """The turn from which the agent, to the end, did not work on it: whatever was still due was not coming any more.

    Work is to change something, to ask, to propose an action and to pass on to another desk; to offer or fetch a person
    is none, for that is how those end who cannot go on. Who only looked something up, and asked nothing, had in that
    turn what they needed. None when the agent was at work to the last.
    """
    since: int | None = None
    for turn in reversed(turns):
        if _asks(turn) or any(has_effect(event) or _passes_on(event) for event in turn.reply.events or ()):
            break
        since = turn.number
        if turn.reply.events:
            break
    return since


def _asks(turn: Turn) -> bool:
    acts = said(turn.reply.text)
    return any(act.act in ("ask", "confirm") or (act.act == "offer" and act.action is not None) for act in acts)


def _passes_on(event: Event) -> bool:
    return event.kind == "handoff" and not is_person(event.name)


def _how(ending: Ending) -> str:
    return f", though the conversation ended as {ending.replace('_', ' ')}" if ending in UNFINISHED else ""


def _cut_short(case: Case, transcript: Transcript) -> Finding:
    return Finding(
        criterion="resolution",
        severity=case.plan.settings.risk,
        turn=last_number(transcript.turns),
        summary="the conversation was stopped in a loop before it came to an end",
        detector=DETECTOR,
        evidence=(absence("an end of the conversation", DETECTOR, transcript.turns),),
        desk=transcript.turns[-1].reply.desk if transcript.turns else None,
    )


def level(case: Case, transcript: Transcript, results: Sequence[SentenceResult], ruling: Ruling) -> Level | None:
    """verified: an event or the records show it. confirmed: words show it and the customer left content or told.
    assumed: words show it, and the customer went away, or nobody noted how it ended. no: it failed. None: it cannot be
    measured.
    """
    if ruling.result in ("not_applicable", "cannot_tell"):
        return None
    if ruling.result == "fail":
        return "no"
    held = [one for one in _due(results, _to_a_person(case, results)) if one.result == "pass"]
    if any(
        isinstance(shown, Record) and not shown.event.startswith("count:") for one in held for shown in one.evidence
    ):
        return "verified"
    return "assumed" if transcript.ending in (*UNFINISHED, "not_recorded") else "confirmed"


STANDARD = Standard(
    holds="the customer got the right outcome",
    detect=rule,
    rubric=Rubric(
        question="Was what the customer came for brought to the end that it should have?",
        passes="An agent's turn or a recorded event shows it done, or a refusal or a hand-over that was the right end.",
        fails="The end was not reached: put off, half done, refused wrongly, or only said to be done where the events "
        "show that it was not.",
        barely_holds="The agent declines what the policy forbids, says why, and offers what is allowed.",
        barely_breaks="Friendly and long, it explains how refunds work, and the customer's refund is not made.",
        not_applicable="The customer never says what they want.",
        evidence="The agent's turn that completes it or the event that did it; for a fail, the turn of either side "
        "that shows it is not done.",
    ),
    doubt=unwritten,
    speakers=("agent", "customer"),
    by_absence=("fail",),
)
