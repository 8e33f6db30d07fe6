"""What words a text must hold for a pattern to be found in it, read off the pattern itself.

"wants? a (?:refund|voucher)" is in no text without "want" or "wants", and in none without "refund" or "voucher". Each
pattern has a bit of its own. Which patterns can be in a text is worked out once, as one number with the bits of these;
after that, each pattern that cannot be there costs one look at that number. A pattern of which nothing can be told has
its bit in every text.
"""

import re
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import count
from operator import or_
from threading import Lock
from typing import Any

try:
    from re._parser import parse  # type: ignore[import-not-found]
except ImportError:  # pragma: no cover - a Python that keeps it elsewhere, where nothing is known of any pattern
    parse = None

_LONGEST = 24
"""Letters of a word that are looked at."""
_MOST_PIECES = 8_192
"""Pieces of text of which the bits are remembered."""
_PARTS = 3
"""How many parts of a pattern are asked for, the rarest of them."""
_MOST = 60
"""How many ways of beginning are told apart; of more than that, only what they have in common is looked at."""
_COMMON = (
    "the a an to of in on for with and or is are was has have be not no it its that this she he her his him they them"
    " their you your i my agent customer user refund order asks says wants if when £ , . ' - 0"
).split()
_FREQUENT = {word[:end] for word in _COMMON for end in range(1, len(word) + 1)} | {f"{word} " for word in _COMMON}
"""Needs that many sentences meet, so that they rule out little."""
_WORD = re.compile(r"\w+")
_SIGN = re.compile(r"[^\w\s]")
_FIGURE = "0"
_BOUNDS = ("AT_BOUNDARY", "AT_BEGINNING", "AT_BEGINNING_STRING")
_ENDS = ("AT_BOUNDARY", "AT_END", "AT_END_STRING")
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")

_meets: dict[str, int] = {}
"""Need -> the bits of the parts of patterns that it meets. A need is the beginning of a word ("want"), a whole word
("if "), a mark (";"), or a figure."""
_begun = set[str]()
"""What any need begins with: a word that begins otherwise meets no further need."""
_met_anyhow = 0
"""The bits of the parts that patterns with fewer of them do not have."""
_patterns = count()
_ONE_AT_A_TIME = Lock()
_Needs = frozenset[str]
_NOTHING: _Needs = frozenset()
_Node = tuple[Any, Any]


def needed(source: str, flags: int = 0) -> tuple[int, int]:
    """The bit that `held` has of every text in which the pattern can be found, and of every one that can begin with it.

    Each of the parts of the pattern that are asked for has a bit, side by side, the lowest of which is the pattern's.
    """
    nodes = [] if parse is None or flags & re.VERBOSE else list(parse(source, flags))
    anywhere = _bit(_parts(nodes, False))
    bounded = bool(nodes) and nodes[0][0].name == "AT" and str(nodes[0][1]) in _BOUNDS
    return anywhere, anywhere if bounded else _bit(_parts(nodes, True))


def _parts(nodes: Sequence[_Node], opens: bool) -> list[_Needs]:
    """The rarest of what the parts of a pattern need; none where nothing is known."""
    return sorted(dict.fromkeys(_each(nodes, opens)), key=_commonness)[:_PARTS]


def _bit(parts: Sequence[_Needs]) -> int:
    global _met_anyhow, _pieces
    with _ONE_AT_A_TIME:
        own = 1 << _PARTS * next(_patterns)
        for place in range(_PARTS):
            if place >= len(parts):
                _met_anyhow |= own << place
                continue
            for need in parts[place]:
                _meets[need] = _meets.get(need, 0) | own << place
                _begun.update(need[:end] for end in range(1, len(need) + 1))
        _pieces = _Pieces()  # a new one: whoever is at work on the old one fills that
    return own


class _Pieces(dict[str, int]):
    """Piece -> its bits, worked out when a piece is first seen; a long one is not remembered."""

    def __missing__(self, piece: str) -> int:
        bits = _bits_in(piece)
        if len(piece) <= _LONGEST:
            self[piece] = bits
        return bits


_pieces = _Pieces()


def held(text: str) -> int:
    """The bits of the patterns that can be in a text in small letters, among others that say nothing."""
    if len(_pieces) > _MOST_PIECES:
        _pieces.clear()
    met = reduce(or_, map(_pieces.__getitem__, text.split()), _met_anyhow)
    for _ in range(1, _PARTS):
        met &= met >> 1
    return met


def _bits_in(piece: str) -> int:
    """The bits of what stands between two blanks: "order," has a word and a mark."""
    if piece.isalpha():
        return _bits_of(piece)
    bits = 0
    for word in _WORD.findall(piece):
        bits |= _bits_of(word)
    for mark in _SIGN.findall(piece):
        bits |= _meets.get(mark, 0)
    return bits


def _bits_of(word: str) -> int:
    bits = _meets.get(f"{word} ", 0)
    if not word.isalpha() and any(map(str.isdecimal, word)):
        bits |= _meets.get(_FIGURE, 0)
    for end in range(1, min(len(word), _LONGEST) + 1):
        if word[:end] not in _begun:
            break
        bits |= _meets.get(word[:end], 0)
    return bits


# ---- reading a pattern --------------------------------------------------------------------------------------


def _of(nodes: Sequence[_Node], opens: bool) -> _Needs | None:
    """The best of what the parts of a sequence need; None when none of them needs anything."""
    return min(_each(nodes, opens), key=_commonness, default=None)


def _commonness(needs: _Needs) -> int:
    return len(needs) + 40 * len(needs & _FREQUENT)


def _each(nodes: Sequence[_Node], opens: bool) -> Iterator[_Needs]:
    """What each part of a sequence needs. `opens`: no letter can stand before it."""
    for index, (kind, value) in enumerate(nodes):
        name = kind.name
        heads = frozenset(_heads(nodes[index:], "") or ()) if opens else _NOTHING
        if heads:
            yield heads
        if heads and heads.isdisjoint(_FREQUENT):
            pass  # there is hardly a better one inside
        elif name in _REPEATS:
            if value[0] > 0 and (needs := _of(list(value[2]), opens)):
                yield needs
        elif name == "BRANCH":
            each = [_of(list(branch), opens) for branch in value[1]]
            if all(each):
                yield frozenset[str]().union(*(one for one in each if one))
        elif name == "SUBPATTERN":
            yield from _each(list(value[-1]), opens)
        elif name == "ASSERT" and value[0] > 0 and (needs := _of(list(value[1]), opens)):
            yield needs
        elif marks := _marks(name, value):
            yield marks
        opens = _leaves_open(name, value, opens)


def _heads(nodes: Sequence[_Node], word: str) -> set[str] | None:
    """What a sequence that begins where a word does can begin with; None when that may be anything."""
    for index, (kind, value) in enumerate(nodes):
        name = kind.name
        if name == "LITERAL" and _in_word(chr(value)):
            word += chr(value).lower()
            continue
        if name in ("ASSERT_NOT", "AT") and not word:
            continue
        ways = _ways(name, value)
        if ways is None:
            whole = _ends_word(nodes[index:])
            break
        heads = set[str]()
        for way in ways:
            more = _heads([*way, *nodes[index + 1 :]], word)
            if more is None or len(heads) > _MOST:
                return {word[:_LONGEST]} if word else None
            heads |= more
        return heads
    else:
        whole = False
    if not word:
        return set(_marks(name, value)) or None if nodes else None
    return {f"{word} " if whole and len(word) <= _LONGEST else word[:_LONGEST]}


def _ways(name: str, value: Any) -> list[list[_Node]] | None:
    """The ways in which a part can begin a word or go on in it; None when that is not told by letters."""
    if name == "BRANCH":
        return [list(branch) for branch in value[1]]
    if name == "SUBPATTERN":
        return [list(value[-1])]
    if name in _REPEATS and value[1] == 1:
        return [list(value[2])] + ([[]] if value[0] == 0 else [])
    if name == "IN" and all(kind.name == "LITERAL" and _in_word(chr(one)) for kind, one in value):
        return [[member] for member in value]
    return None


def _marks(name: str, value: Any) -> _Needs:
    """The marks and figures of which a part is one; none when it may be something else."""
    if name == "LITERAL":
        return frozenset((chr(value),)) if _is_mark(chr(value)) else frozenset()
    if name == "CATEGORY":
        return frozenset((_FIGURE,)) if str(value) == "CATEGORY_DIGIT" else frozenset()
    if name == "IN":
        each = [_marks(kind.name, one) for kind, one in value]
        return frozenset[str]().union(*each) if all(each) else frozenset()
    return frozenset()


def _in_word(mark: str) -> bool:
    return mark.isascii() and (mark.isalnum() or mark == "_")


def _is_mark(mark: str) -> bool:
    return not (mark.isalnum() or mark == "_" or mark.isspace())


def _no_letter(name: str, value: Any) -> bool:
    """Whether a part is one character that stands in no word."""
    if name == "LITERAL":
        return _is_mark(chr(value)) or chr(value).isspace()
    if name == "CATEGORY":
        return str(value) in ("CATEGORY_SPACE", "CATEGORY_NOT_WORD")
    return name == "IN" and all(_no_letter(kind.name, one) for kind, one in value)


def _leaves_open(name: str, value: Any, opens: bool) -> bool:
    """Whether no letter can stand before what follows a part."""
    if name == "AT":
        return opens or str(value) in _BOUNDS
    if name in ("ASSERT", "ASSERT_NOT"):
        return opens
    if name in _REPEATS:
        return (value[0] > 0 or opens) and _all_leave_open(value[2], opens)
    if name == "SUBPATTERN":
        return _all_leave_open(value[-1], opens)
    if name == "BRANCH":
        return all(_all_leave_open(branch, opens) for branch in value[1])
    return _no_letter(name, value)


def _all_leave_open(nodes: Sequence[_Node], opens: bool) -> bool:
    for kind, value in nodes:
        opens = _leaves_open(kind.name, value, opens)
    return opens


def _ends_word(nodes: Sequence[_Node]) -> bool:
    """Whether a word that stands before these parts is over there."""
    if not nodes:
        return False
    kind, value = nodes[0]
    name = kind.name
    if name == "ASSERT_NOT":
        return _ends_word(nodes[1:])
    if name == "AT":
        return str(value) in _ENDS
    if name == "ASSERT":
        return value[0] > 0 and _ends_word(list(value[1]))
    if name in _REPEATS:
        return _ends_word(list(value[2])) and (value[0] > 0 or _ends_word(nodes[1:]))
    if name == "SUBPATTERN":
        return _ends_word([*value[-1], *nodes[1:]])
    if name == "BRANCH":
        return all(_ends_word([*branch, *nodes[1:]]) for branch in value[1])
    return _no_letter(name, value)
