"""What pages are called, and the places on them that can be linked to."""

import re
from hashlib import sha256

CONVERSATIONS = "conversations"
JOURNEYS = "journeys"

_PLAIN = re.compile(r"[a-z0-9_-]{1,60}")
_OTHER = re.compile(r"[^a-z0-9_-]+")


def conversation_page(case: str) -> str:
    """The page of a conversation, from the report's folder: `conversations/refund.kettle.1.html`.

    Whatever a case is called, its page has a name that every file system takes, and no other case has.
    """
    return f"{CONVERSATIONS}/{_name(re.split(r'[/#]', case), case)}.html"


def journey_page(journey: str) -> str:
    """The page of a journey, from the report's folder."""
    return f"{JOURNEYS}/{_name([journey], journey)}.html"


def _name(parts: list[str], whole: str) -> str:
    if all(map(_PLAIN.fullmatch, parts)):
        return ".".join(parts)
    plain = _OTHER.sub("-", whole.lower()).strip("-")[:60]
    return f"{plain}.{sha256(whole.encode()).hexdigest()[:8]}"


def sentence_anchor(sentence: str) -> str:
    """The place of one of the author's sentences on a page."""
    return f"s-{sentence}"


def turn_anchor(turn: int) -> str:
    """The place of a turn on a conversation's page."""
    return f"turn-{turn}"
