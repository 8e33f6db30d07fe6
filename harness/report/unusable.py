"""What came instead of a reply, as the record kept it: shown for what it is, and obeyed by no terminal."""

from collections.abc import Collection, Mapping
from pathlib import Path

from harness.conversation.nouns import Unusable
from harness.record import read

from .words import safe, shortened, wrapped

SHOWN = 1_000
"""Characters that are printed; the record holds the first 64 kB."""


def unusable(file: Path, cases: Collection[str]) -> Mapping[str, Unusable]:
    """Case -> what came in place of the reply that its last attempt broke on."""
    found: dict[str, Unusable] = {}
    for event in read(file):
        if event.case is None or event.case not in cases:
            continue
        if event.kind == "case_started":  # again: what broke before was cut off
            found.pop(event.case, None)
        elif event.kind == "unusable":
            found[event.case] = Unusable.model_validate(event.data)
    return found


def told(came: Unusable | None) -> list[str]:
    """Why it was no reply, and how it begins; nothing where nothing came."""
    if came is None:
        return []
    more = f" … ({len(came.came) - SHOWN:,} more characters on record)" if len(came.came) > SHOWN else ""
    cut = " (only its beginning was kept)" if came.cut else ""
    return [
        "",
        *wrapped(f"turn {came.number} brought no reply: {safe(came.why)}. What came instead{cut}:", "     ", "   ! "),
        *wrapped(f"“{shortened(safe(came.came[:SHOWN]), SHOWN)}”{more}", "       "),
    ]
