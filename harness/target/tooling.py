"""The tools of a prompt under test: each with results that stand in the settings, or that a Python function gives."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from harness.noun import Noun

from .calling import Called, place_of_code
from .nouns import TargetError


class Canned(Noun):
    """One result of a tool."""

    when: dict[str, Any] = {}
    """Arguments that it is the result for: every one of these, and any others. Empty for whatever comes."""
    result: Any
    ok: bool = True
    """False for a tool that refuses or fails."""


class ToolSettings(Noun):
    """One tool that the model is told of."""

    name: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    description: str = ""
    parameters: dict[str, Any] = {"type": "object", "properties": {}}
    """JSON schema of its arguments."""
    canned: tuple[Canned, ...] = ()
    """Its results: the first that fits the arguments is taken."""
    python: str | None = None
    """package.module:function that is called with the arguments, and with `conversation` if it takes that."""
    handoff: str | None = None
    """The desk that calling it hands the customer over to."""

    _place = field_validator("python")(lambda place: place if place is None else place_of_code(place))

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.canned and self.python:
            raise ValueError("a tool has `canned` results or a `python` function, not both")
        if not self.canned and not self.python and self.handoff is None:
            raise ValueError("a tool has `canned` results, a `python` function, or a `handoff` to a desk")
        return self


@dataclass(frozen=True)
class Result:
    """What a tool gave."""

    value: Any
    ok: bool


class Tools:
    """The tools of one prompt."""

    def __init__(self, settings: Sequence[ToolSettings], folder: Path, who: str) -> None:
        """Import what is Python. Raises Trouble, in the name of `who`, for what is not there."""
        self.settings = {tool.name: tool for tool in settings}
        self._called = {tool.name: Called(tool.python, folder, who) for tool in settings if tool.python}

    @property
    def digest(self) -> str:
        """Of everything that the model is told and given: another text is another prompt."""
        told = [tool.model_dump(mode="json") for tool in self.settings.values()]
        code = [called.digest for called in self._called.values()]
        return sha256(json.dumps([told, code], sort_keys=True).encode()).hexdigest()

    async def result(self, name: str, arguments: Mapping[str, Any], conversation: str) -> Result:
        """What a tool gives. An error of its own is a result, as is a tool that there is not: the agent has to cope.

        Raises TargetError for a call that the settings have no result for.
        """
        tool = self.settings.get(name)
        if tool is None:  # the model made it up
            return Result({"error": f"there is no tool '{name}'"}, ok=False)
        if called := self._called.get(name):
            return await _of_python(called, tool, arguments, conversation)
        for canned in tool.canned:
            if all(name in arguments and arguments[name] == value for name, value in canned.when.items()):
                return Result(canned.result, canned.ok)
        if tool.handoff is not None:
            return Result({"transferred_to": tool.handoff}, ok=True)
        asked = json.dumps(dict(arguments), ensure_ascii=False)[:300]
        raise TargetError(f"the tool '{name}' has no canned result for {asked}: add one without `when` for all others")


async def _of_python(called: Called, tool: ToolSettings, arguments: Mapping[str, Any], conversation: str) -> Result:
    given = dict(arguments)
    if "conversation" in (called.parameters or ()) and "conversation" not in tool.parameters.get("properties", {}):
        given["conversation"] = conversation
    try:
        value = await called(**given)
    except TargetError as problem:
        return Result({"error": str(problem)}, ok=False)
    try:
        json.dumps(value)
    except (TypeError, ValueError, RecursionError) as problem:
        raise TargetError(f"{called.place} returned what JSON cannot say: {problem}") from problem
    return Result(value, ok=True)
