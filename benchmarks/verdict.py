"""How long judging takes: a 12-turn conversation, conversations up to 200 turns, and hostile replies of 64 kB.

    python benchmarks/verdict.py

Prints processor milliseconds on one core, each the fastest of several, with nothing remembered from one to the next;
how many times as long 200 turns take as 12 (linear: 16.7); and for each hostile reply how many times as long as
splitting the same text into words.
"""

import gc
import importlib
import pkgutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import harness
from harness.assurance import case_of
from harness.conversation.nouns import Case, Said, Transcript, Turn
from harness.journey import read_journeys
from harness.plan import Vocabulary, compile_journey
from harness.target.nouns import Event, Reply
from harness.verdict import judge

JOURNEYS = Path(__file__).parent.parent / "journeys"
TIMES = 7

ANSWERS = (
    ("Hi, my parcel never came.", "I'm sorry to hear that. Could I take your order number, please?"),
    ("It is W-{order}.", "Thank you. Order W-{order} for £{pounds}.00 was sent on {day} May. What is your postcode?"),
    ("It's SW1A {day}AA.", "Thank you, I have verified your details. Would you like a refund or a replacement?"),
    (
        "A refund of £{pounds}.00, please.",
        "I have refunded £{pounds}.00 for order W-{order}. It takes 3 to 5 working days.",
    ),
    (
        "Will I get an email about {order}?",
        "Yes, I have sent a confirmation of W-{order} to your email. Anything else?",
    ),
    ("And another order, {order}0.", "Of course. I'm looking into order W-{order}0 now, it cost £{day}.50."),
)
LONGEST = 64 * 1024
HOSTILE = {
    "one word": "a" * LONGEST,
    "digits": "7" * LONGEST,
    "digits and blanks": "7 " * (LONGEST // 2),
    "no full stop": "and then I have not been able to refund it " * (LONGEST // 43),
    "many sentences": "I have refunded it. " * (LONGEST // 20),
    "many values": "£39.00 on 3 May for W-1042, a@b.example, 5 days. " * (LONGEST // 49),
    "adverbs": "I have " + "really " * (LONGEST // 7),
    "quotation marks": '"' * LONGEST,
    "brackets": "([{<" * (LONGEST // 4),
    "accents": "e" + "\u0301" * (LONGEST // 2) + "\u0316" * (LONGEST // 2),
    "colons and hyphens": "a-b:c/d." * (LONGEST // 8),
    "blanks": " \n" * (LONGEST // 2),
    "commas": "no, " * (LONGEST // 4),
    "urls": "https://x.example/" + "a/" * (LONGEST // 2),
}


def forget() -> None:
    """Empty every memory of the harness, so that no reading is timed that another did."""
    for found in pkgutil.walk_packages(harness.__path__, "harness."):
        if found.name.startswith(("harness.text", "harness.conversation", "harness.verdict", "harness.plan")):
            for held in vars(importlib.import_module(found.name)).values():
                if hasattr(held, "cache_clear"):
                    held.cache_clear()


def fastest(work: Callable[[], object], times: int = TIMES) -> float:
    """Processor seconds of the fastest of several runs, each with empty memories."""
    found = []
    for _ in range(times):
        forget()
        gc.collect()
        begin = time.process_time()
        work()
        found.append(time.process_time() - begin)
    return min(found)


def cases() -> Iterator[Case]:
    """The shop's journeys, each as its first case."""
    desks = dict.fromkeys(("orders", "billing", "returns", "technical", "triage"), ())
    shop = Vocabulary(desks=desks, tools={"refund_order": "refund"})
    for journey in read_journeys([JOURNEYS], JOURNEYS):
        plan = compile_journey(journey, shop)
        if plan.runnable:
            yield case_of(plan, plan.variations[0], 1, 0)


def talk(turns: int) -> Transcript:
    """A conversation of this many turns, no two alike, with a tool call every other turn."""
    return Transcript(case="bench", turns=tuple(map(turn, range(turns))), ending="satisfied", exposes_events=True)


def turn(number: int) -> Turn:
    """One turn of it."""
    values = {"order": 1000 + number, "pounds": 20 + number, "day": number % 9 + 1}
    asked, answered = (line.format(**values) for line in ANSWERS[number % len(ANSWERS)])
    call = Event(
        id=f"t{number + 1}e1",
        kind="tool",
        name=("find_order", "refund_order", "send_email")[number // 2 % 3],
        arguments={"order": f"W-{values['order']}", "amount": f"{values['pounds']}.00"},
        result={"status": "delivered", "total": f"{values['pounds']}.00"},
    )
    reply = Reply(text=answered, events=(call,) if number % 2 else (), desk="orders")
    return Turn(number=number + 1, customer=Said(text=asked, act="answer"), reply=reply)


def with_reply(text: str) -> Transcript:
    """Four turns of which the third has this reply."""
    held = talk(4)
    turns = list(held.turns)
    turns[2] = turns[2].model_copy(update={"reply": turns[2].reply.model_copy(update={"text": text})})
    return held.model_copy(update={"turns": tuple(turns)})


def _fresh(case: Case, turns: int) -> None:
    judge(case, talk(turns))


def _hostile(case: Case, text: str) -> None:
    judge(case, with_reply(text))


def _split(text: str) -> None:
    for _ in range(50):
        text.split()


def main() -> None:
    """Measure, and print one line for each figure."""
    held = list(cases())
    times = {case.plan.journey: fastest(partial(_fresh, case, 12)) for case in held}
    slowest = max(times, key=lambda name: times[name])
    middle = sorted(times.values())[len(times) // 2]
    case = next(one for one in held if one.plan.journey == slowest)
    print(f"{len(held)} journeys of the shop, one core, nothing remembered")
    print(
        f"12 turns            {middle * 1e3:8.1f} ms in the middle, {times[slowest] * 1e3:.1f} ms at most ({slowest})"
    )
    warm = talk(12)
    judge(case, warm)
    begin = time.process_time()
    judge(case, warm)
    print(f"12 turns again      {(time.process_time() - begin) * 1e3:8.1f} ms ({slowest})")
    twelve = times[slowest]
    for turns in (25, 50, 100, 200):
        took = fastest(partial(_fresh, case, turns), 3)
        times_twelve = f"{took / twelve:.1f} times 12 turns (linear: {turns / 12:.1f})"
        print(f"{turns:3} turns           {took * 1e3:8.1f} ms, {times_twelve}")
    for name, text in HOSTILE.items():
        took = fastest(partial(_hostile, case, text), 1)
        plain = fastest(partial(_split, text), 3) / 50
        print(f"64 kB {name:20}{took * 1e3:8.0f} ms, {took / plain:,.0f} times splitting it into words")


if __name__ == "__main__":
    main()
