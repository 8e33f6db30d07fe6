""" "A different card": a value that neither the customer nor any look-up had named."""

import re
from collections.abc import Iterable, Sequence

from harness.text.normal import normal
from harness.text.values import find_values

from .calls import action_of, facts
from .nouns import Turn

_CARD = re.compile(r"\bcard\b[^.!?\d]{0,40}(\d{4})\b|\bending(?: in)? (\d{4})\b")


def other_value(kind: str, texts: Iterable[str], turn: Turn, before: Sequence[Turn]) -> str | None:
    """A value of this kind in the texts that neither the customer nor a look-up had named; None when all were known."""
    known = " ".join(_known(turn, before))
    if all(one.reply.events is None for one in [*before, turn]) and not _of_kind(kind, known):
        return None  # nobody named one, and look-ups cannot be seen: there is nothing that it differs from
    for text in texts:
        for value in _of_kind(kind, text):
            if value not in known:
                return value
    return None


def _of_kind(kind: str, text: str) -> list[str]:
    plain = normal(text)
    if kind == "card":
        return [one or two for one, two in _CARD.findall(plain)]
    return [normal(value.text) for value in find_values(text) if value.kind == kind]


def _known(turn: Turn, before: Sequence[Turn]) -> Iterable[str]:
    for earlier in [*before, turn]:
        yield normal(earlier.customer.text)
        for event in earlier.reply.events or ():
            if event.kind == "tool" and action_of(event.name) in ("look_up", "verify"):
                yield normal(" ".join(facts(event.result or {})))
