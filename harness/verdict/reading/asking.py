"""Questions + what there is to look at -> one prompt. What many calls share comes first, so that it is cached.

`system` holds our own words and the rubrics; `stable` the facts of the journey; `words` the goal, what is asked, the
events and the turns. Everything from outside is JSON, and is said to be data.
"""

from collections.abc import Sequence
from typing import Any

from harness.model import Prompt
from harness.model.prompting import Prompts, as_json, shipped

from .material import MOST_CHARACTERS, Material
from .questions import Question
from .rubric import bundle

MOST_TOKENS = 6_000
"""Output tokens of a call, thinking included: too few would cut a verdict off (field.md, trap 14)."""


def _or_null(**item: Any) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "null"}]}


def _listed(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _made_of(**properties: Any) -> dict[str, Any]:
    required = list(properties)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


_QUOTE = _made_of(
    turn=_or_null(type="integer"),
    speaker=_or_null(type="string", enum=["agent", "customer"]),
    quote=_or_null(type="string"),
    event=_or_null(type="string"),
)

SCHEMA = _made_of(
    answers=_listed(
        _made_of(
            id={"type": "string"},
            why={"type": "string"},
            evidence=_listed(_QUOTE),
            looked_for=_or_null(type="string"),
            verdict={"type": "string", "enum": ["pass", "fail", "not_applicable", "cannot_tell"]},
        )
    ),
    claims=_listed(
        _made_of(
            turn={"type": "integer"},
            quote={"type": "string"},
            supported_by=_or_null(type="string"),
        )
    ),
    actions=_listed(
        _made_of(
            turn={"type": "integer"},
            quote={"type": "string"},
            action={"type": "string", "enum": ["refund", "cancel", "update", "create", "send", "reset"]},
        )
    ),
)
"""The shape of an answer: the same for every conversation, so that a provider prepares it once."""


def prompt_digest(prompts: Prompts | None = None) -> str:
    """sha256 of our own words and the shape of the answer, in hex: what a calibration holds for."""
    return (prompts or shipped()).digest("judge", SCHEMA)


def prompt_for(
    asked: Sequence[Question],
    material: Material,
    call: int,
    refused: str | None = None,
    prompts: Prompts | None = None,
) -> Prompt | None:
    """One call about all of these questions; None when the conversation is too long to be read whole.

    `call` counts the calls about this conversation: two that ask the same are two judgements, and never one that is
    remembered. `refused` says what was wrong with the answer before.
    """
    data: dict[str, Any] = {
        "goal": material.goal,
        "asked": [_asked(one) for one in asked],
        **material.as_data(),
        "call": call,
    }
    if refused:
        data["your last answer could not be used"] = refused
    if len(as_json(data)) > MOST_CHARACTERS:
        return None
    facts = {"facts": [{"id": name, "fact": fact} for name, fact in material.facts.items()]}
    system, stable, words = (prompts or shipped()).render("judge", rubrics=bundle(), facts=facts, question=data)
    return Prompt(role="judge", system=system, stable=stable, words=words, answer=SCHEMA, most_tokens=MOST_TOKENS)


def _asked(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "kind": question.kind,
        "text": question.text,
    }
