"""Case + Transcript + Findings -> Violations: each contract C1 to C10 that something in the conversation breaks.

What the detectors of the criteria found breaks C3 to C6 and C9; here it only gets its place. The other contracts are
looked at here. What breaks one of them alone fails nothing: a tool may fail and be called again. It counts as the break
where something that failed follows from it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.conversation.nouns import Case, Transcript, Turn
from harness.conversation.sighting import shows, worked
from harness.conversation.slots import slot_of
from harness.criteria import CRITERIA, Criterion
from harness.target.nouns import Event
from harness.text.acts import said
from harness.text.normal import content
from harness.text.sentences import split

from ..hallucination import written_values
from ..misrouting import taken_along
from ..nouns import Absence, Contract, Evidence, Finding, Quote, Record
from ..policies import about, contradicted, key_words
from .happenings import Happening, fields, values_in

MOST_STATEMENTS = 60
"""Sentences of one answer that are compared with earlier ones."""

MOST_ALIKE = 4
"""Earlier statements about one subject that are kept: the last of them."""

_OF: dict[Criterion, Contract] = {"looping": "C6", "misrouting": "C5"}
_CRITERION: dict[Contract, Criterion] = {
    "C6": "looping",
    "C7": "misrouting",
    "C8": "hallucination",
    "C10": "misrouting",
}


@dataclass(frozen=True)
class Violation:
    """A contract broken at a place."""

    contract: Contract
    happening: Happening
    criterion: Criterion
    summary: str
    finding: Finding | None = None
    """What failed for it; None for a contract that fails nothing alone."""
    missed: bool = False
    """It is something that never came, or a state of the world afterwards: no event shows it."""
    slots: frozenset[str] = frozenset()
    """C7: what the hand-off lost."""

    @property
    def idle(self) -> bool:
        """Whether it is no more than a turn that brought nothing."""
        return self.contract == "C6" and self.finding is None

    @property
    def order(self) -> tuple[int, bool, int, bool, int]:
        """By turn; what was seen before what was missed; by place; what is not resolved comes of the others; then as
        criteria are reported.
        """
        comes_of_it = self.criterion == "resolution"
        return self.happening.turn, self.missed, self.happening.place, comes_of_it, CRITERIA.index(self.criterion)


def violations(
    case: Case, transcript: Transcript, row: Sequence[Happening], findings: Sequence[Finding]
) -> tuple[Violation, ...]:
    """Everything that is broken, in order of time. There must have been a turn."""
    found = [
        *(_found(finding, row) for finding in findings),
        *failed_tools(row),
        *unknown_arguments(case, row),
        *idle(transcript.turns, row),
        *lost_context(case, transcript, row),
        *contradictions(transcript.turns, row),
        *mistaken(case, row),
    ]
    return tuple(sorted(found, key=lambda one: one.order))


# ---- C3, C4, C5, C6, C9: what the detectors found -----------------------------------------------------------


def _found(finding: Finding, row: Sequence[Happening]) -> Violation:
    return Violation(
        contract=finding.contract or _OF.get(finding.criterion, "C9"),
        happening=_place(finding, row),
        criterion=finding.criterion,
        summary=finding.summary,
        finding=finding,
        missed=all(_shows_no_event(one) for one in finding.evidence),
    )


def _shows_no_event(evidence: Evidence) -> bool:
    return isinstance(evidence, Absence) or (isinstance(evidence, Record) and evidence.event.startswith("state:"))


def _place(finding: Finding, row: Sequence[Happening]) -> Happening:
    """The event that the evidence names at that turn, if it quotes no words there; else the words of the turn."""
    quoted = any(isinstance(one, Quote) and one.turn == finding.turn for one in finding.evidence)
    named = {one.event for one in finding.evidence if isinstance(one, Record)} if not quoted else set()
    here = [one for one in row if one.turn == finding.turn] or [row[-1]]
    return next((one for one in here if one.event and one.event.id in named), here[-1])


# ---- C1, C2: tools ------------------------------------------------------------------------------------------


def failed_tools(row: Sequence[Happening]) -> Iterator[Violation]:
    """C1: calls that the target says went wrong, or whose result tells so."""
    for one in row:
        if one.event and one.event.kind in ("tool", "error", "retrieval") and not worked(one.event):
            yield _suspect("C1", one, shows(one.event))


_GIVEN = ("id", "email", "postcode", "phone")
"""Kinds of value that only a customer, the author or a tool can give."""


def unknown_arguments(case: Case, row: Sequence[Happening]) -> Iterator[Violation]:
    """C2: calls with a number, address or code that nobody had given until then."""
    known = {f"{value.kind} {value.canonical}" for value in written_values(case)}
    for one in row:
        if one.event is None or one.event.kind != "tool":
            continue
        mine = one.brought & fields(one.event.arguments) - known
        strange = sorted(value for value in mine if value.partition(" ")[0] in _GIVEN)
        if strange:
            yield _suspect("C2", one, f'{shows(one.event)}: nobody had given "{strange[0].partition(" ")[2]}"')


# ---- C6: turns that bring nothing ---------------------------------------------------------------------------


def idle(turns: Sequence[Turn], row: Sequence[Happening]) -> Iterator[Violation]:
    """C6: turns in which the agent does nothing, asks nothing and tells no new value, while the talk goes on.

    Alone that is no fault: people chat. Where a bound on turns is broken, these are the turns that were too many.
    """
    words = {one.turn: one for one in row if one.event is None}
    for turn in turns[:-1]:
        did = any(event.kind in ("tool", "retrieval") for event in turn.reply.events or ())
        silent = not did and not words[turn.number].brought
        if silent and not any(act.act in _MOVES for act in said(turn.reply.text)):
            yield _suspect("C6", words[turn.number], "the agent did nothing, asked nothing and told nothing new")


_MOVES = ("ask", "confirm", "offer", "refuse", "claim", "progress")
"""Acts that bring a conversation on. To be passed on is none: where that alone happened, the turn was lost."""


# ---- C7: hand-offs ------------------------------------------------------------------------------------------


def lost_context(case: Case, transcript: Transcript, row: Sequence[Happening]) -> Iterator[Violation]:
    """C7: hand-offs whose payload lacks a value that the customer had given."""
    made = {id(event): carried.lost for event, carried in taken_along(case, transcript.turns)}
    for one in row:
        if one.event and (lost := made.get(id(one.event))):
            summary = f"the hand-off to {one.event.name} lost the {', '.join(lost)}"
            yield _suspect("C7", one, summary, slots=frozenset(slot_of(slot) or slot for slot in lost))


# ---- C8: contradictions -------------------------------------------------------------------------------------


def contradictions(turns: Sequence[Turn], row: Sequence[Happening]) -> Iterator[Violation]:
    """C8: a new value where an earlier statement of the agents about the same thing had another of its kind.

    Statements are looked up by their subject, the first of their content words, so that many cost no more than few.
    """
    words = {one.turn: one for one in row if one.event is None}
    earlier: dict[str, list[str]] = {}
    for turn in turns:
        here = [turn.reply.text[start:end] for start, end in split(turn.reply.text)[:MOST_STATEMENTS]]
        here = [sentence for sentence in here if values_in(sentence)]
        for sentence in here:
            alike = [one for subject in dict.fromkeys(content(sentence)) for one in earlier.get(subject, ())]
            before = next((one for one in alike if _against(one, sentence, words[turn.number])), None)
            if before:
                yield _suspect("C8", words[turn.number], f'said "{sentence[:120]}" after "{before[:120]}"')
        for sentence in here:
            if keys := key_words(sentence):
                earlier[keys[0]] = [*earlier.get(keys[0], ()), sentence][-MOST_ALIKE:]


def _against(before: str, sentence: str, here: Happening) -> bool:
    """Whether the sentence contradicts the earlier one with a value that nobody had named before."""
    if not about(before, sentence):
        return False
    other = contradicted(before, sentence, ())
    return other is not None and f"{other.kind} {other.canonical}" in here.brought


# ---- C10: what the request was taken for --------------------------------------------------------------------


def mistaken(case: Case, row: Sequence[Happening]) -> Iterator[Violation]:
    """C10: the first event that labels the request with another intent than the journey's."""
    expected = case.plan.settings_of(case.variation).intent
    for one in row:
        label = _label(one.event) if one.event and expected else None
        if expected and label and not _same_intent(label, expected):
            yield _suspect(
                "C10", one, f'the request was labelled "{label[:60]}"; the journey\'s intent is "{expected[:60]}"'
            )
            return


def _label(event: Event) -> str | None:
    held = {**event.arguments, **(event.result or {})}
    return next((str(held[key]) for key in ("intent", "topic") if isinstance(held.get(key), str)), None)


def _same_intent(label: str, expected: str) -> bool:
    one, other = (frozenset(content(words.replace("_", " "))) for words in (label, expected))
    return not one or not other or one <= other or other <= one


def _suspect(contract: Contract, happening: Happening, summary: str, slots: frozenset[str] = frozenset()) -> Violation:
    return Violation(contract, happening, _CRITERION.get(contract, "resolution"), summary, slots=slots)
