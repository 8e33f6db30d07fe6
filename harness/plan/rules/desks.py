"""The desks, people and tools that a sentence names."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from ..nouns import Vocabulary

HUMAN = "human"
NOWHERE = "none"

_PERSON = re.compile(
    r"\b(?:(?:a|an|the|another|some|real|live|actual|human)\s+)*"
    r"(?:human(?: being| agent| representative| colleague| advisor)?|real person|person|colleague|supervisor"
    r"|manager|specialist|"
    r"live agent|representative|advisor|adviser|someone|somebody|member of (?:staff|the team))\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:\A|\b(?:the|our|their|a)\s+)([A-Za-z][\w&'-]*(?:\s+[\w&'-]+){0,3}?)\s+(?:team|desk|department|queue"
    r"|line|unit|agents?|group|support)\b",
    re.IGNORECASE,
)
_BEFORE_NAME = re.compile(r"(?:(?:to|with|by|at|from)\s+)?(?:(?:the|our|their|an?)\s+)?(?=\S)", re.IGNORECASE)
_TICKED = re.compile(r"`([^`\n]{1,80})`")
_SNAKE = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")


_NO_NAME = frozenset("another other different any right wrong same correct next new appropriate relevant".split())
"""What stands before "desk" without naming one."""


@dataclass(frozen=True)
class Unknown:
    """A name that the vocabulary does not hold, and the nearest that it does."""

    name: str
    kind: str
    near: str | None


def desk_in(text: str, vocabulary: Vocabulary) -> str | Unknown | None:
    """The desk that these words name; Unknown for "the parcels team" when there is none; None when no desk is named."""
    plain = text.casefold()
    for name, desk in _desk_names(vocabulary):
        if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", plain):
            return desk
    if (named := _NAMED.search(text)) and not _PERSON.search(named[0]):
        name = _BEFORE_NAME.sub("", named[1], count=1)
        if name.casefold().split()[-1] not in _NO_NAME:
            return Unknown(name, "desk", _near(name, [known for known, _ in _desk_names(vocabulary)]))
    return HUMAN if _PERSON.search(text) else None


def _desk_names(vocabulary: Vocabulary) -> list[tuple[str, str]]:
    names = [(name.casefold(), desk) for desk, others in vocabulary.desks.items() for name in (desk, *others)]
    return sorted(names, key=lambda pair: (-len(pair[0]), pair))


def tool_in(text: str, vocabulary: Vocabulary) -> tuple[str | Unknown, str] | None:
    """The tool named in backticks or snake_case, and the text without it; None when no tool is named."""
    if "`" not in text and "_" not in text:
        return None
    match = _TICKED.search(text) or _SNAKE.search(text)
    if not match:
        return None
    name = match[1] if match.re is _TICKED else match[0]
    rest = f"{text[: match.start()].rstrip()} {text[match.end() :].lstrip()}".strip()
    if name in vocabulary.tools:
        return name, rest
    if match.re is _SNAKE and not re.search(r"\b(?:tool|calls?|uses?|using|via|function)\b", text, re.IGNORECASE):
        return None
    return Unknown(name, "tool", _near(name, list(vocabulary.tools))), rest


def _near(name: str, known: list[str]) -> str | None:
    match = get_close_matches(name.casefold(), known, n=1, cutoff=0.6)
    return match[0] if match else None
