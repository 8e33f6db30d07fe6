"""One trial after another -> which journeys qualify, which do not, and which need more trials (`--qualify`)."""

from collections.abc import Sequence

from harness.verdict.nouns import Outcome
from harness.verdict.trials import mark_of

from .nouns import Reason
from .policy import GatePolicy


def qualified(valid: Sequence[Outcome], policy: GatePolicy) -> tuple[list[Reason], list[Reason]]:
    """The journeys that the sequential test refuses, and those on which it has not settled."""
    test = policy.qualify
    refused, unsettled = [], []
    for journey, (passes, failures) in _counts(valid).items():
        says = test.says(passes, failures)
        counts = f"{journey}: {passes} of {passes + failures} passed"
        if says == "bad":
            why = (
                f"{counts}: likelier at {test.bad:.0%} than at {test.good:.0%} (sequential test, error {test.alpha:g})"
            )
            refused.append(Reason(code=1, says=why, journey=journey))
        elif says is None:
            why = f"{counts}: too few trials to tell {test.good:.0%} from {test.bad:.0%}"
            unsettled.append(Reason(code=5, says=why, journey=journey))
    return refused, unsettled


def open_journeys(outcomes: Sequence[Outcome], policy: GatePolicy) -> frozenset[str]:
    """The journeys, among those tried, on which the sequential test has not settled."""
    valid = [one for one in outcomes if one.validity == "valid" and one.why == "fixed"]
    _, unsettled = qualified(valid, policy)
    tried = {one.journey for one in outcomes}
    settled = _counts(valid).keys() - {one.journey for one in unsettled}
    return frozenset(tried - settled)


def _counts(valid: Sequence[Outcome]) -> dict[str, tuple[int, int]]:
    """Journey -> passes and failures. A conversation in which nothing was decided is neither."""
    found: dict[str, tuple[int, int]] = {}
    for one in valid:
        passes, failures = found.get(one.journey, (0, 0))
        mark = mark_of(one)
        found[one.journey] = (passes + (mark == "pass"), failures + (mark == "fail"))
    return dict(sorted(found.items()))
