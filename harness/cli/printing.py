"""Lines to the terminal: colour where a person looks, none in a pipe."""

import json
import sys
from collections.abc import Iterable

import typer

_COLOURS = {"✔": "green", "✘": "red", "⚠": "yellow", "?": "yellow", "!": "yellow", "○": "cyan", "●": "blue"}
_WORDS = {"VERDICT: GO": "green", "VERDICT: STOP": "red", "VERDICT: INCONCLUSIVE": "yellow"}


def say(lines: Iterable[str]) -> None:
    """Print lines; marks and the verdict are coloured when the output is a terminal."""
    colour = sys.stdout.isatty()
    for line in lines:
        typer.echo(_coloured(line) if colour else line)


def say_json(data: object) -> None:
    """Print one JSON document."""
    typer.echo(json.dumps(data, indent=2, sort_keys=True))


def _coloured(line: str) -> str:
    for words, colour in _WORDS.items():
        if line.startswith(words):
            return typer.style(line, fg=colour, bold=True)
    start = line.lstrip(" 0123456789")[:1]
    return line.replace(start, typer.style(start, fg=_COLOURS[start]), 1) if start in _COLOURS else line
