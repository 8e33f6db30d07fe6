"""Given / When / Then: lines that other tools ask for are read as what they say, under the heading that they mean."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .blocks import Block, Line
from .nouns import Heading

_STEP = re.compile(r"(Given|When|Then|And|But)\s+(?=\S)")
_PLAIN_WHEN = re.compile(r"When\s[^,.:!?]*\Z")
_LABEL = re.compile(r"(?:Feature|Scenario(?: Outline)?|Example|Rule)\s*:", re.IGNORECASE)
_CUSTOMER = ("Given", "When")


@dataclass(frozen=True)
class Step:
    """The lines of one step, its first word off, and the heading that they are read under."""

    heading: Heading
    lines: tuple[Line, ...]


def in_steps(found: Iterable[Block]) -> bool:
    """Whether a page is written in steps: lines begin with Then, and with Given or a When that has no answer.

    "When she is asked, she says no." is ordinary English, and so is a "Then" that nothing like this stands before.
    """
    given = then = False
    for line in (line for block in found if block.kind == "text" for line in block.lines):
        given = given or line.text.startswith("Given ") or bool(_PLAIN_WHEN.match(line.text))
        then = then or line.text.startswith("Then ")
    return given and then


def steps(lines: Sequence[Line], section: Heading, last: Heading | None) -> Iterator[Step]:
    """The steps of these lines. `last` is where the step before them stood; And and But go on there.

    Under *What must never happen* a Then stays there; a Given or When is about the customer wherever it stands.
    """
    held: list[Line] = []
    heading = last
    for line in lines:
        match = _STEP.match(line.text)
        if match or _LABEL.match(line.text):
            if held:
                yield Step(heading or section, tuple(held))
            held = []
        if match:
            heading = _heading(match[1], section, heading)
            line = Line(line.number, line.col + match.end(), line.text[match.end() :], line.broken)
        elif _LABEL.match(line.text):
            yield Step("notes", (line,))
            continue
        held.append(line)
    if held:
        yield Step(heading or section, tuple(held))


def _heading(word: str, section: Heading, last: Heading | None) -> Heading:
    if word in _CUSTOMER:
        return "customer"
    if word == "Then":
        return "should" if section == "customer" else section
    return last or section
