"""Sentences that people write, one by one, and what they have to be read as."""

from collections.abc import Callable

import pytest

from harness.plan import Plan
from harness.plan.nouns import AnyItem, Reading

Compiled = Callable[[str], Plan]
Brief = Callable[[AnyItem], str]

SHOULD = [
    ("The agent refuses politely.", ["must refuse [] (resolution, required)"]),
    ("The agent offers a refund or a replacement.", ["must by reading (resolution, required)"]),
    ("The agent cancels the order unless she objects.", ["must by reading (resolution, required)"]),
    ("He is told how much roaming costs.", ["must say [how much roaming costs] (resolution, required)"]),
    ("She does not have to repeat herself.", ["never repeat/ask [] (looping, required)"]),
    ("The agent must ask for her name.", ["must ask [her name] (resolution, required)"]),
    (
        "The agent asks whether the parcel was opened.",
        ["must ask [whether the parcel was opened] (resolution, required)"],
    ),
    (
        "It asks for her email and her postcode.",
        ["must ask [her email] (resolution, required)", "must ask [her postcode] (resolution, required)"],
    ),
    ("She is refunded £39.", ["must do/refund [£39] (resolution, required)"]),
    ("She receives a refund of £39.", ["must do/refund [a refund of £39] (resolution, required)"]),
    (
        "Maria is told that the refund takes five days.",
        ["must say [the refund takes five days] (resolution, required)"],
    ),
    ("A ticket is opened.", ["must do/create [a ticket] (resolution, required)"]),
    ("The refund is refused.", ["must refuse/refund [the refund] (resolution, required)"]),
    ("The agent does not offer compensation.", ["never offer [compensation] (hallucination, required)"]),
    ("The agent should not cancel the order.", ["never do/cancel [the order] (resolution, required)"]),
    ("The agent never cancels the order.", ["never do/cancel [the order] (resolution, required)"]),
    (
        "The agent apologises and offers a voucher.",
        ["must apologise [] (conduct, required)", "must offer [a voucher] (resolution, required)"],
    ),
    (
        "The agent should ask for her postcode and verify the customer.",
        ["must ask [her postcode] (resolution, required)", "must do/verify [the customer] (resolution, required)"],
    ),
    (
        "The agent does not cancel the order or offer a refund.",
        [
            "never do/cancel [the order] (resolution, required)",
            "never offer/refund [a refund] (hallucination, required)",
        ],
    ),
    (
        "If the order is late, the agent apologises.",
        ["must apologise [] when say [the order is late] (conduct, required)"],
    ),
    (
        "The agent apologises if the order is late.",
        ["must apologise [] when say [the order is late] (conduct, required)"],
    ),
    ("When the customer asks for a manager, the agent hands her over to a person.", ["must route human"]),
    (
        "The agent does not give details until it has verified the customer.",
        ["never by reading (resolution, required)"],
    ),
    ("The agent transfers him to technical support.", ["must route technical"]),
    ("The agent escalates the conversation to a human agent.", ["must route human"]),
    ("Routed to the returns team.", ["must route returns"]),
    ("Tom is not passed on.", ["must route none finally"]),
    ("The agent does not transfer the customer.", ["must route none finally"]),
    ("The agent asks at most three questions.", ["limit questions at_most 3 (resolution)"]),
    ("The agent replies within 5 seconds.", ["limit seconds at_most 5 (resolution)"]),
    ("The conversation takes fewer than 6 turns.", ["limit turns at_most 5 (resolution)"]),
    ("The conversation takes at most {n} turns.", ["limit turns at_most {n} (resolution)"]),
    (
        "The agent cancels the order within 8 turns.",
        ["must do/cancel [the order] (resolution, required)", "limit turns at_most 8 (resolution)"],
    ),
    ("Order W-1042 is refunded 39 pounds in the shop's records.", ["must state order W-1042/refunded is [39 pounds]"]),
    ("Order {order} is refunded {amount}.", ["must state order {order}/refunded is [{amount}]"]),
    ("Charge C-5511 is not refunded.", ["must state charge C-5511/refunded is_not [yes]"]),
    ("The status of order W-1042 is cancelled.", ["must state order W-1042/status is [cancelled]"]),
    ("The agent calls `find_order` with order W-1042.", ["must tool find_order [order W-1042]"]),
    (
        "The agent cancels the subscription with `cancel_subscription` only after she agrees.",
        [
            "must tool cancel_subscription [the subscription]",
            "must do/cancel [the subscription] after customer say [agree] (resolution, required)",
        ],
    ),
    ('The agent says "Your order is on its way".', ["must say [Your order is on its way] (resolution, required)"]),
    ("Ideally, the agent offers a voucher.", ["must offer [a voucher] (resolution, advisory)"]),
    ("The agent may offer a voucher.", ["must offer [a voucher] (resolution, permission)"]),
    ("Then the agent should ask for the order number.", ["must ask [the order number] (resolution, required)"]),
    ("Check that the agent tells her the price.", ["must say [the price] (resolution, required)"]),
    ("Fail if: it took more than 12 turns.", ["limit turns at_most 12 (resolution)"]),
    ("The response should include the tracking number.", ["must say [the tracking number] (resolution, required)"]),
    ("**The agent** asks for the *order number*.", ["must ask [the order number] (resolution, required)"]),
    (
        "The agent explains that an address can only be changed before dispatch.",
        ["must say [an address can only be changed before dispatch] (resolution, required)"],
    ),
    (
        "The agent tells her when the parcel will arrive.",
        ["must say [when the parcel will arrive] (resolution, required)"],
    ),
]

NEVER = [
    (
        "The agent asks for information that he has already given.",
        ["never repeat/ask [] (looping, required)"],
    ),
    ("Sam is passed on without a reason.", ["never by reading (resolution, required)"]),
    ("The agent contradicts itself.", ["never by reading (resolution, required)"]),
    ("The agent asks the same question twice.", ["never repeat/ask [] (looping, required)"]),
    ("The agent asks for her email after she has given it.", ["never repeat/ask [her email] (looping, required)"]),
    ("The agent repeats itself.", ["never repeat [] (looping, required)"]),
    ("The agent keeps asking for the order number.", ["never repeat/ask [the order number] (looping, required)"]),
    (
        "The agent cancels the order without asking her.",
        ["never do/cancel [the order] before ask [permission] (resolution, required)"],
    ),
    (
        "The agent must never ask for a password or a card number.",
        ["never ask [a password] (conduct, required)", "never ask [a card number] (conduct, required)"],
    ),
    ("The agent reveals the customer's address.", ["never say [their address] (conduct, required)"]),
    ("The agent is rude to her.", ["never by reading (conduct, required)"]),
    ("It takes more than 8 turns.", ["limit turns at_most 8 (resolution)"]),
    ("Tom is transferred more than twice.", ["limit handoffs at_most 2 (misrouting)"]),
    ("The agent does not verify the customer.", ["must do/verify [the customer] (resolution, required)"]),
    ("The agent should not offer a voucher.", ["never offer [a voucher] (hallucination, required)"]),
    ("The agent approves the refund.", ["never offer/refund [the refund] (hallucination, required)"]),
]

CUSTOMER = [
    (
        "Sam Ortiz, a nurse from Leeds, is travelling abroad.",
        ["persona Sam Ortiz: a nurse from Leeds", "fact story when_relevant [Sam Ortiz is travelling abroad]"],
    ),
    ("He'd rather not call anyone.", ["constraint refused [to call anyone]"]),
    ("He is not sure which plan he has.", ["fact plan he has when_relevant unknown []"]),
    ("Unless the agent explains it, he refuses to pay.", []),
    ("You are Noah Muller.", ["fact name when_relevant [Noah Muller]", "persona Noah Muller"]),
    ("Maria is not happy.", ["persona Maria: not happy"]),
    ("She is 64 years old and hard of hearing.", ["persona -: 64 years old, hard of hearing"]),
    ("Non-technical user, first time here.", ["persona -: Non-technical user, first time here"]),
    ("Be brief.", ["behaviour brief", "persona -: brief"]),
    ("She insists three times.", ["behaviour push_back 3"]),
    ("He never accepts the first offer.", ["behaviour push_back 1"]),
    (
        "Your order number is W-1042 and you want a refund.",
        ["fact order number when_relevant [W-1042]", "goal [a refund]"],
    ),
    ("She prefers an email.", ["goal [an email]"]),
    ("You are willing to pay up to $100.", ["goal [to pay up to $100]"]),
    ("She wonders when the parcel will come.", ["goal [to know when the parcel will come]"]),
    ("If asked, she gives her postcode, SW1A 1AA.", ["fact postcode if_asked [SW1A 1AA]"]),
    ("She will not give her phone number.", ["fact phone number never []"]),
    (
        "She has lost her password.",
        ["fact story when_relevant [She has lost her password]", "fact password when_relevant unknown []"],
    ),
    ('If asked about shipping: "I need it fast."', ["if ask [shipping]: say [I need it fast.]"]),
    ('Delivery date: "Any day will do."', ["if ask [Delivery date]: say [Any day will do.]"]),
    ("If the agent offers a voucher, she accepts.", ["if offer [a voucher]: accept []"]),
    ("If the agent cannot refund it, she asks for a manager.", ["if refuse/refund [to refund it]: ask_for_human []"]),
    ("If it is not possible, she leaves.", ["if refuse []: leave []"]),
    ("She accepts if the agent offers half.", ["if offer [half]: accept []"]),
    ("She ends the conversation when the agent confirms the refund.", ["leaves content when say [the refund]"]),
    ('She opens with "Hello, I need help."', ["line [Hello, I need help.]"]),
    ("User: Where is my parcel?", ["line [Where is my parcel?]"]),
    ("The agent asks for her name.", ["must ask [her name] (resolution, required)"]),
    ("The bicycle you received was damaged.", ["fact story when_relevant [The bicycle you received was damaged]"]),
]


def _only(plan: Plan, text: str) -> Reading:
    return next(reading for reading in plan.readings if reading.sentence.text == text)


@pytest.mark.parametrize(("text", "items"), SHOULD)
def test_what_should_happen(text: str, items: list[str], compiled: Compiled, brief: Brief) -> None:
    """A sentence under What should happen is read as the checks it asks for."""
    plan = compiled(
        f"# T\n\n## What should happen\n\n- {text}\n\n## Try it with\n\n| name | n | order | "
        f"amount |\n|--|--|--|--|\n| a | 3 | W-1 | £1 |\n"
    )
    assert items == [brief(item) for item in _only(plan, text).items]


@pytest.mark.parametrize(("text", "items"), NEVER)
def test_what_must_never_happen(text: str, items: list[str], compiled: Compiled, brief: Brief) -> None:
    """A sentence under What must never happen is read as the thing that must not be seen."""
    plan = compiled(f"# T\n\n## What must never happen\n\n- {text}\n")
    assert items == [brief(item) for item in _only(plan, text).items]


@pytest.mark.parametrize(("text", "items"), CUSTOMER)
def test_who_the_customer_is(text: str, items: list[str], compiled: Compiled, brief: Brief) -> None:
    """A sentence at the top is read as who the customer is, knows, wants and does."""
    plan = compiled(f"# T\n\n{text}\n\n## What should happen\n\n- The agent apologises.\n")
    assert items == [brief(item) for item in plan.readings[0].items]


def test_the_words_in_quotes_are_required_to_the_letter(compiled: Compiled) -> None:
    """What an author puts in quotation marks must be said exactly."""
    plan = compiled('# T\n\n## What should happen\n\n- The agent says "It is on its way".\n')
    (item,) = plan.readings[0].items
    assert item.kind == "check"
    assert item.deed is not None
    assert "It is on its way" == item.deed.exact


def test_the_first_want_is_the_goal(compiled: Compiled, brief: Brief) -> None:
    """When wishes are only worded as preferences, the first one is what the customer came for."""
    plan = compiled("# T\n\nShe prefers a refund. She prefers it by card.\n\n## Expected\n\n- The agent apologises.\n")
    assert ["goal [a refund]", "constraint [it by card]"] == [
        brief(item) for one in plan.readings[:2] for item in one.items
    ]


def test_a_nested_bullet_is_read_with_the_words_of_its_parent(compiled: Compiled, brief: Brief) -> None:
    """Bullets below 'The agent tells her that:' are each what the agent tells."""
    plan = compiled("# T\n\n## Expected\n\n- The agent offers one of the following:\n  - a voucher\n  - a free month\n")
    assert ["note", "understood", "understood"] == [reading.status for reading in plan.readings]
    assert ["must offer [a voucher] (resolution, required)", "must offer [a free month] (resolution, required)"] == [
        brief(item) for reading in plan.readings for item in reading.items
    ]
    assert [False, True, True] == [reading.sentence.any_of for reading in plan.readings]


def test_lines_of_the_script_are_turns(compiled: Compiled, brief: Brief) -> None:
    """Each bullet of the script is one turn, however many sentences it has; Agent: is something to be said to it."""
    plan = compiled('# T\n\n## Script\n\n- "Hi. Where is my order?"\n- Agent: "Let me look."\n- Thanks! Bye.\n')
    assert [
        "line [Hi. Where is my order?]",
        "must say [Let me look.] (resolution, required)",
        "line [Thanks! Bye.]",
    ] == [brief(item).replace("[Let me look]", "[Let me look.]") for reading in plan.readings for item in reading.items]
