"""A judge held against what people said."""

import random
from collections.abc import Sequence
from datetime import date
from typing import Any

from harness.calibration.measure import Told, measure
from harness.calibration.nouns import Calibrated, JudgeId, Label, Measured
from harness.calibration.sampling import drawing
from harness.calibration.telling import labels_text
from harness.criteria import Result
from harness.money import Tokens
from harness.stats import Confusion
from harness.verdict.nouns import Outcome, Ruling, SentenceResult, Verdict


def verdict(case: str, result: Result = "pass", sentence: Result | None = None) -> Verdict:
    kept = SentenceResult(
        sentence="s1", result=sentence or "pass", level="required", criterion="looping", severity="low", why="so"
    )
    return Verdict(
        case=case,
        validity="valid",
        ending="satisfied",
        rulings=(Ruling(criterion="looping", result=result, why="so"),),
        sentences=(kept,) if sentence else (),
    )


def outcome(case: str, result: Result, **other: Any) -> Outcome:
    return Outcome(
        **{
            "case": case,
            "journey": "j",
            "variation": "",
            "trial": 1,
            "why": "fixed",
            "risk": "low",
            "validity": "valid",
            "ending": "satisfied",
            "results": {"looping": result},
            "required": {},
            "turns": 2,
            "tokens": Tokens(),
            **other,
        }
    )


def told(case: str, human: str, judged: Result, **other: Any) -> Told:
    label = Label.model_validate({"criterion": "looping", "human": human, "run": "r", "case": case, **other})
    return Told(label, case, verdict(case, judged))


def only(found: Sequence[Measured]) -> Measured:
    assert 1 == len(found)
    return found[0]


def test_every_label_is_counted_once_and_where_it_belongs() -> None:
    """What both decided is compared; what the judge left open, did not apply or people skipped stands apart."""
    found = only(
        measure(
            [
                told("a", "pass", "pass"),
                told("b", "fail", "pass"),
                told("c", "pass", "fail"),
                told("d", "fail", "fail"),
                told("e", "fail", "cannot_tell"),
                told("f", "pass", "not_applicable"),
                told("g", "skip", "fail"),
            ]
        )
    )
    assert Confusion(both_pass=1, judge_pass=1, judge_fail=1, both_fail=1) == found.counts == found.weighted
    assert (1, 1, 1, 0) == (found.undecided, found.elsewhere, found.skipped, found.unsettled)


def test_a_conversation_that_was_not_valid_to_the_judge_is_never_a_pass() -> None:
    """A verdict without rulings is counted apart, whatever people said."""
    label = Label(criterion="looping", human="pass", run="r", case="a")
    spoiled = Verdict(case="a", validity="invalid_simulation", ending="satisfied")
    found = only(measure([Told(label, "a", spoiled)]))
    assert (0, 1) == (found.counts.n, found.elsewhere)


def test_several_people() -> None:
    """The majority counts, an even split is settled by nobody, a change of mind replaces, and people are compared."""
    found = only(
        measure(
            [
                told("a", "pass", "pass", labeller="Ann"),
                told("a", "fail", "pass", labeller="Bob"),
                told("a", "pass", "pass", labeller="Cy"),
                told("b", "fail", "fail", labeller="Ann"),
                told("b", "pass", "fail", labeller="Bob"),
                told("c", "pass", "fail", labeller="Ann"),
                told("c", "fail", "fail", labeller="Ann"),
            ]
        )
    )
    assert Confusion(both_pass=1, both_fail=1) == found.counts
    assert 1 == found.unsettled
    assert found.between is not None
    assert 2 == found.between.n


def test_sentences_are_measured_apart() -> None:
    """Labels on single sentences make a table of their own, and correct no rate of conversations."""
    label = Label(criterion="looping", human="fail", run="r", case="a", sentence="s1")
    unknown = Label(criterion="looping", human="fail", run="r", case="a", sentence="s2")
    one = Told(label, "a", verdict("a", sentence="fail"))
    whole, by_sentence = measure([told("a", "pass", "pass"), one, Told(unknown, "a", verdict("a"))])
    assert (False, True) == (whole.by_sentence, by_sentence.by_sentence)
    assert (1, 1) == (by_sentence.counts.both_fail, by_sentence.elsewhere)
    assert by_sentence.corrected is None


def test_uneven_drawing_is_weighed_back() -> None:
    """Two of four doubtful conversations and one of six others were labelled: each stands for those of its kind."""
    found = only(
        measure(
            [
                told("a", "fail", "fail", drawn="doubtful", of=4),
                told("b", "pass", "fail", drawn="doubtful", of=4),
                told("c", "pass", "pass", drawn="passed", of=6),
            ]
        )
    )
    assert Confusion(both_pass=1, judge_fail=1, both_fail=1) == found.counts
    effective = 10**2 / (2**2 + 2**2 + 6**2)
    assert abs(effective - found.weighted.n) < 1e-5
    assert abs(found.weighted.both_pass / found.weighted.both_fail - 3) < 1e-4


def test_labels_drawn_by_lot_correct_the_rate_by_prediction() -> None:
    """A random sample goes to PPI++, over the conversations that nobody labelled."""
    results: list[Result] = ["pass" if n < 8 else "fail" for n in range(10)]
    labels = [told(f"c{n}", "pass" if n % 10 < 7 else "fail", results[n % 10], drawn="random") for n in range(40)]
    pool = [outcome(f"c{n}", results[n % 10]) for n in range(100)]
    found = only(measure(labels, [pool])).corrected
    assert found is not None
    assert ("PPI++", 100, 0.8) == (found.method, found.conversations, found.uncorrected)
    assert found.value is not None
    assert abs(found.value - 0.7) < 1e-9, "the judge passes a tenth too many, and people agree on all else"


CHOSEN: tuple[tuple[str, Result, int], ...] = (
    ("pass", "pass", 19),
    ("pass", "fail", 1),
    ("fail", "pass", 4),
    ("fail", "fail", 16),
)


def test_chosen_labels_correct_the_rate_by_how_the_judge_errs() -> None:
    """Labels that somebody picked say how the judge errs, not how often conversations fail."""
    labels = [told(f"{human}{judged}{n}", human, judged) for human, judged, many in CHOSEN for n in range(many)]
    found = only(measure(labels, [[outcome(f"o{n}", "pass" if n < 82 else "fail") for n in range(100)]])).corrected
    assert found is not None
    assert found.method is not None
    assert found.method.startswith("Rogan-Gladen")
    assert found.value is not None
    assert abs(found.value - 0.62 / 0.75) < 1e-9


def test_rates_that_cannot_be_corrected_say_why() -> None:
    """Too few labels, or labels that all agree, give no corrected rate: the uncorrected one stands with the reason."""
    pool = [outcome(f"c{n}", "pass") for n in range(100)]
    few = only(measure([told("c1", "pass", "pass", drawn="random")], [pool])).corrected
    same = only(measure([told(f"c{n}", "pass", "pass", drawn="random") for n in range(40)], [pool])).corrected
    chosen = only(measure([told("c1", "pass", "pass")], [pool])).corrected
    for found in (few, same, chosen):
        assert found is not None
        assert (None, 1.0) == (found.value, found.uncorrected)
        assert found.why
    spoiled = [
        outcome("x", "pass", validity="infra_error"),
        outcome("y", "pass", why="retry"),
        outcome("z", "cannot_tell"),
    ]
    assert only(measure([told("c1", "pass", "pass")], [spoiled])).corrected is None


def test_the_truth_lies_in_the_interval_of_uneven_drawing() -> None:
    """Of 200 simulated runs, labelled as the terminal asks, the corrected interval holds the truth in 93 % at least."""
    chance = random.Random(11)
    covered = 0
    for _ in range(200):
        humans = ["pass" if chance.random() < 0.75 else "fail" for _ in range(200)]
        judged: list[Result] = [
            "pass" if chance.random() < (0.92 if human == "pass" else 0.15) else "fail" for human in humans
        ]
        pool = [outcome(f"c{n}", result) for n, result in enumerate(judged)]
        drawn = drawing(str(chance.random()), pool)[:75]
        labels = [
            told(one.case, humans[int(one.case[1:])], judged[int(one.case[1:])], drawn=one.drawn, of=one.of)
            for one in drawn
        ]
        found = only(measure(labels, [pool])).corrected
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= 0.75 <= found.high
    assert covered >= 186


def test_the_order_of_labelling() -> None:
    """Doubtful conversations come twice as often as others, each with the number of its kind, spoiled ones never."""
    results: list[Result] = ["pass", "fail", "pass", "cannot_tell", "fail", "pass", "fail"]
    pool = [outcome(f"c{n}", result) for n, result in enumerate(results)]
    order = drawing("r", [*pool, outcome("spoiled", "fail", validity="invalid_simulation")])
    assert ["doubtful", "doubtful", "passed", "doubtful", "doubtful", "passed", "passed"] == [
        one.drawn for one in order
    ]
    assert {("doubtful", 4), ("passed", 3)} == {(one.drawn, one.of) for one in order}
    assert {one.case for one in pool} == {one.case for one in order}
    assert order == drawing("r", pool)
    assert order != drawing("another run", pool)


def test_people_among_themselves_are_told() -> None:
    """Where two people labelled the same, how far they agree is printed with its interval."""
    pairs = [("pass", "pass")] * 6 + [("fail", "fail")] * 3 + [("pass", "fail")]
    labels = [
        told(f"c{number}", human, "pass", labeller=name)
        for number, pair in enumerate(pairs)
        for name, human in zip(("Ann", "Bob"), pair, strict=True)
    ]
    found = measure(labels)
    on = date(2026, 11, 20)
    held = Calibrated(judge=JudgeId(name="j/1"), on=on, labels=20, labels_sha256="0", criteria=found)
    assert "people among themselves: 90 % of 10 the same, kappa 0.78 [0.39 – 1.00]" in " ".join(labels_text(held))
