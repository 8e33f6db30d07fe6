"""An answer in the harness's own shape -> a Reply: {reply, events?, usage?, desk?, model?, ended?}.

It is what an agent at an address answers when its settings say nothing else, a line of a command, and what a function
may return.
"""

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError

from harness.money import Tokens

from .nouns import Event, Reply, TargetError


class _Usage(BaseModel):
    input_tokens: StrictInt = 0
    output_tokens: StrictInt = 0
    certainty: Literal["reported", "estimated", "illustrative"] = "reported"


class _Answer(BaseModel):
    """What an agent may answer. What it says beyond that is not looked at."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    reply: StrictStr
    events: tuple[Event, ...] | None = Field(default=None, max_length=1_000)
    usage: _Usage | None = None
    desk: StrictStr | None = None
    model: StrictStr | None = None
    ended: StrictBool = False


def reply_of(answer: dict[str, Any], seconds: float, came: bytes | str = b"") -> Reply:
    """The reply that an answer of our own shape is. Raises TargetError, with what `came`, for any other."""
    try:
        said = _Answer.model_validate(answer)
        usage = said.usage
        return Reply(
            text=said.reply,
            events=said.events,
            desk=said.desk,
            tokens=Tokens(fresh=usage.input_tokens, output=usage.output_tokens) if usage else None,
            certainty=usage.certainty if usage else "unknown",
            model=said.model,
            seconds=seconds,
            ended=said.ended,
        )
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise TargetError(f"the answer is not what was agreed: {where}: {first['msg']}"[:500], came) from problem


def json_of(body: bytes) -> Any:
    """What an answer says, as plain data. Raises TargetError when it is no JSON."""
    try:
        return json.loads(body.decode(), parse_constant=_no_number)
    except UnicodeDecodeError as problem:
        raise TargetError("the answer is not UTF-8 text", body) from problem
    except (ValueError, RecursionError) as problem:
        raise TargetError("the answer is not JSON" if body.strip() else "the answer is empty", body) from problem


def object_of(body: bytes) -> dict[str, Any]:
    """The same, of an answer that must be an object."""
    said = json_of(body)
    if not isinstance(said, dict):
        raise TargetError("the answer is no JSON object", body)
    return said


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
