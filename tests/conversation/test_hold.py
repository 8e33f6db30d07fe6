"""Holding a conversation: every turn is written down, a broken target is no fail, nothing runs on for ever."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from harness.assurance import case_of
from harness.conversation.agenda import turn_limit
from harness.conversation.answer import DEEPEST_EVENT, LARGEST_EVENTS, LONGEST_REPLY, MOST_EVENTS, READ
from harness.conversation.hold import hold
from harness.conversation.line import Line
from harness.conversation.nouns import Case, Ending, Left, Said, Transcript, Turn, Unusable
from harness.conversation.scripted import ScriptedCustomer
from harness.journey.read import read_journey
from harness.noun import Noun
from harness.plan.compile import compile_journey
from harness.settings import Settings
from harness.target.nouns import Event, Message, Reply, Target, TargetError
from harness.testing import DownTarget, LinesTarget
from harness.verdict.judge import LONGEST

JOURNEY = """# A question about delivery

Ola wants to know when the parcel will arrive. The order number is W-1.

## What should happen

- The agent apologises.
"""


class Noted:
    """A log and a meter that remember."""

    def __init__(self) -> None:
        self.turns: list[Noun] = []
        self.unusable: list[Noun] = []
        self.calls: list[int] = []

    def append(self, kind: str, case: str, data: Noun) -> None:
        {"turn": self.turns, "unusable": self.unusable}[kind].append(data)

    async def reserve(self, case: Case) -> None:
        """There is money enough."""

    def settle(self, case: Case, turn: int, reply: Reply | None, *, untaken: bool = False, again: bool = False) -> None:
        self.calls.append(turn)


def case(tmp_path: Path, journey: str = JOURNEY) -> Case:
    file = tmp_path / "delivery.md"
    file.write_text(journey, encoding="utf-8")
    plan = compile_journey(read_journey(file, tmp_path), Settings().vocabulary)
    return case_of(plan, plan.variations[0], 1, 7)


def held(tmp_path: Path, target: Target, noted: Noted | None = None, journey: str = JOURNEY, **more: Any) -> Transcript:
    noted = noted or Noted()
    one = case(tmp_path, journey)
    return asyncio.run(hold(one, target, ScriptedCustomer(one), lambda _case, _turns: None, noted, noted, **more))


def test_every_turn_is_written_down_as_it_happens(tmp_path: Path) -> None:
    """What is in the transcript was logged and metered, turn by turn."""
    noted = Noted()
    transcript = held(
        tmp_path, LinesTarget(["What is your order number?", "It arrives on Monday. I'm sorry it is late."]), noted
    )
    assert list(transcript.turns) == noted.turns
    assert [turn.number for turn in transcript.turns] == noted.calls
    assert "valid" == transcript.validity


def test_a_target_that_is_down_is_an_infrastructure_error(tmp_path: Path) -> None:
    """No reply is nobody's failure: the conversation is marked, with the reason in a sentence."""
    transcript = held(tmp_path, DownTarget("connection refused by 127.0.0.1:9"))
    assert ("target_error", "infra_error") == (transcript.ending, transcript.validity)
    assert "connection refused by 127.0.0.1:9" == transcript.error


def test_what_was_said_before_the_target_broke_is_kept(tmp_path: Path) -> None:
    """A target that breaks in the middle loses no turn that was finished."""
    from harness.target.nouns import TargetError

    transcript = held(tmp_path, LinesTarget(["What is your order number?", TargetError("gone")]))
    assert 1 == len(transcript.turns)


def test_a_slow_target_is_given_up_on(tmp_path: Path) -> None:
    """A reply that does not come in time is an infrastructure error, said with the time allowed."""

    class Slow(LinesTarget):
        async def answer(self, message: Message) -> Reply:
            await asyncio.sleep(5)
            return Reply(text="late")

    transcript = held(tmp_path, Slow([]), line=Line(reply_seconds=0.01))
    assert "no reply to turn 1 within 0.01 seconds" == transcript.error


def test_nothing_runs_on_for_ever(tmp_path: Path) -> None:
    """An agent that never comes to the point is stopped at the limit."""
    chatter = LinesTarget(lambda message: f"Let me tell you about the weather, part {message.number * 17}.")
    transcript = held(tmp_path, chatter)
    assert len(transcript.turns) <= turn_limit(case(tmp_path))
    assert transcript.ending in ("turn_limit", "abandoned", "satisfied")


def test_a_reply_is_cleaned(tmp_path: Path) -> None:
    """Terminal escapes and control characters are taken out before anything is kept."""
    transcript = held(tmp_path, LinesTarget(["\x1b[31mHello\x00 there\x1b[0m"]))
    assert "Hello there" == transcript.turns[0].reply.text


def test_a_long_reply_is_kept_whole_and_listened_to_as_far_as_it_is_judged(tmp_path: Path) -> None:
    """All of it is written down and marked; customer and watch get what the judge will read, and no more."""
    seen: list[int] = []
    noted, one, text = Noted(), case(tmp_path), "word " * READ

    class Listening:
        async def speak(self, heard: Reply | None) -> Said | Left:
            if heard is None:
                return Said(text="Hello?", act="open")
            seen.append(len(heard.text))
            return Left(ending="abandoned")

    def watch(case: Case, turns: tuple[Turn, ...]) -> Ending | None:
        seen.append(len(turns[-1].reply.text))
        return None

    transcript = asyncio.run(hold(one, LinesTarget([text]), Listening(), watch, noted, noted))
    assert [transcript.turns[0]] == noted.turns
    assert (text, True) == (transcript.turns[0].reply.text, transcript.turns[0].reply.cut)
    assert [READ, READ] == seen
    assert READ == LONGEST


def test_a_reply_of_any_length_that_is_read_is_not_marked(tmp_path: Path) -> None:
    """Only what is really too long is said to be, whatever the target says of it."""
    transcript = held(tmp_path, LinesTarget([Reply(text="x" * READ, cut=True)]))
    assert not transcript.turns[0].reply.cut


def test_cleaning_takes_no_longer_than_the_text_is_long(tmp_path: Path) -> None:
    """A reply of accents piled on one letter, with escapes between them, does not hold everybody up."""
    begun = perf_counter()
    held(tmp_path, LinesTarget(["e" + ("\u0301\u0316" * 10 + "\x1b[m") * 10_000]))
    assert perf_counter() - begun < 10


def _event(**fields: Any) -> Reply:
    return Reply(text="x", events=(Event(**{"id": "t1e1", "kind": "tool", "name": "look"} | fields),))


def _unchecked(**fields: Any) -> Reply:
    return Reply.model_construct(**fields)


def _nested(levels: int) -> dict[str, Any]:
    nest: dict[str, Any] = {}
    for _ in range(levels):
        nest = {"a": nest}
    return nest


def _round() -> dict[str, Any]:
    ring: dict[str, Any] = {}
    ring["a"] = ring
    return ring


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (ConnectionRefusedError("nobody listens"), "no reply to turn 1: ConnectionRefusedError: nobody listens"),
        (ValueError("Expecting value: line 1"), "no reply to turn 1: ValueError: Expecting value: line 1"),
        (TimeoutError("its own"), "no reply to turn 1: TimeoutError: its own"),
        (asyncio.CancelledError(), "no reply to turn 1: the target was cancelled"),
        (SystemExit(0), "no reply to turn 1: SystemExit: 0"),
        (TargetError(""), "the target broke and gave no reason"),
        (None, "not a Reply but nothing"),
        ("hello", "not a Reply but a value of type str"),
        (_unchecked(text=None), "its text is nothing"),
        (_unchecked(), "AttributeError"),
        (Reply(text="x" * (LONGEST_REPLY + 1)), "its text has more than 5,000,000 bytes"),
        (Reply(text="é" * (LONGEST_REPLY // 2 + 1)), "its text has more than 5,000,000 bytes"),
        (Reply(text="x", seconds=float("inf")), "it took inf seconds"),
        (Reply(text="x", seconds=float("nan")), "it took nan seconds"),
        (Reply(text="x", model="m" * 1000), "its model has 1,000 characters"),
        (_unchecked(text="x", desk=7), "desk: Input should be a valid string"),
        (_event(arguments={"n": float("nan")}), "it is not finite"),
        (_event(arguments={"é": 1, "e\u0301": 2}), "Two keys of one object"),
        (_event(arguments=_nested(DEEPEST_EVENT + 1)), "more than 20 levels deep"),
        (_event(result=_round()), "more than 20 levels deep"),
        (_event(arguments={"o": object()}), "an event holds a value of type object"),
        (_event(arguments={"o": iter(int, 1)}), "an event holds a value of type callable_iterator"),
        (_event(arguments={"o": 10**5000}), "a whole number in it has 16,610 bits"),
        (_event(arguments={"o": "y" * LARGEST_EVENTS}), "its events have more than 256,000 bytes"),
        (_event(arguments={"o": [[]] * LARGEST_EVENTS}), "its events have more than 256,000 bytes"),
        (_event(id=""), "its events do not each have an id of their own"),
        (Reply(text="x", events=_event().events * 2), "its events do not each have an id of their own"),  # type: ignore[operator]
        (Reply(text="x", events=_event().events * (MOST_EVENTS + 1)), "it has 201 events"),  # type: ignore[operator]
        (_unchecked(text="x", events=[{"id": "a"}]), "its events are not a tuple of Event"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_whatever_else_a_target_does_is_an_infrastructure_error(tmp_path: Path, broken: object, said: str) -> None:
    """What it raises, and what it gives back that is no reply, ends this conversation only, with the reason said."""

    class Broken(LinesTarget):
        async def answer(self, message: Message) -> Reply:
            if isinstance(broken, BaseException):
                raise broken
            return broken  # type: ignore[return-value]

    noted = Noted()
    transcript = held(tmp_path, Broken([]), noted)
    assert ("target_error", "infra_error") == (transcript.ending, transcript.validity)
    assert said in (transcript.error or "")
    assert ([], [1]) == (noted.turns, noted.calls)


def test_a_reply_is_our_own_copy(tmp_path: Path) -> None:
    """What a target does to its reply afterwards changes nothing that was said."""
    arguments: dict[str, Any] = {"order": {"id": "W-1", "lines": (1, 2)}}
    transcript = held(tmp_path, LinesTarget([_event(arguments=arguments)]))
    arguments["order"]["id"] = "W-2"
    events = transcript.turns[0].reply.events
    assert events is not None
    assert {"order": {"id": "W-1", "lines": [1, 2]}} == events[0].arguments


async def _boom() -> str:
    raise ValueError("boom")


async def _whole() -> str:
    return 39  # type: ignore[return-value]


async def _much() -> str:
    return "x" * 100_000


async def _late() -> str:
    await asyncio.sleep(5)
    return "late"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (_boom, "no reading of charge C-5512/refunded: ValueError: boom"),
        (_whole, "the reading of charge C-5512/refunded gave a value of type int, not a text"),
        (_much, "the reading of charge C-5512/refunded gave 100,000 characters; at most 65,536 are read"),
        (_late, "no reading of charge C-5512/refunded within 0.05 seconds"),
    ],
)
def test_a_probe_that_breaks_is_an_infrastructure_error(tmp_path: Path, field: Callable[[], Any], said: str) -> None:
    """The world is looked at as carefully as the target is asked: same time, nothing but text or nothing."""

    class Probing(LinesTarget):
        async def read(self, conversation: str, subject: str, name: str) -> str | None:
            found: str = await field()
            return found

    probing = Probing(["It arrives on Monday. I'm sorry."])
    with_state = JOURNEY + "- Charge C-5512 is refunded in the shop's records.\n"
    transcript = held(tmp_path, probing, probe=probing, line=Line(reply_seconds=0.05), journey=with_state)
    assert ("infra_error", said) == (transcript.validity, transcript.error)


def test_one_conversation_lets_the_others_have_a_turn(tmp_path: Path) -> None:
    """A target that never waits does not keep the rest of the program waiting until the conversation is over."""
    one, noted = case(tmp_path), Noted()
    seen: list[int] = []

    async def both() -> None:
        async def beside() -> None:
            while True:
                seen.append(len(noted.turns))
                await asyncio.sleep(0)

        looking = asyncio.create_task(beside())
        lines = LinesTarget(["What is your order number?", "I'm sorry. It arrives on Monday."])
        await hold(one, lines, ScriptedCustomer(one), lambda _case, _turns: None, noted, noted)
        looking.cancel()

    asyncio.run(both())
    assert set(range(1, len(noted.turns) + 1)) <= set(seen)


def test_we_can_stop_a_conversation(tmp_path: Path) -> None:
    """Whoever watches may end a conversation early."""
    one = case(tmp_path)
    noted = Noted()

    def watch(case: Case, turns: tuple[Turn, ...]) -> Ending | None:
        return "loop_stop" if len(turns) == 2 else None

    transcript = asyncio.run(
        hold(one, LinesTarget(["What?", "What again?"]), ScriptedCustomer(one), watch, noted, noted)
    )
    assert ("loop_stop", 2) == (transcript.ending, len(transcript.turns))


@pytest.mark.parametrize("came", [b"<html>\x1b[2J\xff", "<html>\x1b[2J\ufffd"])
def test_what_came_instead_of_a_reply_is_kept(tmp_path: Path, came: bytes | str) -> None:
    """Cleaned, with its turn and the reason; it is no turn, and is counted as a call."""
    noted = Noted()
    transcript = held(tmp_path, LinesTarget([TargetError("the answer is not JSON", came)]), noted)
    kept = Unusable(number=1, why="the answer is not JSON", came="<html>\ufffd", cut=False)
    assert ("target_error", [], [kept], [1]) == (transcript.ending, noted.turns, noted.unusable, noted.calls)
