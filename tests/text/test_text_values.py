"""Typed values: found, made canonical, and held against what is allowed."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.values import find_values, supported


def found(text: str) -> list[tuple[str, str]]:
    return [(value.kind, value.canonical) for value in find_values(text)]


VECTORS = [
    (
        "Your refund of $20.00 for order #4411 arrives in 3-5 business days.",
        "order 4411 total $20 · Refunds take 3 to 5 business days",
        [],
    ),
    (
        "Your refund of $25 arrives in 24 hours.",
        "order 4411 total $20 · Refunds take 3 to 5 business days",
        ["USD 25.00", "24 hour"],
    ),
    ("After 20% off you pay $80.00.", "price $100 · discount 20%", []),
    ("The total is $30.", "A $10 · B $20", []),
    ("We close at 6pm on 3 March.", "9:00 am to 6 pm · closed 2026-03-03", []),
    ("See https://examp1e.com/refunds", "https://www.example.com/refunds", ["examp1e.com/refunds"]),
    ("Returns are free within 60 days.", "within 30 days", ["60 day"]),
    ("It takes five business days.", "5 working days", []),
    ("Your card ending 4242 was charged €15.", "card 5555444433334242 · 15 EUR", []),
    ("You have 14 days, that is two weeks.", "14 days", []),
    ("Ticket CASE-9921 is open.", "ticket_id CASE-9912", ["case9921"]),
    ("We have 24/7 support and 2 options.", "", []),
]
"""The table of measurement 5.3: what the agent says, the context, and what is then unsupported."""


@pytest.mark.parametrize(("says", "context", "unsupported"), VECTORS)
def test_values_without_a_source_stand_out(says: str, context: str, unsupported: list[str]) -> None:
    """An amount, date, period, address or number that nothing bears out is found, and only that."""
    allowed = find_values(context)
    assert unsupported == [value.canonical for value in find_values(says) if supported(value, allowed) is None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "£39 or $20.00 or 39 pounds or €15 or 15 EUR",
            ["GBP 39.00", "USD 20.00", "GBP 39.00", "EUR 15.00", "EUR 15.00"],
        ),
        (
            "thirty-nine pounds, twelve pounds fifty, a hundred and five euros",
            ["GBP 39.00", "GBP 12.50", "EUR 105.00"],
        ),
        ("£1,234.50, 12,50 euros, 99p and US$5", ["GBP 1234.50", "EUR 12.50", "GBP 0.99", "USD 5.00"]),
    ],
)
def test_money_has_one_spelling(text: str, expected: list[str]) -> None:
    """Signs, codes and words for money come to the same amount."""
    assert [("money", canonical) for canonical in expected] == found(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 March", "--03-03"),
        ("March 3rd, 2026", "2026-03-03"),
        ("30 November 2026", "2026-11-30"),
        ("the 4th of Nov 2026", "2026-11-04"),
        ("2026-11-30", "2026-11-30"),
        ("30/11/2026", "2026-11-30"),
        ("11/30/2026", "2026-11-30"),
        ("November 2026", "2026-11"),
    ],
)
def test_dates_have_one_spelling(text: str, expected: str) -> None:
    """A date is the same date however it is written."""
    assert [("date", expected)] == found(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 to 7 business days", "5-7 businessday"),
        ("3-5 working days", "3-5 businessday"),
        ("between five and seven working days", "5-7 businessday"),
        ("within 30 days", "30 day"),
        ("a 30-day window", "30 day"),
        ("60 minutes", "1 hour"),
        ("90 mins", "90 minute"),
        ("two weeks", "14 day"),
        ("24–48 hours", "24-48 hour"),
        ("1 year", "12 month"),
        ("5 to 7\nbusiness days", "5-7 businessday"),
        ("within an hour", "1 hour"),
        ("twenty-one days", "21 day"),
    ],
)
def test_periods_have_one_spelling(text: str, expected: str) -> None:
    """A period of time is the same in digits and words, weeks and days, working and business days."""
    assert [("duration", expected)] == found(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at 6pm", [("time", "18:00")]),
        ("6.30 p.m.", [("time", "18:30")]),
        ("12 am", [("time", "00:00")]),
        ("18:00", [("time", "18:00")]),
        ("SW1A 1AA", [("postcode", "SW1A1AA")]),
        ("m4 5jd", [("postcode", "M45JD")]),
        ("tom.becker@example.com.", [("email", "tom.becker@example.com")]),
        ("+44 20 7946 0958", [("phone", "02079460958")]),
        ("020 7946 0958", [("phone", "02079460958")]),
        ("W-1042, C-5512", [("id", "w1042"), ("id", "c5512")]),
        ("order number is 4411", [("id", "4411")]),
        ("card ending in 4417", [("id", "4417")]),
        ("(www.example.com/help).", [("url", "example.com/help")]),
        ("twelve cups", [("number", "12")]),
        ("39.00", [("number", "39")]),
        ("20 per cent", [("percent", "20%")]),
    ],
)
def test_other_kinds_of_values(text: str, expected: list[tuple[str, str]]) -> None:
    """Times, postcodes, addresses, telephone numbers and ids are told apart."""
    assert expected == found(text)


@pytest.mark.parametrize(
    "text",
    [
        "We are here 24/7.",
        "{days} days and £{amount}",
        "This one is the right one.",
        "No one knows.",
        "1. First\n2. Second",
        "version 2.3.1",
        "the 3rd time",
        "",
    ],
)
def test_what_looks_like_a_value_and_is_none(text: str) -> None:
    """Idioms, slots still to be filled, list numbers and "this one" are not values."""
    assert [] == found(text)


@pytest.mark.parametrize(
    ("text", "allowed", "expected"),
    [
        ("£25.00", "£12.50 and £12.50", "derived"),
        ("£25.00", "£12.50", None),
        ("£35.10", "£39.00, 10%", "derived"),
        ("£3.90", "£39.00, 10%", "derived"),
        ("$30", "£10, £20", None),
        ("£39.00", "39.0", "same"),
        ("39.00", "£39", "same"),
        ("3 March 2026", "3 March", "same"),
        ("3 March 2025", "3 March 2026", None),
        ("card ending 417", "card 4111111111114417", None),
        ("2", "", "same"),
        ("4", "", None),
        ("5 business days", "5 days", None),
        ("1 hour", "60 minutes", "same"),
    ],
)
def test_support_is_equality_or_plain_arithmetic(text: str, allowed: str, expected: str | None) -> None:
    """A value is borne out when a source says it, or when two sources add up to it."""
    (value,) = find_values(text)
    assert expected == supported(value, find_values(allowed))


def test_values_in_what_a_tool_returned_are_found() -> None:
    """The result of a tool, as JSON, is searched like any other text."""
    assert [("number", "39"), ("id", "w1042"), ("date", "2026-11-04")] == found(
        '{"amount": 39.00, "order": "W-1042", "on": "2026-11-04"}'
    )


@given(st.one_of(st.text(), st.text(alphabet="0123456789 .,-£$%/:#@abWpm\n", max_size=80)))
def test_spans_are_exact_and_disjoint(text: str) -> None:
    """Whatever the text, each value stands where it says, and no two overlap."""
    values = find_values(text)
    assert [value.text for value in values] == [text[value.start : value.end] for value in values]
    assert all(before.end <= after.start for before, after in itertools.pairwise(values))


@given(st.decimals(min_value=0, max_value=99_999, places=2))
def test_every_amount_is_found(amount: object) -> None:
    """Any price in pounds is found and comes back to the penny."""
    assert [("money", f"GBP {amount}")] == found(f"It is £{amount} in all")


@pytest.mark.parametrize("text", ["£12.50 a month", "once a week", "in a day or two", "just a minute", "a week ago"])
def test_a_rate_is_no_period(text: str) -> None:
    """ "A month" is a period only where something takes, lasts or is promised that long."""
    assert [] == [kind for kind, _ in found(text) if kind == "duration"]


def test_pounds_before_a_count_are_whole() -> None:
    """A number after an amount is pence only when nothing is counted by it."""
    assert [("money", "GBP 12.00"), ("duration", "5 day")] == found("twelve pounds five days")


def test_a_letter_that_only_counts_as_another_breaks_nothing() -> None:
    """A long s, or an i without its dot, in a number's word is read as people read it, and is no error."""
    assert [("number", "98"), ("number", "6")] == found("ninety-eight, point ſix")
    assert [("number", "20"), ("number", "5")] == found("twenty of them, or fıve")
