"""How long judging takes: a 12-turn conversation, conversations up to 200 turns, and hostile replies of 64 kB.

    python benchmarks/verdict.py

Prints processor milliseconds on one core, each the fastest of several; how many times as long 200 turns take as 12
(linear: 16.7); and for each hostile reply how many times as long as splitting the same text into words.

Before each time everything is forgotten, and then one conversation in other words is judged: so the plan is remembered,
as it is from a run's second conversation on, and none of the texts are. The conversation is a recorded one, on which
every detector runs: a scripted customer would not have said these words, and what such a customer did not say is not
judged. Beside it stand conversations that the scripted customers themselves hold, with an agent who rambles on.
"""

import asyncio
import gc
import importlib
import pkgutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import harness
from harness.assurance import case_of, converse
from harness.conversation.nouns import Case, Said, Transcript, Turn
from harness.journey import read_journeys
from harness.plan import Vocabulary, compile_journey
from harness.target.embedded import DemoTarget
from harness.target.nouns import Event, Reply
from harness.testing import Nowhere
from harness.verdict import judge

JOURNEYS = Path(__file__).parent.parent / "journeys"
TIMES = 7
LONG = 6
"""Turns of a conversation held that are enough to time."""

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
OTHERWISE = (
    ("Good morning, it is about what I bought on {day} March.", "Good morning! What can I do for you today?"),
    ("A mug came broken in box {order}.", "What a pity. Which purchase was that, if you don't mind me asking?"),
    ("My reference was W-{order}1.", "I see it here: W-{order}1, bought on {day} March for {pounds}.25 pounds."),
    ("Can somebody ring me at {day} o'clock?", "We don't ring customers back; somebody will write within {day} days."),
    ("Fine, so be it, {pounds}.", "Your new address is {pounds} Mill Lane now. Bye for the moment."),
    ("Thanks and bye, {order}.", "Have a lovely afternoon, and good luck with {order}!"),
)
"""What is said in the conversation that is judged before, to no purpose but that the plan is remembered."""
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


def fastest(work: Callable[[], object], times: int = TIMES, before: Callable[[], object] | None = None) -> float:
    """Processor seconds of the fastest of several runs, each with empty memories, but for what is done `before`."""
    found = []
    for _ in range(times):
        forget()
        if before:
            before()
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


def talk(turns: int, lines: tuple[tuple[str, str], ...] = ANSWERS) -> Transcript:
    """A conversation of this many turns, no two alike, with a tool call every other turn."""
    spoken = tuple(turn(number, lines) for number in range(turns))
    return Transcript(case="bench", turns=spoken, ending="satisfied", exposes_events=True, origin="production")


def turn(number: int, lines: tuple[tuple[str, str], ...]) -> Turn:
    """One turn of it."""
    values = {"order": 1000 + number, "pounds": 20 + number, "day": number % 9 + 1}
    asked, answered = (line.format(**values) for line in lines[number % len(lines)])
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


def _hostile(case: Case, text: str) -> None:
    judge(case, with_reply(text))


def _split(text: str) -> None:
    for _ in range(50):
        text.split()


def held() -> Iterator[tuple[Case, Transcript]]:
    """What each journey's scripted customer and a shop that rambles on say to one another, where that takes a while."""
    shop = DemoTarget(faults=("rambling",))
    for case in cases():
        transcript, verdict = asyncio.run(converse(case, shop, Nowhere(), Nowhere()))
        if verdict.validity == "valid" and len(transcript.turns) >= LONG:
            yield case, transcript


def cold(case: Case, transcript: Transcript, times: int = TIMES) -> float:
    """Seconds that a conversation takes whose plan is remembered and whose texts are not."""
    other = talk(12, OTHERWISE).model_copy(update={"origin": transcript.origin})
    return fastest(lambda: judge(case, transcript), times, lambda: judge(case, other))


def again(case: Case, transcript: Transcript) -> float:
    """Seconds that it takes with its texts remembered, as another set of thresholds or a re-judgement finds them."""
    return fastest(lambda: judge(case, transcript), TIMES, lambda: judge(case, transcript))


def spread(what: str, times: dict[str, float]) -> str:
    """The one in the middle, and the slowest."""
    slowest, middle = max(times, key=lambda name: times[name]), sorted(times.values())[len(times) // 2]
    return f"{what:28}{middle * 1e3:6.1f} ms in the middle, {times[slowest] * 1e3:.1f} ms at most ({slowest})"


def main() -> None:
    """Measure, and print one line for each figure."""
    shop = list(cases())
    times = {case.plan.journey: cold(case, talk(12)) for case in shop}
    print(f"{len(shop)} journeys of the shop, one core, the plan remembered")
    print(spread("12 turns", times))
    print(spread("12 turns, texts remembered", {case.plan.journey: again(case, talk(12)) for case in shop}))
    with_customers = {case.plan.journey: cold(case, said) * 12 / len(said.turns) for case, said in held()}
    print(spread(f"{len(with_customers)} held, for each 12 turns", with_customers))
    slowest = max(times, key=lambda name: times[name])
    case, twelve = next(one for one in shop if one.plan.journey == slowest), times[slowest]
    for turns in (25, 50, 100, 200):
        took = cold(case, talk(turns), 3)
        times_twelve = f"{took / twelve:.1f} times 12 turns (linear: {turns / 12:.1f})"
        print(f"{turns:3} turns           {took * 1e3:8.1f} ms, {times_twelve}")
    for name, text in HOSTILE.items():
        took = fastest(partial(_hostile, case, text), 1)
        plain = fastest(partial(_split, text), 3) / 50
        print(f"64 kB {name:20}{took * 1e3:8.0f} ms, {took / plain:,.0f} times splitting it into words")


if __name__ == "__main__":
    main()
