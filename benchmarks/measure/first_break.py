"""Where several agents at work first went wrong, against what people said: which agent, and at which step exactly.

These are no customers' conversations, and no journey says what should have happened on the way: what is left of the
contracts is what a transcript alone can show. Two methods are measured. *Verdict*: the first break of the harness's own
verdict, where the author asks for no more than an outcome, which never came. *Contracts*: the earliest violation of
C1 to C10 in the transcript, whether or not anything failed for it.

What the verdict does by elimination was chosen on half of the rows, drawn by `split_key`; both halves are printed, and
the pooled figure.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from harness.conversation.nouns import Case, Said, Transcript, Turn
from harness.journey.nouns import JourneySettings, Sentence, Span, Variation
from harness.plan.nouns import Plan, Reading, ToolCheck
from harness.target.nouns import Event, Reply
from harness.verdict import judge
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
        "verdict": by_verdict,
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
            aim = "> baselines" if method == "verdict" and name == "pooled" else ""
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


def by_verdict(record: Recorded) -> Found:
    """The first break of the harness's own verdict, where all that a journey asks for is an outcome that never came."""
    broke = judge(_SOLVED, transcript(record)).first_break
    if broke is None:
        raise AssertionError(f"{record.id}: an outcome that never came breaks a sentence")
    return agents(record)[broke.turn - 1], broke.turn - 1


def by_contracts(record: Recorded) -> Found:
    """The earliest violation of a contract in the transcript; the last step where there is none."""
    held = transcript(record)
    found = violations(_CASE, held, happenings(held.turns), ())
    step = found[0].happening.turn - 1 if found else len(held.turns) - 1
    return agents(record)[step], step


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
    return Transcript(case=record.id, turns=turns, ending="turn_limit", exposes_events=True, origin="production")


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

_SENTENCE = Sentence(
    id="a00001",
    span=Span(file="none", line=1, col=1, end_line=1, end_col=2),
    text="The task is solved.",
    heading="should",
)
_OUTCOME = ToolCheck(sentence="a00001", text="The task is solved.", tool="the task is solved")
_SOLVED = _CASE.model_copy(
    update={
        "plan": _CASE.plan.model_copy(update={"readings": (Reading(sentence=_SENTENCE, status="understood"),)}),
        "items": (_OUTCOME,),
    }
)
"""All that was asked for is an outcome, and people say that it did not come."""
