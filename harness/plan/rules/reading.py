"""What a rule is given and what it gives back."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from harness.criteria import Severity
from harness.journey.nouns import Sentence

from ..nouns import AnyItem, Deed, Status, Vocabulary
from .grammar import straight
from .people import People
from .ties import Tied, tied

_LINK = re.compile(r"\[([^\[\]]{1,200})\]\([^()\s]{1,500}\)")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]{1,200}?)(?<=\S)\1(?![\w*])")


@dataclass(frozen=True)
class Context:
    """What a sentence is read against."""

    sentence: Sentence
    people: People
    vocabulary: Vocabulary
    risk: Severity
    plain: bool = False
    """Whether the journey has no headings, so that what the agent does may stand among what the customer does."""
    before: str = ""
    """The customer's sentence before this one, which "this" may point to; empty when there is none."""
    then: Deed | None = None
    """What the expectation before this one looks for, which "only then" points to."""
    conditions: dict[str, Deed] = field(default_factory=dict, compare=False, repr=False)
    """What was made of each condition: several rules ask it of the same words."""
    words: str | None = None
    """What to read instead of the sentence's own words: a nested bullet with the words of its parent before it."""

    @cached_property
    def written(self) -> str:
        """The author's words in one line, with straight quotes: how a paragraph is set says nothing."""
        return straight(" ".join((self.sentence.text if self.words is None else self.words).split()))

    @cached_property
    def text(self) -> str:
        """The sentence without emphasis and links."""
        plain = self.written.replace("**", "")
        if "](" in plain:
            plain = _LINK.sub(r"\1", plain)
        return _EMPHASIS.sub(r"\2", plain) if "*" in plain or "_" in plain else plain

    @cached_property
    def base(self) -> dict[str, str]:
        """The fields that every item of this sentence shares."""
        return {"sentence": self.sentence.id, "text": self.written}

    @cached_property
    def _ties(self) -> dict[str, Tied]:
        return {}

    def tied(self, text: str) -> Tied:
        """A clause and what it is tied to: a sentence is asked this whole, and again in its parts."""
        if text not in self._ties:
            self._ties[text] = tied(text, self.people, self.vocabulary)
        return self._ties[text]

    @property
    def severity(self) -> Severity:
        """How much it matters: the line's mark, else the journey's risk."""
        return self.sentence.severity or self.risk


@dataclass(frozen=True)
class Remark:
    """Something to say about a sentence, before it has a place."""

    code: str
    severity: Literal["error", "warning", "info"]
    message: str
    suggestion: str
    at: str = ""
    """The words of the sentence that it points at; empty for all of them."""


@dataclass(frozen=True)
class Read:
    """What came of reading a sentence."""

    status: Status
    items: tuple[AnyItem, ...] = ()
    rule: str | None = None
    remarks: tuple[Remark, ...] = field(default=())


Rule = Callable[[Context], Read | None]


def understood(rule: str, *items: AnyItem, remarks: tuple[Remark, ...] = ()) -> Read:
    """A sentence that a rule could read."""
    return Read("understood", tuple(items), rule, remarks)
