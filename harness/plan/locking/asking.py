"""A sentence that no rule could read + a model -> items, or why there are none.

The sentence is somebody's text and the answer is anybody's: the first is sent as data, the second is not believed. An
answer becomes items only when it has the shape that was asked for, stays within the sentence's own figures, names and
conditions, and asks of the agent no less than the heading does. What is refused changes nothing.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic.json_schema import models_json_schema

from harness.journey.slots import slots_in
from harness.model import Answer, Model, ModelError, Prompt
from harness.model.prompting import Prompts, shipped
from harness.money import Tokens
from harness.text.normal import printable

from ..nouns import (
    AnyItem,
    Behaviour,
    Check,
    Ending,
    Fact,
    Item,
    Limit,
    Line,
    Persona,
    Reaction,
    Route,
    State,
    ToolCheck,
    Want,
)
from ..rules.reading import Context, Read
from .bounds import overstepped
from .lock import PUT_BACK

MOST_ITEMS = 6
LONGEST_ANSWER = 20_000
"""Characters of an answer that are looked at."""
LONGEST_SENTENCE = 2_000
"""Characters of a sentence that is sent."""
TRIES = 2

_CUSTOMER_SIDE: tuple[type[Item], ...] = (Persona, Want, Fact, Reaction, Line, Behaviour, Ending)
_AGENT_SIDE: tuple[type[Item], ...] = (Check, Route, ToolCheck, State, Limit)
_SETTINGS_OWN = ("tools",)
"""What an item is told by the settings, never by a model."""

_items: TypeAdapter[tuple[AnyItem, ...]] = TypeAdapter(tuple[AnyItem, ...])


@dataclass(frozen=True)
class Call:
    """One call, as it went."""

    prompt: Prompt
    answer: Answer | None
    """None when the model failed."""
    refused: str | None
    """Why nothing came of it; None when its items were good."""


@dataclass(frozen=True)
class Asked:
    """What came of asking."""

    items: tuple[AnyItem, ...]
    """Empty when no answer was good."""
    calls: tuple[Call, ...]

    @property
    def why_not(self) -> str:
        """Why there are no items."""
        return (self.calls[-1].refused or "") if self.calls else f"it has more than {LONGEST_SENTENCE:,} characters"

    @property
    def failed(self) -> bool:
        """Whether the model gave no answer at all."""
        return bool(self.calls) and self.calls[-1].answer is None

    @property
    def model(self) -> str:
        """The id of the model that gave the last answer, as it may be printed; empty when none did."""
        answer = self.calls[-1].answer if self.calls else None
        return " ".join(printable(answer.model).split())[:100] if answer else ""

    @property
    def tokens(self) -> Tokens:
        """What all calls took together."""
        return sum((call.answer.tokens for call in self.calls if call.answer), Tokens())


async def ask(
    model: Model, context: Context, unsure: Read, log: Callable[[Call], None], prompts: Prompts | None = None
) -> Asked:
    """Ask a model what a sentence means; once more, with the reason, when its answer cannot be used.

    `unsure` is what the rules made of the sentence. `log` is told of each call when it is over. Raises nothing of the
    model's.
    """
    calls: list[Call] = []
    prompt = prompt_for(context, prompts=prompts)
    while len(context.sentence.text) <= LONGEST_SENTENCE and len(calls) < TRIES:
        call, items = await _call(model, prompt, context, unsure)
        log(call)
        calls.append(call)
        if items or call.answer is None or call.answer.stopped == "refused":
            return Asked(items, tuple(calls))
        prompt = prompt_for(context, call, prompts)
    return Asked((), tuple(calls))


async def _call(model: Model, prompt: Prompt, context: Context, unsure: Read) -> tuple[Call, tuple[AnyItem, ...]]:
    try:
        answer = await model.complete(prompt)
    except ModelError as problem:
        return Call(prompt, None, f"the model failed: {printable(str(problem))[:300]}"), ()
    try:
        return Call(prompt, answer, None), understood(answer, context, unsure)
    except Unfit as why:
        return Call(prompt, answer, str(why)), ()


def prompt_for(context: Context, refused: Call | None = None, prompts: Prompts | None = None) -> Prompt:
    """The question about a sentence: its words and heading, and the names it was read against; all of it as JSON."""
    vocabulary = context.vocabulary
    data: dict[str, Any] = {
        "sentence": context.sentence.text,
        "heading": context.sentence.heading,
        "customer": context.people.name,
        "desks": {desk: list(others) for desk, others in vocabulary.desks.items()},
        "tools": vocabulary.tools,
        "slots": list(slots_in(context.sentence.text)),
    }
    if refused is not None and refused.answer is not None:
        data["refused"] = {"answer": printable(refused.answer.words)[:2_000], "because": refused.refused}
    system, _, words = (prompts or shipped()).render("pin", sentence=data)
    return Prompt(role="compile", system=system, words=words, answer=_schema(_kinds(context)))


def _kinds(context: Context) -> tuple[type[Item], ...]:
    return _CUSTOMER_SIDE if context.sentence.heading == "customer" else _AGENT_SIDE


def _schema(kinds: tuple[type[Item], ...]) -> dict[str, Any]:
    """The shape of an answer: some items of these kinds, without what is put back afterwards."""
    refs, shared = models_json_schema([(kind, "validation") for kind in kinds])
    definitions = {name: _narrowed(one) for name, one in shared["$defs"].items()}
    return {
        "type": "object",
        "properties": {
            "items": {
                "type": "array",
                "minItems": 1,
                "maxItems": MOST_ITEMS,
                "items": {"anyOf": [refs[(kind, "validation")] for kind in kinds]},
            }
        },
        "required": ["items"],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _narrowed(definition: dict[str, Any]) -> dict[str, Any]:
    hidden = {*PUT_BACK, *_SETTINGS_OWN}
    properties = {name: one for name, one in definition.get("properties", {}).items() if name not in hidden}
    required = [name for name in definition.get("required", ()) if name not in hidden]
    # What an item is must be said; the nouns have it as a default.
    required += ["kind"] if "kind" in properties else []
    return definition | {"properties": properties, "required": required}


# ---- the answer ---------------------------------------------------------------------------------------------


class Unfit(ValueError):  # noqa: N818  # it is the answer that is unfit
    """An answer that cannot be used. The text says why, to the model and to the person."""


def understood(answer: Answer, context: Context, unsure: Read) -> tuple[AnyItem, ...]:
    """The items of an answer, as items of this sentence. Raises Unfit for whatever is not just what was asked for."""
    if answer.stopped != "end":
        raise Unfit("it refused to answer" if answer.stopped == "refused" else "its answer was cut off")
    raw = _listed(answer.words)
    placed = [{**one, **context.base} for one in raw]
    try:
        items = _items.validate_json(json.dumps(placed), strict=True)
    except (ValidationError, ValueError) as problem:
        raise Unfit(f"its answer has another shape: {_shape(problem)}") from None
    allowed = _kinds(context)
    for item in items:
        if not isinstance(item, allowed):
            raise Unfit(f"a {item.kind} does not belong under this heading")
    severe = tuple(_marked(item, context) for item in items)
    if why := next(overstepped(severe, context, unsure), None):
        raise Unfit(why)
    return severe


def _marked(item: AnyItem, context: Context) -> AnyItem:
    return item.model_copy(update={"severity": context.severity}) if "severity" in type(item).model_fields else item


def _listed(words: str) -> list[dict[str, Any]]:
    if len(words) > LONGEST_ANSWER:
        raise Unfit(f"its answer has {len(words):,} characters, where {LONGEST_ANSWER:,} are read")
    try:
        found = json.loads(words)
    except (ValueError, RecursionError):
        raise Unfit("its answer is not JSON") from None
    raw = found.get("items") if isinstance(found, dict) and set(found) == {"items"} else None
    if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
        raise Unfit('its answer is not {"items": [...]}')
    if not 1 <= len(raw) <= MOST_ITEMS:
        raise Unfit(f"it gave {len(raw)} items, where 1 to {MOST_ITEMS} are taken")
    for name in _forbidden(raw):
        raise Unfit(f"{name!r} is not for it to say")
    return raw


def _forbidden(raw: list[dict[str, Any]]) -> Iterator[str]:
    for one in raw:
        yield from (name for name in PUT_BACK if name in one)
        for deed in one.values():
            if isinstance(deed, dict):
                yield from (name for name in _SETTINGS_OWN if name in deed)


def _shape(problem: ValueError) -> str:
    if not isinstance(problem, ValidationError):
        return "text that is no text"
    error = problem.errors(include_url=False, include_input=False)[0]
    return printable(f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}")[:300]
