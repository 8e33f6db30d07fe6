"""Each item carries its own statement; words that it does not say stay, and are remarked on where they are checked."""

from collections.abc import Callable

import pytest

from harness.plan import Plan

Compiled = Callable[[str], Plan]


def _texts(plan: Plan, at: int = 0) -> list[str]:
    return [item.text for item in plan.readings[at].items]


def _under(heading: str, text: str) -> str:
    return f"# T\n\n## {heading}\n\n- {text}\n- The agent apologises.\n"


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("The bot should ask for her postcode.", "The agent asks for her postcode."),
        ("It is all done within 8 turns.", "The conversation takes at most 8 turns."),
        ("She ends up with the returns team.", "The customer ends up with the returns desk."),
        ("The agent explains that the refund takes 5 days.", "The agent says that the refund takes 5 days."),
        ("Charge C-5512 is refunded in the shop's records.", "Afterwards, charge C-5512 is refunded."),
    ],
)
def test_an_item_says_what_its_fields_hold(text: str, statement: str, compiled: Compiled) -> None:
    """Where the fields say all, the item's text is its statement, whatever words the author chose."""
    plan = compiled(_under("What should happen", text))
    assert [statement] == _texts(plan)
    assert [] == [complaint.code for complaint in plan.complaints if complaint.code == "J002"]


def test_what_no_field_says_stays_in_the_author_s_words(compiled: Compiled) -> None:
    """A word that no statement says is not lost: the author's sentence stays the item's text, and counts."""
    one = compiled("# T\n\nShe pushes back about the lavender cushion.\n\n## Expected\n\n- The agent apologises.\n")
    other = compiled("# T\n\nShe pushes back about the lavender carpet.\n\n## Expected\n\n- The agent apologises.\n")
    assert ["She pushes back about the lavender cushion."] == _texts(one)
    assert one.meaning != other.meaning


LESS = [
    ("The agent refunds £39.00 rather than sending a cushion.", "The agent refunds £39.00."),
    (
        "Tom is handed over to the returns team by a cheerful pigeon.",
        "The agent passes the customer on to the returns desk.",
    ),
    ("The agent asks at most three questions about velvet.", "The agent asks at most 3 questions."),
]


@pytest.mark.parametrize(("text", "checked"), LESS)
def test_a_check_for_less_than_is_said_is_remarked_on(text: str, checked: str, compiled: Compiled) -> None:
    """Where less is checked than the sentence says, the author is told what is; written so, nothing is left."""
    plan = compiled(_under("What should happen", text))
    (said,) = (complaint for complaint in plan.complaints if complaint.code == "J002")
    assert f"Not all of this is checked; what is: {checked!r}" == said.message
    assert checked in said.suggestion
    again = compiled(_under("What should happen", checked))
    assert [] == [complaint.code for complaint in again.complaints if complaint.code == "J002"]


def test_names_and_other_names_of_desks_are_no_words_lost(compiled: Compiled) -> None:
    """The customer's name and what else a desk is called are said by "the customer" and by the desk's name."""
    plan = compiled("# T\n\nAnn Lee wants a refund.\n\n## Expected\n\n- Ann ends up with technical support.\n")
    assert ["The customer ends up with the technical desk."] == _texts(plan, 1)


@pytest.mark.parametrize("text", ["Ann Lee wants\na refund.", "Ann  Lee wants a refund.", "Ann Lee wants a refund"])
def test_how_a_line_is_set_is_no_part_of_the_text(text: str, compiled: Compiled) -> None:
    """Line ends and blanks inside a sentence change nothing of its items."""
    plan = compiled(f"# T\n\n{text}\n\n## Expected\n\n- The agent apologises.\n")
    assert "The customer wants a refund." == _texts(plan)[0]
