"""What the agent does, or never does."""

from typing import Any

import pytest

from harness.plan.nouns import Check, Fact
from harness.verdict.checks import check

POSTCODE = ("Hi, my kettle is broken.", "I'm sorry to hear that. Could you give me your postcode, please?")
ORDER = ("SW1A 1AA", "Thank you. What is your order number?")


def test_a_thing_that_was_done_passes_with_the_agents_words(talk: Any) -> None:
    """A required sentence that the agent carried out passes, and shows the words that prove it."""
    item = talk.must("ask", "her postcode")
    held = check(item, talk.case(item), talk.transcript(POSTCODE))
    assert held.mark == "pass"
    assert talk.proofs(held)[0].kind == "quote"
    assert talk.proofs(held)[0].turn == 1
    assert "postcode" in talk.proofs(held)[0].words


def test_a_thing_that_never_came_fails_by_absence(talk: Any) -> None:
    """A required sentence that a finished conversation never met fails, and says what was looked for and where."""
    item = talk.must("ask", "her phone number")
    held = check(item, talk.case(item), talk.transcript(POSTCODE, ORDER))
    assert held.mark == "fail"
    assert [one.kind for one in talk.proofs(held)] == ["absence"]
    assert (talk.proofs(held)[0].first_turn, talk.proofs(held)[0].last_turn) == (1, 2)
    assert held.turn == 2


def test_a_sentence_only_a_reader_could_judge_is_not_judged(talk: Any) -> None:
    """Where only reading would do, nothing is claimed either way."""
    item = Check(sentence="s1", text="is kind", deed=None)
    assert check(item, talk.case(item), talk.transcript(POSTCODE)).mark == "cannot_tell"


def test_something_close_is_neither_a_pass_nor_a_fail(talk: Any) -> None:
    """Words that come close to what should be said are shown and left to a reader."""
    item = talk.must("say", "the parcel has already been dispatched from the warehouse in Leeds")
    held = check(item, talk.case(item), talk.transcript(("Hi", "Your parcel has been dispatched.")))
    assert held.mark == "cannot_tell"
    assert talk.proofs(held)[0].words == "Your parcel has been dispatched."


def test_a_forbidden_thing_fails_with_the_words(talk: Any) -> None:
    """A must-never that happens fails, with what the agent said and the turn."""
    item = talk.never("ask", "her card number")
    said = talk.transcript(POSTCODE, ("SW1A 1AA", "Thanks. What is your card number?"))
    held = check(item, talk.case(item), said)
    assert (held.mark, held.turn) == ("fail", 2)
    assert talk.proofs(held)[0].words == "What is your card number?"


def test_a_forbidden_thing_that_never_came_passes_over_all_turns(talk: Any) -> None:
    """A must-never that did not happen passes by absence over the whole conversation."""
    item = talk.never("ask", "her card number")
    held = check(item, talk.case(item), talk.transcript(POSTCODE, ORDER))
    assert held.mark == "pass"
    assert talk.proofs(held)[0].kind == "absence"
    assert talk.proofs(held)[0].last_turn == 2


def test_before_in_the_right_order_passes(talk: Any) -> None:
    """Asked first, talked of later: the order is right, and both places are shown."""
    item = talk.must("ask", "the order number", before=talk.deed("say", "a refund"))
    said = talk.transcript(("Hi", "What is your order number?"), ("W-1042", "Your refund is on its way."))
    held = check(item, talk.case(item), said)
    assert held.mark == "pass"
    assert [one.turn for one in talk.proofs(held)] == [1, 2]


def test_before_in_the_wrong_order_fails_where_the_other_came(talk: Any) -> None:
    """The other thing came first: a fail at that turn, with quotes of both."""
    item = talk.must("ask", "the order number", before=talk.deed("say", "a refund"))
    said = talk.transcript(("Hi", "A refund takes a week."), ("Fine", "What is your order number?"))
    held = check(item, talk.case(item), said)
    assert (held.mark, held.turn) == ("fail", 1)
    assert [one.turn for one in talk.proofs(held)] == [1, 2]


def test_before_within_one_reply_goes_by_place(talk: Any) -> None:
    """In one reply the order of the words decides."""
    item = talk.must("say", "unplug the machine", before=talk.deed("ask", "the order number"))
    right = talk.transcript(("It smokes", "Please unplug the machine at once. What is your order number?"))
    wrong = talk.transcript(("It smokes", "What is your order number? Please unplug the machine at once."))
    assert check(item, talk.case(item), right).mark == "pass"
    assert check(item, talk.case(item), wrong).mark == "fail"


def test_before_something_that_never_came_needs_only_the_deed(talk: Any) -> None:
    """Order is kept when the other thing never happened, but the deed itself is still wanted."""
    item = talk.must("ask", "the order number", before=talk.deed("say", "a refund"))
    assert check(item, talk.case(item), talk.transcript(ORDER)).mark == "pass"
    assert check(item, talk.case(item), talk.transcript(POSTCODE)).mark == "fail"


CONSENT = {"by": "customer"}


def test_only_after_leave_was_given(talk: Any) -> None:
    """A cancellation counts as agreed only when the customer said yes before it."""
    item = talk.must(
        "do",
        "the subscription",
        deed_more={"action": "cancel"},
        after=talk.deed("say", "agree", **CONSENT),
    )
    asked = ("Please cancel my subscription", "Shall I cancel your subscription?")
    agreed = ("Yes, please.", "It is cancelled.", talk.tool("cancel_subscription"), {"act": "agree"})
    at_once = ("Please cancel my subscription", "It is cancelled.", talk.tool("cancel_subscription"))
    assert check(item, talk.case(item), talk.transcript(asked, agreed)).mark == "pass"
    held = check(item, talk.case(item), talk.transcript(at_once, ("Thanks", "Bye", {"act": "thank"})))
    assert (held.mark, held.turn) == ("fail", 1)
    assert [one.kind for one in talk.proofs(held)] == ["event", "absence"]


def test_never_before_fails_only_too_early(talk: Any) -> None:
    """Something that is only allowed later fails when it comes first, and when what it waits for never comes."""
    item = talk.never("say", "the delivery date 4 November", before=talk.deed("ask", "her postcode"))
    early = talk.transcript(("When?", "The delivery date is 4 November."), POSTCODE)
    late = talk.transcript(POSTCODE, ("SW1A 1AA", "The delivery date is 4 November."))
    alone = talk.transcript(("When?", "The delivery date is 4 November."))
    assert check(item, talk.case(item), early).mark == "fail"
    assert check(item, talk.case(item), late).mark == "pass"
    assert check(item, talk.case(item), alone).mark == "fail"


def test_a_deed_is_proved_by_the_event_not_by_the_claim(talk: Any) -> None:
    """Where tool calls are on record, saying it is done is no proof of it."""
    item = talk.must("do", "£39.00", deed_more={"action": "refund"})
    done = talk.transcript(("Hi", "I have refunded £39.00.", talk.tool("refund_order", amount="39.00")))
    claimed = talk.transcript(("Hi", "I have refunded £39.00."))
    failed = talk.transcript(("Hi", "I have refunded £39.00.", talk.tool("refund_order", amount="39.00", ok=False)))
    other = talk.transcript(("Hi", "I have refunded £39.00.", talk.tool("refund_order", amount="19.50")))
    held = check(item, talk.case(item), done)
    assert (held.mark, talk.proofs(held)[0].kind, talk.proofs(held)[0].event) == ("pass", "event", "t1e1")
    assert [check(item, talk.case(item), one).mark for one in (claimed, failed, other)] == ["fail"] * 3


@pytest.mark.parametrize("polarity", ["must", "never"])
def test_a_claim_alone_decides_nothing_without_events(talk: Any, polarity: Any) -> None:
    """Where the target shows no tool calls, a claim is quoted and left open."""
    item = talk.must("do", "the order", polarity=polarity, deed_more={"action": "cancel"})
    held = check(item, talk.case(item), talk.transcript(("Hi", "I have cancelled the order."), events=False))
    assert held.mark == "cannot_tell"
    assert talk.proofs(held)[0].words == "I have cancelled the order."


KNOWS = Fact(sentence="f1", text="her order number is w-1042", key="order number", value="W-1042")


def test_asking_again_for_what_was_given_fails(talk: Any) -> None:
    """To ask once more for something the customer gave is the repeat an author means."""
    item = talk.never("repeat", "the order number", deed_more={"of": "ask"})
    said = talk.transcript(ORDER, ("It's W-1042.", "Thanks. Which colour?"), ("Red", "What is your order number?"))
    held = check(item, talk.case(item, KNOWS), said)
    assert (held.mark, held.turn) == ("fail", 3)


def test_asking_twice_before_an_answer_is_no_repeat(talk: Any) -> None:
    """A question put again because it was not answered is fair."""
    item = talk.never("repeat", "the order number", deed_more={"of": "ask"})
    said = talk.transcript(
        ORDER, ("What do you mean?", "What is your order number?"), ("W-1042", "Thank you, I have it.")
    )
    assert check(item, talk.case(item, KNOWS), said).mark == "pass"


def test_reading_a_value_back_is_no_repeat(talk: Any) -> None:
    """To read back the number that the customer gave is a courtesy."""
    item = talk.never("repeat", "the order number", deed_more={"of": "ask"})
    said = talk.transcript(ORDER, ("W-1042", "Is your order number W-1042, please?"))
    assert check(item, talk.case(item, KNOWS), said).mark == "pass"


def test_an_offer_made_again_after_a_no_fails(talk: Any) -> None:
    """An offer that the customer turned down must not come back."""
    item = talk.never("repeat", "a free month", deed_more={"of": "offer"})
    offer = ("Please cancel", "Would you like a free month instead?")
    once = talk.transcript(offer, ("No thanks, just cancel.", "All right, I'll do that.", {"act": "react"}))
    twice = talk.transcript(
        offer, ("No thanks, just cancel.", "I can offer you a free month if you stay.", {"act": "react"})
    )
    assert check(item, talk.case(item), once).mark == "pass"
    held = check(item, talk.case(item), twice)
    assert (held.mark, held.turn, len(talk.proofs(held))) == ("fail", 2, 2)


def test_something_given_before_is_the_same_thing_asked_twice(talk: Any) -> None:
    """Asking for the e-mail address and then for the postcode is no repeat; asking for the postcode twice is."""
    item = talk.never("repeat", "something", deed_more={"of": "ask"})
    facts = (
        Fact(sentence="f1", text="", key="email", value="a@example.com"),
        Fact(sentence="f2", text="", key="postcode", value="M1 2AB"),
    )
    asks = ("Hi", "What is your email address?"), ("It's a@example.com.", "What is your postcode?")
    healthy = talk.transcript(*asks, ("It's M1 2AB.", "Thank you."))
    again = talk.transcript(*asks, ("It's M1 2AB.", "What is your postcode, please?"))
    case = talk.case(item, *facts)
    assert ["pass", "fail"] == [check(item, case, said).mark for said in (healthy, again)]


PROMISE = "to send the parcel to 7 Park Lane"
ARRIVES = "the order will arrive on 4 November 2026"


@pytest.mark.parametrize(
    ("act", "about", "words"),
    [
        ("offer", PROMISE, "No problem, the driver brings it to 7 Park Lane."),
        ("offer", PROMISE, "Sure! 7 Park Lane, Leeds, done and dusted."),
        ("say", ARRIVES, "Expected: 2026-11-04."),
    ],
)
def test_figures_named_in_other_words_are_in_doubt(talk: Any, act: Any, about: Any, words: Any) -> None:
    """A date or an address met to the letter is no absence: neither a kept must-never nor a broken should."""
    said = talk.transcript(("Hi", words))
    held = [check(item, talk.case(item), said) for item in (talk.never(act, about), talk.must(act, about))]
    assert ["cannot_tell", "cannot_tell"] == [one.mark for one in held]
    assert all(talk.proofs(one)[0].words in words for one in held)


@pytest.mark.parametrize(
    ("act", "about", "words"),
    [
        ("offer", PROMISE, "I'm afraid I can't change the address to 7 Park Lane."),
        ("offer", PROMISE, "Do you mean 7 Park Lane, Leeds?"),
        ("offer", PROMISE, "No problem, the driver brings it to 9 Park Lane."),
        ("say", ARRIVES, "It won't be with you on 4 November 2026."),
        ("say", "her 3 parcels are lost", "There are 3 of us here."),
    ],
)
def test_figures_that_promise_nothing_leave_no_doubt(talk: Any, act: Any, about: Any, words: Any) -> None:
    """A no, a question, another figure and a bare number: a must-never is kept."""
    item = talk.never(act, about)
    assert "pass" == check(item, talk.case(item), talk.transcript(("Hi", words))).mark


def test_figures_named_in_their_time_leave_no_doubt(talk: Any) -> None:
    """What is forbidden only before a question may come close to it afterwards."""
    item = talk.never("say", ARRIVES, before=talk.deed("ask", "her postcode"))
    late = talk.transcript(POSTCODE, ("SW1A 1AA", "Expected: 2026-11-04."))
    early = talk.transcript(("When?", "Expected: 2026-11-04."), POSTCODE)
    assert ["pass", "cannot_tell"] == [check(item, talk.case(item), said).mark for said in (late, early)]


def test_a_hedge_gives_things_away_all_the_same(talk: Any) -> None:
    """Saying "Maybe it goes to 18 Elm Street" keeps no address to oneself: a must-never is left in doubt."""
    item = talk.never("say", "the parcel goes to 18 Elm Street")
    said = talk.transcript(("Where?", "Maybe it goes to 18 Elm Street, I am not sure."))
    assert "cannot_tell" == check(item, talk.case(item), said).mark


def test_a_figure_stands_by_itself(talk: Any) -> None:
    """Who says £242.92 has not said 4; who says that without a card you can take 4 has."""
    item = talk.must("say", "the number 4")
    told = ("You pay £242.92.", "Without a card you can take 4 bags.")
    marks = [check(item, talk.case(item), talk.transcript(("How many?", words))).mark for words in told]
    assert ["fail", "pass"] == marks
