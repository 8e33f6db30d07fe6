"""A run that is half held -> whether anything that is left could still change its decision (measurement 7.8)."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from harness.criteria import CRITERIA, Severity
from harness.money import Tokens
from harness.verdict.judge import MOST_REPLACED
from harness.verdict.nouns import Outcome, Replaced

from .counts import Cell
from .nouns import Decision

Deciding = Callable[[Sequence[Outcome]], Decision]
"""`decide`, with all but the outcomes given."""


class Left(NamedTuple):
    """A conversation that was not held: what of it a decision could depend on."""

    journey: str
    variation: str
    risk: Severity
    critical: bool
    """Whether something critical could break in it."""


IMAGINED = "?"
"""The sentence of a conversation that was not held."""

SPOILT = (Replaced(case=IMAGINED, attempt=1, seed=0, because=IMAGINED, favoured="nobody"),) * MOST_REPLACED
"""As often as a spoilt conversation is begun again."""


def settled(held: Sequence[Outcome], left: Sequence[Left], deciding: Deciding) -> bool:
    """Whether the decision is the same however the conversations that are left turn out.

    Every way in which one can turn out adds to one kind of reason and takes from all others: so it is enough to imagine
    that all pass, that all fail, that nobody can judge one, that all are spoiled, and that all are lost.
    """
    if not left:
        return True
    now = deciding(held)
    if now.exit_code == 1:
        # What could not undo a stop if all passed cannot undo it at all; nothing else outranks a stop.
        return deciding([*held, *_imagined(left, "pass")]).exit_code == 1
    word = (now.decision, now.exit_code, now.allowed)
    for way in ("pass", "fail", "cannot_tell", "invalid_simulation", "infra_error"):
        then = deciding([*held, *_imagined(left, way)])
        if (then.decision, then.exit_code, then.allowed) != word or then.wanted:
            return False
    return not now.wanted


def _imagined(left: Sequence[Left], way: str) -> list[Outcome]:
    seen: dict[Cell, int] = {}
    found = []
    for journey, variation, risk, critical in left:
        number = seen[(journey, variation)] = seen.get((journey, variation), 0) + 1
        valid = way in ("pass", "fail", "cannot_tell")
        found.append(
            Outcome(
                case=f"{journey}/{variation or '-'}#{IMAGINED}{number}",
                journey=journey,
                variation=variation,
                trial=number,
                why="fixed",
                risk=risk,
                validity="valid" if valid else way,
                ending="satisfied",
                results=dict.fromkeys(CRITERIA, way) if valid else {},
                required={IMAGINED: way} if valid else {},
                critical=(IMAGINED,) if way == "fail" and critical else (),
                replaced=SPOILT if way == "invalid_simulation" else (),
                turns=0,
                tokens=Tokens(),
            )
        )
    return found
