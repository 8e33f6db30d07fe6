"""A deed as English: "asks for the order number", "refuses to change the address"."""

import re
from collections.abc import Callable

from harness.text.caseless import Caseless

from ..nouns import Action, Deed
from ..rules.lexicon import third_person, verb
from ..rules.wordlist import listed

Form = Callable[[str], str]
"""Gives a verb its form: "ask" -> "asks"."""

_DOING: dict[Action, str] = {
    "look_up": "look up",
    "verify": "verify",
    "refund": "refund",
    "cancel": "cancel",
    "update": "change",
    "create": "create",
    "send": "send",
    "reset": "reset",
}
_CREATING = {
    "open": listed("ticket tickets case cases claim dispute complaint account file"),
    "book": listed("appointment flight table visit call seat seats room rooms slot slots flights tables"),
    "order": listed("replacement"),
}
"""What is opened, booked or ordered, rather than created."""
_PLAIN = frozenset(
    listed("wait try stay come go buy bring fill sign restart press switch hold return keep contact phone ring visit")
)
"""Verbs of what a customer is told to do, beyond those of what an agent does."""
_NOUN_ALONE: dict[Action, str] = {"refund": "process a refund", "cancel": "process the cancellation"}
"""What is done when nothing more is said of it: "processes the refund"."""

_QUESTION = re.compile(r"(?:what|which|when|where|who|whose|why|how|whether|if)\b", re.IGNORECASE)
_THING = re.compile(r"\w+(?:\s+\w+)?\s+(?:is|are|was|has|will|can)\b", re.IGNORECASE)
_ORDER = re.compile(
    r"(?![a-z]+ing\b)(?!of|in|on|at|to|for|with|both|all|only|not|about)[a-z]+ "
    r"(?:the|a|an|her|his|it|this|that|their)\b"
)
_CLAUSE = Caseless(
    r"\b(?:is|are|was|were|has|have|had|will|would|should|could|can|cannot|must|may|takes?|costs?|goes|works?|only|does|do|did"
    r"|arrives?|comes?|ends|lasts?|gets|moves|stays|starts|closes|opens|expires|applies|belongs?|counts|needs|wants"
    r"|means|runs|helps|keeps|pays|gives|fails|loses|becomes|remains|includes|contains|happens)\b"
    r"|\b[a-z]+n't\b",
)
_SUBJECT_FIRST = re.compile(
    r"(?:she|he|they|it|you|i|there|(?:any|some|every|no)(?:body| ?one|thing) (?:is|was|has|had|will|can)"
    r"|the \w+ (?:is|are|was|will))\b",
    re.IGNORECASE,
)


def clause(deed: Deed, subject: str | None = None) -> str:
    """A deed as a clause: "the agent offers a voucher"."""
    return f"{subject or f'the {deed.by}'} {phrase(deed, third_person)}{_count(deed.nth)}"


def _count(nth: int) -> str:
    return {1: "", 2: " twice"}.get(nth, f" {_NUMBERS.get(nth, nth)} times")


_NUMBERS = {3: "three", 4: "four", 5: "five"}


def phrase(deed: Deed, form: Form) -> str:
    """A deed as a verb phrase, its verb in the given form."""
    return _PHRASES[deed.act](deed, form)


def desk_name(desk: str) -> str:
    """A desk as people speak of it: "the returns desk", "a person"."""
    return {"human": "a person", "none": "nobody"}.get(desk, f"the {desk} desk")


def _ask(deed: Deed, form: Form) -> str:
    about = deed.about
    if not about:
        return form("ask")
    if about.startswith("to "):
        return f"{form('ask')} {'the customer ' if deed.by == 'agent' else ''}{about}"
    if _TOLD_WHAT.match(about) or _QUESTION.match(about) or about.startswith('"'):
        return f"{form('ask')} {about}"
    if _opens_with_verb(about) and _is_order(about):
        return f"{form('ask')} {'the customer ' if deed.by == 'agent' else ''}to {about}"
    if _SUBJECT_FIRST.match(about) or is_clause(about):
        return f"{form('ask')} whether {about}"
    return f"{form('ask')} for {about}"


_WHICH = Caseless(
    r"(?:the|an?|her|his|their|any|every|each|all)\s(?:(?!(?:is|are|was|were|has|have|had|will|would|can|after|before|when|until|that|which|who|if|once|because|as|and|or)\b)[\w'-]+\s){1,4}?"
    r"(?:she|he|they|you|i)\s(?=[a-z])"
)


def _past(about: str, place: int) -> int:
    """Behind the participle that goes with "has" or "was", which may look like a verb of its own."""
    after = re.compile(r"\s+(?:(?:already|just|not|never|also) )*[a-z]+").match(about, place)
    return after.end() if after else place


def is_clause(about: str) -> bool:
    """Whether these words are a sentence; not when their verb only says which is meant: "the card that is lost"."""
    found = _CLAUSE.search(about)
    if found and (which := _WHICH.match(about)) and which.end() == found.start():
        # "the hour that he has lost", with or without its "that": one verb says only which.
        return _CLAUSE.search(about, _past(about, found.end())) is not None
    return found is not None and not re.search(
        r"\b(?:that|which|who|whose|after|before|when|because|until|while)\b", about[: found.start()], re.IGNORECASE
    )


def _say(deed: Deed, form: Form) -> str:
    about = deed.about
    if deed.exact is not None:
        return f"{form('say')} “{deed.exact}”"
    if deed.by == "customer" and about == "agree":
        return form("agree")
    known = verb(about.split(" ", 1)[0]) if about else None
    if known and known[0].base == "thank":
        return f"{form('thank')} {about.partition(' ')[2] or 'the customer'}"
    if deed.word is not None:
        return _in_its_word(deed.word, about, form)
    if _TOLD_WHAT.match(about) or about.startswith("to "):
        return f"{form('tell')} the customer {about}"
    if _is_order(about):
        return f"{form('tell')} the customer to {about}"
    if is_clause(about):
        return f"{form('say')} that {about}"
    return f"{form('mention')} {about}" if about else form("speak")


_TOLD_WHAT = re.compile(
    r"(?:(?:exactly|precisely|roughly|briefly) )?(?:(?:by|until|till|on|at|from|for|since|to|in|with) )?"
    r"(?:what|which|when|where|whom?|whose|why|how|whether)\b",
    re.IGNORECASE,
)
"""An indirect question: "whether breakfast is included", "until when it runs"."""


def _in_its_word(word: str, about: str, form: Form) -> str:
    """What is said in the author's own verb: "promises that it comes back", "threatens to leave", "reads out"."""
    verb = form(word)
    if word == "direct":
        return f"{verb} the customer to {about}"
    if word == "congratulate":
        return f"{verb} the customer" + (f" on {about}" if about else "")
    if word == "blame":
        return f"{verb} the customer {about}" if about.startswith("for ") else f"{verb} {about}"
    if word == "threaten":
        return f"{verb} {about}" if about.startswith("to ") else f"{verb} the customer with {about}"
    if word in ("promise", "guarantee"):
        return f"{verb} that {about}"
    if word == "read back":
        return f"{form('read')} back {about}"
    return f"{verb} out {about}" if word == "read" else f"{verb} {about}"


def _opens_with_verb(about: str) -> bool:
    known = verb(about.split(" ", 1)[0]) if about else None
    return bool(known and "base" in known[1])


def _is_order(about: str) -> bool:
    """Whether these words say what to do: "unplug the machine", "keep using it"; not "details of the order"."""
    plain = about.split(" ", 1)[0] in _PLAIN
    return not _THING.match(about) and (_opens_with_verb(about) or plain or bool(_ORDER.match(about)))


def _offer(deed: Deed, form: Form) -> str:
    if deed.word in ("allow", "permit") and _to(deed.about).startswith("to "):
        return f"{form(deed.word)} the customer {_to(deed.about)}"
    return f"{form(deed.word or 'offer')} {_to(deed.about)}".rstrip()


def _refuse(deed: Deed, form: Form) -> str:
    return f"{form('refuse')} {_to(deed.about)}".rstrip()


def _to(about: str) -> str:
    """A thing as it is, a deed with its "to"."""
    known = verb(about.split(" ", 1)[0]) if about else None
    noun = known and re.fullmatch(r"\S+(?:\s+(?:for|of|on|to)\b.*)?", about)
    return f"to {about}" if known and "base" in known[1] and not noun else about


def _apologise(deed: Deed, form: Form) -> str:
    tie = "that" if is_clause(deed.about) else "for"
    return f"{form('apologise')} {tie} {deed.about}" if deed.about else form("apologise")


def _do(deed: Deed, form: Form) -> str:
    if deed.tool and deed.action is None:
        return f"{form('use')} `{deed.tool}`" + (f" for {deed.about}" if deed.about else "")
    if deed.action == "look_up" and deed.word is None and _BY_WHAT.match(deed.about):
        return f"{form('look')} the customer up {deed.about}"
    if deed.word == "charge" and not deed.about:
        return f"{form('charge')} the customer"
    first, _, particle = _doing(deed).partition(" ")
    tool = f" with `{deed.tool}`" if deed.tool else ""
    return " ".join(part for part in (form(first), particle, deed.about) if part) + tool


_BY_WHAT = re.compile(r"(?:by|with|using|from) ")
_MADE = re.compile(
    r"(?:any of )?(?:(?:the|an?|her|his|their|this|that|any|these|those) )"
    r"(?:exchange|correction|update|change|upgrade|downgrade|amendment)s?\b"
)
"""What is made, not changed."""


def _doing(deed: Deed) -> str:
    if deed.word is not None:
        return deed.word
    if deed.action is None:
        return "use"
    if not deed.about and deed.action in _NOUN_ALONE:
        return _NOUN_ALONE[deed.action]
    if deed.action == "update" and _MADE.match(deed.about):
        return "make"
    if deed.action == "update" and re.search(r"\b(?:on|off)\Z", deed.about):
        return "switch"
    if deed.action == "create":
        things = deed.about.casefold().split()[:4]
        return next((verb for verb, nouns in _CREATING.items() if any(thing in nouns for thing in things)), "create")
    return _DOING[deed.action]


def _hand_off(deed: Deed, form: Form) -> str:
    return f"{form('pass')} the customer on" + (f" to {desk_name(deed.desk)}" if deed.desk else "")


def _repeat(deed: Deed, form: Form) -> str:
    if deed.of is None:
        return f"{form('repeat')} {deed.about or 'itself'}"
    about = deed.about or {"ask": "the same question"}.get(deed.of, "the same thing")
    if not deed.about and deed.of == "ask":
        return f"{form('ask')} {about} again"
    if not deed.about and deed.of == "refuse":
        return f"{form('refuse')} again"
    inner = deed.model_copy(update={"act": deed.of, "of": None, "about": about})
    return f"{phrase(inner, form)} again"


_PHRASES: dict[str, Callable[[Deed, Form], str]] = {
    "ask": _ask,
    "say": _say,
    "offer": _offer,
    "refuse": _refuse,
    "apologise": _apologise,
    "do": _do,
    "hand_off": _hand_off,
    "repeat": _repeat,
}

__all__ = ["Form", "clause", "desk_name", "is_clause", "phrase"]
