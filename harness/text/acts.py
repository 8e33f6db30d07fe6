"""Agent words -> acts: what somebody reading along would say the agent is doing, clause by clause.

The customer and the verdict both read these acts, so there is one reading of "Could I take your postcode?" and not two.
Rules are ordered; the first that fits names the act. An apology, thanks or a greeting may stand beside another act.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from harness.noun import Noun

from .actions import Action, action_in
from .claims import claimed
from .clauses import Clause, clauses
from .normal import normal
from .phrases import (
    ANYTHING_ELSE,
    BYE,
    CONFIRM,
    GREET,
    MORE_HELP,
    NOT_UNDERSTOOD,
    OFFER_QUESTION,
    OPEN_QUESTION,
    THANK,
    apology,
    hand_over,
    promise,
    refusal,
    request,
    sorry_what,
)
from .remembering import remembered
from .values import find_values

Act = Literal[
    "ask",
    "offer",
    "say",
    "refuse",
    "apologise",
    "claim",
    "progress",
    "hand_off",
    "confirm",
    "anything_else",
    "greet",
    "thank",
    "bye",
    "not_understood",
]

_MERGED = frozenset({"say", "greet", "apologise", "thank"})
"""Acts of which two in a row are one."""
_NEXT = 16
"""Characters after a clause that tell whether "sorry" only asks to hear it again."""
_SCRAP = 18
"""A `say` of up to this many characters and no value says nothing by itself: "I'm afraid", "Just to confirm", "No"."""


class SaidAct(Noun):
    """One thing that somebody does with words."""

    act: Act
    """ask: wants to know something. confirm: asks leave to act. offer: offers or promises. claim: says it is done.
    progress: says it is being done. hand_off: passes the customer on, promised or done. say: tells; what no other
    act fits."""
    action: Action | None = None
    """What would be, is or was done, for confirm, offer, refuse, claim and progress; None when the words do not
    tell."""
    start: int
    end: int
    words: str
    """Verbatim: text[start:end]."""


class _Heard(NamedTuple):
    act: Act
    action: Action | None = None


@remembered(4_096)
def said(text: str) -> tuple[SaidAct, ...]:
    """The acts of a text in order of place. Two acts can share one clause ("I'm sorry to say that we can't").

    A question counts as `ask` unless it is one of the finer kinds. Linear in the length of the text.
    """
    return tuple(
        act for _, group in groupby(clauses(text), key=lambda clause: clause.sentence) for act in _said_in(text, group)
    )


def _said_in(text: str, group: Iterable[Clause]) -> Iterator[SaidAct]:
    """The acts of one sentence. Neighbouring `say` clauses are one, and scraps such as "I'm afraid" join what they
    belong to."""
    waiting: SaidAct | None = None
    for clause in group:
        line = normal(text[clause.start : clause.end])
        again = sorry_what(line, normal(text[clause.start : clause.end + _NEXT]))
        for heard in _hear(line, clause.question, again):
            act = _act(text, heard, clause.start, clause.end)
            if waiting and (waiting.act == act.act in _MERGED or _is_scrap(waiting) or _is_scrap(act)):
                waiting = _joined(text, waiting, act)
                continue
            if waiting:
                yield waiting
            waiting = act
    if waiting:
        yield waiting


def _is_scrap(act: SaidAct) -> bool:
    return act.act == "say" and len(act.words) <= _SCRAP and not find_values(act.words)


def _joined(text: str, first: SaidAct, second: SaidAct) -> SaidAct:
    """Both as one, under the name of the one that is more than a scrap."""
    named = second if _is_scrap(first) else first
    return _act(text, _Heard(named.act, named.action), first.start, second.end)


def _act(text: str, heard: _Heard, start: int, end: int) -> SaidAct:
    return SaidAct(act=heard.act, action=heard.action, start=start, end=end, words=text[start:end])


def _hear(line: str, question: bool, again: bool) -> tuple[_Heard, ...]:
    """What one clause in normal form does; nothing for a clause without a word. again: "Sorry, what?"."""
    if not any(mark.isalnum() for mark in line):
        return ()
    beside = tuple(_beside(line, question, again))
    main = tuple(_main(line, question))
    return beside + main if beside or main else (_Heard("say"),)


def _beside(line: str, question: bool, again: bool) -> Iterator[_Heard]:
    """Courtesies, which may stand beside another act."""
    if not again and apology(line, question):
        yield _Heard("apologise")
    if THANK.search(line):
        yield _Heard("thank")


def _main(line: str, question: bool) -> Iterator[_Heard]:
    if NOT_UNDERSTOOD.search(line):
        yield _Heard("not_understood")
    elif ANYTHING_ELSE.search(line) and (question or MORE_HELP.search(line)):
        yield _Heard("anything_else")
    elif BYE.search(line) and not question:
        yield _Heard("bye")
    elif GREET.search(line):
        yield _Heard("greet")
    elif question:
        yield _question(line)
    else:
        yield from _statement(line)


def _question(line: str) -> _Heard:
    if OPEN_QUESTION.search(line):
        return _Heard("ask")
    if asks := CONFIRM.search(line):
        return _Heard("confirm", action_in(line[asks.start() :]))
    if offers := OFFER_QUESTION.search(line):
        return _Heard("offer", action_in(line[offers.start() :]))
    return _Heard("ask")


def _statement(line: str) -> Iterator[_Heard]:
    """A sentence that is no question: it may still ask, politely."""
    if request(line):
        yield _Heard("confirm", action_in(line)) if CONFIRM.search(line) else _Heard("ask")
    elif refuses := refusal(line):
        yield _Heard("refuse", action_in(line[refuses.start() :]))
    elif hand_over(line):
        yield _Heard("hand_off")
    elif done := claimed(line):
        yield from (_Heard(claim.act, claim.action) for claim in done)
    elif offers := promise(line):
        yield _Heard("offer", action_in(line[offers.start() :]))
