"""A conversation as people write one down + a journey in Markdown -> Case and Transcript."""

from pathlib import Path
from typing import Any, Literal

from harness.assurance import case_of
from harness.conversation.nouns import Case, Ending, Said, Transcript, Turn
from harness.journey.read import read_source
from harness.noun import Noun
from harness.plan.compile import compile_journey
from harness.plan.nouns import Vocabulary
from harness.target.nouns import Event, Reply

NO_JOURNEY = "# A conversation\n"


class Happened(Noun):
    """Something that the agent's system recorded in a turn."""

    kind: Literal["tool", "handoff", "retrieval", "error"] = "tool"
    name: str
    arguments: dict[str, Any] = {}
    result: dict[str, Any] | None = None
    ok: bool = True


class SpokenTurn(Noun):
    """What the customer said, and what the agent answered and did."""

    customer: str
    agent: str
    desk: str | None = None
    events: tuple[Happened, ...] = ()


class Spoken(Noun):
    """A conversation with no more in it than a person would write down."""

    turns: tuple[SpokenTurn, ...]
    ending: Ending = "satisfied"
    events: bool = False
    """Whether the agent's system shows what it does: then an action that is not there was not done."""


def conversation(
    name: str, spoken: Spoken, journey: str | None, vocabulary: Vocabulary, folder: Path
) -> tuple[Case, Transcript]:
    """What a judge is given. Without a journey nothing was asked for, and only what needs no wish can be judged.

    Pages that the journey includes are read from the folder. Raises journey.JourneyError when one cannot be.
    """
    source = (journey or NO_JOURNEY).replace("\r\n", "\n")
    plan = compile_journey(read_source(source, folder / f"{name}.md", folder), vocabulary)
    case = case_of(plan, plan.variations[0], trial=1, seed=0)
    return case, transcript_of(case.id, spoken)


def transcript_of(case: str, spoken: Spoken) -> Transcript:
    """What was said, as the transcript of this case."""
    shown = spoken.events or any(turn.events for turn in spoken.turns)
    turns = tuple(_turn(number, turn, shown) for number, turn in enumerate(spoken.turns, start=1))
    # Real words or written ones, not a simulated customer's: how it behaves is not in question.
    return Transcript(case=case, turns=turns, ending=spoken.ending, origin="production", exposes_events=shown)


def _turn(number: int, turn: SpokenTurn, shown: bool) -> Turn:
    events = tuple(
        Event(id=f"t{number}e{place}", desk=turn.desk, **dict(one)) for place, one in enumerate(turn.events, start=1)
    )
    reply = Reply(text=turn.agent, desk=turn.desk, events=events if shown else None)
    # What the customer meant by it nobody noted: their words have to say it, as the lines of a script do.
    return Turn(number=number, customer=Said(text=turn.customer, act="line"), reply=reply)
