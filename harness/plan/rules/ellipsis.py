"""Words left out because they stand earlier in the sentence: "would like a third", "the new one is ..."."""

import re

from harness.text.caseless import Caseless

from .ties import masked

_NEW_ONE = Caseless(
    r"\b(?:her|his|their|your|my|the)\s+(?:old|new|current|previous|former|first|other)\s+(?P<noun>[\w-]+(?: number"
    r"| code)?)\b"
    r"(?P<between>.{1,200}?)\bthe\s+(?P<which>old|new|current|previous|former|second|other)\s+one\b",
)
_COUNTED = re.compile(
    r"\bone\s+(?P<one>[a-z]+)|\b(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,3}|several"
    r"|some)\s+(?:[\w-]+\s+)??(?P<noun>[a-z]+)s\b",
    re.IGNORECASE,
)
_ONE_MORE = Caseless(
    r"\b(?:wants?|needs?|would like|would love|asks? for|hopes? for|is after|orders?|books?|add|get)\s+(?:to (?:add"
    r"|book|order|have|get)\s+)?"
    r"(?P<more>(?:a|the) (?:second|third|fourth|fifth|sixth|further)|another|one more|(?:two|three"
    r"|four) more)(?: one)?\s*\Z",
)
_NEVER_ONE = Caseless(
    r"\b(?P<thing>(?:an?|the)\s+[\w-]+)(?P<between>\s.{1,120}?,?\s+but\s+(?:never|not)\s+)one(?=\s+(?:for|from|of|on"
    r"|in|with|that|to|at|by)\b)",
)


def completed(text: str) -> str:
    """The text with what was left out put back, where the sentence itself says what it is."""
    hidden = masked(text)
    if match := _NEW_ONE.search(hidden):
        text = f"{text[: match.end()][: -len('one')]}{match['noun']}{text[match.end() :]}"
    elif match := _NEVER_ONE.search(hidden):
        text = f"{text[: match.end() - len('one')]}{match['thing']}{text[match.end() :]}"
    if (more := _ONE_MORE.search(text)) and (noun := _noun_before(text[: more.start()])):
        plural = "s" if re.match(r"(?:two|three|four)\b", more["more"], re.IGNORECASE) else ""
        text = f"{text[: more.end('more')]} {noun}{plural}"
    return text


def unfinished(text: str) -> str | None:
    """The words of a wish that do not say for what, and that nothing before them completes: "another", "a third"."""
    match = _ONE_MORE.search(text)
    return match["more"] if match and not _noun_before(text[: match.start()]) else None


def _noun_before(text: str) -> str | None:
    found = list(_COUNTED.finditer(text))
    return (found[-1]["one"] or found[-1]["noun"]) if found else None
