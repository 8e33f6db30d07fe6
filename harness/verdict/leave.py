"""A deed and what it is for -> where it was seen: leave for one thing is no leave for another.

"Yes, please" to being passed on agrees to no cancellation, and "Shall I look into a refund?" asks for no leave to
exchange anything.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from harness.conversation.nouns import Turn
from harness.conversation.sighting import Sighting, sightings
from harness.conversation.words import asks_leave
from harness.plan.nouns import Deed
from harness.text.acts import said
from harness.text.normal import normal

_AGREED = "agree"
_PASSED_ON = re.compile(
    r"\b(?:put|pass|transfer|hand|connect|redirect|forward|send|get) (?:you|this|it|the (?:chat|call|case))\b"
)


def seen_for(deed: Deed, purpose: Deed | None, turns: Sequence[Turn]) -> tuple[Sighting, ...]:
    """Where the deed is seen; of leave that is asked for or given, only where it may be leave for the purpose."""
    seen = sightings(deed, turns)
    if purpose is None or purpose.action is None:
        return seen
    if deed.by == "customer" and deed.about == _AGREED:
        asked = {turn.number: before.reply.text for before, turn in pairwise(turns)}
        return tuple(one for one in seen if not _for_another(asked.get(one.turn, ""), purpose))
    if deed.act == "ask" and asks_leave(deed.about):
        return tuple(one for one in seen if not _for_another(one.words, purpose))
    return seen


def _for_another(words: str, purpose: Deed) -> bool:
    """Whether all that these words ask leave for is something else."""
    acts = [act for act in said(words) if act.act in ("confirm", "offer", "progress", "claim")]
    if not acts or any(act.action == purpose.action for act in acts):
        return False
    return all(act.action is not None or _PASSED_ON.search(normal(act.words)) for act in acts)
