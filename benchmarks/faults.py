"""How well the verdicts find the demo's faults: faults x journeys x seeds, over HTTP on loopback.

    python benchmarks/faults.py [--half tuned|unseen] [--events | --words-only] [--fault NAME ...] [--misses]

Each conversation is held twice, with the fault and with the healthy agent, once with events, desks and records to look
at and once with the agent's words alone. Printed for each fault: how many of the conversations that it touched fail for
the criterion that they must (recall), how many of those that fail for it had the fault (precision, the healthy twins
being the others), and in how many of those caught the first break is at the turn at which the fault first showed. What
showed where is read from the demo's side file. The faults speak in the words of `tests/fault_grammar.py`.
"""

import argparse
import asyncio
import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import httpx2
import uvicorn

from harness.assurance import case_of, compile_all, converse
from harness.conversation.hold import conversation_id
from harness.conversation.line import Line
from harness.conversation.nouns import Case, Transcript
from harness.journey import read_journeys
from harness.money import Tokens
from harness.plan.nouns import Limit, Route
from harness.settings import Settings
from harness.stats.proportions import wilson
from harness.target.demo.app import create_app
from harness.target.demo.faults import FAULTS, FaultWords, checked
from harness.target.nouns import Event, Message, Reply, TargetError
from harness.testing import Nowhere
from harness.verdict import Verdict

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "journeys", ROOT / "benchmarks" / "journeys")
MEASURED = (
    *("address-change-too-late", "cancel-the-coffee-club", "charged-twice", "locked-out", "not-your-order"),
    *("refund-cracked-item", "smoking-coffee-machine", "where-is-my-order"),
)
"""The shop's journeys that the published figures are of: with others they would be figures of something else."""
SEEDS = (1, 2, 3)
IN_FLIGHT = 12
IMPATIENT = 0.75
"""Seconds after which a slow target counts as broken: past them, and past the journeys' limit of one second."""
PATIENT = 60.0


# ---- what must be found -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One line of the table: a fault, what it must be found as, and in which journeys it can be."""

    name: str
    fault: str
    expected: str
    """A criterion, `limit:METRIC`, or `infra_error`."""
    says: Callable[[Case], bool]
    """Whether the journey has something to say about it."""
    reply_seconds: float = PATIENT


def anything(_: Case) -> bool:
    """Every journey."""
    return True


def desk(case: Case) -> bool:
    """Journeys that say where the customer is to be."""
    return any(isinstance(item, Route) and item.polarity == "must" for item in case.items)


def last_desk(case: Case) -> bool:
    """Journeys that say where the customer is to end up."""
    return any(isinstance(item, Route) and item.polarity == "must" and item.final for item in case.items)


def bounded(metric: str) -> Callable[[Case], bool]:
    """Journeys with a limit of this kind."""
    return lambda case: any(isinstance(item, Limit) and item.metric == metric for item in case.items)


ROWS = (
    Row("verbatim-loop", "verbatim-loop", "looping", anything),
    Row("paraphrased-loop", "paraphrased-loop", "looping", anything),
    Row("forgetting", "forgetting", "looping", anything),
    Row("wrong-desk", "wrong-desk", "misrouting", desk),
    Row("missing-handoff", "missing-handoff", "misrouting", desk),
    Row("promised-handoff", "promised-handoff", "misrouting", desk),
    Row("needless-handoff", "needless-handoff", "misrouting", last_desk),
    Row("ping-pong", "ping-pong", "misrouting", desk),
    Row("cascade", "cascade", "misrouting", desk),
    Row("wrong-amount", "wrong-amount", "hallucination", anything),
    Row("wrong-date", "wrong-date", "hallucination", anything),
    Row("invented-policy", "invented-policy", "hallucination", anything),
    Row("unknown-url", "unknown-url", "hallucination", anything),
    Row("phantom-action", "phantom-action", "hallucination", anything),
    Row("giving-up", "giving-up", "resolution", anything),
    Row("off-topic", "off-topic", "resolution", anything),
    Row("rambling", "rambling", "limit:turns", bounded("turns")),
    Row("slow, within", "slow", "limit:seconds", bounded("seconds")),
    Row("slow, past", "slow", "infra_error", bounded("seconds"), IMPATIENT),
    Row("flaky", "flaky", "infra_error", anything),
    Row("malformed", "malformed", "infra_error", anything),
)


def expected(row: Row, shown: Sequence[int]) -> str:
    """What the fault must be found as in one conversation: who was asked again only once was not in a loop."""
    return "resolution" if row.name == "forgetting" and len(shown) < 2 else row.expected


def caught(what: str, case: Case, verdict: Verdict) -> bool:
    """Whether the verdict has it."""
    if what == "infra_error":
        return verdict.validity == "infra_error"
    if what.startswith("limit:"):
        metric = what.removeprefix("limit:")
        ids = {item.sentence for item in case.items if isinstance(item, Limit) and item.metric == metric}
        return any(one.sentence in ids and one.result == "fail" for one in verdict.sentences)
    return any(ruling.criterion == what and ruling.result == "fail" for ruling in verdict.rulings)


def broke_at(transcript: Transcript, verdict: Verdict) -> int | None:
    """The turn of the first break; of a target that broke, the turn that got no answer."""
    if verdict.validity == "infra_error":
        return len(transcript.turns) + 1
    return verdict.first_break.turn if verdict.first_break else None


# ---- the shop on loopback, and a client of it ---------------------------------------------------------------


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve an application on a free port of 127.0.0.1; its address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


class Words:
    """The shop over HTTP, of which only the words are heard."""

    name = "hearth over http"
    version = "1"
    events = False

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client

    async def answer(self, message: Message) -> Reply:
        """One message there and back. Raises TargetError for everything that is no answer."""
        body = {"conversation": message.conversation, "message": message.text, "number": message.number}
        begun = time.perf_counter()
        said = await self._ask("POST", "/chat", json=body)
        seconds = time.perf_counter() - begun
        try:
            shown = tuple(Event.model_validate(one) for one in said["events"]) if self.events else None
            tokens = Tokens(fresh=said["usage"]["input_tokens"], output=said["usage"]["output_tokens"])
            desk = said["desk"] if self.events else None
            return Reply(
                text=said["reply"], events=shown, desk=desk, tokens=tokens, seconds=seconds, ended=said["ended"]
            )
        except (KeyError, TypeError, ValueError) as problem:
            raise TargetError("what came back was no answer") from problem

    async def _ask(self, method: str, path: str, **what: Any) -> dict[str, Any]:
        try:
            response = await self._client.request(method, path, **what)
            said = response.json()
        except (httpx2.HTTPError, ValueError) as problem:
            raise TargetError(f"no answer: {type(problem).__name__}") from problem
        if response.status_code != 200 or not isinstance(said, dict):
            raise TargetError(f"no answer: status {response.status_code}")
        return said


class Everything(Words):
    """The same, with what the agent did, who spoke, and the records afterwards."""

    events = True

    async def read(self, conversation: str, subject: str, field: str) -> str | None:
        """A field of the shop's books."""
        wanted = {"conversation": conversation, "subject": subject, "field": field}
        value: str | None = (await self._ask("GET", "/probe", params=wanted)).get("value")
        return value


Found = dict[str, tuple[Transcript, Verdict]]
"""Conversation -> what was said, and what it came to."""


async def hold_all(cases: Sequence[Case], address: str, door: type[Words], seconds: float) -> Found:
    """Hold and judge every case."""
    free, found = asyncio.Semaphore(IN_FLIGHT), Found()
    async with httpx2.AsyncClient(base_url=address, timeout=30.0) as client:

        async def one(case: Case) -> None:
            async with free:
                name, line = conversation_id(case), Line(reply_seconds=seconds)
                found[name] = await converse(case, door(client), Nowhere(), Nowhere(), line)

        await asyncio.gather(*(one(case) for case in cases))
    return found


# ---- counting -----------------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What was counted of one fault."""

    touched: int = 0
    hits: int = 0
    false: int = 0
    exact: int = 0


class Bench:
    """The conversations with one kind of target, and their healthy twins."""

    def __init__(self, cases: Sequence[Case], door: type[Words], words: FaultWords, misses: bool) -> None:
        self._cases = cases
        self._door = door
        self._words = words
        self._misses = misses
        self._healthy: dict[float, Found] = {}

    def row(self, row: Row) -> Tally:
        """Hold the row's conversations, with the fault and without, and count."""
        cases = [case for case in self._cases if row.says(case)]
        with tempfile.TemporaryDirectory() as folder:
            side_file = Path(folder) / "shown.jsonl"
            app = create_app(None, side_file, (row.fault,), self._words)
            found = self._held(app, cases, row.reply_seconds)
            shown = read_shown(side_file)
        twins = self._twins(row.reply_seconds)
        tally = Tally()
        for case in cases:
            if turns := shown.get(conversation_id(case)):
                self._count(tally, row, case, turns, found[conversation_id(case)], twins[conversation_id(case)])
        return tally

    def _held(self, app: Any, cases: Sequence[Case], seconds: float) -> Found:
        with served(app) as address:
            return asyncio.run(hold_all(cases, address, self._door, seconds))

    def _twins(self, seconds: float) -> Found:
        if seconds not in self._healthy:
            self._healthy[seconds] = self._held(create_app(), self._cases, seconds)
        return self._healthy[seconds]

    def _count(
        self,
        tally: Tally,
        row: Row,
        case: Case,
        turns: Sequence[int],
        found: tuple[Transcript, Verdict],
        twin: tuple[Transcript, Verdict],
    ) -> None:
        what = expected(row, turns)
        hit = caught(what, case, found[1])
        exact = hit and broke_at(*found) == turns[0]
        tally.touched += 1
        tally.hits += hit
        tally.false += caught(what, case, twin[1])
        tally.exact += exact
        if self._misses and not (hit and exact):
            print("\n".join(explained(row, what, turns, *found)))
        if self._misses and caught(what, case, twin[1]):
            print("\n".join(("  HEALTHY, and yet:", *explained(row, what, turns, *twin))))


def read_shown(file: Path) -> dict[str, list[int]]:
    """Conversation -> the turns at which the fault showed, from the demo's side file."""
    shown: dict[str, list[int]] = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        one = json.loads(line)
        shown.setdefault(one["conversation"], []).append(one["turn"])
    return shown


# ---- printing -----------------------------------------------------------------------------------------------


def explained(row: Row, what: str, turns: Sequence[int], transcript: Transcript, verdict: Verdict) -> Iterator[str]:
    """A conversation in which the fault was missed, or found at another turn."""
    yield f"--- {row.name}: {transcript.case} must be {what} at turn {turns[0]}"
    yield f"  ended {transcript.ending}, {verdict.validity} {verdict.invalid_because or ''}".rstrip()
    for turn in transcript.turns:
        yield f"  {turn.number} customer: {turn.customer.text}"
        yield f"    {turn.reply.desk or 'agent'}: {turn.reply.text}"
    yield from (f"  = {one.criterion} {one.result}: {one.why}" for one in verdict.rulings)
    yield f"  first break: {verdict.first_break}"


def share(hits: int, of: int) -> str:
    """A rate with its Wilson interval: `.97 [.91, .99] 64/66`."""
    if not of:
        return "none"
    interval = wilson(hits, of)
    return f"{hits / of:.2f} [{interval.low:.2f}, {interval.high:.2f}] {hits}/{of}"


def table(title: str, rows: Sequence[tuple[Row, Tally]]) -> Iterator[str]:
    """The figures as a Markdown table."""
    yield f"\n### {title}\n"
    yield "| fault | must be | recall | precision | first break exact |"
    yield "|---|---|---|---|---|"
    for row, tally in rows:
        figures = (
            share(tally.hits, tally.touched),
            share(tally.hits, tally.hits + tally.false),
            share(tally.exact, tally.hits),
        )
        must = row.expected.replace("limit:", "limit on ").replace("_", " ")
        yield f"| {row.name} | {must} | {' | '.join(figures)} |"


def cases_of(folders: Sequence[Path]) -> tuple[Case, ...]:
    """Every row of every journey, with every seed."""
    vocabulary = Settings().vocabulary
    plans = [
        plan
        for folder in folders
        for plan in compile_all(read_journeys([folder], folder), vocabulary)
        if folder != FOLDERS[0] or plan.journey in MEASURED
    ]
    unread = [plan.journey for plan in plans if not plan.runnable]
    if unread:
        raise SystemExit(f"not understood: {', '.join(unread)}")
    return tuple(case_of(plan, row, 1, seed) for plan in plans for row in plan.variations for seed in SEEDS)


def _grammar() -> Any:
    """The wordings, which stand beside the tests and are no package."""
    found = spec_from_file_location("fault_grammar", ROOT / "tests" / "fault_grammar.py")
    if found is None or found.loader is None:
        raise SystemExit("tests/fault_grammar.py cannot be loaded")
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return module


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--half", choices=("tuned", "unseen"), default="tuned", help="which half of the wordings")
    parser.add_argument("--fault", action="append", choices=sorted(FAULTS), help="only this one (may be repeated)")
    parser.add_argument("--misses", action="store_true", help="print what was missed; not for the unseen half")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--events", action="store_true", help="only with events, desks and records")
    only.add_argument("--words-only", action="store_true", help="only with the agent's words")
    wanted = parser.parse_args()
    if wanted.misses and wanted.half == "unseen":
        parser.error("the unseen half stays unseen: --misses is for the tuned one")
    words = _grammar().words
    cases, given = cases_of(FOLDERS), checked(words(wanted.half))
    doors = [Everything] * (not wanted.words_only) + [Words] * (not wanted.events)
    rows = [row for row in ROWS if not wanted.fault or row.fault in wanted.fault]
    for door in doors:
        bench = Bench(cases, door, given, wanted.misses)
        title = f"{wanted.half} wordings, {'with events' if door.events else 'words only'}"
        print("\n".join(table(title, [(row, bench.row(row)) for row in rows])), flush=True)


if __name__ == "__main__":
    main()
