"""A first break is confirmed by holding the conversation again with an agent that is known to be good."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from harness.assurance import Cast, as_json, assure, case_of, compile_all, converse
from harness.conversation.nouns import Case, Transcript
from harness.journey.read import read_journeys
from harness.ledger import by
from harness.money import Tokens
from harness.noun import Noun
from harness.replay import confirmed, same_answer
from harness.report import breaks
from harness.run import RunRecord, load
from harness.settings import Settings
from harness.target.embedded import DemoTarget
from harness.target.nouns import Event, Message, Reply, Target, TargetError
from harness.target.spliced import Spliced
from harness.testing import DownTarget, LinesTarget, ToldClock
from harness.verdict.nouns import FirstBreak, Verdict

JOURNEYS = Path(__file__).parent.parent / "journeys"


class Nowhere:
    """A log and a meter that count what they are given."""

    def __init__(self) -> None:
        self.settled: list[tuple[int, Reply | None]] = []

    def append(self, kind: str, case: str, data: Noun) -> None:
        """Nothing is written."""

    async def reserve(self, case: Case) -> None:
        """There is money enough."""

    def settle(self, case: Case, turn: int, reply: Reply | None, *, untaken: bool = False, again: bool = False) -> None:
        """Counted."""
        self.settled.append((turn, reply))


def held(fault: str, journey: str = "refund-cracked-item") -> tuple[Case, Transcript, Verdict]:
    """A conversation with the shop, this fault planted."""
    plan = compile_all(read_journeys([next(JOURNEYS.rglob(f"{journey}.md"))], JOURNEYS), Settings().vocabulary)[0]
    case = case_of(plan, plan.variations[0], 1, 7)
    return case, *asyncio.run(converse(case, DemoTarget(faults=(fault,)), Nowhere(), Nowhere()))


def confirm(found: tuple[Case, Transcript, Verdict], good: Target) -> FirstBreak | None:
    return asyncio.run(confirmed(*found, good, Nowhere())).first_break


@pytest.mark.parametrize("fault", ["wrong-desk", "cascade", "phantom-action", "giving-up", "paraphrased-loop"])
def test_the_healthy_shop_from_the_break_on_passes(fault: str) -> None:
    """Up to the break both did the same, from there on the healthy one is served to the customer, and all is well."""
    found = held(fault)
    assert found[2].first_break
    assert "confirmed" != found[2].first_break.confidence
    first = confirm(found, DemoTarget())
    assert first
    assert ("confirmed", found[2].first_break.turn) == (first.confidence, first.turn)


def test_an_agent_with_the_same_fault_confirms_nothing() -> None:
    """Held again with it, the conversation breaks again: the verdict stays as it was."""
    found = held("giving-up")
    assert found[2].first_break == confirm(found, DemoTarget(faults=("giving-up",)))


def test_an_agent_that_had_done_otherwise_before_confirms_nothing() -> None:
    """What it does from the break on stands in another world than the one on record."""
    found = held("phantom-action")
    assert found[2].first_break == confirm(found, DemoTarget(faults=("wrong-desk",)))


def test_a_target_that_breaks_confirms_nothing() -> None:
    """Nothing that breaks is ever a pass."""
    found = held("cascade")
    assert found[2].first_break == confirm(found, DownTarget())


def test_a_conversation_that_passed_is_not_held_again() -> None:
    """There is nothing to confirm, and nothing to pay for."""
    plan = compile_all(
        read_journeys([JOURNEYS / "questions" / "where-is-my-order.md"], JOURNEYS), Settings().vocabulary
    )[0]
    case = case_of(plan, plan.variations[0], 1, 7)
    transcript, verdict = asyncio.run(converse(case, DemoTarget(), Nowhere(), Nowhere()))
    meter = Nowhere()
    assert verdict == asyncio.run(confirmed(case, transcript, verdict, DemoTarget(), meter))
    assert [] == meter.settled


def test_the_customer_hears_the_record_before_the_break_and_the_other_agent_after_it() -> None:
    """The other agent hears everything, in a conversation of its own; what it answers too early nobody hears."""
    other = LinesTarget(["one", Reply(text="two", tokens=Tokens(fresh=3)), "three"])
    spliced = Spliced([Reply(text="first"), Reply(text="second")], 3, other)
    told = [
        asyncio.run(spliced.answer(Message(conversation="c", number=number, text="hm"))).text for number in (1, 2, 3)
    ]
    assert ["first", "second", "three"] == told
    assert ["one", "two"] == [reply.text for reply in spliced.unheard]
    assert {"c~from3"} == {message.conversation for message in other.heard}
    assert asyncio.run(spliced.read("c", "order W-1042", "refunded")) is None
    with pytest.raises(TargetError):
        asyncio.run(Spliced([], 1, DownTarget()).answer(Message(conversation="c", number=1, text="hm")))


def test_answers_that_do_the_same_in_other_words_are_one_answer() -> None:
    """Other words are no other deed; another amount, question, desk or call is."""
    call = Event(id="t1e1", kind="tool", name="refund_order", arguments={"amount": "39.00"})
    asked = Reply(text="What is your postcode?", desk="returns", events=())
    assert same_answer(asked, Reply(text="May I take your postcode, please?", desk="returns", events=()))
    assert not same_answer(asked, asked.model_copy(update={"desk": "orders"}))
    assert not same_answer(asked, asked.model_copy(update={"events": (call,)}))
    assert not same_answer(asked, Reply(text="What is your e-mail address?", desk="returns", events=()))
    assert not same_answer(Reply(text="You get £39.00."), Reply(text="You get £46.00."))


def test_a_run_pays_for_what_it_confirms_and_keeps_it_apart(tmp_path: Path) -> None:
    """Every call is on the ledger; those of the second telling belong to no turn of the first."""
    record = run(tmp_path, DemoTarget(faults=("cascade",)), DemoTarget())
    first = record.outcomes[0].first_break
    assert first
    assert ("confirmed", "demo") == (first.confidence, record.manifest.confirmed_with)
    rows = by(record.entries, lambda entry: "again" if entry.turn is None else "once")
    assert record.spent.tokens == (rows["again"] + rows["once"]).tokens
    assert first.tokens_after == record.spent_after(record.outcomes[0].case, first.turn).tokens.total
    assert record == load(Path(record.folder) / "run.jsonl")
    lines = breaks.in_full(first, record.spent_after(record.outcomes[0].case, first.turn))
    words = " ".join(" ".join(lines).split())
    assert "confirmed: with another answer at this turn, the conversation passes" in words


def test_a_run_without_it_says_nothing_of_it(tmp_path: Path) -> None:
    """No agent known to be good was named: nothing is held again, and the manifest is as it always was."""
    record = run(tmp_path, DemoTarget(faults=("cascade",)), None)
    assert "confirmed_with" not in as_json(record)["manifest"]
    assert all(entry.turn for entry in record.entries)


def run(folder: Path, target: DemoTarget, good: Target | None) -> RunRecord:
    plans = compile_all(read_journeys([JOURNEYS / "billing" / "charged-twice.md"], JOURNEYS), Settings().vocabulary)
    clock = ToldClock()
    held: Any = assure(plans, Cast(target, good), Settings(), folder, clock)
    found: RunRecord = asyncio.run(held)
    return found
