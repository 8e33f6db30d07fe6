"""The rules of *What should happen* and *What must never happen*: one clause, conditions off -> its items."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from harness.criteria import Criterion

from ..keys import key_of
from ..nouns import AnyItem, Check, Deed, Limit, Route, State, ToolCheck
from .deeds import about_agent
from .desks import NOWHERE, Unknown, desk_in, tool_in
from .grammar import Clause, Level, bare, clause
from .limits import all_of_it, bound_in, calls_in, calls_out
from .matter import matter
from .reading import Context, Remark
from .routes import filled, stays, two_desks, way
from .states import world
from .ties import Tied, masked
from .unread import reading_only, unknown
from .unspoken import carried_out
from .unsure import doubtful, said_together
from .untold import untold

_AND = re.compile(r",\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+", re.IGNORECASE)
_WITH_TOOL = re.compile(
    r"\s*\b(?:with|using|via|by(?: calling| using)?|through|calls?|uses?|runs?|invokes?|the|tool)\s*\Z", re.IGNORECASE
)
_IS_CALLED = re.compile(
    r"(?:is|are|gets|must be|may be|should be|has to be|to be|be)\s+(?:only\s+)?(?:called|used|run|invoked)\b"
    r"(?:\s+(?:with|for|on)\b)?\s*",
    re.IGNORECASE,
)
_BY_TOOL = re.compile(
    r"\s+(?:with|using|via|by|through)\s+(?:(?:the\s+)?tool\s*(?=,)|(?:the\s+)?(?:tool\s*)?(?=[,:;]|for\b)[,:;\s]*)",
    re.IGNORECASE,
)
"""What is left of "with the tool `refund_order`, 39 pounds" when its name is taken out."""


@dataclass(frozen=True)
class Frame:
    """One clause of an expectation, conditions off."""

    context: Context
    tie: Tied
    found: Clause
    never: bool
    level: Level
    manner: str | None = None
    """How it is done ("politely"), taken off: it cannot be seen, and must not be asked of the words."""

    @property
    def text(self) -> str:
        """The clause, conditions off."""
        return self.tie.text

    @cached_property
    def fields(self) -> dict[str, object]:
        """What every judged item of this clause shares."""
        return {
            **self.context.base,
            "polarity": "never" if self.never else "must",
            "level": self.level,
            "severity": self.context.severity,
            "when": self.tie.when,
        }


@dataclass(frozen=True)
class Unlisted:
    """What was understood but for a name that the settings do not list."""

    items: tuple[AnyItem, ...]
    remark: Remark


Found = Sequence[AnyItem] | Unlisted | Remark | None
_LIMITED: dict[str, Criterion] = {"handoffs": "misrouting", "same_desk": "misrouting", "repeats": "looping"}
"""What a bound that is broken is a matter of; the effort of the conversation when it is none of these."""


def limit(frame: Frame) -> Found:
    """ "It is all done within 8 turns.", "Priya is not passed on more than once." """
    bound = bound_in(frame.text, denied=frame.never and not frame.found.negated)
    if bound is None or frame.tie.before or frame.tie.after or (said_together(frame.text) and frame.found.says):
        return None
    criterion = _LIMITED.get(bound.metric, "resolution")
    fields = {**frame.fields, "polarity": "must"}
    item = Limit(**fields, criterion=criterion, metric=bound.metric, op=bound.op, value=bound.value)
    if bound.metric in ("turns", "seconds") and not all_of_it(bound.rest):
        rest = clause(bound.rest, frame.context.people)
        within = replace(frame, tie=replace(frame.tie, text=bound.rest), found=rest, never=rest.negated)
        checks = route(within) or tool(within) or deed(within) or ()
        if not checks and _PASSED_ON.search(bound.rest):
            return None
        if isinstance(checks, Unlisted):
            return Unlisted((*checks.items, item), checks.remark)
        return checks if isinstance(checks, Remark) else (*checks, item)
    return (item,)


_PASSED_ON = re.compile(r"\b(?:hand-?(?:off|over)|transfer|escalation)\b", re.IGNORECASE)
"""A thing that is to happen within a bound and must not be lost behind it: "Hand-off to fraud within three turns"."""


def state(frame: Frame) -> Found:
    """ "Charge C-5512 is refunded in the shop's records." """
    found = world(frame.text)
    if found is None:
        return None
    # The denial is part of what must be read, not of how it is judged.
    never = frame.never != (frame.found.negated and not _under_never(frame))
    if found.op == "changed" and found.negated:
        never = not never
    fields = {**frame.fields, "polarity": "never" if never else "must"}
    return (State(**fields, subject=found.subject, field=found.field, op=found.op, value=found.value),)


def _under_never(frame: Frame) -> bool:
    return frame.context.sentence.heading == "never"


def route(frame: Frame) -> Found:
    """ "Maria ends up with the returns team.", "The agent transfers him to a person." """
    text = filled(frame.text, frame.tie.when)
    found = way(text, clause(text, frame.context.people), frame.context.people, frame.context.vocabulary)
    if found and (both := two_desks(bare(text), frame.context.vocabulary, either=True)):
        return _neither(frame, both, found.final)
    if found and isinstance(found.desk, Unknown):
        item = Route(**frame.fields, desk=found.desk.name, final=found.final, before=frame.tie.before)
        return Unlisted((item,), unknown(found.desk))
    if found and isinstance(found.desk, str):
        return (Route(**frame.fields, desk=found.desk, final=found.final, before=frame.tie.before),)
    if frame.never and stays(frame.found):
        return (Route(**{**frame.fields, "polarity": "must"}, desk=NOWHERE, final=True),)
    return None


def _neither(frame: Frame, desks: Sequence[str | Unknown], final: bool) -> Found:
    """ "ends up with billing or with returns", under *never*: neither of them."""
    items = [
        Route(**frame.fields, desk=one.name if isinstance(one, Unknown) else one, final=final, before=frame.tie.before)
        for one in desks
    ]
    missing = next((one for one in desks if isinstance(one, Unknown)), None)
    return Unlisted(tuple(items), unknown(missing)) if missing else items


def tool(frame: Frame) -> Found:
    """ "The agent refunds £39.00 with `refund_order`." """
    named = tool_in(frame.text, frame.context.vocabulary)
    if named is None:
        return None
    name, rest = named
    if isinstance(name, Unknown):
        return Unlisted((ToolCheck(**frame.fields, tool=name.name),), unknown(name))
    counted = calls_in(rest, denied=frame.never)
    if counted is None:
        return None
    rest, at_most = counted
    about = _tool_about(frame, name, rest)
    fields = {**frame.fields, "polarity": "must"} if at_most else frame.fields
    item = ToolCheck(**fields, tool=name, about=about, at_most=at_most, before=frame.tie.before)
    if frame.tie.after is None:
        return (item,)
    # Consent is a matter of order, which a check tells; the tool check tells its values.
    action = frame.context.vocabulary.tools.get(name)
    order = Check(**frame.fields, deed=Deed(act="do", action=action, tool=name, about=about), after=frame.tie.after)
    return (item, order)


def _tool_about(frame: Frame, name: str, rest: str) -> str:
    """The words that hold the values: the object of the verb, or what follows the tool's name."""
    after = calls_out(frame.text[frame.text.find(name) + len(name) :].lstrip("` "))
    if called := _IS_CALLED.match(after):
        return bare(after[called.end() :])
    found = clause(bare(_BY_TOOL.sub(" ", rest)), frame.context.people)
    if found.verb and found.verb.base not in ("use", "call", "run", "invoke"):
        known = about_agent(found, frame.context.people, frame.context.vocabulary)
        if known and known.about:
            return bare(_WITH_TOOL.sub("", known.about))
        return bare(_WITH_TOOL.sub("", found.rest))
    return bare(
        re.sub(r"^[,;:\s]*(?:tool\s+)?(?:with|for|to|on|using)\b[,:\s]+|^tool\b\s*", "", after, flags=re.IGNORECASE)
    )


def deed(frame: Frame) -> Found:
    """ "The agent asks for her postcode.", "A ticket is opened.", "Maria is refunded £39." """
    found = about_agent(frame.found, frame.context.people, frame.context.vocabulary)
    if found is None or (choice(frame) and not frame.never) or reading_only(found, frame.never):
        return None
    if doubtful(found, frame.found, frame.never) or untold(found, frame.never):
        return None
    found = found if frame.never else carried_out(found, frame.found, frame.tie.when)
    if found is None:
        return None
    if found.act == "hand_off" and isinstance(named := desk_in(found.about, frame.context.vocabulary), Unknown):
        return unknown(named)
    when, after = frame.tie.when, frame.tie.after
    if frame.never and after is not None:
        when, after = after, None
    fields = {**frame.fields, "when": when}
    return tuple(
        Check(**fields, criterion=criterion(one, frame), deed=one, before=frame.tie.before, after=after)
        for one in _each(found)
    )


RULES: tuple[tuple[str, Callable[[Frame], Found]], ...] = (
    ("limit", limit),
    ("state", state),
    ("route", route),
    ("tool", tool),
    ("deed", deed),
)
"""The rules of *What should happen* and *What must never happen*, in order."""


def choice(frame: Frame) -> bool:
    """Whether the sentence leaves a choice ("a refund or a replacement"), of which one check would ask for both."""
    acts = ("ask", "offer", "do")
    short = len(frame.found.rest.split()) <= 10 or _OR_THE.search(masked(frame.found.rest)) is not None
    verb_known = frame.found.verb is not None and (frame.found.verb.act in acts or frame.found.verb.act is None)
    return (
        verb_known
        and short
        and bool(_OR.search(masked(frame.found.rest)))
        and not re.match(r"whether|if", frame.found.rest)
    )


_OR = re.compile(r"\bor\b")
_OR_THE = re.compile(r"\bor (?:for |about )?(?:the|an?|her|his|their) [\w' -]{2,40}\Z", re.IGNORECASE)
"""The second of two things, however long the first is."""


def _each(found: Deed) -> tuple[Deed, ...]:
    """One deed for each thing asked for: "her email and her postcode"."""
    parts = [part for part in _AND.split(found.about) if part]
    if found.act != "ask" or len(parts) < 2 or not all(key_of(part) for part in parts):
        return (found,)
    return tuple(found.model_copy(update={"about": part}) for part in parts)


def criterion(found: Deed | None, frame: Frame) -> Criterion:
    """What a broken expectation is a matter of."""
    return matter(found, frame.text, frame.found, frame.never)
