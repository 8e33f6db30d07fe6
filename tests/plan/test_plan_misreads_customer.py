"""What a product owner says of the customer and a quick reader would get wrong, each class with its own sentences."""

from collections.abc import Callable

import pytest

from harness.plan import Plan
from harness.plan.nouns import AnyItem, Behaviour, Fact, Reaction
from harness.plan.saying.restate import restate

Compiled = Callable[[str], Plan]
Brief = Callable[[AnyItem], str]

KEPT = [
    # Withheld until something is seen.
    (
        "Her door code is 4471, but she will not give it until the agent explains who it is for.",
        "door code if_asked [4471] say [who it is for]",
    ),
    (
        "His client code is KZ-9, and he does not hand it over until he is told why.",
        "client code if_asked [KZ-9] say [why]",
    ),
    (
        "The lease is in her sister's name, but she says so only when the agent cannot find it.",
        "story if_asked [The lease is in her sister's name] say [it cannot find it]",
    ),
    (
        "He keeps to himself that the alarm was off unless the agent asks who locked up.",
        "story if_asked [The alarm was off] ask [who locked up]",
    ),
    (
        "She only admits that she dropped the phone if the agent asks how it broke.",
        "story if_asked [She dropped the phone] ask [how it broke]",
    ),
    (
        "She won't tell the agent that her flat is sublet until he explains who is asking.",
        "story if_asked [Her flat is sublet] say [who is asking]",
    ),
    # Given only when asked, or asked again.
    ("She only gives her safe phrase, blue moon, if the agent asks for it.", "safe phrase if_asked [blue moon]"),
    ("His policy number is HH-2291, which he gives only if asked.", "policy number if_asked [HH-2291]"),
    (
        "She gives her tax number, 88 12 04, only when she is asked for it a second time.",
        "tax number if_asked [88 12 04] ask 2 [the tax number]",
    ),
    # Never told unasked, or never at all.
    ("He has a second account, which he keeps to himself.", "story never [He has a second account]"),
    (
        "She would settle for a repair, though she does not say so herself.",
        "story if_asked [She would settle for a repair]",
    ),
    ("She never mentions that she is moving out in May.", "story never [She is moving out in May]"),
    ("He hides the fact that he opened the box.", "story never [He opened the box]"),
]
"""Sentence -> the one fact: key, reveal, value, and what it waits for."""

ITEMS = [
    # A mood that changes after an event is no speech.
    ("Once the parcel is found, she calms down.", ["if do/look_up [the parcel]: feel []"]),
    ("When the agent apologises more than once, he gets crosser.", ["if apologise []: feel []"]),
    (
        "If the agent refuses, she gets angry and asks for a manager.",
        ["if refuse []: feel []", "if refuse []: ask_for_human []"],
    ),
    (
        "He is patient at first and loses his temper with every transfer.",
        ["persona -: patient", "behaviour patient", "if hand_off []: feel []"],
    ),
    ("She grows impatient when the agent asks the same question again.", ["if repeat/ask []: feel []"]),
    # A question that is only told of is put as a question.
    (
        "If the agent mentions a fee, he asks what it is for.",
        ["if say [a fee]: say [Could you tell me what it is for?]"],
    ),
    (
        "If the flight is full, she asks to be put on the waiting list.",
        ["if say [the flight is full]: say [Could I be put on the waiting list?]"],
    ),
    (
        "If the agent offers a repair, she asks whether it is free.",
        ["if offer [a repair]: say [Could you tell me whether it is free?]"],
    ),
    (
        "If the agent offers a visit, she asks the agent to ring first.",
        ["if offer [a visit]: say [Could you ring first?]"],
    ),
    # "If asked" points to what was just said.
    (
        'She tells nobody why she left her job; if asked, she says: "That is private."',
        ["behaviour habit", "if ask [why she left her job]: say [That is private.]"],
    ),
    # As much of a number as people know; the number of a thing; the old one and the new one.
    ("Her account ends in 4471.", ["fact account number when_relevant [ending in 4471]"]),
    ("His card ends with {digits}.", ["fact card number when_relevant [ending in {digits}]"]),
    ("The reservation is R-2207.", ["fact reservation number when_relevant [R-2207]"]),
    ("The claim is CL-5512.", ["fact claim number when_relevant [CL-5512]"]),
    ("The number is 07700 900642.", ["fact phone number when_relevant [07700 900642]"]),
    (
        "Her old address is 8 Quarry Lane, Selkirk; the new one is 41 Links Place, Leith.",
        [
            "fact old address when_relevant [8 Quarry Lane, Selkirk]",
            "fact address when_relevant [41 Links Place, Leith]",
        ],
    ),
    (
        "Her customer number is C-88 and the meter shows 4120.",
        ["fact customer number when_relevant [C-88]", "fact story when_relevant [The meter shows 4120]"],
    ),
    # Lost and forgotten is not known.
    ("Her policy number is on a card that she has lost.", ["fact policy number when_relevant unknown []"]),
    ("His reference is in an e-mail that he deleted.", ["fact reference when_relevant unknown []"]),
    ("She cannot remember the long number on the card.", ["fact card number when_relevant unknown []"]),
    ("He does not remember his PIN.", ["fact pin when_relevant unknown []"]),
    # Terms: what alone would do, what would be best, what is ruled out beside.
    ("Only mornings are possible for her, and not Mondays.", ["goal [only mornings]", "constraint refused [Mondays]"]),
    ("Only a window seat will do.", ["goal [only a window seat]"]),
    ("Ideally he keeps the same number.", ["goal [to keep the same number]"]),
    ("Preferably they would move to the ground floor.", ["goal [to move to the ground floor]"]),
    (
        "She will accept a voucher for lunch, but never one for another show.",
        ["goal [a voucher for lunch]", "constraint refused [a voucher for another show]"],
    ),
    (
        "He wants compensation in cash, not in points.",
        ["goal [compensation in cash]", "constraint refused [compensation in points]"],
    ),
    (
        "She booked one night and would like a second.",
        ["fact story when_relevant [She booked one night]", "goal [a second night]"],
    ),
    # What the price does is no ceiling; a thing by its number is no task.
    ("The rent goes up to £900.00 in May.", ["fact story when_relevant [The rent goes up to £900.00 in May]"]),
    ("The bill jumped up to £88.00.", ["fact story when_relevant [The bill jumped up to £88.00]"]),
    ("He can pay up to £40.00.", ["goal [up to £40.00]"]),
    (
        "Order W-1042 is for her mother's birthday.",
        [
            "fact story when_relevant [Order W-1042 is for her mother's birthday]",
            "fact order number when_relevant [W-1042]",
        ],
    ),
    # Traits of any kind are how somebody is, not what they tell.
    ("She is brisk, and a little nervous about the scan.", ["persona -: brisk, a little nervous about the scan"]),
    ("He is gruff and tight-lipped.", ["persona -: gruff, tight-lipped"]),
    ("She is slow, thorough and easily muddled by figures.", ["persona -: slow, thorough, easily muddled by figures"]),
    ("She is abroad.", ["fact story when_relevant [She is abroad]"]),
    ("He is owed a refund.", ["fact story when_relevant [He is owed a refund]"]),
    # How somebody goes about it is no wish.
    ("He brings up the wedding in every message.", ["behaviour habit"]),
    ("She asks the agent to repeat everything twice.", ["behaviour habit"]),
    ("He asks for each sentence to be read out again.", ["behaviour habit"]),
    # What did not happen is a part of what did.
    ("She didn't keep the box.", ["fact story when_relevant [She didn't keep the box]"]),
    ("He hasn't opened the second parcel.", ["fact story when_relevant [He hasn't opened the second parcel]"]),
    # The second time is not the first.
    ("The second time the agent refuses, she asks for a manager.", ["if refuse []: ask_for_human []"]),
    # Who leaves once they have it, was told it.
    ("The conversation ends when she has a date.", ["leaves content when say [a date]"]),
    ("He is happy once he has a ticket number.", ["leaves content when say [a ticket number]"]),
]
"""Sentence -> its items in one line each."""

ASKED = [
    ("When she cannot find it, Marek answers for her.", "Only the customer speaks, not Marek."),
    ("If the agent asks for the date, her husband reads it out.", "Only the customer speaks, not the husband."),
    ("After the second such request, she gives in.", "It is not clear what 'such request' is."),
    ("If asked about her age, she lies.", "It is not said what the customer says: 'lies'"),
    (
        "If the agent refuses, she pushes back; the second time she leaves.",
        "Two conditions in one sentence: '; the second time'",
    ),
    ("If the agent offers half, he accepts, otherwise he leaves.", "Two conditions in one sentence: ', otherwise'"),
    (
        "Whenever the agent uses slang, she asks for a translation.",
        "No words show when this happens: 'the agent uses slang'",
    ),
    ("She would like another.", "Not said of what: 'another'"),
]
"""Sentence -> what its author is asked."""


def _compiled(sentence: str, compiled: Compiled) -> Plan:
    return compiled(f"# T\n\n- {sentence}\n\n## What should happen\n\n- The agent apologises.\n")


def _kept(fact: Fact) -> str:
    waits = (
        f" {fact.when.act}{f' {fact.when.nth}' if fact.when.nth > 1 else ''} [{fact.when.about}]" if fact.when else ""
    )
    return f"{fact.key or 'story'} {fact.reveal} [{fact.value}]{waits}"


@pytest.mark.parametrize(("sentence", "expected"), KEPT)
def test_what_is_kept_back_is_the_thing_itself(sentence: str, expected: str, compiled: Compiled) -> None:
    """What the customer keeps back is cut out of the sentence that says so, with what it waits for."""
    facts = [item for item in _compiled(sentence, compiled).readings[0].items if isinstance(item, Fact)]
    assert list(map(_kept, facts)) == [expected]


@pytest.mark.parametrize(("sentence", "expected"), ITEMS)
def test_a_sentence_about_the_customer_is_read_as_meant(
    sentence: str, expected: list[str], compiled: Compiled, brief: Brief
) -> None:
    """Moods, questions, numbers, terms, traits and habits are each taken for what they are."""
    assert list(map(brief, _compiled(sentence, compiled).readings[0].items)) == expected


@pytest.mark.parametrize("sentence", [*(sentence for sentence, _ in ASKED), "She never mentions this."])
def test_what_is_suggested_is_understood(sentence: str, compiled: Compiled) -> None:
    """Every question comes with a sentence that clears it."""
    plan = _compiled(f"Ana Ray is 50. What next? {sentence}", compiled)
    asked = next(one for one in plan.complaints if one.code == "J002")
    written = asked.suggestion.partition("'")[2].rstrip("'")
    assert _compiled(written, compiled).readings[0].status == "understood"


@pytest.mark.parametrize(("sentence", "expected"), ASKED)
def test_what_cannot_be_played_is_asked(sentence: str, expected: str, compiled: Compiled) -> None:
    """A sentence that no customer could act out is questioned, and nothing is made of it."""
    plan = _compiled(f"Ana Ray is 50. {sentence}", compiled)
    assert plan.readings[1].items == ()
    assert [one.message for one in plan.complaints if one.code == "J002"] == [expected]


def test_a_secret_may_be_told_in_one_sentence_and_kept_in_the_next(compiled: Compiled) -> None:
    """ "Do not mention this unless ..." keeps back what the sentence before it tells."""
    plan = compiled("# T\n\nYou have a heart monitor. Do not mention this unless you are asked about equipment.\n")
    facts = [item for reading in plan.readings for item in reading.items if isinstance(item, Fact)]
    assert list(map(_kept, facts)) == ["story if_asked [You have a heart monitor] ask [equipment]"] * 2


def test_a_secret_without_a_sentence_before_it_is_asked(compiled: Compiled) -> None:
    """ "Do not mention this" points to nothing at the top of a journey."""
    plan = compiled("# T\n\nDo not mention this unless you are asked.\n")
    assert [one.message for one in plan.complaints if one.code == "J002"] == ["It is not clear what is kept back."]


def test_a_change_of_mood_counts_from_the_time_that_is_named(compiled: Compiled) -> None:
    """ "More than once" waits for the second time; the mood is kept in the author's words."""
    reading = _compiled("When the agent apologises more than once, he gets angrier.", compiled).readings[0]
    found = next(item for item in reading.items if isinstance(item, Reaction))
    assert (found.trigger.nth, found.mood) == (2, "gets angrier")


@pytest.mark.parametrize(
    "condition",
    ["The second time the agent refuses", "After two refusals", "If the agent refuses twice", "After the second no"],
)
def test_the_second_time_is_counted(condition: str, compiled: Compiled) -> None:
    """However it is said, the second refusal is waited for."""
    reading = _compiled(f"{condition}, she asks for a manager.", compiled).readings[0]
    found = next(item for item in reading.items if isinstance(item, Reaction))
    assert (found.trigger.act, found.trigger.nth) == ("refuse", 2)


def test_a_habit_keeps_its_count(compiled: Compiled) -> None:
    """A habit is told back with how often it comes."""
    reading = _compiled("She asks the agent to say things again, twice.", compiled).readings[0]
    found = next(item for item in reading.items if isinstance(item, Behaviour))
    assert restate(found) == "The customer asks the agent to say things again, twice."


def test_a_booking_number_is_known_from_the_booking(compiled: Compiled) -> None:
    """A number that stands beside its thing answers the question for that number."""
    plan = compiled(
        "# T\n\nAna Ray wants a late check-out. The booking is B-77.\n\n## What should happen\n\n"
        "- The agent asks for the booking number.\n"
    )
    assert [one.code for one in plan.complaints if one.code == "J013"] == []


def test_a_number_that_is_only_promised_is_asked_for(compiled: Compiled) -> None:
    """Who is to give a number when asked needs one to give."""
    plan = compiled(
        "# T\n\nAna Ray wants a refund. She gives her order number if asked.\n\n## What should happen\n\n"
        "- The agent asks for the order number.\n"
    )
    assert [one.message for one in plan.complaints if one.code == "J013"] == [
        "The customer has no order number to give."
    ]


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in (*KEPT, *ITEMS) if "{" not in sentence])
def test_what_was_understood_reads_back(sentence: str, compiled: Compiled, brief: Brief) -> None:
    """Every restatement is a sentence that is understood, and as an item of the same kind."""
    for item in _compiled(sentence, compiled).readings[0].items:
        back = _compiled(restate(item), compiled).readings[0]
        assert (back.status, item.kind in [one.kind for one in back.items]) == ("understood", True)
