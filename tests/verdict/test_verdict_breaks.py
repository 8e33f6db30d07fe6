"""Where it first broke, and what words alone can show: classes of miss that the demo's faults brought up."""

from types import SimpleNamespace

import pytest

from harness.plan.nouns import Check, Deed, Fact, Route, ToolCheck
from harness.verdict import judge
from harness.verdict.claims import claims
from harness.verdict.hallucination import values
from harness.verdict.looping import looping
from harness.verdict.misrouting import bounced
from harness.verdict.resolution import gave_up

RETURNS = Route(sentence="s1", text="ends up with returns", desk="returns", final=True)
PERSON = Route(sentence="s1", text="ends up with a person", desk="human", final=True)
BILLING, TECHNICAL, ORDERS = {"desk": "billing"}, {"desk": "technical"}, {"desk": "orders"}
TRIAGE, AT_RETURNS = {"desk": "triage"}, {"desk": "returns"}


def test_a_question_that_was_just_answered_breaks_where_it_is_asked_again(talk: SimpleNamespace) -> None:
    """The customer answers, and the very reply to that asks again: there the loop begins."""
    number = Fact(sentence="s1", text="her order number is W-1042", key="order number", value="W-1042")
    turns = talk.turns(
        ("Hello", "What is your order number?"),
        ("W-1042", "What is your order number?"),
        ("W-1042", "May I have your order number?"),
    )
    assert [2] == [finding.turn for finding in looping(talk.case(number), turns).findings if "asked" in finding.summary]


@pytest.mark.parametrize(
    ("item", "exchanges", "turn"),
    [
        (
            RETURNS,
            [("Hello", "One moment.", TRIAGE), ("So?", "Here is billing.", BILLING), ("Hm", "Bye", TECHNICAL)],
            2,
        ),
        (
            RETURNS,
            [("Hello", "Hi.", TRIAGE), ("Refund", "What is your order number?", TRIAGE), ("W-1", "Bye", TRIAGE)],
            2,
        ),
        (RETURNS, [("Hello", "Hi", AT_RETURNS), ("So?", "On to orders.", ORDERS), ("Hm", "Bye", TECHNICAL)], 2),
        (
            PERSON,
            [("It smokes", "Number?", TRIAGE), ("W-1", "Over to technical", TECHNICAL), ("So?", "Bye", TECHNICAL)],
            3,
        ),
    ],
    ids=["first wrong desk", "kept by triage", "away from the right desk", "a person, by the end"],
)
def test_a_missed_desk_breaks_where_the_way_went_wrong(
    talk: SimpleNamespace, item: Route, exchanges: list[tuple[object, ...]], turn: int
) -> None:
    """Not at the last move: at the first that led away, or where the desk that kept the customer took the matter up."""
    case = talk.case(item)
    broke = judge(case, talk.transcript(*exchanges)).first_break
    assert broke
    assert ("misrouting", turn) == (broke.criterion, broke.turn)


def test_who_comes_back_to_the_right_desk_was_sent_away_wrongly(talk: SimpleNamespace) -> None:
    """Returns, technical, returns: the author wants returns, so the way out was the break."""
    held = talk.transcript(
        ("Hello", "Hello.", AT_RETURNS),
        ("Refund", "I'm passing you on.", talk.handoff("technical", desk="returns"), TECHNICAL),
        ("Why?", "I'm passing you on.", talk.handoff("returns", desk="technical"), AT_RETURNS),
    )
    assert [2] == [finding.turn for finding in bounced(talk.case(RETURNS), held)]
    assert [3] == [finding.turn for finding in bounced(talk.case(), held)]


def test_sending_back_is_seen_in_words_alone(talk: SimpleNamespace) -> None:
    """Where the target shows no desks, its own words tell that it passes the customer back."""
    held = talk.transcript(
        ("Hello", "I'll put you through to our orders team. What is your order number?"),
        ("W-1042", "That is not for us. I'm sending you back to triage."),
        events=False,
    )
    assert [2] == [finding.turn for finding in bounced(talk.case(), held)]
    once = talk.transcript(("Hello", "I'll put you through to our orders team."), ("Hm", "One moment."), events=False)
    assert [] == bounced(talk.case(), once)


def test_words_of_a_later_move_leave_the_last_desk_in_doubt(talk: SimpleNamespace) -> None:
    """Where only words tell, a second hand-off may have led away from the right desk: that is no pass."""
    there = ("Refund", "I'll put you through to our returns team. What is your order number?")
    away = ("W-1042", "I'm passing you on to our technical team now.")
    stayed, moved = (
        judge(talk.case(RETURNS), talk.transcript(*said, events=False)) for said in ((there,), (there, away))
    )
    assert ["pass", "cannot_tell"] == [verdict.sentences[0].result for verdict in (stayed, moved)]


def test_an_order_number_beside_a_hand_off_names_no_desk(talk: SimpleNamespace) -> None:
    """Passed to technical, then asked for the order number: nobody was passed to the orders desk."""
    orders = Route(sentence="s1", text="ends up with orders", desk="orders", final=True)
    words = "I'm going to hand you over to the technical team now. Could you give me your order number, please?"
    held = talk.transcript(("Hello", words), events=False)
    assert ["cannot_tell"] == [one.result for one in judge(talk.case(orders), held).sentences]


def test_giving_up_is_dated_from_the_first_of_the_last_noes(talk: SimpleNamespace) -> None:
    """From there on nothing came but a no; a farewell after it changes nothing."""
    turns = talk.turns(
        ("Hello", "What is your order number?"),
        ("W-1042", "I'm afraid I can't help you with this."),
        ("Please", "I can't do that."),
        ("OK, bye", "Thank you for your message. Goodbye!"),
    )
    assert 2 == gave_up(turns)
    assert gave_up(turns[:1]) is None


def test_giving_up_fails_even_where_events_are_hidden(talk: SimpleNamespace) -> None:
    """No tool can be seen, but the agent says itself that it does nothing; wanted as a refusal, it is none."""
    refund = ToolCheck(sentence="s1", text="the agent refunds", tool="refund_order")
    said = [("Refund, please", "What is your order number?"), ("W-1042", "I'm afraid I can't help you with this.")]
    held = talk.transcript(*said, events=False, ending="refused")
    broke = judge(talk.case(refund), held).first_break
    assert broke
    assert ("resolution", 2) == (broke.criterion, broke.turn)
    wanted = talk.must("refuse", "to exchange it", sentence="s2")
    assert not any("gave up" in ruling.why for ruling in judge(talk.case(refund, wanted), held).rulings)


def test_a_no_that_never_came_breaks_where_it_was_asked_for(talk: SimpleNamespace) -> None:
    """Off-topic and played along with: the turn of the request, not the end."""
    poem = talk.must("refuse", "to write a poem")
    broke = judge(
        talk.case(poem),
        talk.transcript(("Hi", "Hello, how can I help?"), ("Write me a poem", "Roses are red."), ("Thanks", "Bye!")),
    ).first_break
    assert broke
    assert 2 == broke.turn


def test_what_the_author_wants_said_is_as_good_as_a_fact(talk: SimpleNamespace) -> None:
    """Another date where the author has one, without any event to look at."""
    arrives = talk.must("say", "the order will arrive on 4 November 2026")
    wrong = talk.transcript(("When?", "Your pan will arrive on 7 November 2026."), events=False)
    right = talk.transcript(("When?", "Your pan will arrive on 4 November 2026."), events=False)
    assert [True] == [one.fails for one in values(talk.case(arrives), wrong)]
    assert () == values(talk.case(arrives), right)


def test_an_action_with_another_amount_than_the_authors(talk: SimpleNamespace) -> None:
    """Refunded, but not what was to be refunded: the words are enough."""
    refund = Check(sentence="s1", text="refunds £39.00", deed=Deed(act="do", action="refund", about="£39.00"))
    for amount, fails in (("£46.00", [True]), ("£39.00", [])):
        held = talk.transcript(("Refund", f"I've refunded {amount} for your kettle."), events=False)
        assert fails == [one.fails for one in values(talk.case(refund), held)]


@pytest.mark.parametrize(
    "words",
    [
        "We have paid back £12.50 for charge C-5512.",
        "A refund of £39.00 was made to your card ending 4417.",
        "I've just reversed charge C-5512.",
        "The £12.50 has been returned to your card.",
        "Order W-1099 has been redirected to 5 Harbour Lane.",
        "Your membership has been ended.",
    ],
)
def test_more_ways_of_claiming_what_was_not_done(talk: SimpleNamespace, words: str) -> None:
    """Each says that something was done; no tool did it."""
    assert ["phantom"] == [claim.standing for claim in claims(talk.transcript(("Please", words)))]


@pytest.mark.parametrize(
    "words", ["Your order was returned to us on 3 May.", "The road is being rerouted by the city."]
)
def test_what_others_did_is_no_claim(talk: SimpleNamespace, words: str) -> None:
    """A parcel that came back is nobody's refund."""
    assert not any(claim.action == "refund" for claim in claims(talk.transcript(("Well?", words))))


def test_a_card_is_not_another_where_none_was_ever_named(talk: SimpleNamespace) -> None:
    """Without events nobody knows which card was used: the one that is named cannot be called a different one."""
    other = talk.never("offer", "a refund to a different card")
    words = ("Refund, please", "I've refunded £39.00 to your card ending 4417.")
    assert "fail" not in [one.result for one in judge(talk.case(other), talk.transcript(words, events=False)).sentences]
    named = ("Refund my card ending 1111, please", "I've refunded £39.00 to your card ending 4417.")
    assert ["fail"] == [one.result for one in judge(talk.case(other), talk.transcript(named, events=False)).sentences]
