"""How fast conversations are held, beside a plain asyncio + httpx2 loop that makes the same requests in the same run.

    python -m benchmarks.speed [--only a,b,c,d,e] [--quick]

The agent is a process of its own on loopback, answers in as few lines as it takes, and waits as long as it is told.
What is measured, with the promise that it is held to:

(a) wall time at a latency of 200 ms, 50 in flight, 1,000 conversations of 5 turns: within 1.1 times the loop's;
(b) processor time a turn at no latency, customer, detectors and file included: within 2.5 times the loop's a request;
(c) resident memory: 10 kB for a conversation in flight, 1 kB for a finished one, 20,000 of them under 150 MB;
(d) judging and recording a conversation of 200 turns: linear in its turns;
(e) processor time of `harness --help`, and of the interpreter alone.
"""

import argparse
import asyncio
import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import httpx2

from harness.assurance import Background, Cast, assure, case_of, compile_all
from harness.conversation.nouns import Case, Said, Transcript, Turn
from harness.journey import read_journeys
from harness.plan.nouns import Plan
from harness.record import RECORD, Writer, read
from harness.run import RunRecord
from harness.settings import RunSettings, Settings
from harness.target.http import HttpSettings
from harness.target.kind import Opening, close_target, open_target
from harness.target.nouns import Message, Reply
from harness.verdict import judge

T = TypeVar("T")

TURNS = 5
IN_FLIGHT = 50

JOURNEY = """# Where is the parcel? {number}

Priya Shah is waiting for her parcel. She wants to know where her order is. Her order number is W-1063.
Her postcode is EH1 2AB. Her email address is priya@example.org.

## What should happen

- The agent asks for her order number.
- The agent asks for her postcode.

## What must never happen

- The agent offers a voucher.
"""

ANSWERS = (
    "Hello. Could I take your order number, please?",
    "Thank you. And what is your postcode?",
    "Thanks, Priya. What is your email address?",
    "Order W-1063 was sent on 3 May and is with the carrier. Shall I send you the link to follow it?",
    "I have sent the link to priya@example.org. Have a good day.",
)

SERVER = """
import asyncio, json, sys

LATENCY, ANSWERS = float(sys.argv[1]), json.loads(sys.argv[2])
BODIES = [
    json.dumps({"reply": text, "usage": {"input_tokens": 200, "output_tokens": 20}, "ended": turn == len(ANSWERS) - 1})
    for turn, text in enumerate(ANSWERS)
]
REPLIES = [
    f"HTTP/1.1 200 OK\\r\\ncontent-type: application/json\\r\\ncontent-length: {len(body)}\\r\\n\\r\\n{body}".encode()
    for body in BODIES
]

class Agent(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.came = transport, b""

    def data_received(self, data):
        self.came += data
        head, blank, body = self.came.partition(b"\\r\\n\\r\\n")
        if not blank:
            return
        size = next(int(line[15:]) for line in head.lower().split(b"\\r\\n") if line.startswith(b"content-length:"))
        if len(body) >= size:
            self.came = b""
            reply = REPLIES[min(json.loads(body)["number"], len(REPLIES)) - 1]
            if LATENCY:
                asyncio.get_running_loop().call_later(LATENCY, self.transport.write, reply)
            else:
                self.transport.write(reply)

async def main():
    server = await asyncio.get_running_loop().create_server(Agent, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
"""


@contextmanager
def agent(latency: float) -> Iterator[str]:
    """The agent in a process of its own: its address."""
    command = [sys.executable, "-c", SERVER, str(latency), json.dumps(ANSWERS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # the script above
        try:
            port = process.stdout.readline().strip() if process.stdout else ""
            yield f"http://127.0.0.1:{port}/chat"
        finally:
            process.kill()


# ---- both sides ---------------------------------------------------------------------------------------------


def plans(folder: Path, number: int = 1) -> tuple[Plan, ...]:
    """The journey, compiled so many times under different names."""
    for one in range(number):
        (folder / f"parcel-{one}.md").write_text(JOURNEY.format(number=one), encoding="utf-8")
    return compile_all(read_journeys([folder], folder), Settings().vocabulary)


async def plain(address: str, conversations: int) -> int:
    """The loop: the same requests, their answers read as JSON, nothing else; how many there were."""
    limits = httpx2.Limits(max_connections=IN_FLIGHT, max_keepalive_connections=IN_FLIGHT)
    waiting = iter(range(conversations))
    made = 0

    async def worker(client: httpx2.AsyncClient) -> None:
        nonlocal made
        for one in waiting:
            for number in range(1, TURNS + 1):
                asked = {"conversation": f"parcel-0/-#{one}~{one}", "message": ANSWERS[number - 1], "number": number}
                response = await client.post(address, json=asked)
                assert json.loads(response.content)["reply"]  # noqa: S101  # that is what is measured
                made += 1

    async with httpx2.AsyncClient(limits=limits, trust_env=False, timeout=60) as client:
        await asyncio.gather(*(worker(client) for _ in range(IN_FLIGHT)))
    return made


async def ours(address: str, conversations: int, folder: Path) -> RunRecord:
    """The harness: customer, target, detectors, record, decision."""
    target = open_target("agent", HttpSettings(url=address), Opening(60.0))
    run = RunSettings(trials=conversations, in_flight=IN_FLIGHT)
    try:
        return await assure(
            plans(folder), Cast(target), Settings(run=run), folder / "reports", partial(datetime.now, UTC), Background()
        )
    finally:
        await close_target(target)


def turns_of(record: RunRecord) -> int:
    """How many turns are on the record of a run."""
    return sum(1 for event in read(Path(record.folder) / RECORD) if event.kind == "turn")


def timed(job: Callable[[], Coroutine[None, None, T]]) -> tuple[float, float, T]:
    """Wall and processor seconds, and what came of it."""
    wall, processor = time.perf_counter(), time.process_time()
    result = asyncio.run(job())
    return time.perf_counter() - wall, time.process_time() - processor, result


# ---- (a) and (b) --------------------------------------------------------------------------------------------


def at(latency: float, conversations: int) -> tuple[float, float, float, float]:
    """Wall seconds of the loop and of the harness, and processor seconds a request and a turn."""
    with agent(latency) as address, tempfile.TemporaryDirectory() as name:
        warm = Path(name, "warm")
        warm.mkdir()
        asyncio.run(plain(address, 10))
        asyncio.run(ours(address, 10, warm))
        folder = Path(name, "run")
        folder.mkdir()
        loop_wall, loop_cpu, made = timed(lambda: plain(address, conversations))
        wall, cpu, record = timed(lambda: ours(address, conversations, folder))
        turns = turns_of(record)
        assert made == turns == conversations * TURNS, (made, turns)  # noqa: S101  # else nothing is compared
        return loop_wall, wall, loop_cpu / made, cpu / turns


def wall_time(quick: bool) -> Iterable[str]:
    """(a)."""
    loop, harness, _, _ = at(0.2, 100 if quick else 1000)
    yield row("(a) wall, 200 ms, 50 in flight", f"{loop:.2f} s", f"{harness:.2f} s", harness / loop, 1.1)


def processor_time(quick: bool) -> Iterable[str]:
    """(b), the better of three."""
    tries = [at(0.0, 100 if quick else 400) for _ in range(3)]
    _, _, loop, harness = min(tries, key=lambda one: one[3] / one[2])
    yield row("(b) processor time a turn", f"{loop * 1e6:.0f} µs", f"{harness * 1e6:.0f} µs", harness / loop, 2.5)


# ---- (c) ----------------------------------------------------------------------------------------------------


class Held:
    """A target in process that answers when it is told to."""

    name = "held"
    version = "1"

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.waiting = 0

    async def answer(self, message: Message) -> Reply:
        """Wait to be told, and answer."""
        self.waiting += 1
        await self.go.wait()
        return Reply(text=ANSWERS[min(message.number, TURNS) - 1], ended=message.number >= TURNS)


def resident() -> float:
    """Resident memory of this process, in kB."""
    gc.collect()
    return _status("VmRSS")


def most_resident() -> float:
    """The peak of it, in kB. What `getrusage` says of a process that another one began is that one's peak as well."""
    return _status("VmHWM")


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith(name)))


async def in_flight(number: int, folder: Path) -> float:
    """kB a conversation in flight: so many wait for their second answer."""
    target = Held()
    run = RunSettings(trials=number, in_flight=number)
    chosen = plans(folder)
    before = resident()
    held = asyncio.ensure_future(
        assure(chosen, Cast(target), Settings(run=run), folder / "reports", partial(datetime.now, UTC), Background())
    )
    while target.waiting < number:  # noqa: ASYNC110  # an event for each would be part of what is measured
        await asyncio.sleep(0.01)
    during = resident()
    target.go.set()
    await held
    return (during - before) / number


def finished(number: int) -> tuple[float, float]:
    """The peak of memory in MB of a process that holds so many conversations, and how many finished in it."""
    script = "from benchmarks.speed import many; many(" + str(number) + ")"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603
    peak, base = said.stdout.split()
    return float(peak), float(base)


def many(number: int) -> None:
    """Hold so many conversations, a thousand a journey, and print the peak of memory and what it was before, in MB."""

    async def held(folder: Path) -> None:
        target = Held()
        target.go.set()
        run = RunSettings(trials=min(1000, number), in_flight=IN_FLIGHT)
        chosen = plans(folder, max(1, number // 1000))
        await assure(
            chosen, Cast(target), Settings(run=run), folder / "reports", partial(datetime.now, UTC), Background()
        )

    with tempfile.TemporaryDirectory() as name:
        first = Path(name, "first")
        first.mkdir()
        asyncio.run(in_flight(10, first))
        base = resident() / 1000
        folder = Path(name, "run")
        folder.mkdir()
        asyncio.run(held(folder))
    print(most_resident() / 1000, base)


def memory(quick: bool) -> Iterable[str]:
    """(c)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warm = folder / "warm"
        warm.mkdir()
        asyncio.run(in_flight(50, warm))
        flying = asyncio.run(in_flight(1000, folder))
    yield row("(c) memory a conversation in flight", "10 kB", f"{flying:.1f} kB", flying / 10, 1.0)
    number = 2_000 if quick else 20_000
    peak, base = finished(number)
    yield row(
        "(c) memory a finished conversation",
        "1 kB",
        f"{(peak - base) * 1000 / number:.1f} kB",
        (peak - base) * 1000 / number,
        1.0,
    )
    yield row(f"(c) peak with {number:,} conversations", "150 MB", f"{peak:.0f} MB", peak / 150, 1.0)


# ---- (d) ----------------------------------------------------------------------------------------------------


def long_conversation(case: Case, turns: int) -> Transcript:
    """A conversation of so many turns, no two alike."""
    said = tuple(
        Turn(
            number=number,
            customer=Said(text=f"And order W-{1000 + number}, please?", act="answer"),
            reply=Reply(
                text=f"Order W-{1000 + number} was sent on {number % 28 + 1} May and cost £{number}.00.", events=()
            ),
        )
        for number in range(1, turns + 1)
    )
    return Transcript(case=case.id, turns=said, ending="satisfied", exposes_events=True)


def judged_and_recorded(case: Case, transcript: Transcript, folder: Path) -> float:
    """Processor seconds for its verdict and its lines in the record, the fastest of three."""
    times = []
    for number in range(3):
        begun = time.process_time()
        verdict = judge(case, transcript)
        with Writer(folder / f"{len(transcript.turns)}-{number}" / RECORD, partial(datetime.now, UTC)) as writer:
            for turn in transcript.turns:
                writer.append("turn", turn, case=case.id)
            writer.append("verdict", verdict, case=case.id)
        times.append(time.process_time() - begun)
    return min(times)


def linear(_quick: bool) -> Iterable[str]:
    """(d)."""
    with tempfile.TemporaryDirectory() as name:
        (plan,) = plans(Path(name))
        case = case_of(plan, plan.variations[0], 1, 7)
        short, long = (judged_and_recorded(case, long_conversation(case, turns), Path(name)) for turns in (50, 200))
    yield row(
        "(d) 200 turns beside four times 50", f"{short * 4e3:.0f} ms", f"{long * 1e3:.0f} ms", long / short / 4, 1.15
    )


# ---- (e) ----------------------------------------------------------------------------------------------------


def start_up(_quick: bool) -> Iterable[str]:
    """(e)."""
    alone = min(_processor([sys.executable, "-c", "pass"]) for _ in range(5))
    ours = min(_processor([sys.executable, "-m", "harness", "--help"]) for _ in range(5))
    yield row("(e) `harness --help`, processor time", f"{alone * 1e3:.0f} ms", f"{ours * 1e3:.0f} ms", ours / 0.3, 1.0)


def _processor(command: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)  # noqa: S603  # our own
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


# ---- what is told -------------------------------------------------------------------------------------------


def row(what: str, beside: str, ours: str, ratio: float, promised: float) -> str:
    """One line of the table."""
    kept = "kept" if ratio <= promised else "not kept"
    return f"| {what:<38} | {beside:>9} | {ours:>9} | {ratio:6.2f} | {promised:4.2f} | {kept} |"


PARTS: dict[str, Callable[[bool], Iterable[str]]] = {
    "a": wall_time,
    "b": processor_time,
    "c": memory,
    "d": linear,
    "e": start_up,
}


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="a,b,c,d,e")
    parser.add_argument("--quick", action="store_true", help="a tenth of the conversations")
    asked = parser.parse_args()
    print("| what | beside | harness | ratio | promised | |\n|---|---|---|---|---|---|")
    for part in asked.only.split(","):
        for line in PARTS[part](asked.quick):
            print(line, flush=True)


if __name__ == "__main__":
    main()
