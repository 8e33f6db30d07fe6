"""Words for how people are and how they feel."""

import re
from typing import Literal

from .wordlist import listed

Manner = Literal["push_back", "impatient", "patient", "brief", "chatty", "polite", "rude", "corrects"]

MOODS = frozenset(
    listed(
        """
        worried annoyed frustrated angry upset anxious stressed confused sad disappointed tired nervous
        happy calm furious irritated desperate scared afraid excited embarrassed relieved concerned
        overwhelmed flustered unhappy cross fed-up shocked irate livid cheerful excited curious impatient
        shaken exhausted distressed hopeful skeptical sceptical suspicious hurt devastated panicked
        panicking grumpy bored lonely
        """
    )
)
"""Words for a feeling; any of them may also be a trait."""

_MANNERS: tuple[tuple[Manner, str], ...] = (
    (
        "impatient",
        r"impatient|in a (?:real |great |terrible )?(?:hurry|rush)|rushed|short of time|pressed for time|busy",
    ),
    ("polite", r"(?<!im)polite|courteous|well-mannered"),
    ("patient", r"(?<!im)patient"),
    ("brief", r"brief|terse|laconic|short|curt|concise|of few words"),
    ("chatty", r"chatty|talkative|verbose|rambling|long-winded"),
    ("rude", r"rude|abusive|aggressive|insulting"),
    ("push_back", r"pushy|persistent|insistent|stubborn|demanding|tenacious"),
)
MANNERS = tuple((does, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for does, words in _MANNERS)
"""How a trait shows in what the customer does."""

_TRAITS = frozenset(
    listed(
        """
        polite friendly brief patient pushy rude shy rigid messy outgoing optimistic busy cautious confident
        direct organized organised methodical detail-oriented loyal new old young elderly deaf blind
        vulnerable bilingual retired pregnant disabled technical non-technical quiet loud kind tough honest
        dishonest careful careless forgetful demanding stubborn persistent insistent chatty talkative terse
        verbose mysterious private reserved sick ill dependent independent logical creative insecure
        flexible sarcastic formal informal casual calm tech-savvy certain sure smart serious relaxed
        pessimistic realistic meticulous frugal wealthy poor price-conscious retired hard-of-hearing
        uncertain unsure hesitant sceptical skeptical cheerful grateful apologetic aggressive assertive
        passive curious easy-going easygoing indecisive decisive humble proud sentimental straightforward
        reasonable understanding fussy picky blunt abrupt gentle warm cold distracted
        """
    )
)
_SUFFIX = re.compile(r"[a-z-]+(?:ful|ous|ive|able|ible|ish|less|ic|ical|minded|year-old|going|spoken|savvy|tempered)\Z")
_DEGREE = re.compile(
    r"(?:a (?:little|bit)|a little bit|very|quite|rather|really|so|extremely|somewhat|unbelievably|fairly"
    r"|always|usually|also|too|not|absolutely|deeply|a bit of|pretty|still|now|already|generally|slightly"
    r"|incredibly|particularly|quietly)\s+",
    re.IGNORECASE,
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_AGE = re.compile(rf"(?:(?:{_TENS})(?:-(?:{_ONES}))?|eighteen|nineteen|\d{{1,3}})(?: years old)?\b", re.IGNORECASE)
_STATE = re.compile(
    r"in (?:a|an|complete|great|total|no)?\s*(?:(?:real|great|terrible|good|bad|complete|total) )*(?:hurry|rush"
    r"|shock|mood|panic|pain|distress|hurry)\b|out of (?:breath|patience)\b|fed up\b|hard of hearing\b"
    r"|of few words\b|at (?:her|his|their|your) wits' end\b|under (?:time )?pressure\b|short of time\b|new to\b"
    r"|good at\b|bad at\b|used to\b|unfamiliar with\b|familiar with\b",
    re.IGNORECASE,
)
PERSON = re.compile(
    r"\b(?:customer|person|caller|user|buyer|shopper|client|member|subscriber|owner|student|nurse|teacher"
    r"|engineer|manager|parent|mother|father|"
    r"pensioner|man|woman|lady|gentleman|traveller|traveler|guest|speaker|developer|director|officer|ceo"
    r"|founder|freelancer|consultant|"
    r"designer|librarian|doctor|lawyer|driver|worker|professional|tenant|resident|fan|beginner|novice|expert"
    r"|adult|teenager|widow|widower|"
    r"grandmother|grandfather|carer|homeowner|landlord|retiree|employee|entrepreneur|photographer|accountant"
    r"|clerk|veteran|artist|writer|chef|baker)s?\b",
    re.IGNORECASE,
)
"""Nouns for a person."""


def is_trait(words: str) -> bool:
    """Whether these words say how somebody is: "a little pushy", "seventy-four", "in a hurry", "worried about it"."""
    plain = words.strip().casefold()
    while match := _DEGREE.match(plain):
        plain = plain[match.end() :]
    if _STATE.match(plain) or _AGE.fullmatch(plain) or re.match(r"\d{1,3} years old\b", plain):
        return True
    first = re.match(r"[a-z]+(?:-[a-z]+)*", plain)
    if not first:
        return False
    word = first[0]
    return word in _TRAITS or word in MOODS or bool(_SUFFIX.match(word)) or word.endswith("-old")


def mood_in(words: str) -> str | None:
    """The first word for a feeling."""
    return next((word for word in re.findall(r"[a-z]+(?:-[a-z]+)*", words.casefold()) if word in MOODS), None)


def manners_in(words: str) -> tuple[Manner, ...]:
    """How these traits show in what the customer does."""
    return tuple(does for does, pattern in MANNERS if pattern.search(words) and not re.search(r"\bnot\b", words))
