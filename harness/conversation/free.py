"""A customer that a model plays from the brief, between rails: the author's own part and patience stay the script's.

The model sees the brief and the last turns, never the whole conversation, so that its tokens grow with the turns and
not with their square. It says in a field of its own whether the customer leaves: no word in a message ends anything.
"""

from typing import Any, cast

from harness.target.nouns import Reply

from .brief import brief_of, heard_of
from .nouns import Ending, Left, Said
from .played import Played, Unfit

ACTS = ("answer", "agree", "decline", "push_back", "restate", "ask_for_human", "unknown", "thank", "other")
LEAVES = ("satisfied", "refused", "abandoned")

SHAPE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "words": {"type": "string"},
        "act": {"type": "string", "enum": list(ACTS)},
        "leaves": {"type": "string", "enum": ["no", *LEAVES]},
    },
    "required": ["words", "act", "leaves"],
    "additionalProperties": False,
}


class FreeCustomer(Played):
    """Plays the brief of one case in a model's words and by its choice."""

    async def _next(self, heard: Reply | None) -> Said | Left:
        return self._script.prescribed(heard) or await self._own(heard)

    async def _own(self, heard: Reply | None) -> Said:
        script = self._script
        try:
            answer = await self._ask(
                "free",
                SHAPE,
                brief=brief_of(script.agenda, script.due),
                said=heard_of(self._turns),
                told=list(script.given),
                patience=script.patience,
            )
        except Unfit as why:
            return self._instead(heard, str(why))
        told = script.agenda.told_in(answer["words"])
        says = Said(text=answer["words"], act=_act(answer, heard, bool(told)), sentences=tuple(told.values()))
        if wrong := self._wrong(says):
            return self._instead(heard, wrong)
        leaving = _leaving(says, answer.get("leaves", "no"))
        script.spoke(told, leaving)
        return says.model_copy(update={"act": "thank"}) if leaving else says

    def _instead(self, heard: Reply | None, why: str) -> Said:
        """The script's words for this turn, with the reason."""
        return self._script.improvised(heard).model_copy(update={"instead": why})


def _act(answer: dict[str, str], heard: Reply | None, told: bool) -> str:
    act = answer.get("act", "other")
    if heard is None or act not in ACTS:
        return "open" if heard is None else "other"
    return "answer" if told and act == "other" else act


def _leaving(says: Said, leaves: str) -> Ending | None:
    """How the customer leaves after the agent's next reply; None when they stay.

    Nobody leaves with the first word, nor with a yes: what was agreed to has yet to be done, and the agent gets the
    turn in which to do it (measurement 2.1, "completion-boundary").
    """
    return cast("Ending", leaves) if leaves in LEAVES and says.act not in ("open", "agree") else None
