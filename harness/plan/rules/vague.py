"""Words that nobody can check, and what to write instead; and what cannot be seen in a conversation."""

import re

REWRITES: tuple[tuple[str, str], ...] = (
    (
        r"quick(?:ly)?|fast|promptly|swiftly|timely|in a timely manner|soon|without delay|efficient(?:ly)?|immediately",
        "Say how many turns it may take: 'It is all done within 4 turns.'",
    ),
    (
        r"clear(?:ly)?|understandabl[ey]|concise(?:ly)?|simpl[ey](?: language)?",
        "Say what the customer is told: 'The agent says that the refund takes 5 days.'",
    ),
    (
        r"polite(?:ly)?|friendly|warm(?:ly)?|empath(?:y|etic(?:ally)?)|courteous(?:ly)?|professional(?:ly|ism)?"
        r"|kind(?:ly)?|nice(?:ly)?|respectful(?:ly)?|patient(?:ly)?|calm(?:ly)?",
        "Say what would be heard: 'The agent apologises for the delay.'",
    ),
    (
        r"correct(?:ly)?|right|accurate(?:ly)?|as expected|proper(?:ly)?|appropriate(?:ly)?|suitabl[ey]"
        r"|adequate(?:ly)?|as usual|responsibly",
        "Say what is correct: 'The agent refunds £39.00.'",
    ),
    (
        r"well|good|great|best|better|satisf(?:ied|actory|actorily)|happy|reasonabl[ey]|helpful(?:ly)?"
        r"|useful(?:ly)?|smooth(?:ly)?|seamless(?:ly)?|handles?|handled|deals? with|dealt with|takes? care of"
        r"|assists?|helps?|supports?|resolves?|resolved|solves?|solved",
        "Say what a reader would see: 'The agent offers a refund or explains why not.'",
    ),
)
"""Vague words -> a sentence that could be checked instead."""

_VAGUE = tuple((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), rewrite) for words, rewrite in REWRITES)

_UI_VERB = re.compile(
    r"\b(?:clicks?|clicked|clicking|taps?|tapped|presses|pressed|press|scrolls?|scrolled|hovers?|swipes?"
    r"|navigates?|navigated|drags?|types into|double-clicks?)\b",
    re.IGNORECASE,
)
_UI_NOUN = re.compile(
    r"\b(?:buttons?|home ?page|web ?page|page|screen|drop-?down|check ?box|pop-?up|icons?|fonts?|colou?rs?"
    r"|widget|tab|chat window|UI|user interface|progress indicators?|image previews?|cursor|layout|menu)\b",
    re.IGNORECASE,
)


def vague_word(text: str) -> tuple[str, str] | None:
    """The first vague word of a text and what to write instead."""
    found = [(match.start(), match[0], rewrite) for pattern, rewrite in _VAGUE if (match := pattern.search(text))]
    return min(found)[1:] if found else None


def on_screen(text: str) -> str | None:
    """The word that shows that a sentence is about a screen, not a conversation."""
    match = _UI_VERB.search(text) or _UI_NOUN.search(text)
    return match[0] if match else None


def ui_step(text: str) -> str | None:
    """The word of a step that only a hand on a screen could do."""
    match = _UI_VERB.search(text)
    return match[0] if match else None
