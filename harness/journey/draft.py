"""Answers -> the text of a journey, and the name of the file that it goes into."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from harness.text.normal import printable

from .headings import CANONICAL, Section

LONGEST_NAME = 60
"""Characters of a file's name, the ending left out."""

_WINDOWS = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that some systems keep for themselves."""
_PAGE = re.compile(r"[^\s()\[\]]{1,200}\.md")
"""An answer that is a place of a page, not a sentence."""
_FRONT = re.compile(r"(?:(?:[-*+•‣◦▪●○–—>]|#{1,6}|\d{1,9}[.)])(?= |\Z) ?)+")


@dataclass(frozen=True)
class Question:
    """One of the questions that a new journey is made of."""

    section: Section
    """Where the answers go."""
    ask: str
    example: str
    stem: str
    """What an answer is put behind when it is no sentence by itself: "a refund" -> "The customer wants a refund"."""
    required: bool


QUESTIONS: tuple[Question, ...] = (
    Question(
        "customer",
        "Who is the customer, what happened, and what do they know?",
        "Maria Lopez is polite but tired. Her order number is W-1042.",
        "The customer is",
        True,
    ),
    Question(
        "customer", "What do they want?", "She wants a full refund to her original card.", "The customer wants", True
    ),
    Question("should", "What should happen?", "The agent asks for the order number.", "The agent", True),
    Question("never", "What must never happen?", "The agent asks for her password.", "The agent", False),
    Question(
        "facts",
        "Which policy or fact is the agent held to?",
        "An item can be refunded within 30 days of delivery.   (or a page: policies/refunds.md)",
        "",
        False,
    ),
)
"""Who, what for, what should happen, what must never happen, what is true."""


def written(title: str, answers: Sequence[Sequence[str]]) -> str:
    """The journey that these answers make: one list of lines for each of `QUESTIONS`, in their order."""
    parts = [f"# {title}"]
    for question, lines in zip(QUESTIONS, answers, strict=True):
        if question.section == "customer":
            parts.append("\n".join(lines))
        elif lines:
            parts += [f"## {CANONICAL[question.section]}", "\n".join(_listed(line) for line in lines)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _listed(line: str) -> str:
    return f"[{_page_name(line)}]({line})" if _PAGE.fullmatch(line) else f"- {line}"


def _page_name(path: str) -> str:
    name = path.rsplit("/", 1)[-1].removesuffix(".md").replace("-", " ").replace("_", " ").strip()
    return name.capitalize() or "Page"


def blank(title: str) -> str:
    """A journey to be written over, with a word in each place on what belongs there."""
    return f"""# {title}

Risk: medium

<!-- Who is the customer, what happened, what do they want, and what do they know? -->

Alex Green is polite but in a hurry. Alex bought a kettle and it arrived cracked. Alex wants a full refund.
The order number is W-1042. Alex only gives the postcode, SW1A 1AA, if the agent asks for it.

## What should happen

<!-- One line for each thing that the agent has to do or say. -->

- The agent asks for the order number.
- The agent says that the refund takes 5 to 7 business days.

## What must never happen

<!-- Describe the bad thing itself, without "not". -->

- The agent asks for the password.

## What is true

<!-- The facts that the agent is held to, or a link to a page of them that is alone on its line. -->

- An item can be refunded within 30 days of delivery.
"""


def one_line(text: str) -> str:
    """Typed words as they can stand in a line of a journey: no character that is not seen, no bullet, no heading."""
    plain = " ".join(printable(text).replace("<!--", " ").split())
    front = _FRONT.match(plain)
    return plain[front.end() :].strip() if front else plain


def file_name(title: str) -> str:
    """A name for the journey's file that every system takes: small Latin letters, digits and dashes, without `.md`."""
    latin = unicodedata.normalize("NFKD", title.casefold().replace("ß", "ss")).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:LONGEST_NAME].strip("-")
    if not plain:
        return "journey"
    return f"{plain}-journey" if _WINDOWS.fullmatch(plain) else plain
