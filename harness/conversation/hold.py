"""Case -> Transcript: let them talk until one of them ends it, and write down every turn as it happens."""

import asyncio
from collections.abc import Iterable

from harness.plan.nouns import State
from harness.target.nouns import Message, Probe, Reply, Target, TargetError

from .agenda import turn_limit
from .answer import READ, leave, look, said, unusable
from .line import Call, Line
from .nouns import BROKEN_OFF, Case, Customer, CustomerError, Ending, Log, Meter, Said, Transcript, Turn, Watch


async def hold(
    case: Case,
    target: Target,
    customer: Customer,
    watch: Watch,
    log: Log,
    meter: Meter,
    probe: Probe | None = None,
    line: Line | None = None,
) -> Transcript:
    """Hold one conversation. A target that breaks ends it as `target_error`, whatever it raises or gives back.

    A customer whose model gives no answer ends it as `customer_error`: that is no fault of the agent's, and no pass.
    Raised are cancellation, and what the log or the meter raises. `line` bounds the answers of the target and each look
    through its probe. The world is read before the first word (for what changes) and after the last.
    """
    line = line or Line()
    reply_seconds = line.reply_seconds
    conversation = conversation_id(case)
    turns: list[Turn] = []
    state: dict[str, str | None] = {}
    error: str | None = None
    lost: str | None = None
    ending: Ending
    try:
        changing = [item for item in _states(case) if item.op == "changed"]
        state |= await _read(probe, conversation, changing, "before:", reply_seconds)
        ending = await _talk(case, target, customer, watch, log, meter, conversation, turns, line)
        if ending not in BROKEN_OFF:
            state |= await _read(probe, conversation, _states(case), "", reply_seconds)
    except TargetError as problem:
        ending, error = "target_error", said(problem) or "the target broke and gave no reason"
    except CustomerError as problem:
        ending, lost = "customer_error", said(problem) or "the customer's model broke and gave no reason"
    await leave(target, conversation, reply_seconds)
    return Transcript(
        case=case.id,
        turns=tuple(turns),
        ending=ending,
        validity="infra_error" if error else "invalid_simulation" if lost else "valid",
        invalid_because=error or lost,
        exposes_events=bool(turns) and all(turn.reply.events is not None for turn in turns),
        state=state,
        probed=probe is not None,
        error=error,
    )


async def _talk(
    case: Case,
    target: Target,
    customer: Customer,
    watch: Watch,
    log: Log,
    meter: Meter,
    conversation: str,
    turns: list[Turn],
    line: Line,
) -> Ending:
    limit, call = turn_limit(case), Call(line, target)
    heard: list[Turn] = []
    says = await customer.speak(None)
    while isinstance(says, Said):
        if len(turns) >= limit:
            return "turn_limit"
        message = Message(conversation=conversation, number=len(turns) + 1, text=says.text)
        reply = await _reply(case, call, message, log, meter)
        if isinstance(reply, str):
            return reply
        turn = Turn(number=len(turns) + 1, customer=says, reply=reply)
        turns.append(turn)
        log.append("turn", case.id, turn)
        meter.settle(case, turn.number, reply)
        # A target in process may never wait for anything; without this, nobody else would have a turn, nor Ctrl-C.
        await asyncio.sleep(0)
        heard.append(_heard(turn))
        if stopped := watch(case, tuple(heard)):
            return stopped
        says = await customer.speak(heard[-1].reply)
    return says.ending


async def _reply(case: Case, call: Call, message: Message, log: Log, meter: Meter) -> Reply | Ending:
    """The reply to a message, which is sent again where that is safe; an ending when there is no more to be had."""
    tries = 0
    while not call.is_over:
        if stopped := await meter.reserve(case):
            return stopped
        try:
            return await call.ask(message)
        except TargetError as problem:
            tries += 1
            wait = call.again(problem, message, tries)
            if wait is None and not call.is_over:
                if came := unusable(problem, message.number):
                    log.append("unusable", case.id, came)
                meter.settle(case, message.number, None, untaken=problem.untaken)
                raise
            meter.settle(case, message.number, None, untaken=problem.untaken, again=wait is not None)
        await asyncio.sleep(wait or 0)
    return "time_limit"


def _heard(turn: Turn) -> Turn:
    """The turn as far as it is listened to."""
    if not turn.reply.cut:
        return turn
    return turn.model_copy(update={"reply": turn.reply.model_copy(update={"text": turn.reply.text[:READ]})})


async def _read(
    probe: Probe | None, conversation: str, states: Iterable[State], prefix: str, seconds: float
) -> dict[str, str | None]:
    if probe is None:
        return {}
    return {
        f"{prefix}{item.subject}/{item.field}": await look(probe, conversation, item.subject, item.field, seconds)
        for item in states
    }


def _states(case: Case) -> list[State]:
    return [item for item in case.items if isinstance(item, State)]


def conversation_id(case: Case) -> str:
    """What the target keeps this conversation's state under: the case and its seed, so that a run can be repeated."""
    return f"{case.id}~{case.seed}"
