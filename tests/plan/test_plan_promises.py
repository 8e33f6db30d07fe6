"""What holds for every journey, whoever wrote it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.journey import read_journey
from harness.plan import Plan, Vocabulary, compile_journey, fill, restate
from harness.plan.nouns import AnyItem, Check, Deed, Limit, Line

Compiled = Callable[[str], Plan]

LINES = {
    "customer": (
        "Maria Lopez is tired.",
        "She wants a refund.",
        "Her order number is W-1042.",
        "She gives her postcode, SW1A 1AA, if asked.",
        'If the agent offers a voucher: "No thanks."',
        "She does not accept the first no.",
        "It arrived broken.",
        "Vibes: good.",
    ),
    "What should happen": (
        "The agent asks for the order number.",
        "The agent refunds £39.",
        "Maria ends up with the returns team.",
        "It is all done within 8 turns.",
        "The agent handles it well.",
        "The agent may offer a voucher.",
        "Order W-1042 is cancelled.",
    ),
    "What must never happen": (
        "The agent asks for her password. (critical)",
        "The agent promises a refund to a different card.",
    ),
    "What is true": ("A refund takes 5 days.", "An item can be returned within 30 days."),
}


@st.composite
def journeys(draw: st.DrawFn) -> dict[str, list[str]]:
    """A journey as lists of lines under headings, with at least one line each."""
    return {
        heading: draw(st.lists(st.sampled_from(lines), min_size=1, max_size=5, unique=True))
        for heading, lines in LINES.items()
    }


def written(journey: dict[str, list[str]], bullet: str = "- ", names: dict[str, str] | None = None) -> str:
    """The journey as a file."""
    parts = ["# A journey", " ".join(journey["customer"])]
    for heading, lines in list(journey.items())[1:]:
        parts += [f"## {(names or {}).get(heading, heading)}", "\n".join(f"{bullet}{line}" for line in lines)]
    return "\n\n".join(parts) + "\n"


def compile_text(text: str, folder: Path, shop: Vocabulary) -> Plan:
    """Compile a journey from its text."""
    path = folder / "journey.md"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return compile_journey(read_journey(path, folder), shop)


ANYTIME = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ANYTIME
@given(journey=journeys())
def test_how_a_file_is_laid_out_does_not_matter(
    journey: dict[str, list[str]], tmp_path: Path, shop: Vocabulary
) -> None:
    """Bullets, line breaks, blank lines and the synonyms of headings change nothing of what a journey means."""
    names = {"What should happen": "Pass if", "What must never happen": "FAIL IF", "What is true": "Rules"}
    plain = compile_text(written(journey), tmp_path, shop).meaning
    assert plain == compile_text(written(journey, "* ", names), tmp_path, shop).meaning
    flowed = written(journey).replace(" customer", "\ncustomer").replace(" the ", "\n  the ").replace("\n\n", "\n\n\n")
    assert plain == compile_text(flowed, tmp_path, shop).meaning


@ANYTIME
@given(journey=journeys(), data=st.data())
def test_a_change_of_words_never_goes_unnoticed(
    journey: dict[str, list[str]], data: st.DataObject, tmp_path: Path, shop: Vocabulary
) -> None:
    """A line misspelt, deleted or written twice changes the meaning, or draws a complaint."""
    heading = data.draw(st.sampled_from(list(journey)))
    place = data.draw(st.integers(0, len(journey[heading]) - 1))
    lines = list(journey[heading])
    what = data.draw(st.sampled_from(["misspell", "delete", "double"]))
    if what == "misspell":
        words = lines[place].split(" ")
        index = max(range(len(words)), key=lambda word: len(words[word]))
        words[index] = words[index][0] + "q" + words[index][1:]
        lines[place] = " ".join(words)
    else:
        lines[place : place + 1] = [] if what == "delete" else [lines[place]] * 2
    before = compile_text(written(journey), tmp_path, shop)
    after = compile_text(written({**journey, heading: lines}), tmp_path, shop)
    assert (before.meaning, before.complaints) != (after.meaning, after.complaints)
    assert before.text_digest != after.text_digest


@ANYTIME
@given(text=st.one_of(journeys().map(written), st.text(max_size=400)))
def test_every_sentence_is_accounted_for(text: str, tmp_path: Path, shop: Vocabulary) -> None:
    """Each sentence has one reading, in order; what is understood has an item, which points at its sentence."""
    journey_file = tmp_path / "journey.md"
    journey_file.write_bytes(text.encode("utf-8", "surrogatepass"))
    journey = read_journey(journey_file, tmp_path)
    plan = compile_journey(journey, shop)
    assert journey.sentences == tuple(reading.sentence for reading in plan.readings)
    for reading in plan.readings:
        assert (reading.status == "understood") <= bool(reading.items)
        assert {reading.sentence.id} >= {item.sentence for item in reading.items}
        assert all(restate(item).strip() for item in reading.items)
    assert plan.model_dump_json() == compile_journey(journey, shop).model_dump_json()
    assert plan == Plan.model_validate_json(plan.model_dump_json())


def test_the_force_of_should_and_must_is_the_same(compiled: Compiled) -> None:
    """'Asks', 'should ask' and 'must ask' mean the same."""
    meanings = {
        compiled(f"# T\n\n## Expected\n\n- The agent {words} for her postcode.\n").meaning
        for words in ("asks", "should ask", "must ask", "has to ask")
    }
    assert 1 == len(meanings)


def test_notes_are_no_part_of_the_meaning(compiled: Compiled) -> None:
    """Notes and comments change the text of a journey, not what it means."""
    plain = compiled("# T\n\n## Expected\n\n- The agent waits.\n")
    noted = compiled("# T\n\n## Expected\n\n- The agent waits.\n\n<!-- a -->\n\n## Notes\n\nAsk Ann.\n")
    assert plain.meaning == noted.meaning
    assert plain.text_digest != noted.text_digest


def test_slots_are_filled_wherever_they_stand() -> None:
    """A variation's values take the place of its slots in every text of an item, also inside a deed."""
    line = Line(sentence="s", text="i have {Item}", say="I have {Item} and {other}")
    check = Check(sentence="s", text="t", deed=Deed(act="say", about="order { order }"))
    limit = Limit(sentence="s", text="t", metric="turns", value="{n}")
    filled = fill((line, check, limit), {"item": "a pan", "order": "W-1", "n": "8"})
    assert "I have a pan and {other}" == filled[0].say  # type: ignore[union-attr]
    assert "order W-1" == filled[1].deed.about  # type: ignore[union-attr]
    assert 8 == filled[2].bound  # type: ignore[union-attr]


RESTATED = [
    (
        "should",
        "The agent should ask for the postcode before it refunds £39.",
        "The agent asks for the postcode before it refunds £39.",
    ),
    (
        "should",
        "If the order is late, the agent apologises.",
        "If the agent says that the order is late, the agent apologises.",
    ),
    ("should", "Ideally, the agent offers to send a new one.", "Ideally, the agent offers to send a new one."),
    ("should", "The agent may offer a voucher.", "The agent may offer a voucher."),
    ("should", "Tom is passed on at most once.", "The customer is passed on at most once."),
    ("should", "The agent maintains context.", "The agent maintains context."),
    ("never", "The agent tells her to keep using it.", "The agent never tells the customer to keep using it."),
    (
        "never",
        "The agent asks for her email again after she has given it.",
        "The agent never asks for her email again.",
    ),
    ("never", "Charge C-1 is refunded.", "Afterwards, charge C-1 is not refunded."),
    (
        "customer",
        "She only gives her postcode, SW1A 1AA, if asked.",
        "The customer gives the postcode, SW1A 1AA, only if asked.",
    ),
    ("customer", "She will not accept a voucher.", "The customer will not accept a voucher."),
    ("customer", "If the agent says no, she leaves.", "If the agent refuses, the customer leaves."),
]


@pytest.mark.parametrize(("heading", "text", "restated"), RESTATED)
def test_an_item_is_said_back_in_plain_english(heading: str, text: str, restated: str, compiled: Compiled) -> None:
    """What was understood is said back as one ordinary sentence."""
    plan = compiled(f"# T\n\n## {heading}\n\n- {text}\n")
    (item,) = plan.readings[0].items
    assert restated == restate(item)


def test_every_kind_of_item_can_be_said_back(shop_plan: Callable[[str], Plan]) -> None:
    """No item of the shop's journeys is restated as machine talk."""
    items: list[AnyItem] = [
        item
        for name in ("refund-cracked-item", "charged-twice")
        for one in shop_plan(name).readings
        for item in one.items
    ]
    for item in items:
        assert restate(item)[0].isupper() or restate(item).startswith("{")
        assert "None" not in restate(item)
