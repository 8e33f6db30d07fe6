"""Notes about a customer without a verb: "No store credit", "Two bags missing", "Cash back only"."""

import re
from collections.abc import Sequence

from harness.text.caseless import Caseless

from ..keys import key_in
from ..nouns import AnyItem, Fact, Want
from .clauses import read_clause
from .grammar import bare
from .reactions import reactions
from .reading import Context

_NO = re.compile(r"(?:absolutely )?no (?:more )?(?P<what>(?:\S+ ){0,8}\S+)", re.IGNORECASE)
_NOT_HAD = re.compile(
    r"(?:\S+ ){0,2}(?:receipts?|idea|clue|memory|record|e-?mail|account|card|number|app|smartphone|phone(?! calls?)"
    r"|internet|wifi|access|response"
    r"|reply|answer|word|news|update|one|luck|sign|trace|packaging|box|tags?|history|proof|problem|issue|rush|hurry"
    r"|longer|doubt)\b",
    re.IGNORECASE,
)
"""What is not there, and no terms of the customer's."""
_VERB = re.compile(
    r"\b(?:she|he|they|you|i|if|when|until|unless|is|are|was|were|has|have|had|does|do|did|will|would|can|could"
    r"|should|must|may|shows?|came|went|got|works?"
    r"|says?|said)\b|n't\b",
    re.IGNORECASE,
)
_ONLY = re.compile(r"(?P<what>(?:[\w'-]+ ){1,5}?)only", re.IGNORECASE)
_STATE = (
    r"missing|gone|dead|broken|cracked|damaged|faulty|wrong|late|expired|overdue|spoil(?:ed|ing|t)|stuck|torn|stolen"
    r"|lost|thrown (?:out|away)"
    r"|tossed|frozen|down|empty|incomplete|unopened|unused|short|duplicated?|delayed|locked|closed|blocked"
    r"|disconnected"
)
_BROKEN = re.compile(
    rf"(?P<thing>(?:[\w#'.$£-]+ ){{1,6}})(?:still |already |now |all )?(?:{_STATE})\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_DOES = re.compile(
    r"(?:she|he|they|you|i|it|the (?:customer|user|caller)|keep|use|stay|be|make|write|speak|act|sound|give|say|ask"
    r"|report|get|do|mark)\b"
    r"|(?:\S+ ){1,3}(?:feels?|gets?|keeps?|stays?|seems?|sounds?|uses?|wants?|needs?|runs?|turns?|prefers?)\b",
    re.IGNORECASE,
)
"""What opens a sentence with a verb after all."""
_UNKNOWN = re.compile(r"(?P<what>(?:[\w'-]+ ){1,5})(?:unknown|not known|forgotten|unclear|not to hand)", re.IGNORECASE)
_ASKED = Caseless(
    r"(?P<thing>[^\"?:]{2,50}?) (?P<does>offered|suggested|proposed|mentioned|brought up|refused|denied"
    r"|declined)\?\s+(?P<then>.+)",
    re.DOTALL,
)
_ACTS = {
    "refused": "refuses",
    "denied": "refuses",
    "declined": "refuses",
    "mentioned": "mentions",
    "brought up": "mentions",
}


_BECAUSE = re.compile(
    r"(?P<what>no (?:[\w'-]+ ?){1,6}),? (?:because |as |since )?(?P<why>(?:she|he|they|you|i|the customer) [^\"]+)",
    re.IGNORECASE,
)


def terse(text: str, context: Context) -> Sequence[AnyItem]:
    """The items of a note without a verb; nothing for any other text."""
    if match := _ASKED.fullmatch(text):
        does = _ACTS.get(match["does"].casefold(), "offers")
        return reactions(
            "if", f"the agent {does} {match['thing'][:1].lower()}{match['thing'][1:]}", match["then"], context
        )
    if match := _BECAUSE.fullmatch(text):
        # "No branch visits, she has no car": the terms, and why.
        name, why = read_clause(match["why"], context)
        terms = _part(match["what"], context)
        return (*terms, *why) if terms and name else ()
    if len(text.split()) > 24 or '"' in text or _VERB.search(text):
        return ()
    found = [item for part in re.split(r"\s*;\s*", text) for item in _part(bare(part), context)]
    return found if len(found) >= len(re.split(r"\s*;\s*", text)) else ()


def _part(text: str, context: Context) -> Sequence[AnyItem]:
    if match := _UNKNOWN.fullmatch(text):
        what = match["what"].strip()
        return (Fact(**context.base, key=key_in(what) or what.casefold(), known=False),)
    if match := _ONLY.fullmatch(text):
        return (Want(**context.base, role="constraint", about=f"only {_small(match['what'].strip())}"),)
    if (match := _NO.fullmatch(text)) and not _NOT_HAD.match(match["what"]):
        return (Want(**context.base, role="constraint", about=bare(match["what"]), accepts=False),)
    if not match and _BROKEN.fullmatch(text) and not _DOES.match(text):
        return (Fact(**context.base, value=text[:1].upper() + text[1:]),)
    return ()


def _small(words: str) -> str:
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
