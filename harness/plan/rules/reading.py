"""What a rule is given and what it gives back."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from harness.criteria import Severity
from harness.journey.nouns import Sentence
from harness.text.normal import normal

from ..nouns import AnyItem, Status, Vocabulary
from .grammar import straight
from .people import People

_LINK = re.compile(r"\[([^\[\]]{1,200})\]\([^()\s]{1,500}\)")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]{1,200}?)(?<=\S)\1(?![\w*])")


@dataclass(frozen=True)
class Context:
    """What a sentence is read against."""

    sentence: Sentence
    people: People
    vocabulary: Vocabulary
    risk: Severity
    words: str | None = None
    """What to read instead of the sentence's own words: a nested bullet with the words of its parent before it."""

    @cached_property
    def text(self) -> str:
        """The sentence with straight quotes, without emphasis and links."""
        plain = straight(self.sentence.text if self.words is None else self.words)
        return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", plain.replace("**", "")))

    @cached_property
    def base(self) -> dict[str, str]:
        """The fields that every item of this sentence shares."""
        return {"sentence": self.sentence.id, "text": normal(self.sentence.text)}

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
