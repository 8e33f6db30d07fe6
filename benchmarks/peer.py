"""`peer_job.py` beside a plain loop over the same SDK: wall, processor time, memory, requests and tokens by role.

    python benchmarks/peer.py [--quick]

A server of its own on loopback plays the customer's model, the judge's and the agent; it waits 500 ms for a model and
200 ms for the agent, or not at all, and counts what it is sent: characters / 4 of every message's content. The plain
loop does what most tools do: it sends the customer's model the whole conversation each time, and the judge once.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent

SERVER = r'''
import asyncio, json, sys
MODEL, AGENT = float(sys.argv[1]), float(sys.argv[2])
COUNTS = {}
TOPICS = ["depot", "van", "route", "label", "courier", "customs", "sorting", "address", "driver", "scan", "weather",
          "bridge", "holiday", "barcode", "pallet", "ferry", "ramp", "fuel", "tyre", "shift"]

def told(number):
    """Another thing each time: nobody loops here."""
    one, two = TOPICS[number % 20], TOPICS[(number * 7 + 3) % 20]
    looked = f"Let me look at the {one} for you; the {two} desk notes that step {number} of it is under way"
    return f"{looked}, and I go on from there."

def said(number):
    one, two = TOPICS[(number * 3 + 1) % 20], TOPICS[(number * 11 + 5) % 20]
    return f"I see, so much for the {one}. I would still like to know where my parcel is, whatever the {two} does."

def answer(body):
    words = body["messages"][-1]["content"]
    shaped = "response_format" in body
    if body["model"] == "customer":
        number = COUNTS.setdefault("customer", {"requests": 0})["requests"]
        text = said(number)
        return json.dumps({"words": text, "act": "other", "leaves": "no"}) if shaped else text
    if not shaped:
        return json.dumps({name: {"why": "it shows", "turn": 1, "quote": told(1), "v": "pass"} for name in "RLMH"})
    asked = json.loads(words)
    if "ended" in asked:
        return json.dumps({"slips": []})
    quote = [{"turn": 1, "speaker": "agent", "quote": asked["turns"][0]["agent"], "event": None}]
    answers = [{"id": one["id"], "why": "it shows", "evidence": quote, "looked_for": None, "verdict": "pass"}
               for one in asked["asked"]]
    return json.dumps({"answers": answers, "claims": [], "actions": []})

PREFIXES = set()
def counted(body, text):
    parts = []
    for message in body["messages"]:
        content = message["content"]
        parts += [content] if isinstance(content, str) else [part["text"] for part in content]
    prompt, cached, before = sum(map(len, parts)) // 4, 0, ""
    for part in parts:
        before += part
        if len(before) // 4 >= 1024 and before in PREFIXES:
            cached = len(before) // 4
        PREFIXES.add(before)
    found = COUNTS.setdefault(body["model"], {"requests": 0})
    found["requests"] += 1
    for name, value in (("prompt", prompt), ("cached", cached), ("output", len(text) // 4)):
        found[name] = found.get(name, 0) + value
    return {"prompt_tokens": prompt, "completion_tokens": len(text) // 4, "total_tokens": prompt + len(text) // 4,
            "prompt_tokens_details": {"cached_tokens": cached}}

def reply(path, body):
    if path == "/counts":
        return COUNTS, 0
    if path == "/target":
        found = COUNTS.setdefault("target", {"requests": 0})
        found["requests"] += 1
        return {"reply": told(body.get("number", found["requests"]))}, AGENT
    text = answer(body)
    message = {"role": "assistant", "content": text}
    return {"id": "c", "object": "chat.completion", "created": 1, "model": body["model"], "usage": counted(body, text),
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}]}, MODEL

class Peer(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.came = transport, b""

    def data_received(self, data):
        self.came += data
        head, blank, body = self.came.partition(b"\r\n\r\n")
        if not blank:
            return
        sizes = [int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        if len(body) < sum(sizes):
            return
        self.came = b""
        found, wait = reply(head.split(b" ", 2)[1].decode(), json.loads(body or b"{}"))
        out = json.dumps(found).encode()
        out = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(out), out)
        asyncio.get_running_loop().call_later(wait, self.transport.write, out) if wait else self.transport.write(out)

async def main():
    server = await asyncio.get_running_loop().create_server(Peer, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
'''

PERSONA = (
    "You play Priya Shah, a patient customer who writes to a company's support about a parcel that has not come. You"
    " want to know where your order is. Your order number is W-1063; give it only when asked. Do not invent anything,"
    " stay the customer, answer in one or two short sentences, and push back when you are not told. Never offer help,"
    " never speak like the agent, and end only when you were told where the order is or cannot bear it any more."
)
RUBRIC = "Judge this conversation on resolution, looping, misrouting and hallucination. Answer in JSON, a quote each."


async def loop(n: int, turns: int, at_once: int, base: str) -> None:
    """The plain loop."""
    import httpx2
    from openai import AsyncOpenAI

    http = httpx2.AsyncClient(trust_env=False, timeout=120, limits=httpx2.Limits(max_connections=1000))
    model = AsyncOpenAI(api_key="none", base_url=f"{base}/v1", max_retries=0, http_client=http)
    free = asyncio.Semaphore(at_once)

    async def ask(name: str, messages: list[Any]) -> str:
        answer = await model.chat.completions.create(model=name, messages=messages)
        return answer.choices[0].message.content or ""

    async def one() -> int:
        async with free:
            told: list[dict[str, str]] = [{"role": "system", "content": PERSONA}]
            for number in range(1, turns + 1):
                words = await ask("customer", [*told, {"role": "user", "content": ""}] if number == 1 else told)
                response = await http.post(f"{base}/target", json={"message": words, "number": number})
                told += [{"role": "assistant", "content": words}, {"role": "user", "content": response.json()["reply"]}]
            transcript = json.dumps(told[1:])
            return len(
                await ask("judge", [{"role": "system", "content": RUBRIC}, {"role": "user", "content": transcript}])
            )

    await asyncio.gather(*(one() for _ in range(n)))
    print(f"BENCH {json.dumps({'ok': n, 'verdicts': 4 * n})}")


@contextmanager
def server(model: float, agent: float) -> Iterator[str]:
    """The server in a process of its own: its address."""
    command = [sys.executable, "-c", SERVER, str(model), str(agent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # the script above
        assert process.stdout is not None  # noqa: S101
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.kill()


def measured(script: list[str], model: float, agent: float, **wanted: int) -> dict[str, Any]:
    """What one process used for the job, and what the server counted."""
    with server(model, agent) as base:
        env = {**os.environ, "BASE": base, **{name: str(value) for name, value in wanted.items()}}
        begun = time.perf_counter()
        with subprocess.Popen([sys.executable, *script], env=env, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
            assert process.stdout is not None  # noqa: S101
            out = process.stdout.read()
            _, process.returncode, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begun
        with urlopen(f"{base}/counts") as counts:  # noqa: S310  # loopback
            found = json.loads(counts.read())
    bench = json.loads(out.partition("BENCH ")[2] or "{}")
    return {
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "mb": used.ru_maxrss / 1024,
        "counts": found,
        **bench,
    }


JOB, LOOP = [str(ROOT / "benchmarks" / "peer_job.py")], [__file__, "--loop"]


def main() -> None:
    """Measure both, and print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--loop", action="store_true")
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    if asked.loop:
        n, turns, at_once = (int(os.environ[name]) for name in ("N", "TURNS", "CONC"))
        asyncio.run(loop(n, turns, at_once, os.environ["BASE"]))
        return
    n = 40 if asked.quick else 200
    for what, model, agent in (("model 500 ms, agent 200 ms", 0.5, 0.2), ("no latency", 0.0, 0.0)):
        print(f"\n{n} conversations of 5 turns, 50 in flight, {what}")
        start = {name: measured(script, model, agent, N=1, TURNS=1, CONC=1) for name, script in SIDES.items()}
        for name, script in SIDES.items():
            one = measured(script, model, agent, N=n, TURNS=5, CONC=50)
            work = one["cpu"] - start[name]["cpu"]
            print(
                f"  {name:<8} ok {one['ok']}  verdicts {one['verdicts']}  wall {one['wall']:.2f} s"
                f"  cpu {one['cpu']:.2f} s ({work:.2f} s without start-up)  peak {one['mb']:.0f} MB"
            )
    print("\nper conversation    turns  role      requests  prompt  cached  output")
    few = 4 if asked.quick else 20
    for turns in (5, 20, 40):
        for name, script in SIDES.items():
            found = measured(script, 0.0, 0.0, N=few, TURNS=turns, CONC=few)["counts"]
            for role in ("customer", "judge", "target"):
                row = found.get(role, {})
                figures = [row.get(key, 0) / few for key in ("requests", "prompt", "cached", "output")]
                print(f"  {name:<16} {turns:>6}  {role:<8} " + "".join(f"{figure:>8,.0f}" for figure in figures))


SIDES = {"loop": LOOP, "harness": JOB}

if __name__ == "__main__":
    main()
