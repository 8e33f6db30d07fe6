"""The verbs that rules know: every form of each, and what somebody who does it can be seen doing."""

import re
from dataclasses import dataclass
from typing import Literal

from ..nouns import Act, Action
from .wordlist import listed

Form = Literal["base", "third", "past", "participle", "ing"]

# One line an act; the forms are made from the base. Read aloud: "to ask, request, enquire is to ask".
_ACTS: dict[Act, str] = {
    "ask": "ask request enquire inquire prompt query collect gather obtain",
    "say": (
        "tell say explain inform confirm mention state describe clarify note remind warn advise reveal "
        "disclose share list show acknowledge assure reassure discuss quote claim imply pretend suggest "
        "recommend summarise summarize express notice recognise recognize admit announce assert insist answer "
        "respond reply read speak talk point indicate instruct direct thank greet welcome include convey "
        "present specify outline report repeat hint congratulate wish communicate recap restate name threaten blame"
    ),
    "offer": "offer promise propose guarantee allow permit approve accept agree grant waive",
    "refuse": "refuse decline deny reject turn",
    "apologise": "apologise apologize",
    "hand_off": "transfer route escalate redirect forward refer connect hand pass put reroute",
}

_ACTIONS: dict[Action, str] = {
    "refund": "refund reimburse repay",
    "cancel": "cancel terminate void unsubscribe",
    "update": "update change modify correct amend edit exchange replace alter adjust upgrade downgrade move "
    "switch rebook reschedule block unblock freeze unfreeze suspend activate deactivate enable disable "
    "remove delete increase lower reduce decrease extend swap",
    "create": "create open raise file log book schedule place register order add reserve",
    "send": "send email e-mail mail text resend ship dispatch deliver notify",
    "reset": "reset unlock restore recover",
    "verify": "verify authenticate identify validate",
    "look_up": "look find search retrieve investigate check review track locate fetch consult",
}

_OTHER = (
    "give provide supply process issue make arrange perform complete initiate start begin carry use call run "
    "invoke need get "
    "receive reach land end keep stay let be have do go want help handle charge take leave close finish"
)
"""Verbs whose object says what is done, or that only join other words."""

_IRREGULAR: dict[str, tuple[str, str]] = {
    "tell": ("told", "told"),
    "say": ("said", "said"),
    "give": ("gave", "given"),
    "send": ("sent", "sent"),
    "resend": ("resent", "resent"),
    "find": ("found", "found"),
    "read": ("read", "read"),
    "speak": ("spoke", "spoken"),
    "put": ("put", "put"),
    "make": ("made", "made"),
    "begin": ("began", "begun"),
    "run": ("ran", "run"),
    "get": ("got", "got"),
    "keep": ("kept", "kept"),
    "let": ("let", "let"),
    "be": ("was", "been"),
    "have": ("had", "had"),
    "do": ("did", "done"),
    "go": ("went", "gone"),
    "reset": ("reset", "reset"),
    "repay": ("repaid", "repaid"),
    "show": ("showed", "shown"),
    "take": ("took", "taken"),
    "leave": ("left", "left"),
    "withdraw": ("withdrew", "withdrawn"),
    "rebook": ("rebooked", "rebooked"),
    "forget": ("forgot", "forgotten"),
    "freeze": ("froze", "frozen"),
    "unfreeze": ("unfroze", "unfrozen"),
}
_DOUBLED = frozenset(listed("permit refer cancel transfer ship stop log admit swap reset put let get run begin forget"))
_DOUBLED_ED = _DOUBLED - {"reset", "put", "let", "get", "run", "begin"}
_THIRD = {"be": "is", "have": "has", "do": "does", "go": "goes"}


@dataclass(frozen=True)
class Verb:
    """A verb: its base, and what doing it comes to. Both None for verbs whose object decides."""

    base: str
    act: Act | None
    action: Action | None = None


def _third(base: str) -> str:
    if base in _THIRD:
        return _THIRD[base]
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    return base + (base[-1] if base in _DOUBLED_ED else "") + "ed"


def _ing(base: str) -> str:
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return base[:-1] + "ing"
    return base + (base[-1] if base in _DOUBLED else "") + "ing"


def _forms(base: str) -> list[tuple[str, Form]]:
    past, participle = _IRREGULAR.get(base, (_past(base), _past(base)))
    forms: list[tuple[str, Form]] = [(base, "base"), (_third(base), "third"), (_ing(base), "ing")]
    forms += [(participle, "participle"), (past, "past")]
    if base == "cancel":
        forms += [("canceled", "participle"), ("canceling", "ing")]
    return forms


def _all_verbs() -> dict[str, Verb]:
    verbs = {base: Verb(base, None) for base in _OTHER.split()}
    for action, bases in _ACTIONS.items():
        verbs.update({base: Verb(base, "do", action) for base in bases.split()})
    for act, bases in _ACTS.items():
        verbs.update({base: Verb(base, act) for base in bases.split()})
    return verbs


VERBS: dict[str, Verb] = _all_verbs()
"""Base -> verb."""


def _all_forms() -> dict[str, tuple[Verb, frozenset[Form]]]:
    found: dict[str, tuple[Verb, set[Form]]] = {}
    for verb in VERBS.values():
        for word, form in _forms(verb.base):
            found.setdefault(word, (verb, set()))[1].add(form)
    return {word: (verb, frozenset(forms)) for word, (verb, forms) in found.items()}


FORMS: dict[str, tuple[Verb, frozenset[Form]]] = _all_forms()
"""Any form of a known verb, in small letters -> the verb, and which forms it is."""

NOUN_ACTIONS: dict[str, Action] = {
    "refund": "refund",
    "refunds": "refund",
    "reimbursement": "refund",
    "money back": "refund",
    "cancellation": "cancel",
    "exchange": "update",
    "replacement": "create",
    "change": "update",
    "changes": "update",
    "upgrade": "update",
    "downgrade": "update",
    "update": "update",
    "correction": "update",
    "return": "create",
    "ticket": "create",
    "case": "create",
    "booking": "create",
    "appointment": "create",
    "claim": "create",
    "dispute": "create",
    "reset": "reset",
    "verification": "verify",
    "identity check": "verify",
    "search": "look_up",
    "lookup": "look_up",
}
"""The thing done -> its class of action, for "processes the refund" and "offers an exchange"."""

BENEFITS: frozenset[str] = frozenset(
    listed(
        """
        refund voucher discount credit compensation gift free month waiver replacement exchange goodwill
        coupon upgrade extension reimbursement cashback rebate
        """
    )
)
"""What is offered when it is given; anything else that is given is information."""


LETTERS = re.compile(r"[a-z]+")
"""A word in small letters."""


def verb(word: str) -> tuple[Verb, frozenset[Form]] | None:
    """The verb that this word is a form of, and which forms; None when it is not known."""
    return FORMS.get(word.casefold())


def third_person(base: str) -> str:
    """The form that goes with she, he and it."""
    return _third(base)
