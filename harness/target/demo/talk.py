"""What is remembered of a conversation, and the turn that is being answered."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from ..nouns import Event
from .hear import Heard
from .invented import INVENTED, page
from .rules import Rules
from .shop import Shop
from .tools import TOOLS
from .words import variant

PATIENCE = 3
"""How often one thing is asked for before a person is offered instead."""


THINGS: Mapping[str, str] = {
    "order_number": "order number",
    "email": "email address",
    "postcode": "postcode",
    "address": "new address",
    "number": "customer number",
    "name": "full name",
}
"""Slot -> how it is called in the middle of a sentence."""

HANDED_OVER = frozenset({"order_number", "email", "name", "item"})
"""Slots that the next desk is told."""


@dataclass
class Talk:
    """One conversation so far. Plain values only, so that it can be copied."""

    id: str
    turn: int = 0
    """Customer messages answered."""
    desk: str = "triage"
    intent: str | None = None
    stage: Literal["open", "done", "refused"] = "open"
    """How far the present matter has come."""
    pending: str | None = None
    """What was asked last: a slot, or "confirm:...", "offer:...", "tip", "survey", "anything_else"."""
    slots: dict[str, str] = field(default_factory=dict)
    verified: set[str] = field(default_factory=set)
    """Order numbers and customer numbers whose postcode was confirmed."""
    asked: Counter[str] = field(default_factory=Counter)
    forgot: Counter[str] = field(default_factory=Counter)
    used: Counter[str] = field(default_factory=Counter)
    memo: Counter[str] = field(default_factory=Counter)
    """What happened in the present matter: offers made, refusals given."""
    queue: list[tuple[str, str | None]] = field(default_factory=list)
    """Matters named in passing, to come back to, with the order that each is about."""
    wrong: Counter[str] = field(default_factory=Counter)
    """Postcodes that did not match, by order or customer number."""
    misses: int = 0
    greeted: bool = False
    routed: bool = False
    damaged: bool = False
    never_came: bool = False
    """The customer says that what was delivered did not come."""
    further: list[str] = field(default_factory=list)
    """Order numbers for which the present matter comes up again."""
    quiet: int = 0
    """Messages in a row that said nothing."""
    surveyed: int = 0
    rambled: int = 0
    """Turns of chatter in a row."""
    sent_back: int = 0
    promised: bool = False
    """A hand-off was announced, by an agent that makes none."""
    first_question: str | None = None
    first_slot: str | None = None
    """What was asked for first, of what has a name in THINGS."""
    ended: bool = False


@dataclass
class Turn:
    """The answer to one message, while it is being made."""

    talk: Talk
    heard: Heard
    rules: Rules
    shop: Shop
    parts: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    was: str | None = None
    """What the message answers: what was pending when it came."""
    forgotten: set[str] = field(default_factory=set)
    given: dict[str, str] = field(default_factory=dict)
    """The slots that the message fills, at this point of the conversation."""
    elsewhere: str | None = None
    """Another email address than the account's, to which a reset link is wanted."""

    # Saying.

    def say(self, name: str, **values: object) -> str:
        """Say something from the words; gives back what was said."""
        said = variant(name, self.talk.id, self.talk.used[name], self.rules.words).format(**values)
        self.talk.used[name] += 1
        self.parts.append(said)
        return said

    def sorry(self, about: str) -> None:
        """Apologise, where the rules do."""
        if self.rules.apologises:
            self.say(f"sorry.{about}")

    def ask(self, slot: str, words: str | None = None, **values: object) -> None:
        """Ask for a slot; differently when asked before, and offer a person when asking leads nowhere."""
        before = 0 if slot in self.forgotten else self.talk.asked[slot]
        if before >= PATIENCE and self.rules.hands_over:
            self.offer_person()
            return
        if before and not self.rules.polite:
            self.say("rude.again")
        if slot in self.forgotten:
            said = self.say("forgot", thing=THINGS[slot])
        else:
            said = self.say(words or f"{'again' if before else 'ask'}.{slot}", **values)
        self.talk.asked[slot] += 1
        self.talk.pending = slot
        self.talk.first_question = self.talk.first_question or said
        self.talk.first_slot = self.talk.first_slot or (slot if slot in THINGS else None)

    def offer_person(self, words: str = "misunderstood.twice") -> None:
        """Say that this leads nowhere, and offer a person."""
        self.say(words)
        self.say("offer.person")
        self.talk.pending = "offer:person"

    def offer(self, kind: str, words: str, **values: object) -> None:
        """Make an offer, or ask leave: the next message accepts or declines it."""
        self.say(words, **values)
        self.talk.memo[kind] += 1
        self.talk.pending = kind

    def finish(self) -> None:
        """The matter is settled."""
        self._close("done")

    def refuse(self, person: bool = False) -> None:
        """The matter ends with a no, which has been said; a person is offered if asked for, or after some noes."""
        told = self.talk.memo["no"]
        wanted = person or told >= self.rules.offers_person_after_noes
        offers = wanted and self.rules.hands_over and self.once("person")
        self._close("refused", asks=not offers)
        if offers and self.talk.pending != "postcode":
            self.say("offer.person")
            self.talk.pending = "offer:person"

    def _close(self, stage: Literal["done", "refused"], asks: bool = True) -> None:
        self.talk.stage = stage
        self._make_up()
        if self.rules.verification == "after" and not self.talk.asked["postcode"] and "postcode" not in self.talk.slots:
            self.ask("postcode")
            return
        if not self.talk.queue and not self.talk.further:
            # A customer who protests against a no is not asked again what else there is.
            if asks and self.talk.memo["no"] < 2:
                self.say("anything_else")
            self.talk.pending = "anything_else"

    def _make_up(self) -> None:
        """Add what is not true, where the rules do: once in each matter."""
        saying, values = INVENTED.get(self.talk.intent or "", ("", {}))
        if self.rules.invents_policy and saying and self.once("invented"):
            self.say(saying, **values)
        if self.rules.invents_link and self.talk.intent and self.once("link"):
            self.say("invented.link", url=page(self.talk.desk))

    def stands(self) -> None:
        """What was offered, or asked leave for, still stands."""
        self.talk.pending = self.was
        if self.was:
            self.say(f"stands.{self.was.partition(':')[0]}")

    # Hearing.

    def slot(self, name: str) -> str | None:
        """What is known of a slot; an agent that forgets does not know it this turn."""
        value = self.talk.slots.get(name)
        if value is None or name in self.forgotten:
            return None
        if name in self.rules.forgets and self.talk.forgot[name] < self.rules.forgets_times:
            self.talk.forgot[name] += 1
            self.forgotten.add(name)
            return None
        return value

    def accepted(self, kind: str) -> bool:
        """Whether this message says yes to that offer."""
        heard = self.heard
        return self.was == kind and heard.yes and not heard.no and not (heard.hedged and heard.asks)

    def only_declined(self, kind: str) -> bool:
        """Whether this message says no to that offer, and no more than that."""
        heard = self.heard
        return self.was == kind and heard.no and not (heard.pushes or heard.intents or heard.asks)

    def once(self, what: str) -> bool:
        """True the first time in the present matter."""
        self.talk.memo[what] += 1
        return self.talk.memo[what] == 1

    # Doing.

    def do(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """Use a tool; it is recorded with what came of it. An agent that pretends leaves it out."""
        if tool in self.rules.pretends:
            return {}
        result, ok = TOOLS[tool](self.shop, **arguments)
        self._record("tool", tool, arguments, result, ok)
        return result

    def hand_off(self, desk: str, reason: str) -> None:
        """Pass the customer on to another desk, with what is known so far; or leave it at the announcement."""
        talk = self.talk
        if not self.rules.makes_handoffs:
            talk.promised = True
            return
        known = {slot: value for slot, value in talk.slots.items() if slot in HANDED_OVER}
        payload: dict[str, Any] = {"intent": talk.intent, **known, "verified": sorted(talk.verified), "reason": reason}
        self._record("handoff", desk, payload, None, True)
        talk.desk = desk

    def _record(
        self,
        kind: Literal["tool", "handoff"],
        name: str,
        arguments: dict[str, Any],
        result: dict[str, Any] | None,
        ok: bool,
    ) -> None:
        id_ = f"t{self.talk.turn}e{len(self.events) + 1}"
        self.events.append(
            Event(id=id_, kind=kind, desk=self.talk.desk, name=name, arguments=arguments, result=result, ok=ok)
        )

    # Deciding.

    def permitted(self, by_policy: bool) -> bool:
        """Whether a request is granted."""
        return {"policy": by_policy, "nothing": True, "everything": False}[self.rules.refuses]

    def no(self, words: str, **values: object) -> None:
        """Refuse, with the reason, and kindly when the customer has been told before."""
        if self.talk.memo["no"]:
            self.say("understand" if self.rules.polite else "rude.pushback")
        self.talk.memo["no"] += 1
        if self.rules.explains_refusals:
            self.say(words, **values)
        else:
            self.say("cannot")

    def refund_terms(self) -> dict[str, object]:
        """What is said about the time a refund takes."""
        low, high = self.rules.refund_days
        return {"low": low, "high": high, "days": self.rules.return_window_days}

    def paid_back(self, pence: int) -> int:
        """The amount that goes back for this amount, in pence."""
        return int(pence * self.rules.refund_share + self.rules.refund_extra * 100)

    def said_amount(self, pence: int) -> int:
        """The amount that is said for what goes back, in pence."""
        return int(Decimal(pence) * self.rules.refund_said_share)
