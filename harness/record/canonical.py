"""A record -> the part of it that only the inputs decide.

Two runs of the same journeys against the same agent give the same canonical record, however many conversations were
held at once and on whatever machine. What is left out is LEFT_OUT, and the events that are waste.
"""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from .line import dumps, plain
from .nouns import Envelope
from .reader import read

LEFT_OUT: dict[Literal["envelope", "data", "anywhere"], frozenset[str]] = {
    "envelope": frozenset({"seq", "at", "prev", "seal"}),
    "data": frozenset({"run", "run_id", "folder", "command", "host", "pid", "started", "ended"}),
    "anywhere": frozenset({"seconds"}),
}
"""The keys that a canonical record leaves out.

envelope: of the line itself. data: at the top of an event's data; whatever describes the machine belongs in `host`.
anywhere: also further down, when it holds a number. An event whose data says `"waste": true` is left out whole.
"""

WHOLE = frozenset({"arguments", "result"})
"""What a tool was told and gave back is the agent's doing: nothing is left out of it."""


def canonical(events: Iterable[Envelope]) -> bytes:
    """The events as canonical JSON, one a line.

    First those of the run, as they came; then the conversations by case, attempt, turn and ordinal. `attempt` and
    `turn` (or `number`) are read from the top of an event's data; an event without them belongs where the conversation
    had got to.
    """
    kept = [event for event in events if event.data.get("waste") is not True]
    return b"".join(dumps(_bare(event)) + b"\n" for event in _in_order(kept))


def canonical_digest(path: Path) -> str:
    """sha256 of the canonical record, in hex. Raises RecordError when the record cannot be read."""
    return sha256(canonical(read(path))).hexdigest()


def _in_order(events: list[Envelope]) -> list[Envelope]:
    reached: dict[str | None, tuple[int, int]] = {}
    places: list[tuple[str, int, int]] = []
    for event in events:
        attempt, turn = _place(event, reached.get(event.case, (1, 0)))
        reached[event.case] = max(reached.get(event.case, (1, 0)), (attempt, turn))
        # No case has an empty name, so the run's own events come first, and keep the order they came in.
        places.append((event.case, attempt, turn) if event.case else ("", 0, 0))
    order = sorted(range(len(events)), key=places.__getitem__)
    return [events[index] for index in order]


def _place(event: Envelope, reached: tuple[int, int]) -> tuple[int, int]:
    attempt = _whole(event.data.get("attempt"), reached[0])
    turn = reached[1] if attempt == reached[0] else 0
    return attempt, _whole(event.data.get("turn", event.data.get("number")), turn)


def _whole(value: Any, otherwise: int) -> int:
    return value if type(value) is int else otherwise


def _bare(event: Envelope) -> dict[str, Any]:
    data = {key: value for key, value in plain(event.data).items() if key not in LEFT_OUT["data"]}
    fields = event.model_dump(exclude={"data"}) | {"data": _without_clock(data)}
    return {key: value for key, value in fields.items() if key not in LEFT_OUT["envelope"]}


def _without_clock(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_clock(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: item if key in WHOLE else _without_clock(item) for key, item in value.items() if not _is_clock(key, item)
    }


def _is_clock(key: str, value: Any) -> bool:
    return key in LEFT_OUT["anywhere"] and isinstance(value, int | float)
