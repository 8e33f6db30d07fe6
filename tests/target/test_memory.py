"""What was said is told again as it was: a turn that is asked twice counts once, and none is left out."""

import pytest

from harness.target.memory import Memory, history_of
from harness.target.nouns import Message, TargetError


def turn(number: int, conversation: str = "c") -> Message:
    return Message(conversation=conversation, number=number, text="x")


def test_a_turn_that_is_asked_twice_counts_once() -> None:
    """What came of it the second time takes the place of the first, and of all that followed."""
    memory: Memory[str] = Memory()
    for number, said in ((1, "a"), (2, "b"), (3, "c"), (2, "B")):
        memory.keep(turn(number), said)
    assert ["a"] == memory.before(turn(2))
    assert ["a", "B"] == memory.before(turn(3))


def test_a_turn_without_the_one_before_is_refused() -> None:
    """Nobody makes up what was said there."""
    memory: Memory[str] = Memory()
    memory.keep(turn(1), "a")
    with pytest.raises(TargetError, match="turn 3 came, and turn 2 was never answered"):
        memory.before(turn(3))


def test_a_conversation_that_is_over_is_forgotten() -> None:
    """And no other."""
    memory: Memory[str] = Memory()
    memory.keep(turn(1), "a")
    memory.keep(turn(1, "d"), "b")
    memory.forget("c")
    assert ([], ["b"]) == (memory.before(turn(1)), memory.before(turn(2, "d")))


def test_a_history_is_written_as_chats_are() -> None:
    """The customer is the user, the agent the assistant."""
    assert [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi"}] == history_of(
        [("Hello", "Hi")]
    )
