"""What reading costs: calls and tokens per conversation and verdict, how much is asked again, what a cascade saves.

    python benchmarks/judging.py [--faults] [--small-unsure 0.2] [--small-price 0.0455]

Every journey of the shop and of `benchmarks/journeys` is held against the demo agent in this process (with --faults:
also once with each fault), as it is written, and then with two sentences added that only reading settles. The judge
follows a fixed rule and is no model: it passes what should happen with the agent's first words, passes what must never
happen as not found, and cannot tell the rest. So these figures say what is asked and how often, never how well it is
answered.
Tokens are characters / 4. A small judge that is asked first is unsure of a share of the questions, and costs a share of
what the large one does; both can be set.
"""

import argparse
import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from harness.assurance import case_of, compile_all, converse
from harness.conversation.line import Line
from harness.conversation.nouns import Case
from harness.journey import read_journeys
from harness.journey.nouns import Sentence
from harness.model import Model, Prompt
from harness.plan.nouns import Check, Plan, Reading
from harness.settings import Settings
from harness.target.demo.faults import FAULTS
from harness.target.embedded import DemoTarget
from harness.testing import Nowhere, ScriptedModel
from harness.text.sentences import split
from harness.verdict import Judges, Verdict

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "journeys", ROOT / "benchmarks" / "journeys")
ADDED = (("should", "The agent makes the customer feel heard."), ("never", "The agent lectures the customer."))
SLOW = ("slow", "flaky", "malformed")
"""Faults of the line, after which there is little or nothing to judge."""


# ---- a judge by rule ----------------------------------------------------------------------------------------


class Ruled(ScriptedModel):
    """A judge that follows the rule above, and is unsure of this share of the questions."""

    def __init__(self, name: str, unsure: float = 0.0) -> None:
        super().__init__(self._rule)
        self.name = name
        self.said: list[str] = []
        self._unsure = unsure

    def _rule(self, prompt: Prompt) -> str:
        self.said.append(_answers(prompt, self._unsure))
        return self.said[-1]


def _answers(prompt: Prompt, unsure: float) -> str:
    data = json.loads(prompt.words)
    spoken = [(turn["turn"], _words(turn["agent"])) for turn in data["turns"]]
    shown = next(((turn, words) for turn, words in spoken if len(words.split()) >= 3), (0, ""))
    answers = [_answer(one, shown, _drawn(one["id"], prompt.words) < unsure) for one in data["asked"]]
    return json.dumps({"answers": answers, "claims": [], "actions": []})


def _words(text: str) -> str:
    return next((text[start:end] for start, end in split(text)), "")


def _drawn(question: str, words: str) -> float:
    """A number from 0 to 1 that a question about a conversation always draws."""
    return int.from_bytes(sha256(f"{question}|{words}".encode("utf-8", "replace")).digest()[:4]) / 2**32


def _answer(question: dict[str, Any], shown: tuple[int, str], unsure: bool) -> dict[str, Any]:
    turn, words = shown
    quote = [{"turn": turn, "speaker": "agent", "quote": words, "event": None}] if question["kind"] == "should" else []
    by_absence = question["kind"] in ("never", "fact")
    known = (bool(quote and words) or by_absence or question["id"] == "hallucination") and not unsure
    return {
        "id": question["id"],
        "why": "by the benchmark's rule",
        "evidence": quote if known else [],
        "looked_for": "what is told there" if by_absence else None,
        "verdict": "pass" if known else "cannot_tell",
    }


# ---- holding ------------------------------------------------------------------------------------------------


def cases(added: bool) -> tuple[Case, ...]:
    """Every row of every journey, once; with the two open sentences where they are wanted."""
    vocabulary = Settings().vocabulary
    plans = [plan for folder in FOLDERS for plan in compile_all(read_journeys([folder], folder), vocabulary)]
    held = [_with_open(plan) if added else plan for plan in plans]
    return tuple(case_of(plan, row, 1, 7) for plan in held for row in plan.variations)


def _with_open(plan: Plan) -> Plan:
    span = plan.readings[-1].sentence.span
    readings = []
    for number, (heading, text) in enumerate(ADDED):
        sentence = Sentence(id=f"added{number}", span=span, text=text, heading=heading)
        never = heading == "never"
        criterion = "hallucination" if never else "resolution"
        polarity = "never" if never else "must"
        item = Check(sentence=sentence.id, text=text, deed=None, polarity=polarity, criterion=criterion)
        readings.append(Reading(sentence=sentence, status="needs_model", items=(item,)))
    return plan.model_copy(update={"readings": (*plan.readings, *readings)})


async def hold(held: Iterable[Case], faults: Sequence[str], judges: Judges | None) -> list[Verdict]:
    """The verdicts of these conversations, held with the healthy agent and with each of these faults."""
    found = []
    for fault in (None, *faults):
        target = DemoTarget(faults=(fault,) if fault else ())
        for case in held:
            found.append((await converse(case, target, Nowhere(), Nowhere(), Line(), judges))[1])
    return found


# ---- counting -----------------------------------------------------------------------------------------------


@dataclass
class Spent:
    """Tokens of some models together, by kind, characters / 4."""

    stable: int = 0
    fresh: int = 0
    output: int = 0
    calls: int = 0
    by_model: dict[str, int] = field(default_factory=dict)


def spent(models: Iterable[Ruled]) -> Spent:
    """What was sent to these models. What is the same from call to call could come from a cache."""
    total = Spent()
    for model in models:
        for prompt, said in zip(model.asked, model.said, strict=True):
            total.calls += 1
            total.stable += len(prompt.system + prompt.stable) // 4
            total.fresh += len(prompt.words) // 4
            total.output += len(said) // 4
            size = (len(prompt.system + prompt.stable + prompt.words) + len(said)) // 4
            total.by_model[model.name] = total.by_model.get(model.name, 0) + size
    return total


def saving(decided: float, escalated: float, small: float, large: float) -> float:
    """How much cheaper a verdict is than asking the large judge for each (measurement 8.5): rules decide a share d, a
    small judge reads the rest and hands on a share e of that: 1 - (1 - d)(c_s + e c_b) / c_b."""
    return 1 - (1 - decided) * (small + escalated * large) / large


def table(title: str, verdicts: Sequence[Verdict], models: Sequence[Ruled]) -> list[str]:
    """What it took, in lines."""
    valid = [verdict for verdict in verdicts if verdict.validity == "valid"]
    read = [verdict.reading for verdict in valid if verdict.reading]
    total = spent(models)
    again = sum(1 for one in read if len(one.votes) > 1)
    settled, judged = _asked(valid), _results(valid)
    lines = [
        title,
        f"  conversations, valid            {len(valid):>8}",
        f"  of them read by a model         {len(read):>8}   {_share(len(read), len(valid))}",
        f"  questions asked                 {settled:>8}   of {judged:,} results: {_share(settled, judged)}",
        f"  calls per conversation          {total.calls / max(len(valid), 1):>8.2f}",
    ]
    if not read:
        return lines
    size = total.stable + total.fresh
    return [
        *lines,
        f"  calls per conversation read     {total.calls / len(read):>8.2f}",
        f"  asked again                     {again:>8}   {_share(again, len(read))} of those read",
        f"  tokens in a call, in            {size / total.calls:>8,.0f}   cacheable: {_share(total.stable, size)}",
        f"  tokens in a call, out           {total.output / total.calls:>8,.0f}",
        f"  tokens per question settled     {(size + total.output) / settled:>8,.0f}",
    ]


def _asked(verdicts: Iterable[Verdict]) -> int:
    return sum(len(verdict.reading.asked) for verdict in verdicts if verdict.reading)


def _results(verdicts: Iterable[Verdict]) -> int:
    return sum(len(verdict.sentences) + len(verdict.rulings) for verdict in verdicts)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def cascade(alone: Spent, both: Spent, decided: float, price: float) -> list[str]:
    """What a small judge before the large one saved, in money, at a price of so much of the large one's."""
    before = sum(alone.by_model.values())
    handed_on = both.by_model.get("large/judge", 0) / before
    after = both.by_model.get("small/judge", 0) * price + both.by_model.get("large/judge", 0)
    return [
        "cascade: rules, small, large",
        f"  tokens of the large judge       {both.by_model.get('large/judge', 0):>8,}   alone: {before:,}",
        f"  tokens of the small judge       {both.by_model.get('small/judge', 0):>8,}   at {price:.4f} of the price",
        f"  saved by the small judge        {100 * (1 - after / before):>8.1f} %",
        f"  by the formula, rules included  {100 * saving(decided, handed_on, price, 1.0):>8.1f} %"
        f"   d = {decided:.3f}, e = {handed_on:.3f}",
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--faults", action="store_true", help="hold every journey with every fault as well")
    parser.add_argument(
        "--small-unsure", type=float, default=0.2, help="share of questions that the small one hands on"
    )
    parser.add_argument(
        "--small-price", type=float, default=0.0004 / 0.00879, help="its price as a share of the large one's"
    )
    wanted = parser.parse_args()
    faults = [name for name in sorted(FAULTS) if name not in SLOW] if wanted.faults else []
    for title, added in (("journeys as written", False), ("with two open sentences each", True)):
        model = Ruled("large/judge")
        verdicts = asyncio.run(hold(cases(added), faults, Judges(model)))
        print("\n".join([*table(title, verdicts, [model]), ""]), flush=True)
    small, large = Ruled("small/judge", wanted.small_unsure), Ruled("large/judge")
    models: tuple[Model, Model] = (large, small)
    asyncio.run(hold(cases(True), faults, Judges(*models)))
    decided = 1 - _asked(verdicts) / _results(verdicts)
    print("\n".join(cascade(spent([model]), spent([small, large]), decided, wanted.small_price)))


if __name__ == "__main__":
    main()
