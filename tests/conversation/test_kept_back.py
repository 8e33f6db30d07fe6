"""The scripted customer keeps back what the author keeps back, until its time has come, and changes mood."""

from pathlib import Path

import pytest

from harness.assurance import case_of
from harness.conversation.agenda import Agenda, register_in
from harness.conversation.nouns import Case, Left, Said
from harness.conversation.scripted import ScriptedCustomer
from harness.journey.read import read_journey
from harness.plan.compile import compile_journey
from harness.settings import Settings
from harness.target.nouns import Reply

OPENING = "Ana Ray bought a lamp last week and it flickers. She wants her money back."


def case(tmp_path: Path, line: str) -> Case:
    file = tmp_path / "lamp.md"
    file.write_text(
        f"# Lamp\n\n{OPENING}\n{line}\n\n## What should happen\n\n- The agent refunds £24.00.\n", encoding="utf-8"
    )
    plan = compile_journey(read_journey(file, tmp_path), Settings().vocabulary)
    return case_of(plan, plan.variations[0], 1, 7)


def talk(tmp_path: Path, line: str, *agent: str) -> list[str]:
    """What the customer says: the opening, then to each of the agent's lines."""
    customer = ScriptedCustomer(case(tmp_path, line))
    return [_text(customer.reply(None)), *(_text(customer.reply(Reply(text=text))) for text in agent)]


def _text(said: Said | Left) -> str:
    assert isinstance(said, Said)
    return said.text


@pytest.mark.parametrize(
    ("line", "secret", "agent", "told"),
    [
        (
            "She only gives her safe phrase, blue moon, if the agent asks for it.",
            "blue moon",
            ("What is your order number?", "And what is your safe phrase?"),
            [False, False, True],
        ),
        (
            "Her account number is T-20981, but she will not give it until the agent explains what it is for.",
            "T-20981",
            (
                "What is your account number?",
                "Let me explain what it is for: it finds your order. What is your account number?",
            ),
            [False, False, True],
        ),
        (
            "Her account number is T-20981. She does not give her account number "
            "until the agent explains what it is for.",
            "T-20981",
            (
                "What is your account number?",
                "Let me explain what it is for: it finds your order. What is your account number?",
            ),
            [False, False, True],
        ),
        (
            "She gives her customer number, C-881, only when she is asked for it a second time.",
            "C-881",
            ("What is your customer number?", "I do need it: what is your customer number?"),
            [False, False, True],
        ),
        (
            "She keeps to herself that she dropped the lamp unless the agent asks how it broke.",
            "I dropped the lamp",
            ("What is your order number?", "May I ask how it broke?"),
            [False, False, True],
        ),
        (
            "It is in her sister's name, Bea, but she says so only when the agent cannot find it.",
            "Bea",
            ("Which name is it under?", "I'm afraid I cannot find it."),
            [False, False, True],
        ),
        (
            "She has a second lamp at home, which she keeps to herself.",
            "second lamp",
            ("Do you have a second lamp at home?", "Is there a second lamp?"),
            [False, False, False],
        ),
        (
            "She is a member of the club. Do not mention this unless you are asked about memberships.",
            "member of the club",
            ("What is your order number?", "May I ask about memberships you hold?"),
            [False, False, True],
        ),
        (
            "Her old address is 8 Quarry Lane, Selkirk; the new one is 41 Links Place, Leith.",
            "41 Links Place",
            ("What is your address, please?",),
            [False, True],
        ),
    ],
)
def test_a_thing_kept_back_is_told_when_its_time_has_come(
    tmp_path: Path, line: str, secret: str, agent: tuple[str, ...], told: list[bool]
) -> None:
    """Neither the opening nor an answer to something else gives it away; what it waits for brings it out."""
    assert [secret in said for said in talk(tmp_path, line, *agent)] == told


def test_what_is_kept_back_is_said_in_the_customers_words(tmp_path: Path) -> None:
    """The customer says the thing itself, not the sentence that says that they keep it back."""
    said = talk(tmp_path, "She only reveals that it was a present if someone asks who it is for.", "Who is it for?")
    assert said[1].startswith("It was a present")
    assert "only" not in said[1]


def test_a_mood_changes_after_the_event(tmp_path: Path) -> None:
    """From the second apology on the customer speaks crossly; nothing is said about it."""
    customer = ScriptedCustomer(case(tmp_path, "When the agent apologises more than once, she gets angrier."))
    customer.reply(None)
    calm = customer.reply(Reply(text="I apologise for the trouble. What is your order number?"))
    angry = customer.reply(Reply(text="I am sorry, I apologise again. What is your order number?"))
    assert isinstance(calm, Said)
    assert isinstance(angry, Said)
    marked = [reading.sentence.id for reading in customer._case.plan.readings if reading.rule == "customer.reaction"]
    assert [set(marked) <= set(said.sentences) for said in (calm, angry)] == [False, True]
    assert "angr" not in angry.text


@pytest.mark.parametrize(
    ("mood", "register"),
    [
        ("gets angrier", "cross"),
        ("loses patience", "cross"),
        ("calms down", "plain"),
        ("gets less angry", "plain"),
        ("becomes less patient", "cross"),
        ("gets confused", None),
    ],
)
def test_a_mood_has_a_tone(mood: str, register: str | None) -> None:
    """Anger is heard, calm is heard, and a mood without a tone changes none."""
    assert register_in(mood) == register


def test_words_and_a_wish_for_a_person_are_both_said(tmp_path: Path) -> None:
    """A reaction of two parts is carried out whole."""
    line = 'If the agent asks for her reason more than once, she answers "I told you" and asks for a person.'
    said = talk(tmp_path, line, "May I ask for your reason?", "Could I ask once more for your reason?")
    assert "I told you" not in said[1]
    assert said[2].startswith("I told you")
    assert "person" in said[2] or "human" in said[2]


def test_a_refusal_leaves_what_is_wanted(tmp_path: Path) -> None:
    """Who wants money and no points refuses the points, not the compensation."""
    agenda = Agenda(case(tmp_path, "She wants compensation in cash, not in points."))
    assert agenda.rejects == (frozenset({"point"}),)
