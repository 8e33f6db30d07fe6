"""How often somebody questions a no who is said never to take one."""

import re

from harness.text.caseless import Caseless

KEEPS_PUSHING = 3
"""How often, when the author says no number [a judgement]."""

_NEVER_ENOUGH = Caseless(
    r"(?:\bnot|n't|\bnever)\s+takes?\s+no\s+for\s+an\s+answer\b|\bnever gives? (?:up|in)\b"
    r"|\b(?:refuses? to|will not|won't|does not|doesn't|do not|don't) (?:give (?:up|in)|back down|let go|let it go)"
    r"(?=\W*\Z|\W+(?:easily|and|whatever|no matter|even)\b)"
    r"|\bkeeps? (?:on )?(?:insisting|pushing|pressing)\b|\binsists? (?:again and again|over and over)\b",
)


def never_enough(text: str) -> bool:
    """Whether no number of refusals is said to be enough: "does not take no for an answer"."""
    return _NEVER_ENOUGH.search(text) is not None


BELIEVES = re.compile(
    r"(?:(?:quite|very|absolutely|fairly|pretty|still|also|so) )*(?:sure|certain|positive|confident) that\b",
    re.IGNORECASE,
)
"""What somebody takes to be so is told, and is nothing of what they are like."""
