"""Doubles in the same process: targets with lines, a model with answers, a clock that is told."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from harness.conversation.nouns import Case
from harness.model import Answer, Prompt
from harness.money import Tokens
from harness.noun import Noun
from harness.target.nouns import Message, Reply, TargetError


class LinesTarget:
    """A target that answers from a list, one entry a turn, whoever asks: a text, a Reply, or an exception to raise.

    After the last entry it repeats the last one. With a callable, it answers what that returns.
    """

    name = "lines"
    version = "1"

    def __init__(self, lines: Iterable[str | Reply | Exception] | Callable[[Message], str | Reply]) -> None:
        self._answer = lines if callable(lines) else None
        self._lines = [] if callable(lines) else list(lines)
        self.heard: list[Message] = []

    async def answer(self, message: Message) -> Reply:
        """The next line, as a reply."""
        self.heard.append(message)
        said = self._answer(message) if self._answer else self._lines[min(message.number, len(self._lines)) - 1]
        if isinstance(said, Exception):
            raise said
        return said if isinstance(said, Reply) else Reply(text=said)


class DownTarget(LinesTarget):
    """A target that cannot be reached."""

    def __init__(self, why: str = "connection refused") -> None:
        super().__init__([TargetError(why)])


class ScriptedModel:
    """A model that answers from a list, one entry a call: words, an Answer, or an exception to raise (a ModelError).

    After the last entry it repeats the last one. With a callable, it answers what that returns. Words alone are counted
    as a quarter of their characters, and marked *illustrative*.
    """

    name = "scripted"

    def __init__(
        self, answers: Iterable[str | Answer | Exception] | Callable[[Prompt], str | Answer | Exception]
    ) -> None:
        self._answer = answers if callable(answers) else None
        self._answers = [] if callable(answers) else list(answers)
        self.asked: list[Prompt] = []

    async def complete(self, prompt: Prompt) -> Answer:
        """The next answer."""
        self.asked.append(prompt)
        said = self._answer(prompt) if self._answer else self._answers[min(len(self.asked), len(self._answers)) - 1]
        if isinstance(said, Exception):
            raise said
        if isinstance(said, Answer):
            return said
        tokens = Tokens(fresh=len(prompt.system + prompt.stable + prompt.words) // 4, output=len(said) // 4)
        return Answer(words=said, model=self.name, tokens=tokens, certainty="illustrative")


class Nowhere:
    """A log and a meter that keep nothing and let everything through, for conversations that nobody records."""

    def append(self, kind: str, case: str, data: Noun) -> None:
        """Nothing is written."""

    async def reserve(self, case: Case) -> None:
        """There is always room for another turn."""

    def settle(self, case: Case, turn: int, reply: Reply | None, **_: bool) -> None:
        """Nothing is counted."""


class ToldClock:
    """A clock that starts where it is told and moves one second at each look."""

    def __init__(self, start: datetime = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)) -> None:
        self._now = start

    def __call__(self) -> datetime:
        """The time, in UTC; the next look is a second later."""
        now = self._now
        self._now += timedelta(seconds=1)
        return now
