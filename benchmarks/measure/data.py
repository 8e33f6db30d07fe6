"""The records of the shared format -> a recorded conversation, and from there the harness's own Transcript.

A record is `{source, id, split_key, turns: [{role: customer|agent|tool, agent_name?, text, tool_calls?}], knowledge?,
context_ref?, task?, labels, derived?, meta?}`, one a line. Steps are indexes into its turns, from 0.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.conversation.nouns import Said, Transcript, Turn
from harness.target.nouns import Event, Reply
from harness.trouble import Trouble


@dataclass(frozen=True)
class Step:
    """One entry of a recorded conversation."""

    role: str
    """customer, agent or tool."""
    text: str
    name: str = ""
    """Which of several agents spoke; empty where there is only one."""
    calls: tuple[dict[str, Any], ...] = ()
    """Tool calls of an agent step: `name` and `arguments`."""


@dataclass(frozen=True)
class Recorded:
    """One record, as it lies in the file."""

    source: str
    id: str
    split: str
    """What belongs together: trials of one task, answers to one question. Drawn and split as a whole."""
    steps: tuple[Step, ...]
    labels: dict[str, Any]
    task: dict[str, Any] = field(default_factory=dict)
    knowledge: str = ""
    context: str = ""
    """Key of the policy in contexts.json."""
    derived: dict[str, Any] = field(default_factory=dict)
    meta: dict[str, Any] = field(default_factory=dict)


def read(folder: Path, source: str) -> tuple[Recorded, ...]:
    """All records of a source, in the order of its file. Raises Trouble when the file is missing or is no such file."""
    path = folder / f"{source}.dev.jsonl"
    if not path.is_file():
        raise Trouble(f"{path}: not found. DATA must be the folder that holds {path.name}.")
    with path.open(encoding="utf-8") as lines:
        return tuple(_record(json.loads(line)) for line in lines)


def contexts(folder: Path) -> dict[str, str]:
    """The policies that records refer to, by key."""
    held = json.loads((folder / "contexts.json").read_text(encoding="utf-8"))
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in held.items()}


def _record(held: dict[str, Any]) -> Recorded:
    return Recorded(
        source=held["source"],
        id=held["id"],
        split=held["split_key"],
        steps=tuple(_step(turn) for turn in held["turns"]),
        labels=held["labels"],
        task=held.get("task") or {},
        knowledge=held.get("knowledge") or "",
        context=held.get("context_ref") or "",
        derived=held.get("derived") or {},
        meta=held.get("meta") or {},
    )


def _step(turn: dict[str, Any]) -> Step:
    return Step(
        role=turn["role"],
        text=turn.get("text") or "",
        name=turn.get("agent_name") or "",
        calls=tuple(turn.get("tool_calls") or ()),
    )


def transcript(record: Recorded) -> Transcript:
    """The conversation as the harness knows it: the customer spoke, then all that the agent said and did upon it."""
    turns = tuple(_turns(record))
    return Transcript(case=record.id, turns=turns, ending="satisfied", exposes_events=True)


def turn_of(record: Recorded) -> dict[int, int]:
    """Step -> number of the turn that it fell into."""
    return {step: number for number, (_, steps) in enumerate(_exchanges(record), 1) for step in steps}


def _exchanges(record: Recorded) -> list[tuple[int | None, list[int]]]:
    """The customer's step, None where the agent spoke first, and all steps of the exchange."""
    found: list[tuple[int | None, list[int]]] = []
    for number, step in enumerate(record.steps):
        spoke_again = found and found[-1][0] is not None and len(found[-1][1]) == 1 and step.role == "customer"
        if not found or (step.role == "customer" and not spoke_again):
            found.append((number if step.role == "customer" else None, []))
        found[-1][1].append(number)
    return found


def _turns(record: Recorded) -> Iterator[Turn]:
    for number, (_, members) in enumerate(_exchanges(record), 1):
        steps = [record.steps[step] for step in members]
        said = "\n".join(step.text for step in steps if step.role == "customer")
        spoken = [step for step in steps if step.role == "agent"]
        reply = Reply(
            text="\n".join(step.text for step in spoken if step.text),
            events=tuple(_events(number, steps)),
            desk=spoken[-1].name or None if spoken else None,
        )
        yield Turn(number=number, customer=Said(text=said, act="line"), reply=reply)


def _events(number: int, steps: list[Step]) -> Iterator[Event]:
    """Each tool call with the result that came next: results stand in the order of their calls."""
    results = [step for step in steps if step.role == "tool"]
    calls = [(step, call) for step in steps for call in step.calls]
    for place, (step, call) in enumerate(calls):
        result = results[place].text if place < len(results) else ""
        yield Event(
            id=f"t{number}e{place + 1}",
            kind="tool",
            desk=step.name or None,
            name=call["name"],
            arguments=_arguments(call.get("arguments")),
            result=_result(result),
            ok=not failed(result),
        )


def _arguments(held: Any) -> dict[str, Any]:
    if isinstance(held, dict):
        return held
    pairs = held if isinstance(held, list) else []
    return {key: value for pair in pairs if isinstance(pair, dict) for key, value in pair.items()}


def _result(text: str) -> dict[str, Any] | None:
    try:
        held = json.loads(text)
    except ValueError:
        return {"text": text} if text else None
    return held if isinstance(held, dict) else {"text": text}


def failed(result: str) -> bool:
    """Whether a tool's answer is an error, as these tools say it."""
    return result.lstrip().lower().startswith("error")
