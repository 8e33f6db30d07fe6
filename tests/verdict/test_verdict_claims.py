"""What the agent says it did, held against calls."""

from typing import Any

from harness.verdict.claims import claims

TOOLS = {
    "cancel_order": "cancel",
    "add_bags": "update",
    "change_seats": "update",
    "swap_items": "update",
    "think": None,
}


def standings(talk: Any, *turns: Any, tools: Any = TOOLS) -> list[str]:
    return [claim.standing for claim in claims(talk.transcript(*turns), tools)]


def test_each_thing_of_a_list_needs_its_call(talk: Any) -> None:
    """Three orders are said to be cancelled, two were: the list is not borne out."""
    looked = [talk.tool("get_order", order=f"W-100{number}") for number in (1, 2, 3)]
    done = [talk.tool("cancel_order", order=f"W-100{number}") for number in (1, 2)]
    told = "These orders have been cancelled:\n\n1. W-1001\n2. W-1002\n3. W-1003\n\nAnything else?"
    assert ["mismatch"] == standings(talk, ("All of them", told, *looked, *done))
    all_three = talk.tool("cancel_order", order="W-1003")
    assert ["backed"] == standings(talk, ("All of them", told, *looked, *done, all_three))


def test_a_change_of_another_thing_bears_nothing_out(talk: Any) -> None:
    """Seats were changed; that bags were added is not shown by it."""
    call = talk.tool("change_seats", booking="QX7TT1")
    assert ["mismatch"] == standings(talk, ("Hi", "Two bags have been added to your booking.", call))
    assert ["backed"] == standings(talk, ("Hi", "Your seats have been changed.", call))


def test_a_tool_of_the_settings_is_heard_by_its_own_word(talk: Any) -> None:
    """A swap is of no class that people speak of; the settings' tool is called so, and it was never used."""
    assert ["phantom"] == standings(talk, ("Hi", "The swap has been requested.", talk.tool("think")))
    assert ["backed"] == standings(talk, ("Hi", "The swap has been requested.", talk.tool("swap_items", order="W-1")))


def test_the_side_of_another_change_cannot_be_seen(talk: Any) -> None:
    """Where no tool refunds by itself, a refund that came with a cancellation is neither shown nor disproved."""
    told = "The refund has been processed to your card."
    assert ["unverifiable"] == standings(talk, ("Hi", told, talk.tool("cancel_order", order="W-1001")))
    assert ["phantom"] == standings(talk, ("Hi", told, talk.tool("think")))


def test_a_record_given_by_another_change_bears_it_out(talk: Any) -> None:
    """The tool's own answer says that money went back, in the fractions that computers write."""
    call = talk.tool(
        "change_seats", booking="QX7TT1", result={"entries": [{"kind": "refund", "amount": 13.750000000000028}]}
    )
    assert ["backed"] == standings(
        talk, ("Hi", "A refund of £13.75 has been processed.", call), tools={**TOOLS, "pay": "refund"}
    )
