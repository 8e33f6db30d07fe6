"""A customer's prompt + a model -> what it says, as far as it can be used. The answer is anybody's."""

import json
from typing import Any

from harness.model import Answer, Model, ModelError, NotAsked, Prompt
from harness.model.prompting import Name, Prompts
from harness.record import RecordError
from harness.target.nouns import Reply
from harness.text.normal import printable

from .nouns import Case, CustomerError, Left, Objection, Said, Turn
from .scripted import ScriptedCustomer

MOST_TOKENS = 1_500
"""Output tokens of a message, thinking included."""
LONGEST = 4_000
"""Characters of a message; a customer who writes more is none."""
LONGEST_ANSWER = 20_000
"""Characters of an answer that are looked at."""


class Unfit(ValueError):  # noqa: N818  # it is the answer that is unfit
    """An answer that no customer can say. The text says why."""


class Played:
    """What every customer that a model helps to play has: the script, the model, and what was said so far."""

    def __init__(self, case: Case, model: Model, prompts: Prompts, objection: Objection) -> None:
        self._script = ScriptedCustomer(case)
        self._model = model
        self._prompts = prompts
        self._objection = objection
        self._turns: list[Turn] = []
        self._last: Said | None = None

    async def speak(self, heard: Reply | None) -> Said | Left:
        """The next thing to say, or how the customer leaves. Raises CustomerError when the model gives no answer."""
        if heard is not None and self._last is not None:
            self._turns.append(Turn(number=len(self._turns) + 1, customer=self._last, reply=heard))
        says = await self._next(heard)
        self._last = says if isinstance(says, Said) else None
        return says

    async def _next(self, heard: Reply | None) -> Said | Left:
        raise NotImplementedError

    def _wrong(self, says: Said) -> str | None:
        """What is wrong with saying this now; None when nothing is."""
        return self._objection(tuple(self._turns), says)

    async def _ask(self, name: Name, shape: dict[str, Any], **fields: Any) -> dict[str, str]:
        """The fields of the model's answer, each a text; `words` is always among them.

        Plain words without any shape are taken for what the customer says: small models ignore the shape, and nothing
        but words is lost with it. Raises Unfit for an answer that cannot be said, and CustomerError when there is none.
        """
        system, stable, words = self._prompts.render(name, **fields)
        prompt = Prompt(
            role="customer", system=system, stable=stable, words=words, answer=shape, most_tokens=MOST_TOKENS
        )
        try:
            answer = await self._model.complete(prompt)
        except (RecordError, NotAsked):
            raise
        except Exception as problem:  # whatever an adapter does, it is no fault of the agent's
            known = isinstance(problem, ModelError)
            why = " ".join(printable(str(problem)[:500]).split()) if known else type(problem).__name__
            raise CustomerError(f"the customer's model failed: {why}") from None
        return _read(answer)


def _read(answer: Answer) -> dict[str, str]:
    if answer.stopped != "end":
        raise Unfit("it refused" if answer.stopped == "refused" else "its answer was cut off")
    if len(answer.words) > LONGEST_ANSWER:
        raise Unfit(f"its answer has more than {LONGEST_ANSWER:,} characters")
    text = answer.words.strip()
    fields = _fields(text) if text[:1] in ("{", "[", "`") else {"words": text}
    words = " ".join(printable(fields["words"]).encode("utf-8", "replace").decode().split())
    if not words:
        raise Unfit("it said nothing")
    if len(words) > LONGEST:
        raise Unfit(f"it wrote more than {LONGEST:,} characters")
    return {**fields, "words": words}


def _fields(text: str) -> dict[str, str]:
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise Unfit("its answer is not the JSON that was asked for") from None
    if not isinstance(found, dict) or not isinstance(found.get("words"), str):
        raise Unfit("its answer is not the JSON that was asked for")
    return {name: value for name, value in found.items() if isinstance(value, str)}
