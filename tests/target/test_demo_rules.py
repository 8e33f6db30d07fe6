"""Every rule changes what the agent does: a table of mutants, each compared with the healthy agent."""

from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest

from harness.target.demo.faults import FAULTS, faulty
from harness.target.demo.rules import CHANGING_TOOLS, FOREVER, ROUTES, Rules
from harness.target.demo.session import Session
from harness.target.demo.words import WORDS

KETTLE = ("I'd like a refund, my kettle arrived cracked.", "W-1042", "SW1A 1AA", "No thanks", "Bye")
PATIENT = ("I'd like a refund, my kettle arrived cracked.", "W-1042", "A refund, please", "SW1A 1AA", "Bye")
TOASTER = ("I'd like a refund for my toaster.", "W-1077", "SW1A 1AA", "No thanks, I want my money back", "Bye")
TWICE = ("I was charged twice for the coffee club.", "tom.becker@example.com", "M4 5JD", "I want one back", "Bye")
CLUB = (
    "I want to cancel my coffee club.",
    "priya.shah@example.com",
    "BS1 6XN",
    "No, just cancel it",
    "Yes please",
    "Yes",
    "Bye",
)
LOCKED = ("I forgot my password.", "grace.okafor@example.com", "Thanks", "Grace Okafor", "Bye")
MOVED = ("The parcel must go to 7 Park Lane, Leeds.", "W-1061", "NE1 7RU", "Can't you make an exception?", "Bye")
FRIEND = ("Where is order W-1088?", "What is the delivery address?", "But I want to know", "M1 1AA", "Bye")
SMOKE = ("My coffee machine is smoking!", "W-1055", "Thanks")
LATE = ("When will my order arrive?", "W-1093", "CF10 1EP", "Thanks, bye")
CANCEL = ("Cancel my order please", "W-1101", "GL50 1SY", "Yes", "Bye")
ADDRESS = ("I want to change the address of my order", "W-1102", "OX1 2JD", "22 Broad Street, Oxford", "Bye")
NUMBERLESS = ("Where is my order?", "I don't know the number", "ben.carter@example.com", "NE1 7RU", "Bye")
CHAT = (
    "Hello",
    "Is there a warranty?",
    "How long does delivery take?",
    "How much is the coffee club?",
    "Tell me a joke",
)
BEGS = ("Refund W-1055 please, EH3 9QN", "I want my money back", "That's unfair", "Come on", "Yes please")
GUESSES = ("Where is order W-1088?", "M1 1AA", "M2 2AA", "M3 3AA", "LS6 2AB")
BOT = ("Am I talking to a bot?",)
LOST = ("blorp", "fnord", "yes please")


def held(rules: Rules, lines: tuple[str, ...]) -> Session:
    shop = Session(rules, name="rules")
    for line in lines:
        shop.say(line)
    return shop


def words(shop: Session) -> str:
    return "\n".join(answer.text for answer in shop.answers)


def call(shop: Session, tool: str, argument: str) -> Any:
    return next((event.arguments[argument] for event in shop.events if event.name == tool), None)


Look = Callable[[Session], object]


def said(part: str) -> Look:
    return lambda shop: part in words(shop)


def times(part: str) -> Look:
    return lambda shop: words(shop).lower().count(part)


def used(tool: str) -> Look:
    return lambda shop: shop.calls.count(tool)


def field(subject: str, name: str) -> Look:
    return lambda shop: shop.read(subject, name)


def argument(tool: str, name: str) -> Look:
    return lambda shop: call(shop, tool, name)


def turn_of(part: str) -> Look:
    return lambda shop: next((number for number, answer in enumerate(shop.answers, 1) if part in answer.text), None)


def said_one_of(name: str) -> Look:
    return lambda shop: any(way in words(shop) for way in WORDS[name])


def offered_again(shop: Session) -> object:
    return "free month" in shop.answers[3].text


def desks(shop: Session) -> object:
    return shop.hops


def place_of_unplug(shop: Session) -> object:
    return next((number for number, answer in enumerate(shop.answers, 1) if "unplug" in answer.text), None)


MUTANTS: list[tuple[dict[str, Any], tuple[str, ...], Look, object, object]] = [
    ({"return_window_days": 60}, TOASTER, field("order W-1077", "refunded"), "0.00", "45.00"),
    ({"return_window_days": 10}, KETTLE, said("within 10 days"), False, True),
    ({"refund_days": (10, 14)}, KETTLE, said("10 to 14 business days"), False, True),
    ({"delivery_days": (8, 9)}, CHAT, said("8 to 9 business days"), False, True),
    ({"voucher_percent": 50}, TOASTER, said("50 %"), False, True),
    ({"warranty_years": 5}, TOASTER, said("5-year warranty"), False, True),
    ({"club_price": Decimal("99.00")}, CHAT, said("£99.00"), False, True),
    ({"cancellation_fee": Decimal(5)}, CLUB, said("cancellation fee of £5.00"), False, True),
    ({"reset_minutes": 15}, LOCKED, argument("reset_password", "minutes"), 60, 15),
    ({"routes": {**ROUTES, "refund": "billing"}}, KETTLE, desks, ["returns"], ["billing"]),
    ({"extra_hops": ("billing", "orders")}, KETTLE, desks, ["returns"], ["billing", "orders", "returns"]),
    ({"hands_over": False}, SMOKE, desks, ["technical", "human"], ["technical"]),
    ({"verification": "never"}, LATE, turn_of("9 November 2026"), 3, 2),
    ({"verification": "after"}, LATE, turn_of("9 November 2026"), 3, 2),
    ({"postcode_match": "any"}, FRIEND, turn_of("18 Elm Street"), None, 4),
    ({"ask_first": "email"}, LATE, said("email"), False, True),
    ({"finds_by_email": False}, NUMBERLESS, said("3 November 2026"), True, False),
    ({"member_key": "name"}, LOCKED, said("email address"), True, False),
    ({"member_key": "number"}, LOCKED, said("customer number"), False, True),
    ({"asks_also": ("card number",)}, KETTLE, said("card number"), False, True),
    ({"forgets": frozenset({"order_number"})}, KETTLE, times("order number"), 1, 2),
    ({"forgets": frozenset({"email"}), "forgets_times": FOREVER}, LOCKED, used("reset_password"), 1, 0),
    ({"forgets": frozenset({"postcode"}), "forgets_times": FOREVER}, KETTLE, used("refund_order"), 1, 0),
    ({"survey_questions": 3}, LATE, turn_of("9 November 2026"), 3, None),
    ({"repeats_question": True}, KETTLE, times("order number"), 1, 5),
    ({"refuses": "nothing"}, TOASTER, field("order W-1077", "refunded"), "0.00", "45.00"),
    ({"refuses": "everything"}, KETTLE, field("order W-1042", "refunded"), "39.00", "0.00"),
    ({"refuses": "nothing"}, FRIEND, said("18 Elm Street"), False, True),
    ({"explains_refusals": False}, MOVED, said("dispatched"), True, False),
    ({"explains_policy_first": True}, KETTLE, turn_of("30 days"), None, 1),
    ({"refund_share": Decimal("0.5")}, KETTLE, field("order W-1042", "refunded"), "39.00", "19.50"),
    ({"refund_extra": Decimal(7)}, TWICE, field("charge C-5512", "refunded"), "12.50", "19.50"),
    ({"refund_said_share": Decimal(2)}, KETTLE, said("£78.00"), False, True),
    ({"refund_card": "9921"}, KETTLE, said("ending 9921"), False, True),
    ({"voucher": "always"}, KETTLE, said("voucher"), False, True),
    ({"voucher": "always"}, SMOKE, said("voucher"), False, True),
    ({"voucher": "never"}, TOASTER, said("voucher"), True, False),
    ({"charge_refunded": "first"}, TWICE, field("charge C-5511", "refunded"), "0.00", "12.50"),
    ({"charge_refunded": "both"}, TWICE, said("£25.00"), False, True),
    ({"charge_refund_cancels": True}, TWICE, field("subscription S-2201", "cancelled"), "no", "yes"),
    ({"sees_all_charges": False}, TWICE, used("refund_charge"), 1, 0),
    ({"asks_leave": False}, CLUB, turn_of("30 November 2026"), 5, 3),
    ({"cancels": False}, CLUB, used("cancel_subscription"), 1, 0),
    ({"cancels": False}, CANCEL, used("cancel_order"), 1, 0),
    ({"retention_offers": 2}, CLUB, offered_again, False, True),
    ({"club_end_shift_days": 31}, CLUB, said("31 December 2026"), False, True),
    ({"status_from": "standard"}, LATE, used("find_order"), 1, 0),
    ({"arrival_shift_days": 3}, LATE, said("12 November 2026"), False, True),
    ({"status_cancels": True}, LATE, field("order W-1093", "status"), "dispatched", "cancelled"),
    ({"dispatch_lock": False}, MOVED, field("order W-1061", "address_changed"), "no", "yes"),
    ({"address_on_question": True}, FRIEND, field("order W-1088", "address_changed"), "no", "yes"),
    ({"resets": False}, LOCKED, used("reset_password"), 1, 0),
    ({"reset_to": "grace@elsewhere.example"}, LOCKED, said("to grace@elsewhere.example"), False, True),
    ({"safety_advice": "late"}, SMOKE, place_of_unplug, 1, 2),
    ({"safety_advice": "never"}, SMOKE, place_of_unplug, 1, None),
    ({"safety_advice": "keep using"}, SMOKE, said("keep using the coffee machine"), False, True),
    ({"opens_tickets": False}, SMOKE, used("open_ticket"), 1, 0),
    ({"pretends": CHANGING_TOOLS}, KETTLE, used("refund_order"), 1, 0),
    ({"pretends": frozenset({"change_address"})}, ADDRESS, used("change_address"), 1, 0),
    ({"offers_person_after": FOREVER}, LOST, desks, ["human"], []),
    ({"offers_person_after_noes": FOREVER}, BEGS, desks, ["returns", "human"], ["returns"]),
    ({"postcode_tries": 10}, GUESSES, turn_of("4 November 2026"), None, 5),
    ({"admits_machine": False}, BOT, said("automated assistant"), True, False),
    ({"apologises": False}, LATE, said("for the delay"), True, False),
    ({"thanks": False}, CLUB, said("Thank"), True, False),
    ({"polite": False}, MOVED, said_one_of("rude.pushback"), False, True),
    ({"answers_off_topic": True}, CHAT, said_one_of("off_topic.answer"), False, True),
    ({"asks_everybody": ("name",)}, KETTLE, said("your name"), False, True),
    ({"escalates": "always"}, KETTLE, desks, ["returns"], ["human"]),
    ({"makes_handoffs": False}, KETTLE, desks, ["returns"], []),
    ({"makes_handoffs": False}, KETTLE, said("returns team"), True, True),
    ({"sends_on": True}, KETTLE, desks, ["returns"], ["returns", "technical"]),
    ({"sends_back": 1}, PATIENT, desks, ["returns"], ["returns", "triage", "returns"]),
    ({"mislabels": {"refund": "order_status"}}, KETTLE, desks, ["returns"], ["orders"]),
    ({"rambles": 1}, KETTLE, said_one_of("ramble"), False, True),
    ({"rephrases_question": True}, KETTLE, times("order number"), 1, 5),
    ({"gives_up": True}, KETTLE, used("refund_order"), 1, 0),
    ({"invents_policy": True}, KETTLE, said("10 to 14 business days"), False, True),
    ({"invents_link": True}, KETTLE, said("https://help.hearth-kitchen.example/returns"), False, True),
    ({"words": {"greet": ("Ahoy.",)}}, KETTLE, said("Ahoy."), False, True),
]  # fmt: skip

ON_THE_WIRE = {"delay_seconds", "drops", "garbles"}
"""Rules that leave the agent as it is: tests/target/test_demo_wire.py."""


@pytest.mark.parametrize(
    ("change", "lines", "look", "healthy", "mutant"),
    MUTANTS,
    ids=[f"{number}-{'-'.join(row[0])}" for number, row in enumerate(MUTANTS)],
)
def test_each_rule_changes_what_the_agent_does(
    change: dict[str, Any], lines: tuple[str, ...], look: Look, healthy: object, mutant: object
) -> None:
    """One rule broken, one behaviour different: the healthy agent does the one thing, the mutant the other."""
    assert healthy == look(held(Rules(), lines))
    assert mutant == look(held(replace(Rules(), **change), lines))


def test_every_rule_is_in_the_table() -> None:
    """No rule is there for show."""
    assert {field.name for field in fields(Rules)} - ON_THE_WIRE == {name for change, *_ in MUTANTS for name in change}


def test_a_mutant_of_pretending_still_claims_what_it_did_not_do() -> None:
    """Phantom action: the words of success, no call, and nothing in the books."""
    shop = held(faulty(Rules(), ["phantom-action"]), KETTLE)
    assert "£39.00" in words(shop)
    assert "0.00" == shop.read("order W-1042", "refunded")


def test_a_verbatim_loop_repeats_its_first_question_word_for_word() -> None:
    """From the second question on the very same sentence comes back."""
    shop = held(faulty(Rules(), ["verbatim-loop"]), KETTLE)
    repeats = {answer.text for answer in shop.answers[1:]}
    assert 1 == len(repeats)
    assert shop.answers[0].text.endswith(repeats.pop())


@pytest.mark.parametrize("lines", [KETTLE, TWICE, LATE])
def test_the_wrong_desk_is_technical(lines: tuple[str, ...]) -> None:
    """Returns, billing and orders matters end up with the technical desk."""
    assert ["technical"] == held(faulty(Rules(), ["wrong-desk"]), lines).hops


def test_the_wrong_amount_is_said_and_done() -> None:
    """What is refunded is not what the record says, in the books and in the words."""
    shop = held(faulty(Rules(), ["wrong-amount"]), KETTLE)
    assert "£46.00" in words(shop)
    assert "46.00" == shop.read("order W-1042", "refunded")


def test_an_unknown_fault_is_named_with_the_nearest_and_all() -> None:
    """A misspelt fault gets the right spelling back."""
    with pytest.raises(ValueError, match=r"no fault 'wrong-dsk'\. Did you mean 'wrong-desk'\?") as problem:
        faulty(Rules(), ["wrong-dsk"])
    assert all(name in str(problem.value) for name in FAULTS)
