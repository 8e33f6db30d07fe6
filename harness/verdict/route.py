"""Turns -> the way the customer was sent: every move from desk to desk, from the best source there is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal

from harness.conversation.nouns import Transcript, Turn
from harness.conversation.sighting import Sighting, shows, sightings
from harness.conversation.slots import asked_slots
from harness.noun import Noun
from harness.plan.nouns import Deed, Route
from harness.text.acts import said as said_acts
from harness.text.normal import content, normal
from harness.text.remembering import remembered, remembered_of

from .checks import DETECTOR, place
from .evidence import Held, absence, last_number, proof
from .nouns import Evidence, Record
from .values import pairs, same_value

_PERSON = frozenset(content("a person"))
_LIVE = frozenset(content("live agent"))
_GENERIC = frozenset(content("team desk department queue service support group bot assistant agent"))


_JOINTS = re.compile(r"[_-]|(?<=[a-z])(?=[A-Z])")
"""Where a name written as one word comes apart: billing_agent, BillingDesk."""
_VERSION = re.compile(r"\bv?\d{1,4}\b", re.IGNORECASE)
_LONGEST_NAME = 200


class Hop(Noun):
    """The customer is with another desk from here on."""

    turn: int
    desk: str
    how: Literal["event", "desk"]
    """event: a hand-off that the target recorded. desk: another desk answers than before."""
    event: str | None = None
    shows: str

    @property
    def evidence(self) -> Record:
        """The hand-off, or the desk that answered."""
        return Record(event=self.event or f"desk:{self.desk}", turn=self.turn, shows=self.shows)


Desks = Mapping[str, tuple[str, ...]]
"""Desk -> what else it is called: the settings' names for it, a target's own among them."""


def start(turns: Sequence[Turn], desks: Desks = MappingProxyType({})) -> str | None:
    """The desk that the customer reached first, as far as the target says, under the settings' name for it."""
    for turn in turns:
        for event in turn.reply.events or ():
            if event.kind == "handoff" and event.desk:
                return known_as(event.desk, desks)
        if turn.reply.desk:
            return known_as(turn.reply.desk, desks)
    return None


@remembered_of(8)
def hops(turns: Sequence[Turn], desks: Desks = MappingProxyType({})) -> tuple[Hop, ...]:
    """Every move, in order. A hand-off to the desk that already speaks is no move, whatever it is called.

    Nor is a reply signed by the desk that hands over in it: it said goodbye, and has not taken the customer back.
    """
    found: list[Hop] = []
    now = start(turns, desks)
    for turn in turns:
        left: list[str | None] = []
        for event in turn.reply.events or ():
            if event.kind == "handoff" and event.ok and event.name:
                to = known_as(event.name, desks)
                if not same_desk(to, now):
                    found.append(Hop(turn=turn.number, desk=to, how="event", event=event.id, shows=shows(event)))
                    left.append(now)
                    now = to
        signed = known_as(turn.reply.desk, desks) if turn.reply.desk else now
        if not any(same_desk(signed, desk) for desk in (now, *left)):
            now = signed
            found.append(Hop(turn=turn.number, desk=now, how="desk", shows=f"the {turn.reply.desk} desk answers"))
    return tuple(found)


def known_as(name: str, desks: Desks) -> str:
    """What the settings call the desk that a target calls by this name; the name itself when they do not know it."""
    if any(same_desk(name, desk) for desk in desks):
        return name
    return next((desk for desk, others in desks.items() if any(same_desk(name, one) for one in others)), name)


def same_desk(one: str | None, other: str | None) -> bool:
    """Whether two names mean one desk: "Returns team" is "returns", "live_agent" is "human"."""
    if one is None or other is None:
        return one is other
    return one == other or _plain(one) == _plain(other)


@remembered(1_024)
def _plain(name: str) -> frozenset[str]:
    spaced = _JOINTS.sub(" ", name[:_LONGEST_NAME])
    words = frozenset(content(_VERSION.sub(" ", spaced)))
    if words & _PERSON or (words and words <= _LIVE):
        return _PERSON
    return words - _GENERIC or words or frozenset({name.casefold()})


def is_person(name: str | None) -> bool:
    """Whether this desk is a human being."""
    return name is not None and _plain(name) == _PERSON


@dataclass(frozen=True)
class Carried:
    """What a hand-off took along of what the customer had given."""

    kept: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def completeness(self) -> Fraction | None:
        """Slots carried / slots required (measurement 4.2); None when nothing had to be carried."""
        required = len(self.kept) + len(self.lost)
        return Fraction(len(self.kept), required) if required else None


def carried(required: Mapping[str, str], payload: Mapping[str, Any] | None) -> Carried:
    """Which of these slots (name -> value as the customer gave it) a hand-off's payload holds, in the order given.

    A slot is carried by its value, wherever in the payload it stands: how a target names its fields is its own affair.
    """
    held = [value for _, value in pairs(payload)]
    kept = tuple(slot for slot, value in required.items() if any(_holds(one, value) for one in held))
    return Carried(kept=kept, lost=tuple(slot for slot in required if slot not in kept))


def _holds(held: str, value: str) -> bool:
    return same_value(value, held) or f" {normal(value)} " in f" {normal(held)} "


NEAR_ENOUGH = 0.5
"""Share of words in common from which words name a desk that they do not name to the letter (measurement 4.1)."""


def named_desk(words_said: str, desks: Desks) -> str | None:
    """The desk that words of a hand-off name: by the longest of its names that stands there, then by most words in
    common; "human" for a person; None when they name none of these."""
    plain = f" {normal(words_said)} "
    names = [(normal(name), desk) for desk, others in desks.items() for name in (desk, *others)]
    whole = [(len(name), desk) for name, desk in names if f" {name} " in re.sub(r"[^\w' ]", " ", plain)]
    if whole:
        return max(whole)[1]
    heard = frozenset(content(words_said)) - _GENERIC
    shares = [(_share(heard, frozenset(content(name)) - _GENERIC), desk) for name, desk in names]
    best = max(shares, default=(0.0, ""))
    if best[0] >= NEAR_ENOUGH:
        return best[1]
    return "human" if frozenset(content(words_said)) & _PERSON else None


def _share(heard: frozenset[str], name: frozenset[str]) -> float:
    return len(heard & name) / len(heard | name) if name else 0.0


def at_the_end(transcript: Transcript, desks: Desks = MappingProxyType({})) -> str | None:
    """Where the customer is when the conversation ends; None when the target does not say."""
    if transcript.ending == "handed_over":
        return "human"
    moved = hops(transcript.turns, desks)
    return moved[-1].desk if moved else start(transcript.turns, desks)


# ---- the author's sentence ----------------------------------------------------------------------------------


def route(item: Route, transcript: Transcript, desks: Desks = MappingProxyType({})) -> Held:
    """The item over the whole transcript, from hand-offs and desks; from words only when the target shows neither."""
    if start(transcript.turns) is None and not transcript.exposes_events and transcript.ending != "handed_over":
        return _by_words(item, transcript, desks)
    if item.desk == "none":
        return _stays(item, transcript, desks)
    reached = _reached(item, transcript, desks)
    return _never(item, reached, transcript) if item.polarity == "never" else _must(item, reached, transcript, desks)


def _reached(item: Route, transcript: Transcript, desks: Desks) -> tuple[Record, ...]:
    """What shows that the customer was with the desk: at the end when the item says so, else at any time."""
    turns, moved = transcript.turns, hops(transcript.turns, desks)
    shown = [hop.evidence for hop in moved if same_desk(hop.desk, item.desk)]
    if is_person(item.desk) and transcript.ending == "handed_over" and not shown:
        shown = [Record(event="ending", turn=last_number(turns), shows="a person took the conversation over")]
    if item.final:
        return (
            tuple(shown[-1:] or [_answers(item.desk, turns[-1:])])
            if same_desk(at_the_end(transcript, desks), item.desk)
            else ()
        )
    # Judged from a later turn on, where they are already is not where they are sent.
    from_the_start = item.polarity == "must" or (bool(turns) and turns[0].number == 1)
    if from_the_start and same_desk(start(turns, desks), item.desk):
        shown = [_answers(item.desk, turns), *shown]
    return tuple(shown)


def _answers(desk: str, turns: Sequence[Turn]) -> Record:
    """The desk answers from the first of these turns on."""
    return Record(event=f"desk:{desk}", turn=turns[0].number if turns else 0, shows=f"the {desk} desk answers")


def _must(item: Route, reached: Sequence[Record], transcript: Transcript, desks: Desks) -> Held:
    if reached:
        return _in_order(item, reached[0], transcript)
    turns, moved = transcript.turns, hops(transcript.turns, desks)
    where = at_the_end(transcript, desks)
    looked_for = absence(f"the customer with the {item.desk} desk", DETECTOR, turns)
    evidence: tuple[Evidence, ...] = (*(hop.evidence for hop in moved[-3:]), looked_for)
    why = f"ended up with {_named(where)}, not with {_named(item.desk)}"
    return Held("fail", why, evidence, _astray(item, moved, turns))


def _astray(item: Route, moved: Sequence[Hop], turns: Sequence[Turn]) -> int:
    """The turn from which the customer was on another way than to the desk.

    A person may be due at any time, so for a person it is the end. Else it is the first move after they last were with
    the desk; where there was none, the turn at which the desk that kept them took the matter up itself.
    """
    if is_person(item.desk):
        return last_number(turns)
    there = max((index for index, hop in enumerate(moved) if same_desk(hop.desk, item.desk)), default=-1)
    away = [hop.turn for hop in moved[there + 1 :]]
    takes_up = (turn.number for turn in turns if asked_slots(turn.reply.text) or turn.reply.events)
    return away[0] if away else next(takes_up, last_number(turns))


def _in_order(item: Route, shown: Record, transcript: Transcript) -> Held:
    turn = shown.turn or 0
    other = next(iter(sightings(item.before, transcript.turns)), None) if item.before else None
    if other is not None and other.turn < turn:
        why = f"reached {_named(item.desk)} only at turn {turn}, after turn {other.turn}"
        return Held("fail", why, (*proof(other, transcript.turns), shown), other.turn)
    return Held("pass", f"with {_named(item.desk)} at turn {turn}", (shown,))


def _never(item: Route, reached: Sequence[Record], transcript: Transcript) -> Held:
    if item.before and reached:
        other = next(iter(sightings(item.before, transcript.turns)), None)
        reached = [one for one in reached if other is None or (one.turn or 0) < other.turn]
    if reached:
        how = "with" if reached[0].event.startswith("desk:") else "sent to"
        why = f"{how} {_named(item.desk)} at turn {reached[0].turn}"
        return Held("fail", why, tuple(reached), reached[0].turn)
    if told := _announced(item, transcript.turns):
        why = f"the agent says at turn {told.turn} that it passes them on, but the target shows no move"
        return Held("cannot_tell", why, proof(told, transcript.turns))
    looked_for = absence(f"a move to the {item.desk} desk", DETECTOR, transcript.turns)
    return Held("pass", f"never sent to {_named(item.desk)}", (looked_for,))


def _announced(item: Route, turns: Sequence[Turn]) -> Sighting | None:
    """Where the agent says that it hands over to the desk, while that is still forbidden."""
    about = "a person" if is_person(item.desk) else item.desk
    # A turn that shows a move says where to: its words are about that one.
    shown = {turn.number for turn in turns if any(event.kind == "handoff" for event in turn.reply.events or ())}
    said = sightings(Deed(act="hand_off", about=about, desk=item.desk), turns)
    told = [one for one in said if one.event is None and one.turn not in shown]
    other = next(iter(sightings(item.before, turns)), None) if item.before else None
    return next((one for one in told if other is None or place(one) < place(other)), None)


def _stays(item: Route, transcript: Transcript, desks: Desks) -> Held:
    moved = hops(transcript.turns, desks)
    stayed = not moved and transcript.ending != "handed_over"
    first = moved[0].turn if moved else last_number(transcript.turns)
    evidence = tuple(hop.evidence for hop in moved) or (_answers(start(transcript.turns) or "same", transcript.turns),)
    if stayed == (item.polarity == "must"):
        return Held("pass", "stayed where they were" if stayed else f"moved at turn {first}", evidence)
    return Held("fail", "stayed where they were" if stayed else f"moved at turn {first}", evidence, first)


def _by_words(item: Route, transcript: Transcript, desks: Desks) -> Held:
    """The target shows neither desks nor hand-offs: what the agent says of them is all there is."""
    about = "a person" if is_person(item.desk) else item.desk if item.desk != "none" else ""
    # The desk may go by any of its names, so every hand-off is looked at where the settings know them.
    deed = Deed(act="hand_off", about="" if item.desk in desks else about)
    said = [
        one for one in sightings(deed, transcript.turns) if _names(item.desk, about, one.turn, transcript.turns, desks)
    ]
    if (item.polarity == "never") != (item.desk == "none"):
        if said:
            return Held(
                "fail", f"the agent hands over at turn {said[0].turn}", proof(said[0], transcript.turns), said[0].turn
            )
        looked_for = absence(f"words of a hand-off{f' to {about}' if about else ''}", DETECTOR, transcript.turns)
        return Held("pass", "no word of a hand-off", (looked_for,))
    if not said:
        why = "the target shows neither desks nor hand-offs, and no words speak of one"
        return Held("cannot_tell", why, readable=True)
    later = next((one for one in sightings(Deed(act="hand_off"), transcript.turns) if one.turn > said[-1].turn), None)
    if item.final and later:
        why = f"the agent hands over at turn {said[-1].turn}, and again at turn {later.turn}; where to is not shown"
        shown = (*proof(said[-1], transcript.turns), *proof(later, transcript.turns))
        return Held("cannot_tell", why, shown, readable=True)
    return Held("pass", f"the agent hands over at turn {said[-1].turn}", proof(said[-1], transcript.turns))


def _names(desk: str, about: str, number: int, turns: Sequence[Turn], desks: Desks) -> bool:
    """Whether it is the hand-off that names the desk: "your order number" beside it does not name the orders desk."""
    wanted = frozenset(content(about)) if about != "a person" else frozenset()
    acts = (act for turn in turns if turn.number == number for act in said_acts(turn.reply.text))
    return any(
        act.act == "hand_off" and (wanted <= frozenset(content(act.words)) or named_desk(act.words, desks) == desk)
        for act in acts
    )


def _named(desk: str | None) -> str:
    if desk is None:
        return "nobody"
    return "a person" if is_person(desk) else f"the {desk} desk"
