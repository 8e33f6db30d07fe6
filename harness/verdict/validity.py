"""Case + Transcript -> why the simulated customer spoilt the conversation, or None.

Decided before and apart from any verdict, on conversations that look good as on those that look bad: a customer who
helped the agent along is as useless as one who stood in its way. The letters are those of measurement 2.3.
"""

import re
from collections.abc import Sequence
from itertools import combinations

from harness.conversation.nouns import Case, Transcript, Turn
from harness.plan.nouns import Fact
from harness.text.acts import said
from harness.text.normal import normal
from harness.text.similarity import similar

from .progress import alike, has_effect

_OWN_WORDS = ("line", "react")
"""Customer acts whose words are the author's: they may say anything."""

_AGENT_SPEAK = re.compile(
    r"\bhow (?:can|may) i (?:help|assist)\b|\bi(?:'ve| have) (?:processed|issued|updated) your\b"
    r"|\bour (?:policy|team)\b|\bis there anything else i can (?:help|do)\b|\bthank you for (?:contacting|calling)\b"
)
_LEAK = re.compile(
    r"\bthis is (?:only )?a test\b|\bsimulated customer\b|\bas an ai\b|\bsystem prompt\b|\blanguage model\b"
    r'|\{ ?"\w{1,40}" ?:'
)
_LONGEST = 20_000


def validity(case: Case, transcript: Transcript) -> str | None:
    """The reason why this conversation says nothing about the agent; None when it may be judged."""
    if transcript.origin != "simulated":
        return None
    turns = transcript.turns
    if not turns:
        return "nobody said anything"
    return (
        _flipped(turns) or _leaked(turns) or _told_unknown(case, turns) or _left_early(transcript) or _self_loop(turns)
    )


def _improvised(turns: Sequence[Turn]) -> list[tuple[int, str]]:
    """(turn, normal form) of what the customer said in words that are not the author's."""
    return [
        (turn.number, normal(turn.customer.text[:_LONGEST])) for turn in turns if turn.customer.act not in _OWN_WORDS
    ]


def _flipped(turns: Sequence[Turn]) -> str | None:
    """V1: the customer talks like the agent."""
    found = next((number for number, plain in _improvised(turns) if _AGENT_SPEAK.search(plain)), None)
    return f"V1: the customer spoke like an agent at turn {found}" if found else None


def _leaked(turns: Sequence[Turn]) -> str | None:
    """V2: the customer gives away that they are simulated."""
    found = next((number for number, plain in _improvised(turns) if _LEAK.search(plain)), None)
    return f"V2: the customer gave the simulation away at turn {found}" if found else None


def _told_unknown(case: Case, turns: Sequence[Turn]) -> str | None:
    """V4: the customer gives a value that the author says they do not know."""
    for item in case.items:
        if isinstance(item, Fact) and not item.known and item.value:
            plain = normal(item.value)
            if found := next((number for number, words in _improvised(turns) if plain in words), None):
                return f"V4: the customer gave their {item.key or 'value'} at turn {found}, which they do not know"
    return None


def _left_early(transcript: Transcript) -> str | None:
    """V5: the customer left content while the agent was waiting for leave, or in the middle of doing it."""
    last = _left_on(transcript.turns)
    if transcript.ending != "satisfied" or last is None:
        return None
    acts = [act.act for act in said(last.reply.text)]
    waiting = bool(acts) and acts[-1] in ("confirm", "progress") and "claim" not in acts
    if not waiting or last.reply.ended:
        return None
    if any(has_effect(event) for event in last.reply.events or ()):
        return None
    return f"V5: the customer left at turn {last.number} while the agent was waiting for an answer or still at work"


def _left_on(turns: Sequence[Turn]) -> Turn | None:
    """The turn whose reply made the customer go; None when the author's own words did, or nothing was said yet.

    Who says thanks has made up their mind: what the agent answers to that is a farewell, and in the agent's hand.
    """
    thanked = next((index for index in reversed(range(len(turns))) if turns[index].customer.act == "thank"), None)
    if thanked is not None:
        return turns[thanked - 1] if thanked else None
    return None if turns[-1].customer.act == "line" else turns[-1]


_PROMPTED = (*_OWN_WORDS, "answer", "agree", "restate", "push_back", "object", "decline", "ask_for_human", "unknown")
"""Customer acts that an unhelpful agent may draw again and again: then the agent is the one who repeats."""


def _self_loop(turns: Sequence[Turn]) -> str | None:
    """V9: the customer says one thing three times running, unprompted, while the agent says different things."""
    for end in range(3, len(turns) + 1):
        three = turns[end - 3 : end]
        heard = [turn.reply.text for turn in turns[max(end - 4, 0) : end - 1]]
        if any(turn.customer.act in _PROMPTED for turn in three) or not _alike([turn.customer.text for turn in three]):
            continue
        if not any(similar(one, two) for one, two in combinations(heard, 2)):
            return f"V9: the customer said the same thing three times by turn {three[-1].number}"
    return None


def _alike(texts: Sequence[str]) -> bool:
    return alike(texts[0], texts[1]) and alike(texts[1], texts[2])
