"""Words that nobody can check, and what to write instead; and what cannot be seen in a conversation."""

import re

from harness.text.caseless import Caseless

_SPEED = "Say how many turns it may take: 'It is all done within 4 turns.'"
_TOLD = "Say what the customer is told: 'The agent says that the refund takes 5 days.'"
_HEARD = "Say what would be heard: 'The agent thanks the customer.'"
_RIGHT = "Say what is correct: 'The agent refunds £39.00.'"
_EFFORT = "Say what would be spared: 'The customer is not passed on more than once.'"
_DONE = "Say what a reader would see: 'The agent offers a refund.'"

REWRITES: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        (
            "in a timely (?:manner|fashion|way)",
            "in good time",
            "as (?:soon|quickly|fast) as possible",
            "within a reasonable (?:time|time ?frame)",
            "without (?:undue |any |further )?delay",
            "quick(?:ly)?",
            "fast",
            "speed(?:y|ily)",
            "promptly",
            "prompt",
            "swiftly",
            "rapidly",
            "timely",
            "soon",
            "efficient(?:ly)?",
            "immediately",
            "right away",
            "straight ?away",
            "at once",
        ),
        _SPEED,
    ),
    (
        (
            "clear(?:ly)?",
            "understandabl[ey]",
            "concise(?:ly)?",
            "simpl[ey](?: language)?",
            "relevant",
            "useful(?:ly)?",
            "sufficient(?:ly)?",
            "adequate(?:ly)?",
            "detailed",
            "thorough(?:ly)?",
            "meaningful(?:ly)?",
            "informative",
            "transparent(?:ly)?",
        ),
        _TOLD,
    ),
    (
        (
            "polite(?:ly)?",
            "friendly",
            "warm(?:ly)?",
            "empath(?:y|etic(?:ally)?)",
            "courteous(?:ly)?",
            "professional(?:ly|ism)?",
            "kind(?:ly)?",
            "nice(?:ly)?",
            "respectful(?:ly)?",
            "patient(?:ly)?",
            "calm(?:ly)?",
            "sensitive(?:ly)?",
            "understanding",
        ),
        _HEARD,
    ),
    (
        (
            "user[- ]friendly",
            "customer[- ]friendly",
            "easy(?: to use)?",
            "easily",
            "intuitive(?:ly)?",
            "convenient(?:ly)?",
            "smooth(?:ly)?",
            "seamless(?:ly)?",
            "effortless(?:ly)?",
            "hassle[- ]free",
        ),
        _EFFORT,
    ),
    (
        (
            "correct(?:ly)?",
            "right",
            "accurate(?:ly)?",
            "as expected",
            "proper(?:ly)?",
            "appropriate(?:ly)?",
            "suitabl[ey]",
            "reasonabl[ey]",
            "as usual",
            "responsibly",
            "valid",
        ),
        _RIGHT,
    ),
    (
        (
            "(?<!as )well",
            "good",
            "great",
            "best",
            "better",
            "satisf(?:ied|actory|actorily)",
            "happy",
            "helpful(?:ly)?",
            "handles?",
            "handled",
            "deals? with",
            "dealt with",
            "takes? care of",
            "assists?",
            "helps?",
            "supports?",
            "resolves?",
            "resolved",
            "solves?",
            "solved",
        ),
        _DONE,
    ),
)
"""Vague words, each a small expression, -> a sentence that could be checked instead, in quotation marks."""

_VAGUE = tuple((re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE), rewrite) for words, rewrite in REWRITES)

_HOLLOW = Caseless(
    r"(?:(?:the|a|an|any|some|all|her|his|their|more|very|most|really|and|only)\s+|"
    r"(?P<vague>relevant|reasonable|right|correct|appropriate|suitable|proper|good|helpful|useful|clear|accurate"
    r"|sufficient|adequate|satisfactory|better|best|quick|prompt|timely|polite|friendly|professional|meaningful"
    r"|detailed|concise|valid|necessary|needed|required|kind|empathetic)(?:,\s*|\s+))+"
    r"(?:information|info|details?|answers?|responses?|repl(?:y|ies)|solutions?|resolutions?|outcomes?|options?"
    r"|advice|guidance|help|assistance|support|explanations?|amount|sum|result|way|manner|steps?|actions?|thing"
    r"|decisions?|service|experience|tone|message|questions?|procedures?|process)",
)
_ADVERB = (
    r"(?:very |more )?(?:politely|clearly|kindly|warmly|calmly|patiently|professionally|courteously|empathetically"
    r"|quickly|promptly|swiftly|efficiently|correctly|properly|appropriately|accurately|respectfully|honestly"
    r"|immediately|seamlessly|smoothly|responsibly|adequately)"
)
_MANNER = Caseless(
    rf"(?<=\S)\s{{1,8}}(?P<how>{_ADVERB}|right away|straight ?away|at once|as (?:soon|quickly"
    rf"|fast) as possible|in good time"
    r"|within a reasonable (?:time|time ?frame)|without (?:undue |any |further )?delay"
    r"|in (?:more|greater|full|some|plenty of) detail|in detail"
    r"|in (?:plain|simple|other|her own|his own) (?:words|English)"
    r"|(?:one|a) (?:[\w-]+ )?at a time|one by one|step by step|bit by bit|piece by piece"
    r"|in an? (?:\w+ ){1,2}(?:way|manner|tone|fashion))(?:,?\s+(?:instead of|rather than)\s.{3,80})?\Z",
)
_MANNER_FIRST = re.compile(
    r"(?P<who>(?:the |an? )?(?:agent|bot|assistant|it|she|he|they)(?: (?:should|must|will|shall|has to|needs to|always"
    rf"|also|then|never|does not|doesn't|must not|should not))*) (?P<how>{_ADVERB}) (?=[a-z])",
    re.IGNORECASE,
)

_UI_VERB = Caseless(
    r"\b(?:(?<!right-)(?<!left-)clicks?|clicked|clicking|taps?|tapped|scrolls?|scrolled|hovers?|swipes?"
    r"|(?:presses|pressed|press)(?! (?:her|him|them|the customer|for|on)\b)"
    r"|navigates?|navigated|drags?|types into|double-clicks?)\b",
)
_UI_NOUN = re.compile(
    r"\b(?:home ?page|drop-?down|check ?box|pop-?up|fonts?|chat window|UI|user interface|progress indicators?"
    r"|image previews?|cursor|layout)\b",
    re.IGNORECASE,
)
_UI_PLACE = re.compile(
    r"\A(?:the|a|an|each|every|all)?\s*(?:[\w'-]+ ){0,2}(?P<is>(?:web ?)?page|screen|button|icon|tab|widget|menu"
    r"|colou?r)\b"
    r"|\b(?:on|onto|to) (?:the|a|her|his|their) (?:[\w'-]+ ){0,2}(?P<on>(?:web ?)?page|screen|tab|menu)\b"
    r"|\b(?P<of>colou?rs?) of\b|\bin (?P<in>red|bold|italics|capitals)\b",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"\b(?:tells?|told|asks?|says?|said|explains?|instructs?|advises?|guides?|walks?|shows?|sends?|mentions?|reminds?"
    r"|suggests?|describes?|gives?|offers?|directs?|confirms?|recommends?|helps?|provides?|names?|lists?|answers?"
    r"|telling|asking|saying|explaining|how|whether|that)\b",
    re.IGNORECASE,
)
"""What stands before words that are only spoken of: "tells her to press the button"."""
_LINK = re.compile(r"\s+(?:on\s+)?(?:the|a|that|this|her|his|their|its)\s+(?:[\w'-]+\s+){0,2}links?\b", re.IGNORECASE)
"""A link that came with a message is part of the conversation."""


def vague_word(text: str) -> tuple[str, str] | None:
    """The first vague word of a text and what to write instead."""
    found = [(match.start(), match[0], rewrite) for pattern, rewrite in _VAGUE if (match := pattern.search(text))]
    return min(found)[1:] if found else None


def hollow(about: str) -> bool:
    """Whether nothing is said but that it is as it should be: "relevant information", "the right amount"."""
    match = _HOLLOW.fullmatch(about.strip(" .!"))
    return match is not None and match["vague"] is not None


def without_manner(text: str) -> tuple[str, str | None]:
    """A clause without the word for how a thing is done, and that word: it cannot be seen, and is not looked for."""
    if match := _MANNER.search(text):
        return text[: match.start()], match["how"]
    if match := _MANNER_FIRST.match(text):
        return f"{match['who']} {text[match.end() :]}", match["how"]
    return text, None


def on_screen(text: str) -> str | None:
    """The word that shows that a sentence is about a screen, not a conversation."""
    if word := ui_step(text):
        return word
    match = _UI_NOUN.search(text) or _UI_PLACE.search(text)
    if match is None or _TELLING.search(text[: match.start()]):
        return None
    return next((word for word in match.groups() if word), match[0])


def ui_step(text: str) -> str | None:
    """The word of a step that only a hand on a screen could do."""
    match = _UI_VERB.search(text)
    if match is None or _TELLING.search(text[: match.start()]) or _LINK.match(text, match.end()):
        return None
    return match[0]
