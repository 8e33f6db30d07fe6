"""Sentences about customers: what is meant for the actor is not recited, and nobody speaks broken English."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from harness.assurance import case_of, converse
from harness.plan import Plan, Vocabulary
from harness.plan.nouns import AnyItem, Behaviour, Fact, Item, Persona, Reaction, Want
from harness.plan.scoring.labels import read_labels
from harness.plan.scoring.score import score
from harness.testing import LinesTarget, Nowhere

Compiled = Callable[[str], Plan]
Brief = Callable[[AnyItem], str]
Kind = TypeVar("Kind", bound=Item)
LABELS = Path(__file__).parent / "labels"


def journey(text: str) -> str:
    return f"# T\n\n{text}\n\n## What should happen\n\n- The agent apologises.\n"


def said(plan: Plan, *replies: str) -> list[str]:
    """What the customer says to an agent with these replies."""
    case = case_of(plan, plan.variation(""), 1, 7)
    talk, _ = asyncio.run(converse(case, LinesTarget([*replies]), Nowhere(), Nowhere()))
    return [turn.customer.text for turn in talk.turns]


def items(plan: Plan, kind: type[Kind]) -> list[Kind]:
    """The items that are played: what is only guessed is not."""
    played = (item for reading in plan.readings if reading.status == "understood" for item in reading.items)
    return [item for item in played if isinstance(item, kind)]


SPOKEN = [
    ("If the agent asks for his door code, he first says 4417, which is an easy slip.", "4417."),
    ("If the agent cannot find it, he corrects himself and says 4471.", "Sorry, I meant 4471."),
    ("If the agent cannot find it, he corrects the number to 4471.", "Sorry, I meant 4471."),
    ("If the agent asks how it happened, he sighs and says that his dog chewed the cable.", "My dog chewed the cable."),
    ("If the agent refuses, she threatens to go to the ombudsman.", "I'll go to the ombudsman."),
    ("If the agent mentions a fee, she asks why.", "Why?"),
    ("If the agent mentions a fee, she asks what it is for.", "Could you tell me what it is for?"),
    ("If the agent apologises, he says thank you.", "Thank you."),
    ("If the agent offers a visit, she says that Tuesday would suit her.", "Tuesday would suit me."),
    ("If the agent asks for a reason, he wants to keep the old one.", "I want to keep the old one."),
    ("If the agent asks which shop it was, he spells its name: B-L-U-M-E.", "B-L-U-M-E."),
]
"""Sentence -> the words that are spoken."""


@pytest.mark.parametrize(("text", "words"), SPOKEN, ids=[text for text, _ in SPOKEN])
def test_a_reaction_is_spoken_as_a_customer_would(text: str, words: str, compiled: Compiled) -> None:
    """What an author tells of the customer's answer is put into the customer's own words."""
    (reaction,) = items(compiled(journey(f"Ole Rask is calm. {text}")), Reaction)
    assert words == reaction.say


ASKED = [
    ("If he is not sure which cable it is, he asks the agent.", "No words show"),
    ("If she does not understand a word, she asks the agent.", "No words show"),
    ("He asks what to press if he does not know how it works.", "No words show"),
    ("If there is a problem with that as well, she wants a refund.", "No words show"),
    ("If something goes wrong, he asks for a call back.", "No words show"),
    ("When the modem shows a green light, she is happy.", "No words show"),
    ("He is done when his router shows that he is online.", "No words show"),
    ("If the agent asks what the label says, he looks at it and says what he reads.", "It is not said what"),
    ("If the agent asks for the serial number, she gives a wrong one.", "It is not said what"),
    ("If the agent asks him to wait, he restarts it.", "It is not said what"),
    ("If the agent mentions a fee, she asks the agent.", "It is not said what"),
    ("If the agent mentions a fee, he tells the truth.", "It is not said what"),
]
"""Sentence -> what it is asked about, and not guessed."""


@pytest.mark.parametrize(("text", "why"), ASKED, ids=[text for text, _ in ASKED])
def test_what_has_no_words_is_asked_about(text: str, why: str, compiled: Compiled) -> None:
    """A condition that nobody hears, or an answer without words, is a question to the author and no reaction."""
    plan = compiled(journey(f"Ole Rask is calm. {text}"))
    assert [] == items(plan, Reaction)
    assert [True] == [one.message.startswith(why) for one in plan.complaints if one.code == "J002"]


HINTS = [
    'If the agent asks for a date, she says: "In May."',
    "If the agent refuses a second time, she asks for a manager.",
    "If the agent says that the line works again, she says thank you.",
    "If the agent mentions the terms, she asks what they are.",
]


@pytest.mark.parametrize("hint", HINTS)
def test_what_is_suggested_is_understood(hint: str, compiled: Compiled) -> None:
    """The wordings that are suggested instead are read as a reaction."""
    plan = compiled(journey(f"Una Holm is calm. {hint}"))
    assert 1 == len(items(plan, Reaction))
    assert [] == [one.message for one in plan.complaints if one.code == "J002"]


_BROKEN = re.compile(
    r"\bI (?:\w+ly |first |then )*(?:says|gives|asks|tells|wants|needs|goes|has|is|does)\b|\b(?:thank|tell) I\b"
)


def test_nobody_ever_speaks_broken_english(shop: Vocabulary, compiled: Compiled) -> None:
    """Of all the labelled sentences of many trades, none makes the customer say "I says" or "The agent?"."""
    labels = [one for name in ("seen", "held_out") for one in read_labels(LABELS / f"{name}.jsonl")[0]]
    told = [one.text for one in labels if one.section == "customer" and '"' not in one.text]
    plan = compiled(journey("\n\n".join(told)))
    spoken = [item.say for item in items(plan, Reaction) if item.say]
    assert len(spoken) > 10
    assert [] == [words for words in spoken if _BROKEN.search(words) or words.casefold().startswith("the agent?")]
    assert score(tuple(labels), shop, LABELS, prose=False).dropped.x == 0


NEVER_TOLD = [
    "The story is made up.",
    "Her story is completely invented.",
    "None of this is true.",
    "None of it ever happened.",
    "She made it all up.",
    "She is lying about it.",
    "In truth, the parcel stands in her kitchen.",
    "In fact, the parcel stands in her kitchen.",
]


@pytest.mark.parametrize("text", NEVER_TOLD)
def test_what_only_the_actor_knows_is_never_said(text: str, compiled: Compiled) -> None:
    """A claim is told as the customer claims it, and that it is false is told to nobody."""
    plan = compiled(
        journey(
            f"Una Holm is upset. She claims that her parcel never came and that she waited a week. {text}\n"
            "She wants her money back."
        )
    )
    opening, *rest = said(plan, "Sorry to hear that. Is that true? What happened?", "We cannot refund it.", "Goodbye.")
    assert "My parcel never came and I waited a week." in opening
    for words in (opening, *rest):
        assert not re.search(r"claim|made up|invent|true|happened|lying|kitchen", words)


def test_two_answers_on_two_lines_are_two_reactions(compiled: Compiled) -> None:
    """A line that ends with what the customer says needs no full stop before the next one."""
    plan = compiled(
        journey(
            'Ole Rask is calm.\nIf the agent asks for his name: "Ole Rask"\nIf the agent asks for his town: "Oslo"\n'
            "He also wants a refund."
        )
    )
    assert ["Ole Rask", "Oslo"] == [item.say for item in items(plan, Reaction)]
    assert ["a refund"] == [item.about for item in items(plan, Want)]


NATURES = [
    "{} is a 52-year-old crane operator who is gentle and forgetful.",
    "{} is a ferry stoker who has never bought anything online.",
    "{} is mildly irritated after the first thing that goes wrong.",
    "He follows the agent's instructions.",
    "He does whatever the agent tells him.",
    "He never makes up what his screen shows.",
    "He never lies.",
]


@pytest.mark.parametrize("text", NATURES)
def test_how_somebody_is_is_not_recited(text: str, compiled: Compiled) -> None:
    """Age, trade, temper and honesty are for the actor: the first message does not tell them."""
    plan = compiled(journey(f"{text.format('Ole Rask')} Ole wants a new card."))
    assert [] == items(plan, Fact)
    assert [*items(plan, Persona), *items(plan, Behaviour)]
    assert not re.search(r"operator|stoker|irritated|instructions|whatever|screen|lie", said(plan, "Goodbye.")[0])


THINGS = [
    ("Her Fitbit is too slow.", "My Fitbit is too slow."),
    ("His T-shirt is too big.", "My T-shirt is too big."),
    ("Her Mondeo is noisy.", "My Mondeo is noisy."),
]


@pytest.mark.parametrize(("text", "words"), THINGS)
def test_what_is_wrong_with_a_thing_is_told(text: str, words: str, compiled: Compiled) -> None:
    """A thing of the customer's that begins with a capital is no person: what is wrong with it is the story."""
    assert (
        words
        in said(
            compiled(
                journey(
                    f"{text} She wants to exchange it."
                    if text.startswith("Her")
                    else f"{text} He wants to exchange it."
                )
            ),
            "Goodbye.",
        )[0]
    )


def test_nothing_is_lost_before_a_wish(compiled: Compiled, brief: Brief) -> None:
    """ "ordered a teapot and would rather have a mug": what was ordered is told, and the mug is wished for."""
    plan = compiled(journey("Ole Rask ordered a teapot and would rather have a mug."))
    assert ["fact story when_relevant [Ole Rask ordered a teapot]", "goal [a mug]"] == [
        brief(item) for item in plan.readings[0].items if not isinstance(item, Persona)
    ]
    plan = compiled(journey("Ole Rask is calm. He would rather keep his teapot."))
    assert ["to keep his teapot"] == [item.about for item in items(plan, Want)]


@pytest.mark.parametrize("often", ["does not take no for an answer", "never gives up", "keeps insisting"])
def test_who_takes_no_no_comes_to_ask_for_a_supervisor(often: str, compiled: Compiled) -> None:
    """What the customer does at the fourth refusal comes up: until then they push back."""
    plan = compiled(
        journey(
            f"Una Holm wants a refund for her kettle. She {often}.\n"
            "If the agent has refused four times, she asks for a supervisor."
        )
    )
    no = [f"I'm sorry, we cannot refund the {thing}." for thing in ("kettle", "order", "amount you paid", "card")]
    talk = said(plan, *no, "Goodbye.")
    assert 5 <= len(talk)
    assert re.search(r"person|human|someone|supervisor|manager", talk[4])
    assert not re.search(r"person|human|someone|supervisor|manager", " ".join(talk[1:4]))


def test_a_wrong_number_comes_first_and_the_right_one_next(compiled: Compiled) -> None:
    """ "first gives the postcode 98178": said when it is asked for the first time, alone, and put right after that."""
    plan = compiled(
        journey(
            "Ole Rask wants to know where his order is. His postcode is 98187.\n"
            "He first gives the postcode 98178. When the agent cannot find the account, he corrects it to 98187."
        )
    )
    talk = said(plan, "What is your postcode?", "I cannot find the account.", "What is your postcode?", "Goodbye.")
    assert "98178." == talk[1]
    assert "Sorry, I meant 98187." == talk[2]
    assert "98187" in talk[3]
    assert "98178" not in talk[3]


GIVEN = [
    ("The agent asks Ole to restart his phone.", ""),
    ("The agent asks him to check his email.", ""),
    ("The agent asks for his postcode.", 'If the agent asks for his postcode: "N7 4QL"'),
    ("The agent asks for his postcode.", "He first gives the postcode 98178."),
]


@pytest.mark.parametrize(("check", "text"), GIVEN)
def test_nothing_is_missing_that_is_done_or_given(check: str, text: str, compiled: Compiled) -> None:
    """What is asked to be done is no thing to give, and what a reaction gives is given."""
    plan = compiled(f"# T\n\nOle Rask wants a refund.\n{text}\n\n## What should happen\n\n- {check}\n")
    assert "J013" not in [one.code for one in plan.complaints]


def test_what_is_asked_for_and_never_given_is_still_said(compiled: Compiled) -> None:
    """A phone number that nobody has is still missing, also when the agent asks him to give it."""
    for check in ("The agent asks for his phone number.", "The agent asks him to confirm his phone number."):
        plan = compiled(f"# T\n\nOle Rask wants a refund.\n\n## What should happen\n\n- {check}\n")
        assert "J013" in [one.code for one in plan.complaints]


MOODED = [
    "Ole is annoyed because he has been trying to book a sauna since noon.",
    "Ole is upset since he was hoping to skate on Sunday.",
]


@pytest.mark.parametrize("text", MOODED)
def test_why_somebody_is_cross_is_no_wish(text: str, compiled: Compiled) -> None:
    """What was tried in vain tells why a customer is cross: the mood is kept, and nothing new is wished for."""
    plan = compiled(journey(f"Ole Rask wants a refund. {text}"))
    assert ["a refund"] == [item.about for item in items(plan, Want)]
    assert {"annoyed", "upset"} & {item.mood for item in items(plan, Persona)}
    assert text.rstrip(".") in [item.value for item in items(plan, Fact)]


KEYED = [
    ("His berth ID is 618.", [("berth id", "618", True)]),
    ("His user id is ole_rask_7043.", [("user id", "ole_rask_7043", True)]),
    ("His locker code is 5512.", [("locker code", "5512", True)]),
    (
        "He does not know the plumber's name or the van number.",
        [("plumber's name", None, False), ("van number", None, False)],
    ),
    ("He does not know which firmware is on it.", [("which firmware is on it", None, False)]),
    ("He only mentions coach K-118 once the agent has shown it to him.", [("coach number", "K-118", True)]),
]
"""Sentence -> the key, the value and whether it is known."""


@pytest.mark.parametrize(("text", "told"), KEYED, ids=[text for text, _ in KEYED])
def test_each_thing_has_its_own_name(text: str, told: list[tuple[str, str | None, bool]], compiled: Compiled) -> None:
    """A thing is known by what it is called, each of two by its own name, and somebody else's name is not theirs."""
    found = items(compiled(journey(f"Ole Rask wants a refund. {text}")), Fact)
    assert told == [(fact.key, fact.value, fact.known) for fact in found]


def test_a_number_is_kept_back_until_the_agent_has_named_it(compiled: Compiled) -> None:
    """ "only mentions coach K-118 once the agent has shown it": not before; of a lamp no words are told."""
    plan = compiled(journey("Ole Rask is calm. He only mentions coach K-118 once the agent has shown it to him."))
    (fact,) = items(plan, Fact)
    assert fact.when is not None
    assert ("if_asked", "say", "coach K-118") == (fact.reveal, fact.when.act, fact.when.about)
    plan = compiled(journey("Ole Rask is calm. He only mentions the green lamp after the agent has offered it."))
    assert [] == items(plan, Fact)
    assert "J002" in [one.code for one in plan.complaints]


def test_who_expects_guests_is_no_expecting_guest(compiled: Compiled) -> None:
    """What somebody is doing is the story and no trait."""
    plan = compiled(
        journey("Ole Rask wants a bigger table. They are hosting 9 visitors and they are expecting two guests.")
    )
    assert [] == [trait for item in items(plan, Persona) for trait in item.traits]


def test_what_else_is_done_stays_in_the_words(compiled: Compiled) -> None:
    """ "takes it and moves on": what no field holds stays in the text."""
    plan = compiled(journey("Ole Rask is calm. If the agent refuses, he accepts it and moves on."))
    assert ["If the agent refuses, he accepts it and moves on."] == [item.text for item in items(plan, Reaction)]


def test_who_does_not_know_another_name_knows_their_own(compiled: Compiled) -> None:
    """Asked for their name and their user ID, they give both, whoever's name they do not know."""
    plan = compiled(
        journey("Ole Rask wants a refund. He doesn't know the plumber's name. His user id is ole_rask_7043.")
    )
    talk = said(plan, "What is your name?", "What is your user ID?", "Goodbye.")
    assert "Ole Rask" in talk[1]
    assert "ole_rask_7043" in talk[2]
