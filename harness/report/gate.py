"""A decision -> what people read beside the verdict line: reasons with proof, and what it was held against."""

from collections.abc import Sequence

from harness.gate import Decision, Failure, Reason, Shown

from .proofs import proof_words
from .words import count, safe, wrapped

MOST_REFUSED = 4
"""What could not be compared, by name; the JSON has all of it."""


def gate_lines(decision: Decision) -> list[str]:
    """What was compared, what is worse with proof, what is known, what failures look like, what was left out."""
    lines = against_lines(decision)
    # What stops without a comparison stands with its journey, above.
    told = [one for one in decision.reasons if one.code == 1 and not one.case]
    lines += [line for reason in told for line in reason_lines(reason)]
    for one in decision.excused:
        lines += wrapped(safe(one.says), "          ", "known     ")
    lines += _failures(decision.failures)
    if decision.unchanged:
        names = ", ".join(safe(name) for name in decision.unchanged[:6]) + (
            ", …" if len(decision.unchanged) > 6 else ""
        )
        lines += wrapped(f"{count(len(decision.unchanged), 'journey')} not held: {names}", "          ", "Unchanged ")
    if decision.stopped:
        lines += wrapped(_saved(decision), "          ", "Saved     ")
    return lines


def against_lines(decision: Decision) -> list[str]:
    """What the run was held against, and what of it could not be compared, by name."""
    held = decision.against
    if held is None:
        return []
    lines = wrapped(f"{safe(held.name)}: {count(held.compared, 'variation')} compared", "          ", "Against   ")
    for one in held.refused[:MOST_REFUSED]:
        lines += wrapped(f"not compared: {safe(one)}", "            ", "          ")
    if len(held.refused) > MOST_REFUSED:
        lines.append(f"          not compared: {len(held.refused) - MOST_REFUSED} more")
    return lines


def reason_lines(reason: Reason) -> list[str]:
    """One reason, and below it the conversations it rests on, with the author's words and the proof."""
    lines = wrapped(safe(reason.says), "          ", "because   ")
    return lines + [line for shown in reason.shown for line in _shown(shown)]


def _shown(shown: Shown) -> list[str]:
    where = f": {safe(shown.place)} {safe(shown.words)}" if shown.place else ""
    lines = wrapped(f"{safe(shown.case)}{where}", "            ", "          ")
    return lines + [
        part for proof in shown.evidence for part in wrapped(proof_words(proof), "              ", "            ")
    ]


def _failures(failures: Sequence[Failure]) -> list[str]:
    return [line for one in failures for line in wrapped(f"{one.kind}: {safe(one.says)}", "          ", "retried   ")]


def _saved(decision: Decision) -> str:
    why = {
        "settled": "nothing that was left could change the decision",
        "qualified": "the sequential test had settled",
    }[decision.stopped or "settled"]
    held = count(decision.left, "planned conversation")
    return f"{held} not held: {why}. These are counts, no rates; the run is no baseline."
