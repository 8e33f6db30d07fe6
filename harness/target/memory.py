"""What was said in each conversation, turn by turn, for a target that has to be told it again."""

from typing import Generic, TypeVar

from .nouns import Message, TargetError

Kept = TypeVar("Kept")


class Memory(Generic[Kept]):
    """One thing kept a turn. A turn that is asked again takes the place of what came of it before."""

    def __init__(self) -> None:
        self._turns: dict[str, list[Kept]] = {}

    def before(self, message: Message) -> list[Kept]:
        """What is kept of the turns before this one. Raises TargetError when one of them never came to an answer."""
        turns = self._turns.get(message.conversation, [])[: message.number - 1]
        if len(turns) < message.number - 1:
            raise TargetError(f"turn {message.number} came, and turn {len(turns) + 1} was never answered")
        return turns

    def keep(self, message: Message, what: Kept) -> None:
        """Keep what came of a turn."""
        self._turns[message.conversation] = [*self.before(message), what]

    def forget(self, conversation: str) -> None:
        """The conversation is over."""
        self._turns.pop(conversation, None)


def history_of(turns: list[tuple[str, str]]) -> list[dict[str, str]]:
    """What the customer and the agent said, as chat interfaces write it."""
    return [
        {"role": role, "content": text}
        for said, answered in turns
        for role, text in (("user", said), ("assistant", answered))
    ]
