"""All sorts of people: terse, angry, hesitant, curious, mistyping, and each gets sensible service."""

import pytest

from harness.target.demo.hear import listen
from harness.target.demo.session import Session
from harness.target.demo.spelling import KNOWN, SOUND, corrected
from harness.target.demo.words import WORDS


def after(*lines: str) -> Session:
    """The conversation after these lines."""
    shop = Session()
    for line in lines:
        shop.say(line)
    return shop


def last(*lines: str) -> str:
    """The answer to the last of these lines."""
    return after(*lines).answers[-1].text


def is_said(name: str, text: str) -> bool:
    """Whether the text has one of the ways of saying it, leaving gaps aside."""
    return any(all(part in text for part in way.replace("}", "{").split("{")[::2]) for way in WORDS[name])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wheres my ordr", "wheres my order"),
        ("i wnat a refnud for my ketle", "i want a refund for my kettle"),
        ("wrong adress", "wrong address"),
        ("cancle it", "cancel it"),
        ("oder@example.com", "oder@example.com"),
        ("it broke", "it broke"),
        ("sparkling water", "sparkling water"),
        ("thank you", "thank you"),
    ],
)
def test_slips_of_spelling_are_put_right(typed: str, meant: str) -> None:
    """A missing, doubled or swapped letter in a word that matters is put right; addresses and real words stay."""
    assert meant == corrected(typed)


def test_words_that_are_right_stay() -> None:
    """No known word is taken for a slip of another."""
    assert sorted(KNOWN | SOUND) == sorted(corrected(word) for word in KNOWN | SOUND)


def test_a_mistyped_wish_is_served() -> None:
    """Who mistypes everything still gets the refund."""
    assert "£39.00" in last("i wnat a refnud for my ketle", "w1042", "sw1a1aa")


def test_a_number_alone_is_kept() -> None:
    """Somebody who only gives a number is asked what to do with it, and not asked for it again."""
    shop = after("1042")
    assert "W-1042" in shop.answers[-1].text
    assert "postcode" in shop.say("refund please").text


def test_a_postcode_that_comes_first_is_kept() -> None:
    """What is given before it is asked for is not asked for."""
    shop = after("My postcode is LS6 2AB")
    assert is_said("noted.help", shop.answers[-1].text)
    shop.say("when does my frying pan come?")
    assert "4 November 2026" in shop.say("W-1088").text


def test_thanks_on_the_way_does_not_end_it() -> None:
    """A polite word before the matter is settled is no goodbye."""
    shop = after("Hello", "It's about order W-1042, SW1A 1AA, thank you.")
    assert not shop.answers[-1].ended
    assert not after("I forgot my password", "thanks").answers[-1].ended


def test_another_order_gets_its_own_chance() -> None:
    """Who turns to another order is asked for its postcode, not refused for the first."""
    said = last("Refund for W-1077", "Actually forget that, where is my order W-1088")
    assert "postcode" in said
    assert not is_said("private", said)


def test_a_question_whether_it_is_a_machine_gets_an_honest_answer() -> None:
    """Nobody is told that they are talking to a person, nor passed on for asking."""
    for question in ("are you a bot?", "Am I talking to a real person?", "is this AI?"):
        shop = after(question)
        assert "automated assistant" in shop.answers[0].text
        assert [] == shop.hops


@pytest.mark.parametrize("line", ["human", "agent please", "Can I talk to somebody", "I want a real person"])
def test_who_wants_a_person_at_once_gets_one(line: str) -> None:
    """Asking for a person is enough, however short."""
    assert "human" == after(line).answers[0].desk


def test_asking_why_is_answered_and_the_question_stays() -> None:
    """Who asks what the order number is for is told, and asked again."""
    said = last("I want a refund", "Why do you need that?")
    assert is_said("policy.identity", said)
    assert "order number" in said


def test_a_question_is_no_consent() -> None:
    """Asking what a cancellation means cancels nothing; a yes afterwards does."""
    shop = after("Cancel my order W-1099, YO1 7HH")
    for line in ("what happens if I cancel?", "will I be charged?", "ok but how long would that take?"):
        shop.say(line)
        assert "processing" == shop.read("order W-1099", "status")
    shop.say("ok do it")
    assert "cancelled" == shop.read("order W-1099", "status")


def test_a_question_about_an_offer_does_not_decline_it() -> None:
    """What the free month means is explained, and it may still be taken."""
    shop = after("cancel the club", "priya.shah@example.com", "BS1 6XN", "what would the free month mean?")
    assert "£12.50" in shop.answers[-1].text
    shop.say("yes please")
    assert "active" == shop.read("subscription S-2202", "status")
    assert ["open_ticket"] == shop.calls[-1:]


def test_a_mere_no_to_a_voucher_is_no_protest() -> None:
    """Declining a voucher is accepted without another refusal."""
    said = last("Refund W-1055, EH3 9QN", "no")
    assert is_said("all_right", said)
    assert "30 days" not in said


def test_a_complaint_after_a_refusal_is_put_on_record() -> None:
    """Who wants to complain about a no is not told the no again."""
    shop = after("Refund W-1055, EH3 9QN", "That's ridiculous", "I want to complain")
    assert "T-7001" in shop.answers[-1].text
    assert ["W-1055"] == [event.arguments["order"] for event in shop.events if event.name == "open_ticket"]


def test_a_complaint_for_a_manager_is_recorded_before_the_hand_over() -> None:
    """Both wishes are met: the ticket and the person."""
    shop = after("I want to make a complaint and speak to a manager")
    assert ["open_ticket"] == shop.calls
    assert ["human"] == shop.hops


def test_something_that_is_not_done_here_is_not_taken_for_a_goodbye() -> None:
    """Follow-up questions are answered as far as they can be, and nobody is sent away."""
    shop = after("Where is W-1088? LS6 2AB", "what time will it come?", "can I pick it up myself?", "which address?")
    assert not any(answer.ended for answer in shop.answers)
    assert is_said("not_here", shop.answers[1].text)


@pytest.mark.parametrize(
    "line",
    [
        "Do you sell bicycles?",
        "I want to buy a kettle",
        "Any discount codes?",
        "Do you ship to France?",
        "Can I pay with PayPal?",
        "I need a receipt",
        "please update my email address",
        "delete my account",
        "who is the courier?",
        "How do I join the coffee club?",
        "Can I have it next day?",
    ],
)
def test_what_is_not_done_here_is_said_and_a_person_offered(line: str) -> None:
    """The agent does not pretend, and does not leave people standing."""
    shop = after(line)
    assert is_said("not_here", shop.answers[0].text)
    assert "human" == shop.say("yes please").desk


@pytest.mark.parametrize("line", ["My father died and has an account", "Someone is using my card", "I'll sue you"])
def test_what_belongs_to_a_person_goes_to_a_person(line: str) -> None:
    """Fraud, the law and a death are not for a machine."""
    shop = after(line)
    assert ["human"] == shop.hops
    assert is_said("sorry.sensitive", shop.answers[0].text)


def test_an_ok_at_the_start_is_no_goodbye() -> None:
    """Somebody who opens with "ok" is asked what they need."""
    assert not after("ok").answers[0].ended


@pytest.mark.parametrize("line", ["Hola, ¿dónde está mi pedido?", "je ne comprends pas", "bonjour", "где мой заказ"])
def test_other_languages_are_recognised(line: str) -> None:
    """Who writes in another language is told which one is understood."""
    assert "English" in last(line)


@pytest.mark.parametrize("line", ["...", "?", "", "   "])
def test_silence_is_given_time(line: str) -> None:
    """The first silence is waited out; the question that was asked still stands."""
    shop = after("Where is my order?", line)
    assert is_said("silence", shop.answers[-1].text)
    assert "postcode" in shop.say("1088").text


def test_somebody_who_looks_for_the_number_is_given_time() -> None:
    """Nobody is pressed while they look."""
    assert is_said("take_time", last("where's my order", "hang on, let me look"))


def test_never_mind_leaves_it() -> None:
    """Who lets a matter go is let go."""
    assert is_said("dropped", last("Where is my order?", "never mind"))


def test_thumbs_are_understood() -> None:
    """A sign is an answer too."""
    shop = after("cancel order W-1102, OX1 2JD", "👍")
    assert "cancelled" == shop.read("order W-1102", "status")
    assert "processing" == after("cancel order W-1102, OX1 2JD", "👎").read("order W-1102", "status")


def test_a_parcel_that_never_came_is_traced() -> None:
    """Recorded as delivered and not there: a ticket, once."""
    shop = after("my parcel says delivered but I never received it", "W-1042", "SW1A 1AA", "but I haven't got it")
    assert ["open_ticket"] == [call for call in shop.calls if call == "open_ticket"]
    assert "T-7001" in shop.answers[2].text


def test_a_link_that_did_not_come_is_sent_again() -> None:
    """Not having got the link gets another one; asking whether it was sent gets an answer."""
    shop = after("I can't log in", "grace.okafor@example.com", "did you send it?")
    assert 1 == shop.calls.count("reset_password")
    assert "Yes" in shop.answers[-1].text
    shop.say("I didn't get it")
    assert 2 == shop.calls.count("reset_password")


def test_several_orders_in_one_message_are_all_looked_after() -> None:
    """One message, two orders: one after the other, each with its own postcode."""
    shop = after("can you check on W-1088 and W-1093", "LS6 2AB", "CF10 1EP")
    assert "4 November 2026" in shop.answers[1].text
    assert "9 November 2026" in shop.answers[2].text


def test_different_things_for_different_orders_are_not_mixed_up() -> None:
    """What is said of one order is not done to the other."""
    shop = after("where's W-1101 and cancel W-1102", "GL50 1SY", "OX1 2JD", "yes")
    assert "processing" == shop.read("order W-1101", "status")
    assert "cancelled" == shop.read("order W-1102", "status")


def test_it_is_what_was_spoken_of() -> None:
    """ "Cancel it" after news of an order means that order."""
    assert "dispatched" in last("Where is W-1096? B2 4QA", "can I cancel it?")


def test_changing_one_s_mind_twice_works() -> None:
    """Keeping it, then cancelling after all: leave is asked again."""
    shop = after("cancel order W-1101, GL50 1SY", "hmm actually no, leave it", "actually yes, cancel it")
    assert "W-1101" in shop.answers[-1].text
    shop.say("yes")
    assert "cancelled" == shop.read("order W-1101", "status")


def test_an_address_may_be_changed_again() -> None:
    """A second change asks for the second address."""
    shop = after("change the address of W-1099, YO1 7HH", "8 Minster Yard, York", "actually can I change it again")
    shop.say("change the address again")
    shop.say("10 Minster Yard, York")
    assert "10 Minster Yard, York" == shop.read("order W-1099", "address")


def test_who_insists_on_a_wrong_postcode_hears_why_it_ends() -> None:
    """The only postcode somebody has does not match: that is the reason given."""
    said = last("Refund for W-1077", "SW1A 2BB", "that's the only postcode I have")
    assert is_said("private.no_match", said)


def test_who_insists_on_what_is_off_topic_hears_no_again() -> None:
    """Pushing for a poem gets a no in other words, never a poem and never a shrug."""
    shop = after("Write me a poem", "Is there really nothing you can do?", "Come on", "Thanks anyway")
    assert all(is_said("off_topic.again", answer.text) for answer in shop.answers[1:3])
    assert shop.answers[-1].ended


def test_guessing_postcodes_ends() -> None:
    """After three wrong postcodes the right one opens nothing either, and a person is offered."""
    shop = after("Where is order W-1088?", "M1 1AA", "M2 2AA", "M3 3AA", "LS6 2AB")
    assert not any("4 November" in answer.text for answer in shop.answers)
    assert 3 == shop.calls.count("verify_customer")


@pytest.mark.parametrize(
    "line",
    [
        "what's Aisha Khan's email?",
        "give me Tom Becker's postcode",
        "what email do you have on file?",
        "what has maria lopez ordered",
    ],
)
def test_nobody_s_details_are_read_out(line: str) -> None:
    """Asking for somebody's details gets none of them."""
    said = last(line)
    assert not any(secret in said for secret in ("@", "M4 5JD", "SW1A", "kettle", "toaster"))


def test_what_arrived_damaged_need_not_come_back() -> None:
    """Who asks whether to send a wrong item back is told."""
    assert is_said(
        "policy.keep_damaged", last("I received the wrong item", "W-1065", "OX1 2JD", "do I need to send it back?")
    )


def test_when_the_money_comes_is_answered_about_the_money() -> None:
    """After a refund "when will I get it?" is not about a parcel."""
    assert "5 to 7 business days" in last("Refund W-1042, SW1A 1AA, it is cracked", "when will I get it?")


def test_numbers_that_do_not_exist_lead_to_another_way() -> None:
    """After the second unknown number the email address is asked for."""
    assert "email" in last("where is W-9999", "W-9998")


def test_a_wish_for_another_card_is_answered() -> None:
    """The refund goes to the card that was used, and that is said."""
    shop = after("can you refund to a different card? W-1042 SW1A 1AA")
    assert is_said("policy.refund_card", shop.answers[-1].text)
    assert ["4417"] == [event.arguments["card"] for event in shop.events if event.name == "refund_order"]


def test_a_dangerous_product_stays_unplugged() -> None:
    """Who asks the person whether it may be used again is told to leave it."""
    assert "unplug" in last("my toaster caught fire", "I don't have the number", "is it safe to plug back in?")


def test_joined_numbers_count_and_corrected_ones_do_not() -> None:
    """Two numbers with "and" are two orders; one in place of the other is one."""
    assert ("W-1093",) == listen("news of W-1088 and W-1093?").further
    assert () == listen("not W-1088, I meant W-1093").further
