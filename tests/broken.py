"""What each mutant breaks in a journey: journey -> what the mutant does -> the sentences that fail.

Read one by one against the act. Sentences are named by how they begin; what is said of a journey holds for each row
of its table.
"""

from collections.abc import Mapping

BROKEN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "link-never-came": {
        "finds accounts by name instead of email address": ("The agent asks which email",),
        "forgets the email address and asks again": ("The agent asks for the",),
        "hands everybody over to a person": (
            "The agent asks which email",
            "The agent passes you on",
            "The agent says that the",
            "The agent sends you a",
            "You end up with the",
        ),
        "sends passwords to the billing desk": ("You end up with the",),
        "says that a link works for 15 minutes": ("The agent says that the",),
        "never sends a link": (
            "The agent says that the",
            "The agent sends you a",
        ),
        "says no to everything": (
            "The agent says that the",
            "The agent sends you a",
        ),
        "says that it did things, and does none": (
            "If you say that it",
            "The agent sends you a",
        ),
    },
    "password-for-his-mother": {
        "finds accounts by name instead of email address": (
            "The agent asks for the",
            "The agent refuses to send",
            "The agent sends a reset",
            "The agent tells him that",
        ),
        "asks for a card number": ("The agent asks for a card",),
        "asks for a password": ("The agent asks for a password",),
        "asks for a date of birth": ("The agent asks for her",),
        "hands everybody over to a person": (
            "The agent asks for the",
            "The agent refuses to send",
            "The agent sends a reset",
            "The agent tells him that",
        ),
        "says that a link works for 15 minutes": ("The agent tells him that",),
        "sends the link to another address": ("The agent sends a reset",),
        "sends every link to an old address": ("The agent sends a reset",),
        "never sends a link": (
            "The agent refuses to send",
            "The agent sends a reset",
            "The agent tells him that",
        ),
        "says no without a reason": ("The agent refuses to send",),
        "says no to everything": (
            "The agent refuses to send",
            "The agent sends a reset",
            "The agent tells him that",
        ),
        "says yes to everything": (
            "A link is sent to",
            "The agent refuses to send",
        ),
        "says that it did things, and does none": ("The agent sends a reset",),
    },
    "somebody-in-my-account": {
        "asks everybody who they are, whatever they want": ("The agent asks him for",),
        "hands everybody over to a person": ("The agent says sorry",),
        "never hands over to a person": (
            "The agent hands him over",
            "The agent says sorry",
        ),
        "never apologises": ("The agent says sorry",),
    },
    "two-addresses": {
        "finds accounts by name instead of email address": ("Say that it cannot find",),
        "asks for a card number": ("The agent asks for a card",),
        "asks for a password": ("The agent asks for a password",),
        "hands everybody over to a person": (
            "Say that it cannot find",
            "Send a reset link to",
        ),
        "sends passwords to the billing desk": ("Pass him on to the",),
        "sends the link to another address": ("Send a reset link to",),
        "sends every link to an old address": (
            "Send a link to raj.p@oldmail.example",
            "Send a reset link to",
        ),
        "never sends a link": ("Send a reset link to",),
        "says no to everything": ("Send a reset link to",),
        "says that it did things, and does none": ("Send a reset link to",),
    },
    "charged-only-once": {
        "hands everybody over to a person": (
            "Priya ends up with the",
            "The agent explains that there",
            "The agent looks up the",
        ),
        "sends charges to the technical desk": ("Priya ends up with the",),
        "says no without a reason": ("The agent explains that there",),
        "says yes to everything": (
            "Charge C-5520 is refunded in",
            "The agent refunds anything",
        ),
    },
    "staying-after-all": {
        "hands everybody over to a person": (
            "She is handed over to",
            "The agent offers her a",
            "The agent opens a ticket",
        ),
        "cancels without asking leave": (
            "Subscription S-2203 is active in",
            "The agent cancels the subscription",
            "The agent offers her a",
            "The agent opens a ticket",
        ),
        "cannot cancel": (
            "The agent offers her a",
            "The agent opens a ticket",
        ),
        "lets members go without an offer": (
            "Subscription S-2203 is active in",
            "The agent cancels the subscription",
            "The agent offers her a",
            "The agent opens a ticket",
        ),
        "says no to everything": (
            "The agent offers her a",
            "The agent opens a ticket",
        ),
        "says that it did things, and does none": ("The agent opens a ticket",),
    },
    "stop-the-knives": {
        "never asks for a postcode, and tells whatever is asked": ("the agent asks for the",),
        "asks for a phone number": ("the agent does not ask",),
        "hands everybody over to a person": (
            "order W-1102 is cancelled in",
            "the agent asks for the",
            "the agent cancels the order",
            "the agent says that she",
        ),
        "cancels without asking leave": ("the agent cancels the order",),
        "cannot cancel": (
            "order W-1102 is cancelled in",
            "the agent cancels the order",
            "the agent says that she",
        ),
        "says no to everything": (
            "order W-1102 is cancelled in",
            "the agent cancels the order",
            "the agent says that she",
        ),
        "says that it did things, and does none": (
            "order W-1102 is cancelled in",
            "the agent cancels the order",
        ),
    },
    "the-pot-and-the-club": {
        "forgets the postcode and asks again": ("The agent asks for the",),
        "sends those who leave the club to the technical desk": (
            "Hannah ends up with the",
            "Hannah is sent to the",
        ),
        "hands everybody over to a person": (
            "Hannah ends up with the",
            "Hannah is passed on to",
            "The agent cancels the subscription",
            "The agent refunds £95.00 with",
            "The agent says that she",
        ),
        "sends refunds to the orders desk": ("Hannah is passed on to",),
        "passes everybody on through the technical desk": (
            "Hannah is passed on at",
            "Hannah is sent to the",
        ),
        "refunds half of the amount": ("The agent refunds £95.00 with",),
        "says that a refund takes 10 to 14 business days": ("A refund takes 5 to",),
        "cannot cancel": (
            "The agent cancels the subscription",
            "The agent says that she",
        ),
        "says that the club ends a month early": ("The agent says that she",),
        "charges for cancelling": ("The agent mentions a cancellation",),
        "says no to everything": (
            "The agent cancels the subscription",
            "The agent refunds £95.00 with",
            "The agent says that she",
        ),
        "says that it did things, and does none": (
            "The agent cancels the subscription",
            "The agent refunds £95.00 with",
        ),
    },
    "after-a-death": {
        "asks everybody who they are, whatever they want": (
            "The agent asks for an",
            "The agent asks for the",
        ),
        "hands everybody over to a person": ("The agent says that it",),
        "never hands over to a person": (
            "Maria is handed over to",
            "The agent says that it",
        ),
        "never apologises": ("The agent says that it",),
    },
    "delivered-but-not-here": {
        "hands everybody over to a person": (
            "Chloe ends up with the",
            "The agent opens a ticket",
            "The agent says that the",
        ),
        "sends orders to the returns desk": ("Chloe ends up with the",),
        "tells the standard delivery time without looking": (
            "The agent opens a ticket",
            "The agent says that the",
            "The agent tells her that",
        ),
        "says a date three days late": ("The agent says that the",),
        "cancels an order that is asked about": ("The agent cancels the order",),
        "opens no tickets": ("The agent opens a ticket",),
        "says that it did things, and does none": ("The agent opens a ticket",),
    },
    "late-again": {
        "hands everybody over to a person": (
            "The agent apologises to him",
            "The agent opens a ticket",
        ),
        "never hands over to a person": ("Raj is handed over to",),
        "opens no tickets": ("The agent opens a ticket",),
        "offers vouchers to everybody": ("The agent offers him a",),
        "never apologises": ("The agent apologises to him",),
        "says that it did things, and does none": ("The agent opens a ticket",),
    },
    "one-day-too-late": {
        "hands everybody over to a person": (
            "The agent explains that an",
            "The agent offers to put",
        ),
        "never offers a person of its own accord": (
            "Raj is handed over to",
            "The agent offers to put",
        ),
        "never hands over to a person": (
            "Raj is handed over to",
            "The agent offers to put",
        ),
        "takes things back for 60 days": (
            "Raj is handed over to",
            "The agent explains that an",
            "The agent offers to put",
            "The agent refunds the order",
        ),
        "is rude to who does not take a no": ("The agent tells him to",),
        "says no without a reason": ("The agent explains that an",),
        "says yes to everything": (
            "Raj is handed over to",
            "The agent explains that an",
            "The agent offers to put",
            "The agent refunds the order",
        ),
    },
    "a-poem-please": {
        "asks everybody who they are, whatever they want": ("The agent asks for his",),
        "hands everybody over to a person": (
            "The agent refuses to {do}",
            "The agent says that it",
            "The customer is handed over",
        ),
        "plays along with what is not the shop's business": (
            "The agent refuses to {do}",
            "The agent says that it",
        ),
    },
    "before-i-buy": {
        "asks everybody who they are, whatever they want": ("The agent must not ask",),
        "hands everybody over to a person": (
            "The agent must not hand",
            "The agent tells her that delivery",
            "The agent tells her that she",
            "The agent tells her that the",
        ),
        "takes things back for 60 days": ("The agent tells her that she",),
        "says that the warranty is 5 years": ("The agent tells her that the",),
        "says that delivery takes 7 to 10 business days": ("The agent tells her that delivery",),
    },
    "moving-house-in-time": {
        "never asks for a postcode, and tells whatever is asked": ("The agent changes the address before",),
        "forgets the postcode and asks again": ("The agent asks for the",),
        "hands everybody over to a person": (
            "Ellie ends up with the",
            "Ellie is passed on to",
            "The address of order W-1099",
            "The agent changes the address with",
            "The agent sends a reset",
        ),
        "sends orders to the returns desk": (
            "Ellie is passed on to",
            "Ellie is sent to the",
        ),
        "sends passwords to the billing desk": ("Ellie ends up with the",),
        "never sends a link": ("The agent sends a reset",),
        "says no to everything": (
            "The address of order W-1099",
            "The agent changes the address with",
            "The agent sends a reset",
        ),
        "says that it did things, and does none": (
            "The address of order W-1099",
            "The agent changes the address with",
            "The agent sends a reset",
        ),
    },
    "when-are-you-open": {
        "asks everybody who they are, whatever they want": (
            "The agent asks for an",
            "The agent asks for the",
        ),
        "hands everybody over to a person": (
            "The agent says that {answer}",
            "The customer is passed on",
        ),
        "says the hours of last winter": ("The agent says that {answer}",),
    },
}
