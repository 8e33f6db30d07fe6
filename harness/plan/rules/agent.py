"""What should, and what must never, happen: a sentence -> checks, routes, tool checks, states and limits.

The rules stand in one ordered table. Each is given a clause whose conditions are already taken off, and gives items,
something to say to the author, or nothing: then the next one tries.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from harness.text.caseless import Caseless

from ..nouns import JUDGED, AnyItem, Check, Limit, Route, ToolCheck
from ..saying.restate import restate
from .broken import broken
from .deeds import about_agent
from .expected import RULES, Frame, Unlisted, choice, criterion
from .grammar import AGENT, Level, bare, clause
from .limits import EXCEEDED
from .parts import parts
from .reading import Context, Read, Remark
from .rewording import GOING_ON, reworded
from .routes import TWO_DESKS_HINT, two_desks
from .swallowed import swallowed
from .ties import masked
from .unread import OR_HINT, SAID_INSTEAD, SOME_VERBS, as_it_stands, screen, why_not
from .unspoken import unspoken
from .unsure import THEN_HINT, doubt, only_then, together, unseen_condition
from .untold import untold
from .vague import on_screen, ui_step, vague_word, without_manner

_PREFIX = re.compile(
    r"(?:(?:then|and|but|also|given(?:"
    r" that)?)\s+(?=(?:the |an? )?\w+)|(?:pass if|success|expected):\s*|"
    r"(?:(?:please )?(?:check|verify|make sure|ensure|confirm|test|see|validate) that)\s+)",
    re.IGNORECASE,
)
_FAIL = re.compile(r"(?:fail(?:s|ed)? if|failure|failed):?\s+", re.IGNORECASE)
_UNLESS = Caseless(r"\bunless\b")
_UNLESS_HINT = "Say when it does happen: 'If the customer agrees, the agent ...'."
ONE_LINE_EACH = "Write one line for each thing that the agent does: 'The agent asks for consent before it books.'"
_LEAVE = re.compile(r"\b(?:may|might|can|could|optionally)\b", re.IGNORECASE)


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
    if any(_between_desks(frame) for frame in frames):
        return _unread(context, frames[0], TWO_DESKS_HINT)
    read = _apply(frames)
    told = None if read else next(filter(None, map(_told_otherwise, frames)), None)
    if len(frames) > 1 and (read is None or read.status != "understood"):
        # A part that cannot be read must not be lost behind one that can.
        frames = [_frame(context, text, flipped)]
        read = _apply(frames)
    garbled = broken(read.items) if read and read.status == "understood" else None
    if read and any(map(swallowed, read.items)):
        return _unread(context, frames[0], ONE_LINE_EACH)
    if garbled is not None:
        hint = f"Write one line for each thing: {garbled!r} cannot be looked for."
        return _unread(context, frames[0], None if frames[0].manner else hint)
    if read is None:
        hint = doubt(frames[0].text, frames[0].found, frames[0].never)
        hint = (
            OR_HINT
            if choice(frames[0]) and not frames[0].never
            else hint or told or why_not(frames[0].text, frames[0].found)
        )
        return _unread(context, frames[0], hint)
    asides = _asides(context, frames, read.items)
    return replace(read, remarks=(*read.remarks, *asides)) if asides else read


def _between_desks(frame: Frame) -> bool:
    """Whether two desks are named where one can be meant; under *never*, "billing or returns" is neither of them."""
    both = two_desks(frame.text, frame.context.vocabulary)
    return both is not None and not (frame.never and two_desks(frame.text, frame.context.vocabulary, either=True))


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
    tie = context.tied(text)
    words, manner = without_manner(tie.text)
    found = clause(words, context.people)
    words = together(words) if found.says else words
    if words != tie.text:
        tie = replace(tie, text=words)
    found = clause(words, context.people)
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


_AT_ITS_TIME = Caseless(
    r"\A(?:and\s+)?(?P<time>(?:right |only )?(?:at|from) the (?:very )?(?:start|beginning|outset|end|finish)"
    r"|finally|lastly"
    r"|last of all|in the end|to finish|first (?:of all|off|thing)|before anything else|to (?:begin|start) with"
    r"|(?P<next>then|next|after (?:that|this)|afterwards|thereafter|subsequently))"
    r"(?: of (?:the|this) (?:conversation|call|chat))?(?:,\s*|\s+(?=(?:the |an? |it |she |he |they )))"
)
"""When something is to happen, of which nothing but the thing itself is looked for."""


_AND_THEN = Caseless(r",\s+(?:and\s+)?(?P<time>then)\s|\s(?P<and>and then)\s")


def _untimed(context: Context, items: Sequence[AnyItem], several: bool) -> list[Remark]:
    """What is said of a sentence that says when a thing happens, unless an order is checked."""
    found = _AT_ITS_TIME.match(context.text)
    if found is not None and found["next"] and context.then is None:
        return []
    found = found or GOING_ON.search(context.text) or (_AND_THEN.search(masked(context.text)) if several else None)
    if found is None:
        return []
    time = bare(next(filter(None, found.groups()), found[0]))
    looked_for = [item for item in items if isinstance(item, Check | Route | ToolCheck)]
    if not looked_for or any(getattr(item, name, None) for item in looked_for for name in ("before", "after")):
        return []
    return [
        Remark(
            "J022",
            "info",
            f"{time!r}: when it happens is not checked; the rest of the sentence is.",
            "Say before or after what: 'The agent sums up only after it has asked for the order number.'",
            time,
        )
    ]


def _asides(context: Context, frames: Sequence[Frame], items: Sequence[AnyItem]) -> tuple[Remark, ...]:
    out = _untimed(context, items, len(frames) > 1)
    out += [
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
