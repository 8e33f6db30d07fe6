"""Everybody's desk: hello, goodbye, questions that anybody may ask, people, and what was not understood."""

from ..shop import pounds
from ..talk import Turn


def greet(turn: Turn) -> None:
    """Say hello, once in a conversation."""
    if not turn.talk.greeted:
        turn.talk.greeted = True
        turn.say("greet")


def goodbye(turn: Turn) -> None:
    """Close the conversation."""
    if turn.heard.thanks and turn.rules.thanks:
        turn.say("welcome")
    turn.say("bye" if turn.rules.thanks else "bye.plain")
    turn.talk.pending = None
    turn.talk.ended = True


def hand_over(turn: Turn, reason: str) -> None:
    """Let a person take over."""
    if not turn.rules.hands_over:
        turn.say("no_person")
        turn.finish()
        return
    turn.say("hand_over")
    turn.hand_off("human", reason)
    turn.talk.stage, turn.talk.pending = "done", None


def human(turn: Turn) -> None:
    """A person has taken over, and keeps it short."""
    closing = turn.heard.bye or turn.heard.thanks or (turn.heard.no and not turn.heard.intents)
    if closing and not turn.heard.also:
        goodbye(turn)
    else:
        turn.say("human.reply")


def answer_question(turn: Turn, question: str) -> None:
    """Answer a question about policy; no identity is needed for it."""
    rules = turn.rules
    values: dict[str, object] = turn.refund_terms()
    if question == "policy.delivery":
        values["low"], values["high"] = rules.delivery_days
    if question == "policy.cancelling" and rules.cancellation_fee:
        turn.say("fee", amount=pounds(int(rules.cancellation_fee * 100)))
        return
    if question == "policy.send_back":
        question = "policy.keep_damaged" if turn.talk.damaged else "policy.returns"
    elif question == "policy.hours" and "sunday" in turn.heard.text:
        turn.say("closed.sunday")
        return
    elif question == "policy.hours" and "saturday" in turn.heard.text:
        question = "open.saturday"
    elif question == "about.bot" and not rules.admits_machine:
        question = "about.bot.denied"
    turn.say(question, years=rules.warranty_years, price=pounds(int(rules.club_price * 100)), **values)


def recap(turn: Turn) -> bool:
    """Say what was done, to somebody who asks whether it was; False when the matter itself says it again."""
    slots = turn.talk.slots
    order = turn.shop.order(slots.get("order_number", ""))
    if turn.talk.stage != "done":
        return False
    if turn.talk.intent == "password" and turn.talk.memo["sent"]:
        turn.say("recap.reset", email=turn.rules.reset_to or slots.get("email", "the address on file"))
    elif turn.talk.intent == "change_address" and turn.talk.memo["changed"] and order:
        turn.say("recap.address", number=order.number, address=order.address)
    else:
        return False
    return True


def off_topic(turn: Turn) -> None:
    """Decline what has nothing to do with the shop; more briefly when the customer insists."""
    if turn.rules.answers_off_topic:
        turn.say("off_topic.answer")
    elif not turn.talk.used["off_topic"]:
        turn.say("off_topic")
    else:
        turn.say("off_topic.again" if turn.rules.polite else "rude.pushback")


def misunderstood(turn: Turn) -> None:
    """Say so; after some times in a row, offer a person."""
    turn.talk.misses += 1
    if turn.talk.misses >= turn.rules.offers_person_after and turn.rules.hands_over:
        more = turn.talk.misses > turn.rules.offers_person_after
        turn.offer_person("misunderstood.help" if more else "misunderstood.twice")
    else:
        turn.say("misunderstood")


def complaint(turn: Turn) -> None:
    """Listen, put it on record, and offer a person."""
    if turn.once("sorry"):
        turn.sorry("complaint")
    if turn.was == "problem" and (turn.heard.no or turn.heard.drops):
        turn.say("all_right")
        turn.finish()
        return
    known = turn.talk.memo["after_a_no"] or turn.talk.memo["heard"]
    if not known and len(turn.heard.text.split()) < 12 and turn.once("asked"):
        turn.say("ask.problem")
        turn.talk.pending = "problem"
        return
    if turn.once("heard"):
        _log_complaint(turn)
        if turn.rules.voucher == "always":
            turn.say("offer.voucher", percent=turn.rules.voucher_percent)
    if turn.rules.hands_over:
        turn.say("offer.person")
        turn.talk.stage, turn.talk.pending = "done", "offer:person"
    else:
        turn.finish()


def record_complaint(turn: Turn) -> None:
    """Put a complaint on record for somebody who goes on to a person at once."""
    turn.sorry("complaint")
    _log_complaint(turn)


def _log_complaint(turn: Turn) -> None:
    order = turn.shop.order(turn.talk.slots.get("order_number", ""))
    number = order.number if order else None
    opened = turn.do("open_ticket", subject="complaint", order=number) if turn.rules.opens_tickets else {}
    if opened:
        turn.say("complaint.logged", ticket=opened["ticket"])
    else:
        turn.say("complaint.heard")


def which_cancel(turn: Turn) -> None:
    """Find out what is to be cancelled."""
    turn.ask("what_cancel")
