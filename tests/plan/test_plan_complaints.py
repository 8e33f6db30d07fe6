"""What a journey's author is told, where, and what would work."""

from collections.abc import Callable

import pytest

from harness.plan import Plan

Compiled = Callable[[str], Plan]

GOOD = "## Never\n\n- The agent asks for a password.\n\n## What should happen\n\n- The agent apologises.\n"

COMPLAINTS = [
    ("J001", "error", "# T\n\nShe wants a refund.\n", "What should happen"),
    ("J001", "error", "# T\n\n## What should happen\n\n- The agent may apologise.\n", "What should happen"),
    ("J002", "warning", f"# T\n\nVibes: chaotic good.\n\n{GOOD}", "Notes"),
    ("J002", "warning", f"# T\n\n{GOOD}- The agent maintains context.\n", "Choose another verb"),
    ("J004", "warning", f"# T\n\n{GOOD}- The agent should handle it well.\n", "offers a refund"),
    ("J004", "warning", f"# T\n\n{GOOD}- The agent responds quickly.\n", "within 4 turns"),
    ("J005", "info", f"# T\n\n{GOOD}- The agent may offer a voucher.\n", "without 'may'"),
    (
        "J008",
        "warning",
        f"# T\n\n{GOOD}\n## Never\n\n- The agent does not verify the customer.\n",
        "What should happen",
    ),
    ("J009", "error", f"# T\n\n{GOOD}- The customer clicks the red button.\n", "The agent sends a reset link"),
    ("J009", "error", f"# T\n\nShe clicks on Help.\n\n{GOOD}", "She wants to change her address"),
    ("J011", "error", f"# T\n\n{GOOD}- Maria ends up with the return desk.\n", "'returns'"),
    ("J011", "error", f"# T\n\n{GOOD}- The agent calls `refund_orders`.\n", "'refund_order'"),
    (
        "J012",
        "warning",
        f"# T\n\n{GOOD}- The agent cancels the order.\n\n## Never\n\n- The agent cancels the order.\n",
        "take one",
    ),
    ("J013", "warning", f"# T\n\nShe wants a refund.\n\n{GOOD}- The agent asks for her postcode.\n", "postcode is"),
    ("J015", "error", f"# T\n\nLanguage: Spanish\n\n{GOOD}", "Language"),
]


@pytest.mark.parametrize(("code", "severity", "text", "hint"), COMPLAINTS)
def test_complaints_say_what_would_work(code: str, severity: str, text: str, hint: str, compiled: Compiled) -> None:
    """Each complaint has its code, its weight, a message, and a suggestion that would help."""
    found = [complaint for complaint in compiled(text).complaints if complaint.code == code]
    assert [severity] == [complaint.severity for complaint in found]
    assert hint in found[0].suggestion
    assert found[0].message


@pytest.mark.parametrize(
    "text", [f"# T\n\nLanguage: {name}\n\n{GOOD}" for name in ("English", "en-GB", "British English")]
)
def test_english_has_many_names(text: str, compiled: Compiled) -> None:
    """English is English, however it is called."""
    assert () == compiled(text).complaints


def test_different_rows_do_not_contradict_each_other(compiled: Compiled) -> None:
    """One variation may expect what another forbids."""
    plan = compiled(
        f"# T\n\n{GOOD}\n## Try it with\n\n| name | should | never |\n|--|--|--|\n"
        "| a | The agent cancels the order. | |\n"
        "| b | | The agent cancels the order. |\n"
    )
    assert () == plan.complaints


def test_the_place_of_a_complaint_is_the_sentence(compiled: Compiled) -> None:
    """A complaint points at the line and column of the very words that it is about, and quotes their sentence."""
    plan = compiled(f"# T\n\n{GOOD}- The agent calls `refund_orders`.\n")
    (complaint,) = plan.complaints
    assert ("journey.md:10:20", 33) == (str(complaint.span), complaint.span.end_col)
    assert "The agent calls `refund_orders`." == complaint.words
    assert not plan.runnable


def test_a_sentence_without_end_is_not_read(compiled: Compiled) -> None:
    """A sentence of thousands of characters is said to be too long, and costs no time."""
    plan = compiled(f"# T\n\n{GOOD}- The agent asks {'for it ' * 2000}\n")
    assert ["J002"] == [complaint.code for complaint in plan.complaints]
    assert "needs_model" == plan.readings[-1].status


PLACES = [
    ("# T\n\nAnn wants a refund. Her order\n   number is {order}, she says.\n", "J006", "4:14-4:21"),
    ("# T\n\n## Should\n\n- The agent apologises and then\n  answers **properly**.\n", "J004", "6:13-6:21"),
    ("# T\n\n## Should\n\n* The agent may  apologise.\n", "J005", "5:13-5:16"),
    ("# T\n\n## Should\n\n1. The agent calls `refund_ordre`.\n", "J011", "5:21-5:33"),
    ("# T\n\nOwner: Ann · Language: Welsh · Risk: low\n", "J015", "3:14-3:29"),
]


@pytest.mark.parametrize(("text", "code", "place"), PLACES, ids=[code for _, code, _ in PLACES])
def test_a_complaint_points_at_the_very_words(text: str, code: str, place: str, compiled: Compiled) -> None:
    """Whatever bullet, emphasis or line end is around them, in a wrapped paragraph too."""
    (span,) = [one.span for one in compiled(text).complaints if one.code == code]
    assert place == f"{span.line}:{span.col}-{span.end_line}:{span.end_col}"


def test_every_complaint_quotes_the_author(compiled: Compiled) -> None:
    """What has a place in the journey has its words; what is about all of it has none."""
    for text, code, _ in PLACES:
        for one in compiled(text).complaints:
            assert bool(one.words) == (one.span.end_col > 1 or one.span.end_line > 1), code
