"""The verbs that the guide lists are verbs that the rules know, each read as the act under which it stands."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.plan import Plan
from harness.plan.nouns import Check, Route
from harness.plan.saying.restate import restate

GUIDE = Path(__file__).parents[2] / "docs" / "writing-journeys.md"
ACTS = {
    "asks": ("ask", "the member number"),
    "tells": ("say", "the terms"),
    "puts forward": ("offer", "a refund"),
    "refuses": ("refuse", "the refund"),
    "apologises": ("apologise", "the delay"),
    "does": ("do", "the booking"),
    "closes": ("do", "the account"),
    "passes on": ("hand_off", "him to a person"),
}


def listed() -> list[tuple[str, str]]:
    """Each verb of the guide's table with the words of its row's first column."""
    table = GUIDE.read_text(encoding="utf-8").split("These verbs are known", 1)[1].split("What is done is proved", 1)[0]
    rows = re.findall(r"^\| (?P<does>[a-z ]+) \| (?P<verbs>[^|]+) \|$", table, re.MULTILINE)
    return [
        (does, verb.strip())
        for does, verbs in rows
        if does in ACTS
        for verb in re.sub(r", of .*", "", verbs).split(",")
    ]


@pytest.mark.parametrize(("does", "verb"), listed(), ids=[verb for _, verb in listed()])
def test_a_verb_of_the_guide_is_read_as_the_guide_says(does: str, verb: str, compiled: Callable[[str], Plan]) -> None:
    """Nobody is told of a verb that would be asked about, or read as another act."""
    act, thing = ACTS[does]
    about = "it is late" if verb.endswith("that") else thing
    plan = compiled(f"# T\n\nOwen Pugh is calm. He wants help.\n\n## Should\n\n- The agent {verb} {about}.\n")
    reading = plan.readings[-1]
    assert "understood" == reading.status
    (item,) = reading.items
    found = item.deed.act if isinstance(item, Check) and item.deed else "hand_off" if isinstance(item, Route) else None
    assert act == found, restate(item)


def test_every_row_of_the_guide_is_tried() -> None:
    """The table is there, and no row of it is passed over."""
    assert set(ACTS) == {does for does, _ in listed()}
