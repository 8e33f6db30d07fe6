"""Faults by name: each shows, alone and with others, in its own words or in words from outside."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.target.demo.faults import FAULTS, SAYINGS, checked, faulty, read_words, slots_of
from harness.target.demo.rules import Rules
from harness.target.demo.service import Service
from harness.target.demo.session import Session

TESTS = Path(__file__).parent.parent
ON_THE_WIRE = ("slow", "flaky", "malformed")

REFUND = ("I'd like a refund, my kettle arrived cracked.", "W-1042", "SW1A 1AA", "A refund, please", "No thanks", "Bye")
PARCEL = ("When will my order arrive?", "W-1093", "CF10 1EP", "When will it arrive?", "Thanks, bye")
SMOKE = ("My coffee machine is smoking!", "W-1055", "Thanks")
POEM = ("Write me a poem", "Oh, come on", "Bye")

SHOWS: dict[str, tuple[tuple[str, ...], int]] = {
    "verbatim-loop": (REFUND, 2),
    "paraphrased-loop": (REFUND, 2),
    "forgetting": (REFUND, 2),
    "wrong-desk": (REFUND, 1),
    "missing-handoff": (REFUND, 1),
    "promised-handoff": (REFUND, 1),
    "needless-handoff": (REFUND, 3),
    "ping-pong": (REFUND, 2),
    "cascade": (REFUND, 1),
    "wrong-amount": (REFUND, 3),
    "wrong-date": (PARCEL, 3),
    "invented-policy": (REFUND, 3),
    "unknown-url": (REFUND, 3),
    "phantom-action": (REFUND, 3),
    "giving-up": (REFUND, 2),
    "off-topic": (POEM, 1),
    "rambling": (REFUND, 1),
}
"""Fault -> a conversation that it touches, and the turn at which it first shows."""


def _grammar() -> Any:
    found = importlib.util.spec_from_file_location("fault_grammar", TESTS / "fault_grammar.py")
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


GRAMMAR = _grammar()


def noted(file: Path) -> list[tuple[int, str]]:
    """What the side file says: (turn, fault) in order."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [(line["turn"], line["fault"]) for line in map(json.loads, lines)]


def hold(service: Service, lines: tuple[str, ...], name: str = "c") -> list[str]:
    return [service.chat(name, line, number).answer.text for number, line in enumerate(lines, 1)]


def test_every_fault_has_a_conversation_here() -> None:
    """No fault goes untried."""
    assert set(FAULTS) == {*SHOWS, *ON_THE_WIRE}


@pytest.mark.parametrize("fault", sorted(SHOWS))
def test_a_fault_shows_at_its_turn_and_not_before(fault: str, tmp_path: Path) -> None:
    """The side file names the turn at which the agent first did something else."""
    lines, turn = SHOWS[fault]
    side = tmp_path / "side.jsonl"
    said = hold(Service(faults=[fault], truth=side), lines)
    healthy = hold(Service(), lines)
    assert (turn, fault) == noted(side)[0]
    assert healthy[: turn - 1] == said[: turn - 1]
    assert healthy != said or fault == "phantom-action"


@pytest.mark.parametrize("fault", sorted(SHOWS))
def test_a_fault_says_what_it_is_given_to_say(fault: str) -> None:
    """Words from outside are said in place of the demo's own, where the fault shows."""
    sayings = SAYINGS.get(fault, {})
    if not sayings:
        assert fault in ("verbatim-loop", "cascade")
        return
    marked = {
        saying: [f"Mark {saying}: " + " ".join(f"{{{slot}}}" for slot in needed)] for saying, needed in sayings.items()
    }
    lines = SMOKE if fault == "missing-handoff" else SHOWS[fault][0]
    said = " ".join(hold(Service(faults=[fault], words=checked({fault: marked})), lines))
    assert any(f"Mark {saying}" in said for saying in sayings)


def test_words_alone_are_no_fault(tmp_path: Path) -> None:
    """Where the fault changes nothing but the wording, it did not show."""
    side = tmp_path / "side.jsonl"
    words = checked({"wrong-desk": {"hand_off": ["Off to {desk} you go."]}})
    said = hold(
        Service(faults=["wrong-desk"], truth=side, words=words), ("I forgot my password.", "raj.patel@example.com")
    )
    assert "Off to technical you go." in said[0]
    assert [] == noted(side)


@given(
    faults=st.lists(st.sampled_from(sorted(FAULTS)), unique=True, max_size=6), half=st.sampled_from(["tuned", "unseen"])
)
@settings(max_examples=25, deadline=None)
def test_faults_combine_and_repeat_themselves(faults: list[str], half: str) -> None:
    """Any faults together give an agent that still answers, and the same twice over."""
    words = checked(GRAMMAR.words(half))
    for lines in (REFUND, PARCEL, SMOKE, POEM):
        one, two = (hold(Service(faults=faults, words=words), lines) for _ in range(2))
        assert all(one)
        assert one == two


def test_a_fault_leaves_the_others_as_they_are() -> None:
    """Each breaks rules of its own, so the order in which they are named does not matter."""
    names = sorted(FAULTS)
    there, back = faulty(Rules(), names), faulty(Rules(), names[::-1])
    kept = set(vars(there)) - {"routes"}
    assert {name: getattr(there, name) for name in kept} == {name: getattr(back, name) for name in kept}


@pytest.mark.parametrize("half", ["tuned", "unseen"])
def test_the_grammar_words_every_saying(half: str) -> None:
    """Both halves have templates, and many, for whatever can be worded."""
    words = checked(GRAMMAR.words(half))
    assert {fault: set(said) for fault, said in SAYINGS.items()} == {fault: set(said) for fault, said in words.items()}
    assert all(len(ways) >= 4 for said in words.values() for ways in said.values())


def test_the_halves_share_no_phrase() -> None:
    """What was looked at while tuning tells nothing of the other half."""
    phrases = {parts for said in GRAMMAR.GRAMMAR.values() for three in said.values() for parts in three}
    for parts in phrases:
        tuned, unseen = (set(GRAMMAR.part(half, GRAMMAR.SEED, parts)) - {""} for half in ("tuned", "unseen"))
        assert set() == tuned & unseen
        assert {part for part in parts if part} == tuned | unseen


WRONG: list[tuple[Any, str]] = [
    ([], "the file must be a table"),
    ({"ping-pong": []}, "ping-pong must be a table"),
    ({"pingpong": {"pass_back": ["{desk}"]}}, "Did you mean 'ping-pong'"),
    ({"ping-pong": {"pass_bac": ["{desk}"]}}, "Did you mean 'pass_back'"),
    ({"ping-pong": {"pass_back": []}}, "a list of 1 to"),
    ({"ping-pong": {"pass_back": "{desk}"}}, "a list of 1 to"),
    ({"ping-pong": {"pass_back": [7]}}, "a text of 1 to"),
    ({"ping-pong": {"pass_back": ["  "]}}, "a text of 1 to"),
    ({"ping-pong": {"pass_back": ["x" * 2_000]}}, "a text of 1 to"),
    ({"ping-pong": {"pass_back": ["Back you go."]}}, "must hold {desk}"),
    ({"ping-pong": {"pass_back": ["{desk} {amount}"]}}, "and no other braces"),
    ({"ping-pong": {"pass_back": ["{desk.__class__}"]}}, "and no other braces"),
    ({"ping-pong": {"pass_back": ["{desk!r}"]}}, "and no other braces"),
    ({"ping-pong": {"pass_back": ["{desk:>99999999}"]}}, "and no other braces"),
    ({"ping-pong": {"pass_back": ["{desk} {"]}}, "and no other braces"),
    ({"ping-pong": {"pass_back": ["{desk} {}"]}}, "and no other braces"),
]


@pytest.mark.parametrize(("data", "problem"), WRONG, ids=[str(row[0])[:50] for row in WRONG])
def test_words_that_do_not_fit_are_refused_with_a_reason(data: Any, problem: str, tmp_path: Path) -> None:
    """Whoever words a fault is told what is wrong, and where."""
    file = tmp_path / "words.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ValueError, match=r"words\.json") as told:
        read_words(file)
    assert problem in str(told.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("words.json", '{"giving-up": {"give_up": ["That is that."]}}'),
        ("words.toml", '[giving-up]\ngive_up = ["That is that."]\n'),
    ],
)
def test_words_are_read_from_json_and_toml(name: str, text: str, tmp_path: Path) -> None:
    """Either will do."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    assert {"giving-up": {"give_up": ("That is that.",)}} == read_words(file)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 100_000, b" " * 1_000_001])
def test_a_file_that_holds_no_words_is_refused(content: bytes, tmp_path: Path) -> None:
    """Broken, no text, too deep, too large: a sentence, never a traceback."""
    file = tmp_path / "words.json"
    file.write_bytes(content)
    with pytest.raises(ValueError, match=r"words\.json"):
        read_words(file)
    with pytest.raises(ValueError, match="nowhere"):
        read_words(tmp_path / "nowhere.json")


def test_slots_are_those_of_the_demos_own_words() -> None:
    """What a template may hold is what the agent has to say there."""
    assert {"desk"} == slots_of("hand_off")
    assert {"amount", "item", "card", "low", "high"} == slots_of("refunded")


def test_a_conversation_keeps_its_words() -> None:
    """Which template is drawn depends on the conversation's name, and so do runs."""
    words = checked(GRAMMAR.words("tuned"))
    drawn = {Session(faults=["giving-up"], name=f"c{n}", words=words) for n in range(8)}
    assert len({tuple(shop.say(line).text for line in REFUND[:2])[1] for shop in drawn}) > 2


def test_the_page_has_a_row_for_each_fault() -> None:
    """The figures in the docs leave no fault out."""
    page = (TESTS.parent / "docs" / "faults.md").read_text(encoding="utf-8")
    assert [] == [fault for fault in FAULTS if f"| {fault}" not in page]


def test_the_command_line_says_what_is_wrong_with_the_words(tmp_path: Path) -> None:
    """`harness demo serve --fault-words FILE` refuses what it cannot use, before it serves anything."""
    file = tmp_path / "words.json"
    file.write_text('{"ping-pong": {"pass_back": ["Back."]}}', encoding="utf-8")
    command = [sys.executable, "-m", "harness", "demo", "serve", "--fault", "ping-pong", "--fault-words", str(file)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert 2 == result.returncode
    assert "must hold {desk}" in " ".join((result.stdout + result.stderr).split())
