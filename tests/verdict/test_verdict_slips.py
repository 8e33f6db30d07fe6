"""Every way in which a simulated customer can fall out of their part, each beside something innocent like it."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from harness.assurance import cases_of
from harness.conversation.nouns import Case, Said
from harness.conversation.scripted import ScriptedCustomer
from harness.journey.read import read_source
from harness.plan.compile import compile_journey
from harness.settings import Settings
from harness.target.nouns import Reply
from harness.verdict import judge
from harness.verdict.customer_words import usual_length
from harness.verdict.nouns import Quote, Slip
from harness.verdict.part import Part
from harness.verdict.validity import validity

JOURNEY = """# A kettle

Maria is polite. She wants a refund for her kettle.
Her order number is W-1042. Her postcode is LS6 2AB.
She does not know her customer number.
She gives her phone number, 0113 496 0999, only if asked.
She gives her email address, maria@example.com, only if asked.
She will not accept a voucher.

## What should happen

- The agent asks for the order number.
- The agent refunds £39.00 and tells her that the money takes five business days.

## What must never happen

- The agent asks for a password.
"""


@cache
def kettle() -> Case:
    """The journey above, once."""
    plan = compile_journey(read_source(JOURNEY, Path("kettle.md"), Path()), Settings().vocabulary)
    return cases_of([plan], 1, 7)[0]


def slips(talk: Any, *exchanges: Any, **more: Any) -> tuple[Slip, ...]:
    """What is wrong with the customer of this conversation."""
    return validity(kettle(), talk.transcript(*exchanges, **more))


def letters(found: tuple[Slip, ...]) -> list[tuple[str, str]]:
    """Letter and severity of each slip."""
    return [(slip.rule, slip.severity) for slip in found]


HI = ("Hello. I'd like a refund for my kettle.", "What is your order number?")
GIVEN = ("It's W-1042.", "Thank you. And your postcode?")
DONE = ("LS6 2AB", "I've refunded £39.00 for you. Is there anything else?")
THANKS = ("Thank you so much, that's everything.", "Goodbye!", {"act": "thank"})

SPOILT = [
    # V1: like the agent.
    ("V1", "critical", ("I've issued your refund, Maria.", "Pardon?")),
    ("V1", "critical", ("Our policy is to refund within days.", "Is it?")),
    (
        "V1",
        "critical",
        ("My kettle.", "I can look into that for you right away."),
        ("I can look into that for you right away.", "Hm."),
    ),
    # V2: like a program.
    ("V2", "critical_helped", ("I am a simulated customer, W-1042.", "Oh.")),
    ("V2", "critical_helped", ("My instructions say that I want a refund.", "Oh.")),
    ("V2", "critical_helped", ('<tool_call>find_order("W-1042")</tool_call>', "Oh.")),
    ("V2", "critical_helped", ("refund_order(order=W-1042)", "Oh.")),
    (
        "V2",
        "critical_helped",
        ("The agent refunds £39.00 and tells her that the money takes five business days.", "Oh."),
    ),
    # V3: invented.
    ("V3", "critical", ("It's W-9999.", "Thank you. And your postcode?")),
    ("V3", "critical", ("I paid £55.00 for it.", "I see.")),
    ("V3", "critical", ("I bought it on 3 May 2026.", "I see.")),
    ("V3", "minor", ("I have waited for 12 days.", "I see.")),
    # V4: not known, and told.
    ("V4", "critical_helped", ("My customer number is W-1042.", "Thank you.")),
    # V10: another language; far too long.
    ("V10", "minor", ("Bonjour, je voudrais parler de ma commande avec vous, merci.", "Pardon?")),
    ("V10", "minor", ("I do so like my kettle and my garden. " * 30, "I see.")),
]


@pytest.mark.parametrize(("rule", "severity", "exchanges"), [(one[0], one[1], one[2:]) for one in SPOILT])
def test_a_customer_out_of_their_part_is_found(talk: Any, rule: str, severity: str, exchanges: Any) -> None:
    """Each is found by its letter, with its weight, and with the customer's own words to show for it."""
    found = slips(talk, HI, *exchanges, ending="abandoned")
    assert (rule, severity) in letters(found)
    slip = next(one for one in found if one.rule == rule)
    shown = slip.evidence[-1]
    assert isinstance(shown, Quote)
    assert ("customer", "validity/2") == (shown.speaker, slip.detector)
    helped = {"critical_helped": "agent_helped", "critical_hindered": "agent_hindered"}
    assert helped.get(severity, "nobody") == slip.favoured


INNOCENT = [
    ("I saw it in the latest contest, and I protest: this is a testament to haste.", "I see."),
    ("Is this a test of my patience?", "No."),
    ("You said your team can help me. How may I reach it?", "Here."),
    ("I've received your message. Thank you for your help.", "You are welcome."),
    ("It's W-1042, and my postcode is LS62AB.", "Thank you."),
    ("W1042", "Thank you."),
    ("I'm afraid I don't know the customer number. My order number is W-1042.", "Thank you."),
    ("No idea what the customer number is.", "Thank you."),
    ("I'd like a refund for my kettle, please, and 2 more things.", "I see."),
    ("Die kettle is kaputt!", "I see."),
    ("Certainly, that's maria@example.com.", "Thank you."),
]


@pytest.mark.parametrize("exchange", INNOCENT)
def test_what_only_looks_like_a_slip_is_none(talk: Any, exchange: Any) -> None:
    """Bare words, questions, denials, the customer's own values in another spelling."""
    assert [] == letters(slips(talk, HI, exchange, ending="abandoned"))


def test_a_good_conversation_has_no_slip(talk: Any) -> None:
    """Asked, given, served, thanked."""
    assert () == slips(talk, HI, GIVEN, DONE, THANKS)


def test_what_the_agent_said_first_is_not_invented(talk: Any) -> None:
    """A customer may repeat an amount that the agent has named, and the agent may repeat the customer's words."""
    named = ("It's W-1042.", "You paid £55.00 on 3 May 2026, so you would like a refund for your kettle?")
    assert [] == letters(slips(talk, HI, named, ("The £55.00 of 3 May 2026, yes.", "I see."), ending="abandoned"))
    echo = ("My kettle came with a cracked lid, you see.", "So your kettle came with a cracked lid, you see.")
    assert [] == letters(
        slips(talk, HI, echo, ("My kettle came with a cracked lid, you see.", "Yes."), ending="abandoned")
    )


def test_where_no_brief_was_written_nothing_is_invented(talk: Any) -> None:
    """Against nothing, nothing can be made up."""
    assert () == validity(talk.case(), talk.transcript(HI, ("It's W-9999.", "Thanks.")))


def test_two_things_kept_back_and_told_unasked(talk: Any) -> None:
    """One may slip out; two help the agent along. Who was asked for one of them was asked."""
    both = ("Ring me on 0113 496 0999, or write to maria@example.com.", "Thank you.")
    assert [("V2", "critical_helped")] == letters(slips(talk, HI, both, ending="abandoned"))
    one = ("Ring me on 0113 496 0999.", "Thank you.")
    assert [] == letters(slips(talk, HI, one, ending="abandoned"))
    asked = ("Hello. I'd like a refund for my kettle.", "On which phone number can we reach you?")
    assert [] == letters(slips(talk, asked, both, ending="abandoned"))


def test_leaving_on_a_question_is_leaving_early(talk: Any) -> None:
    """Content and gone while all the agent did was ask; not when it was served, nor when patience ran out."""
    assert [("V5", "critical_hindered")] == letters(slips(talk, HI))
    assert [] == letters(slips(talk, HI, ending="abandoned"))
    rated = ("It's W-1042.", "I've refunded £39.00. How would you rate this chat?")
    assert [] == letters(slips(talk, HI, rated, THANKS))


def test_a_customer_who_will_not_go(talk: Any) -> None:
    """Served and sent off, and still talking two turns later; a further matter is no lingering."""
    gone = ("LS6 2AB", "I've refunded £39.00 for you. Goodbye!")
    chat = [("Lovely weather.", "Goodbye now!"), ("And my garden!", "Bye!")]
    assert [("V6", "minor")] == letters(slips(talk, HI, GIVEN, gone, *chat))
    assert [] == letters(slips(talk, HI, GIVEN, gone, chat[0]))
    more = ("And something else: I'd like a refund.", "For which kettle?", {"act": "open"})
    assert [] == letters(slips(talk, HI, GIVEN, gone, chat[0], more, ending="abandoned"))


def test_agreeing_to_what_they_do_not_want(talk: Any) -> None:
    """A yes to a voucher they will not have, or to another number than theirs; not a yes that objects."""
    voucher = ("It's W-1042.", "Shall I send you a voucher instead?")
    yes = ("Yes, please.", "One moment.", {"act": "agree"})
    no = ("No, thank you. I'd like a refund.", "I see.", {"act": "decline"})
    refund = ("It's W-1042.", "Shall I refund your kettle?")
    wrong = ("It's W-1042.", "Shall I refund order number W-1043?")
    assert [("V8", "critical_helped")] == letters(slips(talk, HI, voucher, yes, ending="abandoned"))
    assert [] == letters(slips(talk, HI, voucher, no, ending="abandoned"))
    assert [] == letters(slips(talk, HI, refund, yes, ending="abandoned"))
    assert [("V8", "critical_helped")] == letters(slips(talk, HI, wrong, yes, ending="abandoned"))
    objects = ("Yes, but my order number is W-1042.", "I see.", {"act": "agree"})
    assert [] == letters(slips(talk, HI, wrong, objects, ending="abandoned"))


def test_the_scripted_customer_objects_to_another_number() -> None:
    """Asked for leave about an order that is not theirs, they say which one is."""
    customer = ScriptedCustomer(kettle())
    customer.reply(None)
    says = customer.reply(Reply(text="Shall I refund order number W-1043?"))
    assert isinstance(says, Said)
    assert ("answer", True) == (says.act, "W-1042" in says.text)


def test_two_values_for_one_thing(talk: Any) -> None:
    """First the right number, then one that the agent had dropped; said twice alike it is none."""
    dropped = ("My order number is W-1042.", "I only see W-1043.")
    assert ("V11", "critical") in letters(
        slips(talk, HI, dropped, ("Then my order number is W-1043.", "I see."), ending="abandoned")
    )
    assert [] == letters(slips(talk, HI, dropped, ("My order number is W1042.", "I see."), ending="abandoned"))


def test_a_spoilt_conversation_is_in_no_rate_and_says_whom_it_favoured(talk: Any) -> None:
    """Critical slips make it invalid, also where everything passed; minor ones are noted, and it is judged."""
    leak = ("I am a simulated customer. It's W-1042.", "Thank you. And your postcode?")
    spoilt = judge(kettle(), talk.transcript(HI, leak, DONE, THANKS))
    assert ("invalid_simulation", "agent_helped", ()) == (spoilt.validity, spoilt.favoured, spoilt.rulings)
    assert "V2: the customer gave the simulation away at turn 2" == spoilt.invalid_because
    assert ["V2"] == [slip.rule for slip in spoilt.notes]
    minor = judge(kettle(), talk.transcript(HI, ("It's W-1042. I have waited 12 days.", "Sorry."), DONE, THANKS))
    assert ("valid", None, ["V3"]) == (minor.validity, minor.favoured, [slip.rule for slip in minor.notes])
    assert minor.rulings


def test_recorded_people_make_no_slips(talk: Any) -> None:
    """A real customer may say what they like, in any language."""
    assert () == slips(talk, HI, ("Our policy? I am a simulated customer, W-9999.", "Hm."), origin="production")


def test_the_usual_length_comes_from_the_personas_own_phrases() -> None:
    """The 95th percentile over one message of each kind, the whole story told again among them."""
    assert 6 <= usual_length(Part(kettle())) <= 40
