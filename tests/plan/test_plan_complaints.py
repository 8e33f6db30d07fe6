"""What a journey's author is told, where, and what would work."""

from collections.abc import Callable

import pytest

from harness.plan import Plan

Compiled = Callable[[str], Plan]

GOOD = "## What should happen\n\n- The agent apologises.\n"

COMPLAINTS = [
    ("J001", "error", "# T\n\nShe wants a refund.\n", "What should happen"),
    ("J001", "error", "# T\n\n## What should happen\n\n- The agent may apologise.\n", "What should happen"),
    ("J002", "warning", f"# T\n\nVibes: chaotic good.\n\n{GOOD}", "Notes"),
    ("J002", "warning", f"# T\n\n{GOOD}- The agent maintains context.\n", "The agent"),
    ("J004", "warning", f"# T\n\n{GOOD}- The agent should handle it well.\n", "offers a refund or explains why not"),
    ("J004", "warning", f"# T\n\n{GOOD}- The agent responds quickly.\n", "within 4 turns"),
    ("J005", "info", f"# T\n\n{GOOD}- The agent may offer a voucher.\n", "without 'may'"),
    (
        "J008",
        "warning",
        f"# T\n\n{GOOD}\n## Never\n\n- The agent does not verify the customer.\n",
        "What should happen",
    ),
    ("J009", "error", f"# T\n\n{GOOD}- The customer clicks the red button.\n", "what the customer reads"),
    ("J009", "error", f"# T\n\nShe clicks on Help.\n\n{GOOD}", "writes in the chat"),
    ("J011", "error", f"# T\n\n{GOOD}- Maria ends up with the return desk.\n", "'returns'"),
    ("J011", "error", f"# T\n\n{GOOD}- The agent calls `refund_orders`.\n", "'refund_order'"),
    (
        "J012",
        "warning",
        f"# T\n\n{GOOD}- The agent cancels the order.\n\n## Never\n\n- The agent cancels the order.\n",
        "take one",
    ),
    ("J013", "warning", f"# T\n\nShe wants a refund.\n\n{GOOD}- The agent asks for her postcode.\n", "Her postcode is"),
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
        "# T\n\n## Try it with\n\n| name | should | never |\n|--|--|--|\n| a | The agent cancels the order. | |\n"
        "| b | | The agent cancels the order. |\n"
    )
    assert () == plan.complaints


def test_the_place_of_a_complaint_is_the_sentence(compiled: Compiled) -> None:
    """A complaint points at the line and column of the sentence it is about."""
    plan = compiled(f"# T\n\n{GOOD}- The agent calls `refund_orders`.\n")
    assert ["journey.md:6:3"] == [str(complaint.span) for complaint in plan.complaints]
    assert not plan.runnable


def test_a_sentence_without_end_is_not_read(compiled: Compiled) -> None:
    """A sentence of thousands of characters is said to be too long, and costs no time."""
    plan = compiled(f"# T\n\n{GOOD}- The agent asks {'for it ' * 2000}\n")
    assert ["J002"] == [complaint.code for complaint in plan.complaints]
    assert "needs_model" == plan.readings[-1].status
