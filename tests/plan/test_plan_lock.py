"""The lock: what was accepted is what is read, what reads otherwise is said, and a broken file is never half used."""

import json
import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.assurance import case_of, compile_all
from harness.journey import Journey, read_journey
from harness.money import Tokens
from harness.pinning import questions, without_orphans
from harness.plan import Plan, Vocabulary, compile_journey
from harness.plan.compile import customer_of
from harness.plan.locking.lock import EMPTY, NAME, Lock, LockError, Pin, Understood, parse, with_readings
from harness.plan.locking.lockfile import read_lock, write_lock
from harness.plan.locking.pin import context_digest, strictly, understood_in
from harness.plan.nouns import (
    AnyItem,
    Behaviour,
    Check,
    Deed,
    Ending,
    Fact,
    Judged,
    Limit,
    Line,
    Persona,
    Policy,
    Reaction,
    Reading,
    Route,
    State,
    ToolCheck,
    Want,
)

TEXT = """# Two parcels

Ida Moss is polite. She wants to know where her parcel is. Vibes: gloomy but game.

## What should happen

- The agent flags the hold-up to the depot.
- The agent asks for the order number.

## What must never happen

- The agent bamboozles Ida about the fee of {fee}. (critical)

## Try it with

| name | fee |
|------|-----|
| low  | £4  |
| high | £9  |
"""
FLAGS = "The agent flags the hold-up to the depot."
MENTIONS = Check(sentence="", text="", deed=Deed(act="say", about="the hold-up"))

Written = Callable[..., Journey]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A journey from its text."""

    def written(text: str = TEXT, name: str = "parcels") -> Journey:
        path = tmp_path / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        return read_journey(path, tmp_path)

    return written


def names_of(journey: Journey, vocabulary: Vocabulary) -> str:
    return context_digest(customer_of(journey), vocabulary, journey)


def pin(journey: Journey, vocabulary: Vocabulary, **changes: object) -> Pin:
    fields = {
        "sentence": FLAGS,
        "heading": "should",
        "context": names_of(journey, vocabulary),
        "reading": "The agent mentions the hold-up.",
        "items": (MENTIONS,),
        "by": "person",
        "compiler": "rules/1",
        "accepted_by": "p.ng",
        "on": date(2026, 11, 21),
    }
    return Pin.model_validate(fields | changes)


def reading(plan: Plan, text: str) -> Reading:
    return next(one for one in plan.readings if one.sentence.text == text)


# ---- pins ---------------------------------------------------------------------------------------------------


def test_without_a_lock_nothing_is_pinned(written: Written, shop: Vocabulary) -> None:
    """A sentence that no rule reads stays unsure, and is said so."""
    plan = compile_journey(written(), shop)
    unsure = reading(plan, FLAGS)
    assert "needs_model" == unsure.status
    assert ["J002"] == [one.code for one in plan.complaints if one.span == unsure.sentence.span]


def test_a_pinned_sentence_has_the_locks_items_as_its_own(written: Written, shop: Vocabulary) -> None:
    """The items carry the sentence's id and weight, say what was accepted, and give a result in the run."""
    journey = written(TEXT.replace("# Two parcels\n", "# Two parcels\n\nRisk: high\n"))
    plan = compile_journey(journey, shop, Lock(pins=(pin(journey, shop),)))
    found = reading(plan, FLAGS)
    assert ("pinned", "person") == (found.status, found.rule)
    (item,) = found.items
    assert isinstance(item, Check)
    assert (found.sentence.id, "The agent mentions the hold-up.", "high") == (item.sentence, item.text, item.severity)
    assert MENTIONS.deed == item.deed
    assert not [one for one in plan.complaints if one.span == found.sentence.span]
    assert item in case_of(plan, plan.variations[0], 1, 7).items


def test_a_mark_on_the_line_weighs_the_pinned_item_too(written: Written, shop: Vocabulary) -> None:
    """(critical) belongs to the sentence, not to the lock: marking a line needs no new pin."""
    journey = written(TEXT.replace(FLAGS, f"{FLAGS} (critical)"))
    plan = compile_journey(journey, shop, Lock(pins=(pin(journey, shop),)))
    assert ["critical"] == [item.severity for item in reading(plan, FLAGS).items if isinstance(item, Judged)]


def test_a_pin_holds_for_every_row_and_for_words_written_otherwise(written: Written, shop: Vocabulary) -> None:
    """Rows are read once, as templates: other values, other letters' case or blanks need no new pin."""
    lock = Lock(pins=(pin(written(), shop),))
    other = written(TEXT.replace("£4 ", "£5 ").replace("flags the hold-up", "flags  the Hold-up"))
    assert ["pinned"] == [
        one.status for one in compile_journey(other, shop, lock).readings if "flags" in one.sentence.text
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ida Moss", "Ada Moss"),
        ("| name | fee |", "| name | fees |"),
        (FLAGS, "The agent flags the hold-ups to the depot."),
        ("## What should happen", "## Nice to have"),
    ],
    ids=["the customer's name", "a slot's name", "the words", "the heading"],
)
def test_a_pin_is_for_these_words_heading_and_names(written: Written, shop: Vocabulary, old: str, new: str) -> None:
    """Where the words, their heading, or a name that they were read against is another, nothing is pinned any more."""
    lock = Lock(pins=(pin(written(), shop),))
    plan = compile_journey(written(TEXT.replace(old, new)), shop, lock)
    assert not [one for one in plan.readings if one.status == "pinned"]


def test_what_the_rules_learn_later_does_not_take_over_silently(written: Written, shop: Vocabulary) -> None:
    """A sentence that the rules understand keeps the reading that a person accepted."""
    journey = written()
    asks = "The agent asks for the order number."
    lock = Lock(pins=(pin(journey, shop, sentence=asks),))
    assert "pinned" == reading(compile_journey(journey, shop, lock), asks).status


def test_only_a_pinned_check_counts_as_something_to_check(written: Written, shop: Vocabulary) -> None:
    """A journey whose one expectation is pinned can be run; unpinned it has nothing to check."""
    text = f"# One\n\nIda Moss is polite. She wants a refund.\n\n## What should happen\n\n- {FLAGS}\n"
    journey = written(text)
    assert "J001" in {one.code for one in compile_journey(journey, shop).complaints}
    plan = compile_journey(journey, shop, Lock(pins=(pin(journey, shop),)))
    assert "J001" not in {one.code for one in plan.complaints}
    assert plan.runnable


# ---- what reads otherwise -----------------------------------------------------------------------------------


def noted(plan: Plan) -> Lock:
    return with_readings(EMPTY, "rules/0", understood_in(plan), [plan.journey])


def test_unchanged_text_and_rules_say_nothing(written: Written, shop: Vocabulary) -> None:
    """Read by the same rules, no sentence reads otherwise: not even when more is at stake, or when rows change."""
    plan = compile_journey(written(), shop)
    assert understood_in(plan)
    other = TEXT.replace("# Two parcels\n", "# Two parcels\n\nRisk: critical\n").replace("£4 ", "£5 ")
    again = compile_journey(written(other), shop, noted(plan))
    assert "J014" not in {one.code for one in again.complaints}


def test_a_sentence_that_reads_otherwise_shows_both_readings(written: Written, shop: Vocabulary) -> None:
    """J014 names the line and says what it meant and what it would mean; a warning, and under --locked an error."""
    plan = compile_journey(written(), shop)
    asks = reading(plan, "The agent asks for the order number.")
    before = Understood(journey="parcels", sentence=asks.sentence.id, items="0" * 64, reading="The agent is asked.")
    lock = Lock(reader="rules/0", readings=(before,))
    again = compile_journey(written(), shop, lock)
    (found,) = [one for one in again.complaints if one.code == "J014"]
    assert ("warning", asks.sentence.span) == (found.severity, found.span)
    assert "Then (rules/0): The agent is asked. Now: The agent asks for the order number." in found.message
    assert again.runnable
    strict = strictly(again)
    assert ["error"] == [one.severity for one in strict.complaints if one.code == "J014"]
    assert not strict.runnable


def test_a_sentence_that_is_no_longer_understood_reads_otherwise(written: Written, shop: Vocabulary) -> None:
    """What was understood and is unsure now is not passed over."""
    plan = compile_journey(written(), shop)
    unsure = reading(plan, FLAGS)
    entry = Understood(journey="parcels", sentence=unsure.sentence.id, items="1" * 64, reading="It mentions it.")
    again = compile_journey(written(), shop, Lock(readings=(entry,)))
    (found,) = [one for one in again.complaints if one.code == "J014"]
    assert "Now: not understood (needs_model)" in found.message


def test_a_new_sentence_needs_nothing(written: Written, shop: Vocabulary) -> None:
    """A sentence that is not in the lock and that the rules understand is simply read."""
    lock = noted(compile_journey(written(), shop))
    added = TEXT.replace("- The agent asks for the order", "- The agent apologises.\n- The agent asks for the order")
    again = compile_journey(written(added), shop, lock)
    assert "J014" not in {one.code for one in strictly(again).complaints}


def test_locked_wants_every_sentence_read_or_pinned(written: Written, shop: Vocabulary) -> None:
    """Under --locked an unsure sentence is an error that names the way out; pinned, it is none."""
    journey = written()
    (plan,) = compile_all([journey], shop, EMPTY, locked=True)
    stops = [one for one in plan.complaints if one.severity == "error"]
    assert ["J002"] * 3 == [one.code for one in stops]
    assert all(one.suggestion.endswith("harness pin") for one in stops)
    lock = Lock(pins=tuple(_answered(journey, shop)))
    (plan,) = compile_all([journey], shop, lock, locked=True)
    assert plan.runnable


def _answered(journey: Journey, shop: Vocabulary) -> list[Pin]:
    pins = []
    for question in questions([journey], shop, EMPTY):
        items = question.choices(EMPTY)[0].items
        pins.append(pin(journey, shop, sentence=question.sentence.text, heading=question.sentence.heading, items=items))
    return pins


# ---- the file -----------------------------------------------------------------------------------------------


def full(journey: Journey, shop: Vocabulary) -> Lock:
    by_model = {
        "sentence": "Vibes: gloomy but game.",
        "heading": "customer",
        "items": (Persona(sentence="", text="", traits=("gloomy",)),),
        "by": "model:acme-1",
        "prompt": "sha256:" + "a" * 64,
        "tokens": Tokens(fresh=812, output=96),
        "cost": Decimal("0.0031"),
        "currency": "USD",
    }
    pins = (pin(journey, shop), pin(journey, shop, **by_model))
    return with_readings(Lock(pins=pins), "rules/1", understood_in(compile_journey(journey, shop)), [journey.id])


def test_the_file_is_one_entry_a_line_and_reads_back(written: Written, shop: Vocabulary, tmp_path: Path) -> None:
    """Each line is one JSON object, in order, the same bytes whatever order the entries came in; reading gives them."""
    lock = full(written(), shop)
    turned = Lock(reader=lock.reader, pins=lock.pins[::-1], readings=lock.readings[::-1])
    assert lock.text == turned.text
    assert 1 + 2 + len(lock.readings) == len([json.loads(line) for line in lock.text.splitlines()])
    assert lock.text == parse(lock.text).text
    assert write_lock(tmp_path, lock)
    assert lock.digest == (read_lock(tmp_path) or EMPTY).digest
    assert not write_lock(tmp_path, turned), "the same entries are not written again"
    assert [NAME, "parcels.md"] == sorted(path.name for path in tmp_path.iterdir())


def test_items_in_the_file_hold_nothing_that_comes_from_the_sentence(written: Written, shop: Vocabulary) -> None:
    """Ids, words and weight are not stored, so that a line can be moved, marked or given more at stake."""
    entry = json.loads(next(line for line in full(written(), shop).text.splitlines() if "flags" in line))
    assert {"kind", "deed", "polarity", "level", "criterion"} == set(entry["items"][0])
    assert "cost" not in entry


AGENT, ASKS = Deed(act="say", about="hello"), {"sentence": "", "text": ""}
EVERY_KIND: tuple[AnyItem, ...] = (
    Persona(**ASKS),
    Want(**ASKS, role="constraint", about="a refund", accepts=False),
    Fact(**ASKS, key="postcode", value="SA1 3QQ", reveal="if_asked"),
    Reaction(**ASKS, trigger=AGENT, say="No.", times=2),
    Line(**ASKS, say="Hello"),
    Behaviour(**ASKS, does="polite"),
    Ending(**ASKS, when=AGENT, satisfied=False),
    Check(**ASKS, deed=AGENT, before=AGENT, after=AGENT, when=AGENT, polarity="never", level="advisory"),
    Check(**ASKS, deed=None),
    Route(**ASKS, desk="returns", final=True, before=AGENT),
    ToolCheck(**ASKS, tool="refund_order", at_most=1),
    State(**ASKS, subject="order W-1042", field="refunded", value="yes"),
    Limit(**ASKS, metric="turns", value="{turns}"),
    Policy(**ASKS, about="A refund takes 5 days"),
)


def test_every_kind_of_item_can_be_pinned(written: Written, shop: Vocabulary, tmp_path: Path) -> None:
    """Whatever a reading holds, also a check that only a reader can decide, comes back from the file as it was."""
    assert set(get_args(get_args(AnyItem)[0])) == {type(item) for item in EVERY_KIND}
    lock = Lock(pins=(pin(written(), shop, items=EVERY_KIND),))
    write_lock(tmp_path, lock)
    assert lock == read_lock(tmp_path)


def test_what_could_not_be_read_again_is_not_written(
    written: Written, shop: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should writing ever put down what reading refuses, the file stays as it was, and it is said."""
    write_lock(tmp_path, Lock(pins=(pin(written(), shop),)))
    before = (tmp_path / NAME).read_bytes()
    monkeypatch.setattr(Lock, "text", property(lambda self: "nonsense\n"))
    with pytest.raises(LockError, match="not JSON"):
        write_lock(tmp_path, EMPTY)
    assert before == (tmp_path / NAME).read_bytes()


def test_no_file_means_nothing_pinned(tmp_path: Path) -> None:
    """A folder without a lock has none."""
    assert read_lock(tmp_path) is None


def test_line_ends_of_another_system_are_taken(written: Written, shop: Vocabulary, tmp_path: Path) -> None:
    """A checkout that turned the line ends round changes nothing."""
    lock = full(written(), shop)
    (tmp_path / NAME).write_bytes(lock.text.replace("\n", "\r\n").encode())
    assert lock.digest == (read_lock(tmp_path) or EMPTY).digest


def test_a_hand_made_item_is_legal_when_it_is_an_item(written: Written, shop: Vocabulary) -> None:
    """A person may write what a sentence means into the lock; what is no item is refused with its line."""
    text = full(written(), shop).text
    edited = text.replace('"about":"the hold-up"', '"about":"the delay"')
    assert edited != text
    (item,) = (one for pin in parse(edited).pins for one in pin.items if isinstance(one, Check) and one.deed)
    assert item.deed is not None
    assert "the delay" == item.deed.about
    with pytest.raises(LockError, match=rf"{NAME}:2: items\.0\.check\.deed\.act: input should be"):
        parse(text.replace('"act":"say"', '"act":"hum"'))


BROKEN = [
    (lambda text: text[:-5], "the last line is cut off"),
    (lambda text: text.split("\n", 1)[1], ":1: the first line of a lock is"),
    (lambda text: text.replace('"version":1', '"version":2'), ":1: this lock has version 2; this harness reads 1"),
    (lambda text: text.replace("{", "[", 1), ":1: this line is not JSON"),
    (lambda text: _line(text, 2, "<<<<<<< ours"), ":2: a merge was left here"),
    (lambda text: _line(text, 2, "[1]"), ":2: this line is no JSON object"),
    (lambda text: _line(text, 2, '{"entry":"note"}'), ':2: this is no entry of a lock: "entry" is "pin" or "read"'),
    (lambda text: _line(text, 3, text.split("\n")[1]), ":3: the same entry stands in line 2"),
    (lambda text: _line(_line(text, 2, text.split("\n")[2]), 3, text.split("\n")[1]), ":3: this entry belongs before"),
    (lambda text: text.replace('"by":"person"', '"by": "person"'), ":2: this line is not in the lock's own form"),
    (lambda text: text.replace('"by":"person"', '"by":"nobody"'), ":2: by: string should match"),
    (lambda text: text.replace('"by":"person"', '"by":"person","by":"person"'), ":2: this line is not in the lock's"),
    (lambda text: text.replace('"heading":"should"', '"heading":"sometimes"'), ":2: heading: input should be"),
    (lambda text: _line(text, 2, "[" * 100_000), ":2: this line is not JSON"),
    (lambda text: text.replace("\n", "\n\n", 1), ":2: this line is not JSON"),
]


def _line(text: str, number: int, instead: str) -> str:
    lines = text.split("\n")
    lines[number - 1] = instead
    return "\n".join(lines)


@pytest.mark.parametrize(("breaks", "says"), BROKEN, ids=[says for _, says in BROKEN])
def test_a_broken_lock_is_a_sentence_with_its_line(
    written: Written, shop: Vocabulary, breaks: Callable[[str], str], says: str
) -> None:
    """Cut, merged, doubled, out of order, hand-edited out of form: said with the line, and nothing of it is used."""
    text = full(written(), shop).text
    broken = breaks(text)
    assert broken != text
    with pytest.raises(LockError) as caught:
        parse(broken)
    assert says in str(caught.value)


def test_all_bad_lines_are_said_at_once(written: Written, shop: Vocabulary) -> None:
    """Two bad lines are two sentences."""
    text = _line(_line(full(written(), shop).text, 2, "{}"), 3, "?")
    with pytest.raises(LockError) as caught:
        parse(text)
    assert [f"{NAME}:2", f"{NAME}:3"] == [line.split(": ")[0] for line in str(caught.value).splitlines()]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_whatever_bytes_are_a_lock_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """No bytes in the file end in a traceback: they are a lock, or a LockError."""
    folder = tmp_path_factory.mktemp("bytes")
    (folder / NAME).write_bytes(data)
    try:
        found = read_lock(folder)
    except LockError:
        return
    assert found is not None


def test_a_full_disk_leaves_the_lock_as_it_was(
    written: Written, shop: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the new file cannot be written whole, the old one stays, nothing lies beside it, and it is said."""
    lock = full(written(), shop)
    write_lock(tmp_path, lock)
    before = (tmp_path / NAME).read_bytes()

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(LockError, match=r"No space left on device\. It is unchanged"):
        write_lock(tmp_path, lock.with_pin(pin(written(), shop, sentence="The agent hums.")))
    assert before == (tmp_path / NAME).read_bytes()
    assert [NAME, "parcels.md"] == sorted(path.name for path in tmp_path.iterdir())


def test_a_lock_that_is_a_folder_is_said(tmp_path: Path) -> None:
    """Something else of the lock's name is neither read nor taken for no lock."""
    (tmp_path / NAME).mkdir()
    with pytest.raises(LockError, match="no file that can be read"):
        read_lock(tmp_path)


# ---- pruning, and a lock of its own size ----------------------------------------------------------------------


def test_pruning_drops_what_nothing_needs_and_keeps_the_rest(written: Written, shop: Vocabulary) -> None:
    """Gone: pins for words or names that changed, readings of sentences that are gone. Kept: what is in use."""
    journey = written()
    lock = full(journey, shop)
    gone = pin(journey, shop, sentence="The agent hums.")
    old = pin(journey, shop, context="sha256:" + "0" * 64)
    stale = Understood(journey="elsewhere", sentence="0" * 12, items="0" * 64, reading="It was.")
    more = Lock(reader=lock.reader, pins=(*lock.pins, gone, old), readings=(*lock.readings, stale))
    assert lock.text == without_orphans([journey], shop, more).text


def test_pruning_drops_a_pin_that_the_rules_make_by_now(written: Written, shop: Vocabulary) -> None:
    """A reading that the rules make themselves needs no pin; another reading of the same words stays pinned."""
    journey = written()
    asks = reading(compile_journey(journey, shop), "The agent asks for the order number.")
    same = pin(journey, shop, sentence=asks.sentence.text, items=asks.items)
    assert () == without_orphans([journey], shop, Lock(pins=(same,))).pins
    other = pin(journey, shop, sentence=asks.sentence.text)
    assert (other,) == without_orphans([journey], shop, Lock(pins=(other,))).pins


def test_a_pin_takes_the_place_of_an_earlier_one(written: Written, shop: Vocabulary) -> None:
    """Pinning the same words again leaves one pin: the new one."""
    one, other = pin(written(), shop), pin(written(), shop, reading="Another reading.")
    assert (other,) == Lock(pins=(one,)).with_pin(other).pins
