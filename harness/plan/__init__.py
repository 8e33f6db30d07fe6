"""Journey -> Plan.

Each sentence is read by small named rules, in an order that can be read aloud, into typed items; what no rule can
read is said so. No model is asked.
"""

from .compile import COMPILER, compile_journey
from .fill import fill
from .nouns import Plan, Vocabulary
from .saying.restate import restate

__all__ = ["COMPILER", "Plan", "Vocabulary", "compile_journey", "fill", "restate"]
