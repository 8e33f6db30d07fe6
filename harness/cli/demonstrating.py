"""`harness demo`: three journeys with faults planted; `chat`; `serve`."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from harness.assurance import Background, Cast, compile_all
from harness.criteria import Criterion
from harness.journey.read import read_journeys
from harness.preparing.places import reports_at, shop
from harness.preparing.prepare import Prepared, asked_in
from harness.preparing.wanted import Wanted
from harness.report import terminal
from harness.run import RunRecord
from harness.settings import Settings
from harness.target.embedded import DemoSettings, DemoTarget
from harness.target.kind import open_target
from harness.target.nouns import Message, Target
from harness.text.normal import printable
from harness.trouble import Trouble

from .options import Format
from .printing import listen, say, say_json
from .reporting import publish
from .running import hold_journeys

CAUGHT, MISSED = 0, 1


@dataclass(frozen=True)
class Plant:
    """A fault, the journey that must notice it, and the criterion that it must fail."""

    fault: str
    journey: str
    criterion: Criterion
    means: str


PLANTS = (
    Plant("verbatim-loop", "where-is-my-order", "looping", "asks the same question again, whatever the answer"),
    Plant("wrong-desk", "charged-twice", "misrouting", "sends the customer to the wrong desk"),
    Plant(
        "wrong-amount", "refund-cracked-item", "hallucination", "refunds and states an amount that is not the record's"
    ),
    Plant("phantom-action", "refund-cracked-item", "hallucination", "says that it refunded, and did not"),
)


def demonstrate(reports: Path | None, format: Format) -> int:  # noqa: A002
    """Plant each fault, run its journey, and say whether the gate stopped it for the right reason."""
    settings = Settings()
    if format is Format.text:
        say(
            [
                "This is `harness demo`: three journeys against an agent with faults planted in it on purpose.",
                "A gate must say STOP to each. (`harness run` tries the healthy agent.)",
                "",
            ]
        )
    results = []
    for plant in PLANTS:
        record = _with_fault(plant, settings, reports_at(reports, settings), format)
        results.append((plant, record, _caught(plant, record)))
        if format is Format.text:
            say([*terminal.journeys(record), *terminal.closing(record)[-1:], _line(plant, results[-1][2]), ""])
    missed = [plant for plant, _, caught in results if not caught]
    if format is Format.json:
        say_json(
            {"schema": 1, "faults": [_as_json(*result) for result in results], "exit": MISSED if missed else CAUGHT}
        )
    else:
        say([_closing(len(PLANTS), len(missed))])
    return MISSED if missed else CAUGHT


def _with_fault(plant: Plant, settings: Settings, reports: Path, format: Format) -> RunRecord:  # noqa: A002
    root = shop()
    file = next(root.rglob(f"{plant.journey}.md"))
    plans = compile_all(read_journeys([file], root), settings.vocabulary)
    if format is Format.text:
        say([f"Planted: {plant.fault}: the agent {plant.means}."])
    target = DemoTarget(faults=(plant.fault,))
    wanted = Wanted(paths=(str(file),), faults=(plant.fault,))
    settings = settings.with_target(None, wanted.faults)
    background = asked_in(Background(), wanted, settings)
    record = hold_journeys(Prepared(plans, Cast(target), settings, reports, background), format is not Format.text)
    if record.decision is None:
        raise KeyboardInterrupt
    publish(record, settings.kpi)
    return record


def _caught(plant: Plant, record: RunRecord) -> bool:
    stopped = record.decision is not None and record.decision.decision == "stop"
    return stopped and any(outcome.results.get(plant.criterion) == "fail" for outcome in record.outcomes)


def _line(plant: Plant, caught: bool) -> str:
    return f"{'✔ caught' if caught else '✘ MISSED'}  {plant.fault:<16} as {plant.criterion}"


def _closing(planted: int, missed: int) -> str:
    if missed:
        return f"{missed} of {planted} planted faults were not caught.   (exit {MISSED})"
    return f"All {planted} planted faults were caught; a gate would have said STOP to each.   (exit {CAUGHT})"


def _as_json(plant: Plant, record: RunRecord, caught: bool) -> dict[str, object]:
    return {
        "fault": plant.fault,
        "journey": plant.journey,
        "criterion": plant.criterion,
        "caught": caught,
        "run": record.manifest.run,
        "decision": record.decision.model_dump(mode="json") if record.decision else None,
    }


def chat_with_demo(faults: tuple[str, ...]) -> int:
    """A conversation typed by a person, until an empty line or the end of input."""
    target = open_target("demo", DemoSettings(faults=faults))
    say(["You are talking to Hearth & Co., the demo shop. Try: I'd like to return order W-1042. (empty line: leave)"])
    return asyncio.run(_chat(target))


async def _chat(target: Target) -> int:
    number = 0
    while True:
        try:
            words = await asyncio.to_thread(listen, "you    > ")
        except EOFError:
            say([""])
            return 0
        if not words.strip():
            return 0
        number += 1
        reply = await target.answer(Message(conversation="chat", number=number, text=words))
        say([f"{reply.desk or 'agent':<6} > {printable(reply.text)}"])
        if reply.ended:
            return 0


def serve_demo(port: int, faults: tuple[str, ...], fault_words: Path | None) -> int:
    """Serve the demo on 127.0.0.1 until interrupted, its faults in the words of a file if one is given."""
    from harness.target.demo.faults import read_words
    from harness.target.demo.serve import serve

    open_target("demo", DemoSettings(faults=faults))
    try:
        words = read_words(fault_words) if fault_words else None
    except ValueError as problem:
        raise Trouble(str(problem)) from problem
    serve(port, faults=faults, words=words)
    return 0
