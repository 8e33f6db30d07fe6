"""Agenda + what the agent's words do -> whether the customer has, as far as they can see, what they came for."""

import re
from collections.abc import Sequence

from harness.text.acts import SaidAct
from harness.text.normal import content, normal

from .agenda import Agenda
from .informed import ASKING, TO_KNOW, answers

LEAVE_TO_LOOK = ("look_up", "verify")
"""Actions that nobody comes for: the agent finds things out by them."""
_ALREADY = re.compile(r"\balready (?:been |all )?(?:\w+(?:ed|en)|gone|done|sent|paid|made)\b")


def done(agenda: Agenda, acts: Sequence[SaidAct]) -> bool:
    """Whether the agent says it has done, or is doing, what the customer came for.

    A wish for a certain action is met by that action only; another wish by whatever is done about it.
    """
    asked = agenda.actions
    return _already(agenda, acts) or any(
        act.act in ("claim", "progress")
        and act.action not in LEAVE_TO_LOOK
        and (act.action in asked if asked and act.action else _about_it(agenda, act))
        for act in acts
    )


def _already(agenda: Agenda, acts: Sequence[SaidAct]) -> bool:
    """Whether the agent says that what the customer wants was done before: "it is already cancelled"."""
    told = [act.words for act in acts if act.act in ("say", "claim")]
    heard = frozenset(content(" ".join(told)))
    return bool(heard & agenda.action_words) and any(_ALREADY.search(normal(words)) for words in told)


def _about_it(agenda: Agenda, act: SaidAct) -> bool:
    return act.action is not None or not agenda.about or bool(frozenset(content(act.words)) & agenda.about)


def informed(agenda: Agenda, acts: Sequence[SaidAct]) -> bool:
    """Whether a customer who came to be told something has been told something about it."""
    told = [act.words for act in acts if act.act == "say" or act.action in LEAVE_TO_LOOK]
    if agenda.lines:
        return bool(told)  # the script is over, and this answers its last line
    if agenda.goal is None or not TO_KNOW.search(normal(agenda.goal.about)):
        return False
    return any(answers(words, agenda.goal.about, agenda.about - ASKING) for words in told)
