"""A sentence about the customer -> what that customer would say: "She wants a refund" -> "I want a refund"."""

import re
from functools import lru_cache
from typing import Literal

Pronoun = Literal["she", "he", "they"]

_IRREGULAR = {
    "is": "am",
    "has": "have",
    "does": "do",
    "doesn't": "don't",
    "hasn't": "haven't",
    "isn't": "am not",
    "goes": "go",
    "are": "am",
    "aren't": "am not",
    "were": "was",
    "weren't": "wasn't",
}
_MODALS = frozenset(
    "will would can could should shall may might must won't wouldn't can't cannot couldn't shouldn't"
    " did didn't had hadn't was wasn't".split()
)
_ADVERBS = frozenset(
    "also just only still already never always really now then often usually recently currently".split()
)
_KEEP_S = frozenset("was its this always perhaps pass less address across process access miss guess press".split())
_VERBS = frozenset(
    "wants needs has is does says knows thinks likes prefers gives tells asks accepts agrees remembers owns pays lives"
    " works uses expects hopes tries keeps feels believes insists refuses refers calls writes reads orders buys gets"
    " goes takes makes loves hates dislikes enjoys prefers minds cares worries means intends pays sees finds waits"
    " sounds speaks talks leaves comes complains repeats".split()
)
_PARTICIPLES = frozenset(
    "been had got bought lost seen paid sent made done taken forgotten moved ordered received tried waited changed"
    " decided asked called given told heard found left".split()
)
_NOT_A_NOUN = frozenset(
    "to for from with about in on at by of and or but if when that because as is was will can would has had again back"
    " out up off it them him her me us the a an this how what which who where why when before after until than then"
    " so one ones some any anything something nothing everything more another".split()
)
_OBJECT_BEFORE = frozenset(
    "to for from with about at by of on asks ask tells tell gives give told asked gave offers offer sends send sent"
    " helps help lets let charged refunded passed".split()
)
_TOKEN = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|[^A-Za-z]+")


@lru_cache(maxsize=4096)
def first_person(text: str, name: str | None = None, pronoun: Pronoun | None = None) -> str:
    """The sentence as the customer would put it: subject, possessives, objects and verbs turned.

    `name` is the customer's full name: both it and its first word stand for the customer, and so does "the customer".
    Other people stay as they are. `they` is turned only when it is the customer's pronoun: it may as well mean parcels.
    `you` is the customer in a brief that speaks to them ("You want to return a blender"); where the brief calls them
    she, he or they, it is the agent: "She wants to know when you open".
    """
    capital = text[:1].isupper()
    if pronoun and not _SPEAKS_TO_THEM.match(text):
        text = _YOU.sub(r"X\1x", text)
    text = _to_marker(text, name)
    tokens = _TOKEN.findall(text.replace("’", "'"))
    out: list[str] = []
    subject = False  # the customer is the subject and its verb has not come yet
    ours = False  # the last verb belonged to the customer: one after "and" may too
    for index, token in enumerate(tokens):
        lower = token.lower()
        turned = token
        if not token[0].isalpha():
            if re.search(r"[.!?;:]", token):
                subject = ours = False
        elif _is_subject(tokens, index, pronoun):
            turned, subject, ours = "I", True, True
        elif contracted := _contracted(tokens, index, pronoun):
            turned, ours = contracted, True
        elif possessive := _possessive(tokens, index, pronoun):
            turned = possessive
        elif _is_object(tokens, index, pronoun):
            turned = "me"
        elif lower in ("herself", "himself", "themself", "themselves", "yourself"):
            turned = "myself"
        elif subject and lower in _ADVERBS:
            pass
        elif subject:
            turned, subject = _verb(token), False
        elif ours and lower in _VERBS:
            if _joined(tokens, index):
                turned = _verb(token)
            else:  # somebody else's verb, but for "the card that is lost"
                ours = _word_before(tokens, index) in ("that", "which", "who")
        out.append(turned)
    turned = _tidy("".join(out))
    return turned[:1].upper() + turned[1:] if capital else turned


_CLAIMS = re.compile(
    r"(?P<who>[\w'. -]{1,60}?)\s+(?:(?:also|now|still|simply|just|first)\s+)*"
    r"(?:claims?|alleges?|maintains?|pretends?|asserts?|swears?)\s+(?:to (?:the agent|them|everyone) )?that\s+",
    re.IGNORECASE,
)
_AND_THAT = re.compile(r"\b(and|but) that (?=(?:she|he|they|you|her|his|their|your|the|it|an?)\b)", re.IGNORECASE)


def outright(text: str) -> str:
    """What is claimed, as whoever claims it puts it: "She claims that it never came" -> "It never came"."""
    claim = _CLAIMS.match(text)
    if not claim:
        return text
    told = _AND_THAT.sub(r"\1 ", text[claim.end() :])
    return told[:1].upper() + told[1:]


_MARK = "Xcustomerx"
_YOU = re.compile(r"\b([Yy]ou)(?=(?:r|rs|rself|rselves)?\b)")
_SPEAKS_TO_THEM = re.compile(r"you(?:r|rs)?\b", re.IGNORECASE)
_YOU_BACK = re.compile(r"X([Yy]ou)x")


_ANYBODY = re.compile(
    r"\b[Tt]he (?:customer|caller|user|member)(?=['’]s\b|\s)(?! (?:service|number|account|support|desk|id)\b)"
)


def _to_marker(text: str, name: str | None) -> str:
    text = _ANYBODY.sub(_MARK, text)
    if not name:
        return text
    for form in (name, name.split()[0]):
        text = re.sub(rf"\b{re.escape(form)}(?=['’]s\b)", _MARK, text)
        text = re.sub(rf"\b{re.escape(form)}\b", _MARK, text)
    return text


def _word_after(tokens: list[str], index: int) -> str:
    return tokens[index + 2].lower() if index + 2 < len(tokens) and tokens[index + 1].isspace() else ""


def _word_before(tokens: list[str], index: int) -> str:
    return tokens[index - 2].lower() if index >= 2 and tokens[index - 1].isspace() else ""


def _joined(tokens: list[str], index: int) -> bool:
    before = _word_before(tokens, index)
    again = before == "longer" and _word_before(tokens, index - 2) == "no"
    return before in ("and", "but", "or") or before in _ADVERBS or again


def _is_subject(tokens: list[str], index: int, pronoun: Pronoun | None) -> bool:
    lower = tokens[index].lower()
    if lower == _MARK.lower():
        return _word_before(tokens, index) not in _OBJECT_BEFORE
    if lower in ("she", "he"):
        return pronoun in (None, lower)
    if lower == "they":
        return pronoun == "they"
    return lower == "you" and _word_before(tokens, index) not in _OBJECT_BEFORE


def _contracted(tokens: list[str], index: int, pronoun: Pronoun | None) -> str | None:
    """ "he's" -> "I'm" or "I've", "she'll" -> "I'll", "they've" -> "I've": subject and verb in one."""
    who, mark, verb = tokens[index].lower().partition("'")
    if not mark or who == _MARK.lower() or not _is_subject([who], 0, pronoun):
        return None
    after = _word_after(tokens, index)
    if verb == "s" and after in _ADVERBS:
        after = _word_after(tokens, index + 2)
    perfect = verb == "ve" or (verb == "s" and after in _PARTICIPLES)
    return "I've" if perfect else {"s": "I'm", "re": "I'm", "ll": "I'll", "d": "I'd"}.get(verb)


def _possessive(tokens: list[str], index: int, pronoun: Pronoun | None) -> str | None:
    lower, after = tokens[index].lower(), _word_after(tokens, index)
    if lower == f"{_MARK.lower()}'s" or lower == "your":
        return "my"
    mine = {"her": "she", "his": "he", "their": "they"}.get(lower)
    if mine is None or pronoun not in (None, mine) or (mine == "they" and pronoun != "they"):
        return None
    return "my" if after and after not in _NOT_A_NOUN else ("mine" if lower == "his" else None)


def _is_object(tokens: list[str], index: int, pronoun: Pronoun | None) -> bool:
    lower = tokens[index].lower()
    if lower in (_MARK.lower(), "you"):
        return True
    own = {"her": "she", "him": "he", "them": "they"}.get(lower)
    return own is not None and (pronoun == own or (pronoun is None and own != "they"))


def _verb(token: str) -> str:
    lower = token.lower()
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    if lower in _MODALS or lower in _KEEP_S or not lower.endswith("s") or lower.endswith("ss"):
        return token
    if lower.endswith("ies") and len(lower) > 4:
        return token[:-3] + "y"
    if re.search(r"(?:sh|ch|x|z|ss|o)es$", lower):
        return token[:-2]
    return token[:-1]


def _tidy(text: str) -> str:
    text = _YOU_BACK.sub(r"\1", text.replace(_MARK, "I"))
    text = re.sub(r"\bI am\b(?! not)", "I'm", text)
    text = re.sub(r"\bI will\b", "I'll", text)
    return re.sub(r"\bI would\b", "I'd", text)
