"""A run of recorded conversations -> what people read: that they are real, what failed, and rates that stand alone."""

from harness.kpi import recorded_measures
from harness.ledger import by
from harness.run import RunRecord

from . import judging
from .terminal import closing, failure, has_failed, limits, measure_lines, role_cost
from .words import MARKS, count, safe, wrapped

MOST = 10
"""Conversations that failed and are printed; `show` with the run has them all."""


def heading(record: RunRecord) -> list[str]:
    """What is said above recorded conversations; nothing above simulated ones."""
    held = record.manifest.recorded
    if held is None:
        return []
    details = ", ".join(
        count(number, *_DETAILS[kind]) for kind, number in held.redacted.items() if kind in _DETAILS and number
    )
    skipped = f"; {count(held.skipped, 'line')} of it left out" if held.skipped else ""
    says = (
        f"PRODUCTION: {count(held.conversations, 'recorded conversation')} from {safe(held.source)}{skipped}."
        f" Redacted before anything was written: {details or 'nothing was found to redact'}."
    )
    return [*wrapped(says, "  ", ""), ""]


_DETAILS = {
    "EMAIL": ("e-mail", "e-mails"),
    "IBAN": ("IBAN", "IBANs"),
    "CARD": ("card", "cards"),
    "PHONE": ("phone", "phones"),
    "NAME": ("name", "names"),
}


def summary(record: RunRecord, head: str | None = None) -> list[str]:
    """The whole run. No gate decides on it, so its last line says that instead of a verdict."""
    lines = [*heading(record), *_failures(record), ""]
    lines += [line for one in recorded_measures(record) for line in measure_lines(one)]
    cost = role_cost("judge", by(record.entries, "role").get("judge"))
    lines += ["", *wrapped(cost, "          ", "Cost      "), *judging.reading(record), "", *limits(record)]
    lines += wrapped("Rates of conversations that people had: never put together with simulated ones.", "  ", "  ")
    if not any(plan.runnable for plan in record.plans):
        without = "No journey was given: nobody wrote down what should come of these conversations, or never happen."
        lines += wrapped(without, "  ", "  ")
    if record.manifest.recorded and not record.manifest.recorded.events:
        shows = "The file shows no tool calls: what the agent claimed was not held against what its system did."
        lines += wrapped(shows, "  ", "  ")
    return [*lines, "", *closing(record, head)]


def _failures(record: RunRecord) -> list[str]:
    broken = [one for one in record.verdicts if has_failed(one)]
    plan = record.plans[0]
    of = count(len(record.verdicts), "conversation")
    if not broken:
        return [f"{MARKS['pass']} nothing was found wrong in {of}"]
    lines = [f"{MARKS['fail']} {len(broken)} of {of} failed   {safe(plan.title) if plan.runnable else ''}".rstrip()]
    for verdict in broken[:MOST]:
        lines += failure(record, plan, verdict.case, verdict)
    if len(broken) > MOST:
        more = count(len(broken) - MOST, "more conversation")
        lines.append(f"     … and {more}: harness show {record.manifest.run} {plan.journey}")
    return lines
