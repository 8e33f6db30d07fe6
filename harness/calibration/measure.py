"""Labels + what the judge said of the same -> a table a criterion, and the rates that follow from it."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from harness.criteria import Criterion
from harness.stats import Confusion, lang_reiczigel, ppi, rogan_gladen
from harness.verdict.nouns import Outcome, Verdict

from .nouns import Corrected, Human, Label, Measured, in_order

LEAST = 30
"""Labels of a random sample, or what unevenly drawn ones are worth: with fewer, the normal interval is too narrow."""


class Told(NamedTuple):
    """One label, and the verdict on the conversation that it is about."""

    label: Label
    conversation: str
    """A key that is the same for every label on one conversation."""
    verdict: Verdict


class _Item(NamedTuple):
    """What was labelled, by however many people."""

    conversation: str
    labels: tuple[Label, ...]
    judged: str

    @property
    def human(self) -> Human | None:
        """What most said; None when as many said the one as the other."""
        said = [label.human for label in self.labels if label.human != "skip"]
        if not said:
            return "skip"
        passes = said.count("pass")
        return None if 2 * passes == len(said) else "pass" if 2 * passes > len(said) else "fail"


def measure(told: Sequence[Told], runs: Sequence[Sequence[Outcome]] = ()) -> tuple[Measured, ...]:
    """Every criterion that was labelled, in order. `runs`: stored results of the same judge, whose rates to correct.

    A person who labels the same thing twice has changed their mind: the later label counts.
    """
    pool = [outcome for run in runs for outcome in run if outcome.validity == "valid" and outcome.why == "fixed"]
    kinds: dict[tuple[Criterion, bool], list[Told]] = {}
    for one in told:
        kinds.setdefault((one.label.criterion, one.label.sentence is not None), []).append(one)
    found = [_measured(criterion, by_sentence, each, pool) for (criterion, by_sentence), each in kinds.items()]
    return tuple(sorted(found, key=in_order))


def _measured(criterion: Criterion, by_sentence: bool, told: Sequence[Told], pool: Sequence[Outcome]) -> Measured:
    items = _items(told)
    settled = [item for item in items if item.human in ("pass", "fail")]
    compared = [item for item in settled if item.judged in ("pass", "fail")]
    weights = _weights(settled)
    counts = _table([(item, 1.0) for item in compared])
    weighted = _effective([(item, weights[item.conversation]) for item in compared])
    return Measured(
        criterion=criterion,
        by_sentence=by_sentence,
        counts=counts,
        weighted=weighted,
        undecided=sum(item.judged == "cannot_tell" for item in settled),
        elsewhere=sum(item.judged not in ("pass", "fail", "cannot_tell") for item in settled),
        unsettled=sum(item.human is None for item in items),
        skipped=sum(item.human == "skip" for item in items),
        between=_between(items),
        corrected=None if by_sentence else _corrected(criterion, compared, weights, weighted, pool),
    )


def _items(told: Sequence[Told]) -> list[_Item]:
    def key(one: Told) -> tuple[str, str]:
        return one.conversation, one.label.sentence or ""

    found = []
    for (conversation, _), group in groupby(sorted(told, key=key), key=key):
        same = list(group)
        last = {one.label.labeller: one.label for one in same}
        labels = tuple(last[name] for name in sorted(last))
        found.append(_Item(conversation, labels, said_of(same[0].verdict, same[0].label)))
    return found


def said_of(verdict: Verdict, label: Label) -> str:
    """What the judge said of what was labelled; not_judged when it said nothing of it."""
    if label.sentence is not None:
        marks: dict[str, str] = {one.sentence: one.result for one in verdict.sentences}
        return marks.get(label.sentence, "not_judged")
    results: dict[str, str] = {one.criterion: one.result for one in verdict.rulings}
    return results.get(label.criterion, "not_judged")


# ---- weights ------------------------------------------------------------------------------------------------


def _weights(items: Sequence[_Item]) -> dict[str, float]:
    """Conversation -> how many of its run it stands for: those of its kind, shared among those of them labelled."""
    kinds = {item.conversation: _kind(item.labels[0]) for item in items}
    labelled = {kind: sum(other == kind for other in kinds.values()) for kind in set(kinds.values())}
    return {name: (kind[2] / labelled[kind] if kind[2] else 1.0) for name, kind in kinds.items()}


def _kind(label: Label) -> tuple[str | None, str, int]:
    return label.run, label.drawn, label.of or 0


def _table(items: Sequence[tuple[_Item, float]]) -> Confusion:
    cells = {"passpass": 0.0, "passfail": 0.0, "failpass": 0.0, "failfail": 0.0}
    for item, weight in items:
        cells[f"{item.human}{item.judged}"] += weight
    return Confusion(
        both_pass=round(cells["passpass"], 6),
        judge_pass=round(cells["failpass"], 6),
        judge_fail=round(cells["passfail"], 6),
        both_fail=round(cells["failfail"], 6),
    )


def _effective(items: Sequence[tuple[_Item, float]]) -> Confusion:
    """The weighted table, with the sum that so uneven weights are worth: Kish, (sum w)^2 / sum w^2."""
    total = sum(weight for _, weight in items)
    squares = sum(weight * weight for _, weight in items)
    return _table([(item, weight * total / squares) for item, weight in items])


def _between(items: Sequence[_Item]) -> Confusion | None:
    """The first two people who labelled the same thing, against each other."""
    pairs = [[label.human for label in item.labels if label.human != "skip"][:2] for item in items]
    both = [f"{one}{other}" for one, other in (pair for pair in pairs if len(pair) == 2)]
    if not both:
        return None
    return Confusion(
        both_pass=both.count("passpass"),
        judge_pass=both.count("failpass"),
        judge_fail=both.count("passfail"),
        both_fail=both.count("failfail"),
    )


# ---- corrected rates ----------------------------------------------------------------------------------------


def _corrected(
    criterion: Criterion,
    items: Sequence[_Item],
    weights: Mapping[str, float],
    table: Confusion,
    pool: Sequence[Outcome],
) -> Corrected | None:
    """The run's pass rate as people would have given it; None when no run is at hand."""
    judged = [one for one in pool if one.results.get(criterion) in ("pass", "fail")]
    if not judged:
        return None
    drawn = {item.labels[0].drawn for item in items}
    if not drawn or "chosen" in drawn:
        return _by_error_rates(_rate(criterion, judged), len(judged), table)
    # Evenly drawn, what is left is a sample like the labels; unevenly, only the whole is.
    labelled = {item.labels[0].case for item in items}
    even = len({weights[item.conversation] for item in items}) == 1
    left = [one for one in judged if one.case not in labelled] if even else judged
    return _by_prediction(_rate(criterion, judged), len(judged), _rate(criterion, left), len(left), table)


def _rate(criterion: Criterion, judged: Sequence[Outcome]) -> float:
    return sum(one.results[criterion] == "pass" for one in judged) / len(judged) if judged else 0.0


def _by_error_rates(rate: float, n: int, table: Confusion) -> Corrected:
    found, interval = rogan_gladen(rate, n, table), lang_reiczigel(rate, n, table)
    if found is None or interval is None:
        why = "the judge tells pass from fail too badly on these labels, or one of the two was never labelled"
        return Corrected(uncorrected=rate, conversations=n, why=why)
    return Corrected(
        uncorrected=rate,
        conversations=n,
        method="Rogan-Gladen, interval of Lang and Reiczigel",
        value=found.value,
        low=interval.low,
        high=interval.high,
        why="the labelled conversations were chosen, or come from elsewhere",
    )


def _by_prediction(rate: float, n: int, left: float, rest: int, table: Confusion) -> Corrected:
    found = ppi(left, rest, table) if table.n >= LEAST else None
    # Labels that all agree have no spread, and would pretend to certainty.
    if found is None or not found.se:
        why = f"fewer than {LEAST} labels, none left that nobody labelled, or labels that are all the same"
        return Corrected(uncorrected=rate, conversations=n, why=why)
    return Corrected(
        uncorrected=rate,
        conversations=n,
        method="PPI++",
        value=found.value,
        low=found.interval.low,
        high=found.interval.high,
        why="the labelled conversations were drawn by lot from the run",
    )
