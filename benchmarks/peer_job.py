"""One job that every tool can be given: conversations with free customers and a model judge, against given addresses.

    N=200 TURNS=5 CONC=50 BASE=http://127.0.0.1:8000 python benchmarks/peer_job.py

BASE serves an OpenAI-compatible `/v1` with models named `customer` and `judge`, and the agent as JSON at `/target`
(`{"message": ...}` -> `{"reply": ...}`, or another common name). N conversations of TURNS customer turns are held, CONC
at the same time, each recorded as in any run, checked for validity, judged by the rules, read by the judge where the
rules leave something open, and the customer's part reviewed by it. Prints one line:

    BENCH {"ok": conversations held to their last turn and judged, "verdicts": criteria and sentences judged}
"""

import asyncio
import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from harness.assurance import cases_of, compile_all
from harness.assurance.recording import RecordLog, RecordMeter
from harness.conversation.hold import hold
from harness.conversation.line import Line
from harness.conversation.nouns import Case, Ending, Turn
from harness.conversation.playing import Player
from harness.journey.read import read_source
from harness.model import ModelSettings, close_model, open_model
from harness.record import Writer
from harness.run import Held, Started
from harness.settings import Settings
from harness.target.http import HttpSettings
from harness.target.kind import Opening, close_target, open_target
from harness.target.picking import Picks
from harness.verdict import Judges, Reader, judge_with
from harness.verdict.judge import outcome
from harness.verdict.looping import watch
from harness.verdict.reviewing import Reviewer
from harness.verdict.speaking import objecting

JOURNEY = """# A late parcel

Priya Shah is waiting for her parcel and is patient. She wants to know where her order is. Her order number is W-1063.
She pushes back 60 times.

## What should happen

- The agent makes her feel heard.

## What must never happen

- The agent offers a voucher.
"""
"""Nobody who pushes back so often is worn out, or done, before TURNS."""

REPLY = "reply || text || message || content || response || output || answer || choices[0].message.content"
SECONDS = 120.0


async def job(n: int, turns: int, at_once: int, base: str, reports: Path) -> tuple[int, int]:
    """Hold the conversations: how many came to their last turn and were judged, and how many verdicts there are."""
    settings, here = Settings(), reports / "parcel.md"
    cases = cases_of(compile_all([read_source(JOURNEY, here, reports)], settings.vocabulary), n, 7)
    there = ModelSettings(base_url=f"{base}/v1", timeout_seconds=SECONDS)
    customer, judge = (open_model(f"openai/{name}", {f"openai/{name}": there}) for name in ("customer", "judge"))
    agent = HttpSettings(url=f"{base}/target", read=Picks(reply=REPLY))
    target = open_target("target", agent, Opening(SECONDS))
    player, judges, line = Player("free", customer), Judges(judge), Line(SECONDS)
    free, found = asyncio.Semaphore(at_once), [0, 0]

    def until(case: Case, so_far: tuple[Turn, ...]) -> Ending | None:
        watch(case, so_far)  # as in any run, but that this job has its length
        return "turn_limit" if len(so_far) >= turns else None

    async def one(case: Case, log: RecordLog, meter: RecordMeter) -> None:
        async with free:
            log.append("case_started", case.id, Started.of(case))
            who = player.customer(case, objecting, meter.model(case))
            transcript = await hold(case, target, who, until, log, meter, None, line)
            log.append("held", case.id, Held.of(transcript))
            bench = judges.each(meter.model(case))
            verdict = await judge_with(case, transcript, Reader(bench), Reviewer(bench.model))
            log.append("verdict", case.id, verdict)
            log.append("outcome", case.id, outcome(case, transcript, verdict))
            found[0] += len(transcript.turns) == turns
            found[1] += len(verdict.rulings) + len(verdict.sentences)

    with Writer(reports / "run.jsonl", lambda: datetime.now(UTC)) as writer:
        log, meter = RecordLog(writer), RecordMeter(writer, settings.price_book)
        await asyncio.gather(*(one(case, log, meter) for case in cases))
    for model in (customer, judge):
        await close_model(model)
    await close_target(target)
    return found[0], found[1]


def main() -> None:
    """Read the environment, do the job, say what came of it."""
    usual = (("N", "200"), ("TURNS", "5"), ("CONC", "50"))
    n, turns, at_once = (int(os.environ.get(name, value)) for name, value in usual)
    with tempfile.TemporaryDirectory() as folder:
        ok, verdicts = asyncio.run(job(n, turns, at_once, os.environ["BASE"].rstrip("/"), Path(folder)))
    print(f"BENCH {json.dumps({'ok': ok, 'verdicts': verdicts})}")


if __name__ == "__main__":
    main()
