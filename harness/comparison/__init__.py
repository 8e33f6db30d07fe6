"""Runs -> a committed baseline; a run + a baseline, or two runs -> what may be compared, and what got worse."""

from .again import decided_again, is_the_same
from .baseline import Accepted, Baseline, NoBaselineError, Stored, accept, reference_of
from .comparing import Comparison, Pairs, compare
from .file import NAME, read_baseline, write_baseline
from .identity import Identity, identity_of

__all__ = [
    "NAME",
    "Accepted",
    "Baseline",
    "Comparison",
    "Identity",
    "NoBaselineError",
    "Pairs",
    "Stored",
    "accept",
    "compare",
    "decided_again",
    "identity_of",
    "is_the_same",
    "read_baseline",
    "reference_of",
    "write_baseline",
]
