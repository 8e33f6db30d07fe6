"""What conversations cost in tokens, on the loopback model server, with the prompts that the package ships.

    python -m benchmarks.thrift [--conversations 40]

The job is that of the comparison in which other tools were measured: five customer turns, a model that plays the
customer, a model that judges four things of every conversation; tokens are characters / 4 of what the messages say. The
model server answers at once and counts as a provider does, its prompt cache included; the agent answers from a list.
Whole runs are held, as `harness run` holds them, so that prompts, caches, votes and stops are the product's own.
Printed are prompt tokens by role, and how many of them were not read from a cache.
"""

import argparse
import asyncio
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple

from harness.assurance import Cast, assure, case_of, compile_all
from harness.conversation.hold import hold
from harness.conversation.nouns import Case, Ending, Turn, Watch
from harness.conversation.playing import Player
from harness.conversation.scripted import ScriptedCustomer
from harness.journey import read_journeys
from harness.ledger import LedgerEntry
from harness.model import Model, ModelSettings, Prompt, close_model, open_model
from harness.money import Price, Tokens
from harness.plan.nouns import Plan
from harness.run import RunRecord
from harness.settings import RunSettings, Settings
from harness.target.embedded import DemoTarget
from harness.testing import LinesTarget, Nowhere
from harness.testing.model_server import ModelServer
from harness.verdict import Judges
from harness.verdict.looping import watch
from harness.verdict.nouns import RULES, Ruling, SentenceResult

ROOT = Path(__file__).parent.parent
PEER = 3_172
"""Prompt tokens of customer and judge in a conversation of the best of the tools that were compared, November 2026."""
UNCACHED = 0.6
"""What part of that may come from no cache."""

JOURNEY = """# A parcel that is late

Risk: medium · Intent: orders

Priya Shah has been waiting for a parcel for a week, and is patient about it. She wants to know where her parcel is.
Her order number is W-1063. Her postcode is EH1 2AB.

## What should happen

- The agent asks for her order number.
- The agent makes her feel heard.
- The agent sorts out what she came for.
- The agent treats her as a grown-up.
- The agent takes the matter to heart.
"""

AGENT = (
    "I am sorry about the wait, that is not what we promised you. Could you tell me your order number, please, so that "
    "I can look for the parcel?",
    "Thank you. To be sure that I speak to the right person, may I have the postcode of the address that it was sent "
    "to?",
    "Thank you, that helps. I have found the parcel: it left our warehouse on Monday and has been with the carrier "
    "since then. I am asking the depot where it is.",
    "The depot has answered: the parcel was sorted to the wrong van on Tuesday and is back on its shelf. It goes out "
    "again with the first tour tomorrow.",
    "It will be with you tomorrow before noon, and I have put a note on it so that the driver rings twice. Is there "
    "anything else that I can do for you?",
)
"""What the agent says, turn by turn: about as long as in the comparison."""

CUSTOMER = (
    "Hello, I ordered something a week ago and it has not come. Where is my parcel?",
    "Of course, the order number is W-1063. I have been waiting for quite a while now.",
    "It is EH1 2AB. I hope that you can find it.",
    "That is good to know. Please tell me what the depot says then.",
    "All right, and when will it be here?",
)


# ---- the model -----------------------------------------------------------------------------------------------


def answered(seen: Any) -> str:
    """What the model server says: the customer's next line, or a judgement that quotes the agent."""
    data = _data(seen.body)
    if "asked" in data:
        return json.dumps({"answers": [_judged(one, data) for one in data["asked"]], "claims": [], "actions": []})
    if "turns" in data:
        return json.dumps({"slips": []})
    if "says" in data:
        return json.dumps({"words": data["says"]})
    heard = data["said"][-1] if data["said"] else ""
    number = next((place for place, line in enumerate(AGENT, 1) if line[:40] in heard), 0)
    last = number >= len(CUSTOMER) - 1
    words = "Thank you, that is all. Goodbye." if last else CUSTOMER[number]
    return json.dumps({"words": words, "act": "thank" if last else "answer", "leaves": "satisfied" if last else "no"})


def _data(body: Any) -> dict[str, Any]:
    content = body["messages"][-1]["content"]
    text = content if isinstance(content, str) else content[0]["text"]
    found: dict[str, Any] = json.loads(text)
    return found


def _judged(question: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    turn = data["turns"][0]
    quote = {"turn": turn["turn"], "speaker": "agent", "quote": turn["agent"].split(".")[0], "event": None}
    absent = question["kind"] in ("never", "fact")
    return {
        "id": question["id"],
        "why": "it shows in the words",
        "evidence": [] if absent else [quote],
        "looked_for": "such words" if absent else None,
        "verdict": "pass",
    }


# ---- runs of it ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Job:
    """What is held."""

    conversations: int = 40
    provider: Literal["anthropic", "openai"] = "anthropic"
    customer: Literal["scripted", "bounded", "free"] = "free"
    small: bool = False
    """Whether a small judge is asked first."""


@dataclass(frozen=True)
class Held:
    """A run, and every request that the model server saw in it."""

    record: RunRecord
    seen: tuple[Any, ...]


def held(job: Job, folder: Path) -> Held:
    """A run of the job, by the product's own ways and in its own words."""
    journeys = folder / "journeys"
    journeys.mkdir(parents=True, exist_ok=True)
    (journeys / "parcel.md").write_text(JOURNEY, encoding="utf-8")
    settings = Settings(run=RunSettings(trials=job.conversations, in_flight=8))
    plans = compile_all(read_journeys([journeys], journeys), settings.vocabulary)
    with ModelServer(answered) as server:
        reach = ModelSettings(base_url=server.base_url(job.provider))
        names = [f"{job.provider}/{name}" for name in ("customer-1", "judge-1", "small-1")]
        models = [open_model(name, dict.fromkeys(names, reach)) for name in names]
        record = asyncio.run(_run(job, plans, models, settings, folder / "reports"))
        return Held(record, tuple(server.seen))


async def _run(
    job: Job, plans: Sequence[Plan], models: Sequence[Model], settings: Settings, reports: Path
) -> RunRecord:
    customer, judge, small = models
    player = Player(job.customer, customer) if job.customer != "scripted" else Player()
    judges = Judges(judge, small if job.small else None)
    try:
        return await assure(
            plans, Cast(LinesTarget(AGENT), judges=judges, player=player), settings, reports, lambda: datetime.now(UTC)
        )
    finally:
        for model in models:
            await close_model(model)


class Used(NamedTuple):
    """A conversation's part: requests, and tokens of the messages that they carry; the answer's shape apart."""

    requests: float = 0.0
    prompt: float = 0.0
    uncached: float = 0.0
    output: float = 0.0
    shape: float = 0.0
    """Tokens of the answer's JSON schema, where a provider counts them."""

    def plus(self, other: "Used") -> "Used":
        """Both together."""
        return Used(*(one + more for one, more in zip(self, other, strict=True)))


def by_role(run: Held) -> dict[str, Used]:
    """Customer, judge, and the review of a customer that a model plays: the judge's model reads it as well."""
    conversations = len(run.record.outcomes)
    found: dict[str, Used] = {}
    rows = {"customer": _rows(run.record, "customer"), "judge": _rows(run.record, "judge")}
    for seen in run.seen:
        role, data = _role(seen), seen.body
        content, shape = _sizes(data)
        found[role] = found.get(role, Used()).plus(Used(1, content, content, 0, shape))
    for role, entries in rows.items():
        read, said = (sum(getattr(row.charge.tokens, name) for row in entries) for name in ("cache_read", "output"))
        found[role] = found.get(role, Used()).plus(Used(0, 0, -read, said, 0))
    return {role: Used(*(part / conversations for part in used)) for role, used in sorted(found.items())}


def _rows(record: RunRecord, role: str) -> list[LedgerEntry]:
    return [row for row in record.entries if row.role == role]


def _role(seen: Any) -> str:
    data = _data(seen.body)
    return "judge" if "asked" in data else "review" if "turns" in data else "customer"


def _sizes(body: Any) -> tuple[float, float]:
    """Tokens of what the messages say, and of the shape that is asked for: characters / 4."""
    texts = [block["text"] for block in body.get("system") or ()]
    for message in body["messages"]:
        content = message["content"]
        texts += [content] if isinstance(content, str) else [block["text"] for block in content]
    shape = body.get("output_config") or body.get("response_format")
    return sum(map(len, texts)) / 4, len(json.dumps(shape)) / 4 if shape else 0.0


def judged_share(record: RunRecord) -> tuple[int, int]:
    """Sentences and criteria that a model settled, of all that were judged or left open: what it could not tell is
    not judged."""
    every: list[SentenceResult | Ruling] = []
    for verdict in record.verdicts:
        every += [*verdict.sentences, *verdict.rulings]
    applies = [one for one in every if one.result not in ("not_applicable", "not_exercised")]
    return sum(one.by != RULES and one.result != "cannot_tell" for one in applies), len(applies)


# ---- figures ---------------------------------------------------------------------------------------------------


def the_job(conversations: int, folder: Path) -> list[str]:
    """The comparison's own job, and beside it what the product does by default."""
    lines = [f"5 turns, a model plays, a model judges; {conversations} conversations; tokens of one"]
    found = by_role(held(Job(conversations), folder / "free"))
    both = found["customer"].plus(found["judge"])
    lines += [_row(role, one) for role, one in [*found.items(), ("customer + judge", both)]]
    lines += [
        f"  best peer {PEER:,} prompt tokens: ours {both.prompt / PEER:.2f} of it (aim: at most 1),"
        f" uncached {both.uncached / PEER:.2f} (aim: {UNCACHED})",
        f"  with the review of the played customer {both.plus(found.get('review', Used())).prompt / PEER:.2f}",
    ]
    default = held(Job(conversations, customer="bounded", small=True), folder / "bounded")
    settled, of = judged_share(default.record)
    lines += ["by default: a bounded customer, rules, a small judge, the large one for what is left in doubt"]
    lines += [_row(role, one) for role, one in by_role(default).items()]
    return [*lines, f"  a model judged {settled:,} of {of:,} results, {settled / of:.0%}; the rules did the rest"]


def _row(name: str, one: Used) -> str:
    return (
        f"  {name:<18}{one.requests:6.2f} requests{one.prompt:9,.0f} prompt{one.uncached:9,.0f} uncached"
        f"{one.output:7,.0f} out  (+{one.shape:,.0f} of shape)"
    )


def growth() -> list[str]:
    """An agent that sends its whole history again with every turn, without a cache and with one (measurement 8.1-2)."""
    lines = ["an agent: 1,500 tokens of prompt, 40 said and 120 answered a turn, at $3 and $15 a million"]
    with ModelServer(lambda _: "a" * 480) as server:
        for turns in (1, 2, 4, 8, 16, 32):
            plain, cached = (asyncio.run(_history(server, turns, marked)) for marked in (False, True))
            before, after = (PRICE.of(used) for used in (plain, cached))
            lines.append(
                f"  {turns:>2} turns {plain.total - plain.output:>8,} in   ${before:.6f}   cached ${after:.6f}"
                f"  {after / before - 1:+.1%}"
            )
    return lines


PRICE = Price(
    model="m",
    input=Decimal(3),
    output=Decimal(15),
    cache_read=Decimal("0.3"),
    cache_write=Decimal("3.75"),
    on=date(2026, 11, 1),
    source="an example",
)


async def _history(server: ModelServer, turns: int, marked: bool) -> Tokens:
    """Each turn through the SDK: what was sent before and what is new, each marked for the cache, or neither."""
    model = open_model("anthropic/agent-1", {"anthropic/agent-1": ModelSettings(base_url=server.base_url("anthropic"))})
    prompt, found = f"{turns} {marked}".ljust(6000, "s"), Tokens()
    before = prompt
    try:
        for turn in range(turns):
            new = "a" * 480 * (turn > 0) + "u" * 160
            parts = {"system": before, "stable": new, "words": ""} if marked else {"system": "", "words": before + new}
            found += (await model.complete(Prompt(role="customer", **parts))).tokens
            before += new
    finally:
        await close_model(model)
    return found


def judging() -> list[str]:
    """Four questions in one call, in four calls, in four with the rubric cached, and after every turn."""
    run = held(Job(1), Path(tempfile.mkdtemp()))
    (body,) = [seen.body for seen in run.seen if _role(seen) == "judge"]
    joint, _ = _sizes(body)
    data = _data(body)
    asked = data["asked"]
    shared = joint - len(json.dumps(asked, ensure_ascii=False)) / 4
    each = [shared + len(json.dumps([one], ensure_ascii=False)) / 4 for one in asked]
    stable = sum(len(block["text"]) for block in body["system"]) / 4
    turns = len(data["turns"])
    spoken = len(json.dumps(data["turns"], ensure_ascii=False)) / 4
    after_each = sum(joint - spoken * (turns - turn) / turns for turn in range(1, turns + 1))
    cached = sum(each) - stable * (len(each) - 1) * 0.9
    return [
        f"judging {len(asked)} questions: prompt tokens of a conversation",
        f"  in one call {joint:,.0f}; in {len(asked)} calls {sum(each):,.0f}, {sum(each) / joint:.1f} times as many"
        f" ({cached / joint:.1f} times as dear with the rubric from a cache)",
        f"  after every turn {after_each:,.0f}, {after_each / joint:.1f} times as many",
    ]


def stopping(conversations: int) -> list[str]:
    """A loop that is cut one turn after it is certain, against one that runs to the turn limit."""
    vocabulary = Settings().vocabulary
    folder = ROOT / "journeys"
    plans = compile_all(read_journeys([folder], folder), vocabulary)
    plan = next(one for one in plans if one.journey == "charged-twice")
    cases = [case_of(plan, plan.variations[0], trial, 7) for trial in range(1, conversations + 1)]
    cut, whole = (asyncio.run(_looping(cases, watching)) for watching in (watch, _never))
    return [
        f"a loop: {cut[1]:.1f} turns and {cut[0]:,.0f} tokens cut, {whole[1]:.1f} and {whole[0]:,.0f} not"
        f" ({1 - cut[0] / whole[0]:.0%} saved; by measurement 8.6, turn 4 of 20: {1 - 7_120 / 61_200:.1%})"
    ]


def _never(_case: Case, _turns: tuple[Turn, ...]) -> Ending | None:
    return None


async def _looping(cases: Sequence[Case], watching: Watch) -> tuple[float, float]:
    tokens = turns = 0
    for case in cases:
        target = DemoTarget(faults=("verbatim-loop",))
        told = await hold(case, target, ScriptedCustomer(case), watching, Nowhere(), Nowhere())
        tokens += sum(turn.reply.tokens.total for turn in told.turns if turn.reply.tokens)
        turns += len(told.turns)
    return tokens / len(cases), turns / len(cases)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--conversations", type=int, default=40)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        parts = [the_job(wanted.conversations, Path(folder)), growth(), judging(), stopping(3)]
    print("\n".join("\n".join([*part, ""]) for part in parts))


if __name__ == "__main__":
    main()
