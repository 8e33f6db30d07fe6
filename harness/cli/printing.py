"""Lines to the terminal: colour where a person looks, none in a pipe."""

import json
import sys
from collections.abc import Iterable

import typer

from harness.secrets import scrub, scrubbed, scrubber

_COLOURS = {"✔": "green", "✘": "red", "⚠": "yellow", "?": "yellow", "!": "yellow", "○": "cyan", "●": "blue"}
_WORDS = {"VERDICT: GO": "green", "VERDICT: STOP": "red", "VERDICT: INCONCLUSIVE": "yellow"}


def say(lines: Iterable[str]) -> None:
    """Print lines; marks and the verdict are coloured when the output is a terminal."""
    colour, clean = sys.stdout.isatty(), scrubber()
    for line in lines:
        typer.echo(_coloured(clean(line)) if colour else clean(line))


def say_on(words: str, end: str = "") -> None:
    """Print words that the next go on behind; `end` closes them."""
    print(scrub(words), end=end, flush=True)  # noqa: T201


def say_over(line: str, last: bool = False) -> None:
    """Print a line on stderr in the place of the one before; the last one is wiped away as well."""
    print(f"\r\033[K{scrub(line)}", end="\r\033[K" if last else "\r", file=sys.stderr, flush=True)  # noqa: T201


def say_aside(words: str) -> None:
    """Print a sentence on stderr, with nothing in it that a terminal would obey."""
    from harness.text.normal import printable

    print(f"harness: {scrub(printable(words))}", file=sys.stderr)  # noqa: T201


def listen(prompt: str) -> str:
    """Ask for a line. Raises EOFError when there is no more."""
    return input(scrub(prompt))


def say_json(data: object) -> None:
    """Print one JSON document."""
    typer.echo(json.dumps(scrubbed(data), indent=2, sort_keys=True))


def _coloured(line: str) -> str:
    for words, colour in _WORDS.items():
        if line.startswith(words):
            return typer.style(line, fg=colour, bold=True)
    start = line.lstrip(" 0123456789")[:1]
    return line.replace(start, typer.style(start, fg=_COLOURS[start]), 1) if start in _COLOURS else line
