"""The conversations that are going on: each with its own memory and its own books, a bounded number of them."""

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from harness.secrets import scrub

from .agent import Answer, answer
from .faults import FaultWords, faulty
from .probe import read
from .rules import Rules
from .shop import Shop
from .talk import Talk
from .words import INSTRUCTIONS

KEPT = 1_000
"""Conversations kept; the one that was longest silent is dropped for a new one."""
REMEMBERED = 100_000
"""Names of dropped conversations kept, so that their books are never mistaken for fresh ones."""


class RefusedError(Exception):
    """A request that cannot be answered: an HTTP status and one sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


@dataclass
class Conversation:
    """One conversation and its books."""

    talk: Talk
    shop: Shop = field(default_factory=Shop)
    characters: int = 0
    """Said so far by both, as a model without memory would be sent it again."""
    last: tuple[int, str] | None = None
    """Number and text of the last message, so that one sent twice is answered once."""
    said: "Spoken | None" = None


@dataclass(frozen=True)
class Spoken:
    """An answer and what it would have cost: characters / 4, rounded up, an illustration and no measurement."""

    answer: Answer
    conversation: str
    turn: int
    input_tokens: int
    output_tokens: int


def tokens(characters: int) -> int:
    """Characters / 4, rounded up."""
    return -(-characters // 4)


def _without(fault: str, base: Rules, faults: Sequence[str], rules: Rules) -> Rules:
    """The rules but for one fault, in the same words: words alone are no fault."""
    return replace(faulty(base, [other for other in faults if other != fault]), words=rules.words)


class Service:
    """The shop's service. Not safe for threads: one event loop speaks to it."""

    def __init__(
        self,
        rules: Rules | None = None,
        faults: Sequence[str] = (),
        truth: Path | None = None,
        keep: int = KEPT,
        words: FaultWords | None = None,
    ) -> None:
        base = rules or Rules()
        self.rules = faulty(base, faults, words)
        self._without: Mapping[str, Rules] = MappingProxyType(
            {fault: _without(fault, base, faults, self.rules) for fault in faults}
        )
        self._truth = truth
        self._keep = keep
        self._held: OrderedDict[str, Conversation] = OrderedDict()
        self._dropped: OrderedDict[str, None] = OrderedDict()

    def chat(self, id_: str, message: str, number: int | None = None) -> Spoken:
        """Answer a message. Number 1 begins anew; the same message with the same number is answered once.

        Raises RefusedError when the number does not follow the last one.
        """
        held = self._held.get(id_)
        if held and held.said and held.last == (number, message):
            return held.said
        if held is None or number == 1:
            held = self._begin(id_)
        expected = held.talk.turn + 1
        if number not in (None, expected):
            raise RefusedError(
                409, f"Message {number} does not follow: message {expected} of this conversation is next."
            )
        spoken = self.speak(held, message)
        held.last = (expected, message)
        held.said = spoken
        return spoken

    def speak(self, held: Conversation, message: str) -> Spoken:
        """Answer the next message of a conversation, kept or not."""
        before = (deepcopy(held.talk), held.shop.copy()) if self._truth and self._without else None
        said = answer(held.talk, held.shop, self.rules, message)
        if before:
            self._tell(*before, message, said)
        held.characters += len(message)
        spoken = Spoken(
            said, held.talk.id, held.talk.turn, tokens(len(INSTRUCTIONS) + held.characters), tokens(len(said.text))
        )
        held.characters += len(said.text)
        return spoken

    def probe(self, id_: str, subject: str, field_: str) -> str | None:
        """What the books of a conversation say; before its first message, what they begin with. None when not known."""
        if id_ in self._dropped:
            return None
        held = self._held.get(id_) or self._begin(id_)
        return read(held.shop, subject, field_)

    def _begin(self, id_: str) -> Conversation:
        """A fresh conversation, in place of an old one of that name or of the one that was longest silent."""
        self._held.pop(id_, None)
        self._dropped.pop(id_, None)
        held = self._held[id_] = Conversation(Talk(id_))
        if len(self._held) > self._keep:
            self._dropped[self._held.popitem(last=False)[0]] = None
        if len(self._dropped) > REMEMBERED:
            self._dropped.popitem(last=False)
        return held

    def note(self, id_: str, turn: int, fault: str) -> None:
        """Write down that a fault showed itself at this turn, if it is one that was switched on."""
        if self._truth and fault in self._without:
            line = json.dumps({"conversation": id_, "turn": turn, "fault": fault})
            with self._truth.open("a", encoding="utf-8") as file:
                file.write(scrub(line) + "\n")

    def _tell(self, talk: Talk, shop: Shop, message: str, said: Answer) -> None:
        """Write down each fault without which this turn would have gone otherwise."""
        for fault, rules in self._without.items():
            if answer(deepcopy(talk), shop.copy(), rules, message) != said:
                self.note(talk.id, talk.turn + 1, fault)
