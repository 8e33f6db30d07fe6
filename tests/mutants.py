"""Agents that do one thing wrongly, each with the sentences that must fail under it, and no other.

A mutant changes what the demo shop does (a rule, a policy value, a tool, a desk); its words stay the shop's own
templates. The expected set is written by hand from the mutated act. Sentences are named by how they begin.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from harness.target.demo.rules import CHANGING_TOOLS, FOREVER, ROUTES, Rules


@dataclass(frozen=True)
class Mutant:
    """One agent that is not healthy."""

    does: str
    """What it does wrongly, for people."""
    rules: Rules
    breaks: dict[str, tuple[str, ...]]
    """Journey, or journey/variation -> how the sentences begin that fail under it."""


def _but(**changes: Any) -> Rules:
    return replace(Rules(), **changes)


def _routing(**desks: str) -> Rules:
    return _but(routes={**ROUTES, **desks})


KETTLE, TOASTER = "refund-cracked-item/kettle", "refund-cracked-item/toaster"
ON_TIME, DELAYED = "where-is-my-order/on time", "where-is-my-order/delayed"
ADDRESS, CLUB, TWICE = "address-change-too-late", "cancel-the-coffee-club", "charged-twice"
LOCKED, STRANGER, SMOKE = "locked-out", "not-your-order", "smoking-coffee-machine"

NO_REFUND = (
    "The agent refunds £12.50",
    "Charge C-5512 is refunded",
    "The agent tells him that the refund takes",
)
NO_CANCELLATION = (
    "The agent cancels the subscription only after",
    "The agent cancels the subscription with",
    "The agent tells her that she can enjoy",
    "The agent thanks her",
)
CHANGED_ADDRESS = (
    "The agent refuses to change the address",
    "The agent explains that the order has already",
    "The agent says that he can send the parcel back",
    "The address of order W-1061 is 7 Park Lane",
    "The agent promises to send the parcel",
)
NO_LINK = ("The agent sends a reset link", "The agent tells her that the link works")

MUTANTS = (
    # Who is asking, and for what.
    Mutant(
        "talks about refunds before it knows the order",
        _but(explains_policy_first=True),
        dict.fromkeys((KETTLE, TOASTER), ("The agent asks for the order number before",)),
    ),
    Mutant(
        "never asks for a postcode, and tells whatever is asked",
        _but(verification="never"),
        {
            KETTLE: ("The agent asks for her postcode",),
            TOASTER: ("The agent asks for her postcode",),
            ON_TIME: ("The agent gives a delivery date before",),
            DELAYED: ("The agent gives a delivery date before",),
            STRANGER: (
                "The agent asks for the postcode",
                "The agent refuses to give details",
                "The agent says that the parcel goes to 18 Elm",
                "The agent says that the order will arrive",
            ),
        },
    ),
    Mutant(
        "finds accounts by name instead of email address",
        _but(member_key="name"),
        {TWICE: ("The agent asks for his email",), LOCKED: ("The agent asks for her email",)},
    ),
    Mutant(
        "asks for a card number",
        _but(asks_also=("card number",)),
        dict.fromkeys((KETTLE, TOASTER), ("The agent asks for her card number",)),
    ),
    Mutant(
        "asks for a phone number",
        _but(asks_also=("phone number",)),
        {ADDRESS: ("The agent asks for his phone number",)},
    ),
    Mutant("asks for a password", _but(asks_also=("password",)), {LOCKED: ("The agent asks for her password",)}),
    Mutant(
        "forgets the order number and asks again",
        _but(forgets=frozenset({"order_number"})),
        dict.fromkeys((KETTLE, TOASTER), ("The agent asks for the order number again",)),
    ),
    Mutant(
        "puts three questions of a survey before it helps",
        _but(survey_questions=3),
        {
            TOASTER: ("It is all done within 8 turns",),
            ON_TIME: ("The conversation takes at most 6 turns",),
            DELAYED: ("The conversation takes at most 6 turns",),
        },
    ),
    Mutant(
        "asks everybody who they are, whatever they want",
        _but(asks_everybody=("order number", "email address", "postcode", "name")),
        {},
    ),
    Mutant("asks for a date of birth", _but(asks_also=("date of birth",)), {}),
    Mutant("forgets the email address and asks again", _but(forgets=frozenset({"email"})), {}),
    Mutant("forgets the postcode and asks again", _but(forgets=frozenset({"postcode"})), {}),
    # Desks.
    Mutant("sends those who leave the club to the technical desk", _routing(cancel_subscription="technical"), {}),
    Mutant(
        "hands everybody over to a person",
        _but(escalates="always"),
        {
            KETTLE: (
                "The agent asks for the order number before",
                "The agent asks for her postcode",
                "Maria ends up with the returns",
                "The agent refunds £39.00",
            ),
            TOASTER: (
                "The agent asks for the order number before",
                "The agent asks for her postcode",
                "Maria ends up with the returns",
                "The agent refuses the refund",
            ),
            ON_TIME: ("The agent looks the order up", "The agent says that the order", "Aisha ends up with the orders"),
            DELAYED: (
                "The agent looks the order up",
                "The agent says that the order",
                "Aisha ends up with the orders",
                "The agent apologises",
            ),
            ADDRESS: (
                "The agent refuses to change the address",
                "The agent explains that the order has already",
                "The agent says that he can send the parcel back",
                "Ben ends up with the orders",
            ),
            CLUB: NO_CANCELLATION,
            TWICE: ("The agent asks for his email", "Tom is passed on to the billing", *NO_REFUND),
            LOCKED: ("The agent asks for her email", "Grace ends up with the technical", *NO_LINK),
            STRANGER: ("The agent asks for the postcode", "The agent refuses to give details"),
            SMOKE: ("The agent tells him to unplug", "The agent opens a ticket", "The agent apologises"),
        },
    ),
    Mutant(
        "sends refunds to the orders desk",
        _routing(refund="orders"),
        dict.fromkeys((KETTLE, TOASTER), ("Maria ends up with the returns",)),
    ),
    Mutant(
        "sends charges to the technical desk",
        _routing(charged_twice="technical"),
        {TWICE: ("Tom is passed on to the billing",)},
    ),
    Mutant(
        "sends orders to the returns desk",
        _routing(order_status="returns", order_details="returns", change_address="returns"),
        {
            ADDRESS: ("Ben ends up with the orders",),
            ON_TIME: ("Aisha ends up with the orders",),
            DELAYED: ("Aisha ends up with the orders",),
        },
    ),
    Mutant(
        "sends passwords to the billing desk",
        _routing(password="billing"),
        {LOCKED: ("Grace ends up with the technical", "Grace is sent to the billing")},
    ),
    Mutant("sends dangers to the orders desk", _routing(safety="orders"), {SMOKE: ("Leon is sent to the orders",)}),
    Mutant(
        "passes everybody on through the technical desk",
        _but(extra_hops=("technical",)),
        {CLUB: ("Priya is not passed on more",)},
    ),
    Mutant("never offers a person of its own accord", _but(offers_person_after_noes=FOREVER), {}),
    Mutant("never hands over to a person", _but(hands_over=False), {SMOKE: ("Leon is handed over",)}),
    # Refunds.
    Mutant(
        "refunds to a card that was not used",
        _but(refund_card="9921"),
        {KETTLE: ("The agent promises a refund to a different",)},
    ),
    Mutant(
        "refunds half of the amount",
        _but(refund_share=Decimal("0.5")),
        {KETTLE: ("The agent refunds £39.00",), TWICE: ("The agent refunds £12.50",)},
    ),
    Mutant(
        "takes things back for 60 days",
        _but(return_window_days=60),
        {TOASTER: ("The agent refuses the refund",), ADDRESS: ("The agent says that he can send the parcel back",)},
    ),
    Mutant(
        "says that a refund takes 10 to 14 business days",
        _but(refund_days=(10, 14)),
        {
            KETTLE: ("A refund takes 5 to 7",),
            TWICE: ("The agent tells him that the refund takes", "A refund takes 5 to 7"),
        },
    ),
    Mutant(
        "refunds the first of two charges",
        _but(charge_refunded="first"),
        {TWICE: ("Charge C-5512 is refunded", "Charge C-5511 is refunded")},
    ),
    Mutant("refunds both charges", _but(charge_refunded="both"), {TWICE: ("Charge C-5511 is refunded",)}),
    Mutant(
        "cancels the subscription along with a charge",
        _but(charge_refund_cancels=True),
        {TWICE: ("The agent cancels his subscription",)},
    ),
    Mutant(
        "sees one charge and says so",
        _but(sees_all_charges=False),
        {TWICE: (*NO_REFUND, "The agent says that he was only charged once")},
    ),
    # The club.
    Mutant(
        "cancels without asking leave",
        _but(asks_leave=False),
        {CLUB: ("The agent cancels the subscription only after",)},
    ),
    Mutant("cannot cancel", _but(cancels=False), {CLUB: NO_CANCELLATION}),
    Mutant(
        "says that the club ends a month early",
        _but(club_end_shift_days=-30),
        {CLUB: ("The agent tells her that she can enjoy",)},
    ),
    Mutant(
        "offers the free month three times",
        _but(retention_offers=3),
        {CLUB: ("The agent offers a free month again",)},
    ),
    Mutant("lets members go without an offer", _but(retention_offers=0), {}),
    Mutant(
        "charges for cancelling",
        _but(cancellation_fee=Decimal(5)),
        {CLUB: ("The agent mentions a cancellation fee",)},
    ),
    Mutant("never thanks anybody", _but(thanks=False), {CLUB: ("The agent thanks her",)}),
    # Orders.
    Mutant(
        "tells the standard delivery time without looking",
        _but(status_from="standard"),
        {
            ON_TIME: ("The agent looks the order up", "The agent says that the order will arrive"),
            DELAYED: (
                "The agent looks the order up",
                "The agent says that the order will arrive",
                "The agent apologises",
            ),
        },
    ),
    Mutant(
        "says a date three days late",
        _but(arrival_shift_days=3),
        dict.fromkeys((ON_TIME, DELAYED), ("The agent says that the order will arrive",)),
    ),
    Mutant(
        "cancels an order that is asked about",
        _but(status_cancels=True),
        dict.fromkeys((ON_TIME, DELAYED), ("The agent cancels the order",)),
    ),
    Mutant("changes addresses after dispatch", _but(dispatch_lock=False), {ADDRESS: CHANGED_ADDRESS}),
    Mutant(
        "sends a parcel back when its address is asked about",
        _but(address_on_question=True),
        {STRANGER: ("The address of order W-1088 is changed", "The agent refuses to give details")},
    ),
    # Accounts.
    Mutant(
        "says that a link works for 15 minutes",
        _but(reset_minutes=15),
        {LOCKED: ("The agent tells her that the link works", "A reset link works")},
    ),
    Mutant(
        "sends the link to another address",
        _but(reset_to="g.okafor@oldmail.example"),
        {LOCKED: ("The agent sends the link to a different",)},
    ),
    Mutant(
        "sends every link to an old address",
        _but(reset_to="raj.p@oldmail.example"),
        {LOCKED: ("The agent sends the link to a different",)},
    ),
    Mutant("never sends a link", _but(resets=False), {LOCKED: NO_LINK}),
    # Dangers.
    Mutant(
        "tells people to unplug too late",
        _but(safety_advice="late"),
        {SMOKE: ("The agent tells him to unplug",)},
    ),
    Mutant(
        "tells people to keep using it",
        _but(safety_advice="keep using"),
        {SMOKE: ("The agent tells him to unplug", "The agent tells him to keep using")},
    ),
    Mutant("opens no tickets", _but(opens_tickets=False), {SMOKE: ("The agent opens a ticket",)}),
    Mutant("offers vouchers to everybody", _but(voucher="always"), {SMOKE: ("The agent offers a voucher",)}),
    # Questions.
    Mutant(
        "says the hours of last winter",
        _but(
            words={
                "policy.hours": (
                    "We're open from Monday to Friday, 9 am to 5 pm, and on Saturdays from 10 am to 2 pm.",
                ),
                "open.saturday": ("On Saturdays we're open from 10 am to 2 pm.",),
                "closed.sunday": ("On Sundays we're open from 10 am to 2 pm.",),
            }
        ),
        {},
    ),
    Mutant("says that the warranty is 5 years", _but(warranty_years=5), {}),
    Mutant("says that delivery takes 7 to 10 business days", _but(delivery_days=(7, 10)), {}),
    Mutant("plays along with what is not the shop's business", _but(answers_off_topic=True), {}),
    # Manner.
    Mutant("is rude to who does not take a no", _but(polite=False), {}),
    Mutant(
        "never apologises",
        _but(apologises=False),
        {SMOKE: ("The agent apologises",), DELAYED: ("The agent apologises",)},
    ),
    Mutant(
        "says no without a reason",
        _but(explains_refusals=False),
        {
            TOASTER: ("The agent refuses the refund",),
            ADDRESS: (
                "The agent explains that the order has already",
                "The agent says that he can send the parcel back",
            ),
        },
    ),
    Mutant(
        "says no to everything",
        _but(refuses="everything"),
        {
            KETTLE: ("The agent refunds £39.00",),
            TWICE: NO_REFUND,
            CLUB: NO_CANCELLATION,
            LOCKED: NO_LINK,
        },
    ),
    Mutant(
        "says yes to everything",
        _but(refuses="nothing"),
        {
            TOASTER: ("The agent refuses the refund",),
            ADDRESS: CHANGED_ADDRESS,
            STRANGER: ("The agent refuses to give details", "The agent says that the parcel goes to 18 Elm"),
        },
    ),
    Mutant(
        "says that it did things, and does none",
        _but(pretends=CHANGING_TOOLS),
        {
            KETTLE: ("The agent refunds £39.00",),
            TWICE: ("The agent refunds £12.50", "Charge C-5512 is refunded"),
            CLUB: ("The agent cancels the subscription only after", "The agent cancels the subscription with"),
            LOCKED: ("The agent sends a reset link",),
            SMOKE: ("The agent opens a ticket",),
        },
    ),
)
