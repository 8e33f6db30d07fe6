"""What people call the sections of a journey."""

import re
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
    "customer": (
        "the customer",
        "customer",
        "background",
        "the situation",
        "situation",
        "the story",
        "who is calling",
        "about the customer",
    ),
    "should": (
        "what should happen",
        "what happens",
        "what the agent should do",
        "what the agent must do",
        "what must happen",
        "should happen",
        "should",
        "expected",
        "expectations",
        "expected result",
        "expected results",
        "expected outcome",
        "expected outcomes",
        "expected behaviour",
        "expected behavior",
        "the agent will",
        "success if",
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
        "what the agent must not do",
        "what the agent must never do",
        "must not",
        "must never",
        "should never happen",
        "should not happen",
        "failure if",
    ),
    "facts": (
        "what is true",
        "facts",
        "the facts",
        "policy",
        "policies",
        "rules",
        "what the agent should know",
        "what we know",
    ),
    "script": ("what the customer says", "script", "the script", "the customer says", "the conversation"),
    "variations": ("try it with", "examples", "variations", "variants", "try with", "example data"),
    "nice": ("nice to have", "nice to haves", "ideally", "would be nice", "optional", "bonus"),
    "notes": ("notes", "note", "comments", "purpose", "remarks", "about this journey"),
}
"""Section -> the titles that open it, in small letters."""

_LONGEST = 60
_HASHES = re.compile(r"#{1,6}[^\W\d_]")

_SECTION: dict[str, Section] = {title: section for section, titles in SYNONYMS.items() for title in titles}


def section_of(title: str) -> Section | None:
    """The section that this title opens, whatever its case, emphasis or final punctuation; None when none is meant."""
    return _SECTION.get(_plain(title))


def nearest_section(title: str) -> str | None:
    """The heading that the author probably meant, as we would write it."""
    plain = _plain(title)[:_LONGEST]
    begun = max((known for known in _SECTION if plain.startswith(f"{known} ")), key=len, default=None)
    match = [begun] if begun else get_close_matches(plain, _SECTION, n=1, cutoff=0.6)
    return CANONICAL[_SECTION[match[0]]] if match else None


def looks_like_heading(line: str, *, guess: bool = True) -> str | None:
    """The heading that a plain line was probably meant to be, as we would write it; None for a line of prose.

    "What should happen:", "**Expected**" and "##Never" look like one; so does "Expected results" alone on its line. A
    name of a section that ends like a sentence ("Never!") does not, unless it is set in bold. `guess`: a line set like
    a heading may also be misspelt.
    """
    text = line.strip()
    if len(text) > _LONGEST:
        return None
    bold = text.rstrip(": ").endswith(("**", "__")) and text.startswith(("**", "__"))
    if section := section_of(text):
        marked = bold or text.startswith("#") or text.endswith(":")
        return CANONICAL[section] if marked or text[-1].isalnum() else None
    return nearest_section(text) if guess and (bold or _HASHES.match(text)) else None


def _plain(title: str) -> str:
    return " ".join(title.casefold().replace("’", "'").strip(" \t*_`#:.!?…").split())
