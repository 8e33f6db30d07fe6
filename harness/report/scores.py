"""Figures that nobody was asked for -> lines: customer effort and predicted satisfaction, marked as what they are."""

from harness.kpi import Measure, effort_score, predicted_satisfaction
from harness.verdict.nouns import Verdict

from .words import count, safe, wrapped


def scored(measure: Measure) -> list[str]:
    """A figure on a scale of its own: what it is, how sure, that nobody was asked, and where its formula is."""
    number = f"{measure.value:.1f} of 7" if measure.unit == "of 7" else f"{measure.value:.2f}"
    form = "{:.1f}" if measure.unit == "of 7" else "{:.2f}"
    bounds = measure.interval
    span = f"  [{form.format(bounds.low)} – {form.format(bounds.high)}]" if bounds else ""
    return [
        f"{measure.name:<30} {number:>8}{span}",
        *wrapped(f"{measure.note} (how it is counted: --format json)", "    "),
    ]


def lived(verdict: Verdict) -> list[str]:
    """What was wrong with the simulated customer, and what the conversation put them through."""
    slips = [f"customer, {slip.severity.replace('_', ' ')}: {slip.rule}: {safe(slip.why)}" for slip in verdict.notes]
    lines = [part for said in slips for part in wrapped(said, "      ", "    ! ")]
    felt = verdict.experience
    if felt is None or (score := effort_score(felt)) is None:
        return lines
    what = (
        f"customer effort score {score:.1f} of 7 (simulated): {count(felt.extra_turns, 'turn')} beyond the minimum,"
        f" {count(felt.re_asks, 'question')} asked again, {count(felt.customer_repeats, 'repeat')} by the customer,"
        f" {count(felt.transfers, 'transfer')}; predicted satisfaction {predicted_satisfaction(felt):.2f}"
        " (uncalibrated)"
    )
    return [*lines, "", *wrapped(what, "  ", "")]
