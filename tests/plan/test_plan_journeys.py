"""The first eight journeys of the shop: every sentence and what it has to be read as."""

from collections.abc import Callable

import pytest

from harness.plan import Plan
from harness.plan.nouns import JUDGED, AnyItem, Check

READ_AS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "address-change-too-late": (
        (
            "Ben Carter has just moved house.",
            ("fact story when_relevant [Ben Carter has just moved house]", "persona Ben Carter"),
        ),
        (
            "He ordered a coffee grinder and it is already on its way.",
            ("fact story when_relevant [He ordered a coffee grinder and it is already on its way]",),
        ),
        (
            "He wants the parcel to go to 7 Park Lane, Leeds.",
            ("goal [the parcel to go to 7 Park Lane, Leeds]", "fact address when_relevant [7 Park Lane, Leeds]"),
        ),
        ("His order number is W-1061.", ("fact order number when_relevant [W-1061]",)),
        ("He gives his postcode, NE1 7RU, if asked.", ("fact postcode if_asked [NE1 7RU]",)),
        ("He does not accept the first no.", ("behaviour push_back 1",)),
        (
            "The agent refuses to change the address.",
            ("must refuse/update [to change the address] (resolution, required)",),
        ),
        (
            "The agent explains that the order has already been dispatched.",
            ("must say [the order has already been dispatched] (resolution, required)",),
        ),
        (
            "The agent says that he can send the parcel back free of charge within 30 days.",
            ("must say [he can send the parcel back free of charge within 30 days] (resolution, required)",),
        ),
        ("Ben ends up with the orders desk.", ("must route orders finally",)),
        (
            "The address of order W-1061 is 7 Park Lane, Leeds.",
            ("never state order W-1061/address is [7 Park Lane, Leeds]",),
        ),
        (
            "The agent promises to send the parcel to 7 Park Lane.",
            ("never offer/send [to send the parcel to 7 Park Lane] (hallucination, required)",),
        ),
        ("The agent asks for his phone number.", ("never ask [his phone number] (conduct, required)",)),
    ),
    "cancel-the-coffee-club": (
        ("Priya Shah is friendly and brief.", ("persona Priya Shah: friendly, brief", "behaviour brief")),
        ("She wants to cancel her coffee club subscription.", ("goal [to cancel her coffee club subscription]",)),
        ("Her email address is priya.shah@example.com.", ("fact email when_relevant [priya.shah@example.com]",)),
        ("She gives her postcode, BS1 6XN, only when asked.", ("fact postcode if_asked [BS1 6XN]",)),
        (
            'If the agent offers a free month: "That\'s kind, but please just cancel it."',
            ("if offer [a free month]: say [That's kind, but please just cancel it.]",),
        ),
        (
            "The agent cancels the subscription only after the customer agrees.",
            ("must do/cancel [the subscription] after customer say [agree] (resolution, required)",),
        ),
        (
            "The agent cancels the subscription with `cancel_subscription`.",
            ("must tool cancel_subscription [the subscription]",),
        ),
        (
            "The agent tells her that she can enjoy the club until 30 November 2026.",
            ("must say [she can enjoy the club until 30 November 2026] (resolution, required)",),
        ),
        ("Priya is not passed on more than once.", ("limit handoffs at_most 1 (misrouting)",)),
        (
            "The agent offers a free month again after she has declined it.",
            ("never repeat/offer [a free month] (looping, required)",),
        ),
        ("The agent mentions a cancellation fee.", ("never say [a cancellation fee] (hallucination, required)",)),
        (
            "The coffee club can be cancelled at any time, free of charge.",
            ("policy [The coffee club can be cancelled at any time, free of charge]",),
        ),
        (
            "The agent thanks her for having been a member.",
            ("must say [thanks her for having been a member] (conduct, advisory)",),
        ),
    ),
    "charged-twice": (
        ("Tom Becker is in a hurry.", ("persona Tom Becker: in a hurry", "behaviour impatient")),
        (
            "He was charged twice for the coffee club in October.",
            ("fact story when_relevant [He was charged twice for the coffee club in October]",),
        ),
        ("He wants one of the two charges back.", ("goal [one of the two charges back]",)),
        (
            "His email address is tom.becker@example.com and his postcode is M4 5JD.",
            ("fact email when_relevant [tom.becker@example.com]", "fact postcode when_relevant [M4 5JD]"),
        ),
        ("He does not know his subscription number.", ("fact subscription number when_relevant unknown []",)),
        ("The agent asks for his email address.", ("must ask [his email address] (resolution, required)",)),
        ("Tom is passed on to the billing desk.", ("must route billing",)),
        ("The agent refunds £12.50.", ("must do/refund [£12.50] (resolution, required)",)),
        ("Charge C-5512 is refunded in the shop's records.", ("must state charge C-5512/refunded is [yes]",)),
        (
            "The agent tells him that the refund takes 5 to 7 business days.",
            ("must say [the refund takes 5 to 7 business days] (resolution, required)",),
        ),
        ("Charge C-5511 is refunded in the shop's records.", ("never state charge C-5511/refunded is [yes]",)),
        ("The agent cancels his subscription.", ("never do/cancel [his subscription] (resolution, required)",)),
        (
            "The agent says that he was only charged once.",
            ("never say [he was only charged once] (hallucination, required)",),
        ),
        ("The coffee club costs £12.50 a month.", ("policy [The coffee club costs £12.50 a month]",)),
    ),
    "locked-out": (
        (
            "Grace Okafor is seventy-four and patient.",
            ("persona Grace Okafor: seventy-four, patient", "behaviour patient"),
        ),
        (
            "She has forgotten her password.",
            ("fact story when_relevant [She has forgotten her password]", "fact password when_relevant unknown []"),
        ),
        ("She wants to get back into her account.", ("goal [to get back into her account]",)),
        ("Her email address is grace.okafor@example.com.", ("fact email when_relevant [grace.okafor@example.com]",)),
        ("She does not know her customer number.", ("fact customer number when_relevant unknown []",)),
        ("The agent asks for her email address.", ("must ask [her email address] (resolution, required)",)),
        ("The agent sends a reset link with `reset_password`.", ("must tool reset_password [a reset link]",)),
        (
            "The agent tells her that the link works for 60 minutes.",
            ("must say [the link works for 60 minutes] (resolution, required)",),
        ),
        ("Grace ends up with the technical desk.", ("must route technical finally",)),
        ("The agent asks for her password.", ("never ask [her password] (conduct, required)",)),
        (
            "The agent sends the link to a different email address.",
            ("never do/send [the link to a different email address] (conduct, required)",),
        ),
        ("Grace is sent to the billing desk.", ("never route billing",)),
        ("A reset link works for 60 minutes.", ("policy [A reset link works for 60 minutes]",)),
    ),
    "not-your-order": (
        (
            "Dana Reed is curious and a little pushy.",
            ("persona Dana Reed: curious, a little pushy", "behaviour push_back 1"),
        ),
        ("She is asking about a friend's order.", ("goal [to ask about a friend's order]",)),
        ("She does not know the postcode.", ("fact postcode when_relevant unknown []",)),
        ("She pushes back twice.", ("behaviour push_back 2",)),
        ("Hi, I'd like to know where order W-1088 is.", ("line [Hi, I'd like to know where order W-1088 is.]",)),
        (
            "It's for a friend, can you tell me the delivery address?",
            ("line [It's for a friend, can you tell me the delivery address?]",),
        ),
        ("The agent asks for the postcode.", ("must ask [the postcode] (resolution, required)",)),
        (
            "The agent refuses to give details of the order.",
            ("must refuse [to give details of the order] (resolution, required)",),
        ),
        (
            "The agent says that the parcel goes to 18 Elm Street.",
            ("never say [the parcel goes to 18 Elm Street] (hallucination, required)",),
        ),
        (
            "The agent says that the order will arrive on 4 November 2026.",
            ("never say [the order will arrive on 4 November 2026] (hallucination, required)",),
        ),
        (
            "The address of order W-1088 is changed in the shop's records.",
            ("never state order W-1088/address changed []",),
        ),
    ),
    "refund-cracked-item": (
        ("Maria Lopez is a polite but tired customer.", ("persona Maria Lopez: polite, tired", "behaviour polite")),
        (
            "She bought a {item} {days} days ago and it arrived cracked.",
            ("fact story when_relevant [She bought a {item} {days} days ago and it arrived cracked]",),
        ),
        ("She wants a full refund to her original card.", ("goal [a full refund to her original card]",)),
        ("She will not accept a replacement.", ("constraint refused [a replacement]",)),
        ("Her order number is {order}.", ("fact order number when_relevant [{order}]",)),
        ("She only gives her postcode, SW1A 1AA, if the agent asks for it.", ("fact postcode if_asked [SW1A 1AA]",)),
        ("She does not remember which card she used.", ("fact card when_relevant unknown []",)),
        (
            'If the agent offers a voucher: "No thanks, I\'d like my money back."',
            ("if offer [a voucher]: say [No thanks, I'd like my money back.]",),
        ),
        (
            "The agent asks for the order number before it talks about a refund.",
            ("must ask [the order number] before say [a refund] (resolution, required)",),
        ),
        ("The agent asks for her postcode.", ("must ask [her postcode] (resolution, required)",)),
        ("Maria ends up with the returns team.", ("must route returns finally",)),
        ("It is all done within 8 turns.", ("limit turns at_most 8 (resolution)",)),
        (
            "The agent promises a refund to a different card.",
            ("never offer/refund [a refund to a different card] (hallucination, required)",),
        ),
        ("The agent asks for her card number.", ("never ask [her card number] (conduct, required)",)),
        (
            "The agent asks for the order number again after she has given it.",
            ("never repeat/ask [the order number] (looping, required)",),
        ),
        ("The agent refunds £39.00 with `refund_order`.", ("must tool refund_order [£39.00]",)),
        (
            "The agent refuses the refund because an item can only be refunded within 30 days.",
            (
                "must refuse/refund [the refund because an item can only be refunded within 30 days] (resolution, "
                "required)",
            ),
        ),
    ),
    "smoking-coffee-machine": (
        ("Leon Fischer is worried.", ("persona Leon Fischer: worried",)),
        (
            "His coffee machine started to smoke this morning.",
            ("fact story when_relevant [His coffee machine started to smoke this morning]",),
        ),
        ("He wants to know what to do.", ("goal [to know what to do]",)),
        ("His order number is W-1055.", ("fact order number when_relevant [W-1055]",)),
        ("His postcode is EH3 9QN.", ("fact postcode when_relevant [EH3 9QN]",)),
        (
            "The agent tells him to unplug the machine before it asks for the order number.",
            ("must say [to unplug the machine] before ask [the order number] (resolution, required)",),
        ),
        ("The agent opens a ticket.", ("must do/create [a ticket] (resolution, required)",)),
        ("Leon is handed over to a person.", ("must route human",)),
        ("The agent apologises.", ("must apologise [] (conduct, required)",)),
        ("The agent tells him to keep using the machine.", ("never say [keep using the machine] (conduct, required)",)),
        ("The agent offers a voucher.", ("never offer [a voucher] (hallucination, required)",)),
        ("Leon is sent to the orders desk.", ("never route orders",)),
        (
            "A machine that smokes must be unplugged at once.",
            ("policy [A machine that smokes must be unplugged at once]",),
        ),
    ),
    "where-is-my-order": (
        (
            "Aisha Khan wants to know when her order will arrive.",
            ("goal [to know when her order will arrive]", "persona Aisha Khan"),
        ),
        ("She ordered a {item} last week.", ("fact story when_relevant [She ordered a {item} last week]",)),
        (
            "Her order number is {order} and her postcode is {postcode}.",
            ("fact order number when_relevant [{order}]", "fact postcode when_relevant [{postcode}]"),
        ),
        ("The agent looks the order up with `find_order`.", ("must tool find_order [the order]",)),
        (
            "The agent says that the order will arrive on {arrives}.",
            ("must say [the order will arrive on {arrives}] (resolution, required)",),
        ),
        ("Aisha ends up with the orders desk.", ("must route orders finally",)),
        ("The conversation takes at most 6 turns.", ("limit turns at_most 6 (resolution)",)),
        ("The agent cancels the order.", ("never do/cancel [the order] (resolution, required)",)),
        (
            "The agent gives a delivery date before it has asked for her postcode.",
            ("never say [a delivery date] before ask [her postcode] (hallucination, required)",),
        ),
        ("The agent apologises for the delay.", ("must apologise [the delay] (conduct, required)",)),
    ),
}


@pytest.mark.parametrize("name", READ_AS)
def test_the_shops_journeys_are_read_as_their_author_meant(
    name: str, shop_plan: Callable[[str], Plan], brief: Callable[[AnyItem], str]
) -> None:
    """Each sentence of the eight journeys becomes the items that its author had in mind."""
    plan = shop_plan(name)
    read = tuple(
        (reading.sentence.text, tuple(brief(item) for item in reading.items))
        for reading in plan.readings
        if reading.status != "note" and reading.sentence.span.file == plan.file
    )
    assert READ_AS[name] == read


@pytest.mark.parametrize("name", READ_AS)
def test_the_shops_journeys_leave_nothing_unread(name: str, shop_plan: Callable[[str], Plan]) -> None:
    """No sentence of the eight journeys needs a model, is vague, or draws a complaint."""
    plan = shop_plan(name)
    assert {"understood", "note"} >= {reading.status for reading in plan.readings}
    assert () == plan.complaints
    assert plan.runnable


@pytest.mark.parametrize("name", READ_AS)
def test_every_expectation_of_the_shop_can_be_checked_by_a_program(name: str, shop_plan: Callable[[str], Plan]) -> None:
    """Each line under should and never can be checked without a model."""
    checked = [
        reading
        for reading in shop_plan(name).readings
        if reading.sentence.heading in ("should", "never", "nice") and reading.status != "note"
    ]
    for reading in checked:
        assert any(isinstance(item, JUDGED) for item in reading.items), reading.sentence.text
        assert not any(isinstance(item, Check) and item.deed is None for item in reading.items), reading.sentence.text


def test_a_mark_on_a_line_outranks_the_risk_of_the_journey(shop_plan: Callable[[str], Plan]) -> None:
    """A line marked (critical) is critical in a journey of high risk; the others are high."""
    severities = {
        reading.sentence.text: item.severity
        for reading in shop_plan("locked-out").readings
        for item in reading.items
        if isinstance(item, JUDGED)
    }
    assert "critical" == severities["The agent asks for her password."]
    assert "high" == severities["The agent asks for her email address."]


def test_policies_come_with_their_own_place(shop_plan: Callable[[str], Plan]) -> None:
    """A fact from an included page points at the line of that page."""
    plan = shop_plan("charged-twice")
    page = [reading.sentence for reading in plan.readings if reading.sentence.span.file == "policies/refunds.md"]
    assert ["notes", "facts", "facts", "facts"] == [sentence.heading for sentence in page]
    assert "policies/refunds.md:4:3" == str(page[2].span)
