"""Turns -> Steps: what each agent turn did, said in symbols that can be compared, and whether anything moved."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.conversation.nouns import Turn
from harness.conversation.sighting import action_of, sightings, worked
from harness.conversation.slots import asked_slots
from harness.plan.nouns import Deed
from harness.target.nouns import Event
from harness.text.acts import SaidAct, said
from harness.text.normal import content, normal
from harness.text.remembering import remembered_of
from harness.text.similarity import similar, slot_differs
from harness.text.values import find_values

from .values import pairs

READS = ("look_up", "verify")
"""The classes of action that change nothing."""

INSISTS = ("push_back", "object", "decline", "react")
"""Customer acts that ask for the same no again: to give it once more is an answer, not a loop."""

MEMORY = 8
"""How many earlier messages of its kind a message is compared with."""

Symbol = tuple[str, str, str]
"""(act, what it is about, digest of where things stand): equal symbols are the same step."""


@dataclass(frozen=True)
class Step:
    """One agent turn as a loop detector sees it."""

    turn: int
    text: str
    state: str
    symbol: Symbol
    excused: bool
    """The customer asked for the same no again, or the author lets the agent say it again."""
    moved: bool
    """It told a typed value that had not been told before, even if the state is as it was."""
    over: bool
    """The customer had taken leave: no progress is due any more."""


@remembered_of(8)
def steps(turns: Sequence[Turn], allowed: Sequence[Deed] = ()) -> tuple[Step, ...]:
    """Every agent turn in order. Linear in the number of turns, but for comparing each message with the last few.

    `allowed`: what the author lets the agent say again, such as a notice that the law wants read out each time.
    """
    again = {one.turn for deed in allowed for one in sightings(_once(deed), turns)}
    found: list[Step] = []
    seen_words: set[str] = set()
    given: set[str] = set()
    effects: list[str] = []
    clusters: list[tuple[str, str]] = []
    over = False
    for turn in turns:
        over = (over or turn.customer.act == "thank") and turn.customer.act != "open"
        given |= {f"{value.kind} {value.canonical}" for value in find_values(turn.customer.text)}
        effects += [fingerprint(event) for event in turn.reply.events or () if has_effect(event)]
        state = _digest([*sorted(given), "then", *effects, "at", turn.reply.desk or ""])
        act, words = main_act(turn.reply.text)
        fresh = _fresh(turn.reply.text, seen_words)
        what = _what(act, words, turn.reply.text, fresh, clusters)
        excused = (act == "refuse" and turn.customer.act in INSISTS) or turn.number in again
        moved = act == "say" and any(key.startswith("value ") for key in fresh)
        found.append(Step(turn.number, turn.reply.text, state, (act, what, state), excused, moved, over))
        seen_words |= fresh
    return tuple(found)


def _once(deed: Deed) -> Deed:
    """The thing itself of a deed that is done again."""
    return deed.model_copy(update={"act": deed.of or "say", "of": None})


def has_effect(event: Event) -> bool:
    """Whether a tool call changed something, as far as its name tells; an unknown tool that succeeded did."""
    return event.kind == "tool" and worked(event) and action_of(event.name) not in READS


def fingerprint(event: Event) -> str:
    """One call with its arguments, the same text for the same call; read to a bound, for it comes from outside."""
    return f"{event.name} {pairs(event.arguments)}"


def _digest(what: Iterable[str]) -> str:
    """A short digest of some texts, the same in every process."""
    return hashlib.sha256("\x1f".join(what).encode("utf-8", "surrogatepass")).hexdigest()[:12]


_WEIGHT = ("ask", "confirm", "not_understood", "refuse", "hand_off", "claim", "progress", "offer", "say")
"""Which act stands for a message that holds several: the first of these that it holds."""


def main_act(text: str) -> tuple[str, str]:
    """(act, words) of what a message mainly does; the whole text when it holds no known act."""
    acts = said(text)
    for kind in _WEIGHT:
        if found := _first(acts, kind):
            return kind, found.words
    return (acts[0].act, acts[0].words) if acts else ("say", text)


def _first(acts: Sequence[SaidAct], kind: str) -> SaidAct | None:
    return next((act for act in acts if act.act == kind), None)


def _fresh(text: str, before: set[str]) -> set[str]:
    """The typed values and content words that the agent had not said before."""
    values = {f"value {value.kind} {value.canonical}" for value in find_values(text)}
    return (values | {f"word {word}" for word in content(text)}) - before


def _what(act: str, words: str, text: str, fresh: set[str], clusters: list[tuple[str, str]]) -> str:
    """What the act is about: one name for the same thing in other words; answers to different questions differ."""
    if act == "ask" and (slots := asked_slots(words)):
        return " ".join(slots)
    if act == "not_understood":
        return act
    tells = act in ("say", "claim", "progress", "offer")
    compared = text if tells else words
    for name, earlier in clusters[-MEMORY:]:
        if normal(earlier) == normal(compared) or (not tells and alike(earlier, compared)):
            return name
    if tells and not fresh:
        return "nothing new"
    clusters.append((f"{act} {len(clusters)}", compared))
    return clusters[-1][0]


def alike(one: str, other: str) -> bool:
    """Whether two messages say the same: similar, and no slot, option or ordinal differs."""
    return similar(one, other) and not slot_differs(one, other)


def tokens_from(turns: Sequence[Turn], number: int) -> int:
    """The target's tokens in the turns after this one."""
    return sum(turn.reply.tokens.total for turn in turns if turn.number > number and turn.reply.tokens)
