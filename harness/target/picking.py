"""An answer of any shape -> a Reply: where each thing stands is said by JMESPath expressions of the settings.

Only the words must be there. Whatever else is missing, or is not what it should be, is left out: what is missing is not
measurable, and nothing is assumed in its place.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from harness.money import PLAUSIBLE, Tokens
from harness.noun import Noun

from .nouns import Event, Reply, TargetError

MOST = 10_000
"""Entries of an answer that are looked through for events, those of earlier turns among them."""


def _readable(expression: str) -> str:
    _compiled(expression)
    return expression


Path = Annotated[str, AfterValidator(_readable)]
"""A JMESPath expression: where something stands in an answer."""


Counted = Literal["reported", "estimated", "illustrative"]
"""Where an agent's token counts come from: its provider, unless the settings say otherwise."""


class EventRule(Noun):
    """Which entries of the list of events are of a kind, and where their parts stand in them."""

    when: Path = "@"
    """Which entries: those in which this finds something. The first rule that fits an entry is taken."""
    kind: Literal["tool", "handoff", "retrieval", "error", "result"]
    """result: the outcome of a tool call that stands in an entry of its own, joined to the call by `id`."""
    id: Path | None = None
    """The entry's own name for the call. One that came in an earlier turn is not taken again."""
    name: Path = "name"
    """tool: the tool's name. handoff: the desk it goes to. retrieval: what was read."""
    without: str = ""
    """What the name may begin with, and is no part of it, such as `transfer_to_`."""
    desk: Path | None = None
    arguments: Path | None = None
    result: Path | None = None
    ok: Path | None = None
    """What is false when the tool failed. Where it is not found, the tool did not fail."""


class Picks(Noun):
    """Where the parts of a reply stand in an answer."""

    reply: Path
    """A text, or a list of texts: several replies of one turn."""
    join: str = "\n\n"
    """What is put between them."""
    desk: Path | None = None
    model: Path | None = None
    ended: Path | None = None
    """What is true when the agent closed the conversation."""
    input_tokens: Path | None = None
    output_tokens: Path | None = None
    certainty: Counted = "reported"
    events: Path | None = None
    """The list of what the agent did. Without `event` rules its entries are in the harness's own shape."""
    event: tuple[EventRule, ...] = ()


def found(expression: str | None, data: Any) -> Any:
    """What stands at this place of plain data; None for nothing, and for what the expression cannot make of it."""
    if expression is None:
        return None
    try:
        return _compiled(expression).search(data)
    except Exception:  # an answer may hold anything, and a function of the expression may raise anything for it
        return None


def is_there(expression: str | None, data: Any) -> bool:
    """Whether an expression finds something, as JMESPath itself sees it: 0 is something, an empty list is nothing."""
    return found(expression, data) not in (None, False, "", [], {})


@cache
def _compiled(expression: str) -> Any:
    import jmespath  # type: ignore[import-untyped]
    from jmespath.exceptions import JMESPathError  # type: ignore[import-untyped]

    try:
        return jmespath.compile(expression)
    except JMESPathError as problem:
        why = str(problem).splitlines()[0].rstrip(":")
        raise ValueError(f"'{expression}' is no JMESPath expression: {why}") from problem


def picked(picks: Picks, answer: Any, number: int, seconds: float, seen: set[str] | None = None) -> Reply:
    """The reply to turn `number`. `seen` are the ids of earlier turns' events; those of this one are added.

    Raises TargetError when there are no words where they should be.
    """
    return Reply(
        text=_words(picks, answer),
        events=events_of(picks, answer, number, seen),
        desk=_text(found(picks.desk, answer)),
        model=_text(found(picks.model, answer)),
        ended=found(picks.ended, answer) is True,
        seconds=seconds,
        **_usage(found(picks.input_tokens, answer), found(picks.output_tokens, answer), picks.certainty),
    )


def _words(picks: Picks, answer: Any) -> str:
    said = found(picks.reply, answer)
    if isinstance(said, list):
        texts = [one for one in said if isinstance(one, str)]
        if len(texts) == len(said) and texts:
            return picks.join.join(texts)
    if isinstance(said, str):
        return said
    what = "nothing" if said is None else "an empty list" if said == [] else "no text"
    raise TargetError(f"the answer holds {what} at '{picks.reply}', where its reply should stand", _shown(answer))


def _shown(answer: Any) -> str:
    try:
        return json.dumps(answer, ensure_ascii=False)
    except (ValueError, RecursionError):
        return ""


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _usage(fresh: Any, output: Any, certainty: Counted) -> dict[str, Any]:
    """Both counts or none: half of them would be taken for the whole."""
    if not all(type(count) is int and 0 <= count <= PLAUSIBLE for count in (fresh, output)):
        return {}
    return {"tokens": Tokens(fresh=fresh, output=output), "certainty": certainty}


# ---- events ----------------------------------------------------------------------------------------------------


def events_of(picks: Picks, answer: Any, number: int, seen: set[str] | None = None) -> tuple[Event, ...] | None:
    """What the agent did in a turn, in order; None when the answer has no list of it.

    Raises TargetError for a list that is longer than anybody's.
    """
    entries = found(picks.events, answer)
    if not isinstance(entries, list):
        return None
    if len(entries) > MOST:
        raise TargetError(f"the answer has more than {MOST:,} entries at '{picks.events}'")
    if not picks.event:
        return _own(entries)
    return _Gathering(picks.event, number, set() if seen is None else seen).all(entries)


def _own(entries: list[Any]) -> tuple[Event, ...] | None:
    try:
        return tuple(Event.model_validate(entry) for entry in entries)
    except ValueError:
        return None


class _Gathering:
    """The events of one turn, as its entries are gone through."""

    def __init__(self, rules: tuple[EventRule, ...], number: int, seen: set[str]) -> None:
        self._rules = rules
        self._number = number
        self._seen = seen
        self._events: list[Event] = []
        self._calls: dict[str, int] = {}
        """The entry's own id -> place in the list."""

    def all(self, entries: Iterable[Any]) -> tuple[Event, ...]:
        for entry in entries:
            rule = next(
                (rule for rule in self._rules if found(rule.when, entry) not in (None, False, "", [], {})), None
            )
            if rule is not None:
                self._take(rule, entry)
        self._seen |= set(self._calls)
        return tuple(self._events)

    def _take(self, rule: EventRule, entry: Any) -> None:
        call = _text(found(rule.id, entry))
        if call is not None and call in self._seen:
            return
        if rule.kind == "result":
            self._answered(rule, entry, call)
        elif call is None or call not in self._calls:
            self._begun(rule, entry, call)

    def _begun(self, rule: EventRule, entry: Any, call: str | None) -> None:
        assert rule.kind != "result"  # noqa: S101  # whoever calls has looked
        result = found(rule.result, entry)
        event = Event(
            id=f"t{self._number}e{len(self._events) + 1}",
            kind=rule.kind,
            desk=_text(found(rule.desk, entry)),
            name=(_text(found(rule.name, entry)) or "").removeprefix(rule.without),
            arguments=table(found(rule.arguments, entry)) or {},
            result=table(result),
            ok=_went_well(rule, entry),
        )
        if call is not None:
            self._calls[call] = len(self._events)
        self._events.append(event)

    def _answered(self, rule: EventRule, entry: Any, call: str | None) -> None:
        place = self._calls.get(call or "")
        if place is not None:
            what = {"result": table(found(rule.result, entry)), "ok": _went_well(rule, entry)}
            self._events[place] = self._events[place].model_copy(update=what)


def _went_well(rule: EventRule, entry: Any) -> bool:
    return found(rule.ok, entry) is not False


def table(value: Any) -> dict[str, Any] | None:
    """Arguments or a result as a table: one that came as JSON in a text is read, anything else stands under `value`."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {"value": value}
    if value is None or isinstance(value, Mapping):
        return None if value is None else dict(value)
    return {"value": value}
