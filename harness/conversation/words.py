"""Deed + Turn -> the stretches of the agent's reply in which it does the deed with words, each with its strength."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from harness.plan.keys import figure_of
from harness.plan.nouns import Deed
from harness.text.acts import SaidAct, said
from harness.text.caseless import Caseless
from harness.text.claims import claimed
from harness.text.normal import content, negated, normal
from harness.text.others import OTHER, other_kind
from harness.text.remembering import remembered
from harness.text.sentences import split

from .cover import answers, cover, holds, says_values, stands_in, without_values
from .different import other_value
from .nouns import Turn
from .slots import asked_slots, slot_of
from .stance import both_same_side, pieces, same_side

Stretch = tuple[int, int, float]
"""First character, the one after the last, and the share of the author's content words met."""

ENOUGH = 0.6
"""The share of an author's content words that must be met for a sighting [a judgement, tuned on our own journeys]."""

IDENTIFYING = ("address", "email", "phone", "url")
"""Values that say enough by themselves: whoever names 18 Elm Street has told where the parcel goes."""


def worded(deed: Deed, turn: Turn, before: Sequence[Turn]) -> Iterable[Stretch]:
    """Where the reply does the deed in words. Where a target reports its tool calls, a claim is not a deed."""
    text = turn.reply.text
    if deed.exact is not None:
        yield from _exactly(deed.exact, text)
        return
    if deed.act == "do" and turn.reply.events is not None:
        return
    for start, end, strength in _windows(deed, turn, before):
        if not strength and not deed.values:
            continue  # no word in common and no figure to look for: whatever else they hold, it is not seen here
        words = text[start:end]
        if _holds_what_is_meant(deed, words, turn, before):
            yield start, end, max(strength, ENOUGH) if _settled(deed, words, strength) else strength


def _holds_what_is_meant(deed: Deed, words: str, turn: Turn, before: Sequence[Turn]) -> bool:
    """Whether the words hold the figures that the author wrote, answer "when ..." and name another card if need be."""
    if not says_values(deed.values, words, deed.about) or (deed.act == "say" and not answers(deed.about, words)):
        return False
    if deed.word and not _in_its_word(deed, words):
        return False
    kind = other_kind(deed.about)
    return not kind or bool(OTHER.search(normal(words))) or other_value(kind, [words], turn, before) is not None


def _in_its_word(deed: Deed, words: str) -> bool:
    """Whether the words do what the author's verb says: give the figure away, waive the fee, find a cause."""
    if deed.word in _GIVEN_AWAY and deed.act == "say" and (kinds := figure_of(deed.about)) and not deed.values:
        return holds(kinds, words) or (not _CODED.isdisjoint(kinds) and _CODE.search(words) is not None)
    heard = _HEARD.get(deed.word or "")
    return heard is None or heard.search(normal(words)) is not None


_CODED = frozenset(("id", "address", "time"))
_CODE = re.compile(r"\d|\b[A-Z]{4,}\b")
"""What a reference, a house or an hour is told by, where no value is recognised in it."""
_GIVEN_AWAY = ("give", "name", "reveal", "disclose", "share", "read")
_SWITCHED = (
    (
        "block freeze suspend deactivate disable",
        r"\b(?:block\w*|fr(?:eez|oze)\w*|suspend\w*|deactivat\w*|disabl\w*|locked)\b",
    ),
    ("unblock unfreeze activate enable", r"\b(?:unblock\w*|unfr(?:eez|oze)\w*|(?:re)?activat\w*|enabl\w*|unlock\w*)\b"),
)
_HEARD = {
    "waive": re.compile(
        r"\b(?:waiv\w+|free|no (?:extra )?(?:charge|cost|fee)|without|not (?:be )?charg\w+|drop|remov\w+"
        r"|take \w+ off)\b"
    ),
    "close": re.compile(r"\b(?:clos\w+|cancel\w*|terminat\w+)\b"),
    "charge": re.compile(r"\b(?:charg\w+|bill\w*|debit\w*|paid|payment|taken)\b"),
    "blame": re.compile(
        r"\b(?:because|due to|caus\w+|owing to|faults?|reasons?|results?|blame\w*|thanks to|down to|account of"
        r"|responsib\w+|should(?:n't)? have|mistakes?)\b"
    ),
    "congratulate": re.compile(
        r"\b(?:congrat\w*|happy \w+ary|many happy returns|best wishes|well done|delighted for you)\b"
    ),
} | {verb: re.compile(pattern) for verbs, pattern in _SWITCHED for verb in verbs.split()}
"""The words without which nobody waives, blames, congratulates or blocks."""


def _settled(deed: Deed, words: str, strength: float) -> bool:
    """Whether a value in the words settles it, although the author's words are hardly met."""
    if deed.act in ("say", "offer") and any(value.kind in IDENTIFYING for value in deed.values):
        return True
    return deed.act == "say" and strength >= FIGURE_DECIDES and _of_the_same(deed, words)


def _of_the_same(deed: Deed, words: str) -> bool:
    """Whether a figure met to the letter can only be about the thing that is meant, however it is called.

    "Everything we sell comes with a 2-year warranty" tells that faults are covered for 2 years; "your kitchen scale
    arrives on 12 November" does not tell when the salad spinner arrives.
    """
    figures = any(value.kind in ("date", "money", "duration", "percent") for value in deed.values)
    return figures and (_PRONOUN.match(normal(deed.about)) is not None or not _YOUR.search(normal(words)))


FIGURE_DECIDES = 0.33
"""The share of words from which an amount, a date or a period met to the letter settles it [a judgement]."""
_PRONOUN = re.compile(r"(?:that )?(?:she|he|they|you|it)\b")
_YOUR = re.compile(r"\byour \w+")


def _exactly(wanted: str, text: str) -> Iterable[Stretch]:
    plain = normal(wanted).rstrip(".!?")
    if not plain or not stands_in(plain, normal(text)):
        return
    for start, end in split(text):
        if stands_in(plain, normal(text[start:end])):
            yield start, end, 1.0
            return
    yield 0, len(text), 1.0


def _windows(deed: Deed, turn: Turn, before: Sequence[Turn]) -> Iterable[Stretch]:
    """Stretches of the reply in which the act is done, each with how much of what it is about they hold."""
    text = turn.reply.text
    acts = said(text)
    spans = split(text)
    if deed.act == "ask":
        yield from _asking(deed, acts)
    elif deed.act == "say":
        yield from _saying(deed, text, spans, acts, _topic(turn, before))
    elif deed.act == "apologise":
        for start, end in _around(spans, acts, ("apologise",)):
            yield start, end, _sorry_for(deed.about, text[start:end], _topic(turn, before))
    else:
        kinds = _ACTS.get(deed.act, ())
        for start, end in _around(spans, [act for act in acts if _fits(deed, act, text)], kinds):
            words = text[start:end]
            bare = not frozenset(content(words)) - _BARE - frozenset(content(deed.action or ""))
            if deed.act == "refuse" and bare:
                yield start, end, _bare_refusal(deed, turn, before)
            elif deed.act == "refuse" and _asked_for_it(deed, turn) and not cover(deed.about, words, deed.action):
                yield start, end, ENOUGH
            else:
                yield start, end, cover(deed.about, words, deed.action)
        if heard := _AS_SAID.get(deed.word or ""):
            told = _saying(deed, text, spans, acts, _topic(turn, before))
            yield from (one for one in told if _put_so(heard, text[one[0] : one[1]]))


_WILL = re.compile(r"(?:'ll|\bwill|\bgoing to|\bpromise|\bguarantee|\byou have my word)\b")
"""A promise is often told as a plain fact."""
_SUGGESTED = re.compile(
    r"\b(?:suggest\w*|recommend\w*|advis\w+|could|can|might|may|should|why not|how about|what about|try|consider|option"
    r"|(?:would|will|'d|'ll) be|best|better|quicker|easier|cheaper|take|choose|go for)\b"
)
"""How a thing is put forward that is not offered in so many words."""
_CHARGED = re.compile(
    r"(?:'ve|\bhave|\bhas|\bi|\bwe|\bwas|\bwere|\bbeen|\bbe|\bis|'ll|\bwill)\s(?:\w+\s){0,2}(?:charged?|billed?|debited)\b"
    r"|\bcharging\b|\btaken\b.{0,60}\bcard\b"
)
"""How money is said to be taken."""
_AS_SAID = {
    "promise": _WILL,
    "guarantee": _WILL,
    "suggest": _SUGGESTED,
    "recommend": _SUGGESTED,
    "advise": _SUGGESTED,
    "charge": _CHARGED,
}
"""The author's verb -> what a plain statement must hold to be that."""


def _put_so(heard: re.Pattern[str], words: str) -> bool:
    """Whether a statement is put as the author's verb says, and denies nothing."""
    return heard.search(normal(words)) is not None and (heard is _WILL or not negated(words))


def _sorry_for(about: str, words: str, topic: str) -> float:
    """Nobody says whose delay they are sorry for once the order has been named."""
    missing = without_values(about) - frozenset(content(words))
    if not without_values(about):
        return 1.0
    known = len(missing) == 1 and missing <= _THINGS and missing <= frozenset(content(topic))
    return 1.0 if known and cover(about, words) > 0 else cover(about, words)


def _bare_refusal(deed: Deed, turn: Turn, before: Sequence[Turn]) -> float:
    """ "I'm afraid that's not possible" refuses what the customer asked for: their words tell what it is about."""
    asked = " ".join([*(earlier.customer.text for earlier in before), turn.customer.text])
    met = cover(deed.about, asked, deed.action)
    return max(met, ENOUGH) if met else 0.0


def _asked_for_it(deed: Deed, turn: Turn) -> bool:
    """Whether the customer has asked for the very thing in the words that this reply answers."""
    return not deed.values and cover(deed.about, turn.customer.text, deed.action) == 1.0


_BARE = frozenset(
    content(
        "afraid possible unable able moment present help unfortunately sorry answer stay same understand hear see"
        " disappoint"
    )
)
"""The words of a no that does not say to what."""

_ACTS: dict[str, tuple[str, ...]] = {
    "offer": ("offer", "confirm", "claim", "progress"),
    "refuse": ("refuse",),
    "do": ("claim", "progress"),
    "hand_off": ("hand_off",),
}
"""Deed -> what must be said for it. Doing a thing, or saying it is done, is more than offering it."""


def _fits(deed: Deed, act: SaidAct, text: str) -> bool:
    """A claim of another action is no offer of this one; an offer that says no is none."""
    if act.act not in _ACTS.get(deed.act, ()):
        return False
    named = any(value.kind in IDENTIFYING for value in deed.values)
    if deed.act == "refuse" and _done_after_all(deed, act, text):
        return False
    if act.act in ("claim", "progress") and deed.action and act.action not in (None, deed.action) and not named:
        return False
    return deed.act != "offer" or not negated(text[act.start : act.end])


def _done_after_all(deed: Deed, refusal: SaidAct, text: str) -> bool:
    """Whether what is refused is then said to be done: "I can't change it back, because I've just changed it"."""
    rest = text[refusal.start : refusal.end + _SOON]
    later = [act.action for act in said(rest) if act.act == "claim"]
    later += [claim.action for claim in claimed(normal(_AFTER_ALL.split(rest)[-1])) if claim.act == "claim"]
    return (deed.action is not None and deed.action in later) or _DONE_IT.search(normal(rest)) is not None


_SOON = 400
"""Characters after a refusal in which it may be taken back."""
_AFTER_ALL = re.compile(r"\b(?:because|but|since|as|so|and)\b")
_DONE_IT = re.compile(r"\b(?:i|we)(?:'ve| have) (?:(?:just|already|now|still) )*done (?:it|that|this|so)\b")


def _asking(deed: Deed, acts: Sequence[SaidAct]) -> Iterable[Stretch]:
    slot = slot_of(deed.about)
    leave = asks_leave(deed.about)
    for act in acts:
        if act.act not in ("ask", "confirm", "offer"):
            continue
        if slot:
            if act.act == "ask" and slot in asked_slots(act.words):
                yield act.start, act.end, 1.0
        elif leave:
            if act.act == "confirm":
                yield act.start, act.end, 1.0
        else:
            yield act.start, act.end, cover(deed.about, act.words)


@remembered(2_048)
def asks_leave(about: str) -> bool:
    """Whether it is leave that is asked for: "her confirmation", "whether it may go ahead"."""
    return _LEAVE.fullmatch(normal(about)) is not None


_LEAVE = re.compile(
    r"(?:(?:for|to|her|his|their|the|customer's|if|whether|she|he|they|is|are|it|that|this|explicit|own|give) )*"
    r"(?:permission|leave|consent|confirm(?:ation)?|approval|agreement|go[ -]ahead|agrees?|ok|okay|sure|happy|certain"
    r"|(?:she |he |they |it |the customer )?(?:really |still |should )?(?:wants? to |can |may |should )?"
    r"(?:go ahead|proceed|continue))"
    r"(?: (?:that|this|it|with (?:it|that|this)|to (?:go ahead|proceed|continue|do (?:so|it|that))|first|beforehand))*"
)
"""Words for asking leave: "asks for permission", "is asked to confirm"."""


def _topic(turn: Turn, before: Sequence[Turn]) -> str:
    """What is being spoken of: the customer's words of the last turns, and this reply."""
    return " ".join([*(earlier.customer.text for earlier in before[-_LATELY:]), turn.customer.text, turn.reply.text])


_LATELY = 20
"""Turns after which a thing that was named is no longer what "it" stands for [a judgement]."""


def _saying(
    deed: Deed, text: str, spans: Sequence[tuple[int, int]], acts: Sequence[SaidAct], topic: str
) -> Iterable[Stretch]:
    asked = [
        (act.start, act.end) for act in acts if act.act in ("ask", "confirm", "anything_else") and "?" in act.words
    ]
    either = _WHETHER.match(deed.about) is not None
    told = [span for span in spans if not any(start < span[1] and span[0] < end for start, end in asked)]
    for span in told:
        for start, end in pieces(text, span):
            met = _with_topic(deed.about, _desks_out(deed.about, text[start:end]), topic)
            if (met or deed.values) and (either or same_side(deed.about, text, (start, end))):
                yield start, end, met
    for (start, middle), (after, end) in pairwise(told):
        # Two sentences may share the work; the seam must be white space, and they count for a little less.
        halves = ((start, middle), (after, end))
        if not text[middle:after].isspace():
            continue
        met = cover(deed.about, _desks_out(deed.about, text[start:end])) * 0.95
        if (met or deed.values) and (either or both_same_side(deed.about, text, halves)):
            yield start, end, met


def _desks_out(about: str, words: str) -> str:
    """The words without the names of desks, unless one is meant: "the returns team" tells nobody to return anything."""
    return words if _DESK.search(about) else _without_desks(words)


@remembered(4_096)
def _without_desks(words: str) -> str:
    return _DESK.sub(" ", words)


_DESK = Caseless(r"\b(?:[\w-]+ )?(?:team|desk|department|colleagues)\b")
_WHETHER = re.compile(r"(?:whether|if)\b", re.IGNORECASE)
"""Who says whether a thing is so may say yes or no."""


def _with_topic(about: str, words: str, topic: str) -> float:
    """How much of the phrase the words hold, where "it" may stand for the one thing that is being spoken of."""
    met = cover(about, words)
    if not 0 < met < 1:
        return met
    missing = without_values(about) - frozenset(content(words))
    stands = len(missing) == 1 and missing <= _THINGS and missing <= frozenset(content(topic))
    return 1.0 if stands and _IT.search(normal(words)) else met


_THINGS = frozenset(
    content(
        "order parcel subscription item product account charge booking ticket invoice payment appointment club policy"
        " contract machine"
    )
)
"""What people say "it" for, once it was named."""
_IT = re.compile(r"\b(?:it|they|them|that|this|those|yours)\b")


def _around(
    spans: Sequence[tuple[int, int]], acts: Iterable[SaidAct], kinds: tuple[str, ...]
) -> Iterable[tuple[int, int]]:
    """The sentence of each such act, alone, then with its neighbours, where the reason or the amount may stand."""
    starts = [start for start, _ in spans]
    for act in acts:
        if act.act not in kinds:
            continue
        index = bisect_right(starts, act.start) - 1
        if index < 0 or act.start >= spans[index][1]:
            continue
        yield spans[index]
        if index + 1 < len(spans):
            yield spans[index][0], spans[index + 1][1]
        if index:
            yield spans[index - 1][0], spans[index][1]
