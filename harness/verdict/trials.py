"""Marks of one sentence, or of one journey, over its trials -> whether it held, broke, varied, or nobody knows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from harness.criteria import Mark, Standing
from harness.noun import Noun

from .nouns import Outcome


class Trials(Noun):
    """What a sentence or a journey came to over its valid trials."""

    standing: Standing
    held: int
    broke: int
    undecided: int
    """Trials that could not tell."""
    idle: int
    """Trials in which it never came up, or did not apply: neither for it nor against it."""

    @property
    def trials(self) -> int:
        """All of them."""
        return self.held + self.broke + self.undecided + self.idle


def over_trials(marks: Iterable[Mark]) -> Trials:
    """held: it held in every trial that put it to the test. broke: it broke in every trial that was decided.

    varied: it held in one trial and broke in another. unknown: nothing was decided, or it held in some trials and
    nobody could tell in the others. What could not be told, or never came up, never counts as held.
    """
    count = Counter(marks)
    held, broke, undecided = count["pass"], count["fail"], count["cannot_tell"]
    return Trials(
        standing=_standing(held, broke, undecided),
        held=held,
        broke=broke,
        undecided=undecided,
        idle=count["not_exercised"] + count["not_applicable"],
    )


def _standing(held: int, broke: int, undecided: int) -> Standing:
    if broke:
        return "varied" if held else "broke"
    return "held" if held and not undecided else "unknown"


def mark_of(outcome: Outcome) -> Mark | None:
    """What one conversation came to as a whole; None when it was not valid, so that it is no trial of anything.

    It fails by a required sentence or a criterion, and passes when at least one required sentence held and none is in
    doubt.
    """
    if outcome.validity != "valid":
        return None
    marks = set(outcome.required.values())
    if "fail" in marks or "fail" in outcome.results.values():
        return "fail"
    if "cannot_tell" in marks or "pass" not in marks:
        return "cannot_tell"
    return "pass"


def journey_over_trials(outcomes: Iterable[Outcome]) -> Trials:
    """A journey, or one of its variations, over those of these conversations that were planned."""
    return over_trials(mark for outcome in outcomes if outcome.why == "fixed" and (mark := mark_of(outcome)))


def sentences_over_trials(outcomes: Iterable[Outcome]) -> dict[str, Trials]:
    """Each required sentence over those that were planned: sentence id -> what it came to, in the author's order."""
    marks: dict[str, list[Mark]] = {}
    for outcome in outcomes:
        if outcome.validity == "valid" and outcome.why == "fixed":
            for sentence, mark in outcome.required.items():
                marks.setdefault(sentence, []).append(mark)
    return {sentence: over_trials(found) for sentence, found in marks.items()}


def over_all_trials(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Every journey and variation with its sentences over their trials, for a machine; in the order of the outcomes."""
    rows = dict.fromkeys((outcome.journey, outcome.variation) for outcome in outcomes)
    found = []
    for journey, variation in rows:
        mine = [outcome for outcome in outcomes if (outcome.journey, outcome.variation) == (journey, variation)]
        sentences = {name: one.model_dump(mode="json") for name, one in sentences_over_trials(mine).items()}
        own = journey_over_trials(mine).model_dump(mode="json")
        found.append({"journey": journey, "variation": variation, **own, "sentences": sentences})
    return found
