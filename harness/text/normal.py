"""One form for words that mean the same, so that what an author wrote can be met in what an agent said.

`normal` irons out how text is written; `content` goes further and keeps only what it is about.
"""

import re
import unicodedata
from functools import lru_cache

from .quick import Quick
from .remembering import remembered
from .stemming import stem
from .synonyms import PHRASES, SEND_BACK, STOP_WORDS, WORDS

__all__ = ["content", "negated", "normal", "printable", "stem", "words"]

_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_RUN_OF_MARKS = re.compile(r"_+")
_LINE_MARKS = re.compile(r"(?m)^[^\S\n]*(?:>[^\S\n]*|#{1,6}[^\S\n]+)*")
_WORD = re.compile(r"[^\W\d_]{1,6}-\d+|\d+(?:[.,:]\d+)*|[^\W_]+(?:'[^\W_]+)*")
_ASCII_WORD = re.compile(r"[a-z]{1,6}-\d+|\d+(?:[.,:]\d+)*|[a-z0-9]+(?:'[a-z0-9]+)*")
"""The same in small letters of ASCII, found in half the time."""
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # cursor and colour
    r"|(?:\x1b[\]P^_X]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # titles, links, device strings
    r"|\x1b[ -/]*[0-~]?"
)
_INVISIBLE = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u06dd\u070f\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\U000110bd\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\ud800-\udfff]"
)
"""Characters of format: they take no room, and can hide one word in another."""
_OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
"""Characters of control and of direction, and halves of characters: all that a terminal might obey but a new line."""
_NEGATION = Quick(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|cannot|cant|wont|dont|doesnt|didnt|isnt|unable|impossible"
    r"|without"
    r"|[a-z]+n't)\b"
)
_NOT_NEGATION = Quick(
    r"\bno (?:problem|worries|doubt|later than|more than|fewer than|less than)\b|\bnot only\b|\bwhy not\b|\bor"
    r" not\b|\bnot at all a problem\b|\b(?:at|for) no (?:extra |additional |further )?(?:cost|charge)\b"
    r"|\bwithout (?:any )?(?:cost|charge)\b"
)


@remembered(8_192)
def normal(text: str) -> str:
    """The text in one line of one style: NFKC, casefolded, straight quotes and dashes, no Markdown marks, single
    blanks.

    Applying it twice changes nothing. Positions are not kept.
    """
    return _normal(text)


@remembered(4_096)
def words(text: str) -> tuple[str, ...]:
    """The words and numbers of the normal form: "Order W-1042: £39.00" -> order, w-1042, 39.00."""
    plain = normal(text).replace("£", " ")
    return tuple((_ASCII_WORD if plain.isascii() else _WORD).findall(plain))


@remembered(8_192)
def content(text: str) -> tuple[str, ...]:
    """What a text is about: stems in order, stop words and negations out, synonyms of the field folded into one."""
    folded = PHRASES.sub(_fold_phrase, SEND_BACK.sub(r"return \1", normal(text)))
    return tuple(_fold_word(word) for word in _WORD.findall(folded) if word not in STOP_WORDS and not _denies(word))


@remembered(8_192)
def negated(text: str) -> bool:
    """Whether the text denies something: not, never, no, n't, unable, without. "No problem" and "not only" deny
    nothing."""
    return bool(_NEGATION.search(_NOT_NEGATION.sub(" ", normal(text))))


def printable(text: str) -> str:
    """The text as it may go to a terminal or a page: NFC, without escape sequences, control and direction characters.

    New lines stay, tabs become blanks.
    """
    plain = _ESCAPES.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\t", " ")
    return unicodedata.normalize("NFC", _few_accents(_OBEYED.sub("", plain)))


_MANY = re.compile("[\u0300-\U0010ffff]{31}")
_MOST_ACCENTS = 30
"""Combining marks upon one character that are kept, as in the stream-safe format of Unicode (UAX 15): putting more of
them in order takes time that grows with the square of their number."""


def _few_accents(text: str) -> str:
    if text.isascii() or not _MANY.search(text):
        return text
    kept, run = [], 0
    for mark in text:
        run = run + 1 if unicodedata.combining(mark) else 0
        if run <= _MOST_ACCENTS:
            kept.append(mark)
    return "".join(kept)


def _normal(text: str) -> str:
    # Most English has no other sign beside those of ASCII; it stays as it is.
    plain = text.isascii() or text.replace("£", "").isascii()
    folded = text.lower() if plain else _folded(text)
    unmarked = folded.replace("*", "").replace("`", "")
    if not plain and not unmarked.isascii():
        unmarked = unmarked.translate(_STRAIGHT)
    if "_" in unmarked:
        unmarked = _RUN_OF_MARKS.sub(lambda run: _inner_mark(unmarked, run), unmarked)
    if ">" in unmarked or "#" in unmarked:
        unmarked = _LINE_MARKS.sub("", unmarked)
    return " ".join(unmarked.split())


def _folded(text: str) -> str:
    """Compatible characters as one, without case and without invisible characters."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", _few_accents(text)).casefold())
    return _INVISIBLE.sub("", folded)


def _inner_mark(text: str, run: re.Match[str]) -> str:
    """Underscores inside a name (`refund_order`) stay; those around a word are emphasis and go."""
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    return run.group() if before.isalnum() and after.isalnum() else ""


def _denies(word: str) -> bool:
    return word.endswith("n't")


def _fold_phrase(found: re.Match[str]) -> str:
    return f" {(found.lastgroup or '').replace('_', ' ')} "


@lru_cache(maxsize=16_384)
def _fold_word(word: str) -> str:
    return stem(WORDS.get(word, word))
