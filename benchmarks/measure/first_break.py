"""Where several agents at work first went wrong, against what people said: which agent, and at which step exactly.

These are no customers' conversations, and no journey says what should have happened: what is left of the contracts is
what a transcript alone can show. Two methods are measured. *Contracts*: the earliest violation of C1 to C10 that the
verdict room sees in the transcript. *First own work*: the first step at which an agent other than the coordinator shows
work of its own, a program that it wrote; where none does, the first step at which such an agent acts. Everything later
stands on it.

The method was chosen on half of the rows, drawn by `split_key`; both halves are printed, and the pooled figure.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from harness.conversation.nouns import Case, Said, Transcript, Turn
from harness.journey.nouns import JourneySettings, Variation
from harness.plan.nouns import Plan
from harness.target.nouns import Event, Reply
from harness.verdict.breaks.contracts import violations
from harness.verdict.breaks.happenings import happenings

from .data import Recorded, read
from .table import Row, Sample, accuracy

SOURCES = ("whowhen", "agentrx_magentic", "agentrx_tau_retail")

Found = tuple[str, int]
"""(agent, step): who broke it first, and where."""

Locate = Callable[[Recorded], Found]

INVALID = "user"
"""Whom people blame where the simulated customer is at fault: to be found as an invalid simulation."""

_ERROR = re.compile(
    r"\b(?:error|exception|traceback|failed|failure|unable|cannot|can't|could not|couldn't|not found|timed? ?out"
    r"|denied|invalid|exitcode: [1-9])",
    re.IGNORECASE,
)


def measure(folder: Path) -> list[Row]:
    """Agent and exact step of each method on each half and on all rows, beside the baselines."""
    records = [one for source in SOURCES for one in read(folder, source) if one.labels.get("first_break")]
    halves = {
        "tuned half": [one for one in records if _tuned(one)],
        "other half": [one for one in records if not _tuned(one)],
        "pooled": records,
    }
    return [row for name, held in halves.items() for row in _rows(name, held)]


def _tuned(record: Recorded) -> bool:
    return hashlib.sha256(record.split.encode()).digest()[0] % 2 == 0


def _rows(name: str, records: Sequence[Recorded]) -> list[Row]:
    agent, step = (Counter(_truth(one)[at] for one in records).most_common(1)[0][0] for at in (0, 1))
    methods: dict[str, Locate] = {
        "first own work": first_work,
        "contracts": by_contracts,
        "baseline: best constant": lambda _: (str(agent), int(step)),
        "baseline: busiest agent": busiest,
        "baseline: first error": first_error,
    }
    keys = [one.split for one in records]
    rows = []
    for method, locate in methods.items():
        found = [(locate(one), _truth(one)) for one in records]
        for at, figure in enumerate(("first break: agent", "first break: exact step")):
            pairs = [(said[at], true[at]) for said, true in found]
            aim = "> baselines" if method == "first own work" and name == "pooled" else ""
            rows.append(Sample(keys, pairs).row(figure, name, method, accuracy, aim))
    return rows


def _truth(record: Recorded) -> Found:
    label = record.labels["first_break"]
    return plain(label["agent"]), int(label["step"])


def plain(name: str) -> str:
    """An agent's name without what it was doing: "Orchestrator (thought)" is the orchestrator."""
    return name.partition("(")[0].strip().casefold()


def agents(record: Recorded) -> list[str]:
    """Who made each step; a customer is the user, and an agent without a name is the one that leads."""
    unnamed = "orchestrator" if record.source == "agentrx_magentic" else "assistant"
    names = {"human": INVALID, "": unnamed}
    return [
        INVALID if step.role == "customer" else names.get(plain(step.name), plain(step.name)) for step in record.steps
    ]


# ---- methods ------------------------------------------------------------------------------------------------


def first_work(record: Recorded) -> Found:
    """The first step with a program of its own, else the first step, of an agent that does not coordinate."""
    who = agents(record)
    acting = _acting(record, who)
    place = next((step for step in acting if "```" in record.steps[step].text), acting[0])
    return who[place], place


def _acting(record: Recorded, who: Sequence[str]) -> list[int]:
    """The steps of agents at work; the opening only says what is to be done. The last step where nobody is."""
    leads = _coordinator(record, who)
    found = [at for at, step in enumerate(record.steps) if at and step.role == "agent" and who[at] not in leads]
    return found or [len(record.steps) - 1]


def _coordinator(record: Recorded, who: Sequence[str]) -> frozenset[str]:
    """Whoever makes most of the steps, where several agents are at work, and the user: they set others to work."""
    counts = Counter(name for name, step in zip(who, record.steps, strict=True) if step.role == "agent")
    name, steps = counts.most_common(1)[0] if counts else ("", 0)
    leads = {name} if len(counts) > 1 and steps > len(who) / 2 else set()
    return frozenset({INVALID, *leads})


def by_contracts(record: Recorded) -> Found:
    """The earliest violation of a contract in the transcript; the first own work where there is none."""
    held = transcript(record)
    found = violations(_CASE, held, happenings(held.turns), ())
    return (agents(record)[step := found[0].happening.turn - 1], step) if found else first_work(record)


def busiest(record: Recorded) -> Found:
    """Whoever made most of the steps, at their first."""
    who = agents(record)
    name = max(who, key=lambda one: (who.count(one), -who.index(one)))
    return name, who.index(name)


def first_error(record: Recorded) -> Found:
    """The first step that has a word of failure in it; the last step where none has."""
    who = agents(record)
    place = next((at for at, step in enumerate(record.steps) if _ERROR.search(step.text)), len(who) - 1)
    return who[place], place


# ---- the transcript -----------------------------------------------------------------------------------------


def transcript(record: Recorded) -> Transcript:
    """Each step a turn of its own: who spoke is the desk, a tool's answer is a call, and nobody asks in between."""
    turns = tuple(
        Turn(
            number=at + 1,
            customer=Said(text=step.text if step.role == "customer" else "", act="line"),
            reply=Reply(
                text=step.text if step.role == "agent" else "",
                desk=who,
                events=(_answer(at, step.text),) if step.role == "tool" else (),
            ),
        )
        for at, (step, who) in enumerate(zip(record.steps, agents(record), strict=True))
    )
    return Transcript(case=record.id, turns=turns, ending="turn_limit", exposes_events=True)


_FAILED = re.compile(r"\A\s{0,9}(?:error|exitcode: [1-9])|\bTraceback \(most recent call last\)", re.IGNORECASE)


def _answer(at: int, text: str) -> Event:
    failed = _FAILED.search(text) is not None
    return Event(id=f"t{at + 1}e1", kind="tool", name="tool", result={"text": text[:4000]}, ok=not failed)


_CASE = Case(
    plan=Plan(
        journey="none",
        title="No journey",
        file="none",
        settings=JourneySettings(),
        readings=(),
        variations=(Variation(name="", values={}),),
        complaints=(),
        compiler="none",
        meaning="none",
        text_digest="none",
    ),
    variation=Variation(name="", values={}),
    trial=1,
    seed=0,
    items=(),
)
"""Nothing was asked for: only what the transcript shows by itself can be wrong."""
