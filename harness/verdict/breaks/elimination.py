"""Transcript -> the turn that is left when nothing that happened shows where it broke: agents at work by themselves.

Where several agents pass work among each other and nobody speaks to a customer, most breaks are plans that went wrong
and conclusions drawn in plain words. No contract tells of those, and values in working notes that no source bears out
tell little. What is known without reading is who first did work of their own: everything later stands on that. It is
no proof, and is said to be none (measured: docs/first-break.md).

In a conversation with a customer nothing is left by elimination: there the journey says what should have happened.
"""

from collections import Counter
from collections.abc import Sequence

from harness.conversation.nouns import Turn

PROGRAM = "```"
"""What stands around a program that was written into a message."""


def own_work(turns: Sequence[Turn]) -> Turn | None:
    """The first turn with a program or a call of its own, of an agent that does not lead; else the first turn of one.

    The opening, which says what is to be done, is nobody's work. None unless several agents are at work by themselves.
    """
    spoken = [turn for turn in turns if turn.reply.text.strip()]
    if len({turn.reply.desk for turn in spoken}) < 2 or not _by_themselves(turns):
        return None
    lead = _lead(turns, spoken)
    acting = [turn for turn in spoken if turn is not turns[0] and turn.reply.desk != lead]
    return next((turn for turn in acting if _works(turn)), next(iter(acting), None))


def _by_themselves(turns: Sequence[Turn]) -> bool:
    """Whether no customer speaks in most turns."""
    return 2 * sum(1 for turn in turns if turn.customer.text.strip()) < len(turns)


def _lead(turns: Sequence[Turn], spoken: Sequence[Turn]) -> str | None:
    """Whoever speaks in more than half of the turns: they set the others to work."""
    desk, count = Counter(turn.reply.desk for turn in spoken).most_common(1)[0]
    return desk if 2 * count > len(turns) else None


def _works(turn: Turn) -> bool:
    return PROGRAM in turn.reply.text or any(event.kind == "tool" for event in turn.reply.events or ())
