"""The one line by which a journey says that it was captured from a conversation, and so which failure it guards."""

import re

_LINE = re.compile(r"Captured from run (\d{8}-\d{6}-[0-9a-f]{4}), conversation (\S{1,300}?)\.?\s*\Z")


def captured_line(run: str, case: str) -> str:
    """What a captured journey says under *Notes*."""
    return f"Captured from run {run}, conversation {case}."


def captured_from(text: str) -> tuple[str, str] | None:
    """The run and the conversation that a note names; None for any other note."""
    found = _LINE.match(text)
    return (found[1], found[2]) if found else None
