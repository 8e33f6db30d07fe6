"""How a customer writes: in capitals, with typing mistakes, as the author says; what they tell stays to the letter."""

import asyncio
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.assurance import case_of
from harness.conversation.agenda import Agenda
from harness.conversation.manner import manners_of, written
from harness.conversation.nouns import Case, Said
from harness.conversation.scripted import ScriptedCustomer
from harness.journey.read import read_source
from harness.plan.compile import compile_journey
from harness.settings import Settings
from harness.target.nouns import Reply

JOURNEY = """# A lamp

Nina Kovac bought a lamp for £24.00 that flickers. She wants her money back. Her order number is W-2001.
Her email is nina.k@example.org. {how}

## What should happen

- The agent refunds £24.00.
"""


def case(how: str, seed: int = 7) -> Case:
    here = Path.cwd()
    plan = compile_journey(read_source(JOURNEY.format(how=how), here / "lamp.md", here), Settings().vocabulary)
    return case_of(plan, plan.variations[0], 1, seed)


def says(one: Case, *agent: str) -> list[str]:
    """What the customer writes, the opening first."""

    async def all_of_it() -> list[str]:
        customer = ScriptedCustomer(one)
        heard = [None, *(Reply(text=text) for text in agent)]
        said = [await customer.speak(reply) for reply in heard]
        return [each.text for each in said if isinstance(each, Said)]

    return asyncio.run(all_of_it())


def test_who_types_in_capitals_does() -> None:
    """All but what the agent has to find things by."""
    opening, answer = says(case("She types in capitals."), "What is your email address?")
    assert "I BOUGHT A LAMP" in opening
    assert "£24.00" in opening
    assert "nina.k@example.org" in answer


def test_who_writes_in_small_letters_does() -> None:
    """The order number keeps its capital."""
    opening, answer = says(case("She writes in lower case."), "What is your order number?")
    assert opening.replace("£24.00", "") == opening.replace("£24.00", "").lower()
    assert "W-2001" in answer


def test_who_makes_typing_mistakes_makes_some_and_not_always_the_same() -> None:
    """By seed, in long words only; the same seed makes the same ones."""
    clean = {says(case("", seed))[0] for seed in range(12)}
    openings = [says(case("She makes many spelling mistakes.", seed))[0] for seed in range(12)]
    assert sum(opening not in clean for opening in openings) >= 6
    assert openings == [says(case("She makes many spelling mistakes.", seed))[0] for seed in range(12)]
    assert all("£24.00" in opening for opening in openings)


@pytest.mark.parametrize("how", ["", "She never makes typos.", "She is polite.", "She does not use caps."])
def test_who_has_no_such_habit_writes_as_ever(how: str) -> None:
    """Nobody writes otherwise than they did because of a habit that they do not have."""
    assert () == manners_of(Agenda(case(how)))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.integers(0, 99))
def test_nothing_that_was_to_be_told_is_changed(around: str, seed: int) -> None:
    """Whatever stands around it."""
    agenda = Agenda(case("She types in capitals and makes many typos."))
    text = written(f"{around} W-2001 {around} nina.k@example.org", manners_of(agenda), agenda, random.Random(seed))
    assert "W-2001" in text
    assert "nina.k@example.org" in text
