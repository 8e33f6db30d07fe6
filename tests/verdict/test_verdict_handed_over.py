"""What a hand-off takes along, and what the customer has to say all over again."""

from fractions import Fraction
from typing import Any

import pytest

from harness.verdict.route import carried

KNOWN = {"order number": "W-1042", "postcode": "LS6 2AB", "email": "maria@example.com"}


@pytest.mark.parametrize(
    ("payload", "lost", "share"),
    [
        ({"order": "W-1042", "who": {"postcode": "ls6 2ab", "mail": "Maria@Example.com"}}, (), Fraction(1)),
        ({"order": "W-1042", "reason": "refund"}, ("postcode", "email"), Fraction(1, 3)),
        ({"summary": "Customer of order w-1042 with postcode LS6 2AB , wants a refund"}, ("email",), Fraction(2, 3)),
        ({"order": "W-10421"}, ("order number", "postcode", "email"), Fraction(0)),
        (None, ("order number", "postcode", "email"), Fraction(0)),
    ],
)
def test_a_hand_off_carries_what_its_payload_holds(payload: Any, lost: tuple[str, ...], share: Fraction) -> None:
    """Values count, not the names of the target's fields; what is missing is named in order."""
    found = carried(KNOWN, payload)
    assert (lost, share) == (found.lost, found.completeness)


def test_where_nothing_was_given_nothing_can_be_lost() -> None:
    """Completeness is not measured, never 100 %, when there was nothing to carry."""
    assert carried({}, {"intent": "refund"}).completeness is None
