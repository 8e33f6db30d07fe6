"""The demo as a target: both doors, in process."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from harness.money import Tokens
from harness.target.demo.rules import Rules
from harness.target.embedded import DemoTarget
from harness.target.nouns import Message, Reply, TargetError

KETTLE = ("My kettle arrived cracked, I want a refund.", "W-1042", "SW1A 1AA", "Thanks, that's all")


def hold(target: DemoTarget, lines: tuple[str, ...], conversation: str = "c") -> list[Reply]:
    async def talk() -> list[Reply]:
        messages = [Message(conversation=conversation, number=n, text=line) for n, line in enumerate(lines, 1)]
        return [await target.answer(message) for message in messages]

    return asyncio.run(talk())


def read(target: DemoTarget, subject: str, field: str, conversation: str = "c") -> str | None:
    return asyncio.run(target.read(conversation, subject, field))


def test_a_reply_says_who_spoke_what_was_done_and_what_it_used() -> None:
    """Everything a reply can carry, it carries."""
    reply = hold(DemoTarget(), KETTLE)[2]
    assert "returns" == reply.desk
    assert ("verify_customer", "refund_order") == tuple(event.name for event in reply.events or ())
    assert isinstance(reply.tokens, Tokens)
    assert reply.tokens.fresh > 300
    assert ("illustrative", "hearth-demo-1", False) == (reply.certainty, reply.model, reply.ended)
    assert reply.seconds > 0


def test_the_probe_reads_before_and_after() -> None:
    """What the world looked like and what it looks like now."""
    target = DemoTarget()
    assert "0.00" == read(target, "order W-1042", "refunded")
    assert hold(target, KETTLE)[-1].ended
    assert "39.00" == read(target, "order W-1042", "refunded")
    assert read(target, "order W-9", "refunded") is None


def test_the_same_conversation_twice_gives_the_same_bytes() -> None:
    """Nothing is left to chance or to the clock."""
    one, two = (hold(DemoTarget(), KETTLE) for _ in range(2))
    blank = {"seconds": 0.0}
    assert [reply.model_copy(update=blank).model_dump_json() for reply in one] == [
        reply.model_copy(update=blank).model_dump_json() for reply in two
    ]


def test_words_do_not_depend_on_the_hash_seed() -> None:
    """Another Python process says the same."""
    script = (
        "from harness.target.demo.session import Session; s = Session();"
        "print([s.say(line).text for line in ('Where is my order?', 'W-1093', 'CF10 1EP', 'bye')])"
    )
    root = Path(__file__).parents[2]
    runs = [
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, check=True, cwd=root, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


def test_many_conversations_at_once_stay_apart() -> None:
    """Held at the same time, each conversation is as it would be alone."""

    async def together(target: DemoTarget) -> list[str]:
        async def one(name: str) -> str:
            texts = []
            for number, line in enumerate(KETTLE, 1):
                texts.append((await target.answer(Message(conversation=name, number=number, text=line))).text)
                await asyncio.sleep(0)
            return "\n".join(texts)

        return await asyncio.gather(*(one(f"c{number}") for number in range(20)))

    alone = ["\n".join(reply.text for reply in hold(DemoTarget(), KETTLE, f"c{number}")) for number in range(20)]
    assert alone == asyncio.run(together(DemoTarget()))


def test_a_fault_leaves_its_trace_in_the_side_file_only(tmp_path: Path) -> None:
    """Each turn that a fault changed is one line in the side file, and nothing in the reply."""
    truth = tmp_path / "truth.jsonl"
    replies = hold(DemoTarget(faults=("wrong-amount", "phantom-action"), truth=truth), KETTLE)
    lines = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
    assert [
        {"conversation": "c", "turn": 3, "fault": "wrong-amount"},
        {"conversation": "c", "turn": 3, "fault": "phantom-action"},
    ] == lines
    assert not any("fault" in reply.model_dump_json() for reply in replies)


def test_a_healthy_shop_writes_no_side_file(tmp_path: Path) -> None:
    """No fault, no line."""
    truth = tmp_path / "truth.jsonl"
    hold(DemoTarget(rules=Rules(), truth=truth), KETTLE)
    assert not truth.exists()


def test_writing_the_truth_changes_nothing(tmp_path: Path) -> None:
    """With and without the side file the shop says and does the same."""
    with_file = DemoTarget(faults=("wrong-amount",), truth=tmp_path / "truth.jsonl")
    assert [reply.text for reply in hold(DemoTarget(faults=("wrong-amount",)), KETTLE)] == [
        reply.text for reply in hold(with_file, KETTLE)
    ]
    assert "46.00" == read(with_file, "order W-1042", "refunded")


def test_an_unknown_fault_is_an_error_at_once() -> None:
    """A misspelt fault does not quietly give a healthy shop."""
    with pytest.raises(ValueError, match="Did you mean 'phantom-action'"):
        DemoTarget(faults=("phantom-acton",))


def test_a_message_out_of_order_is_a_target_error() -> None:
    """A gap in the numbers is the caller's mistake, said in a sentence."""
    with pytest.raises(TargetError, match="does not follow"):
        asyncio.run(DemoTarget().answer(Message(conversation="c", number=5, text="Hello")))


def test_a_message_too_large_is_a_target_error() -> None:
    """A novel is refused."""
    with pytest.raises(TargetError, match="at most"):
        asyncio.run(DemoTarget().answer(Message(conversation="c", number=1, text="x" * 70_000)))


def test_the_nouns_of_a_target_load_no_web_framework() -> None:
    """Commands that need no demo do not wait for it."""
    script = (
        "import sys, harness.target.nouns, harness.target.embedded;"
        "print([name for name in sys.modules if name in ('starlette', 'httpx2', 'uvicorn')])"
    )
    root = Path(__file__).parents[2]
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=root, text=True)
    assert "[]" == loaded.stdout.strip()


def test_the_longest_silent_conversation_is_dropped_and_its_books_are_unknown() -> None:
    """Memory is bounded, and a dropped conversation is never mistaken for a fresh one."""
    from harness.target.demo.service import Service

    service = Service(keep=2)
    for name in ("one", "two", "three"):
        service.chat(name, "Refund for W-1042 please, SW1A 1AA, it came cracked", 1)
    assert service.probe("one", "order W-1042", "refunded") is None
    assert "39.00" == service.probe("three", "order W-1042", "refunded")
