"""What a criterion is made of: how it is detected, what a model is asked about it, how it is put to people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harness.conversation.nouns import Case, Transcript
from harness.criteria import Result
from harness.noun import Noun

from .nouns import Ruling, SentenceResult

Detector = Callable[[Case, Transcript, Sequence[SentenceResult]], Ruling]
"""Judges one criterion over one conversation. It says itself when it does not apply or cannot tell."""

Doubt = Callable[[Case, Transcript, Ruling], str | None]
"""Why reading would add to what the detector ruled; None when it would not, and no model is asked."""


class Rubric(Noun):
    """What a model is told of a criterion: one yes or no, never a scale (measurement 1.2)."""

    question: str
    passes: str
    """The anchor of a pass."""
    fails: str
    """The anchor of a fail."""
    barely_holds: str
    """An example that is only just a pass."""
    barely_breaks: str
    """An example that is only just a fail."""
    not_applicable: str
    """When it does not apply."""
    evidence: str
    """What has to be quoted or named."""


def settled_by_rules(_case: Case, _transcript: Transcript, _ruling: Ruling) -> str | None:
    """No doubt that reading would lift, beyond the author's sentences."""
    return None


def unwritten(_case: Case, transcript: Transcript, ruling: Ruling) -> str | None:
    """A recorded conversation for which nobody wrote down what should come of it: only reading would tell."""
    if transcript.origin == "production" and ruling.result == "not_applicable":
        return "nobody wrote down what this conversation should come to"
    return None


@dataclass(frozen=True)
class Standard:
    """One criterion, whole. Its module in this room holds it as `STANDARD`."""

    holds: str
    """One plain clause, true when it passes."""
    detect: Detector
    rubric: Rubric
    doubt: Doubt = settled_by_rules
    speakers: tuple[str, ...] = ("agent",)
    """Whose words are evidence for a model's verdict on it."""
    fewest_turns: int = 1
    """In how many turns a fail that a model sees has to show."""
    by_absence: tuple[Result, ...] = ("pass",)
    """What a model may rest on not finding something, where two calls agree."""
    lists_statements: bool = False
    """A model lists the agent's statements and what bears them out, and a program decides which stand."""
