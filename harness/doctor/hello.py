"""A target -> signs: it is said hello to, and what can be read of its answers is looked at."""

from collections.abc import Sequence

from harness.conversation.answer import ask, look
from harness.plan.nouns import State
from harness.target.nouns import Leaves, Message, Probe, Reply, Target, TargetError
from harness.text.normal import printable

from .signs import Sign

HELLO = ("Hello.", "Thank you, that is all. Goodbye.")
"""What it is told: two messages, so that a conversation that does not go on is seen."""
CONVERSATION = "doctor"


async def greet(target: Target, seconds: float, state: State | None = None) -> list[Sign]:
    """Say hello and goodbye, read a field of its records, and end the conversation. Never raises for what it does.

    `state` is a field that a journey asks for.
    """
    signs: list[Sign] = []
    replies: list[Reply] = []
    try:
        for number, text in enumerate(HELLO, 1):
            replies.append(await ask(target, Message(conversation=CONVERSATION, number=number, text=text), seconds))
    except TargetError as problem:
        signs.append(_silent(problem, len(replies) + 1))
    if replies:
        signs += [*_read(replies), await _about_state(target, seconds, state)]
    signs += await _about_leaving(target)
    return signs


def _silent(problem: TargetError, number: int) -> Sign:
    came = problem.came.decode("utf-8", "replace") if isinstance(problem.came, bytes) else problem.came
    shown = f" What came: “{_short(came)}”" if came else ""
    return Sign(about="reply", state="wrong", says=f"no reply to message {number}: {problem}", means=shown.strip())


def _read(replies: Sequence[Reply]) -> list[Sign]:
    took = ", ".join(f"{reply.seconds:.2f} s" for reply in replies)
    return [
        _about_text(replies),
        Sign(about="latency", state="good", says=took),
        _about_events(replies),
        _about_desk(replies),
        _about_usage(replies),
        _about_model(replies),
    ]


def _about_text(replies: Sequence[Reply]) -> Sign:
    if not replies[0].text.strip():
        return Sign(about="text", state="doubtful", says="an empty reply", means="Where the words stand: `read.reply`.")
    return Sign(about="text", state="good", says=f"“{_short(replies[0].text)}”")


def _about_events(replies: Sequence[Reply]) -> Sign:
    if any(reply.events is None for reply in replies):
        means = "What it did can only be taken from its words: no proof of tool calls or hand-offs."
        return Sign(about="events", state="missing", says="none shown", means=means)
    kinds = sorted({f"{event.kind} {event.name}".strip() for reply in replies for event in reply.events or ()})
    return Sign(about="events", state="good", says=", ".join(kinds) or "shown; none for a hello")


def _about_desk(replies: Sequence[Reply]) -> Sign:
    desk = replies[-1].desk
    if desk is None:
        means = "Which desk the customer ended up with is known from hand-offs only, if those are shown."
        return Sign(about="desk", state="missing", says="not said", means=means)
    return Sign(about="desk", state="good", says=desk)


def _about_usage(replies: Sequence[Reply]) -> Sign:
    tokens = replies[0].tokens
    if tokens is None:
        return Sign(about="usage", state="missing", says="no tokens", means="Its cost is unknown, which is not zero.")
    inward = tokens.total - tokens.output
    said = f"{inward:,} input and {tokens.output:,} output tokens, {replies[0].certainty}"
    return Sign(about="usage", state="good", says=said)


def _about_model(replies: Sequence[Reply]) -> Sign:
    model = replies[0].model
    if model is None:
        return Sign(about="model", state="missing", says="not said", means="Its tokens cannot be priced.")
    return Sign(about="model", state="good", says=model)


async def _about_state(target: Target, seconds: float, state: State | None) -> Sign:
    if not isinstance(target, Probe):
        means = "Sentences about its records cannot be told: docs/targets.md, `probe`."
        return Sign(about="state", state="missing", says="no probe", means=means)
    if state is None:
        return Sign(about="state", state="doubtful", says="a probe, not tried", means="No journey asks for a field.")
    where = f"{state.subject}/{state.field}"
    try:
        value = await look(target, CONVERSATION, state.subject, state.field, seconds)
    except TargetError as problem:
        return Sign(about="state", state="wrong", says=f"{where}: {problem}")
    if value is None:
        return Sign(about="state", state="doubtful", says=f"{where} is not known", means="A journey asks for it.")
    return Sign(about="state", state="good", says=f"{where} is {_short(value)}")


async def _about_leaving(target: Target) -> list[Sign]:
    """Its end of the conversation, where that goes wrong: a run says nothing of it."""
    if not isinstance(target, Leaves):
        return []
    try:
        await target.leave(CONVERSATION)
    except TargetError as problem:
        return [
            Sign(about="farewell", state="doubtful", says=str(problem), means="The agent may keep the conversation.")
        ]
    return []


def _short(text: str) -> str:
    line = " ".join(printable(text[:1_000]).split())
    return line if len(line) <= 60 else f"{line[:59]}…"
