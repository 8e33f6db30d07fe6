"""Speaking to a target that is busy, slow or gone: what is said twice, what is not, and what each attempt leaves."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.assurance import Background, Cast, assure
from harness.conversation.line import BUSY_TRIES, TRIES
from harness.plan.nouns import Plan
from harness.record import RECORD, canonical_digest, read
from harness.run import RunRecord
from harness.settings import RunSettings, Settings
from harness.target.embedded import DemoSettings
from harness.target.http import HttpSettings, HttpTarget
from harness.target.nouns import Message, Reply, Target, TargetError
from harness.testing import ChaosServer, LinesTarget, ToldClock, Wild

HELD = ("locked-out", "charged-twice")

Hold = Callable[..., RunRecord]


@pytest.fixture(autouse=True)
def _no_time_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.endpoint.FIRST_WAIT", 0.001)


@pytest.fixture
def hold(plans: tuple[Plan, ...], tmp_path: Path) -> Hold:
    """A run of HELD against this target."""

    def held(target: Target, settings: Settings | None = None, **run: Any) -> RunRecord:
        chosen = [plan for plan in plans if plan.journey in HELD]
        settings = settings or Settings()
        settings = settings.model_copy(update={"run": RunSettings(**run)})
        return asyncio.run(closing(target, chosen, settings))

    async def closing(target: Target, chosen: list[Plan], settings: Settings) -> RunRecord:
        try:
            return await assure(chosen, Cast(target), settings, tmp_path / "reports", ToldClock(), Background())
        finally:
            if isinstance(target, HttpTarget):
                await target.aclose()

    return held


class Stumbling(LinesTarget):
    """Fails the first so many times that it hears a message, and answers it then; a whole conversation breaks."""

    name = "lines"

    def __init__(self, times: int, problem: Callable[[], TargetError], idempotent: bool = False) -> None:
        super().__init__(["I see."])
        self.idempotent = idempotent
        self._left: dict[tuple[str, int], int] = {}
        self._times, self._problem = times, problem

    async def answer(self, message: Message) -> Reply:
        key = (message.conversation, message.number)
        self._left.setdefault(key, self._times)
        if self._left[key]:
            self._left[key] -= 1
            self.heard.append(message)
            raise self._problem()
        return await super().answer(message)


def untaken() -> TargetError:
    return TargetError("not reached", untaken=True)


def lost() -> TargetError:
    return TargetError("no answer", lost=True)


def digest(record: RunRecord) -> str:
    return canonical_digest(Path(record.folder) / RECORD)


def broken(record: RunRecord) -> int:
    return sum(1 for one in record.outcomes if one.validity == "infra_error")


def test_what_was_not_taken_is_said_again_and_leaves_the_same_record(hold: Hold) -> None:
    """Twice no connection, then an answer: the canonical record is that of a calm day, the attempts are on ledger."""
    calm, stumbling = hold(LinesTarget(["I see."])), hold(Stumbling(TRIES - 1, untaken))
    assert digest(calm) == digest(stumbling)
    assert calm.spent.calls * (TRIES - 1) == stumbling.wasted.calls
    assert stumbling.spent.calls == calm.spent.calls + stumbling.wasted.calls


def test_nobody_is_reached_for_ever(hold: Hold) -> None:
    """After the third time the conversation is lost to the infrastructure: each attempt is a row."""
    record = hold(Stumbling(TRIES, untaken))
    assert len(record.outcomes) == broken(record)
    assert TRIES * len(record.outcomes) == record.spent.calls


def test_a_customers_words_are_not_said_twice_to_an_agent_that_may_have_heard_them(hold: Hold) -> None:
    """No answer came, and nobody knows whether the message was taken: it is not sent again."""
    target = Stumbling(1, lost)
    record = hold(target)
    assert len(record.outcomes) == broken(record) == len(target.heard)


def test_an_agent_that_answers_a_message_once_may_be_asked_again(hold: Hold) -> None:
    """It says that it is idempotent: the same message is sent again, with the same number."""
    target = Stumbling(1, lost, idempotent=True)
    record = hold(target)
    assert 0 == broken(record)
    assert target.heard[0] == target.heard[len(record.outcomes)]


def test_an_answer_that_is_none_is_not_asked_for_again(hold: Hold) -> None:
    """Who answers nonsense has answered: asking until it fits would hide it."""
    target = Stumbling(1, lambda: TargetError("not JSON"), idempotent=True)
    assert 2 == broken(hold(target))


def busy_server(limit: int, headers: dict[str, str] | None = None) -> tuple[ChaosServer, Callable[[], int]]:
    """An agent that turns every message away so often, with 429, and answers it then."""
    seen: dict[tuple[str, int], int] = {}

    def answer(conversation: str, number: int) -> Wild:
        seen[conversation, number] = seen.get((conversation, number), 0) + 1
        if seen[conversation, number] <= limit:
            return Wild("status", b"slow down", 429, headers or {})
        return Wild("words", b'{"reply": "I see."}')

    return ChaosServer(1, answer), lambda: sum(seen.values())


def test_an_agent_that_is_asked_too_often_is_asked_again_more_slowly(hold: Hold) -> None:
    """429 twice for every message: nothing is lost, and all attempts are rows."""
    server, asked = busy_server(2)
    with server:
        record = hold(HttpTarget("lines", HttpSettings(url=server.address)))
    assert 0 == broken(record)
    assert asked() == record.spent.calls
    assert asked() * 2 / 3 == record.wasted.calls


def test_an_agent_that_is_always_busy_is_given_up_on(hold: Hold) -> None:
    """Nine times, and what it said is kept."""
    server, asked = busy_server(1000)
    with server:
        record = hold(HttpTarget("lines", HttpSettings(url=server.address)))
    assert (2, 2 * BUSY_TRIES) == (broken(record), asked())
    assert 2 == sum(1 for event in read(Path(record.folder) / RECORD) if event.kind == "unusable")


def test_an_agent_that_asks_to_wait_for_an_hour_is_not_waited_for(hold: Hold) -> None:
    """Nobody is served by that: the conversation is lost, and its reason stands there."""
    server, asked = busy_server(1000, {"retry-after": "3600"})
    with server:
        record = hold(HttpTarget("lines", HttpSettings(url=server.address)), in_flight=2)
    assert (2, 2) == (broken(record), asked())


def test_a_port_that_nobody_listens_on_is_tried_again(hold: Hold) -> None:
    """Nothing was sent: a server that is just starting is not missed."""
    record = hold(HttpTarget("lines", HttpSettings(url="http://127.0.0.1:9/chat")))
    assert TRIES * 2 == record.spent.calls
    assert TRIES * 2 - 2 == record.wasted.calls


def test_a_limit_of_a_target_bounds_what_is_in_flight(hold: Hold) -> None:
    """However many conversations are held: no more than one message at a time is on its way."""
    flying = most = 0

    class Counting(LinesTarget):
        async def answer(self, message: Message) -> Reply:
            nonlocal flying, most
            flying += 1
            most = max(most, flying)
            await asyncio.sleep(0.001)
            flying -= 1
            return Reply(text="I see.")

    settings = Settings(targets={"demo": DemoSettings(in_flight=1)})
    hold(Counting([]), settings)
    assert 1 == most


class Slow(LinesTarget):
    """Takes its time."""

    async def answer(self, message: Message) -> Reply:
        await asyncio.sleep(0.03)
        return await super().answer(message)


def test_a_conversation_that_takes_too_long_is_broken_off(hold: Hold) -> None:
    """It is in no rate, ends the run with 6, and can be held again."""
    record = hold(Slow(["What is it?"]), conversation_seconds=0.05)
    assert record.decision is not None
    assert record.stopped is not None
    assert 6 == record.decision.exit_code
    assert {"a conversation took over 0.05 seconds"} == set(record.stopped.missing.values())


def test_a_run_that_takes_too_long_begins_no_turn_any_more(hold: Hold) -> None:
    """The turns in flight are finished; what is missing is named."""
    record = hold(Slow(["What is it?"]), run_seconds=0.02, in_flight=1)
    assert record.decision is not None
    assert record.stopped is not None
    assert 6 == record.decision.exit_code
    assert {"the time for the run is over"} == set(record.stopped.missing.values())
    assert 1 == sum(1 for event in read(Path(record.folder) / RECORD) if event.kind == "turn")


@pytest.mark.parametrize(
    ("status", "kind"),
    [(429, (True, False, True)), (503, (False, True, True)), (502, (False, True, False)), (500, (False, False, False))],
)
def test_a_status_says_what_became_of_the_message(status: int, kind: tuple[bool, bool, bool]) -> None:
    """Turned away unread, lost on the way, too busy: only the first may always be said again."""

    async def ask() -> TargetError:
        target = HttpTarget("x", HttpSettings(url=server.address))
        try:
            await target.answer(Message(conversation="c", number=1, text="Hello"))
        except TargetError as problem:
            return problem
        finally:
            await target.aclose()
        raise AssertionError

    with ChaosServer(1, lambda _conversation, _number: Wild("status", b"", status)) as server:
        problem = asyncio.run(ask())
    assert kind == (problem.untaken, problem.lost, problem.busy)
