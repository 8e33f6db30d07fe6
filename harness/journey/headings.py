"""What people call the sections of a journey."""

from difflib import get_close_matches
from typing import Literal

from .nouns import Heading

Section = Heading | Literal["variations"]
"""A section of the file: a heading that sentences stand under, or the table of variations."""

CANONICAL: dict[Section, str] = {
    "customer": "The customer",
    "should": "What should happen",
    "never": "What must never happen",
    "facts": "What is true",
    "script": "What the customer says",
    "variations": "Try it with",
    "nice": "Nice to have",
    "notes": "Notes",
}
"""The heading that we would write."""

SYNONYMS: dict[Section, tuple[str, ...]] = {
    "customer": ("the customer", "customer", "background", "the situation", "situation", "who is calling"),
    "should": (
        "what should happen",
        "what must happen",
        "should happen",
        "should",
        "expected",
        "expectations",
        "expected result",
        "expected results",
        "expected outcome",
        "the agent should",
        "the agent must",
        "pass if",
        "success",
        "success criteria",
        "acceptance criteria",
    ),
    "never": (
        "what must never happen",
        "what should never happen",
        "what must not happen",
        "what should not happen",
        "must never happen",
        "must not happen",
        "never",
        "failure",
        "failure criteria",
        "fail if",
        "the agent must not",
        "the agent must never",
        "the agent should not",
        "the agent should never",
    ),
    "facts": ("what is true", "facts", "the facts", "policy", "policies", "rules", "what the agent should know"),
    "script": ("what the customer says", "script", "the script", "the customer says"),
    "variations": ("try it with", "examples", "variations", "try with"),
    "nice": ("nice to have", "nice to haves", "ideally", "would be nice"),
    "notes": ("notes", "note", "comments", "purpose"),
}
"""Section -> the titles that open it, in small letters."""

_SECTION: dict[str, Section] = {title: section for section, titles in SYNONYMS.items() for title in titles}


def section_of(title: str) -> Section | None:
    """The section that this title opens, whatever its case, emphasis or final punctuation; None when none is meant."""
    return _SECTION.get(_plain(title))


def nearest_section(title: str) -> str | None:
    """The heading that the author probably meant, as we would write it."""
    match = get_close_matches(_plain(title), _SECTION, n=1, cutoff=0.6)
    return CANONICAL[_SECTION[match[0]]] if match else None


def _plain(title: str) -> str:
    return " ".join(title.casefold().replace("’", "'").strip(" \t*_`#:.!?…").split())
