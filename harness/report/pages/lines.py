"""The author's sentences, in the author's order and words, each with its mark, its proof and its place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from harness.criteria import Mark, Severity
from harness.journey.headings import CANONICAL
from harness.plan.fill import fill_text
from harness.plan.nouns import Plan, Reading
from harness.verdict.nouns import RULES, Evidence, SentenceResult
from harness.verdict.sentences import of_list
from harness.verdict.trials import Trials

from ..judging import was_asked
from ..proofs import proof_words

Shown = Mark | Literal["used", "unchecked", "advisory", "varied", "plain"]
"""A mark as pages show it. used: the customer carried it out. unchecked: nobody looked. advisory: nice to have, and did
not happen. varied: it held in one trial and broke in another. plain: nothing to judge."""

WORDS: dict[Shown, str] = {
    "pass": "held",
    "fail": "broke",
    "not_exercised": "never came up",
    "cannot_tell": "could not be told",
    "not_applicable": "does not apply",
    "used": "the customer did it",
    "unchecked": "not checked",
    "advisory": "did not happen; does not count",
    "varied": "held in some trials, broke in others",
    "plain": "",
}
"""What each mark says, for everybody and for whoever cannot see it."""


NEVER: dict[Shown, str] = {
    "pass": "did not happen",
    "fail": "happened",
    "varied": "happened in some trials",
}
"""The same of what must never happen, where it says something else."""


@dataclass(frozen=True)
class Proof:
    """One piece of evidence."""

    kind: Literal["quote", "event", "absence"]
    words: str
    turn: int | None


@dataclass(frozen=True)
class Line:
    """One of the author's sentences, as a page shows it."""

    id: str
    number: int
    text: str
    mark: Shown
    note: str = ""
    """What stands behind the text in small letters."""
    why: str = ""
    proof: tuple[Proof, ...] = ()
    turns: tuple[int, ...] = ()
    """The turns of the conversation that it is about."""
    severity: Severity | None = None
    nested: bool = False
    never: bool = False
    """It must never happen: that it held is that it did not."""
    result: SentenceResult | None = None
    """What can be said to be wrong; None where nothing was judged."""
    trials: Trials | None = None
    page: str | None = None
    """A conversation that shows it, where the line stands on no conversation's page."""
    variation: str = ""

    @property
    def word(self) -> str:
        """The mark in words."""
        return NEVER.get(self.mark, WORDS[self.mark]) if self.never else WORDS[self.mark]


@dataclass(frozen=True)
class Section:
    """Lines below one heading."""

    title: str
    file: str
    """Of an included page; empty for the journey's own."""
    lines: tuple[Line, ...]


def sections(plan: Plan, lines: Iterable[tuple[Reading, Line]]) -> tuple[Section, ...]:
    """The lines below the headings under which their author put them."""
    found = groupby(lines, lambda one: (one[0].sentence.heading, one[0].sentence.span.file))
    return tuple(
        Section(CANONICAL[heading], file if file != plan.file else "", tuple(line for _, line in mine))
        for (heading, file), mine in found
    )


def line_of(
    plan: Plan, reading: Reading, values: dict[str, str], results: dict[str, SentenceResult], used: dict[str, list[int]]
) -> Line:
    """One sentence in one conversation. `used`: sentence -> the turns in which the customer carried it out."""
    sentence = reading.sentence
    text, result = fill_text(sentence.text, values), results.get(sentence.id)
    below = (
        [one.sentence for one in plan.readings if one.sentence.group == sentence.id] if reading.status == "note" else []
    )
    nested = [results[one.id] for one in below if one.id in results]
    bare = Line(
        sentence.id,
        sentence.span.line,
        text,
        "plain",
        severity=sentence.severity,
        nested=sentence.group is not None,
        never=sentence.heading == "never",
    )
    if nested and result is None:
        return replace(bare, mark=of_list(nested, any_of=any(one.any_of for one in below)))
    if reading.status in _UNREAD and not was_asked(result):
        return replace(bare, mark="unchecked", note=reading.status.replace("_", " "))
    if result is not None:
        return _judged(bare, reading, result)
    turns = tuple(used.get(sentence.id, ()))
    return replace(bare, mark="used", turns=turns) if turns else bare


_UNREAD = ("vague", "needs_model", "unsupported")


def _judged(bare: Line, reading: Reading, result: SentenceResult) -> Line:
    shown = tuple(map(proof_of, result.evidence))
    turns = {one.turn for one in shown if one.turn} | ({result.turn} if result.turn else set())
    return replace(
        bare,
        mark=mark_of(reading, result.result, result.level),
        note="" if result.by == RULES else f"read by {result.by}",
        why=result.why,
        proof=shown,
        turns=tuple(sorted(turns)),
        result=result,
    )


def mark_of(reading: Reading, result: Mark, level: str = "required") -> Shown:
    """That the customer keeps to their lines is no merit of the agent; what is nice to have never fails."""
    if result == "pass" and reading.sentence.heading in ("customer", "script"):
        return "used"
    return "advisory" if level == "advisory" and result == "fail" else result


def proof_of(evidence: Evidence) -> Proof:
    """One piece of evidence, with the turn that it points at."""
    turn = None if evidence.kind == "absence" else evidence.turn
    return Proof(evidence.kind, proof_words(evidence), turn)


def of_variation(plan: Plan, variation: str) -> Sequence[Reading]:
    """The sentences that hold for one row of the journey's table."""
    return [one for one in plan.readings if one.sentence.only in (None, variation)]
