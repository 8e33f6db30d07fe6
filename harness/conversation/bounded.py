"""A customer whose every act the agenda decides, and whose words a model finds: about 250 tokens a turn.

What the model says is held against what the script would say: where it says more, less or other, the script's own
words are said, and the turn says so. What the author wrote word for word is said word for word.
"""

from typing import Any

from harness.target.nouns import Reply

from .brief import HEARD, shortened, ways, who
from .nouns import Left, Said
from .played import Played, Unfit
from .wording import unfaithful

_AUTHORS = ("line", "react")
"""Acts whose words are the author's."""

SHAPE: dict[str, Any] = {
    "type": "object",
    "properties": {"words": {"type": "string"}},
    "required": ["words"],
    "additionalProperties": False,
}


class BoundedCustomer(Played):
    """Plays the brief of one case as the script does, in a model's words."""

    async def _next(self, heard: Reply | None) -> Said | Left:
        says = self._script.reply(heard)
        if isinstance(says, Left) or says.act in _AUTHORS:
            return says
        return await self._worded(says, heard.text if heard else "")

    async def _worded(self, script: Said, heard: str) -> Said:
        agenda = self._script.agenda
        try:
            answer = await self._ask(
                "bounded",
                SHAPE,
                who=who(agenda),
                tone=", ".join([self._script.register, *ways(agenda)]),
                heard=shortened(heard, HEARD),
                act=script.act.replace("_", " "),
                says=script.text,
            )
        except Unfit as why:
            return script.model_copy(update={"instead": str(why)})
        says = script.model_copy(update={"text": answer["words"]})
        wrong = unfaithful(script, says.text, heard, agenda) or self._wrong(says)
        return script.model_copy(update={"instead": wrong}) if wrong else says
