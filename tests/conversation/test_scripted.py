"""The scripted customer: answers what is asked, keeps what is hidden, questions a no, loses patience, leaves."""

from pathlib import Path

import pytest

from harness.assurance import case_of
from harness.conversation.nouns import Case, Left, Said
from harness.conversation.scripted import ScriptedCustomer
from harness.journey.read import read_journey
from harness.plan.compile import compile_journey
from harness.plan.nouns import Fact, Want
from harness.settings import Settings
from harness.target.nouns import Reply

JOURNEY = """# Refund for a lamp

Nina Kovac is polite. She bought a lamp last week and it flickers.
She wants her money back. She will not accept a replacement.
Her order number is W-2001. She only gives her postcode, M1 2AB, if the agent asks for it.
She does not know her customer number.
If the agent offers a voucher: "No thanks, just the money please."

## What should happen

- The agent refunds £24.00.
"""


def case(tmp_path: Path, text: str = JOURNEY, seed: int = 7) -> Case:
    file = tmp_path / "lamp.md"
    file.write_text(text, encoding="utf-8")
    plan = compile_journey(read_journey(file, tmp_path), Settings().vocabulary)
    return case_of(plan, plan.variations[0], 1, seed)


def talk(customer: ScriptedCustomer, *agent: str) -> list[Said | Left]:
    """What the customer says to each of the agent's lines, the opening first."""
    return [customer.reply(None), *(customer.reply(Reply(text=text)) for text in agent)]


def text(said: Said | Left) -> str:
    assert isinstance(said, Said)
    return said.text


def test_the_opening_tells_the_story_and_the_goal(tmp_path: Path) -> None:
    """The customer begins with what happened and what they want, in their own voice, and gives no secret away."""
    opening = text(ScriptedCustomer(case(tmp_path)).reply(None))
    assert "I bought a lamp last week and it flickers." in opening
    assert "my money back" in opening
    assert "M1 2AB" not in opening
    assert "W-2001" not in opening


def test_it_answers_what_is_asked(tmp_path: Path) -> None:
    """Asked for the order number, the customer gives it, and nothing else."""
    answer = talk(ScriptedCustomer(case(tmp_path)), "I'm sorry to hear that. What is your order number, please?")[1]
    assert "W-2001" in text(answer)
    assert "M1 2AB" not in text(answer)
    assert "answer" == answer.act  # type: ignore[union-attr]


def test_a_secret_is_given_only_when_asked(tmp_path: Path) -> None:
    """The postcode comes out when the agent asks for it, and not before."""
    said = talk(ScriptedCustomer(case(tmp_path)), "What's the order number?", "And could you give me your postcode?")
    assert ["M1 2AB" in text(one) for one in said] == [False, False, True]


def test_what_is_unknown_stays_unknown(tmp_path: Path) -> None:
    """Asked for what they do not know, the customer says so and makes nothing up."""
    answer = talk(ScriptedCustomer(case(tmp_path)), "Could you tell me your customer number?")[1]
    assert "unknown" == answer.act  # type: ignore[union-attr]
    assert not any(letter.isdigit() for letter in text(answer))


def test_a_reaction_fires_when_its_trigger_happens(tmp_path: Path) -> None:
    """Offered a voucher, the customer says the author's words; not offered, they never do."""
    customer = ScriptedCustomer(case(tmp_path))
    said = talk(customer, "I can offer you a voucher of 10 % for your trouble.")
    assert "No thanks, just the money please." in text(said[1])
    assert "No thanks" not in text(talk(ScriptedCustomer(case(tmp_path)), "What is your order number?")[1])


def test_what_they_will_not_accept_is_declined(tmp_path: Path) -> None:
    """A replacement is offered and declined."""
    said = talk(ScriptedCustomer(case(tmp_path)), "Would you like me to send you a replacement?")[1]
    assert "decline" == said.act  # type: ignore[union-attr]


def test_a_no_is_questioned_once_and_then_taken(tmp_path: Path) -> None:
    """A refusal is questioned, then taken; the agent gets one more turn, then the customer is gone."""
    refusal = "I'm afraid I can't refund this lamp."
    said = talk(
        ScriptedCustomer(case(tmp_path)), refusal, f"{refusal} It is our policy.", "Thanks for understanding. Goodbye."
    )
    assert ["push_back", "thank"] == [one.act for one in said[1:3]]  # type: ignore[union-attr]
    assert Left(ending="refused") == said[3]


def test_a_deed_done_is_thanked_for_before_leaving(tmp_path: Path) -> None:
    """Told that the refund is made, the customer thanks, hears the agent out, and leaves satisfied."""
    said = talk(ScriptedCustomer(case(tmp_path)), "I've refunded £24.00 to your card.", "You're welcome. Bye!")
    assert "thank" == said[1].act  # type: ignore[union-attr]
    assert Left(ending="satisfied") == said[2]


def test_patience_runs_out(tmp_path: Path) -> None:
    """Asked the same again and again, the customer asks for a person once, then leaves."""
    customer = ScriptedCustomer(case(tmp_path))
    said = talk(customer, *["What is your order number, please?"] * 9)
    acts = [one.act for one in said if isinstance(one, Said)]
    assert "ask_for_human" in acts
    assert Left(ending="abandoned") in said


def test_a_person_taking_over_ends_it(tmp_path: Path) -> None:
    """Once a person has taken over, the conversation with the agent is over."""
    customer = ScriptedCustomer(case(tmp_path))
    customer.reply(None)
    assert Left(ending="handed_over") == customer.reply(Reply(text="A colleague will take it from here.", desk="human"))


def test_a_script_is_followed_line_by_line(tmp_path: Path) -> None:
    """The author's lines are said in order, one a turn, in their words."""
    script = JOURNEY + "\n## What the customer says\n\n- Hello, is anybody there?\n- My lamp flickers, what now?\n"
    said = talk(ScriptedCustomer(case(tmp_path, script)), "Yes, how can I help?")
    assert "Hello, is anybody there?" == text(said[0])
    assert "My lamp flickers, what now?" == text(said[1])


@pytest.mark.parametrize("seed", range(5))
def test_the_same_case_says_the_same_words(tmp_path: Path, seed: int) -> None:
    """Same journey, same seed, same replies: the customer's words are the same, to the letter."""
    lines = ("How can I help?", "What is your order number?", "I can't do that.", "Anything else?")
    once, again = (talk(ScriptedCustomer(case(tmp_path, seed=seed)), *lines) for _ in range(2))
    assert once == again


def test_different_seeds_do_not_sound_alike(tmp_path: Path) -> None:
    """Customers of different seeds put things differently."""
    openings = {text(ScriptedCustomer(case(tmp_path, seed=seed)).reply(None)) for seed in range(20)}
    assert len(openings) > 3


def test_a_second_matter_comes_after_the_first(tmp_path: Path) -> None:
    """A customer who came about two things raises the second when the first is done, and only then says goodbye."""
    both = JOURNEY.replace("She wants her money back.", "She wants her money back. She wants to know when you open.")
    said = talk(
        ScriptedCustomer(case(tmp_path, both)),
        "I've refunded £24.00 to your card. Is there anything else?",
        "We open at 8 am from Monday to Friday. Is there anything else?",
        "Goodbye!",
    )
    assert ["open", "open", "thank"] == [one.act for one in said[:3] if isinstance(one, Said)]
    assert "know when you open" not in text(said[0])
    assert "know when you open" in text(said[1])
    assert "satisfied" == said[3].ending  # type: ignore[union-attr]


def test_a_no_to_one_of_two_matters_is_remembered(tmp_path: Path) -> None:
    """Whoever got a no to the first matter and a yes to the second did not get all they came for."""
    both = JOURNEY.replace("She wants her money back.", "She wants her money back. She wants to know when you open.")
    said = talk(
        ScriptedCustomer(case(tmp_path, both)),
        "I'm afraid I can't refund that.",
        "I'm sorry, I can't refund that.",
        "We open at 8 am from Monday to Friday.",
        "Goodbye!",
    )
    assert "refused" == said[-1].ending  # type: ignore[union-attr]


def test_an_agent_who_does_not_understand_is_told_again(tmp_path: Path) -> None:
    """Asked to say it in other words, the customer tells again what happened and what they want."""
    said = talk(ScriptedCustomer(case(tmp_path)), "I didn't catch that. Could you tell me in other words?")[1]
    assert "restate" == said.act  # type: ignore[union-attr]
    assert "I bought a lamp last week and it flickers." in text(said)
    assert "my money back" in text(said)


def test_what_was_given_and_is_doubted_is_all_there_is(tmp_path: Path) -> None:
    """Told that the postcode is wrong, the customer says that they have no other, and does not give it once more."""
    said = talk(
        ScriptedCustomer(case(tmp_path)),
        "What is your postcode, please?",
        "That isn't the postcode we have on file. Could you have another look?",
        "I do need the postcode that we have on file. What is it, please?",
    )
    assert ["only postcode" in text(one) or "no other postcode" in text(one) for one in said[2:]] == [True, True]
    assert ["M1 2AB" in text(one) for one in said] == [False, True, False, False]


def test_a_figure_about_the_matter_is_an_answer(tmp_path: Path) -> None:
    """Who wants to know where their scales are is answered by the day on which the scales arrive."""
    where = "# Scales\n\nRaj Patel is calm. His kitchen scales have not arrived. He wants to know where they are.\n"
    said = talk(
        ScriptedCustomer(case(tmp_path, where + "\n## What should happen\n\n- The agent apologises.\n")),
        "Your kitchen scales are late; they arrive on 12 November 2026.",
    )
    assert "thank" == said[1].act  # type: ignore[union-attr]


def test_a_goal_that_the_story_tells_is_said_once(tmp_path: Path) -> None:
    """When what happened and what is wanted stand in one sentence, the customer does not say the wish twice."""
    moved = "# Moving\n\nEllie Wood is calm. She is moving and would like it delivered to 3 Mill Lane, York instead.\n"
    opening = text(
        ScriptedCustomer(case(tmp_path, moved + "\n## What should happen\n\n- The agent apologises.\n")).reply(None)
    )
    assert 1 == opening.count("3 Mill Lane")


def test_a_script_that_takes_leave_ends_content(tmp_path: Path) -> None:
    """After "Thanks, bye!" as the last line of the script, the customer has not walked out: they are done."""
    script = "# Hours\n\n## What the customer says\n\n- Hi, when do you open?\n- Thanks, bye!\n\n"
    said = talk(
        ScriptedCustomer(case(tmp_path, script + "## What should happen\n\n- The agent apologises.\n")),
        "We open at 8 am.",
        "Goodbye!",
    )
    assert "satisfied" == said[-1].ending  # type: ignore[union-attr]


def test_what_was_done_along_the_way_is_remembered(tmp_path: Path) -> None:
    """An agent who does it and asks for the postcode in one breath is not asked to do it again."""
    said = talk(
        ScriptedCustomer(case(tmp_path)),
        "I've refunded £24.00 to your card. Could you give me the postcode, please?",
        "Thank you. Is there anything else I can help you with?",
    )
    assert "M1 2AB" in text(said[1])
    assert "thank" == said[2].act  # type: ignore[union-attr]


def test_what_is_done_already_is_done(tmp_path: Path) -> None:
    """Who wants to cancel and hears that it is cancelled already has what they came for."""
    gone = "# Cancel\n\nSam Doyle is calm. He wants to cancel his order. His order number is W-1083.\n"
    said = talk(
        ScriptedCustomer(case(tmp_path, gone + "\n## What should happen\n\n- The agent apologises.\n")),
        "That order has already been cancelled. Is there anything else I can do for you?",
    )
    assert "thank" == said[1].act  # type: ignore[union-attr]


def test_an_offer_is_not_wanted_because_it_says_order(tmp_path: Path) -> None:
    """A voucher for the next order is not what somebody asked for who wants to return the one from their order."""
    back = "# Return\n\nRaj Patel is calm. He wants to return the spinner from order W-1059.\n"
    said = talk(
        ScriptedCustomer(case(tmp_path, back + "\n## What should happen\n\n- The agent apologises.\n")),
        "What I can offer you is a voucher for 10 % off your next order. Would you like that?",
    )
    assert "decline" == said[1].act  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("agent", "act"),
    [
        ("£24.00 has already gone back to your card. A refund takes 5 to 7 business days to arrive.", "thank"),
        ("I can't refund it, because it has already been dispatched.", "push_back"),
    ],
)
def test_already_is_understood_by_what_it_is_about(tmp_path: Path, agent: str, act: str) -> None:
    """Money that has gone back already is what was wanted; a parcel that has left already is a reason for a no."""
    assert act == talk(ScriptedCustomer(case(tmp_path)), agent)[1].act  # type: ignore[union-attr]


def test_each_matter_has_its_own_order_number(tmp_path: Path) -> None:
    """Two orders, two numbers: asked again about the second matter, the customer gives the second number as new."""
    both = (
        "# Two orders\n\nRaj Patel is calm. His order number is W-1090. He wants to know when his order arrives.\n"
        "He wants a refund for order W-1059.\n\n## What should happen\n\n- The agent apologises.\n"
    )
    two = case(tmp_path, both)
    wants = [item for item in two.items if isinstance(item, Want)]
    second = Fact(sentence=wants[1].sentence, text="order w-1059", key="order number", value="W-1059")
    said = talk(
        ScriptedCustomer(two.model_copy(update={"items": (*two.items, second)})),
        "What is your order number, please?",
        "Your order arrives on 12 November 2026.",
        "What is your order number, please?",
    )
    assert [(False, False), (True, False), (False, True), (False, True)] == [
        ("W-1090" in text(one), "W-1059" in text(one)) for one in said
    ]
    assert "already" not in text(said[3])
    assert "As I said" not in text(said[3])


def test_a_reaction_to_the_second_time_waits_for_it(tmp_path: Path) -> None:
    """The customer who minds only the second apology lets the first one pass."""
    told = JOURNEY.replace("offers a voucher", "apologises twice").replace("just the money please", "stop saying sorry")
    customer = ScriptedCustomer(case(tmp_path, told))
    _, first, second = talk(customer, "I'm sorry. What is your order number?", "I'm so sorry. Which lamp is it?")
    assert "stop saying sorry" not in text(first)
    assert "stop saying sorry" in text(second)


def test_you_is_the_agent_where_the_brief_calls_the_customer_she(tmp_path: Path) -> None:
    """ "She wants to know when you are open": she asks when the agent is open, though nobody gave her a name."""
    brief = "# Hours\n\n## Customer\n\n- The customer wants to know when you are open.\n- She is in a hurry.\n"
    said = ScriptedCustomer(case(tmp_path, brief + "\n## What should happen\n\n- The agent greets her.\n")).reply(None)
    assert "you are open" in text(said)
