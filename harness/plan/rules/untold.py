"""What an expectation holds that nothing would be looked for, or something else: it is asked about, not guessed."""

import re

from harness.text.alternatives import unclear
from harness.text.others import OTHER, other_kind

from ..nouns import Action, Deed
from ..saying.wording import phrase
from .grammar import bare
from .lexicon import LETTERS, third_person, verb
from .ties import masked
from .wordlist import listed

_EXCEPT = re.compile(r"\b(?:other than|except(?: for)?|apart from|(?:any|no)thing but|besides)\b", re.IGNORECASE)
_FIGURE = re.compile(
    r"\b(?:amount|price|figure|sum|total|rate|fee|cost|balance|percentage|charge|number of)\b|[£$€]", re.IGNORECASE
)
_TIME = re.compile(r"\b(?:date|day|time|hour|week|month|year|deadline|slot)\b", re.IGNORECASE)
_UNLIKE = re.compile(
    r"\b(?:different|another|other|someone else's|somebody else's|wrong|incorrect|false|higher|lower|bigger|smaller)\s+"
    r"(?P<thing>[\w-]+)",
    re.IGNORECASE,
)
_OWN_OTHER = re.compile(
    r"(?:her|his|their) other [\w-]+ (?:is|are|was|were|has|does|do|did|can|cannot|will|[a-z]+n't|[a-z]+s)\b",
    re.IGNORECASE,
)
"""Of two that somebody has, the other is a certain one: "his other parcel does not exist"."""
_ARTICLE = re.compile(r"\A(?:an?|the|any|her|his|their)\s+", re.IGNORECASE)
_MEANWHILE = re.compile(r"\b(?:while|as long as|even though|although|though|even if)\b", re.IGNORECASE)
_IN_TURN = re.compile(r"\bfirst,? (?:and )?then\b|\band then\b|\bthen again\b|\band after that\b", re.IGNORECASE)
_SWALLOWED = re.compile(
    r"\b(?P<tie>before|after|until|once)\s+(?P<who>it|the (?:agent|bot|assistant|customer)|she|he|they)\s+"
    r"(?:(?:has|have|is|are|was|can|will|then|been|being|not) )*(?P<verb>[a-z]+)",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"\bwithout\s+(?:first )?(?P<verb>[a-z]+ing)\b", re.IGNORECASE)
_CONTENT = re.compile(r"\A(?:to|that|whether|if|how|why|when|what|which|where|who)\b", re.IGNORECASE)
_CUES = frozenset(
    listed(
        """
        before after until once without while as though although if first then other except apart but besides different
        another else wrong incorrect false higher lower bigger smaller or and
        """
    )
)
"""Without any of these words there is nothing to ask."""
_DOES: dict[Action | None, str] = {
    "refund": "refunds", "cancel": "cancels", "update": "changes", "create": "opens", "send": "sends",
    "reset": "resets", "verify": "verifies", "look_up": "looks up",
}  # fmt: skip
_BOTH = re.compile(r"\band\s+(?:an?|any|the|her|his|their)\s", re.IGNORECASE)


def untold(deed: Deed, never: bool) -> str | None:
    """What to write instead; None when all that the deed is about is looked for."""
    if deed.exact is not None or deed.act in ("apologise", "repeat"):
        return None
    about = masked(deed.about)
    if _CUES.isdisjoint(LETTERS.findall(about.casefold())):
        return None
    return _order(deed, about) or _exception(about, never) or (_forbidden(deed, about) if never else None)


def _order(deed: Deed, about: str) -> str | None:
    """An order or a circumstance that was taken for a part of the thing."""
    acts = deed.act in ("do", "offer", "ask", "hand_off", "refuse")
    if not acts or _CONTENT.match(about):
        return None
    if (tie := _SWALLOWED.search(about)) and verb(tie["verb"]) is None:
        return (
            f"{tie['verb']!r} is no verb that can be looked for. Say what would be heard then: "
            f"'The agent asks for the order number {tie['tie'].casefold()} it says that it is done.'"
        )
    if (left_out := _WITHOUT.search(about)) and verb(left_out["verb"]) is None:
        return (
            f"{left_out['verb']!r} is no verb that can be looked for. Say what has to come first: "
            "'The agent refunds the order before it asks for the order number.'"
        )
    if deed.act in ("do", "offer", "hand_off") and (meanwhile := _MEANWHILE.search(about)):
        plain = phrase(deed.model_copy(update={"about": bare(deed.about[: meanwhile.start()])}), third_person)
        return f"Nobody says so; take it out, or say what has to come first: 'The agent {plain}.'"
    if deed.act == "do" and _IN_TURN.search(about):
        return "Write one line for each thing that has to be seen: 'The agent looks up the order.'"
    return None


def _exception(about: str, never: bool) -> str | None:
    if not (found := _EXCEPT.search(about)):
        return None
    if _FIGURE.search(about):
        return _right(about)
    what = "must not happen" if never else "has to happen"
    return f"{found[0]!r} leaves open what {what}; name it: 'The agent offers a voucher.'"


def _forbidden(deed: Deed, about: str) -> str | None:
    """What is to be unlike something that is nowhere said, or several things of which each alone may be meant."""
    if deed.act not in ("say", "offer", "do", "ask") or about.startswith("to "):
        return None
    unlike = _UNLIKE.match(_ARTICLE.sub("", about)) if deed.act == "say" else _UNLIKE.search(about)
    if unlike and other_kind(about) is None:
        if _FIGURE.search(about) or _TIME.search(about):
            return _right(about)
        if deed.act == "say" and _OWN_OTHER.match(about):
            return None
        if OTHER.search(about.casefold()) and (not deed.values or " than " in about):
            does = _DOES.get(deed.action, "mentions")
            return (
                f"Name it, so that the right {unlike['thing']} may pass: 'The agent {does} {unlike['thing']} A-2000.'"
            )
    if unclear(deed.about):
        return "Write one line for each thing that must not happen, without 'or'."
    if deed.act in ("offer", "do") and _BOTH.search(about):
        return "Write one line for each, without 'and', if each alone must not happen."
    return None


def _right(about: str) -> str:
    """A figure is wrong only beside the right one."""
    if _TIME.search(about) and not _FIGURE.search(about):
        return "Say what is right, under 'What should happen': 'The agent says that it arrives on 4 May.'"
    return "Say what is right, under 'What should happen': 'The agent says that the total is £12.50.'"
