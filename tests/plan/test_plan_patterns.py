"""No regular expression that reads journeys takes long over any text: what a hostile page costs grows with its size."""

import importlib
import pkgutil
import re
import re._parser as parser  # type: ignore[import-not-found]
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import harness.journey
import harness.plan
import harness.text
from harness.text.caseless import Caseless

LENGTHS = (24, 200, 1_000)
"""Characters; a sentence that is read by rules has at most twice as many as the last."""
SLOW = 0.1
"""Seconds that no search may take; a hundred times what any takes."""
ANYWHERE = {"search", "finditer", "findall", "sub", "subn", "split"}
PLAIN = ("a", "a ", "1 ", ".", ", ", '"', "(", "-", "[", " ", "the ", "£1.")
ENDS = ("!\x00", "")


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern that the modules of reading, compiling and text hold, by its name."""
    found: dict[str, re.Pattern[str]] = {}
    for room in (harness.journey, harness.plan, harness.text):
        for about in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            module = importlib.import_module(about.name)
            for name, value in vars(module).items():
                found |= {f"{about.name}.{name}{at}": one for at, one in _held(value)}
    return {name: one for name, one in found.items() if isinstance(one.pattern, str)}


def _held(value: object, at: str = "", depth: int = 0) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(value, re.Pattern | Caseless):
        yield at, value.full if isinstance(value, Caseless) else value
    elif depth < 3 and isinstance(value, dict):
        for key, one in value.items():
            yield from _held(one, f"{at}[{key!r}]", depth + 1)
    elif depth < 3 and isinstance(value, (tuple, list)):
        for number, one in enumerate(value):
            yield from _held(one, f"{at}[{number}]", depth + 1)


def ways(name: str) -> tuple[str, ...]:
    """How a pattern is used: looked for anywhere in a text, or only from its beginning."""
    short = re.sub(r"\[.*", "", name.rpartition(".")[2])
    used = {way for source in SOURCES for way in re.findall(rf"\b{short}\.(\w+)\(", source)}
    return ("search",) if used & ANYWHERE or not used else tuple(sorted(used & {"match", "fullmatch"}))


def alphabet(pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Words and signs that the pattern itself looks for, as they stand in it, with and without a blank after them."""
    words = dict.fromkeys(word for word in _words(parser.parse(pattern.pattern, pattern.flags)) if word.strip("\x00"))
    some = list(words)[:: max(1, len(words) // 4)][:4]
    return tuple(f"{word}{after}" for word in some for after in ("", " "))


def _words(parsed: Iterable[tuple[object, Any]]) -> Iterator[str]:
    """The runs of literal characters in a parsed pattern, however deep."""
    run = ""
    for code, argument in parsed:
        if str(code) == "LITERAL":
            run += chr(argument)
            continue
        if run:
            yield run
        run = ""
        yield from _inner(argument)
    if run:
        yield run


def _inner(argument: object) -> Iterator[str]:
    if isinstance(argument, parser.SubPattern):
        yield from _words(argument)
    elif isinstance(argument, (tuple, list)):
        for one in argument:
            yield from _inner(one)


PATTERNS = patterns()
ROOMS = (harness.journey, harness.plan, harness.text)
SOURCES = [path.read_text() for room in ROOMS for path in sorted(Path(room.__path__[0]).rglob("*.py"))]


def test_the_patterns_are_found() -> None:
    """The search sees the patterns of every room that reads text."""
    rooms = {".".join(name.split(".")[:2]) for name in PATTERNS}
    assert {"harness.journey", "harness.plan", "harness.text"} == rooms
    assert len(PATTERNS) > 100


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_no_pattern_backtracks_badly(name: str) -> None:
    """Repeats of what the pattern looks for, broken at the end, cost little at any length a sentence may have.

    Lengths grow step by step, so that a pattern whose cost doubles with each character is caught while it is short.
    Rules read sentences, in which blanks never stand side by side.
    """
    pattern = PATTERNS[name]
    tried = [getattr(pattern, way) for way in ways(name)]
    for piece in (*PLAIN, *alphabet(pattern)):
        for length in LENGTHS:
            for end in ENDS if length < LENGTHS[-1] else ENDS[:1]:
                text = piece * (length // len(piece)) + end
                text = text if name.startswith("harness.journey") else re.sub(r"\s+", " ", text)
                begin = time.process_time()
                for way in tried:
                    way(text)
                assert time.process_time() - begin < SLOW, f"{piece!r} * {length // len(piece)} + {end!r}"
