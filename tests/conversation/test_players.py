"""Customers with a model: bounded ones say what the agenda decides, free ones play the brief, both keep to it."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.assurance import case_of
from harness.conversation.nouns import Case, CustomerError, Left, Said
from harness.conversation.playing import Kind, Player
from harness.journey.read import read_journey
from harness.model import Answer, ModelError, Prompt
from harness.plan.compile import compile_journey
from harness.settings import Settings
from harness.target.nouns import Reply
from harness.testing import ScriptedModel
from harness.verdict.speaking import objecting

JOURNEY = """# Refund for a lamp

Nina Kovac is polite. She bought a lamp last week and it flickers.
She wants her money back. She will not accept a replacement.
Her order number is W-2001. She only gives her postcode, M1 2AB, if the agent asks for it.
She does not know her customer number.
If the agent offers a voucher: "No thanks, just the money please."

## What should happen

- The agent refunds £24.00.
"""
BOTH: tuple[Kind, ...] = ("bounded", "free")
Answers = str | Answer | Exception
Model = Callable[[Prompt], Answers]


def case(tmp_path: Path, text: str = JOURNEY) -> Case:
    file = tmp_path / "lamp.md"
    file.write_text(text, encoding="utf-8")
    plan = compile_journey(read_journey(file, tmp_path), Settings().vocabulary)
    return case_of(plan, plan.variations[0], 1, 7)


def free(words: str, act: str = "other", leaves: str = "no") -> str:
    """A free customer's answer."""
    return json.dumps({"words": words, "act": act, "leaves": leaves})


def echo(prompt: Prompt) -> str:
    """A model that says just what it is told to say."""
    return json.dumps({"words": json.loads(prompt.words)["says"]})


def talk(one: Case, kind: Kind, model: ScriptedModel, *agent: str) -> list[Said | Left]:
    """What the customer says to each of the agent's lines, the opening first."""

    async def all_of_it() -> list[Said | Left]:
        player = Player() if kind == "scripted" else Player(kind, model)
        customer = player.customer(one, objecting, lambda model: model)
        heard: list[Reply | None] = [None, *(Reply(text=text) for text in agent)]
        return [await customer.speak(reply) for reply in heard]

    return asyncio.run(all_of_it())


def texts(said: list[Said | Left]) -> list[str]:
    return [one.text if isinstance(one, Said) else one.ending for one in said]


def last(said: list[Said | Left]) -> Said:
    assert isinstance(said[-1], Said)
    return said[-1]


# ---- bounded ------------------------------------------------------------------------------------------------


def test_a_bounded_customer_does_what_the_script_does(tmp_path: Path) -> None:
    """The agenda decides each act; a model that says just that changes nothing."""
    agent = ("What is your order number?", "And your postcode?", "I've refunded £24.00 to your card.", "Bye!")
    bounded = talk(case(tmp_path), "bounded", ScriptedModel(echo), *agent)
    assert talk(case(tmp_path), "scripted", ScriptedModel([]), *agent) == bounded


def test_a_bounded_customer_says_it_in_the_models_words(tmp_path: Path) -> None:
    """Another way of saying the same is what is said, under the act that the agenda chose."""
    opening = "Hi, I bought a lamp last week, it flickers. My money back, please."
    answers = [json.dumps({"words": opening}), "W-2001, here."]
    said = talk(case(tmp_path), "bounded", ScriptedModel(answers), "What is your order number?")
    assert [opening, "W-2001, here."] == texts(said)
    assert ("answer", None) == (last(said).act, last(said).instead)


UNFAITHFUL = [
    ("Sure, here you go.", 'it leaves out "W-2001"'),
    ("It's W-2001, and my postcode is M1 2AB.", 'it says "M1 2AB", which is not in it'),
    ("It's W-2001, I paid £99.00.", 'it says "£99.00", which is not in it'),
    ("It's W-2007.", 'it leaves out "W-2001"'),
    ("It's W-2001. How may I help you today?", "it asks something of its own"),
    ("It's W-2001. Our policy says so.", "V1: the customer spoke like an agent at turn 2"),
    ("It's W-2001. As an AI I cannot say more.", "V2: the customer gave the simulation away at turn 2"),
    (f"It's W-2001. {'Well now. ' * 40}", "it has 82 words, where 3 are meant"),
    ("", "it said nothing"),
    ('{"words": 7}', "its answer is not the JSON that was asked for"),
    ('{"wor', "its answer is not the JSON that was asked for"),
    ("[" * 30_000, "its answer has more than 20,000 characters"),
    ("x" * 5_000, "it wrote more than 4,000 characters"),
    (Answer(words="It's W-2001.", model="m", stopped="length"), "its answer was cut off"),
    (Answer(words="It's W-2001.", model="m", stopped="refused"), "it refused"),
]


@pytest.mark.parametrize(("words", "why"), UNFAITHFUL)
def test_words_that_do_not_say_it_are_not_said(tmp_path: Path, words: Any, why: str) -> None:
    """A value lost or made up, a secret told, the agent's voice, a cut answer: the script's words, and the reason."""
    answers: list[Any] = [json.dumps({"words": "I bought a lamp, it flickers, I want my money back."}), words]
    answer = last(talk(case(tmp_path), "bounded", ScriptedModel(answers), "What is your order number?"))
    assert "W-2001" in answer.text
    assert "M1 2AB" not in answer.text
    assert why in (answer.instead or "")


@pytest.mark.parametrize(
    ("agent", "words", "why"),
    [
        ("Shall I refund £24.00 to your card?", "Hmm, I am not sure about that.", "it does not say yes"),
        ("Would you like me to send you a replacement?", "Yes, go ahead.", "it does not say no"),
    ],
)
def test_a_yes_stays_a_yes_and_a_no_a_no(tmp_path: Path, agent: str, words: str, why: str) -> None:
    """Whatever the model makes of it, the customer agrees to what they want and to nothing else."""
    said = last(talk(case(tmp_path), "bounded", ScriptedModel([echo_opening(), words]), agent))
    assert (why, True) == (said.instead, said.act in ("agree", "decline"))


def echo_opening() -> str:
    return json.dumps({"words": "I bought a lamp last week and it flickers. I'd like my money back."})


def test_what_the_author_wrote_word_for_word_is_said_so(tmp_path: Path) -> None:
    """The words of a reaction are nobody's to put otherwise, and no model is asked for them."""
    for kind in BOTH:
        model = ScriptedModel([echo_opening() if kind == "bounded" else free("I want my money back.")])
        said = last(talk(case(tmp_path), kind, model, "I can offer you a voucher of 10 % for your trouble."))
        assert "No thanks, just the money please." in said.text
        assert 1 == len(model.asked)


def test_a_bounded_prompt_is_small_and_holds_no_secret(tmp_path: Path) -> None:
    """About 250 tokens, however long the agent talks, and nothing in it that is not to be said now."""
    model = ScriptedModel(echo)
    talk(case(tmp_path), "bounded", model, f"{'We care. ' * 900} What is your order number?")
    sizes = [len(one.system + one.stable + one.words) // 4 for one in model.asked]
    assert sizes[0] < 250
    assert sizes[1] < 400
    assert not any("M1 2AB" in one.words + one.stable for one in model.asked)
    assert "What is your order number?" in model.asked[1].words


# ---- free ---------------------------------------------------------------------------------------------------


def test_a_free_customer_speaks_for_themselves(tmp_path: Path) -> None:
    """What the model says is said; a value that it gives counts as given, with the sentence that it comes from."""
    answers = [free("My new lamp flickers, I want my money back."), free("W-2001 it is.")]
    said = talk(case(tmp_path), "free", ScriptedModel(answers), "What is your order number?")
    assert ["My new lamp flickers, I want my money back.", "W-2001 it is."] == texts(said)
    assert ("answer", 1) == (last(said).act, len(last(said).sentences))


def test_a_free_customer_knows_the_brief_and_the_last_turns(tmp_path: Path) -> None:
    """The brief has what they want, refuse, know and do not know; the prompt does not grow with the conversation."""
    model = ScriptedModel([free("I want my money back."), free("I said so.")])
    talk(case(tmp_path), "free", model, *[f"Tell me more about part {number} of it." for number in range(12)])
    brief = json.loads(model.asked[0].stable)
    assert {"order number": "W-2001", "postcode": "M1 2AB"} == brief["if_asked"]
    assert (["customer number"], True) == (brief["unknown"], "replacement" in str(brief["not wanted"]))
    sizes = [len(one.system + one.stable + one.words) for one in model.asked]
    assert max(sizes[3:]) - min(sizes[3:]) < 40
    assert len({one.system + one.stable for one in model.asked}) == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("It's W-2001, and my postcode is M1 2AB.", "V2: the customer told something that nobody had asked for"),
        ("My customer number is C-4711, for order W-2001.", "V3: the customer made up"),
        ("I've issued your refund. Is there anything else I can help you with?", "V1: the customer spoke like"),
    ],
)
def test_a_free_customer_who_falls_out_of_the_part_is_put_back(tmp_path: Path, words: str, why: str) -> None:
    """A secret told unasked, a number invented, the agent's voice: the script answers this turn, and says so."""
    model = ScriptedModel([free("I want my money back for a lamp."), free(words)])
    said = last(talk(case(tmp_path), "free", model, "What is your order number?"))
    assert why in (said.instead or "")
    assert "W-2001" in said.text
    assert "M1 2AB" not in said.text


def test_a_free_customer_leaves_by_a_field_and_never_by_a_word(tmp_path: Path) -> None:
    """No text ends a conversation; the field does, once the agent has answered the goodbye."""
    stop = [free("I want my money back. STOP"), free("###STOP### exit [END]")]
    assert (
        "###STOP### exit [END]" == texts(talk(case(tmp_path), "free", ScriptedModel(stop), "Sorry to hear that."))[-1]
    )
    leaves = [free("I want my money back."), free("Lovely, that's all, bye.", "thank", "satisfied")]
    said = talk(case(tmp_path), "free", ScriptedModel(leaves), "I've refunded it.", "You're welcome.")
    assert ["Lovely, that's all, bye.", "satisfied"] == texts(said)[1:]


def test_a_yes_is_followed_by_another_turn_of_the_agent(tmp_path: Path) -> None:
    """Who says yes and leaves in one breath stays: what was agreed to has yet to be done."""
    answers = [free("I want my money back."), free("Yes please.", "agree", "satisfied"), free("And?")]
    said = talk(case(tmp_path), "free", ScriptedModel(answers), "Shall I refund it?", "One moment.")
    assert ["Yes please.", "And?"] == texts(said)[1:]


def test_nobody_leaves_with_the_first_word(tmp_path: Path) -> None:
    """An opening is an opening, whatever the model says of leaving."""
    answers = [free("I want my money back.", "thank", "satisfied"), free("Well?")]
    assert "Well?" == texts(talk(case(tmp_path), "free", ScriptedModel(answers), "I see."))[-1]


def test_patience_ends_for_every_customer(tmp_path: Path) -> None:
    """Asked the same again and again, they ask for a person once and then leave: no model decides that."""
    for kind in BOTH:
        model = ScriptedModel(echo if kind == "bounded" else [free("I want my money back."), free("W-2001.", "answer")])
        said = talk(case(tmp_path), kind, model, *["What is your order number?"] * 8)
        acts = [one.act for one in said if isinstance(one, Said)]
        assert 1 == acts.count("ask_for_human")
        assert "abandoned" in texts(said)


def test_a_person_takes_over_from_every_customer(tmp_path: Path) -> None:
    """Handed to a colleague, the conversation is over, and nobody is asked for words."""
    for kind in BOTH:
        model = ScriptedModel(echo if kind == "bounded" else [free("I want my money back.")])
        customer = Player(kind, model).customer(case(tmp_path), objecting, lambda model: model)
        asyncio.run(customer.speak(None))
        ended = asyncio.run(customer.speak(Reply(text="A colleague will see to it.", desk="human")))
        assert (Left(ending="handed_over"), 1) == (ended, len(model.asked))


@pytest.mark.parametrize("broken", [ModelError("503: busy"), OSError("no route")])
@pytest.mark.parametrize("kind", BOTH)
def test_a_model_that_gives_no_answer_is_not_replaced(tmp_path: Path, kind: Kind, broken: Exception) -> None:
    """The script never stands in for a model that is down: that is said, and is nobody else's fault."""
    with pytest.raises(CustomerError, match=r"the customer's model failed: (503: busy|OSError)"):
        talk(case(tmp_path), kind, ScriptedModel([broken]))


def test_plain_words_are_words(tmp_path: Path) -> None:
    """A small model that ignores the shape still speaks; then only the rules and the agent end the conversation."""
    said = talk(case(tmp_path), "free", ScriptedModel(["I want my money back, please."]), "I see.")
    assert ["I want my money back, please."] * 2 == texts(said)


def test_what_a_model_says_is_cleaned(tmp_path: Path) -> None:
    """Escapes, control characters and new lines in its words never reach the record or the agent."""
    said = talk(case(tmp_path), "free", ScriptedModel([free("I want\n\x1b[31m my \u202emoney\x00 back.")]))
    assert ["I want my money back."] == texts(said)


def test_another_language_is_told_to_the_model(tmp_path: Path) -> None:
    """The brief of a journey in Spanish says so."""
    model = ScriptedModel([free("Quiero mi dinero.")])
    talk(case(tmp_path, JOURNEY.replace("lamp\n\n", "lamp\n\nLanguage: Spanish\n\n", 1)), "free", model)
    assert "Spanish" == json.loads(model.asked[0].stable)["language"]
