"""`harness run`: hold, judge, record, decide."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from harness.assurance import Ears, Paid, Tell, as_json, cases_of, judged_by
from harness.budget import Budgets
from harness.budget.nouns import Amount
from harness.cassette import Replayer
from harness.ledger import Payer
from harness.preparing.keeping import keep
from harness.preparing.prepare import Prepared, hold, prepare
from harness.preparing.wanted import Wanted, is_in_ci
from harness.record import RECORD, verify
from harness.report import expected, terminal
from harness.report.preview import complain
from harness.report.words import money, wrapped
from harness.run import RunRecord
from harness.secrets import NoKeyError, refused
from harness.verdict.nouns import Verdict

from .guard import INTERRUPTED
from .interrupting import Stop, tell_at_once
from .options import Format
from .printing import say, say_aside, say_json, say_over
from .ungated import not_gated


def run_journeys(
    paths: Sequence[Path],
    wanted: Wanted,
    format: Format,  # noqa: A002
    reports: Path | None = None,
    resume: Path | None = None,
) -> int:
    """Hold every conversation of the journeys, print the result, and return the gate's exit code.

    `resume` is the record of a run that was broken off: only what is missing in it is held.
    """
    try:
        prepared = prepare(paths, wanted, reports)
    except NoKeyError as missing:
        if not is_in_ci():
            raise
        return not_gated(paths, wanted, format, str(missing))
    for why in refused():
        say_aside(f"warning: {why}")
    quiet = format is Format.json
    record = hold_journeys(prepared, quiet, resume)
    for wrong in keep(record, prepared.settings):
        say_aside(wrong)
    if isinstance(prepared.cast.tape, Replayer):
        prepared.cast.tape.complain()
    if quiet:
        say_json(as_json(record))
    elif record.decision is None:
        say(["", *terminal.closing(record)])
    else:
        say(terminal.summary(record, verify(Path(record.folder) / RECORD).head))
    return record.decision.exit_code if record.decision else INTERRUPTED


def hold_journeys(prepared: Prepared, quiet: bool, resume: Path | None = None) -> RunRecord:
    """Hold and judge, telling how far it is while a person waits.

    Interrupted once, the turns in flight are finished and the record is without a decision; twice raises
    KeyboardInterrupt.
    """
    if not quiet:
        say(_opening(prepared))

    async def held() -> RunRecord:
        with Stop() as stop:
            return await hold(
                prepared, Ears(None if quiet else _progress(prepared.settings.budget), stopping=stop), resume
            )

    try:
        return asyncio.run(held())
    except KeyboardInterrupt:
        tell_at_once("to go on later: harness run --resume")
        raise


def _opening(prepared: Prepared) -> list[str]:
    plans, cast, run = prepared.plans, prepared.cast, prepared.settings.run
    agent = f"{cast.target.name} ({cast.target.version})"
    player = cast.player.kind + (f" ({cast.player.model.name})" if cast.player.model else "")
    conversations = len(cases_of(plans, run.trials, run.seed, prepared.background.spread))
    wrong = [one for plan in plans if not plan.runnable for one in plan.complaints if one.severity == "error"]
    return [
        *terminal.opening(plans, conversations, agent, judged_by(cast.judges), run.seed, player),
        *(line for one in prepared.told for line in wrapped(one, "  ", "")),
        *(line for one in wrong for line in complain(one, prepared.background.folder)),
        "",
        *([*expected.before(told), ""] if (told := prepared.background.expected) else ()),
    ]


def _progress(budgets: Budgets) -> Tell | None:
    """A counter on one line of a terminal; nothing in a pipe, where the result follows soon enough."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, of: int, verdict: Verdict, paid: Paid) -> None:
        say_over(f"[{done}/{of}] {so_far(paid, budgets)}{verdict.case}"[:78], last=done == of)

    return tell


def so_far(paid: Paid, budgets: Budgets) -> str:
    """What was spent up to now, on whose bill, beside what may be: "agent $0.1200 of $5.00, ours $0.0300  "."""
    parts = []
    limits: tuple[tuple[Payer, str, Amount | None], ...] = (
        ("agent_owner", "agent", budgets.target),
        ("ours", "ours", budgets.ours),
    )
    for payer, name, limit in limits:
        amounts = " + ".join(money(amount, currency) for currency, amount in paid.get(payer, {}).items())
        if amounts or limit:
            parts.append(f"{name} {amounts or 0}" + (f" of {money(limit.value, limit.currency)}" if limit else ""))
    return ", ".join(parts) + "  " if parts else ""
