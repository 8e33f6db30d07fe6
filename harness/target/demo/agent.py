"""Message -> answer: what the customer means at this point of the conversation, and which desk does what about it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ..nouns import Event
from . import astray
from .desks import front, technical
from .hear import listen
from .identity import gave, learn
from .matter import ABSORBED, AGAIN, MATTERS, new_matter, others
from .rules import Rules
from .shop import Shop
from .talk import THINGS, Talk, Turn

SYMPATHY: Mapping[str, str] = {
    "charged_twice": "charged",
    "password": "locked",
    "product": "product",
    "safety": "safety",
    "cancel_subscription": "leaving",
}

MONEY = frozenset({"refund", "charged_twice"})
"""Matters in which "when will I get it?" asks about the money."""

QUESTIONS = frozenset({"order_number", "email", "postcode", "address", "number", "name"})


@dataclass(frozen=True)
class Answer:
    """What the agent said and did in one turn."""

    text: str
    desk: str
    events: tuple[Event, ...]
    ended: bool


def answer(talk: Talk, shop: Shop, rules: Rules, message: str) -> Answer:
    """Answer one message; what was learnt and done stays in `talk` and `shop`."""
    talk.turn += 1
    talk.ended = False
    turn = Turn(talk, listen(message), rules, shop, was=talk.pending)
    if rules.repeats_question and talk.first_question:
        turn.parts.append(talk.first_question)
    elif rules.rephrases_question and talk.first_slot:
        turn.say("loop.again", thing=THINGS[talk.first_slot])
    else:
        _respond(turn)
        astray.send_on(turn)
    return Answer(" ".join(turn.parts), talk.desk, tuple(turn.events), talk.ended)


def _respond(turn: Turn) -> None:
    talk, heard = turn.talk, turn.heard
    learn(turn)
    if talk.desk == "human":
        _with_a_person(turn)
        return
    if heard.secret:
        turn.say("no_secrets")
    if turn.rules.escalates == "always":
        front.greet(turn)
        front.hand_over(turn, "whatever it is")
        return
    misses, talk.misses = talk.misses, 0
    _choose(turn, misses)
    if talk.turn == 1:
        for thing in turn.rules.asks_everybody:
            turn.say("ask.also", thing=thing)
    while _settled(talk) and talk.further:
        _once_more(turn, talk.further.pop(0))
    while _settled(talk) and talk.queue:
        intent, number = talk.queue.pop(0)
        _take_order(turn, number)
        _start(turn, intent)


def _settled(talk: Talk) -> bool:
    return talk.stage != "open" and talk.desk != "human"


def _once_more(turn: Turn, number: str) -> None:
    """The same matter, for another order of the same message."""
    if turn.talk.intent in AGAIN:
        _take_order(turn, number)
        _start(turn, turn.talk.intent)


def _take_order(turn: Turn, number: str | None) -> None:
    """Turn to another order."""
    if number:
        turn.talk.slots["order_number"] = number
        turn.talk.asked["postcode"] = 0
        turn.given.pop("postcode", None)  # it was meant for the order before


def _with_a_person(turn: Turn) -> None:
    """A person has taken over; whether a dangerous product may be used is answered before anything else."""
    if turn.talk.intent == "safety" and turn.heard.uses:
        technical.advise(turn)
    if not turn.parts:
        front.human(turn)


def _choose(turn: Turn, misses: int) -> None:
    """Find what this message is at this point: a danger, an answer, a question, a new matter or a farewell."""
    talk, heard = turn.talk, turn.heard
    new, question = new_matter(turn), _asked(turn)
    if question and _answers(turn):
        front.answer_question(turn, question)
    if new == "safety":
        _start(turn, new)
    elif "human" in heard.intents or turn.accepted("offer:person"):
        front.greet(turn)
        if heard.complains:
            front.record_complaint(turn)
        front.hand_over(turn, "asked for a person")
    elif heard.sensitive and turn.rules.hands_over:
        front.greet(turn)
        turn.sorry("sensitive")
        front.hand_over(turn, "sensitive matter")
    elif question and not _answers(turn):
        _question(turn, question, new)
    elif heard.pairs and (talk.stage != "open" or talk.intent is None):
        _take_up_pairs(turn)
    elif new is not None and talk.intent and talk.stage == "open" and _answers(turn):
        talk.queue.append((new, None))
        _go_on(turn)
    elif new is not None and not (heard.bye and talk.stage != "open"):
        _start(turn, new)
        talk.queue += [(intent, None) for intent in others(turn, new)]
    elif not _answers(turn) and _aside(turn):
        return
    elif talk.intent is None and talk.stage == "open":
        _no_matter_yet(turn, misses)
    elif talk.stage == "open":
        _in_matter(turn)
    else:
        _after_matter(turn, misses)


def _take_up_pairs(turn: Turn) -> None:
    """Different things are wanted of different orders: one after the other, each with its own."""
    (intent, number), *rest = [pair for pair in turn.heard.pairs if pair[0] in MATTERS]
    turn.talk.further.clear()
    turn.talk.queue += rest
    _take_order(turn, number)
    _start(turn, intent)


def _answers(turn: Turn) -> bool:
    """Whether the message gives what was asked for."""
    return turn.was in QUESTIONS and gave(turn, turn.was)


def _start(turn: Turn, intent: str) -> None:
    """Take up a matter: hello, sympathy, the right desk, and its first step."""
    talk = turn.talk
    intent = turn.rules.mislabels.get(intent, intent)
    refused = talk.stage == "refused"
    talk.intent, talk.stage, talk.pending = intent, "open", None
    talk.memo.clear()
    talk.memo["after_a_no"] = int(refused)
    talk.asked = Counter(postcode=talk.asked["postcode"])
    turn.was = None  # what was asked belonged to the matter before
    talk.never_came = turn.heard.never_came
    if intent != "safety":
        front.greet(turn)
    talk.greeted = True
    _sympathise(turn, intent)
    if intent == "safety" and turn.rules.safety_advice in ("first", "keep using"):
        technical.advise(turn)
    _go_on(turn)


def _sympathise(turn: Turn, intent: str) -> None:
    if intent == "refund" and (turn.heard.wrong_item or turn.heard.damaged):
        turn.sorry("wrong_item" if turn.heard.wrong_item else "damaged")
    elif intent in SYMPATHY:
        turn.sorry(SYMPATHY[intent])


def _go_on(turn: Turn) -> None:
    """Take the present matter one step further, at the desk that looks after it."""
    talk, intent = turn.talk, turn.talk.intent
    if intent is None:
        return
    _route(turn, intent)
    if astray.sent_back(turn) or astray.rambles(turn) or astray.gives_up(turn):
        return
    if talk.surveyed < turn.rules.survey_questions:
        talk.surveyed += 1
        turn.say("ask.survey")
        talk.pending = "survey"
        return
    talk.pending = None
    MATTERS[intent](turn)


def _route(turn: Turn, intent: str) -> None:
    """Bring the customer to the desk that looks after the matter."""
    talk = turn.talk
    desk = turn.rules.routes.get(intent, talk.desk)
    if desk == talk.desk or talk.promised:
        return
    hops = () if talk.routed else turn.rules.extra_hops
    talk.routed = True
    for stop in (*hops, desk):
        turn.say("hand_off", desk=stop)
        turn.hand_off(stop, intent)
    if turn.rules.makes_handoffs:
        turn.say("desk.hello", desk=desk)


def _asked(turn: Turn) -> str | None:
    """The question that anybody may ask, if the message is one."""
    talk, heard = turn.talk, turn.heard
    if heard.question or not (talk.intent in MONEY and talk.stage == "done" and heard.when_it):
        return heard.question
    return "policy.refund_time"


def _question(turn: Turn, question: str, new: str | None) -> None:
    """Answer a question of policy, then come back to what was open, or take up what else the message brings."""
    talk = turn.talk
    front.greet(turn)
    front.answer_question(turn, question)
    if question == "help.order_number" and turn.was == "order_number":
        talk.pending = turn.was
    elif talk.intent and talk.stage == "open":
        _resume(turn)
    elif new and "order_number" in turn.given:
        _start(turn, new)
    elif talk.intent is None:
        turn.say("anything_else")
        talk.pending = "anything_else"
    else:
        turn.finish()


def _resume(turn: Turn) -> None:
    """Come back to the open matter; an offer that was made still stands."""
    if turn.was and turn.was.startswith(("offer:", "confirm:")):
        turn.stands()
    else:
        _go_on(turn)


def _aside(turn: Turn) -> bool:
    """Say something to what is neither an answer nor a matter; False when it is something else."""
    talk, heard = turn.talk, turn.heard
    talk.quiet = talk.quiet + 1 if heard.silent else 0
    words = (
        "take_time"
        if heard.waits and talk.pending
        else "silence"
        if talk.quiet == 1
        else "english_only"
        if heard.foreign
        else None
    )
    if words:
        front.greet(turn)
        turn.say(words)
    elif heard.not_here:
        _not_here(turn, heard.not_here)
    return bool(words or heard.not_here)


def _not_here(turn: Turn, thing: str) -> None:
    """Say that something is not done here; where nothing is open, offer a person who may do it."""
    front.greet(turn)
    turn.say("not_here", thing=thing)
    if turn.talk.intent and turn.talk.stage == "open":
        _resume(turn)
    elif turn.rules.hands_over:
        if turn.was != "offer:person":
            turn.say("offer.person")
        turn.talk.pending = "offer:person"
    else:
        turn.finish()


def _no_matter_yet(turn: Turn, misses: int) -> None:
    """Before anything was asked for: greetings, farewells, small talk."""
    talk, heard = turn.talk, turn.heard
    front.greet(turn)
    if heard.off_topic or _insists_off_topic(turn):
        front.off_topic(turn)
        talk.pending = "off_topic"
    elif turn.was == "offer:person" and heard.no:
        turn.say("all_right")
        turn.say("how_help")
    elif "order_number" in turn.given:
        turn.say("how_help.order", number=turn.given["order_number"])
    elif set(turn.given) - {"item"} or (turn.given and len(heard.text.split()) < 4):
        turn.say("noted.help")
        turn.say("how_help")
    elif (heard.bye and (heard.leaves or talk.turn > 1)) or heard.drops or (heard.no and len(heard.text.split()) < 5):
        front.goodbye(turn)
    elif heard.thanks and turn.rules.thanks:
        turn.say("welcome")
        turn.say("how_help")
    elif heard.yes or (heard.hello and len(heard.text.split()) < 8):
        turn.say("how_help")
    else:
        talk.misses = misses
        front.misunderstood(turn)


def _in_matter(turn: Turn) -> None:
    """The present matter is open: let go who leaves, decline what is off topic, else go on."""
    heard, answers = turn.heard, _answers(turn)
    asked_leave = (turn.was or "").startswith(("offer:", "confirm:"))
    if heard.leaves and not answers:
        front.goodbye(turn)
    elif heard.off_topic and not answers:
        front.off_topic(turn)
        _resume(turn)
    elif turn.was == "offer:person" and heard.no and not turn.given:
        turn.say("all_right")
        turn.finish()
    elif heard.drops and not answers and not asked_leave:
        turn.say("dropped")
        turn.finish()
    elif asked_leave and _only_asks(turn):
        turn.say("cannot_say")
        turn.stands()
    else:
        _go_on(turn)


def _insists_off_topic(turn: Turn) -> bool:
    """Whether the customer does not accept that something has nothing to do with the shop."""
    return turn.was == "off_topic" and turn.heard.pushes and not turn.given


def _only_asks(turn: Turn) -> bool:
    """Whether the message is a question, and neither a yes nor a no."""
    heard = turn.heard
    beside = ABSORBED.get(turn.talk.intent or "", frozenset()) | {turn.talk.intent} if heard.wonders else frozenset()
    plain = (heard.yes and not heard.hedged) or heard.no or heard.refuses or heard.pushes
    return heard.asks and not (plain or turn.given or set(heard.intents) - beside)


def _after_matter(turn: Turn, misses: int) -> None:
    """The matter is settled or refused: farewells, protests, or something new that was not understood."""
    talk, heard = turn.talk, turn.heard
    back = _comes_back(turn)
    if turn.was in QUESTIONS and talk.stage == "done" and _answers(turn):
        turn.say("noted")
        turn.finish()
    elif heard.off_topic or _insists_off_topic(turn):
        front.off_topic(turn)
        talk.pending = "off_topic"
    elif turn.was == "offer:person" and heard.no and not heard.bye:
        turn.say("all_right")
        turn.finish()
    elif heard.bye and not back:
        front.goodbye(turn)
    elif heard.is_it_done and not heard.never_came and front.recap(turn):
        turn.finish()
    elif back:
        talk.stage = "open"
        _go_on(turn)
    elif "order_number" in turn.given:
        turn.say("how_help.order", number=turn.given["order_number"])
    elif heard.thanks or heard.no or heard.drops or (heard.glad and not heard.asks):
        front.goodbye(turn)
    elif heard.yes and not heard.asks:
        turn.say("what_else")
    else:
        talk.misses = misses
        front.misunderstood(turn)


def _comes_back(turn: Turn) -> bool:
    """Whether the customer comes back to the matter that was closed: by asking again, protesting, or giving more."""
    talk, heard = turn.talk, turn.heard
    if talk.intent is None:
        return False
    if turn.elsewhere or (talk.stage == "refused" and (turn.given or heard.unknown)):
        return True
    if talk.intent in heard.intents or (heard.is_it_done and talk.stage == "done"):
        return True
    if "cancel" in heard.intents and talk.intent.startswith("cancel"):
        return True
    if heard.never_came and talk.intent in ("order_status", "password"):
        return True
    protests = heard.pushes or (talk.stage == "refused" and "complaint" in heard.intents)
    return protests and not heard.thanks
