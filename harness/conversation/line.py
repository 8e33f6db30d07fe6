"""A target and a message -> its reply, within what the target bears: how long, how often, and what is said twice.

A customer's words are sent a second time only when that is safe: when the target took nothing of them (no connection
was made, or it turned them away unread), or when it says that it answers a message once however often it comes.
"""

import asyncio
from dataclasses import dataclass, field
from math import inf

from harness.endpoint import LONGEST_WAIT, Endpoint, backoff
from harness.target.nouns import Message, Reply, Target, TargetError

from .answer import ask

TRIES = 3
"""Times that a message is sent, where that is safe."""
BUSY_TRIES = 9
"""Times that it is sent to a target which is asked too often: fewer are under way each time."""


@dataclass(frozen=True)
class Line:
    """How a target is spoken to: shared by the conversations of a run."""

    reply_seconds: float = 60.0
    """How long one reply may take."""
    conversation_seconds: float = inf
    """How long all replies of one conversation may take together."""
    endpoint: Endpoint = field(default_factory=Endpoint)


class Call:
    """One conversation over a line."""

    def __init__(self, line: Line, target: Target) -> None:
        self._line = line
        self._target = target
        self._left = line.conversation_seconds

    @property
    def is_over(self) -> bool:
        """Whether there is no time left for another reply."""
        return self._left <= 0

    async def ask(self, message: Message) -> Reply:
        """Send a message once. Raises TargetError when no reply came of it."""
        endpoint = self._line.endpoint
        async with endpoint.request():
            loop = asyncio.get_running_loop()
            begun = loop.time()
            try:
                return await ask(self._target, message, min(self._line.reply_seconds, self._left))
            except TargetError as problem:
                if problem.busy:
                    endpoint.slower(problem.wait)
                raise
            finally:
                self._left -= loop.time() - begun

    def again(self, problem: TargetError, message: Message, tries: int) -> float | None:
        """Seconds after which the message may be sent again, which was sent so often; None when it may not."""
        safe = problem.untaken or (problem.lost and getattr(self._target, "idempotent", False) is True)
        if not safe or self.is_over or tries >= (BUSY_TRIES if problem.busy else TRIES):
            return None
        if problem.wait is not None and problem.wait > LONGEST_WAIT:
            return None
        return backoff(problem.wait, tries - 1, f"{message.conversation}{message.number}")
