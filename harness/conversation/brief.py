"""Agenda -> the brief of a customer that a model plays, and what they have just heard: small, and as data."""

from collections.abc import Collection, Sequence
from typing import Any

from harness.plan.nouns import Behaviour, Persona

from .agenda import Agenda
from .nouns import Turn

RECENT = 2
"""Turns that a customer has before their eyes: what they told before stands by name, so that a prompt does not grow."""
HEARD = 800
"""Characters of the agent's last message that a customer reads; a longer one is cut in the middle."""
OWN = 160
"""Characters of the customer's own last message."""
EARLIER = 50
"""Characters of each message before these."""


def brief_of(agenda: Agenda, due: Collection[str] = ()) -> dict[str, Any]:
    """What the author gave the customer to go by. What there is nothing of is left out.

    `due`: the keys of facts that wait for something, and for which it has been seen; the others are not in it.
    """
    known = [
        (key, fact)
        for key, fact in agenda.keyed.items()
        if fact.known and fact.value and fact.value != agenda.name and (not fact.when or key in due)
    ]
    keys = {fact.key for fact in agenda.volunteered}
    story = [words for _, words in agenda.story]
    free = ({"story": story} if story else {}) | {key: fact.value for key, fact in known if fact.key in keys}
    language = agenda.case.plan.settings.language.strip()
    found = {
        "you are": who(agenda),
        "language": "" if language.casefold().startswith("en") else language,
        "you want": [want.about for want in agenda.matters],
        "not wanted": [item.about for item in agenda.refused],
        "unasked": free,
        "if_asked": {key: fact.value for key, fact in known if fact.key not in keys}
        | {f"about {number}": kept.words for number, kept in enumerate(agenda.hidden, 1) if kept.when is None},
        "unknown": [key for key, fact in agenda.keyed.items() if not fact.known],
        "how": ways(agenda),
    }
    return {name: value for name, value in found.items() if value}


def who(agenda: Agenda) -> str:
    """The customer in a few words: their name and what they are like."""
    personas = [item for item in agenda.case.items if isinstance(item, Persona)]
    traits = [part for item in personas for part in (*item.traits, item.mood or "") if part]
    return ", ".join(dict.fromkeys([agenda.name or "a customer", *traits]))


def ways(agenda: Agenda) -> list[str]:
    """How the customer goes about it."""
    does = [item for item in agenda.case.items if isinstance(item, Behaviour)]
    return [item.how or item.does.replace("_", " ") + (f" {item.times} times" if item.times else "") for item in does]


def heard_of(turns: Sequence[Turn]) -> list[str]:
    """The last messages, oldest first, each with who wrote it."""
    said: list[str] = []
    for turn in turns[-RECENT:]:
        last = turn is turns[-1]
        said.append(f"you: {shortened(turn.customer.text, OWN if last else EARLIER)}")
        said.append(f"agent: {shortened(turn.reply.text, HEARD if last else EARLIER)}")
    return said


def shortened(text: str, most: int) -> str:
    """Without its middle where it is longer: what it is about comes first, what is asked last."""
    half = most // 2
    return text if len(text) <= most else f"{text[:half].rstrip()} … {text[-half:].lstrip()}"
