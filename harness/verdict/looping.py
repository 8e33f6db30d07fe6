"""Turns -> Ruling: whether the agent goes round in circles.

Seven signals, each with the turns as evidence: L1 the same tool call again, L2 a question that was already answered,
L3 the same message again, L4 a cycle of steps, L5 no progress, L6 the customer protests, L7 passed to and fro.
L1, L2, L4 and L7 make a loop alone; L3 and L5 need a second signal, which L6 may be. All of them look at the state of
the conversation (what the customer gave, what tools changed, who speaks): where it moves, a message may be said again.

Where this differs from measurement 3.3 on purpose:
- L1: to send or reset again is often asked for, so it takes three times, as a read does. A read counts again only while
  nothing has moved. A tool of which nobody knows what it does takes three times with one and the same result. A polling
  tool counts within one reply only: how long a target waits between calls is not seen.
- L3 and L4: a no given again to a customer who asks for it again is an answer ("excused" in `progress`).
- L6 adds no re-ask to L2: a customer protests at the first re-ask already, which is to be a note and no loop. Nor does
  it shorten a cycle: two equal steps and a protest are what L3 is for.
- L7: back to the desk before counts only with nothing done or told in between; a second matter may go the way back.
  Where the author names no desk there is no expected path to be longer than.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from harness.conversation.nouns import Case, Ending, Transcript, Turn
from harness.conversation.sighting import action_of
from harness.plan.nouns import Route
from harness.target.nouns import Event
from harness.text.normal import content, normal
from harness.text.remembering import remembered_of

from .asked_again import allowed_repeats, re_asked
from .evidence import Speaker, quote, record, words_of
from .nouns import Evidence, Finding, Loop, Ruling, SentenceResult
from .progress import Step, Symbol, alike, fingerprint, has_effect, steps, tokens_from
from .route import Desks, Hop, hops, same_desk, start
from .rulings import broken, ruled
from .standard import Rubric, Standard
from .values import pairs

DETECTOR = "looping/2"

WINDOW = 6
"""Agent turns that a message is compared with."""

STILL = 4
"""Agent turns without any change that count as no progress."""

ALONE = frozenset({"L1", "L2", "L4", "L7"})
NEEDS_ANOTHER = frozenset({"L3", "L5"})
SUPPORTS = frozenset({"L6"})


class Signal(NamedTuple):
    """One sign of a loop."""

    name: str
    turns: tuple[int, ...]
    """The turns that show it, the first of them the original."""
    summary: str
    evidence: tuple[Evidence, ...] = ()
    """Events that show it; when there are none, the agent's words at those turns do."""
    wrong_from: int | None = None
    """The turn from which it goes wrong, where that is not the second of `turns`."""


def rule(case: Case, transcript: Transcript, results: Sequence[SentenceResult]) -> Ruling:
    """The detector: loops, and the author's own sentences about repeating."""
    found = looping(case, transcript.turns)
    findings = (*found.findings, *broken("looping", case, transcript, results))
    return ruled("looping", findings, found.notes, results, found.why).model_copy(update={"loop": found.loop})


def watch(case: Case, turns: tuple[Turn, ...]) -> Ending | None:
    """Stop one turn after a certain loop: the turn in between is evidence, what would follow is waste."""
    return "loop_stop" if len(turns) > 1 and _certain(_signals(case, turns[:-1])) else None


def looping(case: Case, turns: Sequence[Turn]) -> Ruling:
    """Judge the turns so far. Pure, so that it serves a watch as well as a judge."""
    signals = tuple(_signals(case, turns))
    certain = _certain(signals)
    findings = tuple(_finding(signal, case, turns) for signal in signals if signal in certain)
    notes = tuple(_finding(signal, case, turns, note=True) for signal in signals if signal not in certain)
    why = findings[0].summary if findings else f"no loop in {len(turns)} turns"
    return Ruling(
        criterion="looping",
        result="fail" if findings else "pass",
        why=why,
        findings=findings,
        notes=notes,
        loop=_loop(certain, turns) if certain else None,
    )


def _loop(certain: Sequence[Signal], turns: Sequence[Turn]) -> Loop:
    """Where the earliest loop starts, and what was spent from the second time on."""
    first = min(certain, key=_second)
    return Loop(start=first.turns[0], waste_tokens=tokens_from(turns, _second(first) - 1))


def _second(signal: Signal) -> int:
    """The turn from which it goes wrong: the second time."""
    return signal.wrong_from or (signal.turns[1] if len(signal.turns) > 1 else signal.turns[0])


def _certain(signals: Sequence[Signal]) -> tuple[Signal, ...]:
    alone = tuple(signal for signal in signals if signal.name in ALONE)
    weak = tuple(signal for signal in signals if signal.name in NEEDS_ANOTHER)
    if alone:
        return alone
    return weak if len({signal.name for signal in signals if signal.name in NEEDS_ANOTHER | SUPPORTS}) > 1 else ()


def _signals(case: Case, turns: Sequence[Turn]) -> list[Signal]:
    walked = steps(turns, allowed_repeats(case))
    return [
        *tool_repeats(turns, walked, frozenset(case.plan.polling)),
        *re_asks(case, turns),
        *said_again(walked),
        *cycles(walked),
        *stuck(walked),
        *protests(turns),
        *ping_pong(case, turns, walked),
    ]


def _finding(signal: Signal, case: Case, turns: Sequence[Turn], note: bool = False) -> Finding:
    speaker: Speaker = "customer" if signal.name == "L6" else "agent"
    by_number = {turn.number: turn for turn in turns}
    shown = (quote(words_of(by_number[number], speaker), number, speaker, turns) for number in signal.turns)
    second = _second(signal)
    waste = tokens_from(turns, second - 1)
    return Finding(
        criterion="looping",
        severity="low" if note else case.plan.settings.risk,
        turn=second,
        summary=f"{signal.summary}{f'; {waste} tokens from there on' if waste and not note else ''}",
        detector=DETECTOR,
        evidence=signal.evidence or tuple(one for one in shown if one),
        desk=by_number[second].reply.desk,
    )


# ---- L1: the same tool call again ---------------------------------------------------------------------------


def tool_repeats(turns: Sequence[Turn], walked: Sequence[Step], polling: frozenset[str] = frozenset()) -> list[Signal]:
    """The same call: three times for a read or an error, twice for a change that worked.

    What is sent may be sent once more when the customer asks, so sending takes three times as well.
    A read counts again only while nothing has moved since; and one tool that gives one result five times counts
    whatever its arguments. `polling` names tools that are meant to be asked again: they count within one reply only.
    """
    counts: Counter[str] = Counter()
    where: dict[str, list[tuple[int, Evidence]]] = {}
    found = []
    for turn, step in zip(turns, walked, strict=True):
        for event in turn.reply.events or ():
            if event.kind != "tool":
                continue
            for key, bound in _keys(event, step, f"in turn {turn.number} " if event.name in polling else ""):
                counts[key] += 1
                where.setdefault(key, []).append((turn.number, record(event, turn.number)))
                if counts[key] == bound:
                    numbers = tuple(number for number, _ in where[key])
                    shown = tuple(one for _, one in where[key])
                    found.append(
                        Signal("L1", numbers, f"{event.name} was called {bound} times with nothing new", shown)
                    )
    return found


def _keys(event: Event, step: Step, within: str) -> Iterator[tuple[str, int]]:
    """(what is counted, how many of it make a loop) for one call; `within`: the bound that a count is kept to."""
    call, known = within + fingerprint(event), action_of(event.name) is not None
    if not event.ok:
        yield f"error {call}", 3
    elif has_effect(event) and known:
        yield f"write {call}", 3 if action_of(event.name) in ("send", "reset") else 2
    elif known:
        yield f"read {call} {step.state}", 3
    else:
        yield f"call {call} {pairs(event.result)}", 3
    if event.result is not None:
        yield f"result {within}{event.name} {event.ok} {pairs(event.result)} {step.state if known else ''}", 5


# ---- L2: a question that was already answered ---------------------------------------------------------------


def re_asks(case: Case, turns: Sequence[Turn]) -> list[Signal]:
    """Questions for something that the customer had given: the first is a note, the second a loop."""
    given: dict[str, int] = {}
    again: dict[str, list[int]] = {}
    for one in re_asked(case, turns):
        given[one.slot] = one.given
        again.setdefault(one.slot, []).append(one.turn)
        if one.anew:
            again[one.slot] = [one.turn]
    return [_re_ask(slot, given[slot], numbers, turns) for slot, numbers in again.items()]


def _re_ask(slot: str, given: int, numbers: Sequence[int], turns: Sequence[Turn]) -> Signal:
    first = next((turn for turn in turns if turn.number == given), None)
    answer = (quote(first.customer.text, given, "customer", turns),) if first else ()
    asked = (quote(turn.reply.text, turn.number, "agent", turns) for turn in turns if turn.number in numbers)
    shown = tuple(one for one in (*answer, *asked) if one)
    name = "L2" if len(numbers) > 1 else "L2 note"
    times = "once" if len(numbers) == 1 else f"{len(numbers)} times"
    where = (given, *numbers) if numbers[0] != given else tuple(numbers)
    return Signal(
        name,
        where,
        f"the {slot} was asked for again {times} after the customer gave it at turn {given}",
        shown,
        numbers[0],
    )


# ---- L3, L4, L5: the same message, a cycle, no progress -----------------------------------------------------


def said_again(walked: Sequence[Step]) -> list[Signal]:
    """The first message that is like two or more of the last few, with nothing moved in between."""
    for index, step in enumerate(walked):
        if step.excused:
            continue
        recent = [one for one in walked[max(index - WINDOW, 0) : index] if one.state == step.state and not one.excused]
        like = [one.turn for one in recent if alike(one.text, step.text)]
        if len(like) >= 2:
            return [Signal("L3", (*like, step.turn), "the agent says the same thing again and nothing has moved")]
    return []


def cycle(symbols: Sequence[Symbol]) -> int | None:
    """The shortest period, 1 to 4, with which the sequence ends: three times for 1, twice for the others."""
    for period in range(1, 5):
        needed = period * (3 if period == 1 else 2)
        tail = symbols[-needed:]
        if len(tail) == needed and all(tail[at] == tail[at % period] for at in range(needed)):
            return period
    return None


def cycles(walked: Sequence[Step]) -> list[Signal]:
    """The first cycle of steps. Nothing may have moved in it, for the state is part of each step's symbol."""
    kept = [step for step in walked if not step.excused]
    for end in range(3, len(kept) + 1):
        if period := cycle([step.symbol for step in kept[:end]][-8:]):
            size = period * (3 if period == 1 else 2)
            numbers = tuple(step.turn for step in kept[end - size : end])
            second = (numbers[0], *numbers[period:])
            what = "the same step three times" if period == 1 else f"the same {period} steps over again"
            return [Signal("L4", second, f"{what}, and nothing has moved")]
    return []


def stuck(walked: Sequence[Step]) -> list[Signal]:
    """Agent turns in a row that changed nothing and told nothing new, while the customer still wanted something."""
    run: list[int] = []
    for before, step in pairwise(walked):
        still = step.state == before.state and not step.moved and not step.excused and not step.over
        run = [*run, step.turn] if still else []
        if len(run) == STILL:
            return [Signal("L5", tuple(run), f"nothing has moved for {STILL} turns")]
    return []


# ---- L6: the customer protests ------------------------------------------------------------------------------

_PROTEST = re.compile(
    r"\balready (?:told|gave|given|said|sent|answered)\b|\byou (?:just|already|keep) ask|\bagain\?"
    r"|\bsame (?:question|answer|thing|advice|reply)\b|\bgoing (?:round|around) in circles\b"
    r"|\btold you\b.{0,20}\b(?:already|before|twice)\b|\bas i (?:have )?(?:already )?said\b"
    r"|\bi(?:'ve| have) (?:already )?(?:tried|done) (?:that|this|it|all that)\b"
    r"|\b(?:makes|made) no difference\b|\bnothing (?:changes|changed|has changed)\b"
)


def protests(turns: Sequence[Turn]) -> list[Signal]:
    """The customer says that they have been here before, or has to say the same thing a third time."""
    spoken = [turn.number for turn in turns if _PROTEST.search(normal(turn.customer.text)[:4000])]
    if spoken:
        return [Signal("L6", tuple(spoken), "the customer says they have been here before")]
    for number, like in customer_repeats(turns):
        if len(like) >= 2:
            return [Signal("L6", (*like, number), "the customer has to say the same thing again")]
    return []


@remembered_of(8)
def customer_repeats(turns: Sequence[Turn]) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """(turn, the earlier turns it is like) of each message in which the customer says again what they had said.

    A short yes or thanks is nobody's burden to say twice: only what carries content counts.
    """
    found = []
    for index, turn in enumerate(turns):
        if turn.customer.act in _NO_BURDEN or not content(turn.customer.text):
            continue
        earlier = turns[max(index - WINDOW, 0) : index]
        if like := tuple(one.number for one in earlier if alike(one.customer.text, turn.customer.text)):
            found.append((turn.number, like))
    return tuple(found)


_NO_BURDEN = ("agree", "thank")


# ---- L7: passed to and fro ----------------------------------------------------------------------------------


def ping_pong(case: Case, turns: Sequence[Turn], walked: Sequence[Step]) -> list[Signal]:
    """Sent straight back with nothing done, or passed on oftener than the longest way that the author allows."""
    if bounced := to_and_fro(turns, walked, case.plan.desks):
        return [_passed(bounced, f"passed to {bounced[0].desk} and back to {bounced[1].desk}")]
    moved = hops(turns, case.plan.desks)
    expected = [item for item in case.items if isinstance(item, Route) and item.polarity == "must"]
    if expected and len(moved) > len(expected) + 1:
        return [_passed(moved, f"passed on {len(moved)} times")]
    return []


def to_and_fro(turns: Sequence[Turn], walked: Sequence[Step], names: Desks) -> tuple[Hop, Hop] | None:
    """The first move from one desk to another and straight back, with nothing done or told in between."""
    moved = hops(turns, names)
    desks = [start(turns, names), *(hop.desk for hop in moved)]
    for (before, out), back in zip(zip(desks, moved, strict=False), moved[1:], strict=False):
        if same_desk(before, back.desk) and not _served(turns, walked, out.turn, back.turn):
            return out, back
    return None


def _passed(moved: Sequence[Hop], summary: str) -> Signal:
    return Signal("L7", tuple(dict.fromkeys(hop.turn for hop in moved)), summary, tuple(hop.evidence for hop in moved))


def _served(turns: Sequence[Turn], walked: Sequence[Step], first: int, last: int) -> bool:
    """Whether a desk did something for the customer, or told them something, before passing them back."""
    did = any(has_effect(event) for turn in turns if first <= turn.number <= last for event in turn.reply.events or ())
    return did or any(step.moved for step in walked if first <= step.turn < last)


# ---- what only reading would tell ---------------------------------------------------------------------------


def weak(case: Case, transcript: Transcript, ruling: Ruling) -> str | None:
    """A sign of a loop that does not make one alone."""
    if ruling.result == "fail":
        return None
    signs = [one.summary for one in _signals(case, transcript.turns) if one.name in NEEDS_ANOTHER]
    return f"{signs[0]}: only reading would tell whether it had to" if signs else None


STANDARD = Standard(
    holds="the agent did not go round in circles",
    detect=rule,
    rubric=Rubric(
        question="Did the agent ask for or say the same thing three times, or twice more after the customer had "
        "answered, with nothing new known and nothing changed in between?",
        passes="Whatever comes again, something had changed: another item, a failed check, new facts, a new request.",
        fails="The same question or message comes again, in whatever words, and nothing has moved.",
        barely_holds="Asked three times to make an exception, the agent says no three times.",
        barely_breaks="Three differently worded requests for a number that the customer gave at once.",
        not_applicable="The agent spoke fewer than three times.",
        evidence="The agent's words in each of the turns that repeat: at least two turns.",
    ),
    doubt=weak,
    fewest_turns=2,
)
