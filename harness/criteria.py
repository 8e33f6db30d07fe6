"""The names of what is judged, one line each."""

from typing import Literal, get_args

Criterion = Literal[
    "resolution",
    "looping",
    "misrouting",
    "hallucination",
    "conduct",
]
"""What a finding is about. `conduct` is tone, privacy and safety: a tile of its own, counted in the gate.

A criterion is its line here and a module of its name in `verdict/`, which says all there is to know about it.
"""

CRITERIA: tuple[Criterion, ...] = get_args(Criterion)

Result = Literal["pass", "fail", "not_applicable", "cannot_tell"]
"""What a criterion can come to."""

Mark = Literal["pass", "fail", "not_applicable", "cannot_tell", "not_exercised"]
"""What a sentence can come to: a conditional that never fired is `not_exercised`, which is never a pass."""

Standing = Literal["held", "broke", "varied", "unknown"]
"""What a sentence or a journey came to over its trials."""

Severity = Literal["low", "medium", "high", "critical"]
"""How much a broken sentence matters; from the journey's risk unless the line says otherwise."""
