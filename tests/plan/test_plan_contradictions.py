"""Lines that cannot all hold are shown to their author; lines that only sound alike are left alone."""

from collections.abc import Callable

import pytest

from harness.plan import Plan

Compiled = Callable[[str], Plan]


def journey(top: str = "", should: str = "", never: str = "", facts: str = "") -> str:
    """A journey of these lines, separated by |."""
    titles = {"What should happen": should, "What must never happen": never, "What is true": facts}
    parts = [f"# T\n\nAnn wants a refund. {top}\n"]
    for title, text in titles.items():
        parts += [f"## {title}\n\n", *(f"- {line.strip()}\n" for line in text.split("|") if line.strip()), "\n"]
    return "\n".join(parts)


CONTRADICTORY = [
    ("opposite", {"should": "The agent offers a voucher.", "never": "The agent offers a voucher."}),
    ("two ends", {"should": "Ann ends up with the billing team. | Ann ends up with the returns team."}),
    ("bounds", {"should": "It is all done within 8 turns. | The conversation takes at least 10 turns."}),
    ("periods", {"facts": "Items can be refunded within 30 days. | Items can be refunded within 14 days."}),
    ("prices", {"facts": "Express delivery costs £7.95. | Express delivery costs £9.95."}),
    ("denied", {"facts": "Sale items can be returned. | Sale items cannot be returned."}),
    (
        "a check against a fact",
        {
            "should": "The agent tells her that the refund takes 3 days.",
            "facts": "A refund takes 5 to 7 business days.",
        },
    ),
    (
        "two things to say",
        {"should": "The agent says that the refund takes 3 days. | The agent says that the refund takes 9 days."},
    ),
    ("two values", {"top": "Her order number is W-1042. Her order number is W-1043."}),
    (
        "two states",
        {"should": "The status of order W-1042 is cancelled in the shop's records. | "
         "The status of order W-1042 is shipped in the shop's records."},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lines"), CONTRADICTORY, ids=[name for name, _ in CONTRADICTORY])
def test_a_contradiction_is_shown_once_with_both_lines(name: str, lines: dict[str, str], compiled: Compiled) -> None:
    """One complaint, at the later line, with the words of both."""
    plan = compiled(journey(**lines))
    (found,) = [one for one in plan.complaints if one.code == "J012"]
    first = next(one.sentence for one in plan.readings if repr(one.sentence.text) in found.message)
    assert f"line {first.span.line}" in found.message
    assert found.words
    assert (found.span.line, found.span.col) > (first.span.line, first.span.col)


AGREED = [
    ("two periods", {"facts": "Items can be refunded within 30 days. | Items can be exchanged within 14 days."}),
    ("two services", {"facts": "Standard delivery costs £3.95. | Express delivery costs £7.95."}),
    ("two directions", {"facts": "Parcels sent to France take 3 days. | Parcels France sent take 5 days."}),
    ("two orders", {"facts": "Order W-1042 costs £39.00. | Order W-1077 costs £25.00."}),
    ("two amounts", {"facts": "Refunds over £50 take 10 days. | Refunds over £20 take 5 days."}),
    ("two cases", {"facts": "If it is cracked, it can be returned. | If it is used, it cannot be returned."}),
    ("units", {"facts": "A refund takes a month. | A refund takes 30 days."}),
    ("working days", {"facts": "A refund takes 5 business days. | A refund takes 7 days."}),
    ("one condition", {"should": "If the agent refuses the refund, the agent offers a voucher.",
                       "never": "The agent offers a voucher."}),
    ("room", {"should": "It is all done within 8 turns. | The conversation takes at least 4 turns."}),
    ("on the way", {"should": "The agent passes her on to the billing team. | Ann ends up with the returns team."}),
    ("two amounts back", {"should": "The agent refunds £39.00. | The agent refunds £25.00."}),
    ("two things asked", {"should": "The agent asks for her postcode.", "never": "The agent asks for her password.",
                          "top": "Her postcode is SW1A 1AA."}),
    ("allowed", {"should": "The agent may offer a voucher.", "never": "The agent offers a voucher."}),
    ("two addresses", {"top": "Her old address is 1 Elm Street. Her new address is 2 Oak Street."}),
    ("two numbers", {"top": "Her first order number is W-1042. Her second order number is W-1043."}),
    ("order of things", {"should": "The agent asks for the order number before it talks about a refund.",
                         "never": "The agent asks for the order number again after she has given it.",
                         "top": "Her order number is W-1042."}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lines"), AGREED, ids=[name for name, _ in AGREED])
def test_lines_that_can_both_hold_are_left_alone(name: str, lines: dict[str, str], compiled: Compiled) -> None:
    """Other things, other cases, other units: no alarm."""
    assert [] == [one.message for one in compiled(journey(**lines)).complaints if one.code == "J012"]


def test_a_thousand_lines_on_one_thing_cost_no_time(compiled: Compiled) -> None:
    """Many figures for one thing are compared with the first few only, and told of."""
    facts = " | ".join(f"Express delivery costs £{number}.95." for number in range(400))
    plan = compiled(journey(should="The agent apologises.", facts=facts))
    assert 0 < len([one for one in plan.complaints if one.code == "J012"]) < 400


def test_things_of_which_one_is_enough_do_not_contradict(compiled: Compiled) -> None:
    """Either desk will do: that is a choice, not a contradiction."""
    ends = "- One of these:\n  - Ann ends up with the billing team.\n  - Ann ends up with the returns team.\n"
    plan = compiled(f"# T\n\nAnn wants a refund.\n\n## Should\n\n{ends}")
    assert [True, True] == [one.sentence.any_of for one in plan.readings if one.status == "understood" and one.items][
        -2:
    ]
    assert "J012" not in [one.code for one in plan.complaints]
