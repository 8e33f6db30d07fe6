"""In CI without a key: the journeys are checked, nothing is held, and nobody stands in for whoever was asked for."""

from collections.abc import Sequence
from pathlib import Path

from harness.gate import PRECEDENCE, Decision, Reason
from harness.preparing.wanted import Wanted
from harness.report import terminal
from harness.report.words import safe

from .checking import NOT_UNDERSTOOD, check_journeys
from .options import Format, PlaceFormat
from .printing import say, say_json


def not_gated(paths: Sequence[Path], wanted: Wanted, format: Format, missing: str) -> int:  # noqa: A002
    """Check the journeys, say why nothing was decided, and return 5; 3 when a journey is not understood."""
    aside = PlaceFormat.text if format is Format.text else None
    code = check_journeys(paths, aside, strict=False, locked=wanted.locked)
    whom = "the target" if missing.startswith("target") else "a model"
    reasons = [Reason(code=5, says=f"not gated: no access to {whom}: {safe(missing).rstrip('.')}")]
    if code == NOT_UNDERSTOOD:
        reasons.append(Reason(code=3, says="a journey was not understood"))
    reasons.sort(key=lambda reason: PRECEDENCE.index(reason.code))
    codes = tuple(reason.code for reason in reasons)
    decision = Decision(
        decision="inconclusive",
        exit_code=codes[0],
        also=codes[1:],
        reasons=tuple(reasons),
        conversations=0,
        shows="No valid conversation: nothing is shown.",
    )
    if format is Format.json:
        say_json({"schema": 1, "run": None, "decision": decision.model_dump(mode="json")})
    else:
        say(["", *(f"also      {one.says} (exit {one.code})" for one in reasons[1:]), terminal.verdict_line(decision)])
    return decision.exit_code
