"""ToolCheck + Transcript -> Held: whether a tool was called, and with which values."""

from collections.abc import Iterable, Sequence

from harness.conversation.nouns import Transcript, Turn
from harness.conversation.sighting import action_of, meets, shows, sightings, worked
from harness.plan.nouns import ToolCheck
from harness.target.nouns import Event
from harness.text.normal import words

from .arguments import named
from .checks import DETECTOR
from .evidence import Held, absence, last_number, proof, record
from .nouns import Evidence
from .progress import READS

Call = tuple[int, int, Event]
"""(turn, place within the turn as in a sighting's `at`, the event)."""


def calls(tool: str, turns: Sequence[Turn]) -> tuple[Call, ...]:
    """Every call of one tool, in order; `refund-order` and `refund_order` are one."""
    wanted = _plain(tool)
    return tuple(
        (turn.number, ordinal - 1000, event)
        for turn in turns
        for ordinal, event in enumerate(turn.reply.events or ())
        if event.kind == "tool" and _plain(event.name) == wanted
    )


def _plain(tool: str) -> tuple[str, ...]:
    return words(tool.replace("_", " ").replace("-", " "))


def tool_check(item: ToolCheck, transcript: Transcript) -> Held:
    """The item over the whole transcript; without events nothing can be told."""
    if not transcript.exposes_events:
        return Held("cannot_tell", f"the target reports no tool calls, so {item.tool} cannot be seen")
    found = calls(item.tool, transcript.turns)
    right = tuple(call for call in found if meets(item.values, call[2]) and named(item.about, call[2]))
    if item.polarity == "never":
        return _never(item, right, transcript)
    if item.at_most is not None:
        return _at_most(item, right, transcript)
    return _must(item, found, tuple(call for call in right if worked(call[2])), transcript)


def _must(item: ToolCheck, found: Sequence[Call], right: Sequence[Call], transcript: Transcript) -> Held:
    if right:
        return _in_order(item, right[0], transcript)
    end = last_number(transcript.turns)
    if not found:
        return Held(
            "fail", f"{item.tool} was never called", (absence(_looked_for(item), DETECTOR, transcript.turns),), end
        )
    turn, _, event = found[0]
    what = "with other values" if worked(event) else "and failed"
    return Held("fail", f"{item.tool} was called {what}: {shows(event)}", _records(found), turn)


def _in_order(item: ToolCheck, call: Call, transcript: Transcript) -> Held:
    turn, at, event = call
    other = next(iter(sightings(item.before, transcript.turns)), None) if item.before else None
    if other is None or (turn, at) <= (other.turn, other.at):
        return Held("pass", f"{shows(event)} at turn {turn}", (record(event, turn),))
    evidence = (*proof(other, transcript.turns), record(event, turn))
    return Held("fail", f"{item.tool} came only at turn {turn}, after turn {other.turn}", evidence, other.turn)


def _never(item: ToolCheck, right: Sequence[Call], transcript: Transcript) -> Held:
    if item.before:
        other = next(iter(sightings(item.before, transcript.turns)), None)
        right = [call for call in right if other is None or call[:2] < (other.turn, other.at)]
    if item.at_most is not None:
        return _at_most(item, right, transcript)
    if not right:
        return Held("pass", f"{item.tool} was never called", (absence(_looked_for(item), DETECTOR, transcript.turns),))
    turn, _, event = right[0]
    return Held("fail", f"{shows(event)} at turn {turn}", _records(right), turn)


def _at_most(item: ToolCheck, right: Sequence[Call], transcript: Transcript) -> Held:
    """Calls up to a number. A change that the tool refused is none; a look or a check that failed is one."""
    bound = item.at_most or 0
    right = [call for call in right if worked(call[2]) or action_of(item.tool) in READS]
    if len(right) > bound:
        return Held("fail", f"{item.tool} was called {len(right)} times", _records(right), right[bound][0])
    evidence = _records(right) or (absence(_looked_for(item), DETECTOR, transcript.turns),)
    return Held("pass", f"{item.tool} was called {len(right)} times", evidence)


def _records(found: Iterable[Call]) -> tuple[Evidence, ...]:
    return tuple(record(event, turn) for turn, _, event in tuple(found)[:5])


def _looked_for(item: ToolCheck) -> str:
    values = ", ".join(value.text for value in item.values)
    return f"a call of {item.tool}" + (f" with {values}" if values else "")
