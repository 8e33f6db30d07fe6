"""Lines of Given, When and Then, as other tools want them -> what they say: the customer, a turn, an expectation."""

import re

from .reading import Context
from .speech import quoted

_TITLE = re.compile(
    r"(?:feature|scenario(?: outline| template)?|background|rule|examples?|test case|title)\s*:", re.IGNORECASE
)
_STEP = re.compile(r"(?P<word>given|when|then|and|but)\s+(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL)
_AGENT = re.compile(
    r"(?:that )?(?:(?:the|an?|my) )?(?:\w+ )?(?:agent|bot|chatbot|assistant|system|response|reply|answer)\b"
    r"|(?:i|she|he|they|the (?:user|customer)|user|customer) (?:should |will )?(?:see|sees|get|gets|receive"
    r"|receives|hear|hears"
    r"|am|is|be|are) ",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"(?:i|we|she|he|they|you|(?:the |a )?(?:user|customer|caller|client)|[A-Z]\w+)\s+(?:then |also )?(?:says?|said"
    r"|types?|typed"
    r"|asks?|asked|writes?|wrote|replies|reply|replied|answers?|answered|responds?|sends?|sent|tells?|enters?"
    r"|inputs?|texts?"
    r"|messages?|provides?|greets?|requests?)\b\s*(?:the (?:agent|bot|assistant|chatbot)|it|with|in|back|:"
    r"|,)*\s*(?P<said>.*)",
    re.IGNORECASE | re.DOTALL,
)
_CHECKED = re.compile(
    r"(?:please )?(?:verify|check|confirm|ensure|assert|validate)(?: that)?\s+(?=the |an? |that )", re.IGNORECASE
)


def is_title(text: str) -> bool:
    """Whether a line only names what follows: "Scenario: card declined abroad"."""
    return _TITLE.match(text) is not None


_BY_HAND = re.compile(
    r"(?:then |next |and |first |finally )*(?:she|he|they|you|i|we|(?:the |a )?(?:user|customer|caller|member|guest"
    r"|client)|(?-i:[A-Z])[\w'-]+"
    r"(?: (?-i:[A-Z])[\w'-]+)?)?\s*(?:then |first |next )?(?:[^\"]{0,160}?[\s,])?"
    r"(?P<word>taps?|clicks?|scrolls?|swipes?|presses(?= (?:the|[A-Z0-9#*]))|keys? in|picks? option|selects?|logs?"
    r" (?:in|on|into)|navigates?"
    r"|opens? (?:the|her|his|their|your) (?:[\w-]+ )?(?:app|portal|page|site|website|chat|browser|widget)|goes? to"
    r" the (?:[\w-]+ )?(?:page|site|website|portal|app|screen|menu)"
    r"|uploads?|fills? (?:in|out)|enters? [^\"]{1,60}? (?:into|in) (?:the|a) [\w ]{0,20}(?:field|form|box|page"
    r"|portal)|visits? the (?:[\w-]+ )?(?:page|site|website|portal))\b",
    re.IGNORECASE,
)
_DOER = re.compile(
    r"(?:then |next |and |first |finally )*(?:she|he|they|(?:the )?(?:user|customer|caller|member|guest|client)"
    r"|(?-i:[A-Z])[\w'-]+)\s+[a-z]+s\b"
    r"|(?:then |next |first )*(?:tap|click|scroll|swipe|press|key|pick|select|log|navigate|open|go|upload|fill|enter"
    r"|visit)\b",
    re.IGNORECASE,
)


def by_hand(text: str) -> str | None:
    """The word by which a line tells of a hand on a screen or a keypad: "She opens the app and taps Help"."""
    if "?" in text or not _DOER.match(text):
        return None
    match = _BY_HAND.match(text)
    return match["word"] if match else None


def turn(text: str) -> str | None:
    """What the customer says in a step: `When I type "hello"`; None when it is no turn of theirs."""
    match = _STEP.fullmatch(text)
    spoken = _SPEAKS.fullmatch(match["rest"]) if match and match["word"].casefold() != "given" else None
    if not spoken or text.rstrip().endswith("?"):
        return None
    return quoted(spoken["said"]) or spoken["said"].strip() or None


def expected(text: str) -> str | None:
    """What the agent has to do by a step: "Then the bot asks ..."; None when it expects nothing."""
    if checked := _CHECKED.match(text):
        return text[checked.end() :]
    match = _STEP.fullmatch(text)
    if not match or match["word"].casefold() in ("given", "when") or text.rstrip().endswith("?"):
        return None
    return match["rest"] if _AGENT.match(match["rest"]) else None


def background(text: str, context: Context) -> str | None:
    """What holds before a step: "Given she is a gold member"; None for other lines and for a question."""
    match = _STEP.fullmatch(text)
    if not match or match["word"].casefold() not in ("given", "and") or text.rstrip().endswith("?"):
        return None
    rest = match["rest"]
    mine = re.match(r"(?:that )?(?:i|she|he|they|you|the|an?|there|my|her|his)\b", rest, re.IGNORECASE)
    told = context.people.subject.match(rest)
    if match["word"].casefold() == "and":
        return rest if told and not rest.casefold().startswith("i ") else None
    return rest if mine or told else None
