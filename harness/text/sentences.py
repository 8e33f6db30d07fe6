"""Text -> the spans of its sentences. Nothing is lost: every character that is not blank stands in exactly one span.

A full stop ends a sentence only outside quotation marks, brackets and addresses, and not after an abbreviation. A blank
line and the start of a bullet end one always.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from .listing import listed
from .remembering import remembered

_LONGEST_QUOTE = 1_000
"""A quotation or bracket that has not closed after this many characters was never one."""

_HARD_BREAK = re.compile(r"\n(?=[ \t]*\n)|\n(?=[ \t]*(?:[-*•–+]|\d{1,2}[.)])[ \t])")
# The alternatives inside exclude each other, so that nothing is tried twice; possessive, Python 3.11.2 misreads them.
# Each begins with its mark, so that Python goes from mark to mark: what stands before it is looked at behind it.
_QUOTED = (
    rf'"(?<!\w")(?=[^\s"])[^"]{{0,{_LONGEST_QUOTE}}}"(?!\w)'
    rf"|“(?:[^”“]|“[^”“]{{0,{_LONGEST_QUOTE // 5}}}”){{0,{_LONGEST_QUOTE}}}”"
    rf"|„[^„“”]{{0,{_LONGEST_QUOTE}}}[“”]"
    rf"|«[^«»]{{0,{_LONGEST_QUOTE}}}»|「[^「」]{{0,{_LONGEST_QUOTE}}}」|『[^『』]{{0,{_LONGEST_QUOTE}}}』"
    rf"|‘(?<!\w‘)(?:[^‘’]|(?<=\w)’(?=\w)){{0,{_LONGEST_QUOTE}}}’(?!\w)"
    rf"|'(?<!\w')(?=\w)(?:[^'\n]|(?<=\w)'(?=\w)){{0,{_LONGEST_QUOTE}}}(?<=[.!?,…])'(?!\w)"
    rf"|\((?:[^()]|\([^()]{{0,{_LONGEST_QUOTE // 5}}}\)){{0,{_LONGEST_QUOTE}}}\)"
    rf"|\[[^\[\]]{{0,{_LONGEST_QUOTE}}}\]"
    r"|`[^`\n]{1,200}`"
)
_ADDRESSED = (
    r"|\b(?:https?://|www\.)[^\s<>\"”]*[\w/]"
    r"|(?<![\w.%+-])[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
)
_KEPT_WHOLE = re.compile(_QUOTED)
_KEPT_OR_ADDRESS = re.compile(_QUOTED + _ADDRESSED)
_ADDRESS = re.compile(r"@|://|www\.")
"""What stands in every address."""
_END = re.compile(r"[.!?…؟۔]+(?P<close>[\"'”’“»)\]*_]*)(?=\s|$)|[。！？]+[\"'”’)\]」』]*")
_STARTERS = listed(
    "the we you i it please your our this that these there is are he she they if a an for to but so and then once"
    " when after could can would do does did what which how let thank thanks sorry my in on no yes"
    " everything all every each most some here now today"
)
_LEADS_ON = listed("mr mrs ms mx dr prof e.g i.e eg ie cf vs approx rev hon messrs")
"""Abbreviations that never end a sentence; the others do when a common first word follows."""
_ABBREVIATIONS = _LEADS_ON | listed(
    "st dept fig tel ext ref incl excl v nr ltd inc co corp plc bros jr sr ave rd max"
    " est jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun u.k u.s"
)
_ENDS_BEFORE_CAPITALS = listed("etc p.m a.m hr hrs min mins ft lb lbs oz yd sq cm mm km kg ph.d")
"""Abbreviations that end a sentence when a capital follows, unless that is a day, a month or a time zone."""
_DATED = re.compile(
    r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?"
    r"|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|gmt|bst|utc|[ce]e?s?t",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?:\w\.){1,5}\w")
"""U.S, V.P, a.k.a: letters, each with its full stop."""


_QUOTES = "\"'“‘„«"
_NEXT_LINE = re.compile(r"[ \t]*\n[ \t]*(?P<first>\S)|[ \t]+(?:If|When|Once|Whenever)\s")
"""What may follow a quotation that is a sentence's last word, though no full stop says so."""


class _Kept(NamedTuple):
    start: int
    end: int


@remembered(4_096)
def split(text: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of every sentence, in order, disjoint, without the white space around them.

    Never cuts inside quotation marks, brackets, abbreviations, amounts, versions or addresses of the net. A
    quotation that ends in a full stop ends its sentence only when a capital, or nothing, follows; so `topic:
    "reply"` stays whole.
    """
    spans: list[tuple[int, int]] = []
    for start, end in _blocks(text):
        kept = _kept_whole(text, start, end)
        begin = start
        for cut in _cuts(text, start, end, kept):
            spans.append((begin, cut))
            begin = cut
        spans.append((begin, end))
    return tuple(trimmed for span in spans if (trimmed := _trim(text, *span)))


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between blank lines and bullets."""
    begin = 0
    for hard in _HARD_BREAK.finditer(text):
        yield begin, hard.start()
        begin = hard.end()
    yield begin, len(text)


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    body = text[start:end]
    stripped = body.lstrip()
    if not stripped:
        return None
    begin = start + len(body) - len(stripped)
    return begin, begin + len(stripped.rstrip())


def _kept_whole(text: str, start: int, end: int) -> list[_Kept]:
    whole = _KEPT_OR_ADDRESS if _ADDRESS.search(text, start, end) else _KEPT_WHOLE
    return [_Kept(*found.span()) for found in whole.finditer(text, start, end)]


def _cuts(text: str, start: int, end: int, kept: list[_Kept]) -> Iterator[int]:
    starts = [one.start for one in kept]
    said = [one.end for one in kept if _said(text, one, end)]
    begin = start
    for found in _END.finditer(text, start, end):
        while said and said[0] < found.end():
            begin = said.pop(0)
            yield begin
        inside = _around(found.start(), starts, kept)
        if (inside is None and _ends(text, begin, found)) or (
            inside is not None and inside.end <= found.end() and _begins_anew(text, found.end(), end)
        ):
            begin = found.end()
            said = said[1:] if said[:1] == [begin] else said
            yield begin
    yield from said


def _said(text: str, one: _Kept, end: int) -> bool:
    """Whether a quotation is what the words before its colon say, and the next line begins anew."""
    before = text[max(0, one.start - 3) : one.start].rstrip()
    if not before.endswith(":") or text[one.start] not in _QUOTES:
        return False
    following = _NEXT_LINE.match(text, one.end, end)
    first = following["first"] if following else None
    return following is not None and (first is None or first.isupper() or first in _QUOTES)


def _around(place: int, starts: list[int], kept: list[_Kept]) -> _Kept | None:
    """The kept stretch that this place lies in."""
    index = bisect_right(starts, place) - 1
    return kept[index] if index >= 0 and place < kept[index].end else None


def _ends(text: str, begin: int, found: re.Match[str]) -> bool:
    """Whether this mark, outside of anything kept whole, ends the sentence that begins at `begin`."""
    mark = found.group()
    if mark.startswith(("...", "…")):
        return _begins_anew(text, found.end(), len(text))
    if not mark.startswith(".") or "!" in mark or "?" in mark:
        return True
    return not _abbreviated(text, begin, found)


def _abbreviated(text: str, begin: int, found: re.Match[str]) -> bool:
    """Whether the full stop belongs to the word before it: Mr., No. 5, p.m., J. Smith, or the 1. of a list."""
    before = text[max(begin, found.start() - 12) : found.start()].split()
    word = before[-1].lstrip("(\"'“‘*_") if before else ""
    after = text[found.end() : found.end() + 24].split()
    following = after[0] if after else ""
    if not word or not following:
        return False
    if len(word) == 1 and word.isupper() and word != "I":
        return following[:1].isupper() and following.lower() not in _STARTERS
    lower = word.lower()
    if lower in ("no", "nos"):
        return following[:1].isdigit() or following[:1] in "#№"
    if lower in _ENDS_BEFORE_CAPITALS:
        return not following[:1].isupper() or bool(_DATED.fullmatch(following.rstrip(".,;:!?")))
    if lower in _ABBREVIATIONS or _DOTTED.fullmatch(word):
        return lower in _LEADS_ON or not following[:1].isupper() or not _starts(after)
    return word.isdigit() and len(word) <= 2 and text[begin : found.start()].strip() == word


def _starts(words: list[str]) -> bool:
    """Whether these words begin a sentence: "I'm ...", "That's ...", "May I ..." (but "May 3")."""
    begun = re.split("[,'’]", words[0].lower(), maxsplit=1)[0]
    return begun in _STARTERS or (begun == "may" and words[1:2] in (["I"], ["we"]))


def _begins_anew(text: str, place: int, end: int) -> bool:
    """Whether what follows starts with a capital, a number, a quotation or a bullet, or nothing follows."""
    following = text[place : place + 64].lstrip().lstrip("\"'“‘([*_`")[:1] if place < end else ""
    return not following or following.isupper() or following.isdigit()
