"""Outcomes + what is stored -> Decision: go, stop, or not enough evidence."""

from .counts import Cell, Score, by_journey, named, tallies
from .decision import decide
from .early import Left, settled
from .explaining import cases_shown, explained
from .nouns import EXIT_MEANS, PRECEDENCE, Decision, Failure, Held, Reason, Shown, Stopped, Wanted, Word
from .policy import GatePolicy, Known, RiskPolicy
from .qualifying import open_journeys
from .reference import Kept, Reference
from .spreading import Row, Spread, spread
from .standing import Standing

__all__ = [
    "EXIT_MEANS",
    "PRECEDENCE",
    "Cell",
    "Decision",
    "Failure",
    "GatePolicy",
    "Held",
    "Kept",
    "Known",
    "Left",
    "Reason",
    "Reference",
    "RiskPolicy",
    "Row",
    "Score",
    "Shown",
    "Spread",
    "Standing",
    "Stopped",
    "Wanted",
    "Word",
    "by_journey",
    "cases_shown",
    "decide",
    "explained",
    "named",
    "open_journeys",
    "settled",
    "spread",
    "tallies",
]
