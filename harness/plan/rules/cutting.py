"""A sentence about the customer -> its clauses, each with the customer, or what is theirs, as subject."""

import re

from harness.text.caseless import Caseless

from .broken import PAIRED
from .grammar import bare
from .ties import masked
from .wishes import CUSTOMER

_CUT = Caseless(
    rf"\s*;\s*|\s[-–—]\s(?=(?:{CUSTOMER}\s+[a-z]|(?:wants?|needs?|would|will|won't|does|doesn't|refuses|prefers"
    rf"|insists"
    r"|expects|knows|has|had|is|was)\s))"
    rf"|(?:,\s*|\s+)(?:and|but|so|yet|though|although)\s+(?=(?:{CUSTOMER}|(?:her|his|their|your"
    rf"|my)\s+[\w' -]{{2,30}}?\s(?:is|are|was|has)|the\s+[\w' -]{{2,30}}?\s(?:is|are|shows?|reads?|says))\b)|"
    r"(?:,\s*|\s+)(?P<joint>and|but)\s+(?=(?:also |now |only |just |really |then |never |always |first |next "
    r"|later |still |finally |ideally )*(?:wants?|needs?"
    r"|would like"
    r"|will|won't|does not|doesn't|did not|didn't|do not|don't|prefers?|pushes|insists|hopes|is|are|was|were|has"
    r"|had|cannot|can't"
    r"|expects|refuses|asks|feels|lives|works|speaks|knows|remembers|accepts|pretends|thinks|believes|writes"
    r"|answers|gives|shares|mentions|tells|gets|becomes|tends|likes|hates|loves|fancies|uses|talks|types|keeps"
    r"|worries|loses|threatens|complains"
    r"|demands|interrupts|repeats|sounds|seems|speaks|pays|owns|runs|carries|could do with|can get|can"
    r" (?:describe|give|say|show|name)|might)\b)"
    r"|(?:,\s*|\s+)(?:and|but)\s+(?=what (?:she|he|they|you)\b|(?:would|'d) (?:much )?(?:rather|sooner|prefer)\b)",
)

_SUBJECT = re.compile(
    rf"(?:{CUSTOMER}|(?!(?:her|his|their|your|my|the|an?|there|this|that|these|if|when|as|once|what)\b)"
    r"(?-i:[A-Z])[\w'-]+(?: (?-i:[A-Z])[\w'-]+)*)\s+(?=[a-z])",
    re.IGNORECASE,
)
_OWN_SUBJECT = re.compile(
    rf"(?:{CUSTOMER}|her|his|their|your|my|the|an?|it|there|this|that|these|what)\b", re.IGNORECASE
)
"""A clause that says itself whom it is about; any other is about whom the first is about."""


def split_clauses(text: str) -> list[str]:
    """The clauses of a sentence that each have the customer, or what is theirs, as subject."""
    cuts = [match for match in _CUT.finditer(masked(text)) if not _inside(text, match.start())]
    starts = [0, *(match.end() for match in cuts)]
    ends = [*(match.start() for match in cuts), len(text)]
    found = [part for start, end in zip(starts, ends, strict=True) if (part := bare(text[start:end]))]
    who = _SUBJECT.match(text)
    if who is None:
        return found
    return found[:1] + [part if _OWN_SUBJECT.match(part) else f"{who[0]}{part}" for part in found[1:]]


def _inside(text: str, place: int) -> bool:
    """Whether a place lies in the content of "that ..." or between brackets, where nothing is cut."""
    before = text[:place]
    return before.count("(") > before.count(")") or PAIRED.search(before) is not None
