"""Counts -> what they allow us to say. Pure: numbers in, numbers out, nothing but the standard library."""

from .clusters import clustered, of_means
from .nouns import Interval
from .proportions import clopper_pearson_lower, prove_at_least, wilson

__all__ = ["Interval", "clopper_pearson_lower", "clustered", "of_means", "prove_at_least", "wilson"]
