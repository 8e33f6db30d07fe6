"""What a script would say + a model's words for it -> what is wrong with those; None where they say just that."""

import re

from harness.text.normal import content, negated, normal, words
from harness.text.values import find_values, supported

from .agenda import Agenda
from .consent import DECLINES
from .nouns import Said

TIMES_AS_LONG, AND_WORDS = 2, 12
"""How much longer than the script's a wording may be, in words [a judgement]."""
COVERED = 0.4
"""Share of the script's content words that an opening, or a second start, has to keep [a judgement]."""
_WHOLE = ("open", "restate")
_YES = re.compile(
    r"\b(?:yes|yeah|yep|sure|please do|please go|go ahead|go for it|ok|okay|of course|fine|agreed|do it|correct"
    r"|that's right|that'd be|that would be)\b"
)


def unfaithful(script: Said, said: str, heard: str, agenda: Agenda) -> str | None:
    """Why these words are not what the script says, in answer to `heard`; None when they are."""
    spoken, meant = words(said), words(script.text)
    if len(spoken) > TIMES_AS_LONG * len(meant) + AND_WORDS:
        return f"it has {len(spoken)} words, where {len(meant)} are meant"
    return _values(script, said, heard, agenda) or _stance(script, said)


def _values(script: Said, said: str, heard: str, agenda: Agenda) -> str | None:
    meant, found, plain = find_values(script.text), find_values(said), normal(said)
    told = [fact.value for fact in agenda.keyed.values() if fact.known and fact.value]
    named = (value for value in told if normal(value) in normal(script.text))
    lost = next((value for value in named if normal(value) not in plain), None) or next(
        (value.text for value in meant if normal(value.text) not in plain and supported(value, found) != "same"), None
    )
    if lost:
        return f'it leaves out "{lost}"'
    known = (*meant, *find_values(heard))
    new = (value.text for value in found if normal(value.text) not in normal(script.text))
    made_up = next((text for text in new if not any(supported(one, known) for one in find_values(text))), None)
    if made_up:
        return f'it says "{made_up}", which is not in it'
    hidden = (value for value in told if normal(value) in plain and normal(value) not in normal(script.text))
    untold = next((value for value in hidden if normal(value) not in normal(heard)), None)
    return f'it tells "{untold}", which is not in it' if untold else None


def _stance(script: Said, said: str) -> str | None:
    """A yes stays a yes, a no a no, and who opens says what they came for."""
    plain = normal(said)
    if script.act == "agree" and (not _YES.search(plain) or negated(said)):
        return "it does not say yes"
    if script.act == "decline" and not negated(said) and not DECLINES.search(plain):
        return "it does not say no"
    wanted = frozenset(content(script.text))
    if script.act in _WHOLE and len(wanted & frozenset(content(said))) < COVERED * len(wanted):
        return "it does not say what they came for"
    if script.act in ("answer", "agree", "thank") and "?" in said and "?" not in script.text:
        return "it asks something of its own"
    return None
