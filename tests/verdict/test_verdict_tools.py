"""Whether a tool was called, and how."""

from typing import Any

from harness.plan.nouns import ToolCheck
from harness.verdict.tools import tool_check


def wants(**more: Any) -> ToolCheck:
    """The agent refunds £39.00 with refund_order."""
    return ToolCheck(sentence="s1", text="", tool="refund_order", about="refunds £39.00", **more)


def test_the_right_call_passes_with_its_event(talk: Any) -> None:
    """The call on record, with the amount that was wanted, is the proof."""
    done = talk.tool("refund_order", order="W-1042", amount="39.00")
    held = tool_check(wants(), talk.transcript(("Hi", "Done.", done)))
    assert (held.mark, talk.proofs(held)[0].kind, talk.proofs(held)[0].event) == ("pass", "event", "t1e1")


def test_no_call_fails_by_absence(talk: Any) -> None:
    """A tool that was never called fails, whatever was said."""
    held = tool_check(wants(), talk.transcript(("Hi", "I have refunded £39.00.")))
    assert (held.mark, talk.proofs(held)[0].kind) == ("fail", "absence")


def test_a_failed_or_different_call_fails_with_the_call(talk: Any) -> None:
    """A call that failed, or had another amount, is shown as what went wrong."""
    failed = tool_check(wants(), talk.transcript(("Hi", "Done.", talk.tool("refund_order", amount="39.00", ok=False))))
    other = tool_check(wants(), talk.transcript(("Hi", "Done.", talk.tool("refund_order", amount="19.50"))))
    assert [(one.mark, talk.proofs(one)[0].kind) for one in (failed, other)] == [("fail", "event")] * 2


def test_without_events_nothing_can_be_told(talk: Any) -> None:
    """A target that reports no tool calls can neither pass nor fail here."""
    for polarity in ("must", "never"):
        held = tool_check(wants(polarity=polarity), talk.transcript(("Hi", "I have refunded £39.00."), events=False))
        assert held.mark == "cannot_tell"


def test_a_forbidden_call_fails_even_when_it_failed(talk: Any) -> None:
    """To try a thing that must never be tried is enough."""
    item = ToolCheck(sentence="s1", text="", tool="cancel-order", polarity="never")
    tried = talk.transcript(("Hi", "Hm.", talk.tool("cancel_order", ok=False)))
    assert tool_check(item, tried).mark == "fail"
    assert tool_check(item, talk.transcript(("Hi", "Hm."))).mark == "pass"


def test_at_most_counts_calls(talk: Any) -> None:
    """Once is once."""
    item = ToolCheck(sentence="s1", text="", tool="open_ticket", at_most=1)
    one = ("Hi", "Done.", talk.tool("open_ticket"))
    assert tool_check(item, talk.transcript(one)).mark == "pass"
    held = tool_check(item, talk.transcript(one, one))
    assert (held.mark, held.turn, len(talk.proofs(held))) == ("fail", 2, 2)


def test_a_call_that_must_come_first(talk: Any) -> None:
    """Looking the order up before speaking of the date, not after."""
    item = ToolCheck(sentence="s1", text="", tool="find_order", before=talk.deed("say", "it will arrive on 4 November"))
    first = talk.transcript(("When?", "It will arrive on 4 November.", talk.tool("find_order")))
    late = talk.transcript(("When?", "It will arrive on 4 November."), ("Sure?", "Yes.", talk.tool("find_order")))
    assert tool_check(item, first).mark == "pass"
    assert tool_check(item, late).mark == "fail"


def test_a_change_that_the_tool_refused_is_not_counted(talk: Any) -> None:
    """At most one refund: a first try that failed changed nothing, a second that worked is the one."""
    once = ToolCheck(sentence="s1", text="", tool="refund_order", at_most=1)
    tries = (talk.tool("refund_order", amount="39.00", ok=False), talk.tool("refund_order", amount="39.00"))
    assert "pass" == tool_check(once, talk.transcript(("Hi", "Done.", *tries))).mark
    assert "fail" == tool_check(once, talk.transcript(("Hi", "Done.", *tries, tries[1]))).mark


def test_another_reference_is_another_call(talk: Any) -> None:
    """A booking reference without a figure is held to all the same."""
    item = ToolCheck(sentence="s1", text="", tool="cancel_booking", about="booking HXQWVU")
    right, wrong = (talk.tool("cancel_booking", booking_id=one) for one in ("HXQWVU", "MDQLVA"))
    assert ["pass", "fail"] == [tool_check(item, talk.transcript(("Hi", "Done.", one))).mark for one in (right, wrong)]
