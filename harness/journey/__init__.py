"""English -> Journey.

A file of Markdown becomes sentences with their place, settings, variations and complaints. Nothing is
interpreted here and nothing is left out; what the sentences mean is the business of `harness.plan`.
"""

from .nouns import Complaint, Heading, Journey, JourneySettings, Sentence, Span, Variation
from .read import JourneyError, read_journey, read_journeys, read_source

__all__ = [
    "Complaint",
    "Heading",
    "Journey",
    "JourneyError",
    "JourneySettings",
    "Sentence",
    "Span",
    "Variation",
    "read_journey",
    "read_journeys",
    "read_source",
]
