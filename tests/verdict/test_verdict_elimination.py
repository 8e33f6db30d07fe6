"""Where agents at work by themselves broke it, when nothing that happened shows it."""

from collections.abc import Sequence
from typing import Any

from harness.conversation.nouns import Transcript
from harness.plan.nouns import Check, Deed, ToolCheck
from harness.verdict import FirstBreak, judge
from harness.verdict.breaks.elimination import own_work

SOLVED = ToolCheck(sentence="s1", text="The report is filed.", tool="file the report")
PROGRAM = "Here you are:\n```python\nprint('hello')\n```"

Line = tuple[str, str, str]
"""(what the customer says, what is answered, who answers)."""

AT_WORK: tuple[Line, ...] = (
    ("Which town is it?", "Let us plan: look it up, then count.", "planner"),
    ("", "Coder, please look it up.", "planner"),
    ("", "The page lists towns by size.", "reader"),
    ("", "Now count them.", "planner"),
    ("", PROGRAM, "coder"),
    ("", "So it must be the first of them.", "planner"),
)


def held(talk: Any, lines: Sequence[Line]) -> Transcript:
    """A recorded conversation, each turn by one agent."""
    said = [(customer, answer, {"desk": desk}) for customer, answer, desk in lines]
    spoken: Transcript = talk.transcript(*said)
    return spoken.model_copy(update={"origin": "production", "exposes_events": True})


def broke(talk: Any, lines: Sequence[Line], *items: Any) -> FirstBreak:
    """The first break of a conversation whose outcome never came."""
    found = judge(talk.case(*(items or (SOLVED,))), held(talk, lines)).first_break
    assert found is not None
    return found


def test_what_is_left_is_the_first_work_that_an_agent_did_itself(talk: Any) -> None:
    """The rest stands on the program. What failed is named below it: an outcome that never came, and idle turns."""
    first = broke(talk, AT_WORK)
    assert (5, "coder", "elimination", None) == (first.turn, first.desk, first.confidence, first.contract)
    assert ["C9", "C6"] == [other.contract for other in first.others]


def test_where_nobody_shows_work_of_their_own_it_is_the_first_to_act(talk: Any) -> None:
    """Whoever leads the others sets them to work, and does none."""
    lines = [(asked, "It is the first." if answer is PROGRAM else answer, desk) for asked, answer, desk in AT_WORK]
    assert (3, "reader") == (broke(talk, lines).turn, broke(talk, lines).desk)


def test_with_a_customer_nothing_is_left_by_elimination(talk: Any) -> None:
    """There the journey says what should have happened, and two desks are no team at work."""
    lines = [(asked or "And now?", answer, desk) for asked, answer, desk in AT_WORK]
    assert own_work(held(talk, lines).turns) is None
    assert "elimination" != broke(talk, lines).confidence


def test_an_agent_alone_leaves_nothing_by_elimination(talk: Any) -> None:
    """Of one agent everything is its own work."""
    assert own_work(held(talk, [(asked, answer, "coder") for asked, answer, _ in AT_WORK]).turns) is None


def test_what_was_seen_to_break_comes_before_what_is_left(talk: Any) -> None:
    """The author forbids it and it was said: that is where it broke, whoever did which work."""
    never = Check(
        sentence="s1",
        text="offers a voucher",
        deed=Deed(act="offer", about="a voucher"),
        polarity="never",
        criterion="hallucination",
    )
    lines = list(AT_WORK)
    lines[2] = ("", "I can offer you a voucher.", "reader")
    first = broke(talk, lines, never)
    assert (3, "C9", "temporal") == (first.turn, first.contract, first.confidence)
