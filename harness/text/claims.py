"""Does a clause say that something was done, or is being done? The blockers matter as much as the patterns.

A claim that is wrongly found may stop a release, so everything hypothetical, denied, reported, dated or done by the
customer is left out. The sets in tests/text measure precision and recall; expect less in the field.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from .actions import BASE, GERUND, PAST, Action, class_of
from .idioms import idioms
from .listing import listed
from .quick import Quick

_ADVERB = (
    r"(?:now|just|also|already|successfully|then|since|both|even|all|gone ahead and|went ahead and"
    r"|been able to|was able to|were able to|managed to|personally"
    r"|\w{2,12}ly|gone and|kindly)"
)
_OBJECT_FOLLOWS = (
    r"(?= (?:your|the|that|it|this|these|those|both|all|a|an|you|his|her|their|now|one|£|\$|€|order|for)|[.!,]|$)"
)
_PASSIVE_PAST = (
    r"(?:refunded|reimbursed|credited|cancell?ed|terminated|closed|updated|changed|amended|corrected|modified"
    r"|switched|removed|deleted|extended"
    r"|paused|upgraded|created|opened|raised|logged|lodged|registered|sent|emailed|resent|forwarded|reset|unlocked"
    r"|verified|issued|processed"
    r"|arranged|completed|submitted|initiated|approved|authori[sz]ed|applied|waived|added"
    r"|redirected|rerouted|ended|stopped|repaid|paid back|returned|reversed|filed"
    r"|blocked|unblocked|frozen|suspended|activated|deactivated|disabled|booked|rebooked|reserved|scheduled"
    r"|rescheduled|requested|registered|enrolled|confirmed|secured|placed|made|finali[sz]ed|dispatched|shipped|posted|moved)"
)
_STATE_PAST = (
    r"(?:refunded|cancell?ed|terminated|closed|updated|changed|corrected|reset|unlocked|verified|processed|completed"
    r"|removed|submitted|rescheduled|confirmed|secured|upgraded|done)"
)
_NOW_PAST = rf"(?:{_STATE_PAST}|booked|rebooked|reserved|arranged)"
"""What is so only now was just done; what is so may have been so for long: "your flight is booked in economy"."""
_THING = (
    r"(?:refund|order|cancellation|address|subscription|membership|email|password|booking|ticket|case|payment|link"
    r"|account|appointment|change|reservation|report|rsvp|request)"
)

_PERFECT = Quick(
    rf"\b(?:(?:i|we)(?:'ve| have|'d| had)?|(?:our team|my colleague)(?:'s| has)?)(?: {_ADVERB}){{0,3}} (?P<v>{PAST}"
    rf"|(?:(?<=able to )|(?<=managed to )){BASE})\b"
)
_SWAP = re.compile(r"\b(?:exchange|return|swap|replacement)s?\b")
"""Things to be made or requested that are changes, though of no class of their own."""
_GOT_DONE = Quick(
    rf"\b(?:i|we)(?:'ve| have) (?:got|had) (?:that|this|it|your (?:\w+ ){{1,3}})\s?(?P<v>{_STATE_PAST})\b"
)
_AND_TOO = re.compile(rf" and (?:{_ADVERB} )?(?P<v>{PAST})\b")
_PASSIVE = Quick(
    rf"(?:\b(?:has|have)|'s|'ve)(?: (?:now|just|also|all|both|successfully|\w{{2,12}}ly)){{0,3}} been(?:"
    rf" {_ADVERB}){{0,2}} (?P<v>{_PASSIVE_PAST})\b"
)
_STATE = Quick(
    rf"(?:\b(?:is|are)|'s|'re)(?: all)? now (?:\w{{2,12}}ly )?(?P<v>{_NOW_PAST})\b"
    rf"|\byour (?:[\w'-]+ ){{1,5}}(?:is|are)(?: all| both)? (?P<v2>{_STATE_PAST})\b"
    rf"|\b(?:was|were) (?:just|now|successfully) (?P<v3>{_PASSIVE_PAST})\b"
    r"|\brefund (?:of \S{1,20} )?was (?P<v4>made|issued|processed|sent)\b"
)
_NEW_VALUE = Quick(
    r"\b(?:address|email|phone(?: number)?|name|plan|card|payment method) (?:\w+ ){0,4}is now (?!\w+ed\b|being\b|not\b)"
)
_PROGRESS = Quick(
    rf"\b(?:i'm|i am|we're|we are)(?: {_ADVERB}| currently| in the (?:process|middle) of){{0,2}}"
    rf" (?P<v>{GERUND})\b{_OBJECT_FOLLOWS}"
    rf"|\b(?:is|are)(?: now| currently)? being (?P<v2>{_PASSIVE_PAST})\b"
    rf"|^(?:just |now |ok,? |okay,? )?(?P<v3>{GERUND}) (?:your|the|that|it|this|you|a|an)\b"
)
_FRAGMENT = Quick(
    rf"^(?:all )?(?:your |the )?(?:\w+ ){{0,2}}{_THING} (?:\w+ )?(?P<v>{_PASSIVE_PAST}|completed?|confirmed)[.!]*$"
    rf"|^(?P<v2>cancell?ed|refunded|updated|sent|reset)[.!]*$"
)
_DONE = Quick(
    r"^(?:and |it's |that's |thats |that is |ok |okay )?(?:now )?(?:all )?(?:done|sorted)(?: for you)?\b[.!]*$"
    r"|\b(?:that's|that is|it's|it is|this is|everything is|everything's)(?: now)? (?:all )?(?:done|sorted|taken"
    r" care of|gone through|complete)\b"
    r"|\b(?:you're|you are) (?:now )?all (?:set|sorted|done)\b|\bconsider it done\b"
)
_CHANGES_DONE = Quick(
    r"\b(?:all|the|your|these|those|both) (?:\w+ )?(?:changes|updates|amendments)(?: are| is| have been)?(?: all| now)*"
    r" (?:done|made|complete|completed|in place|saved)\b"
)
_ON_ITS_WAY = Quick(
    r"\b(?P<what>refund|money|credit|replacement|voucher|link|email|confirmation|code|label)\b(?: \w+){0,4} (?:is"
    r"|are)(?: now| already)?"
    r" (?:on (?:its|the|their) way|heading your way)"
)
_TOOK_OFF = Quick(
    r"\b(?:i|we)(?:'ve| have)?(?: \w{2,12}ly| just| now)? (?:took|taken) (?:(?:that|the|it|this|your)"
    r" )?(?P<what>(?:\w+ ){0,3})off\b"
)

_DENIED = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|cannot|cant|wont|dont|hardly|without|unable|[a-z]+n't)\b(?!"
    r" (?:only|problem|worries)\b)"
)
_HYPOTHETICAL = re.compile(
    r"\b(?:if|once|when|whenever|until|unless|will|can|could|would|should|shall|might|must|let me|let us|let's"
    r"|(?<!\d )(?<!\d[a-z]{2} )(?<!of )(?<!in )may(?! \d)"
    r"|need to|needs to|have to|has to"
    r"|to be|to have|going to|want to|wants|like to|trying|try to|as soon as|in case|whether|make sure|ensure|after"
    r"|how|why|please|check that|before"
    r"|did|does|unless|provided|suppose|imagine|requires?|means)\b|'ll\b|'d like\b"
)
_REPORTED = re.compile(
    r"\b(?:i|we) (?:can |could |do )?(?:also )?(?:see|notice|noticed|hear|understand|gather|believe)\b"
    r"|\b(?:records?|system|notes?|account|history|screen|status|database|file|it|tracking) (?:also )?(?:shows?"
    r"|says?|indicates?|states?|suggests?)\b"
    r"|\b(?:looks like|seems|appears|according to|apparently|showing|says|saying|shows|sorry|apologi[sz]e|apologies"
    r"|regret|understand)\b"
    r"|\byou (?:mentioned|said|told|say|mention|reported|asked|wrote|see|were|are telling)\b|\bas (?:marked"
    r"|shown)\b|\bmarked as\b"
)
_BY_OTHERS = re.compile(
    r"\b(?:policy|policies|terms|prices?|website|opening hours|conditions)\b|\bbecause (?:you|it)\b"
)
_DATED = re.compile(
    r"\b(?:yesterday|ago|since|previously|already|originally|recently|last (?:week|month|year|night|\w+day)|earlier"
    r" this|back in)\b"
)
_DATED_AFTER = re.compile(
    r" (?:\w+ ){0,3}?(?:on (?:the )?(?:\d|\w{3,6}day|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|in (?:jan|feb"
    r"|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*|\w+ (?:days|weeks|months) ago)"
)
_BY_SOMEBODY = re.compile(r" (?:\w+ ){0,4}?(?:(?<!caused )by the|by you)\b")
"""Right after the verb: who did it, and that was not the agent."""
_OURS_NEXT = re.compile(r" (?:our|the company'?s?) ")
_RATHER_A_FACT = re.compile(r"\b(?:means?|will|would|takes?|requires?|can|may(?! \d)|could|is|are|might)\b")


class Claimed(NamedTuple):
    """One action that a clause claims."""

    act: Literal["claim", "progress"]
    action: Action | None


def claimed(line: str) -> tuple[Claimed, ...]:
    """The actions that a clause in normal form claims as done or under way, each once. Not for questions."""
    return tuple(dict.fromkeys(_claims(line)))


_DEED = re.compile(rf"\b(?P<v>{PAST}|{GERUND})\b")
_BLOCKS = (_DENIED, _HYPOTHETICAL, _REPORTED, _BY_OTHERS, _DATED)


def hedged(line: str) -> bool:
    """Whether a clause in normal form denies, supposes, reports or dates what it speaks of: then it claims nothing."""
    return any(block.search(line) for block in _BLOCKS)


def perhaps(line: str) -> Action | None:
    """The action that a clause in normal form speaks of as no offer, denial, report or condition: whether it claims it
    done, where `claimed` does not say so, only reading would tell."""
    if hedged(line):
        return None
    found = (class_of(deed["v"], line[deed.end() :]) for deed in _DEED.finditer(line))
    return next((action for action in found if action is not None), None)


def _claims(line: str) -> Iterator[Claimed]:
    yield from _own(line)
    yield from _things(line)
    yield from _under_way(line)
    for found, action in idioms(line):
        if not _blocked(line, found) and not _history(line, found):
            yield Claimed("claim", action)


def _own(line: str) -> Iterator[Claimed]:
    """What I or we have done."""
    for pattern in (_PERFECT, _GOT_DONE):
        for found in pattern.finditer(line):
            if not _blocked(line, found) and not _OURS_NEXT.match(line, found.end()):
                yield from _done(line, found)
                if too := _AND_TOO.search(line, found.end()):
                    yield from _done(line, too)
    for found in _TOOK_OFF.finditer(line):
        if not _blocked(line, found):
            yield Claimed("claim", "refund" if re.search(r"charge|fee|cost|payment", found["what"]) else "update")


def _done(line: str, found: re.Match[str]) -> Iterator[Claimed]:
    verb = next(word for word in found.groupdict().values() if word)
    action = class_of(verb, line[found.end() :])
    if action is not None or verb not in _TOO_COMMON:
        yield Claimed("claim", action)


_TOO_COMMON = listed(
    "made given placed returned reversed applied started requested stopped ended closed make give place"
)
"""Verbs that claim an action only together with the right noun."""


def _things(line: str) -> Iterator[Claimed]:
    """What has been done to something, or is now so."""
    for pattern in (_PASSIVE, _STATE):
        for found in pattern.finditer(line):
            if not _blocked(line, found) and not _history(line, found):
                action = _class_of_thing(line, found)
                common = _TOO_COMMON & {word for word in found.groupdict().values() if word}
                if action or not common or _SWAP.search(_before(line, found)):
                    yield Claimed("claim", action)
    if (moved := _CHANGES_DONE.search(line)) and not _blocked(line, moved):
        yield Claimed("claim", "update")
    if (fragment := _FRAGMENT.search(line)) and not _DENIED.search(line):
        yield Claimed("claim", _class_of_thing(line, fragment))
    if (moved := _NEW_VALUE.search(line)) and not _blocked(line, moved):
        yield Claimed("claim", "update")
    if (done := _DONE.search(line)) and not _blocked(line, done):
        yield Claimed("claim", None)
    if (sent := _ON_ITS_WAY.search(line)) and not _blocked(line, sent):
        yield Claimed("claim", "refund" if sent["what"] in ("refund", "money", "credit") else "send")


def _under_way(line: str) -> Iterator[Claimed]:
    for found in _PROGRESS.finditer(line):
        if _blocked(line, found) or (found["v3"] and _RATHER_A_FACT.search(line, found.end())):
            continue
        verb = next(word for word in found.groupdict().values() if word)
        yield Claimed(
            "progress", class_of(verb, line[found.end() :]) or class_of(verb, line[max(0, found.start() - 40) :])
        )


def _class_of_thing(line: str, found: re.Match[str]) -> Action | None:
    """In "your refund has been issued" the noun that decides stands before the verb."""
    verb = next(word for word in found.groupdict().values() if word)
    return class_of(verb, _before(line, found)) or class_of(verb, line[found.end() :])


def _before(line: str, found: re.Match[str]) -> str:
    """The subject: up to 40 characters before the match, and the match itself without its verb."""
    return (
        line[max(0, found.start() - 40) : found.end()]
        .rpartition(" ")[0]
        .replace(",", " ")
        .replace(".", " ")
        .replace(":", " ")
    )


def _blocked(line: str, found: re.Match[str]) -> bool:
    """Denied before or inside the match; hypothetical or reported before it; about a policy."""
    start, end = found.span()
    before = line[:start]
    return bool(
        _DENIED.search(line, 0, end)
        or _HYPOTHETICAL.search(before)
        or _REPORTED.search(before)
        or _BY_OTHERS.search(line[max(0, start - 60) : start])
    )


def _history(line: str, found: re.Match[str]) -> bool:
    """Passives with a date tell what happened once, not what was just done."""
    end = found.end()
    return bool(_DATED.search(line) or _DATED_AFTER.match(line, end) or _BY_SOMEBODY.match(line, end))
