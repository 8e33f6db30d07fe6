"""What each sentence is worth: delete it, compile again, and say what would be gone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.journey import Journey, read_journey, read_source
from harness.plan import Plan, Vocabulary, compile_journey
from harness.plan.mutate import Worth, worths
from tests.plan.conftest import SHOPS

ROOT = Path(__file__).parents[2] / "journeys"

JOURNEY = """\
# A pot that arrived chipped

Hannah Price is polite. She bought a pot and it arrived chipped. She wants her money back.
She also wants a voucher. Her order number is W-1070.

## What should happen

- The agent asks for the order number.
- The agent asks for the order number before it talks about a refund.
- The agent refunds £95.00.
- The agent refunds £95.00.
- The agent handles it well.
- The agent may offer a voucher.

## Nice to have

- The agent thanks her.

## What is true

- An item can be refunded within 30 days.
"""


@pytest.fixture
def worth(shop: Vocabulary) -> Callable[[str], Worth]:
    """The worth of the first sentence of the journey that begins like this."""

    def compiled(journey: Journey) -> Plan:
        return compile_journey(journey, shop)

    found = worths(read_source(JOURNEY, ROOT / "pot.md", ROOT), compiled)
    return lambda beginning: next(one for one in found if one.sentence.text.startswith(beginning))


def kinds(worth: Worth) -> list[str]:
    """What kinds of things would be lost."""
    return [loss.kind for loss in worth.losses]


def test_a_check_that_stands_alone_is_lost(worth: Callable[[str], Worth]) -> None:
    """The stricter of two lines is lost when it goes, and says what nobody else checks."""
    found = worth("The agent asks for the order number before")
    assert ["check"] == kinds(found)
    assert "before" in found.losses[0].words
    assert () == found.covered


def test_a_check_that_another_line_makes_too_is_not_missed(worth: Callable[[str], Worth]) -> None:
    """A line that asks for less than another, or the same, loses nothing, and the other line is named."""
    assert ((), (9,)) == (worth("The agent asks for the order number.").losses, worth("The agent asks").covered)
    assert ((), (11,)) == (worth("The agent refunds").losses, worth("The agent refunds").covered)


def test_a_fact_that_a_check_needs_is_missed(worth: Callable[[str], Worth]) -> None:
    """Without her order number the customer could not answer the question that a line requires."""
    found = worth("Her order number")
    assert ["customer", "complaint", "complaint"] == kinds(found)
    assert {8, 9} == {loss.line for loss in found.losses if loss.kind == "complaint"}


def test_a_goal_that_another_want_would_take_over_is_said(worth: Callable[[str], Worth]) -> None:
    """Without the first want, the second becomes what the customer came for, or is left a wish among others."""
    assert "customer" in kinds(worth("She wants her money back"))


@pytest.mark.parametrize("beginning", ["The agent handles", "The agent may"])
def test_what_checks_nothing_is_not_missed(worth: Callable[[str], Worth], beginning: str) -> None:
    """A vague line and a permission test nothing as they stand."""
    assert ((), ()) == (worth(beginning).losses, worth(beginning).covered)


def test_reports_and_facts_are_told_from_checks(worth: Callable[[str], Worth]) -> None:
    """What is nice to have would no longer be reported, and the agent no longer held to a fact."""
    assert ["report"] == kinds(worth("The agent thanks"))
    assert ["fact"] == kinds(worth("An item"))


def test_every_sentence_of_the_shops_journeys_is_worth_something(shop: Vocabulary) -> None:
    """Our own journeys hold no line that would not be missed, and every sentence but notes is weighed."""
    for path in SHOPS:
        journey = read_journey(path, ROOT)
        found = worths(journey, lambda one: compile_journey(one, shop))
        assert [one.id for one in journey.sentences if one.heading != "notes"] == [one.sentence.id for one in found]
        assert [] == [one.sentence.text for one in found if not one.losses], path.name


def test_weighing_has_a_bound(shop: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journey of very many lines is weighed up to a bound."""
    monkeypatch.setattr("harness.plan.mutate.MOST", 3)
    found = worths(read_source(JOURNEY, ROOT / "pot.md", ROOT), lambda one: compile_journey(one, shop))
    assert 3 == len(found)
