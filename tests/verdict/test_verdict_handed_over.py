"""What a hand-off takes along, what the customer has to say all over again, and where a person is the right end."""

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from harness.plan.nouns import Route
from harness.target.nouns import Event
from harness.verdict import judge
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


@pytest.mark.parametrize(
    ("last", "shown", "result", "level"),
    [
        (("A colleague takes over.", Event(id="", kind="handoff", name="human")), True, "pass", "verified"),
        (("I can do nothing more.",), True, "fail", "no"),
        (("I can do nothing more.",), False, "cannot_tell", None),
    ],
    ids=["a person came", "no person came", "nobody can see"],
)
def test_where_a_person_is_the_right_end_it_is_resolved_by_a_person_alone(
    talk: SimpleNamespace, last: tuple[Any, ...], shown: bool, result: str, level: str | None
) -> None:
    """What must never happen did not: that alone resolves nothing where the author sends the customer to a person."""
    case = talk.case(
        Route(sentence="s1", text="ends up with a person", desk="human"), talk.never("ask", "postcode", sentence="s2")
    )
    desk = {"desk": "triage"} if shown else {}
    said = talk.transcript(("I was hacked!", "Tell me more.", desk), ("Help me", *last, desk), events=shown)
    verdict = judge(case, said)
    found = next(one.result for one in verdict.rulings if one.criterion == "resolution")
    assert (result, level) == (found, verdict.resolved)
