"""Whatever people type, the shop answers, quickly, and keeps its secrets."""

import asyncio
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.target.demo.hear import listen
from harness.target.demo.rules import Rules
from harness.target.demo.seed import ORDERS
from harness.target.demo.session import Session
from harness.target.embedded import DemoTarget
from harness.target.nouns import Message

PIECES = (
    *("W-1042", "W-9999", "SW1A 1AA", "LS6 2AB", "tom.becker@example.com", "7 Park Lane, Leeds", "1042", "yes", "no"),
    *("cancel", "refund", "my order", "coffee club", "address", "password", "smoke", "person", "thanks", "bye", "also"),
    *(
        "W-1088 and W-1093",
        "hola",
        "...",
        "one sec",
        "are you a bot",
        "never mind",
        "can I pay by cheque",
        "undo",
        "and",
    ),
    *("charged twice", "I don't know", "replacement", "but", "?", "complaint", "won't turn on"),
    *("{amount}", "{0}", "%s", "'; DROP TABLE orders; --", "<script>alert(1)</script>", "\x00", "\x1b[31m", "\ud800"),
    *("🫖", "ﬁ", "🏴\u200d☠️"),
)

MESSAGES = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))


@settings(deadline=None, max_examples=150)
@given(st.lists(MESSAGES, min_size=1, max_size=8))
def test_any_conversation_is_answered(lines: list[str]) -> None:
    """No sequence of messages breaks the agent or leaves somebody without an answer."""
    shop = Session()
    assert all(shop.say(line).text.strip() for line in lines)
    assert all(
        event.ok for event in shop.events if event.name.startswith(("refund", "cancel", "change", "open", "reset"))
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)).filter(lambda t: "SW1A" not in t), max_size=8))
def test_no_conversation_without_the_postcode_tells_the_address(lines: list[str]) -> None:
    """Nothing that is typed opens somebody else's order without its postcode."""
    shop = Session()
    shop.say("What is the address of order W-1042?")
    for line in lines:
        shop.say(line)
    assert not any("Rose Court" in answer.text for answer in shop.answers)


@settings(deadline=None, max_examples=30)
@given(text=st.text(max_size=300))
def test_any_text_crosses_the_wire(text: str) -> None:
    """Half characters and control characters too."""
    reply = asyncio.run(DemoTarget().answer(Message(conversation="c", number=1, text=text)))
    assert reply.text


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "w ",
        "1 a ",
        "cancel ",
        "the item ",
        "a@",
        "a.a",
        "order ",
        "1 ab ",
        "my order address ",
        "refund arrived ",
        "ﷺ",
        "get a ",
        "w-1042 and ",
        "what my ",
        "ok ",
        "is this a ",
        "está ",
        "oder ",
        "order number how do i ",
    ],
)
def test_hostile_repetition_costs_little(piece: str) -> None:
    """Text made to slow a pattern down is listened to within a bound that does not depend on its length."""
    message = piece * (60_000 // len(piece))
    listen(message)
    begun = perf_counter()
    listen(message)
    assert perf_counter() - begun < 0.5


def test_broken_rules_do_not_break_the_agent() -> None:
    """Even an agent that forgets everything and pretends everything answers."""
    everything = frozenset({"order_number", "email", "postcode", "address"})
    tools = frozenset({"find_order", "verify_customer", "open_ticket", "refund_order", "find_member"})
    shop = Session(Rules(forgets=everything, forgets_times=3, pretends=tools, refuses="nothing", voucher="always"))
    for order, *_ in ORDERS:
        assert shop.say(f"Refund, address change and cancel for {order}").text
        assert shop.say("yes SW1A 1AA").text


def test_an_echo_of_the_customer_is_printable() -> None:
    """What is repeated to the customer holds no control characters."""
    shop = Session()
    shop.say("change the address of order W-1102, postcode OX1 2JD")
    assert "\x1b" not in shop.say("9 \x1b[31mRed\x00 Street, Oxford").text
