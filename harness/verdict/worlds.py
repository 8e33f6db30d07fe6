"""State + Transcript -> Held: what the target's probe says of the world afterwards."""

from collections.abc import Mapping

from harness.conversation.nouns import Transcript
from harness.plan.nouns import State

from .evidence import Held, last_number
from .nouns import Record
from .values import same_value


def state(item: State, transcript: Transcript) -> Held:
    """Compare the field with what the author wants of it. What was not read, or is not known, cannot be told."""
    if not transcript.probed:
        return Held("cannot_tell", "this target has no probe that could read its records")
    key = f"{item.subject}/{item.field}"
    after = _read(transcript.state, key)
    before = _read(transcript.state, f"before:{key}")
    if after is None or (item.op == "changed" and before is None):
        return Held("cannot_tell", f"the records do not say what {item.field} of {item.subject} is")
    shown = f'{item.field} of {item.subject} is "{after}"'
    evidence: tuple[Record, ...] = (
        Record(event=f"state:{key}", turn=last_number(transcript.turns) or None, shows=shown),
    )
    if before is not None and item.op == "changed":
        evidence = (Record(event=f"state:before:{key}", turn=None, shows=f'it was "{before}"'), *evidence)
    holds = _holds(item, before, after)
    if holds == (item.polarity == "must"):
        return Held("pass", shown, evidence)
    return Held("fail", shown, evidence, last_number(transcript.turns))


def _holds(item: State, before: str | None, after: str) -> bool:
    if item.op == "changed":
        return not same_value(before or "", after)
    return same_value(item.value, after) == (item.op == "is")


def _read(state: Mapping[str, str | None], key: str) -> str | None:
    if key in state:
        return state[key]
    wanted = key.casefold()
    return next((value for name, value in sorted(state.items()) if name.casefold() == wanted), None)
