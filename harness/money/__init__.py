"""Tokens, prices, charges: what a call used, what that costs, and how sure we are."""

from .book import TIERS, PriceBook, Use
from .library import installed
from .nouns import EXACT, PLAUSIBLE, ZERO, Certainty, Charge, Price, Tier, Tokens, add_money

__all__ = [
    "EXACT",
    "PLAUSIBLE",
    "TIERS",
    "ZERO",
    "Certainty",
    "Charge",
    "Price",
    "PriceBook",
    "Tier",
    "Tokens",
    "Use",
    "add_money",
    "installed",
]
