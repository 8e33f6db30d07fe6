"""Sighting -> Evidence: what was seen, proved to stand in the transcript, and how to say what was not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from harness.conversation.nouns import Turn
from harness.conversation.sighting import Sighting, shows
from harness.criteria import Mark
from harness.plan.nouns import Action, Deed
from harness.target.nouns import Event
from harness.text.normal import normal
from harness.text.quotes import find_quote

from .nouns import Absence, Evidence, Quote, Record

Speaker = Literal["agent", "customer"]

LONGEST_QUOTE = 400
"""Characters of a quote that are kept; a prefix of verbatim words is still verbatim."""


@dataclass(frozen=True)
class Held:
    """What one item came to: its mark, the reason in a clause, the proof, and for a fail the turn at which it broke."""

    mark: Mark
    why: str
    evidence: tuple[Evidence, ...] = ()
    turn: int | None = None
    readable: bool = False
    """For what is left open: whether somebody who reads the words could tell. A count, a record or an event that nobody
    sees is not in them."""


def words_of(turn: Turn, speaker: Speaker) -> str:
    """What one side said in a turn."""
    return turn.reply.text if speaker == "agent" else turn.customer.text


def quote(words: str, turn: int, speaker: Speaker, turns: Sequence[Turn]) -> Quote | None:
    """Words as evidence, if that side said them; None when they are nowhere in the transcript.

    Words too short to be told apart ("Yes.") are widened to the whole message that they stand in.
    """
    short = clipped(words)
    said_in = turn_at(turns, turn)
    spoken = words_of(said_in, speaker) if said_in else ""
    if short and short in spoken:
        # Words cut out of the very message need no search; only they may be shorter than three words.
        return Quote(turn=turn, speaker=speaker, words=short)
    if found := find_quote(short, turn, {one.number: words_of(one, speaker) for one in turns}):
        return Quote(turn=found.turn, speaker=speaker, words=short, how=found.how)
    if normal(short) and normal(short) in normal(spoken):
        return Quote(turn=turn, speaker=speaker, words=clipped(spoken))
    return None


def turn_at(turns: Sequence[Turn], number: int) -> Turn | None:
    """The turn of this number; None when it is none of these. Turns are numbered from 1, and mostly all there."""
    if 0 < number <= len(turns) and turns[number - 1].number == number:
        return turns[number - 1]
    return next((one for one in turns if one.number == number), None)


def clipped(words: str) -> str:
    """At most `LONGEST_QUOTE` characters, cut between words where there is a gap to cut at."""
    words = words.strip()
    if len(words) <= LONGEST_QUOTE:
        return words
    head = words[:LONGEST_QUOTE]
    gap = head.rfind(" ")
    return head[:gap] if gap > 0 else head


def record(event: Event, turn: int) -> Record:
    """An event as evidence."""
    return Record(event=event.id, turn=turn, shows=shows(event))


def proof(sighting: Sighting, turns: Sequence[Turn]) -> tuple[Evidence, ...]:
    """A sighting as evidence; empty when its words are not in the transcript after all."""
    if sighting.evidence_kind == "event" and sighting.event is not None:
        return (Record(event=sighting.event, turn=sighting.turn, shows=sighting.words),)
    found = quote(sighting.words, sighting.turn, sighting.speaker, turns)
    return (found,) if found else ()


def absence(looked_for: str, detector: str, turns: Sequence[Turn]) -> Absence:
    """Nothing found: what was looked for, by whom, over which turns (0 to 0 when nobody spoke)."""
    first, last = (turns[0].number, turns[-1].number) if turns else (0, 0)
    return Absence(looked_for=looked_for, detector=detector, first_turn=first, last_turn=last)


def last_number(turns: Sequence[Turn]) -> int:
    """The number of the last turn; 0 when there is none."""
    return turns[-1].number if turns else 0


_DOES = {
    "ask": "asks for",
    "say": "says",
    "offer": "offers",
    "refuse": "refuses",
    "apologise": "apologises",
    "do": "does",
    "hand_off": "hands over",
    "repeat": "says or asks again",
}

_CARRIES_OUT: dict[Action, str] = {
    "look_up": "looks up",
    "verify": "verifies",
    "refund": "refunds",
    "cancel": "cancels",
    "update": "changes",
    "create": "creates",
    "send": "sends",
    "reset": "resets",
}


def in_words(deed: Deed) -> str:
    """A deed as a clause: `the agent asks for "her postcode"`."""
    about = deed.exact or deed.about or deed.desk or deed.tool or ""
    does = _CARRIES_OUT[deed.action] if deed.act == "do" and deed.action else _DOES[deed.act]
    return f'the {deed.by} {does} "{about}"' if about else f"the {deed.by} {does}"
