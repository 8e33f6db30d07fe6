"""Small words to build a case and a conversation with."""

from types import SimpleNamespace
from typing import Any

import pytest

from harness.conversation.nouns import Case, Said, Transcript, Turn
from harness.journey.nouns import JourneySettings, Sentence, Span, Variation
from harness.money import Tokens
from harness.plan.nouns import Check, Deed, Item, Plan, Reading
from harness.target.nouns import Event, Reply

SPAN = Span(file="journeys/x.md", line=1, col=1, end_line=1, end_col=2)


def deed(act: str, about: str = "", **more: Any) -> Deed:
    """Something the agent does."""
    return Deed(act=act, about=about, **more)


def must(
    act: str, about: str = "", *, sentence: str = "s1", deed_more: dict[str, Any] | None = None, **more: Any
) -> Check:
    """The agent does it."""
    return Check(sentence=sentence, text=f"the agent {act} {about}", deed=deed(act, about, **(deed_more or {})), **more)


def never(act: str, about: str = "", **more: Any) -> Check:
    """The agent never does it."""
    return must(act, about, polarity="never", **more)


def sentence(name: str, heading: str = "should", text: str = "The agent does it.", **more: Any) -> Sentence:
    """A sentence with an id to point at."""
    return Sentence(id=name, span=SPAN, text=text, heading=heading, **more)


def case(*items: Item, readings: tuple[Reading, ...] = (), variation: str = "", risk: str = "high") -> Case:
    """A case that holds these items; each sentence they name gets a reading, in order."""
    named = {reading.sentence.id for reading in readings}
    made = []
    for item in items:
        if item.sentence not in named:
            named.add(item.sentence)
            heading = "never" if getattr(item, "polarity", "") == "never" else "should"
            made.append(Reading(sentence=sentence(item.sentence, heading), status="understood"))
    plan = Plan(
        journey="x",
        title="X",
        file="journeys/x.md",
        settings=JourneySettings(risk=risk),
        readings=(*readings, *made),
        variations=(Variation(name=variation, values={}),),
        complaints=(),
        compiler="1",
        meaning="m",
        text_digest="t",
    )
    return Case(plan=plan, variation=plan.variations[0], trial=1, seed=7, items=items)


def tool(name: str, *, ok: bool = True, result: dict[str, Any] | None = None, **arguments: Any) -> Event:
    """A tool call."""
    return Event(id="", kind="tool", name=name, arguments=arguments, result=result, ok=ok)


def handoff(to: str, *, desk: str = "triage") -> Event:
    """A hand-off."""
    return Event(id="", kind="handoff", name=to, desk=desk)


def turns(*exchanges: tuple[Any, ...], events: bool = True) -> tuple[Turn, ...]:
    """Turns from ("customer says", "agent says", events..., {"act": ..., "desk": ...})."""
    return tuple(_turn(number, exchange, events) for number, exchange in enumerate(exchanges, 1))


def _turn(number: int, exchange: tuple[Any, ...], events: bool) -> Turn:
    says, hears, *rest = exchange
    more: dict[str, Any] = {}
    found: list[Event] = []
    for one in rest:
        if isinstance(one, Event):
            found.append(one.model_copy(update={"id": f"t{number}e{len(found) + 1}"}))
        else:
            more |= one
    act = more.pop("act", "open" if number == 1 else "answer")
    said = Said(text=says, act=act, sentences=more.pop("sentences", ()))
    tokens = Tokens(fresh=90, output=10)
    reply = Reply(text=hears, events=tuple(found) if events else None, tokens=tokens, **more)
    return Turn(number=number, customer=said, reply=reply)


def transcript(*exchanges: tuple[Any, ...], events: bool = True, ending: str = "satisfied", **more: Any) -> Transcript:
    """A conversation of these exchanges."""
    return Transcript(
        case="x/-#1", turns=turns(*exchanges, events=events), ending=ending, exposes_events=events, **more
    )


def proofs(found: Any) -> Any:
    """The evidence of anything that has some, whatever its kinds."""
    return found.evidence


@pytest.fixture(scope="session")
def talk() -> SimpleNamespace:
    """The builders above, by name."""
    return SimpleNamespace(
        case=case,
        deed=deed,
        handoff=handoff,
        must=must,
        never=never,
        proofs=proofs,
        sentence=sentence,
        tool=tool,
        transcript=transcript,
        turns=turns,
    )
