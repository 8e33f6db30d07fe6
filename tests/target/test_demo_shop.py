"""The books: what journeys count on, and copies that stay apart."""

from datetime import date
from pathlib import Path

import pytest

from harness.target.demo.faults import FAULTS
from harness.target.demo.rules import DESKS, Rules
from harness.target.demo.seed import CHARGES, CUSTOMERS, ORDERS, SUBSCRIPTIONS
from harness.target.demo.shop import Shop, long_date, plain, pounds
from harness.target.demo.tools import TOOLS
from harness.target.demo.words import INSTRUCTIONS, WORDS, variant

PAGE = (Path(__file__).parents[2] / "docs" / "demo-shop.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("pence", "said"), [(3900, "£39.00"), (1250, "£12.50"), (5, "£0.05"), (0, "£0.00")])
def test_money_is_written_in_pounds(pence: int, said: str) -> None:
    """Pence become pounds, exactly."""
    assert said == pounds(pence)
    assert said == f"£{plain(pence)}"


def test_dates_are_written_in_english() -> None:
    """Whatever the machine's language."""
    assert "4 November 2026" == long_date(date(2026, 11, 4))


def test_a_copy_of_the_books_is_apart() -> None:
    """What is changed in a copy is not changed in the original."""
    shop = Shop()
    copy = shop.copy()
    copy.change("UPDATE orders SET status = 'lost' WHERE number = ?", "W-1042")
    statuses = [order.status for order in (shop.order("W-1042"), copy.order("W-1042")) if order]
    assert ["delivered", "lost"] == statuses


def test_every_status_is_in_the_books() -> None:
    """People can write journeys about orders of every kind."""
    assert {"processing", "dispatched", "delivered", "cancelled", "refunded"} == {row[4] for row in ORDERS}


def test_everything_in_the_books_belongs_to_a_customer() -> None:
    """No order, subscription or charge without somebody who can ask about it."""
    owners = {row[1] for table in (ORDERS, SUBSCRIPTIONS, CHARGES) for row in table}
    assert owners <= {row[0] for row in CUSTOMERS}


@pytest.mark.parametrize("name", sorted(WORDS))
def test_everything_can_be_said_in_more_than_one_way(name: str) -> None:
    """No way of saying a thing follows itself."""
    assert len(set(WORDS[name])) == len(WORDS[name]) >= 2
    assert variant(name, "c", 0) != variant(name, "c", 1)


def test_the_instructions_are_as_long_as_a_models_would_be() -> None:
    """About 1,500 to 2,000 characters go with every call."""
    assert 1_300 < len(INSTRUCTIONS) < 2_200


def test_the_page_about_the_shop_is_complete() -> None:
    """Every customer, order, subscription, charge, desk, tool, rule and fault is on the page."""
    rows = [row[0] for table in (CUSTOMERS, ORDERS, SUBSCRIPTIONS, CHARGES) for row in table]
    names = [
        *rows,
        *(row[2] for row in CUSTOMERS),
        *(row[3] for row in CUSTOMERS),
        *DESKS,
        *TOOLS,
        *FAULTS,
        *vars(Rules()),
    ]
    assert [] == [name for name in names if name not in PAGE]
