"""Rulings + Transcript -> FirstBreak: where it first went wrong, what followed from it, and what was spent after."""

from collections.abc import Sequence

from harness.conversation.nouns import Case, Transcript

from ..nouns import Break, FirstBreak, Ruling
from ..progress import tokens_from
from .ancestry import descent
from .contracts import Violation, violations
from .elimination import own_work
from .happenings import happenings

MOST_CANDIDATES = 5
"""Candidates that are kept, the first included."""


def first_break(case: Case, transcript: Transcript, rulings: Sequence[Ruling]) -> FirstBreak | None:
    """The candidates in order of rank; None when nothing failed, or nobody said anything.

    A candidate is what failed, or what leads on to something that failed, and follows from no earlier candidate. They
    are ranked by time: where it broke first, it broke; what was seen comes before what was missed at the same turn,
    for a thing that never came is often the consequence of one that did.
    """
    findings = [finding for ruling in rulings for finding in ruling.findings]
    row = happenings(transcript.turns)
    if not findings or not row:
        return None
    found = violations(case, transcript, row, findings)
    reached = descent(case, transcript, row, found)
    roots = _roots(found, reached)
    breaks = [_break(index, found, reached, transcript) for index in roots]
    if not any(_shows_where(found[index]) for index in roots):
        breaks = _by_elimination(breaks, transcript)
    first, *others = breaks[:MOST_CANDIDATES]
    return FirstBreak(**first.model_dump(), others=tuple(others))


def _shows_where(one: Violation) -> bool:
    """Whether it is what failed and was seen: not what never came, nor what agents may well say in working notes."""
    return one.finding is not None and not one.missed and one.contract not in ("C3", "C6")


def _by_elimination(breaks: list[Break], transcript: Transcript) -> list[Break]:
    """The same with the turn in front that the rest stands on, where several agents are at work by themselves."""
    turn = own_work(transcript.turns)
    if turn is None:
        return breaks
    left = Break(
        turn=turn.number,
        criterion=breaks[0].criterion,
        desk=turn.reply.desk,
        summary="the first work of its own of an agent that does not lead the others",
        tokens_after=tokens_from(transcript.turns, turn.number),
        confidence="elimination",
    )
    return [left, *breaks]


def _roots(found: Sequence[Violation], reached: Sequence[frozenset[int]]) -> list[int]:
    """What failed or leads to what failed, and follows from nothing of the kind before it; one for each place."""
    roots: list[int] = []
    for index, one in enumerate(found):
        failed = one.finding is not None or any(found[later].finding for later in reached[index])
        follows = any(index in reached[root] or found[root].happening is one.happening for root in roots)
        if failed and not follows:
            roots.append(index)
    return roots


def _break(index: int, found: Sequence[Violation], reached: Sequence[frozenset[int]], transcript: Transcript) -> Break:
    one = found[index]
    later = {found[at].happening.place: found[at].happening for at in sorted(reached[index]) if not found[at].missed}
    later.pop(one.happening.place, None)
    desks = {one.happening.desk, *(happening.desk for happening in later.values())} - {None}
    return Break(
        turn=one.happening.turn,
        criterion=one.criterion,
        desk=one.happening.desk,
        summary=one.summary,
        tokens_after=tokens_from(transcript.turns, one.happening.turn),
        contract=one.contract,
        event=one.happening.event.id if one.happening.event and not one.missed else None,
        confidence="dataflow" if reached[index] else "temporal",
        cascade_size=len(later),
        amplification=max(1, len(desks)),
    )
