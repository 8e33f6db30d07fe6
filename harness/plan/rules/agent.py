"""What should, and what must never, happen: a sentence -> checks, routes, tool checks, states and limits.

The rules stand in one ordered table. Each is given a clause whose conditions are already taken off, and gives items,
something to say to the author, or nothing: then the next one tries.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from harness.criteria import Criterion
from harness.text.caseless import Caseless

from ..keys import key_of
from ..nouns import JUDGED, AnyItem, Check, Deed, Limit, Route, State, ToolCheck
from ..saying.restate import restate
from .broken import broken
from .deeds import about_agent
from .desks import NOWHERE, Unknown, desk_in, tool_in
from .grammar import AGENT, Clause, Level, bare, clause
from .limits import EXCEEDED, all_of_it, bound_in, calls_in, calls_out
from .matter import matter
from .parts import parts
from .reading import Context, Read, Remark
from .rewording import reworded
from .routes import filled, stays, way
from .states import world
from .ties import Tied, masked, tied
from .unread import OR_HINT, SAID_INSTEAD, SOME_VERBS, as_it_stands, reading_only, screen, unknown, why_not
from .unspoken import carried_out, unspoken
from .unsure import THEN_HINT, doubt, doubtful, only_then, said_together, together, unseen_condition
from .untold import untold
from .vague import on_screen, ui_step, vague_word, without_manner

_PREFIX = re.compile(
    r"(?:(?:then|and|but|also|given(?:"
    r" that)?)\s+(?=(?:the |an? )?\w+)|(?:pass if|success|expected):\s*|"
    r"(?:(?:please )?(?:check|verify|make sure|ensure|confirm|test|see|validate) that)\s+)",
    re.IGNORECASE,
)
_FAIL = re.compile(r"(?:fail(?:s|ed)? if|failure|failed):?\s+", re.IGNORECASE)
_AND = re.compile(r",\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+", re.IGNORECASE)
_WITH_TOOL = re.compile(
    r"\s*\b(?:with|using|via|by(?: calling| using)?|through|calls?|uses?|runs?|invokes?|the|tool)\s*\Z", re.IGNORECASE
)
_UNLESS = Caseless(r"\bunless\b")
_UNLESS_HINT = "Say when it does happen: 'If the customer agrees, the agent ...'."
_LEAVE = re.compile(r"\b(?:may|might|can|could|optionally)\b", re.IGNORECASE)


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


# ---- the rules ----------------------------------------------------------------------------------------------


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
    if found and isinstance(found.desk, Unknown):
        item = Route(**frame.fields, desk=found.desk.name, final=found.final, before=frame.tie.before)
        return Unlisted((item,), unknown(found.desk))
    if found and isinstance(found.desk, str):
        return (Route(**frame.fields, desk=found.desk, final=found.final, before=frame.tie.before),)
    if frame.never and stays(frame.found):
        return (Route(**{**frame.fields, "polarity": "must"}, desk=NOWHERE, final=True),)
    return None


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
    found = clause(bare(rest), frame.context.people)
    if found.verb and found.verb.base not in ("use", "call", "run", "invoke"):
        known = about_agent(found, frame.context.people, frame.context.vocabulary)
        if known and known.about:
            return bare(_WITH_TOOL.sub("", known.about))
        return bare(_WITH_TOOL.sub("", found.rest))
    return bare(re.sub(r"^(?:tool\s+)?(?:with|for|to|on|using)\s+|^tool\b\s*", "", after, flags=re.IGNORECASE))


def deed(frame: Frame) -> Found:
    """ "The agent asks for her postcode.", "A ticket is opened.", "Maria is refunded £39." """
    found = about_agent(frame.found, frame.context.people, frame.context.vocabulary)
    if found is None or (_choice(frame) and not frame.never) or reading_only(found, frame.never):
        return None
    if doubtful(found, frame.found, frame.never) or untold(found, frame.never):
        return None
    found = found if frame.never else carried_out(found, frame.found, frame.tie.before)
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


def _choice(frame: Frame) -> bool:
    """Whether the sentence leaves a choice ("a refund or a replacement"), of which one check would ask for both."""
    acts = ("ask", "offer", "do")
    short = len(frame.found.rest.split()) <= 10
    verb_known = frame.found.verb is not None and (frame.found.verb.act in acts or frame.found.verb.act is None)
    return (
        verb_known
        and short
        and bool(re.search(r"\bor\b", masked(frame.found.rest)))
        and not re.match(r"whether|if", frame.found.rest)
    )


def _each(found: Deed) -> tuple[Deed, ...]:
    """One deed for each thing asked for: "her email and her postcode"."""
    parts = [part for part in _AND.split(found.about) if part]
    if found.act != "ask" or len(parts) < 2 or not all(key_of(part) for part in parts):
        return (found,)
    return tuple(found.model_copy(update={"about": part}) for part in parts)


def criterion(found: Deed | None, frame: Frame) -> Criterion:
    """What a broken expectation is a matter of."""
    return matter(found, frame.text, frame.found, frame.never)


# ---- reading a sentence -------------------------------------------------------------------------------------


def expectation(context: Context) -> Read:
    """Read a sentence that stands under should, never or nice to have."""
    text, flipped = _without_prefix(context.text)
    text = reworded(text, context.people)
    if word := ui_step(text):
        return screen(word, "agent.on_screen", SAID_INSTEAD)
    if _UNLESS.search(masked(text)) and not re.search(r"\bthat\b", masked(text)):
        return _unread(context, _frame(context, text, flipped), _UNLESS_HINT)
    if (then := only_then(text)) and context.then is None:
        return _unread(context, _frame(context, then.text, flipped), THEN_HINT)
    text = then.text if then else text
    frames = [_frame(context, part, flipped) for part in parts(text, context)]
    if then and context.then:
        frames = [
            replace(frame, tie=then.tied(frame.tie, context.then), never=frame.never != then.leave) for frame in frames
        ]
    ties = [frame.tie for frame in frames]
    if hint := unseen_condition(text, ties) or unspoken(text, ties, frames[0].never):
        return _unread(context, frames[0], hint)
    read = _apply(frames)
    told = None if read else next(filter(None, map(_told_otherwise, frames)), None)
    if len(frames) > 1 and (read is None or read.status != "understood"):
        # A part that cannot be read must not be lost behind one that can.
        frames = [_frame(context, text, flipped)]
        read = _apply(frames)
    garbled = broken(read.items) if read and read.status == "understood" else None
    if garbled is not None:
        hint = f"Write one line for each thing: {garbled!r} cannot be looked for."
        return _unread(context, frames[0], None if frames[0].manner else hint)
    if read is None:
        hint = doubt(frames[0].text, frames[0].found, frames[0].never)
        hint = (
            OR_HINT
            if _choice(frames[0]) and not frames[0].never
            else hint or told or why_not(frames[0].text, frames[0].found)
        )
        return _unread(context, frames[0], hint)
    return replace(read, remarks=(*read.remarks, *_asides(context, frames, read.items)))


def _told_otherwise(frame: Frame) -> str | None:
    """How to word what was not looked for as it stands."""
    found = about_agent(frame.found, frame.context.people, frame.context.vocabulary)
    return untold(found, frame.never) if found else None


def _without_prefix(text: str) -> tuple[str, bool]:
    flipped = False
    while match := _PREFIX.match(text) or _FAIL.match(text):
        flipped = flipped or match.re is _FAIL
        text = text[match.end() :]
    return bare(text), flipped


def _frame(context: Context, text: str, flipped: bool) -> Frame:
    tie = tied(text, context.people, context.vocabulary)
    words, manner = without_manner(tie.text)
    found = clause(words, context.people)
    tie = replace(tie, text=together(words) if found.says else words)
    found = clause(tie.text, context.people)
    never_heading = context.sentence.heading == "never"
    never = (never_heading or flipped) != (found.negated and not (never_heading and found.forbids))
    if tie.reversed:
        # "does not X until Y" and "X without Y" both forbid X before Y.
        never = True
    level: Level = found.level
    if context.sentence.heading == "nice" and level == "required":
        level = "advisory"
    if never and level == "permission":
        level = "required"
    return Frame(context, tie, found, never, level, manner)


def _resolved(frame: Frame, items: Sequence[AnyItem]) -> Frame:
    """ "takes the number and repeats it back": it is what the words before it are about."""
    last = items[-1] if items else None
    about = last.deed.about if isinstance(last, Check) and last.deed else ""
    found = frame.found
    if not about or not found.says or not (match := re.match(r"(?:it|them)\b", found.rest)):
        return frame
    text = frame.text.replace(f"{found.word} {match[0]}", f"{found.word} {about}", 1)
    return replace(frame, tie=replace(frame.tie, text=text), found=clause(text, frame.context.people))


def _apply(frames: Sequence[Frame]) -> Read | None:
    """The items of all clauses; a remark of any of them is the sentence's; None when one could not be read."""
    items: list[AnyItem] = []
    names: list[str] = []
    for frame in frames:
        frame = _resolved(frame, items)
        for name, rule in RULES:
            found = rule(frame)
            if isinstance(found, Unlisted):
                return Read("error", (*items, *found.items), f"agent.{name}", (found.remark,))
            if isinstance(found, Remark):
                return Read("error", tuple(items), f"agent.{name}", (found,))
            if found:
                items += found
                names.append(name)
                break
        else:
            return None
    return Read("understood", tuple(items), f"agent.{'+'.join(dict.fromkeys(names))}")


def _asides(context: Context, frames: Sequence[Frame], items: Sequence[AnyItem]) -> tuple[Remark, ...]:
    out = [
        Remark(
            "J004",
            "warning",
            f"{frame.manner!r} cannot be checked; the rest of the sentence is.",
            _manner_hint(frame.manner),
            frame.manner,
        )
        for frame in frames
        if frame.manner
    ]
    if any(frame.level == "permission" for frame in frames):
        out.append(
            Remark(
                "J005",
                "info",
                "'May' and 'can' give leave: this is shown, and never fails.",
                "Write what the agent does, without 'may', if it has to.",
                leave[0] if (leave := _LEAVE.search(context.text)) else "",
            )
        )
    if context.sentence.heading == "never" and any(frame.found.negated for frame in frames):
        out.append(_denied(items))
    elif context.sentence.heading == "never" and not EXCEEDED.search(context.text):
        out += [_kept(item) for item in items if isinstance(item, Limit)]
    return tuple(out)


def _kept(item: Limit) -> Remark:
    """A bound under *never* that is worded as one to be kept."""
    said = restate(item)
    return Remark(
        "J008",
        "warning",
        f"This bound stands under 'What must never happen'; it is read as the one to be kept: {said!r}",
        f"Write it under 'What should happen': {said!r}",
    )


def _denied(items: Sequence[AnyItem]) -> Remark:
    """A denial under *never*, with both of the ways in which it could be meant."""
    meant = next(item for item in items if isinstance(item, JUDGED))
    said = restate(meant.model_copy(update={"polarity": "must"}))
    return Remark(
        "J008",
        "warning",
        f"This denies something under 'What must never happen'; it is read as: {restate(meant)!r}",
        f"If the agent has to, write under 'What should happen': {said!r} If it must not, write those words here.",
    )


def _manner_hint(manner: str) -> str:
    found = vague_word(manner)
    rewrite = found[1] if found else "Say in a line of its own what would be read then."
    return f"Take it out; {rewrite[:1].lower()}{rewrite[1:]}"


# ---- what could not be read ---------------------------------------------------------------------------------


def _unread(context: Context, frame: Frame, hint: str | None = None) -> Read:
    if word := on_screen(frame.text):
        return screen(word, "agent.on_screen", SAID_INSTEAD)
    item = Check(**frame.fields, criterion=criterion(None, frame), deed=None)
    if hint is None and (vague := vague_word(frame.manner or frame.text)):
        return Read(
            "vague",
            (item,),
            "agent.vague",
            (Remark("J004", "warning", f"Too vague to check: {vague[0]!r}.", vague[1], vague[0]),),
        )
    return Read("needs_model", (item,), "agent.unread", (_not_sure(context, frame, hint),))


def _alone(frame: Frame) -> bool:
    """Whether nothing else is said in the sentence, of the customer, of another event or of how it is done."""
    tie = frame.tie
    return frame.found.subject != "customer" and not (frame.manner or tie.when or tie.before or tie.after)


def _not_sure(context: Context, frame: Frame, hint: str | None) -> Remark:
    if hint is None and frame.found.subject == "customer":
        hint = "What the customer does belongs at the top, above the first heading. Here, say what the agent does."
    elif hint is None and _alone(frame) and (told := as_it_stands(bare(frame.text))):
        hint = f"Say what the agent does about it, or what would be heard: 'The agent says that {told}.'"
    elif hint is None:
        begin = "Choose another verb" if AGENT.match(context.text) else "Begin with 'The agent' and a verb"
        hint = f"{begin} such as: {SOME_VERBS}."
    return Remark("J002", "warning", f"Not sure how to check this: {context.sentence.text!r}", hint)
