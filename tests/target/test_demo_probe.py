"""What the probe reads, and how forgiving it is."""

import pytest

from harness.target.demo.probe import read
from harness.target.demo.shop import Shop


@pytest.mark.parametrize(
    ("subject", "field", "value"),
    [
        ("order W-1042", "status", "delivered"),
        ("Order w-1042", "Refunded", "0.00"),
        ("the order W-1042", "amount", "39.00"),
        ("order number W-1088", "address", "18 Elm Street, Leeds"),
        ("order W-1049", "refunded", "22.00"),
        ("order W-1083", "cancelled", "yes"),
        ("order W-1088", "address changed", "no"),
        ("order W-1088", "arrives", "2026-11-04"),
        ("order W-1042", "arrives", None),
        ("charge C-5512", "refunded", "0.00"),
        ("charge c-5512", "status", "paid"),
        ("subscription S-2202", "status", "active"),
        ("subscription S-2204", "cancelled", "yes"),
        ("subscription S-2202", "paid until", "2026-11-30"),
        ("customer TOM.BECKER@example.com", "name", "Tom Becker"),
        ("customer grace.okafor@example.com", "resets", "0"),
        ("customer grace.okafor@example.com", "reset_sent_to", None),
        ("tickets", "count", "0"),
        ("order W-9999", "status", None),
        ("order W-1042", "colour", None),
        ("teapot 7", "status", None),
        ("", "", None),
        ("order", "status", None),
    ],
)
def test_the_books_are_read_whatever_the_case(subject: str, field: str, value: str | None) -> None:
    """A subject and a field give a value as text; what does not exist is unknown, not empty."""
    assert value == read(Shop(), subject, field)
