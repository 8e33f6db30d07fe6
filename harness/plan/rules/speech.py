"""What a customer says: quotations, and a sentence about the customer turned into the customer's own words."""

import re

from .people import People
from .wordlist import listed

_QUOTE = re.compile(r'"([^"]+)"?')
_SMALL = {"is": "am", "has": "have", "does": "do", "are": "am", "was": "was", "were": "was", "'s": "'m", "'re": "'m"}
_SUBJECT = re.compile(
    r"\b(?P<who>she|he|you)(?P<short>'s|'re)?\b(?P<gap>\s+(?:(?:also|just|only|still|already|never|always"
    r"|really)\s+)?)?(?P<verb>[a-z]+(?:n't)?)?",
    re.IGNORECASE,
)
_LEAVE = frozenset(
    listed(
        """
        was will would can could should may might must had did won't wouldn't can't couldn't didn't hadn't
        wasn't
        """
    )
)


def quoted(text: str) -> str | None:
    """The words in quotation marks, several joined; None when nothing is quoted. An open quotation runs to the end."""
    found = [words.strip() for words in _QUOTE.findall(text) if words.strip()]
    return " ".join(found) or None


def unquoted(text: str) -> str:
    """The text without its quotations."""
    return _QUOTE.sub(" ", text)


def in_first_person(text: str, people: People) -> str:
    """ "she wants her money back" -> "I want my money back". Names of the customer count as she or he."""
    for name in people.names:
        text = re.sub(rf"\b{re.escape(name)}'s\b", "her", text)
        text = re.sub(rf"\b{re.escape(name)}\b", "she", text)
    text = re.sub(r"\bthe customer\b", "she", text, flags=re.IGNORECASE)
    text = _SUBJECT.sub(_turn, text)
    text = re.sub(r"\b(?:her|his|your)\b(?=\s+[a-z])", "my", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(?:her|him|you)\b", "me", text, flags=re.IGNORECASE)
    return text[:1].upper() + text[1:]


def _turn(match: re.Match[str]) -> str:
    if match["short"]:
        return f"I'm{match['gap'] or ''}{match['verb'] or ''}"
    word = match["verb"]
    if not word:
        return f"I{match['gap'] or ''}"
    return f"I{match['gap'] or ''}{_plain(word)}"


def _plain(word: str) -> str:
    low = word.casefold()
    if low in _SMALL:
        return _SMALL[low]
    if low.endswith("n't"):
        return {"doesn't": "don't", "isn't": "am not", "hasn't": "haven't", "aren't": "am not"}.get(low, word)
    if low in _LEAVE or not low.endswith("s") or low.endswith("ss"):
        return word
    if low.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if re.search(r"(?:sh|ch|x|z|ss|o)es$", low) else word[:-1]
