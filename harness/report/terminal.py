"""RunRecord -> what a run prints: what broke, in the author's words, with the proof; then money; then the verdict."""

from collections.abc import Sequence
from pathlib import Path

from harness.conversation.nouns import Transcript
from harness.criteria import Mark
from harness.gate import Decision
from harness.kpi import Measure, measures
from harness.ledger import Totals, by
from harness.plan.fill import fill_text
from harness.plan.nouns import Plan, Reading
from harness.run import RunRecord
from harness.verdict.nouns import Evidence, SentenceResult, Verdict
from harness.verdict.sentences import of_list
from harness.verdict.trials import journey_over_trials

from . import breaks, expected, judging, overshoot, since
from .gate import gate_lines
from .proofs import proof_words
from .scores import lived, scored
from .spoilt import spoilt
from .spoken import spoken
from .trials import over_trials
from .words import ADVISORY, MARKS, UNCHECKED, USED, WIDTH, count, money, percent, place, safe, shortened, wrapped

NOTHING = Totals()
"""Nothing spent, or nothing known of it."""


def opening(
    plans: Sequence[Plan], conversations: int, target: str, judge: str, seed: int, customer: str = "scripted"
) -> list[str]:
    """What is about to be held, and with what."""
    rows = sum(len(plan.variations) for plan in plans if plan.runnable)
    return [
        f"{count(len(plans), 'journey')} / {count(rows, 'variation')} / {count(conversations, 'conversation')}",
        f"target {target} · customer {customer} · judge {judge} · seed {seed}",
    ]


def journeys(record: RunRecord) -> list[str]:
    """Each journey in a line; what broke below it, with the author's sentence and the proof."""
    return [line for plan in record.plans for line in _journey(record, plan)]


def summary(record: RunRecord, head: str | None = None) -> list[str]:
    """A finished run, as `run` and `show` print it; the verdict line is last. `head` is the record's last digest."""
    lines = [*journeys(record), ""]
    found = measures(record)
    lines += [
        *_figures(record, found),
        "",
        *cost(record, found),
        *judging.reading(record),
        *spoilt(record),
        "",
        *limits(record),
        "",
    ]
    return lines + closing(record, head)


def closing(record: RunRecord, head: str | None = None) -> list[str]:
    """Where the record is, the digest to keep elsewhere, and the verdict line."""
    folder = _relative(record.folder)
    lines = [*since.lines(record), f"Report    {folder}/index.html", f"Record    {folder}/run.jsonl"]
    lines.append(f"          harness show {record.manifest.run}")
    if head:
        lines.append(f"          last digest {head[:16]} (kept elsewhere, it shows a replacement)")
    if record.manifest.recorded:
        return [*lines, "Recorded conversations: no gate decides on them."]
    go_on = f"harness run --resume {record.manifest.run}"
    if record.decision is None:
        return [*lines, "This run did not finish: it has no verdict.", f"To go on: {go_on}"]
    if record.stopped:
        lines += [f"To go on: {go_on}", "          with a larger --budget or --budget-target, or later"]
    told = gate_lines(record.decision)
    return [*lines, *([""] if told else []), *told, *_because(record.decision), verdict_line(record.decision)]


def verdict_line(decision: Decision) -> str:
    """The last line of every run: word, reason, exit code."""
    return f"{decision.line} — {in_short(decision)}   (exit {decision.exit_code})"


def in_short(decision: Decision) -> str:
    """Why, in a few words."""
    if decision.decision == "go":
        return _gone(decision)
    first = decision.reasons[0].code
    mine = [reason for reason in decision.reasons if reason.code == first]
    if first == 1:
        journeys = len({reason.journey for reason in mine if reason.journey})
        worse = [f"{reason.criterion} got worse" for reason in mine if not reason.journey]
        critical = len({(reason.journey, reason.sentence) for reason in mine if reason.critical})
        failed = [f"{count(journeys, 'journey')} failed"] if journeys else []
        return ", ".join([*worse, *failed, *([count(critical, "critical sentence")] if critical else [])])
    return mine[0].says


def _gone(decision: Decision) -> str:
    if not decision.conversations:
        return f"{count(len(decision.unchanged), 'journey')} cannot have changed, and none was held"
    held = count(decision.conversations, "conversation")
    if decision.against is None or not decision.against.compared:
        return f"every required sentence held in {held}"
    return f"nothing got worse in {held}"


def _because(decision: Decision) -> list[str]:
    """Everything else that applied: the verdict line names one reason, and what failed stands with its journey."""
    others = [reason for reason in decision.reasons[1:] if reason.code != 1 and not reason.doubted]
    return [part for one in others for part in wrapped(f"{one.says} (exit {one.code})", "          ", "also      ")]


# ---- journeys -----------------------------------------------------------------------------------------------


def _journey(record: RunRecord, plan: Plan) -> list[str]:
    title = shortened(safe(plan.title), WIDTH - 34)
    if not plan.runnable:
        errors = [complaint for complaint in plan.complaints if complaint.severity == "error"]
        head = [_headline("!", "NOT RUN", title, count(len(errors), "error"))]
        return head + [
            f"     {place(error.span, record.manifest.folder)} {error.code} {safe(error.message)}"
            for error in errors[:3]
        ]
    mine = [outcome for outcome in record.outcomes if outcome.journey == plan.journey and outcome.why == "fixed"]
    verdicts = {outcome.case: record.verdict(outcome.case) for outcome in mine}
    if record.stopped and not verdicts:
        return [_headline("!", "NOT JUDGED", title, "0 held")]
    failed = [case for case, verdict in verdicts.items() if has_failed(verdict)]
    broken = [case for case, verdict in verdicts.items() if verdict.validity != "valid"]
    came_to = journey_over_trials(mine)
    of = f"{came_to.held} of {len(verdicts)} passed"
    trials = over_trials(record, plan, mine)
    if not verdicts:
        return [_headline("–", "NOT HELD", title, "")]
    if failed:
        lines = [_headline(*_failed_as(record, plan), title, of)]
        for case in failed[:3]:
            lines += failure(record, plan, case, verdicts[case])
        if len(failed) > 3:
            more = count(len(failed) - 3, "more conversation")
            lines.append(f"     … and {more}: harness show {record.manifest.run} {plan.journey}")
        return lines + trials
    if broken:
        first = verdicts[broken[0]]
        lines = [_headline("!", "NOT JUDGED", title, of)]
        return lines + wrapped(f"{safe(broken[0])}: {safe(first.invalid_because or first.validity)}", "     ")
    if came_to.standing == "unknown":
        return [_headline(MARKS["cannot_tell"], "UNDECIDED", title, of), *trials]
    return [_headline(MARKS["pass"], "passed", title, of)]


def _failed_as(record: RunRecord, plan: Plan) -> tuple[str, str]:
    """A journey that failed now and then, and no more than it did before, is no reason for a stop: it is said so."""
    decision, reference = record.decision, record.reference
    if decision is None or reference is None or plan.journey not in {one.journey for one in reference.kept}:
        return MARKS["fail"], "FAILED"
    blamed = {reason.journey for reason in decision.reasons if reason.code in (1, 5)}
    return (MARKS["fail"], "FAILED") if plan.journey in blamed else ("±", "as before")


def _headline(mark: str, word: str, title: str, of: str) -> str:
    left = f"{mark} {word:<10} {title}"
    return f"{left}{' ' * max(2, WIDTH - len(left) - len(of))}{of}"


def has_failed(verdict: Verdict) -> bool:
    """Whether a criterion failed in a conversation, or a required sentence broke."""
    return any(ruling.result == "fail" for ruling in verdict.rulings) or any(
        result.result == "fail" and result.level == "required" for result in verdict.sentences
    )


def failure(record: RunRecord, plan: Plan, case: str, verdict: Verdict) -> list[str]:
    """A conversation that failed: each broken sentence with its proof, what else was found, where it began."""
    lines = [f"     {safe(case)}"]
    values = plan.variation(_variation(case)).values
    for result in _worst_first(verdict):
        lines += _broken_sentence(record, record.reading(plan.journey, result.sentence), values, result)
    for ruling in verdict.rulings:
        # One finding that no sentence named is enough here; `show` with the case has them all.
        for finding in [one for one in ruling.findings if one.sentence is None][:1]:
            lines += wrapped(
                f"{ruling.criterion}, turn {finding.turn}: {safe(finding.summary)}", "         ", "       "
            )
            lines += _evidence(finding.evidence)
    if first := verdict.first_break:
        lines += breaks.in_short(first, record.spent_after(case, first.turn))
    return lines


def _worst_first(verdict: Verdict) -> list[SentenceResult]:
    ranks = ("critical", "high", "medium", "low")
    broken = [result for result in verdict.sentences if result.result == "fail" and result.level == "required"]
    return sorted(broken, key=lambda result: (ranks.index(result.severity), result.turn or 0))


def _broken_sentence(record: RunRecord, reading: Reading, values: dict[str, str], result: SentenceResult) -> list[str]:
    sentence = reading.sentence
    text = safe(fill_text(sentence.text, values))
    what = "must never happen" if sentence.heading == "never" else "should happen"
    mark = " (critical)" if result.severity == "critical" else ""
    lines = wrapped(f"{what}, {place(sentence.span, record.manifest.folder)}{mark}: {text}", "         ", "       ")
    lines += _evidence(result.evidence) or wrapped(safe(result.why), "         ")
    return lines + (
        wrapped(f"{safe(result.why)}{judging.by(result.by)}", "         ") if judging.was_read(result) else []
    )


def _evidence(evidence: Sequence[Evidence]) -> list[str]:
    return [line for proof in evidence[:2] for line in wrapped(proof_words(proof), "           ", "         ")]


# ---- figures, money, limits ---------------------------------------------------------------------------------


def no_rates(record: RunRecord) -> str:
    """Why a run has no rates, as a clause: it stopped early, or never finished. Empty where it has some."""
    if record.stopped:
        held = f"{len(record.outcomes)} of {record.stopped.planned} conversations were held and judged"
        return f"the run stopped early, when {held}"
    return "" if record.decision or record.manifest.recorded else "the run did not finish"


def _figures(record: RunRecord, found: Sequence[Measure]) -> list[str]:
    if why := no_rates(record):
        return [f"No rates: {why}."]
    if not any(outcome.validity == "valid" for outcome in record.outcomes):
        return ["No figure was measured: no conversation was valid."]
    if not record.whole:
        return ["No rates: the run stopped early, so what it held is no fair sample."]
    shown = [
        one for one in found if one.name != "cost per resolved outcome" and (one.n or one.name != "off-topic served")
    ]
    return [line for measure in shown for line in measure_lines(measure)]


def measure_lines(measure: Measure) -> list[str]:
    """One figure with its n and interval, or why it was not measured."""
    if measure.value is None:
        return [f"{measure.name:<30} not measured: {measure.note}"]
    if measure.unit == "share":
        interval = measure.interval
        bounds = f"  [{percent(interval.low)} – {percent(interval.high)}]" if interval else ""
        return [f"{measure.name:<30} {percent(measure.value):>7} of {measure.n}{bounds}"]
    if measure.unit in ("of 7", "chance"):
        return scored(measure)
    return [
        f"{measure.name:<30} {measure.value:>7,.1f} {measure.unit}"
        if measure.unit == "turns"
        else f"{measure.name:<30} {measure.value:>7,.0f}"
    ]


def cost(record: RunRecord, found: Sequence[Measure]) -> list[str]:
    """What each role took and cost, what that bought, and how far off the estimate was."""
    roles = by(record.entries, "role")
    parts = [
        role_cost("customer", roles.get("customer")),
        role_cost("judge", roles.get("judge")),
        role_cost("agent under test", roles.get("target")),
    ]
    lines = wrapped(" · ".join(parts), "          ", "Cost      ")
    if record.wasted.calls:
        lines += wrapped(role_cost("of it in vain, cut off or without an answer", record.wasted), "          ")
    lines += [line for one in overshoot.told(record) for line in wrapped(one, "          ")]
    lines += expected.after(record)
    if not record.whole:
        return lines
    per = next(measure for measure in found if measure.name == "cost per resolved outcome")
    if per.value is None:
        return [*lines, f"          cost per resolved outcome: not measured ({per.note})"]
    note = f" ({per.note})" if per.note else ""
    return [
        *lines,
        *wrapped(f"{money(per.value, per.unit)} per resolved outcome, {per.n} resolved{note}", "          "),
    ]


def role_cost(name: str, totals: Totals | None) -> str:
    """What the calls of one role took, in a few words: tokens, how sure they are, money or *not priced*."""
    if totals is None:
        return f"{name}: no calls, 0 tokens"
    tokens = f"{totals.tokens.total:,} tokens"
    if not totals.tokens.total:
        return f"{name}: not reported, not priced"
    kinds = "/".join(totals.certainties)
    if totals.unpriced_calls:
        return f"{name}: {tokens} ({kinds}), {count(totals.unpriced_calls, 'call')} not priced"
    amounts = " + ".join(money(amount, currency) for currency, amount in totals.money.items())
    return f"{name}: {tokens} ({kinds}), {amounts}"


def limits(record: RunRecord) -> list[str]:
    """What this run cannot tell you: always printed."""
    return ["What this run cannot tell you", *(line for said in untold(record) for line in wrapped(said, "  ", "  "))]


def untold(record: RunRecord, most: int = 4) -> list[str]:
    """The same in sentences; `most` places are named in each."""
    read = {one.sentence for verdict in record.verdicts for one in verdict.sentences if judging.was_read(one)}
    unchecked = [
        _place(one)
        for plan in record.plans
        for one in plan.readings
        if one.status in ("vague", "needs_model", "unsupported") and one.sentence.id not in read
    ]
    found = [record.decision.shows] if record.decision and record.decision.decision == "go" else []
    if record.decision and record.decision.sees:
        found.append(record.decision.sees)
    for validity, why in _NOT_JUDGED.items():
        lost = sum(1 for outcome in record.outcomes if outcome.validity == validity)
        if lost:
            found.append(f"{count(lost, 'conversation')} {why}: in no rate, neither pass nor fail.")
    for thing, what, places in (
        ("sentence", "not checked", unchecked),
        ("required sentence", "could not be judged", _undecided(record)),
        ("conditional", "never came up", _only_ever(record, "not_exercised")),
    ):
        if places:
            more = "; …" if len(places) > most else ""
            found.append(f"{count(len(places), thing)} {what}: {'; '.join(places[:most])}{more}")
    if record.stopped:
        found.append("What the conversations that are missing would have shown: none of them counts.")
    if instead := sum(outcome.instead for outcome in record.outcomes):
        of = count(sum(outcome.turns for outcome in record.outcomes), "customer turn")
        why = "what the model said was not the customer's part"
        found.append(f"{instead} of {of} were spoken in the script's words: {why}.")
    if record.decision and record.decision.standing:
        found.append(safe(record.decision.standing.says))
    if "illustrative" in record.spent.certainties:
        found.append("The agent's tokens are characters / 4, not a provider's count: its money is an example.")
    return found


_NOT_JUDGED = {
    "infra_error": "lost because the target failed",
    "invalid_simulation": "spoiled by the simulated customer",
}


def _only_ever(record: RunRecord, mark: Mark) -> list[str]:
    """The places of sentences that came to this mark in every conversation that judged them."""
    found: dict[tuple[str, str], set[Mark]] = {}
    for verdict, outcome in zip(record.verdicts, record.outcomes, strict=True):
        for result in verdict.sentences:
            found.setdefault((outcome.journey, result.sentence), set()).add(result.result)
    return [_place(record.reading(*key)) for key, marks in found.items() if marks == {mark}]


def _undecided(record: RunRecord) -> list[str]:
    """The places of required sentences that could not be judged in some conversation."""
    return list(
        dict.fromkeys(
            _place(record.reading(outcome.journey, result.sentence))
            for verdict, outcome in zip(record.verdicts, record.outcomes, strict=True)
            for result in verdict.sentences
            if result.result == "cannot_tell" and result.level == "required"
        )
    )


def _place(reading: Reading) -> str:
    span = reading.sentence.span
    return f"{Path(span.file).name}:{span.line} {shortened(safe(reading.sentence.text), 60)}"


def _relative(folder: str) -> str:
    path = Path(folder)
    return str(path.relative_to(Path.cwd())) if path.is_absolute() and path.is_relative_to(Path.cwd()) else folder


# ---- one conversation ---------------------------------------------------------------------------------------


def conversation(plan: Plan, verdict: Verdict, transcript: Transcript, spent: Totals = NOTHING) -> list[str]:
    """One conversation: what was said, then each of the author's sentences with its mark and proof, then where it
    first broke. `spent` is what the agent cost after that."""
    lines = [f"{safe(plan.title)}", f"{safe(verdict.case)} · ended: {verdict.ending} · {verdict.validity}", ""]
    for turn in transcript.turns:
        lines += spoken(turn)
    lines += [*lived(verdict), ""]
    used = {sentence: turn.number for turn in reversed(transcript.turns) for sentence in turn.customer.sentences}
    results = {result.sentence: result for result in verdict.sentences}
    found = [finding for ruling in verdict.rulings for finding in ruling.findings if finding.sentence is None]
    variation = plan.variation(_variation(verdict.case))
    page = plan.file
    for one in plan.readings:
        if one.sentence.only in (None, variation.name):
            if one.sentence.span.file != page:
                page = one.sentence.span.file
                lines.append(f"     [{page}]")
            text = safe(fill_text(one.sentence.text, variation.values))
            below = [results[item.sentence.id] for item in _below(one, plan) if item.sentence.id in results]
            if below and one.sentence.id not in results:
                mark = of_list(below, any_of=any(item.sentence.any_of for item in _below(one, plan)))
                lines += wrapped(text, "       ", f"{one.sentence.span.line:>4} {MARKS[mark]} ")
            else:
                lines += _sentence(one, text, results.get(one.sentence.id), used.get(one.sentence.id))
    for finding in found:
        lines += [
            "",
            *wrapped(f"{finding.criterion}, turn {finding.turn}: {safe(finding.summary)}", "       ", "     ✘ "),
        ]
        lines += _evidence(finding.evidence)
    lines += ["", *judging.rulings(verdict)] if verdict.rulings else []
    if first := verdict.first_break:
        lines += ["", *breaks.in_full(first, spent)]
    return lines


def _variation(case: str) -> str:
    name = case.split("/", 1)[1].rsplit("#", 1)[0]
    return "" if name == "-" else name


def _below(reading: Reading, plan: Plan) -> list[Reading]:
    """The nested lines of a line that only leads in to them."""
    return [one for one in plan.readings if one.sentence.group == reading.sentence.id and reading.status == "note"]


def _sentence(reading: Reading, text: str, result: SentenceResult | None, used: int | None) -> list[str]:
    line = reading.sentence.span.line
    never = "never: " if reading.sentence.heading == "never" else ""
    if reading.status in ("vague", "needs_model", "unsupported") and not judging.was_asked(result):
        status = reading.status.replace("_", " ")
        return wrapped(f"{status}, not checked: {text}", "       ", f"{line:>4} {UNCHECKED} ")
    if result is not None:
        ideally = result.level == "advisory" and result.result == "fail"
        lines = wrapped(
            f"{never}{text}{' (ideally: does not count)' * ideally}{judging.by(result.by)}",
            "       ",
            f"{line:>4} {_mark(reading, result)} ",
        )
        proof = [proof_words(one) for one in result.evidence[:2]] or [safe(result.why)]
        return lines + [part for words in proof for part in wrapped(words, "           ", "         ")]
    if used:
        return wrapped(f"{text}  (turn {used})", "       ", f"{line:>4} {USED} ")
    return wrapped(text, "       ", f"{line:>4}   ")


def _mark(reading: Reading, result: SentenceResult) -> str:
    """A line of the customer's that came into play was used: that the customer keeps to it is no merit of the agent."""
    if result.result == "pass" and reading.sentence.heading in ("customer", "script"):
        return USED
    return ADVISORY if result.level == "advisory" and result.result == "fail" else MARKS[result.result]
