"""Author's phrase + a stretch of the reply -> whether it takes the same side: yes or no, done or possible."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from harness.text.normal import content, negated, normal
from harness.text.remembering import remembered, remembered_together

from .cover import cover, without_values

Span = tuple[int, int]
"""First character, and the one after the last."""

_JOINT = re.compile(
    r"[,:]? (?:because|but|so|however|although|while|which means|as)(?= )"
    r"|,? and(?= (?:don.t|do not|never|please|not) )|,? and(?= (?:it|that|this|they|you|we|i)(?:'\w+)? )|[;—:] "
)
_BEEN = re.compile(r"\b(?:has|have)\b (?:(?:already|now|just) )*been\b")
_PAST = re.compile(r"\b(?:has|have|had|was|were|been|gone|already|on its way|\w{3,}ed|sent|paid|made)\b|'ve\b")
_HAPPENED = re.compile(r"\b(?:has|have|had|was|were)\b (?!to\b)")
_COULD = re.compile(r"\b(?:can|could|may|might|would|shall)\b (?!see\b|confirm\b|tell\b|assure\b)")
_TO_COME = re.compile(r"(?:\b(?:will|shall|to)|'ll)(?: (?:soon|now|then|only|first))? be\b")
_FRAME = re.compile(
    r"\b(?:i|we) (?:\w+ )?(?:doubt|wish)\b"
    r"|\b(?:it|that|this|which)(?:'s| is| was) (?:\w+ )?(?:false|untrue|wrong|a myth)\b"
    r"|\b(?:maybe|perhaps|hardly|used to|forget that|fails? to)\b"
    r"|\b(?:was|were) (?:\w+ )?(?:due|supposed|meant|scheduled|expected) to\b"
    r"|\bif (?:\w+ ){1,3}(?:were|had|weren't|hadn't) .{0,200}\bwould\b"
    r"|\bwould (?!like\b).{0,200}\bif (?:\w+ ){1,3}(?:were|had)\b"
    r"|\b(?:avoid|avoids|avoiding|refrain(?:ing)? from|too late to)\b"
    r"|\b(?:advis|recommend|warn|decid)\w* (?:you )?against\b"
    r"|\bnot true that\b.{0,200}(?:\bnot\b|\bnever\b|\bcannot\b|n't\b)"
)
"""What is only doubted, wished, imagined, advised against, no longer so, or a no that is itself denied."""
_CONTRARY = tuple((content(one)[0], content(other)[0]) for one, other in (("open", "closed"), ("early", "late")))
_SIDES = frozenset(one for pair in _CONTRARY for one in pair)


@remembered_together(4_096)
def pieces(text: str, span: Span) -> tuple[Span, ...]:
    """A sentence, then its halves around "because" or "but": one may say no and the other yes."""
    start, end = span
    joints = [match.span() for match in _JOINT.finditer(text, start, end)]
    if not joints:
        return (span,)
    edges = [start, *(at for joint in joints for at in joint), end]
    return (span, *zip(edges[::2], edges[1::2], strict=True))


@remembered_together(2_048)
def same_side(about: str, text: str, span: Span) -> bool:
    """Whether this stretch says yes where the phrase says yes, and no where it says no."""
    words = text[span[0] : span[1]]
    if not negated(about) and not without_values(about):
        # A bare figure takes no side: "without it you pay £4" says 4.
        return True
    if negated(words) != negated(about) or _contrary(about, words) or not _as_real(about, words):
        return False
    if framed(about, words):
        return False
    return not negated(about) or _denied(about, text, pieces(text, span)[1:] or [span])


def both_same_side(about: str, text: str, halves: Sequence[Span]) -> bool:
    """The same for two sentences that share the work; one no between them is a no."""
    denied = any(negated(text[start:end]) for start, end in halves)
    words = " ".join(text[start:end] for start, end in halves)
    if denied != negated(about) or _contrary(about, words) or framed(about, words):
        return False
    return not denied or _denied(about, text, halves)


def framed(about: str, words: str) -> bool:
    """Whether the words put the thing in doubt, or in another world, where the author did not."""
    return _in_a_frame(words) and not _in_a_frame(about)


@remembered(4_096)
def _in_a_frame(words: str) -> bool:
    return _FRAME.search(normal(words)) is not None


def _denied(about: str, text: str, spans: Iterable[Span]) -> bool:
    """A no must be about the thing: "I can cancel it, and it can't be undone" is no refusal to cancel it."""
    return any(negated(text[start:end]) and cover(about, text[start:end]) > 0 for start, end in spans)


def _as_real(about: str, words: str) -> bool:
    """What happened is told neither by what could happen ("orders can be cancelled" is not "it was cancelled") nor by
    what happens as a rule ("a refund takes 5 days" is not "it has been refunded")."""
    told, said = _told_as(about), normal(words)
    if told.been and _TO_COME.search(said) and not _HAPPENED.search(said):
        return False
    if told.been and not _PAST.search(said):
        return False
    return not (told.happened and _COULD.search(said))


class _As(NamedTuple):
    been: bool
    happened: bool


@remembered(2_048)
def _told_as(about: str) -> _As:
    """How an author's phrase tells it: as something that has been done, as something that happened."""
    told = normal(about)
    return _As(_BEEN.search(told) is not None, _HAPPENED.search(told) is not None)


def _contrary(about: str, words: str) -> bool:
    """Whether the words say the opposite: closed where the author wrote open."""
    wanted = frozenset(content(about))
    if wanted.isdisjoint(_SIDES):
        return False
    held = frozenset(content(words))
    return any(
        (one in wanted and one not in held and other in held) or (other in wanted and other not in held and one in held)
        for one, other in _CONTRARY
    )
