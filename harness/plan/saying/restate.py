"""Item -> one ordinary English sentence: what was understood, said back to its author.

Each form is one that the rules read back as the very same item, so that a plan can be told as a journey again.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from harness.text.tool_names import shown_by

from ..keys import key_of
from ..nouns import (
    AnyItem,
    Behaviour,
    Check,
    Deed,
    Ending,
    Fact,
    Judged,
    Limit,
    Line,
    Persona,
    Policy,
    Reaction,
    Route,
    State,
    ToolCheck,
    Want,
)
from ..rules.lexicon import third_person
from ..rules.preferring import MUST_BE
from ..rules.traits import PERSON, PLAINLY, is_trait
from ..rules.withheld import OPENS
from .wording import Form, clause, desk_name, phrase

_MANNERS = {does: plainly for plainly, does in PLAINLY.items()}
_REACTS = {
    "accept": "accepts",
    "refuse": "says no",
    "push_back": "pushes back",
    "leave": "leaves",
    "ask_for_human": "asks for a person",
}
_LIMITS = {
    "turns": "The conversation takes {op} {n} {turns}.",
    "questions": "The agent asks {op} {n} {questions}.",
    "repeats": "The agent asks the same thing again {op} {n} {times}.",
    "handoffs": "The customer is passed on {op} {n} {times}.",
    "offers": "The agent makes {op} {n} {offers}.",
    "same_desk": "The customer is sent to the same desk {op} {n} {times}.",
    "seconds": "Every reply takes {op} {n} {seconds}.",
}
_TIMES = {1: "once", 2: "twice", 3: "three times"}


@dataclass(frozen=True)
class Called:
    """How the customer is spoken of: as the subject of a sentence, and as the owner of something."""

    subject: str = "the customer"
    own: str = "the customer's"


CUSTOMER = Called()
"""The customer of whom nothing is known."""
_CALLED = {"she": Called("she", "her"), "he": Called("he", "his")}


def called(pronoun: str | None) -> Called:
    """The words for a customer of this pronoun; `they` would need verbs of another form."""
    return _CALLED.get(pronoun or "", CUSTOMER)


def restate(item: AnyItem, who: Called = CUSTOMER) -> str:
    """One sentence that says what this item holds, good to read aloud. `who`: how it speaks of the customer."""
    return statement(item, who) or _capital(item.text)


def statement(item: AnyItem, who: Called = CUSTOMER) -> str | None:
    """The sentence for all that the item's fields hold; None when there is none."""
    said = _RESTATE[item.kind](item, who)
    return None if said is None else _capital(said or item.text)


def says_all(item: AnyItem) -> bool:
    """Whether there is a sentence for all that the item's fields hold."""
    return statement(item) is not None


def forbidden(item: AnyItem) -> str:
    """What must never happen, as it is described under that heading: the bad thing itself."""
    return _capital(_RESTATE[item.kind](item.model_copy(update={"polarity": "must"}), CUSTOMER) or item.text)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


# ---- the customer -------------------------------------------------------------------------------------------


def _persona(item: Persona, who: Called) -> str | None:
    if item.traits:
        traits = [_trait(trait) for trait in item.traits]
        known = [trait for trait in traits if trait is not None]
        return f"{item.name or who.subject} is {_and(known)}." if len(known) == len(traits) else None
    they = {"she": "She is", "he": "He is", "they": "They are"}.get(item.pronoun or "", "The customer is")
    return f"{they} called {item.name}." if item.name else None


def _trait(words: str) -> str | None:
    """A trait as it stands after "is"; None for a habit, which is no trait."""
    words = _small_head(words)
    noun = PERSON.search(words)
    article = re.match(r"(?:an?|the|somebody|someone) ", words)
    if article or (is_trait(words) and not (noun and noun.end() == len(words))):
        return words
    return f"{'an' if words[:1].casefold() in 'aeiou' else 'a'} {words}" if noun or _YEARS_OLD.match(words) else None


_YEARS_OLD = re.compile(r"\d{1,3}-year-old\s+[a-z]")


def _small_head(words: str) -> str:
    """A trait that opened its sentence: "Commuter, in his thirties" after "is a"."""
    head = re.match(r"[A-Z][a-z]+\b", words)
    common = head and (PERSON.fullmatch(head[0]) or head[0] in ("A", "An", "The") or is_trait(head[0].casefold()))
    return words[:1].lower() + words[1:] if common else words


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _want(item: Want, who: Called) -> str:
    if not item.accepts:
        verb = "does not want" if item.about.startswith("to ") else "will not accept"
        return f"{who.subject} {verb} {item.about}."
    if MUST_BE.fullmatch(item.about):
        return f"{item.about}."
    if re.match(r"(?:up to|at most|no more than) ", item.about):
        return f"{who.subject} would pay {item.about}."
    return f"{who.subject} {'wants' if item.role == 'goal' else 'prefers'} {item.about}."


def _fact(item: Fact, who: Called) -> str | None:
    if item.key is None:
        return _story(item, who) if item.value else None
    own = f"{who.own if who != CUSTOMER and key_of(item.key) else 'the'} {item.key}"
    value = f", {item.value}," if item.value else ""
    if not item.known:
        return f"{who.subject} does not know {item.key if _ASKED.match(item.key) else own}."
    if item.reveal == "if_asked":
        return f"{who.subject} gives {own}{value} only {_once(item, who)}."
    if item.reveal == "never" and item.value is None and _ASKED.match(item.key):
        return f"{who.subject} never says {item.key}."
    if item.reveal == "never":
        return f"{who.subject} never gives {own}{value.rstrip(',')}."
    if item.reveal == "volunteer":
        return None
    own = f"{who.own} {item.key}"
    return f"{own} is {item.value}." if item.value else f"{who.subject} gives {own}."


_ASKED = re.compile(r"(?:what|which|when|where|who|whom|whether|if|how|why)\b", re.IGNORECASE)


def _story(item: Fact, who: Called) -> str | None:
    """What happened, as it is told, or as it is kept back."""
    value = item.value or ""
    said = value[:1].lower() + value[1:] if OPENS.match(value) else value
    if item.reveal == "if_asked":
        return f"{who.subject} only says that {said} {_once(item, who)}."
    if item.reveal == "never":
        return f"{who.subject} never says that {said}."
    return value if value.endswith(":") else f"{value}."


def _once(item: Fact, who: Called) -> str:
    """When a thing that is kept back is told."""
    return f"if {_clause(item.when, who)}" if item.when else "if asked"


def _reaction(item: Reaction, who: Called) -> str:
    times = f" up to {_times(item.times)}" if item.times else ""
    does = f"{_REACTS[item.does]}{times}" if item.does in _REACTS else ""
    opening = f"if {_clause(item.trigger, who)}, {who.subject}"
    if item.mood is not None:
        return f"{opening} {item.mood}."
    if item.say is None:
        return f"{opening} {does or 'answers'}."
    return f"{opening} {f'{does} and says' if does else f'says{times}'}: “{item.say}”"


def _times(number: int) -> str:
    return _TIMES.get(number, f"{number} times")


def _line(item: Line, who: Called) -> str:
    return f"{who.subject} says: “{item.say}”"


def _behaviour(item: Behaviour, who: Called) -> str | None:
    if item.does == "habit":
        return f"{who.subject} {item.how}." if item.how else None
    if item.how is not None:
        return f"{who.subject} {item.how}."
    if item.does == "push_back" and item.times == 1:
        return f"{who.subject} does not accept the first no."
    return f"{who.subject} {_MANNERS[item.does]}{f' {_times(item.times)}' if item.times else ''}."


def _ending(item: Ending, who: Called) -> str | None:
    if not item.when.about and item.when.act == "say":
        return None
    return f"{who.subject} leaves {'content' if item.satisfied else 'disappointed'} once {_clause(item.when, who)}."


def _clause(deed: Deed, who: Called = CUSTOMER) -> str:
    return clause(deed, who.subject if deed.by == "customer" else None)


# ---- the agent ----------------------------------------------------------------------------------------------


def _judged(item: Judged, subject: str, does: Callable[[Form], str], tail: str = "") -> str:
    """A judged sentence: force, denial, condition and order around what is done."""
    if item.level == "permission":
        words = f"{subject} may {does(str)}"
    elif item.polarity == "never":
        words = f"{subject} never {does(third_person)}"
    else:
        words = f"{subject} {does(third_person)}"
    return f"{_ideally(item)}{_if(item)}{words}{tail}."


def _ideally(item: Judged) -> str:
    return "ideally, " if item.level == "advisory" else ""


def _if(item: Judged) -> str:
    return f"if {_clause(item.when)}, " if item.when else ""


def _order(item: Check | Route | ToolCheck) -> str:
    """What it must come before, or only after."""
    tail = f" before {_event(item.before)}" if item.before else ""
    return tail + (f" only after {_event(item.after)}" if isinstance(item, Check) and item.after else "")


def _event(deed: Deed) -> str:
    return clause(deed, "it") if deed.by == "agent" else clause(deed)


def _check(item: Check, _: Called) -> str | None:
    deed = item.deed
    if deed is None:
        return None
    return _judged(item, f"the {deed.by}", lambda form: _revealing(item, deed, form), _order(item))


def _revealing(item: Check, deed: Deed, form: Form) -> str:
    """What must not be told is revealed: the word by which a breach of privacy is known from a false statement."""
    words = phrase(deed, form)
    private = item.criterion == "conduct" and deed.act == "say" and deed.exact is None
    return re.sub(r"^(?:mentions?|says?)\b", form("reveal"), words) if private else words


def _route(item: Route, _: Called) -> str:
    tail = _order(item)
    if item.desk == "none":
        denied = {"must": "is not passed on", "never": "is passed on"}[item.polarity]
        return f"{_ideally(item)}{_if(item)}the customer {denied}{tail}."
    if item.final:
        return _judged(item, "the customer", lambda form: f"{form('end')} up with {desk_name(item.desk)}", tail)
    return _judged(item, "the agent", lambda form: f"{form('pass')} the customer on to {desk_name(item.desk)}", tail)


_OBJECT = re.compile(r"(?:the|an?|her|his|their|its|this|that|all|who|what|which|whether)\b|[£$€{\dA-Z]")
"""How the words begin to which something is done; others say what it is done for."""


def _tool(item: ToolCheck, _: Called) -> str:
    action = shown_by(item.tool).action
    if _OBJECT.match(item.about) and action and not item.at_most:
        deed = Deed(act="do", action=action, about=item.about, tool=item.tool)
        return _judged(item, "the agent", lambda form: phrase(deed, form), _order(item))
    about = f" for {item.about}" if item.about else ""
    about += f" at most {_times(item.at_most)}" if item.at_most else ""
    return _judged(item, "the agent", lambda form: f"{form('use')} `{item.tool}`{about}", _order(item))


def _state(item: State, _: Called) -> str:
    """The record as it must read; a denied one says "never", so that it is not taken for another reading."""
    denied = item.polarity == "never"
    opening = f"{_ideally(item)}{_if(item)}afterwards, "
    verb = {"is": "is never" if denied else "is", "is_not": "is always" if denied else "is not"}.get(item.op, "")
    if item.op == "changed":
        verb = "is unchanged" if denied else "is changed"
    if item.field in ("cancelled", "refunded") and item.op != "changed":
        value = "" if item.value == "yes" else f" {item.value}"
        if item.op == "is_not" and denied:
            return f"{opening}{item.subject} is {item.field}{value}."
        return f"{opening}{item.subject} is {'not ' if denied or item.op == 'is_not' else ''}{item.field}{value}."
    return f"{opening}the {item.field} of {item.subject} {verb} {item.value}".rstrip() + "."


def _limit(item: Limit, _: Called) -> str | None:
    if item.level == "permission":
        return None
    template = _LIMITS[item.metric]
    if item.value in ("1", "2") and item.metric in ("handoffs", "repeats", "same_desk"):
        template = template.replace("{n} {times}", _TIMES[int(item.value)])
    one = item.value == "1"
    plural = {word: word[:-1] if one else word for word in ("turns", "questions", "times", "seconds", "offers")}
    op = "at most" if item.op == "at_most" else "at least"
    words = template.format(op=op, n=item.value, **plural)
    opening = f"{_ideally(item)}{_if(item)}"
    return f"{opening}{words[:1].lower()}{words[1:]}" if opening else words


def _policy(item: Policy, _: Called) -> str:
    return f"{item.about}."


_RESTATE: dict[str, Callable[[Any, Called], str | None]] = {
    "persona": _persona,
    "want": _want,
    "fact": _fact,
    "reaction": _reaction,
    "line": _line,
    "behaviour": _behaviour,
    "ending": _ending,
    "check": _check,
    "route": _route,
    "tool": _tool,
    "state": _state,
    "limit": _limit,
    "policy": _policy,
}
