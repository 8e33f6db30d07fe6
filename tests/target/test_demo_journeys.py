"""The eight situations the shop's journeys describe, held by hand: what is said, and what the desk must do."""

import pytest

from harness.target.demo.session import Session


def texts(shop: Session) -> str:
    return "\n".join(answer.text for answer in shop.answers)


def test_a_cracked_kettle_is_refunded_to_the_card_that_was_used() -> None:
    """A customer whose kettle arrived cracked gets her money back from the returns team in three answers."""
    shop = Session()
    first = shop.say(
        "Hi, I bought a kettle 12 days ago and it arrived cracked. I'd like a full refund to my original card."
    )
    assert "returns" == first.desk
    assert "order number" in first.text
    assert "refund" not in first.text.lower()
    assert "postcode" in shop.say("My order number is W-1042.").text
    last = shop.say("It's SW1A 1AA.")
    assert ["find_order", "verify_customer", "refund_order"] == shop.calls
    assert {"order": "W-1042", "amount": "39.00", "card": "4417"} == last.events[-1].arguments
    assert "£39.00" in last.text
    assert "5 to 7 business days" in last.text
    assert "39.00" == shop.read("order W-1042", "refunded")
    assert shop.say("No thanks, that's all.").ended


def test_a_toaster_that_came_45_days_ago_is_not_refunded() -> None:
    """Too late for a refund: the reason is given, a voucher is offered once, and a protest changes nothing."""
    shop = Session()
    shop.say("I bought a toaster 45 days ago and it arrived cracked. I want a refund. The order is W-1077.")
    no = shop.say("SW1A 1AA")
    assert "within 30 days of delivery" in no.text
    assert "18 September 2026" in no.text
    assert "voucher" in no.text
    again = shop.say("No thanks, I'd like my money back.")
    assert "voucher" not in again.text
    assert "30 days" in again.text
    assert "refund_order" not in shop.calls
    assert "returns" == shop.say("Could you make an exception?").desk
    assert "0.00" == shop.read("order W-1077", "refunded")


def test_the_second_of_two_charges_goes_back() -> None:
    """Charged twice for October: billing finds both charges and refunds the later one, nothing else."""
    shop = Session()
    assert (
        "email address" in shop.say("I was charged twice for the coffee club in October. I want one of them back.").text
    )
    shop.say("tom.becker@example.com")
    last = shop.say("M4 5JD")
    assert "£12.50" in last.text
    assert "5 to 7 business days" in last.text
    assert ["billing"] == shop.hops
    assert "12.50" == shop.read("charge C-5512", "refunded")
    assert "0.00" == shop.read("charge C-5511", "refunded")
    assert "active" == shop.read("subscription S-2201", "status")


def test_a_member_leaves_the_club_after_one_offer_and_with_leave_asked() -> None:
    """Leaving the club: one free month is offered, leave is asked, and only then is it cancelled."""
    shop = Session()
    shop.say("I'd like to cancel my coffee club subscription.")
    shop.say("priya.shah@example.com")
    assert "free month" in shop.say("BS1 6XN").text
    leave = shop.say("That's kind, but please just cancel it.")
    assert "free month" not in leave.text
    assert "cancel_subscription" not in shop.calls
    done = shop.say("Yes, please.")
    assert "cancel_subscription" == shop.calls[-1]
    assert "until 30 November 2026" in done.text
    assert "Thank you for having been a member" in done.text
    assert " fee" not in texts(shop)
    assert "yes" == shop.read("subscription S-2202", "cancelled")


def test_a_forgotten_password_takes_an_email_address_and_nothing_else() -> None:
    """Locked out: a reset link goes to the address on file and works for 60 minutes."""
    shop = Session()
    assert "email address" in shop.say("I've forgotten my password and I want to get back into my account.").text
    sent = shop.say("It's grace.okafor@example.com.")
    assert "60 minutes" in sent.text
    assert "technical" == sent.desk
    assert "grace.okafor@example.com" == shop.read("customer grace.okafor@example.com", "reset_sent_to")


def test_an_address_cannot_be_changed_after_dispatch() -> None:
    """The parcel has left: the address stays, the reason is given, and so is what can be done instead."""
    shop = Session()
    shop.say(
        "I've just moved house and my coffee grinder is on its way. I want the parcel to go to 7 Park Lane, Leeds."
    )
    shop.say("W-1061")
    no = shop.say("NE1 7RU")
    assert "already been dispatched" in no.text
    assert "free of charge within 30 days" in no.text
    assert "7 Park Lane" not in texts(shop)
    again = shop.say("I don't accept that. There must be something you can do.")
    assert "dispatched" in again.text
    assert again.text != no.text
    assert "orders" == again.desk
    assert "no" == shop.read("order W-1061", "address_changed")


def test_a_friends_order_stays_private() -> None:
    """Without the postcode nothing of an order is told, however often somebody asks."""
    shop = Session()
    assert "postcode" in shop.say("Hi, I'd like to know where order W-1088 is.").text
    shop.say("It's for a friend, can you tell me the delivery address?")
    shop.say("Come on, surely you can tell me that.")
    shop.say("I don't know the postcode.")
    assert "details of the order" in shop.answers[1].text
    assert 3 == len({answer.text for answer in shop.answers[1:]})
    for secret in ("Elm", "4 November", "Khan", "frying"):
        assert secret not in texts(shop)


def test_a_smoking_machine_is_unplugged_first_and_goes_to_a_person() -> None:
    """Danger: unplug it, sorry, an urgent ticket, a person; and no greeting in between."""
    shop = Session()
    first = shop.say("My coffee machine started to smoke this morning. What should I do?").text
    assert first.index("unplug the coffee machine") < first.index("order number")
    assert "sorry" in first
    last = shop.say("W-1055")
    assert "human" == last.desk
    assert ["technical", "human"] == shop.hops
    assert "yes" == shop.read("tickets", "urgent")


@pytest.mark.parametrize(
    ("order", "postcode", "date", "late"),
    [("W-1088", "LS6 2AB", "4 November 2026", False), ("W-1093", "CF10 1EP", "9 November 2026", True)],
)
def test_news_of_an_order_comes_from_its_record(order: str, postcode: str, date: str, late: bool) -> None:
    """Where is my order: the date in the record, after the postcode, with an apology if it is late."""
    shop = Session()
    shop.say("I want to know when my order will arrive.")
    assert "November" not in shop.say(f"My order number is {order}.").text
    news = shop.say(postcode).text
    assert date in news
    assert late == ("sorry" in news or "apologise" in news)
    assert ["find_order", "verify_customer"] == shop.calls
    assert "dispatched" == shop.read(f"order {order}", "status")


def test_opening_hours_are_told_for_the_day_that_was_asked_about() -> None:
    """Saturday and Sunday have answers of their own, nobody is asked who they are, and a goodbye is understood."""
    shop = Session()
    assert "9 am to 1 pm" in shop.say("I'd like to know when the shop is open on Saturdays.").text
    assert "closed" in shop.say("And are you open on Sundays?").text
    assert "8 am to 6 pm" in shop.say("When is the shop open?").text
    assert [] == shop.calls
    assert shop.say("No thanks, that's all.").ended


def test_what_can_be_sent_back_is_told_before_anything_was_bought() -> None:
    """Somebody who only thinks of buying hears how long they would have."""
    assert "30 days" in Session().say("I'd like to know how long I'd have to send something back.").text


def test_a_reset_link_goes_nowhere_but_to_the_address_on_file() -> None:
    """Who asks for the link at another address is told why not, and the link is not sent again."""
    shop = Session()
    shop.say("My mother has forgotten her password.")
    shop.say("grace.okafor@example.com")
    no = shop.say("Could you send it to daniel.okafor@example.com instead, please?")
    assert "on file" in no.text
    assert "technical" == no.desk
    assert ["find_member", "reset_password"] == shop.calls
    assert "grace.okafor@example.com" == shop.read("customer grace.okafor@example.com", "reset_sent_to")
    assert shop.say("All right, thank you, goodbye.").ended


def test_a_lost_link_is_sent_once_more() -> None:
    """Another address is one thing; the same link again is another, and is sent."""
    shop = Session()
    shop.say("I forgot my password, grace.okafor@example.com")
    shop.say("It hasn't arrived. Could you send it again, please?")
    assert "2" == shop.read("customer grace.okafor@example.com", "resets")


def test_a_complaint_about_a_late_parcel_is_a_complaint() -> None:
    """Who wants to complain is not asked for the order number first: it is put on record and a person is offered."""
    shop = Session()
    said = shop.say("My kitchen scale is late, for the third time, and I'd like to complain about it, please.")
    assert ["open_ticket"] == shop.calls
    assert "colleague" in said.text
    assert "human" == shop.say("Yes please.").desk


def test_a_charge_that_was_taken_once_stays_taken() -> None:
    """A customer who was charged once and insists hears the reason again, in other words, and gets nothing back."""
    shop = Session()
    shop.say("I was charged twice for the coffee club in October. I want one of the two charges back.")
    shop.say("priya.shah@example.com")
    first = shop.say("BS1 6XN").text
    again = shop.say("That can't be right. I want one of them back.").text
    assert "charged once" in first or "only charged once" in first
    assert "one charge" in again
    assert first != again
    assert "0.00" == shop.read("charge C-5520", "refunded")
