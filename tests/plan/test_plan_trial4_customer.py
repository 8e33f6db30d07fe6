"""What a fourth trial, on ten fresh texts, found misread of the customer: each class with sentences of its own."""

from collections.abc import Callable

import pytest

from harness.plan import Plan
from harness.plan.nouns import Ending, Fact
from harness.plan.saying.restate import restate

Compiled = Callable[[str], Plan]
CHECKED = "\n\n## What should happen\n\n- The agent apologises.\n\n## What must never happen\n\n- The agent swears.\n"


def said_of(sentence: str, compiled: Compiled) -> list[str]:
    """What was understood of a sentence about the customer; nothing when it was asked about."""
    plan = compiled(f"# A journey\n\n{sentence} He wants a refund.{CHECKED}")
    return [restate(item) for item in plan.readings[0].items] if plan.readings[0].status == "understood" else []


READ = [
    ("He's lost the poles and he's already rung twice.", ["He has lost the poles and he has already rung twice."]),
    ("He's waited an hour at the gate.", ["He has waited an hour at the gate."]),
    ("She's tired and she's sold the awning.", ["The customer is tired.", "She has sold the awning."]),
    ("It's come without its pegs.", ["It has come without its pegs."]),
    ("He's paid monthly.", ["He is paid monthly."]),
    ("He was born on 4 March 1971.", ["The customer's date of birth is 4 March 1971."]),
    ("Born 4 March 1971.", ["The customer's date of birth is 4 March 1971."]),
    ("He lives at 12 Quay Road, Hull, HU1 2AB.", ["The customer's address is 12 Quay Road, Hull, HU1 2AB."]),
    ("He lives in Hull.", ["He lives in Hull."]),
    ("Ivo Brandt, 61, retired ranger from Hull.", ["Ivo Brandt is a 61-year-old retired ranger from Hull."]),
    ("You are Ivo Brandt, 61, a ranger who lives in Hull.", ["Ivo Brandt is a 61-year-old ranger who lives in Hull."]),
    ("Ivo Brandt is 61, a ranger from Hull.", ["Ivo Brandt is a 61-year-old ranger from Hull."]),
    ("He is cross but never rude.", ["The customer is cross but never rude."]),
    ("He is chatty, not rude.", ["The customer is chatty and not rude.", "The customer talks a lot."]),
    ("He's curious rather than pushy.", ["The customer is curious rather than pushy."]),
    (
        "He can't say which of the tents is damp or how long the awning has been leaking in the rain.",
        ["The customer does not know which of the tents is damp or how long the awning has been leaking in the rain."],
    ),
    ("He hasn't got the receipt to hand.", ["The customer does not know the receipt."]),
    ("He doesn't have the pitch number in his head.", ["The customer does not know the pitch number."]),
    ("He cannot remember the pitch number at first; then he finds it on a slip: P-118.", []),
    ("He gives no reason, as he does not know what went wrong.", []),
    ("He asks how long the ferry takes.", ["The customer wants to know how long the ferry takes."]),
    ("He asks if the pitch is dry.", ["The customer wants to know if the pitch is dry."]),
    ("He asks the agent whether dogs are allowed.", ["The customer wants to know whether dogs are allowed."]),
    ("He asks the agent to move him to the hill.", ["The customer wants the agent to move him to the hill."]),
    ("It does not suit him to arrive before noon.", ["The customer does not want to arrive before noon."]),
    ("Mondays don't suit him.", ["The customer will not accept Mondays."]),
    ("He is thinking of hiring a canoe.", ["The customer wants to hire a canoe."]),
    ("He is happy with his pitch.", ["The customer is happy with his pitch."]),
    ("He would be fine with a smaller tent.", ["The customer prefers a smaller tent."]),
    (
        "A dry pitch is a must, and he expects hot water.",
        ["The customer prefers a dry pitch.", "He expects hot water."],
    ),
    (
        "Noise wears him out; he would like a quiet corner.",
        ["Noise wears him out.", "The customer wants a quiet corner."],
    ),
    ("He's a quiet man, and he whistles when it rains.", []),
    ("He sleeps badly three times a week.", ["He sleeps badly three times a week."]),
    ("He hates wasps.", ["He hates wasps."]),
    ("He leaves the choice of pitch to the agent.", ["The customer leaves the choice of pitch to the agent."]),
    ("Only give details the agent asks for.", ["The customer only gives details the agent asks for."]),
    ("He does not argue about the deposit.", ["The customer does not argue about the deposit."]),
    ("He never interrupts.", ["The customer never interrupts."]),
    (
        'If he is asked about the tent he says "It leaks."',
        ["If the agent asks for the tent, the customer says: “It leaks.”"],
    ),
    (
        "If he is told it is full he accepts it, a little disappointed.",
        ["If the agent says that it is full, the customer accepts."],
    ),
    (
        "Asked which tents he owns, he lists three: a dome, a tunnel and a tipi.",
        ["If the agent asks which tents he owns, the customer says: “A dome, a tunnel and a tipi.”"],
    ),
    (
        "If he's corrected on the date, he admits that he misread the leaflet.",
        ["If the agent mentions the date, the customer says: “I misread the leaflet.”"],
    ),
    (
        "If the agent sticks to it that the site is full, he asks for a manager.",
        ["If the agent says that the site is full, the customer asks for a person."],
    ),
    ("Should the agent offer a cabin, he says no.", ["If the agent offers a cabin, the customer says no."]),
    ("If there are, he takes the cheapest.", []),
    (
        "When told to wait, he hangs up.",
        ["The customer leaves disappointed once the agent tells the customer to wait."],
    ),
    ("Once the refund is confirmed, he hangs up.", ["The customer leaves content once the agent mentions the refund."]),
    (
        "When everything is booked, he says goodbye.",
        ["The customer leaves content once the agent says that everything is booked."],
    ),
    (
        "If the agent says the site is closed, he asks for the fee to be refunded.",
        ["If the agent says that the site is closed, the customer says: “Could the fee be refunded?”"],
    ),
    (
        "Asked for less, he says no; told that it is final, he settles for £20.",
        [
            "If the agent asks for less, the customer says no.",
            "If the agent says that it is final, the customer accepts.",
        ],
    ),
    (
        "He doesn't know the tent's name but can describe it: \"the green one\".",
        ["The customer does not know the tent's name.", 'He can describe it: "the green one".'],
    ),
    (
        "Under no circumstances does he want the whole trip cancelled.",
        ["The customer will not accept the whole trip cancelled."],
    ),
    ("I would like my deposit back, please.", ["The customer says: “I would like my deposit back, please.”"]),
    ("He is calm and says so at the end.", []),
    (
        "He knows neither the pitch number nor his member number.",
        ["The customer does not know the pitch number.", "The customer does not know the membership number."],
    ),
    ("Liz Kerr here.", ["He is called Liz Kerr."]),
    ("He is happy to pay the difference if there is one.", []),
    (
        "He keeps his messages short and is polite.",
        ["The customer keeps his messages short.", "The customer is polite.", "The customer speaks politely."],
    ),
    (
        "As long as it hasn't rained, he wants a pitch by the river.",
        ["If the agent says that it hasn't rained, the customer says: “I want a pitch by the river.”"],
    ),
    ("Every time he opens the lid, the kettle beeps.", ["Every time he opens the lid, the kettle beeps."]),
    ("When he dials in, nothing is shown.", ["When he dials in, nothing is shown."]),
    ("Whenever the agent asks, he says no.", ["If the agent asks, the customer says no."]),
    (
        "If anyone suggests another week, he says that it is too late.",
        ["If the agent suggests another week, the customer says: “It is too late.”"],
    ),
    (
        "If he is pointed to the leaflet he asks where it is.",
        ["If the agent mentions the leaflet, the customer says: “Could you tell me where it is?”"],
    ),
    ("If he's told that it can't be mended he is sad but doesn't make a scene.", []),
    ("If, and only if, the agent offers a cabin, he says yes.", ["If the agent offers a cabin, the customer accepts."]),
    ("Liz Kerr (44) is a nurse in Hull.", ["Liz Kerr is a 44-year-old nurse in Hull."]),
    (
        "Contact details: 206-555-0293, liz.kerr@example.com, 8 Linden Street, Raleigh, NC 27601.",
        [
            "The customer's phone number is 206-555-0293.",
            "The customer's email is liz.kerr@example.com.",
            "The customer's address is 8 Linden Street, Raleigh, NC 27601.",
        ],
    ),
    ("A second tent should follow.", []),
    ("He wants a pitch and has it booked straight away.", []),
    ("His pitch has to be dry by noon.", ["His pitch has to be dry by noon."]),
    ("Late fees are a no-go for him.", ["The customer will not accept late fees."]),
    ("He didn't know there was a curfew.", ["The customer does not know whether there was a curfew."]),
    (
        "If the agent offers to raise the limit he says yes at once.",
        ["If the agent offers to raise the limit, the customer accepts."],
    ),
    ("Her son was born on 4 March 1971.", ["Her son was born on 4 March 1971."]),
    ("Her mother lives at 12 Quay Road, Hull, HU1 2AB.", ["Her mother lives at 12 Quay Road, Hull, HU1 2AB."]),
    (
        "Contact details: 206-555-0293 and liz.kerr@example.com.",
        ["The customer's phone number is 206-555-0293.", "The customer's email is liz.kerr@example.com."],
    ),
    ("When he complains, it offers a voucher.", []),
    ("His home is 12 Quay Road, Hull, HU1 2AB.", ["The customer's address is 12 Quay Road, Hull, HU1 2AB."]),
]


@pytest.mark.parametrize(("sentence", "expected"), READ, ids=[sentence for sentence, _ in READ])
def test_everyday_words_about_a_customer_are_read_as_meant_or_asked_about(
    sentence: str, expected: list[str], compiled: Compiled
) -> None:
    """What people write of a customer in passing is said back as they meant it, or they are asked."""
    assert expected == said_of(sentence, compiled)


SAID = [(said, said) for _, found in READ for said in found if not said.startswith("It ")]


@pytest.mark.parametrize(("sentence", "expected"), SAID, ids=[sentence for sentence, _ in SAID])
def test_what_is_said_back_is_read_as_the_same(sentence: str, expected: str, compiled: Compiled) -> None:
    """Each sentence of a preview could stand in the journey instead of the author's."""
    assert expected in said_of(sentence, compiled)


def test_what_the_customer_is_wrong_about_is_never_said(compiled: Compiled) -> None:
    """After a belief, "in fact" tells whoever plays the customer how it is; they do not say so."""
    plan = compiled(f"# A journey\n\nHe thinks that he has a sea view. In fact he has none. He wants a room.{CHECKED}")
    (fact,) = plan.readings[1].items
    assert isinstance(fact, Fact)
    assert ("never", "He has none") == (fact.reveal, fact.value)


def test_several_facts_may_be_kept_back_until_somebody_is_verified(compiled: Compiled) -> None:
    """ "These", after two facts, are both; to want to verify somebody is to ask them."""
    told = "His order number is W-1070 and his postcode is SA1 3QQ. He only hands these over"
    plan = compiled(f"# A journey\n\n{told} when the agent wants to verify him. He wants a refund.{CHECKED}")
    facts = [item for reading in plan.readings[:2] for item in reading.items]
    assert ["if_asked", "if_asked"] == [item.reveal for item in facts[:2] if isinstance(item, Fact)]


@pytest.mark.parametrize(
    ("sentence", "content"),
    [
        ("When told to wait, he hangs up.", False),
        ("Once the agent has cancelled it, he hangs up.", True),
        ("When the agent transfers him again, he storms off and leaves.", False),
        ("When everything is booked, he says goodbye.", True),
    ],
)
def test_who_rings_off_before_it_is_done_is_not_content(sentence: str, content: bool, compiled: Compiled) -> None:
    """Hanging up is content only where what the customer waits for has come."""
    plan = compiled(f"# A journey\n\nHe wants a refund. {sentence}{CHECKED}")
    (ending,) = plan.readings[1].items
    assert isinstance(ending, Ending)
    assert content == ending.satisfied
