"""Things said to be done without a verb of doing them: "your refund has gone through", "consider it cancelled"."""

import re
from collections.abc import Iterator

from .actions import Action, class_of
from .quick import Quick

_LATELY = r"(?:now|just|also|already|all|successfully|gone ahead and|been able to|\w{2,12}ly)"
_OURS = rf"\b(?:i|we)(?:'ve| have)(?: {_LATELY}){{0,3}}"
_DEED = (
    r"(?:refund|reimbursement|repayment|cancellation|return|replacement|exchange|reset|password reset|reset link"
    r"|reset email|link|email|voucher|credit|complaint|ticket|change|update|swap)"
)
_ENDED = r"(?:cancell?ed|refunded|reimbursed|changed|updated|amended|reset|booked|reversed)"
_NEW_ONE = r"(?:your|the) new (?:\w+ ){0,2}(?:address|email|number|name|card)"

_SEEN_TO = Quick(
    rf"{_OURS} (?:pushed|actioned|sorted(?: out)?|triggered|taken care of|seen to|dealt with|fired off|kicked off"
    r"|popped|gone ahead with|put a stop to|put through|ordered you|put(?=[^.!?]{1,60} through\b))"
    r" (?P<rest>(?:[\w£$€.'-]+ ){0,4}[\w'-]+)"
)
_DONE_THAT = Quick(rf"{_OURS} (?:done|sorted|seen to|taken care of) (?:that|it|this|all of that)\b")
_GONE_THROUGH = Quick(
    rf"\b(?P<what>{_DEED})(?: (?:of|for) \S+)?(?: has| have|'s|'ve)(?: {_LATELY}){{0,2}} (?:gone (?:through|out)"
    r"|come through|been (?:put through|pushed through|actioned|sorted|taken care of|seen to|called back|recalled"
    r"|pulled|granted|triggered))\b"
    r"|(?:\bmoney|\bamount|\bcharge|[£$€]\d[\d.,]*)(?: (?:has|have)|'s)"
    rf"(?: {_LATELY}){{0,2}} gone back\b"
)
"""Not of orders, parcels and payments: when they have gone through or out, it was not the agent who did it."""
_BACK_WITH_YOU = Quick(
    r"(?:\b(?:money|payment|amount|charge)|[£$€]\d[\d.,]*)(?: \w+){0,3} (?:is|are)"
    r"(?: now (?:back|going back)| (?:heading|making its way) back| on its way back)\b(?! (?:with)?in\b)"
)
_SO_NOW = Quick(
    rf"\b(?:that|it|this)(?:'s| is)(?: all| now| all now)? (?P<v>{_ENDED}) (?:now|for you)\b"
    rf"|\b(?:that|it|this)(?:'s| is) (?:all|now|all now) (?P<v2>{_ENDED})\b"
    rf"|\bconsider (?:it|that|this) (?P<v3>{_ENDED}|sorted)\b"
    rf"|\bthat(?:'s| is) (?:your|the) (?P<what>{_DEED}) (?:sorted|done|through|complete|cancell?ed|made|booked)\b"
    r"|\b(?:it|that|everything)(?: has|'s) all been (?:taken care of|seen to|sorted)\b"
)
_OVER = Quick(
    r"\b(?:subscription|membership|contract|plan|club)\b(?: \w+){0,3} (?:has (?:now )?(?:come to an end|ended)"
    r"|is (?:now )?over) (?:now|today|as of (?:now|today)|with immediate effect)\b"
)
_THERE_NOW = Quick(
    r"\b(?:link|email|code|confirmation|label) (?:is|are)(?: now| already)? in your (?:inbox|mailbox|e-?mail)\b"
    r"(?! (?:with)?in\b)"
    r"|\bthere(?:'s| is) now (?:an? )?(?:\S+ )?(?:credit|voucher) (?:waiting )?(?:on|in) your\b"
)
_NEW_ONE_THERE = Quick(
    rf"{_OURS} (?:put|noted|entered|saved|recorded|popped) {_NEW_ONE} (?:on|in|into|onto)\b"
    rf"|\b{_NEW_ONE} is (?:now )?on (?:the|your) (?:order|account|record|file) now\b"
    rf"|\b{_NEW_ONE} is now on (?:the|your) (?:order|account|record|file)\b"
    rf"|\bupdated our (?:records?|systems?|files?) with {_NEW_ONE}\b"
)


def idioms(line: str) -> Iterator[tuple[re.Match[str], Action | None]]:
    """Each place of a clause in normal form that says so, and the class of the action; None where no word tells it."""
    for found in _SEEN_TO.finditer(line):
        if (action := _of(found["rest"])) is not None:
            yield found, action
    for found in _SO_NOW.finditer(line):
        verb = found["v"] or found["v2"] or found["v3"]
        yield found, _of(found["what"]) if found["what"] else class_of(verb, "") if verb else None
    for found in _GONE_THROUGH.finditer(line):
        yield found, _of(found["what"]) if found["what"] else "refund"
    for pattern, action in _ALWAYS:
        for found in pattern.finditer(line):
            yield found, action


_ALWAYS: tuple[tuple[Quick, Action | None], ...] = (
    (_DONE_THAT, None),
    (_BACK_WITH_YOU, "refund"),
    (_OVER, "cancel"),
    (_THERE_NOW, "send"),
    (_NEW_ONE_THERE, "update"),
)


def _of(thing: str) -> Action | None:
    return class_of("made", f" {thing}")
