"""A record -> the part of it that only the inputs decide.

Two runs of the same journeys against the same agent give the same canonical record, however many conversations were
held at once and on whatever machine. What is left out is LEFT_OUT, and the events that are waste.
"""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from .line import dumps, plain
from .nouns import Envelope
from .reader import read

LEFT_OUT: dict[Literal["envelope", "data", "anywhere"], frozenset[str]] = {
    "envelope": frozenset({"seq", "at", "prev", "seal"}),
    "data": frozenset(
        {
            "run",
            "run_id",
            "folder",
            "command",
            "asked",
            "budgets",
            "expected",
            "host",
            "pid",
            "started",
            "ended",
            "avoided",
        }
    ),
    "anywhere": frozenset({"seconds", "price_on"}),
}
"""The keys that a canonical record leaves out.

envelope: of the line itself. data: at the top of an event's data; whatever describes the machine belongs in `host`;
whether an answer was asked for or kept from before (`avoided`) does not change it.
anywhere: also further down, when it holds a number or the day of a list price (the prices of harness.toml stand, with
their days, in the manifest). An event whose data says `"waste": true` is left out whole, and so
is every event whose number (`seq`) it names in a list under `wasted`: it was paid for, and something came in its place.
"""

WHOLE = frozenset({"arguments", "result"})
"""What a tool was told and gave back is the agent's doing: nothing is left out of it."""


IN_NO_ORDER = frozenset({"charge"})
"""Kinds of event that may come in any order where several stand in a row."""

Place = tuple[str, int, int]
"""Case, attempt, turn."""


def canonical(events: Iterable[Envelope]) -> bytes:
    """The events as canonical JSON, one a line.

    First those of the run, as they came; then the conversations by case, attempt, turn and ordinal. `attempt` and
    `turn` (or `number`) are read from the top of an event's data; an event without them belongs where the conversation
    had got to. Attempts are counted again, from 1, without those that were waste. Charges in a row at one place have no
    order of their own: calls that were made side by side end as they end.
    """
    kept = _without_waste(list(events))
    places = _places(kept)
    attempts = _counted(places)
    order = sorted(range(len(kept)), key=places.__getitem__)
    together = groupby(order, key=lambda index: (places[index], -1 if kept[index].kind in IN_NO_ORDER else index))
    groups = ([dumps(_bare(kept[index], attempts)) + b"\n" for index in indexes] for _, indexes in together)
    return b"".join(line for group in groups for line in sorted(group))


def canonical_digest(path: Path) -> str:
    """sha256 of the canonical record, in hex. Raises RecordError when the record cannot be read."""
    return sha256(canonical(read(path))).hexdigest()


def _without_waste(events: list[Envelope]) -> list[Envelope]:
    waste = [event.data for event in events if event.data.get("waste") is True]
    lists = [named for data in waste if isinstance(named := data.get("wasted"), list)]
    wasted = {seq for named in lists for seq in named if type(seq) is int}
    return [event for event in events if event.data.get("waste") is not True and event.seq not in wasted]


def _places(events: list[Envelope]) -> list[Place]:
    reached: dict[str | None, tuple[int, int]] = {}
    places: list[Place] = []
    for event in events:
        attempt, turn = _place(event, reached.get(event.case, (1, 0)))
        reached[event.case] = max(reached.get(event.case, (1, 0)), (attempt, turn))
        # No case has an empty name, so the run's own events come first, and keep the order they came in.
        places.append((event.case, attempt, turn) if event.case else ("", 0, 0))
    return places


def _counted(places: list[Place]) -> dict[tuple[str, int], int]:
    attempts: dict[tuple[str, int], int] = {}
    counts: Counter[str] = Counter()
    for case, attempt in sorted({(case, attempt) for case, attempt, _ in places}):
        counts[case] += 1
        attempts[case, attempt] = counts[case]
    return attempts


def _place(event: Envelope, reached: tuple[int, int]) -> tuple[int, int]:
    attempt = _whole(event.data.get("attempt"), reached[0])
    turn = reached[1] if attempt == reached[0] else 0
    return attempt, _whole(event.data.get("turn", event.data.get("number")), turn)


def _whole(value: Any, otherwise: int) -> int:
    return value if type(value) is int else otherwise


def _bare(event: Envelope, attempts: dict[tuple[str, int], int]) -> dict[str, Any]:
    data = {key: value for key, value in plain(event.data).items() if key not in LEFT_OUT["data"]}
    if event.case and type(data.get("attempt")) is int:
        data["attempt"] = attempts[event.case, data["attempt"]]
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
    return key in LEFT_OUT["anywhere"] and isinstance(value, str if key == "price_on" else int | float)
