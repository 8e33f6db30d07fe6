"""What should, and what must never, happen: a sentence -> checks, routes, tool checks, states and limits.

The rules stand in one ordered table. Each is given a clause whose conditions are already taken off, and gives items,
something to say to the author, or nothing: then the next one tries.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from harness.criteria import Criterion

from ..keys import PRIVATE, key_of
from ..nouns import AnyItem, Check, Deed, Limit, Route, State, ToolCheck
from .deeds import about_agent
from .desks import NOWHERE, Unknown, desk_in, tool_in
from .grammar import Clause, Level, bare, clause
from .lexicon import verb
from .limits import all_of_it, bound_in
from .reading import Context, Read, Remark
from .rewording import reworded
from .routes import stays, way
from .states import world
from .ties import Tied, masked, tied
from .unread import OR_HINT, reading_only, screen, unknown, why_not
from .vague import on_screen, ui_step, vague_word

_PREFIX = re.compile(
    r"(?:(?:then|and|but|also|given(?: that)?)\s+(?=(?:the |an? )?\w+)|(?:pass if|success|expected):\s*|"
    r"(?:(?:please )?(?:check|verify|make sure|ensure|confirm|test|see|validate) that)\s+)",
    re.IGNORECASE,
)
_FAIL = re.compile(r"(?:fail(?:s|ed)? if|failure|failed):?\s+", re.IGNORECASE)
_JOINT = re.compile(
    r"(?:,\s*|\s+)(?P<word>and then|and|but|then|or)\s+(?P<start>(?:also |then |politely "
    r"|immediately )*(?P<own>(?:it|the agent)\s+)?(?:(?:does not|doesn't|never"
    r"|not)\s+)?(?P<verb>[a-z]+))(?P<after>\s+[\w£$€'\"{]+|[.!,]?\Z)",
    re.IGNORECASE,
)
_OPENS_OBJECT = re.compile(
    r"\s+(?:her|him|them|the|a|an|for|that|to|it|any|whether|how|what|which|why|when|up|over|out|through|on|all"
    r"|his|their|no|about|you|[£$€\"{]|[A-Z\d])",
)
_AND = re.compile(r",\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+", re.IGNORECASE)
_NO_MORE = re.compile(r"\b(?:only once|at most once|no more than once|just once)\b", re.IGNORECASE)
_WITH_TOOL = re.compile(
    r"\s*\b(?:with|using|via|by(?: calling| using)?|through|calls?|uses?|runs?|invokes?|the|tool)\s*\Z", re.IGNORECASE
)
_TONE = re.compile(
    r"\b(?:rude|polite|tone|blame|insult|shout|sarcas|discriminat|swear|threat|pressure|dismissive|patroni[sz]"
    r"|argue|mock|joke|lecture|judge)",
    re.IGNORECASE,
)
_UNLESS = re.compile(r"\bunless\b", re.IGNORECASE)
_UNLESS_HINT = "Say when it does happen: 'If the customer agrees, the agent ...'."
_MANNER = re.compile(
    r"\s+(?P<how>(?:very |more )?(?:politely|clearly|kindly|warmly|calmly|patiently|professionally|courteously"
    r"|empathetically|quickly|"
    r"promptly|efficiently|correctly|properly|appropriately|accurately|respectfully|honestly|immediately"
    r"|right away|straight away|at once|"
    r"without delay|in a (?:\w+ ){1,2}(?:way|manner|tone)))\Z",
    re.IGNORECASE,
)
_REVEAL = frozenset(["reveal", "disclose", "share"])
_INSTRUCT = re.compile(
    r"\b(?:tells?|told|advises?|instructs?|directs?|reminds?|recommends?|warns?)\b (?:\w+ ){0,3}?to\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Frame:
    """One clause of an expectation, conditions off."""

    context: Context
    tie: Tied
    found: Clause
    never: bool
    level: Level
    manner: str | None = None
    """How it is done ("politely"), taken off the end: it cannot be seen, and must not be asked of the words."""

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


Found = Sequence[AnyItem] | Remark | None


# ---- the rules ----------------------------------------------------------------------------------------------


def limit(frame: Frame) -> Found:
    """ "It is all done within 8 turns.", "Priya is not passed on more than once." """
    bound = bound_in(frame.text, denied=frame.never and not frame.found.negated)
    if bound is None:
        return None
    criterion: Criterion = {"handoffs": "misrouting", "repeats": "looping"}.get(bound.metric, "resolution")  # type: ignore[assignment]
    fields = {**frame.fields, "polarity": "must"}
    item = Limit(**fields, criterion=criterion, metric=bound.metric, op=bound.op, value=bound.value)
    if bound.metric in ("turns", "seconds") and not all_of_it(bound.rest):
        rest = clause(bound.rest, frame.context.people)
        checks = deed(replace(frame, tie=replace(frame.tie, text=bound.rest), found=rest, never=rest.negated)) or ()
        return (*checks, item) if not isinstance(checks, Remark) else (item,)
    return (item,)


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
    found = way(frame.text, frame.found, frame.context.people, frame.context.vocabulary)
    if found and isinstance(found.desk, Unknown):
        return unknown(found.desk)
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
        return unknown(name)
    about = _tool_about(frame, name, rest)
    at_most = 1 if _NO_MORE.search(rest) else None
    item = ToolCheck(**frame.fields, tool=name, about=about, at_most=at_most, before=frame.tie.before)
    if frame.tie.after is None:
        return (item,)
    # Consent is a matter of order, which a check tells; the tool check tells its values.
    action = frame.context.vocabulary.tools.get(name)
    order = Check(**frame.fields, deed=Deed(act="do", action=action, tool=name, about=about), after=frame.tie.after)
    return (item, order)


def _tool_about(frame: Frame, name: str, rest: str) -> str:
    """The words that hold the values: the object of the verb, or what follows the tool's name."""
    after = frame.text[frame.text.find(name) + len(name) :].lstrip("` ")
    found = clause(bare(rest), frame.context.people)
    if found.verb and found.verb.base not in ("use", "call", "run", "invoke"):
        known = about_agent(found, frame.context.people, frame.context.vocabulary)
        if known and known.about:
            return bare(_WITH_TOOL.sub("", known.about))
        return bare(_WITH_TOOL.sub("", found.rest))
    return bare(
        re.sub(r"^(?:tool\s+)?(?:with|for|to|on|using)\s+|^tool\b\s*", "", _NO_MORE.sub("", after), flags=re.IGNORECASE)
    )


def deed(frame: Frame) -> Found:
    """ "The agent asks for her postcode.", "A ticket is opened.", "Maria is refunded £39." """
    found = about_agent(frame.found, frame.context.people, frame.context.vocabulary)
    if found is None or (_choice(frame) and not frame.never) or reading_only(found, frame.never):
        return None
    if found.act == "offer" and found.action == "refund" and not frame.never and frame.found.verb_is("give", "grant"):
        # Giving a refund is making it; only what must never happen begins with the promise.
        found = found.model_copy(update={"act": "do"})
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
    """What a broken expectation is a matter of (design 3)."""
    if found is None:
        return "conduct" if _TONE.search(frame.text) else "resolution"
    if found.act == "repeat":
        return "looping"
    if found.act == "hand_off":
        return "misrouting"
    if found.act == "apologise" or _TONE.search(frame.text) or (frame.found.verb and frame.found.verb.base == "thank"):
        return "conduct"
    if not frame.never:
        return "resolution"
    if found.act in ("ask", "do") and PRIVATE.search(found.about):
        return "conduct"
    if found.act == "do" and re.search(
        r"\b(?:different|another|wrong|someone else's|somebody else's) (?:e-?mail|address|phone|person|customer)",
        found.about,
    ):
        # What belongs to one customer is sent to another.
        return "conduct"
    if found.act == "say" and (_INSTRUCT.search(frame.text) or (frame.found.verb and frame.found.verb.base in _REVEAL)):
        # Advice is no statement; a thing revealed is true, and that is what is wrong with it.
        return "conduct"
    return "hallucination" if found.act in ("say", "offer") else "resolution"


# ---- reading a sentence -------------------------------------------------------------------------------------


def expectation(context: Context) -> Read:
    """Read a sentence that stands under should, never or nice to have."""
    text, flipped = _without_prefix(context.text)
    text = reworded(text, context.people)
    if word := ui_step(text):
        return screen(word, "agent.on_screen", "Say what the customer reads in the chat, or what happens afterwards.")
    if _UNLESS.search(masked(text)) and not re.search(r"\bthat\b", masked(text)):
        return _unread(context, _frame(context, text, flipped), _UNLESS_HINT)
    frames = [_frame(context, part, flipped) for part in _parts(text, context)]
    read = _apply(frames)
    if len(frames) > 1 and (read is None or read.status != "understood"):
        # A part that cannot be read must not be lost behind one that can.
        frames = [_frame(context, text, flipped)]
        read = _apply(frames)
    if read is None:
        hint = OR_HINT if _choice(frames[0]) else why_not(frames[0].text, frames[0].found)
        return _unread(context, frames[0], hint)
    return replace(read, remarks=(*read.remarks, *_asides(context, frames)))


def _without_prefix(text: str) -> tuple[str, bool]:
    flipped = False
    while match := _PREFIX.match(text) or _FAIL.match(text):
        flipped = flipped or match.re is _FAIL
        text = text[match.end() :]
    return bare(text), flipped


def _frame(context: Context, text: str, flipped: bool) -> Frame:
    tie = tied(text, context.people, context.vocabulary)
    manner = _MANNER.search(tie.text)
    if manner:
        tie = replace(tie, text=tie.text[: manner.start()])
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
    return Frame(context, tie, found, never, level, manner["how"] if manner else None)


def _apply(frames: Sequence[Frame]) -> Read | None:
    """The items of all clauses; a remark of any of them is the sentence's; None when one could not be read."""
    items: list[AnyItem] = []
    names: list[str] = []
    for frame in frames:
        for name, rule in RULES:
            found = rule(frame)
            if isinstance(found, Remark):
                return Read("error", (), f"agent.{name}", (found,))
            if found:
                items += found
                names.append(name)
                break
        else:
            return None
    return Read("understood", tuple(items), f"agent.{'+'.join(dict.fromkeys(names))}")


def _parts(text: str, context: Context) -> list[str]:
    """A sentence with two verbs as two: "The agent apologises and offers a refund." """
    opening = tied(text, context.people, context.vocabulary)
    first = clause(opening.text, context.people)
    if first.verb is None or (first.subject == "thing"):
        return [text]
    place = re.search(rf"\b{re.escape(first.word)}\b", text)
    if not place:
        return [text]
    hidden = masked(text)
    for match in _JOINT.finditer(hidden, place.end()):
        if not _joins(match, first, hidden[place.end() : match.start()]):
            continue
        left, right = text[: match.start()], text[match.start("start") :]
        head = "" if match["own"] else text[: place.start()]
        if match["word"].casefold() == "or" and not first.negated and context.sentence.heading != "never":
            continue
        return [bare(left), *_parts(bare(f"{head}{right}"), context)]
    return [text]


def _joins(match: re.Match[str], first: Clause, between: str) -> bool:
    """Whether a verb of the same form follows: "asks ... and offers a", not "asks for name and email address"."""
    known = verb(match["verb"])
    if known is None:
        return False
    kind, forms = known
    wanted = first.forms & {"base", "third"} if not first.passive else frozenset({"participle"})
    if not match["own"] and not (wanted & forms):
        return bool(re.search(r"does not|doesn't|never", match["start"])) and "base" in forms
    if re.search(r"\b(?:that|because|if|whether)\b", between) and not match["own"] and kind.act in ("say", "do", None):
        return False
    return bool(_OPENS_OBJECT.match(match["after"])) or (kind.act == "apologise")


def _asides(context: Context, frames: Sequence[Frame]) -> tuple[Remark, ...]:
    out = [
        Remark(
            "J004",
            "warning",
            f"{frame.manner!r} cannot be checked; the rest of the sentence is.",
            _manner_hint(frame.manner),
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
            )
        )
    if context.sentence.heading == "never" and any(frame.found.negated for frame in frames):
        frame = next(frame for frame in frames if frame.found.negated)
        meant = "the thing must not happen" if frame.never else "the agent has to do it"
        out.append(
            Remark(
                "J008",
                "warning",
                f"This denies something under 'What must never happen'; it is read as: {meant}.",
                "Describe the bad thing itself here, or move the line under 'What should happen'.",
            )
        )
    return tuple(out)


def _manner_hint(manner: str) -> str:
    found = vague_word(manner)
    return found[1] if found else "Say what a reader would see in the conversation."


# ---- what could not be read ---------------------------------------------------------------------------------


def _unread(context: Context, frame: Frame, hint: str | None = None) -> Read:
    if word := on_screen(frame.text):
        return screen(word, "agent.on_screen", "Say what the customer reads in the chat, or what happens afterwards.")
    item = Check(**frame.fields, criterion=criterion(None, frame), deed=None)
    if hint is None and (vague := vague_word(frame.manner or frame.text)):
        return Read(
            "vague",
            (item,),
            "agent.vague",
            (Remark("J004", "warning", f"Too vague to check: {vague[0]!r}.", vague[1]),),
        )
    return Read("needs_model", (item,), "agent.unread", (_not_sure(context, frame, hint),))


def _not_sure(context: Context, frame: Frame, hint: str | None) -> Remark:
    if hint is None and frame.found.subject == "customer":
        hint = "What the customer does belongs at the top, above the first heading. Here, say what the agent does."
    elif hint is None:
        hint = "Begin with 'The agent' and a verb such as: asks for, says that, offers, refuses to, refunds, sends."
    return Remark("J002", "warning", f"Not sure how to check this: {context.sentence.text!r}", hint)
