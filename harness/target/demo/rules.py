"""What the shop's agent does, as data: a field for everything that could be done wrongly, with a healthy default."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

DESKS = ("triage", "orders", "billing", "returns", "technical", "human")
"""Who can be speaking. Every conversation begins at triage; `human` is a person who takes over."""

ROUTES: Mapping[str, str] = MappingProxyType(
    {
        "order_status": "orders",
        "order_details": "orders",
        "cancel_order": "orders",
        "change_address": "orders",
        "refund": "returns",
        "exchange": "returns",
        "charged_twice": "billing",
        "charges": "billing",
        "cancel_subscription": "billing",
        "password": "technical",
        "product": "technical",
        "safety": "technical",
    }
)
"""Intent -> the desk that looks after it. An intent that is not listed stays where it came up."""

FOREVER = 1_000
"""More times than any conversation has turns."""


@dataclass(frozen=True)
class Rules:
    """How the agent behaves. `Rules()` is a healthy agent; `dataclasses.replace(Rules(), ...)` makes one that is not.

    Each field is read at the place where the behaviour happens: a mutant really does the wrong thing, with events and
    records to match, instead of having its words changed afterwards.
    """

    # What is true in the shop: decided by and said.
    return_window_days: int = 30
    refund_days: tuple[int, int] = (5, 7)
    delivery_days: tuple[int, int] = (3, 5)
    voucher_percent: int = 10
    warranty_years: int = 2
    club_price: Decimal = Decimal("12.50")
    cancellation_fee: Decimal = Decimal(0)
    """Mentioned when it is not zero."""
    reset_minutes: int = 60

    # Who looks after what.
    routes: Mapping[str, str] = field(default_factory=lambda: ROUTES)
    extra_hops: tuple[str, ...] = ()
    """Desks the customer is sent through before the right one."""
    hands_over: bool = True
    """False: nobody ever reaches a person."""
    escalates: Literal["when needed", "always"] = "when needed"
    """Whether everybody is handed over to a person at once, whatever they want."""
    makes_handoffs: bool = True
    """False: says that it passes the customer on, and goes on itself."""
    sends_on: bool = False
    """True: passes the customer on to one more desk once the matter is settled."""
    sends_back: int = 0
    """How many times a desk sends the customer back to triage, having done nothing."""
    mislabels: Mapping[str, str] = field(default_factory=dict)
    """Intent -> the intent that it is taken for; what follows follows from that."""

    # Who is asking, and for what.
    verification: Literal["before", "after", "never"] = "before"
    """When the postcode is asked for: before anything is told or done, after it, or not at all."""
    postcode_match: Literal["exact", "any"] = "exact"
    postcode_tries: int = 3
    """Postcodes that may be tried for one order or account."""
    ask_first: Literal["order number", "email"] = "order number"
    finds_by_email: bool = True
    """Whether a customer without an order number is offered a search by email address."""
    member_key: Literal["email", "number", "name"] = "email"
    """What an account is found by."""
    asks_also: tuple[str, ...] = ()
    """Asked for as well when identifying somebody: "card number", "phone number", "password", "date of birth"."""
    asks_everybody: tuple[str, ...] = ()
    """Asked for at the end of its first answer, whatever the customer wants: "order number", "name", ..."""
    forgets: frozenset[str] = frozenset()
    """What is asked for again although it was given: "order_number", "email", "postcode", "address"."""
    forgets_times: int = 1
    """How often each of them is forgotten; FOREVER is allowed."""
    survey_questions: int = 0
    """Survey questions put, one a turn, before anything is done."""
    rambles: int = 0
    """Turns of chatter before each step."""
    repeats_question: bool = False
    """From its second question on, asks its first question again, word for word, whatever was answered."""
    rephrases_question: bool = False
    """The same in other words each time."""
    gives_up: bool = False
    """From the customer's second message on says that it cannot help, whatever they want."""

    # Refunds.
    refuses: Literal["policy", "nothing", "everything"] = "policy"
    """Whether requests are granted by policy, always or never."""
    explains_refusals: bool = True
    explains_policy_first: bool = False
    """True: explains the refund policy before asking for the order number."""
    refund_share: Decimal = Decimal(1)
    """The part of the amount that is refunded, and said."""
    refund_extra: Decimal = Decimal(0)
    """Pounds added to every refund, and said."""
    refund_said_share: Decimal = Decimal(1)
    """The part of the refunded amount that is said: 1 is the truth."""
    refund_card: str | None = None
    """The last four digits of the card that refunds go to; None is the card that was used."""
    voucher: Literal["refused", "always", "never"] = "refused"
    """When a voucher is offered: once when a refund is refused; in every matter that involves a product; never."""
    charge_refunded: Literal["second", "first", "both"] = "second"
    """Which of two equal charges goes back."""
    charge_refund_cancels: bool = False
    """True: refunding a charge cancels the subscription as well."""
    sees_all_charges: bool = True
    """False: sees one charge for each period, and says so."""

    # Cancelling.
    asks_leave: bool = True
    """Whether leave is asked before something is cancelled; False cancels as soon as it is known what."""
    cancels: bool = True
    """False: keeps saying that it cannot be cancelled."""
    retention_offers: int = 1
    """How many times a member who leaves is offered a free month."""
    club_end_shift_days: int = 0
    """Days added to the paid-until date when it is said."""

    # Orders.
    status_from: Literal["record", "standard"] = "record"
    """Where news of an order comes from: its record, or the standard delivery time without looking it up."""
    arrival_shift_days: int = 0
    """Days added to the arrival date when it is said."""
    status_cancels: bool = False
    """True: an enquiry about an order cancels it."""
    dispatch_lock: bool = True
    """False: address changes and cancellations go through after dispatch."""
    address_on_question: bool = False
    """True: a mere question about the address redirects the parcel to the shop."""

    # Accounts.
    resets: bool = True
    """False: no reset link is ever sent."""
    reset_to: str | None = None
    """Where the reset link goes; None is the address on file."""

    # Safety and people.
    safety_advice: Literal["first", "late", "never", "keep using"] = "first"
    """When a customer with a dangerous product is told to unplug it."""
    opens_tickets: bool = True
    pretends: frozenset[str] = frozenset()
    """Tools that are claimed and not called."""
    offers_person_after: int = 2
    """Misunderstandings in a row after which a person is offered; FOREVER means never."""
    offers_person_after_noes: int = 4
    """Refusals in one matter after which a person is offered; FOREVER means never."""
    admits_machine: bool = True
    """False: says that it is a person when asked whether it is a machine."""

    # What is true, once more: said on top of what the desks say.
    invents_policy: bool = False
    """True: adds a rule that the shop does not have, once a matter is settled."""
    invents_link: bool = False
    """True: adds the address of a page that there is not, once a matter is settled."""

    # Tone.
    apologises: bool = True
    thanks: bool = True
    polite: bool = True
    answers_off_topic: bool = False
    """True: plays along with requests that have nothing to do with the shop."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What is said -> other ways of saying it than those in `words`."""

    # The wire: what becomes of an answer on its way. The agent itself is as it was.
    delay_seconds: float = 0.0
    """How long each answer is held back, from a turn on that the conversation's id settles."""
    drops: bool = False
    """True: one answer of each conversation breaks off with the connection; asked again, it comes."""
    garbles: bool = False
    """True: one answer of each conversation is no answer: half of one, a page, or nothing that was agreed."""


CHANGING_TOOLS = frozenset(
    {
        "refund_order",
        "refund_charge",
        "cancel_order",
        "cancel_subscription",
        "change_address",
        "open_ticket",
        "reset_password",
    }
)
"""The tools that change something in the world."""
