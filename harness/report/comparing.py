"""A comparison, or a baseline that grew -> what people read of it, the worst first."""

from collections.abc import Sequence

from harness.comparison import Accepted, Comparison
from harness.comparison.comparing import IN_A_ROW, Moved
from harness.gate import Reason, named

from .gate import against_lines, reason_lines
from .terminal import verdict_line
from .words import MARKS, WIDTH, count, safe, shortened, wrapped

MOST = 20
"""Variations that are printed one by one; `--format json` has them all."""


def accepted(found: Accepted, file: str) -> list[str]:
    """What became of each variation of a run that was accepted."""
    trials = sum(one.trials for one in found.baseline.stored)
    lines = []
    for what, names in (("grown by this run", found.grown), ("new", found.new), ("in it already", found.already_in)):
        if names:
            lines += wrapped(f"{what}: {', '.join(safe(name) for name in names)}", "  ", "  ")
    for name, why in found.begun_anew.items():
        lines += wrapped(f"begun anew: {safe(name)} ({safe(why)})", "  ", "  ")
    total = f"{count(len(found.baseline.stored), 'variation')}, {count(trials, 'stored trial')}"
    return [*lines, "", *wrapped(f"{file}: {total}. Review and commit it: later runs are held against it.", "  ", "")]


def compared(found: Comparison) -> list[str]:
    """What moved, worst first; what could not be compared; what the gate would say. The verdict line is last."""
    lines = wrapped(f"run {found.run} beside {safe(found.against)}", "  ", "")
    if found.target_before and found.target_before != found.target:
        lines += wrapped(f"the agent was {safe(found.target_before)}, and is {safe(found.target)}", "  ", "  ")
    moved = [one for one in found.moved if one.change]
    lines += ["", *(_moved(one) for one in moved[:MOST])]
    if len(moved) > MOST:
        lines.append(f"  … and {count(len(moved) - MOST, 'more variation')} that moved: --format json has them all")
    if still := len(found.moved) - len(moved):
        lines.append(f"  {count(still, 'variation')} as before")
    lines += ["", *_figures(found), *against_lines(found.decision), *_reasons(found.decision.reasons)]
    return [*lines, verdict_line(found.decision)]


def _moved(one: Moved) -> str:
    mark = MARKS["fail"] if one.change < 0 else MARKS["pass"]
    counts = f"{one.before[0]} of {one.before[1]} → {one.now[0]} of {one.now[1]}"
    left = f"{mark} {shortened(safe(named((one.journey, one.variation))), WIDTH - 4 - len(counts))}"
    return f"{left}{' ' * max(2, WIDTH - len(left) - len(counts))}{counts}"


def _figures(found: Comparison) -> list[str]:
    lines: list[str] = []
    if found.in_a_row:
        before, now = found.in_a_row
        lines += wrapped(f"{IN_A_ROW} customers in a row served: {before:.0%} before, {now:.0%} now (pass^3)", "  ", "")
    if found.pairs:
        pairs = found.pairs
        turned = f"{pairs.worse} turned worse and {pairs.better} better (p {pairs.chance:.3f})"
        lines += wrapped(f"Of {count(pairs.pairs, 'conversation')} held in both with the same seed {turned}.", "  ", "")
        if pairs.within is not None:
            lines += wrapped(
                f"If they were worse by the margin, pairs as good as these: p {pairs.within:.3f}.", "  ", ""
            )
    if found.smallest is not None:
        points = found.smallest * 100
        lines += wrapped(
            f"A mean change of under {points:.0f} points would hardly have been seen between these two.", "  ", ""
        )
    return lines


def _reasons(reasons: Sequence[Reason]) -> list[str]:
    return [line for reason in reasons for line in reason_lines(reason)]
