"""A recorded conversation up to a turn, another target from there on."""

from collections.abc import Sequence

from .nouns import Leaves, Message, Probe, Reply, Target


class Spliced:
    """Answers from a record before turn `since`, and with another target's own answers from then on.

    The other target hears every message from the first one, in a conversation of its own, so that it knows what the
    customer has said; what it answers before `since` is kept in `unheard`, and the customer hears the record.
    """

    version = "spliced"

    def __init__(self, recorded: Sequence[Reply], since: int, target: Target) -> None:
        """`recorded` are the replies in order of turn, `since` a turn from 1, at most one after the last."""
        self.name = target.name
        self.unheard: list[Reply] = []
        self._recorded, self._since, self._target = recorded, since, target

    async def answer(self, message: Message) -> Reply:
        """The answer of the record or of the target. Raises TargetError when the target has none.

        A recorded answer carries the tokens of the one that nobody hears: those are what is paid for now.
        """
        reply = await self._target.answer(message.model_copy(update={"conversation": self._own(message.conversation)}))
        if message.number >= self._since:
            return reply
        self.unheard.append(reply)
        paid = {"tokens": reply.tokens, "certainty": reply.certainty, "model": reply.model, "seconds": reply.seconds}
        return self._recorded[message.number - 1].model_copy(update=paid)

    async def read(self, conversation: str, subject: str, field: str) -> str | None:
        """What the target's own probe reads; not known for a target without one."""
        if not isinstance(self._target, Probe):
            return None
        return await self._target.read(self._own(conversation), subject, field)

    async def leave(self, conversation: str) -> None:
        """The conversation with the other target is over."""
        if isinstance(self._target, Leaves):
            await self._target.leave(self._own(conversation))

    def _own(self, conversation: str) -> str:
        """A conversation that the target has not had: its state is not to be mixed with another's."""
        return f"{conversation}~from{self._since}"
