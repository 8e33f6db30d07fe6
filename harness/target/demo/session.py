"""One conversation with the shop, without a wire: to try it out, and to test it."""

from collections.abc import Sequence

from ..nouns import Event
from .agent import Answer
from .faults import FaultWords
from .rules import Rules
from .service import Service


class Session:
    """Talk to the shop line by line.

    >>> Session().say("Hello!").desk
    'triage'
    """

    def __init__(
        self,
        rules: Rules | None = None,
        faults: Sequence[str] = (),
        name: str = "session",
        words: FaultWords | None = None,
    ) -> None:
        """A fresh conversation; its name settles the choice of words. Raises ValueError for an unknown fault."""
        self.name = name
        self.answers: list[Answer] = []
        self._service = Service(rules, faults, words=words)

    def say(self, text: str) -> Answer:
        """Say something and hear the answer."""
        self.answers.append(self._service.chat(self.name, text).answer)
        return self.answers[-1]

    def read(self, subject: str, field: str) -> str | None:
        """What the shop's books say now."""
        return self._service.probe(self.name, subject, field)

    @property
    def events(self) -> list[Event]:
        """Everything the agent did so far."""
        return [event for answer in self.answers for event in answer.events]

    @property
    def calls(self) -> list[str]:
        """The tools it used so far, by name."""
        return [event.name for event in self.events if event.kind == "tool"]

    @property
    def hops(self) -> list[str]:
        """The desks the customer was passed on to so far."""
        return [event.name for event in self.events if event.kind == "handoff"]
