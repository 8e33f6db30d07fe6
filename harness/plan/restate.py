"""Item -> one ordinary English sentence: what was understood, said back to its author."""

import re
from collections.abc import Callable
from typing import Any

from .nouns import (
    Action,
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
from .rules.lexicon import third_person, verb

_DOING: dict[Action, str] = {
    "look_up": "look up",
    "verify": "verify",
    "refund": "refund",
    "cancel": "cancel",
    "update": "change",
    "create": "open",
    "send": "send",
    "reset": "reset",
}
_MANNERS = {
    "impatient": "is impatient",
    "patient": "is patient",
    "brief": "is brief",
    "chatty": "is chatty",
    "polite": "is polite",
    "rude": "is rude",
    "corrects": "corrects the agent's mistakes",
    "push_back": "pushes back",
}
_REACTS = {
    "accept": "the customer accepts",
    "refuse": "the customer says no",
    "push_back": "the customer pushes back",
    "leave": "the customer leaves",
    "ask_for_human": "the customer asks for a person",
}
_LIMITS = {
    "turns": "The conversation takes {op} {n} {turns}.",
    "questions": "The agent asks {op} {n} {questions}.",
    "repeats": "The agent asks the same thing again {op} {n} {times}.",
    "handoffs": "The customer is passed on {op} {n} {times}.",
    "seconds": "Every reply takes {op} {n} {seconds}.",
}
_TIMES = {1: "once", 2: "twice"}

_Form = Callable[[str], str]
"""Gives a verb its form: "ask" -> "asks"."""


def restate(item: AnyItem) -> str:
    """One sentence that says what this item holds, good to read aloud."""
    sentence = _RESTATE[item.kind](item)
    return sentence[:1].upper() + sentence[1:]


# ---- the customer -------------------------------------------------------------------------------------------


def _persona(item: Persona) -> str:
    who = item.name or "the customer"
    if not item.traits:
        return f"The customer is called {item.name}." if item.name else "The customer is somebody."
    return f"{who} is {_and(item.traits)}."


def _and(parts: tuple[str, ...]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _want(item: Want) -> str:
    if not item.accepts:
        return f"The customer does not want {item.about}."
    return f"The customer wants {item.about}." if item.role == "goal" else f"It matters to the customer: {item.about}."


def _fact(item: Fact) -> str:
    if not item.known:
        return f"The customer does not know the {item.key or 'answer'}."
    if item.key is None:
        kept = {"if_asked": " (told only if asked)", "never": " (never told)"}.get(item.reveal, "")
        return f"{item.value}{kept}."
    value = f", {item.value}," if item.value else ""
    if item.reveal == "never":
        return f"The customer never gives the {item.key}."
    if item.reveal == "if_asked":
        return f"The customer gives the {item.key}{value} only if asked."
    return f"The customer's {item.key} is {item.value}." if item.value else f"The customer gives the {item.key}."


def _reaction(item: Reaction) -> str:
    times = f", at most {_times(item.times)}" if item.times else ""
    opening = f"If {_clause(item.trigger)}, "
    if item.say is None:
        return f"{opening}{_REACTS.get(item.does, 'the customer answers')}{times}."
    does = "the customer says" if item.does == "say" else f"{_REACTS[item.does]}, saying"
    return f"{opening}{does}{times}: “{item.say}”"


def _times(number: int) -> str:
    return _TIMES.get(number, f"{number} times")


def _line(item: Line) -> str:
    return f"The customer says: “{item.say}”"


def _behaviour(item: Behaviour) -> str:
    times = f" {_times(item.times)}" if item.times else ""
    return f"The customer {_MANNERS[item.does]}{times}."


def _ending(item: Ending) -> str:
    how = "content" if item.satisfied else "disappointed"
    return f"The customer leaves, {how}, once {_clause(item.when)}."


# ---- the agent ----------------------------------------------------------------------------------------------


def _clause(deed: Deed) -> str:
    """A deed as a clause: "the agent offers a voucher"."""
    return f"the {deed.by} {_phrase(deed, third_person)}"


def _phrase(deed: Deed, form: _Form) -> str:
    """A deed as a verb phrase, its verb in the given form."""
    about = deed.about
    if deed.act == "repeat":
        inner = deed.model_copy(update={"act": deed.of or "say", "of": None, "about": about or "the same thing"})
        return f"{_phrase(inner, form)} again"
    return _PHRASES[deed.act](deed, form)


def _ask(deed: Deed, form: _Form) -> str:
    about = deed.about
    question = re.match(r"(?:what|which|when|where|who|why|how|whether|if)\b", about, re.IGNORECASE)
    return f"{form('ask')} {about}" if question else f"{form('ask')} for {about or 'something'}"


def _say(deed: Deed, form: _Form) -> str:
    about = deed.about
    if deed.exact is not None:
        return f"{form('say')} “{deed.exact}”"
    if deed.by == "customer" and about == "agree":
        return form("agree")
    known = verb(about.split(" ", 1)[0]) if about else None
    if known and known[0].base == "thank":
        return f"{form('thank')} {about.partition(' ')[2] or 'the customer'}"
    if re.match(r"(?:what|which|when|where|who|why|how|whether)\b", about, re.IGNORECASE):
        return f"{form('tell')} the customer {about}"
    if _is_order(about, bool(known and "base" in known[1])):
        return f"{form('tell')} the customer to {about}"
    if _is_clause(about):
        return f"{form('say')} that {about}"
    return f"{form('mention')} {about}" if about else form("speak")


def _is_order(about: str, known: bool) -> bool:
    """Whether these words say what to do: "unplug the machine", "keep using it"; not "details of the order"."""
    if re.match(r"\w+(?:\s+\w+)?\s+(?:is|are|was|has|will|can)\b", about):
        return False
    return known or bool(
        re.match(
            r"(?!of|in|on|at|to|for|with|both|all|only|not|about)[a-z]+ (?:the|a|an|her|his|it|this|that|their)\b",
            about,
        )
    )


def _is_clause(about: str) -> bool:
    return bool(
        re.search(
            r"\b(?:is|are|was|were|has|have|had|will|can|cannot|must|may|takes?|costs?|goes|works?|only|does|do"
            r"|did|[a-z]{3,}s to)\b",
            about,
        )
    )


def _offer(deed: Deed, form: _Form) -> str:
    about = deed.about
    return f"{form('offer')} {_to(about)}" if about else form("offer")


def _refuse(deed: Deed, form: _Form) -> str:
    about = deed.about
    return f"{form('refuse')} {_to(about)}".rstrip()


def _to(about: str) -> str:
    """A thing as it is, a deed with its "to"."""
    known = verb(about.split(" ", 1)[0]) if about else None
    noun = known and re.fullmatch(r"\S+(?:\s+(?:for|of|on|to)\b.*)?", about)
    return f"to {about}" if known and "base" in known[1] and not noun else about


def _apologise(deed: Deed, form: _Form) -> str:
    about = deed.about
    return f"{form('apologise')} for {about}" if about else form("apologise")


def _do(deed: Deed, form: _Form) -> str:
    about = deed.about
    first, _, particle = (_DOING[deed.action] if deed.action else "use").partition(" ")
    tool = f" with `{deed.tool}`" if deed.tool else ""
    return " ".join(part for part in (form(first), particle, about) if part) + tool


def _hand_off(deed: Deed, form: _Form) -> str:
    return f"{form('pass')} the customer on" + (f" to {_desk(deed.desk)}" if deed.desk else "")


_PHRASES: dict[str, Callable[[Deed, _Form], str]] = {
    "ask": _ask,
    "say": _say,
    "offer": _offer,
    "refuse": _refuse,
    "apologise": _apologise,
    "do": _do,
    "hand_off": _hand_off,
}


def _desk(desk: str) -> str:
    return {"human": "a person", "none": "nobody"}.get(desk, f"the {desk} desk")


def _judged(item: Judged, subject: str, does: Callable[[_Form], str], tail: str = "") -> str:
    """A judged sentence: force, denial, condition and order around what is done."""
    if item.level == "permission":
        words = f"{subject} may {does(str)}"
    elif item.polarity == "never":
        words = f"{subject} never {does(third_person)}"
    else:
        words = f"{subject} {does(third_person)}"
    words = f"ideally, {words}" if item.level == "advisory" else words
    when = f"if {_clause(item.when)}, " if item.when else ""
    return f"{when}{words}{tail}."


def _check(item: Check) -> str:
    deed = item.deed
    if deed is None:
        return f"To be judged by reading: {item.text.rstrip('.')}."
    tail = f" before {_clause(item.before)}" if item.before else ""
    tail += f" only after {_clause(item.after)}" if item.after else ""
    return _judged(item, f"the {deed.by}", lambda form: _phrase(deed, form), tail)


def _route(item: Route) -> str:
    tail = f" before {_clause(item.before)}" if item.before else ""
    if item.desk == "none":
        return _judged(item, "the customer", lambda form: f"{form('stay')} where they are", tail)
    if item.final:
        return _judged(item, "the customer", lambda form: f"{form('end')} up with {_desk(item.desk)}", tail)
    return _judged(item, "the agent", lambda form: f"{form('pass')} the customer on to {_desk(item.desk)}", tail)


def _tool(item: ToolCheck) -> str:
    tail = f" at most {_times(item.at_most)}" if item.at_most else ""
    tail += f" before {_clause(item.before)}" if item.before else ""
    about = f" for {item.about}" if item.about else ""
    return _judged(item, "the agent", lambda form: f"{form('use')} `{item.tool}`{about}", tail)


def _state(item: State) -> str:
    if item.value == "yes" and item.op != "changed":
        denied = (item.op == "is_not") != (item.polarity == "never")
        return f"afterwards, {item.subject} is {'not ' if denied else ''}{item.field}."
    is_ = {"is": "is", "is_not": "is not", "changed": "has changed"}[item.op]
    if item.polarity == "never":
        is_ = {"is": "is never", "is_not": "is always", "changed": "has not changed"}[item.op]
    condition = f"if {_clause(item.when)}, " if item.when else ""
    return f"{condition}afterwards, the {item.field} of {item.subject} {is_} {item.value}".rstrip() + "."


def _limit(item: Limit) -> str:
    if item.value in ("1", "2") and item.metric in ("handoffs", "repeats"):
        often = _TIMES[int(item.value)]
        return (
            _LIMITS[item.metric]
            .replace("{n} {times}", often)
            .format(op="at most" if item.op == "at_most" else "at least")
        )
    one = item.value == "1"
    plural = {word: word[:-1] if one else word for word in ("turns", "questions", "times", "seconds")}
    op = "at most" if item.op == "at_most" else "at least"
    condition = f"if {_clause(item.when)}: " if item.when else ""
    return condition + _LIMITS[item.metric].format(op=op, n=item.value, **plural)


def _policy(item: Policy) -> str:
    return f"{item.about}."


_RESTATE: dict[str, Callable[[Any], str]] = {
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
