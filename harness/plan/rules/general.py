"""What is said in general: of no one in particular, at no particular time, as things are done here."""

import re

from .grammar import AGENT
from .people import named
from .ties import leading, masked

BY_NAME = re.compile(
    r"\b(?:she|he|they|you|i|her|his|their|your|my|him|them|me|mine|hers|we|our|us|the (?:customer|user|caller))\b",
    re.IGNORECASE,
)

_ONE_OF_MANY = re.compile(
    r"(?:(?:an?|any|every|each|no) (?:\w+ )?(?:customer|member|guest|passenger|user|caller|client|travell?er|patient"
    r"|tenant"
    r"|resident|subscriber|student|account holder|policyholder|card ?holder)"
    r"|(?:all |only |most |the )?(?:\w+ )?(?:customers|members|guests|passengers|users|callers|clients|travell?ers"
    r"|patients"
    r"|tenants|residents|subscribers|account holders|policyholders|card ?holders|students|children|people|agents)"
    r"|(?:the|only the) (?:account holder|policyholder|card ?holder|bill payer|booker|lead passenger))\b",
    re.IGNORECASE,
)
"""Somebody of a kind, and nobody in particular."""

_LEAVE = re.compile(
    r"(?:you|they|we|one) (?:can|can't|cannot|may|may not|must|must not|need to|have to|are (?:not )?(?:allowed"
    r"|entitled|eligible))\b"
    r".*\b(?:within|up to|before|until|after|only|once|fee|free|days?|hours?|per|unless|at least|at most|in"
    r" advance)\b",
    re.IGNORECASE,
)

_OBLIGED = re.compile(
    r"the (?:user|customer|guest|passenger|member|caller|client|tenant|patient) (?:must|may|can|cannot|can't|has to"
    r"|is (?:not )?"
    r"(?:required|allowed|entitled|permitted|eligible|obliged))\b",
    re.IGNORECASE,
)

PAST = re.compile(
    r"\b(?:was|were|had|did|didn't|came|went|took|got|ago|yesterday|last (?:week|month|year|night|\w+day)|has been"
    r"|have been|today"
    r"|tomorrow|tonight|this (?:morning|week|month|year))\b",
    re.IGNORECASE,
)

_PAST_VERB = re.compile(
    r"(?<!is )(?<!are )(?<!be )(?<!not )(?<!and )(?<!or )(?<!get )(?<!gets )\b[a-z]{3,}ed (?:the|a|an|in|on|out|up"
    r"|to)\b",
    re.IGNORECASE,
)

_RULE = re.compile(
    r"\b(?:must(?:n't)?|may|can(?:not|'t)?|has to|have to|needs? to|shall|will be|only|always|never|within|per"
    r"|allowed|permitted"
    r"|forbidden|possible|impossible|eligible|entitled|required|mandatory|optional|valid|free|non-refundable"
    r"|refundable|costs?"
    r"|charges?|charged|applies|apply|requires?|includes?|covers?|covered|expires?|takes?|open|closed|closes|opens"
    r"|available|at least"
    r"|at most|up to|maximum|minimum|limit|limited|no later than|deadline|fee|fees|excess|policy|policies|warranty"
    r"|guarantee"
    r"|business days|working days|opening hours|refunds?|bookings?|orders|returns?|deliver(?:y|ies)|tariffs?|terms"
    r"|receives?|gets?"
    r"|are (?:not )?\w+ed|is (?:not )?(?:paid|refunded|made|given|sent|delivered|collected|calculated|processed"
    r"|counted|treated))\b",
    re.IGNORECASE,
)

_GENERAL = re.compile(
    r"(?:an?|any|all|each|every|no|most|only|both|some|standard|normal|new|late|early|existing|regular"
    r"|typical(?:ly)?|in general"
    r"|the (?!agent|bot|assistant))\b|(?:[\w-]+ ){0,3}?[\w-]+s (?:are|can|can't|cannot|may|must|have|need|cost|take"
    r"|get|fly|go|receive"
    r"|pay|apply|expire|include|require|under|over|above|below|made|on|of|with|from|that|which|in)\b|\d",
    re.IGNORECASE,
)

_THE = re.compile(r"the (?!agent|bot|assistant)", re.IGNORECASE)

STRONG = re.compile(
    r"\b(?:free|included|waived|non-refundable|refundable|must|may|can(?:not|'t)?|has to|have to|within|per|allowed"
    r"|permitted|eligible|required|valid|only|costs?"
    r"|fee|excess|maximum"
    r"|minimum|limit|deadline|opens?|closes|expires?|warranty|business days|working days|hours|no later than|up to"
    r"|at least|at most"
    r"|always|never)\b",
    re.IGNORECASE,
)

_THE_CUSTOMER = re.compile(r"\bthe (?:customer|user|guest|passenger|member|caller)\b", re.IGNORECASE)
"""After a condition about anything, whoever it happens to."""

A_CUSTOMER = re.compile(
    r"(?:customer|user|caller) (?:is|was|has|wants|needs|[a-z]+ing|[a-z]+(?<![us])s)\b", re.IGNORECASE
)
""" "Customer is complaining about ...": a note on one of them."""

_SOMEBODY_WHO = re.compile(r"an? [\w -]{2,40}? who\b", re.IGNORECASE)
""" "A first-time buyer who has never dealt with a solicitor": a customer."""

_TODAY = re.compile(
    r"(?:today is|(?:the |it is )?(?:current|present) (?:time|date|day|year)\b|it is now)\b", re.IGNORECASE
)

_STATED = re.compile(
    r"\A[A-Z][\w -]{2,40}? (?:is|are|costs?|takes?|can|may|must|cannot|needs?|closes|opens|lasts?|expires?|apply"
    r"|applies)\b"
)


def is_true(text: str) -> bool:
    """Whether it is a general statement: "Refunds are allowed within 30 days.", "If a parcel is lost, ..."."""
    hidden = masked(text)
    if '"' in text or text.endswith("?") or (":" in hidden[:20] and not any(mark.isdigit() for mark in hidden)):
        return False
    if _TODAY.match(text):
        return True
    if _SOMEBODY_WHO.match(text):
        return False
    if opened := leading(text):
        when = _THE_CUSTOMER.sub("a customer", opened[1])
        then = _THE_CUSTOMER.sub("a customer", opened[2])
        return _in_general(when) and _in_general(then) and _rules(then) and not named(text)
    if _LEAVE.match(hidden) or _OBLIGED.match(hidden):
        return True
    if named(text):
        return False
    return _in_general(hidden) and _rules(hidden)


def _in_general(text: str) -> bool:
    """Whether it is about no one in particular, at no particular time."""
    if A_CUSTOMER.match(text):
        return False
    rest = _ONE_OF_MANY.sub("", text)
    return not BY_NAME.search(rest) and not PAST.search(rest) and not _PAST_VERB.search(rest) and not AGENT.match(text)


def _rules(text: str) -> bool:
    """Whether it says how things are done here."""
    if _THE.match(text) or _STATED.search(text):
        return bool(STRONG.search(text))
    return bool((_GENERAL.match(text) or _ONE_OF_MANY.match(text)) and _RULE.search(text))


__all__ = ["A_CUSTOMER", "BY_NAME", "PAST", "STRONG", "is_true"]
