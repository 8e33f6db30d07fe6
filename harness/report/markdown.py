"""RunRecord -> a summary in Markdown, for a job's page and a pull request: the verdict first, then what broke.

Whatever came from outside stands in a fence that is longer than any run of backticks in it, or is escaped; so that no
reply makes a link, a heading, a mention or an image of itself.
"""

import re
from collections.abc import Iterable, Sequence

from harness.gate import Decision
from harness.kpi import measures
from harness.run import RunRecord
from harness.verdict.trials import journey_over_trials

from . import since, terminal
from .broken import Broken, broken
from .words import count, safe, shortened

LARGEST = 60_000
"""Bytes, so that it fits a comment on a pull request (64 kB) with what is put around it."""
FAILURES = 10
"""What broke, shown in full."""
ROWS = 100
"""Journeys in the table."""


def summary(record: RunRecord) -> str:
    """The whole summary, at most `LARGEST` bytes of UTF-8; the verdict line is its heading and its last line."""
    last = _verdict(record)
    parts = [_head(record, last), _since(record), _broken(record), _table(record), _figures(record), _limits(record)]
    text, end = "", f"\n\n{last}\n"
    for part in parts:
        room = LARGEST - len(text.encode()) - len(end.encode())
        text += part if len(part.encode()) <= room else _cut(room)
    return text.rstrip() + end


def _verdict(record: RunRecord) -> str:
    return terminal.closing(record)[-1] if record.decision is None else terminal.verdict_line(record.decision)


def _head(record: RunRecord, last: str) -> str:
    manifest = record.manifest
    conversations = count(len(record.outcomes), "conversation")
    lines = [f"## {escaped(last)}", ""]
    if record.decision:
        lines += [f"- {escaped(one)}" for one in _also(record.decision)] + [""]
    who = f"target {manifest.target} ({manifest.target_version}), judge {manifest.judge}, seed {manifest.seed}"
    lines += [f"{conversations}; {escaped(who)}. Run `{manifest.run}`.", ""]
    return "\n".join(lines)


def _also(decision: Decision) -> list[str]:
    return [f"{one.says} (exit {one.code})" for one in decision.reasons if one.code in decision.also][:FAILURES]


def _since(record: RunRecord) -> str:
    found = since.lines(record)
    return "\n".join(["### Since the run before", "", fenced(one[10:] for one in found), "", ""]) if found else ""


def _broken(record: RunRecord) -> str:
    found = broken(record)
    if not found:
        return ""
    shown = [line for one in found[:FAILURES] for line in (*_one(one), "")]
    more = f"… and {len(found) - FAILURES} more: harness show {record.manifest.run}" if len(found) > FAILURES else ""
    return "\n".join(["### What broke", "", fenced([*shown, *([more] if more else [])]), "", ""])


def _one(one: Broken) -> list[str]:
    mark = " (critical)" if one.severity == "critical" else ""
    times = f", {count(len(one.cases), 'conversation')}" if len(one.cases) > 1 else ""
    return [
        f"{one.file}:{one.span.line}:{one.span.col} {one.criterion}{mark}, {one.cases[0]}{times}",
        f"  expected: {one.expected}",
        f"  actual:   {one.seen}",
    ]


def _table(record: RunRecord) -> str:
    rows = ["| | journey | passed |", "|---|---|---|"]
    for plan in record.plans[:ROWS]:
        over = journey_over_trials(one for one in record.outcomes if one.journey == plan.journey)
        held = sum(1 for one in record.outcomes if one.journey == plan.journey)
        mark = "⚠ not run" if not plan.runnable else "✘" if over.broke else "✔" if over.standing == "held" else "?"
        rows.append(f"| {mark} | {escaped(shortened(safe(plan.title), 80))} | {over.held} of {held} |")
    if len(record.plans) > ROWS:
        rows.append(f"| … | and {len(record.plans) - ROWS} more | |")
    return _folded(count(len(record.plans), "journey"), rows)


def _figures(record: RunRecord) -> str:
    if record.stopped or record.manifest.recorded or not record.outcomes:
        return ""
    found = measures(record)
    rows = [
        line
        for one in found
        if one.n and one.name != "cost per resolved outcome"
        for line in terminal.measure_lines(one)
    ]
    return _folded("Figures and cost", [fenced([*rows, "", *terminal.cost(record, found)])])


def _limits(record: RunRecord) -> str:
    return _folded("What this run cannot tell you", [fenced(terminal.limits(record)[1:])])


def _folded(title: str, lines: Sequence[str]) -> str:
    return "\n".join([f"<details><summary>{title}</summary>", "", *lines, "", "</details>", "", ""])


def _cut(room: int) -> str:
    said = "*The rest is in the run's folder.*\n\n"
    return said if len(said) <= room else ""


def fenced(lines: Iterable[str]) -> str:
    """The lines as a block of text, in a fence longer than any run of backticks in it."""
    text = "\n".join(lines).rstrip()
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def escaped(text: str) -> str:
    """Text from outside on one line of Markdown: no markup, HTML, link, mention or reference comes of it."""
    plain = re.sub(r"[\\`*_{}\[\]+|~!@#<>&]", lambda sign: _SIGNS.get(sign[0]) or f"\\{sign[0]}", safe(text))
    return plain.replace("://", "&#58;//").replace("www.", "www&#46;")


_SIGNS = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;", "#": "&#35;"}
