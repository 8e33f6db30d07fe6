"""`harness new`: what an answer is taken for, and what it means to give none."""

from pathlib import Path

import pytest

from harness.cli.writing import _Asked
from harness.settings import Settings

WHO = ["Leon Fischer is annoyed. His order number is W-1055.", ""]
REST = ["The agent apologises.", ""]


def asked(capsys: pytest.CaptureFixture[str], *typed: str) -> tuple[list[list[str]], str]:
    """The answers that are kept, and what was printed, when these lines are typed at a terminal."""
    lines = iter(typed)
    asking = _Asked("A repair", Path("journeys/a-repair.md"), Settings(), lambda _: next(lines, ""), True)
    asking.ask_all()
    return asking.answers, " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("wish", ["a repair", "a repair or his money back", "to send it back", "money"])
def test_a_few_words_for_what_they_want_are_a_wish(wish: str, capsys: pytest.CaptureFixture[str]) -> None:
    """ "a repair" is no description of the customer: it is offered as "The customer wants a repair."."""
    answers, _ = asked(capsys, *WHO, wish, "", "", *REST, "", "")
    assert [f"The customer wants {wish}."] == answers[1]


def test_a_sentence_that_says_no_wish_is_asked_about(capsys: pytest.CaptureFixture[str]) -> None:
    """A whole sentence that tells no wish is questioned, and another one takes its place."""
    answers, out = asked(capsys, *WHO, "He is fed up.", "He wants a repair.", "", *REST, "", "")
    assert ["He wants a repair."] == answers[1]
    assert "does not say what the customer wants" in out


@pytest.mark.parametrize("line", ["The agent blames Leon.", "Asks him for a receipt twice."])
def test_what_the_agent_does_is_no_fact(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An agent's deed among the facts is questioned; what stands instead is kept."""
    answers, out = asked(capsys, *WHO, "He wants a repair.", "", *REST, "", line, "Repairs are free.", "")
    assert ["Repairs are free."] == answers[4]
    assert "a fact says what is true" in out


def test_a_rule_is_a_fact(capsys: pytest.CaptureFixture[str]) -> None:
    """A rule of the shop is taken as it is."""
    answers, out = asked(capsys, *WHO, "He wants a repair.", "", *REST, "", "Refunds take 5 days.", "")
    assert ["Refunds take 5 days."] == answers[4]
    assert "a fact says what is true" not in out


def test_no_answer_to_what_must_never_happen_has_a_meaning(capsys: pytest.CaptureFixture[str]) -> None:
    """Who leaves it empty is told at once that no harm is looked for."""
    answers, out = asked(capsys, *WHO, "He wants a repair.", "", *REST, "", "", "")
    assert [] == answers[3]
    assert "an agent that also does harm would pass" in out
