"""The rubric bundle: what every criterion asks, as one versioned JSON text with a digest."""

import json
from functools import lru_cache
from hashlib import sha256

from ..standards import STANDARDS

VERSION = "1"
"""Raised when a rubric means something else than before: verdicts under two digests are not compared."""


@lru_cache(maxsize=1)
def bundle() -> str:
    """Every criterion's rubric as JSON, the same bytes every time."""
    rubrics = {name: one.rubric.model_dump(mode="json") for name, one in STANDARDS.items()}
    return json.dumps({"version": VERSION, "criteria": rubrics}, ensure_ascii=False)


@lru_cache(maxsize=1)
def digest() -> str:
    """sha256 of the bundle, in hex: kept with each verdict."""
    return sha256(bundle().encode()).hexdigest()
