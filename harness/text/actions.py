"""The classes of action that tools perform, and the verbs people use for them."""

import re
from typing import Final, Literal

from .listing import listed

Action = Literal["look_up", "verify", "refund", "cancel", "update", "create", "send", "reset"]

_VERBS: Final[dict[Action | None, str]] = {
    "refund": "refund/refunded/refunding reimburse/reimbursed/reimbursing credit/credited/crediting"
    " repay/repaid/repaying",
    "cancel": "cancel/cancelled/cancelling cancel/canceled/canceling terminate/terminated/terminating"
    " stop/stopped/stopping close/closed/closing end/ended/ending",
    "update": "update/updated/updating change/changed/changing amend/amended/amending correct/corrected/correcting"
    " edit/edited/editing modify/modified/modifying switch/switched/switching"
    " redirect/redirected/redirecting reroute/rerouted/rerouting remove/removed/removing delete/deleted/deleting"
    " extend/extended/extending pause/paused/pausing upgrade/upgraded/upgrading add/added/adding"
    " block/blocked/blocking unblock/unblocked/unblocking freeze/frozen/freezing suspend/suspended/suspending"
    " activate/activated/activating deactivate/deactivated/deactivating enable/enabled/enabling"
    " disable/disabled/disabling reschedule/rescheduled/rescheduling rebook/rebooked/rebooking"
    " move/moved/moving",
    "create": "create/created/creating open/opened/opening raise/raised/raising log/logged/logging"
    " lodge/lodged/lodging file/filed/filing book/booked/booking register/registered/registering"
    " schedule/scheduled/scheduling reserve/reserved/reserving enrol/enrolled/enrolling",
    "send": "send/sent/sending email/emailed/emailing post/posted/posting mail/mailed/mailing"
    " forward/forwarded/forwarding resend/resent/resending dispatch/dispatched/dispatching"
    " ship/shipped/shipping text/texted/texting",
    "reset": "reset/reset/resetting unlock/unlocked/unlocking",
    "verify": "verify/verified/verifying validate/validated/validating",
    "look_up": "find/found/finding locate/located/locating check/checked/checking review/reviewed/reviewing"
    " retrieve/retrieved/retrieving",
    None: "issue/issued/issuing process/processed/processing arrange/arranged/arranging"
    " complete/completed/completing submit/submitted/submitting initiate/initiated/initiating"
    " approve/approved/approving authorise/authorised/authorising authorize/authorized/authorizing"
    " finalise/finalised/finalising start/started/starting make/made/making give/given/giving"
    " apply/applied/applying place/placed/placing request/requested/requesting waive/waived/waiving"
    " return/returned/returning reverse/reversed/reversing confirm/confirmed/confirming secure/secured/securing",
}
"""Base, past and -ing form by class. None: what is done depends on the noun that follows ("issued a refund")."""

_BASE: Final[dict[str, Action | None]] = {}
_PAST: Final[dict[str, Action | None]] = {}
_GERUND: Final[dict[str, Action | None]] = {}
for _action, _line in _VERBS.items():
    for _verb in _line.split():
        _base, _past, _gerund = _verb.split("/")
        _BASE[_base], _PAST[_past], _GERUND[_gerund] = _action, _action, _action

BASE: Final = rf"(?:{'|'.join(_BASE)}|look up|set up)"
PAST: Final = rf"(?:{'|'.join(_PAST)}|paid (?:\S+ ){{0,3}}back|looked (?:\w+ ){{0,3}}up|looked into|pulled up|set up)"
GERUND: Final = rf"(?:{'|'.join(_GERUND)}|looking up|looking into|pulling up|setting up)"

_NOUNS: Final[tuple[tuple[Action, re.Pattern[str]], ...]] = (
    ("create", re.compile(r"\b(?:tickets?|cases?|complaints?|incidents?|support requests?)\b")),
    ("refund", re.compile(r"\b(?:refunds?|reimbursements?|money|credits?(?! cards?\b| notes?\b| checks?\b))\b")),
    ("cancel", re.compile(r"\bcancell?ations?\b")),
    ("reset", re.compile(r"\b(?:resets?|passwords?)\b")),
    (
        "send",
        re.compile(
            r"\b(?:replacements?|vouchers?|certificates?|gift cards?"
            r"|links?|labels?|codes?|cop(?:y|ies)|receipts?|e-?mails?|confirmations?)\b"
        ),
    ),
    ("update", re.compile(r"\b(?:changes?|updates?|amendments?|corrections?)\b")),
)
_OVERRULED: Final[dict[Action | None, tuple[Action, ...]]] = {
    None: ("create", "refund", "cancel", "reset", "send", "update"),
    "create": ("create", "refund", "cancel"),
    "send": ("refund", "reset"),
}
"""Which nouns overrule the verb: "opened a refund" refunds, "sent a reset link" resets, "cancelled the refund"
cancels."""

_FORM: Final = re.compile(
    rf"\b(?P<done>{PAST}|{GERUND})\b|(?P<before>[\w']+) (?P<base>{BASE})\b|\b(?P<noun>refund|cancellation)s?\b"
)
_BEFORE_A_VERB: Final = listed(
    "to i we can will could shall should may might would me us and or please you not cannot also just now then"
    " ahead won't can't i'll we'll couldn't directly instead again either let's"
)
_BRINGS_ABOUT: Final = listed(
    "complete completed completing submit submitted submitting process processed processing make made making place"
    " placed placing arrange arranged arranging finalise finalised finalising request requested requesting confirm"
    " confirmed confirming secure secured securing done"
)
_BROUGHT_ABOUT: Final = re.compile(
    r"\b(?:bookings?|reservations?|appointments?|rsvps?|reports?|claims?|applications?|registrations?|enrolments?)\b"
)
"""To make, submit or confirm one of these is to create it, unless a noun that says more stands beside it."""
_GIVES_BACK: Final = listed("return returned returning reverse reversed reversing")
_PAID: Final = re.compile(r"\b(?:charges?|payments?|fees?|cards?|bank)\b|[£$€]")
"""To return or reverse is to refund when it is money, or goes to a card."""
_GIVE: Final = frozenset({"give", "given", "giving"})
"""To give is an action only with a refund: a voucher that is given is not yet sent."""
_NEEDS_A_CONTRACT: Final = listed("stop stopped stopping close closed closing end ended ending")
_CONTRACT: Final = re.compile(
    r"\b(?:accounts?|subscriptions?|memberships?|plans?|contracts?|services?|payments?|orders?)\b"
)
"""To stop, close or end is to cancel only when it is one of these: a card "ending 4417" cancels nothing."""
_OBJECT: Final = 60
"""Characters after a verb in which its object is looked for."""


def class_of(verb: str, after: str) -> Action | None:
    """The class of action of a verb form in normal form, seen with the words after it; None when they do not tell."""
    head = verb.split()[0]
    if head in ("looked", "looking", "look", "pulled", "pulling"):
        return "look_up"
    if head in ("set", "setting"):
        return "create"
    if head == "paid":
        return "refund"
    if head in _GIVES_BACK and _PAID.search(after[:_OBJECT]):
        return "refund"
    own = next((forms[verb] for forms in (_PAST, _GERUND, _BASE) if verb in forms), None)
    if verb in _NEEDS_A_CONTRACT:
        return own if _CONTRACT.search(after[:_OBJECT]) else None
    return _by_noun(verb, own, after) or own


def _by_noun(verb: str, own: Action | None, after: str) -> Action | None:
    wanted = _OVERRULED.get(own)
    if wanted is None:
        return None
    if verb in _GIVE:
        wanted = ("refund",)
    window = re.split(r"[.,;:!?]", after[:_OBJECT], maxsplit=1)[0]
    named = next((action for action, noun in _NOUNS if action in wanted and noun.search(window)), None)
    brought = verb in _BRINGS_ABOUT and _BROUGHT_ABOUT.search(window)
    return named or ("create" if brought else None)


def action_in(line: str) -> Action | None:
    """The first class of action that a line in normal form speaks of: "cancel" in "shall i cancel it"."""
    for found in _FORM.finditer(line):
        if found["noun"]:
            return "refund" if found["noun"] == "refund" else "cancel"
        if found["base"] == "refund":
            return "refund"
        if found["base"] and found["before"] not in _BEFORE_A_VERB:
            continue
        action = class_of(found["done"] or found["base"], line[found.end() :])
        if action is not None:
            return action
    return None
