"""Known failures -> which of them still hold, and what they take out of a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from harness.criteria import Criterion
from harness.verdict.nouns import Outcome

from .nouns import Reason
from .policy import Known


@dataclass(frozen=True)
class Excuses:
    """What is known to fail, as of a day. Something critical is never excused."""

    held: tuple[Known, ...] = ()
    run_out: tuple[Known, ...] = ()

    @classmethod
    def on(cls, known: Sequence[Known], day: date | None) -> Self:
        """Those that hold on this day; without a day, none does."""
        held = tuple(one for one in known if day is not None and day <= one.until)
        return cls(held, tuple(one for one in known if one not in held))

    def without(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """The outcomes without what is known to fail: that is compared with no past."""
        if not self.held:
            return list(outcomes)
        found = []
        for one in outcomes:
            mine = [known for known in self.held if _about(known, one.journey, one.variation)]
            if any(known.criterion is None for known in mine):
                continue
            known_of = {known.criterion for known in mine}
            left = {name: result for name, result in one.results.items() if name not in known_of}
            found.append(one.model_copy(update={"results": left}))
        return found

    def part(self, reasons: Sequence[Reason], valid: Sequence[Outcome]) -> tuple[list[Reason], list[Reason]]:
        """The reasons that count, and those that are excused; one whose excuse has run out says so."""
        if not self.held and not self.run_out:
            return list(reasons), []
        cases = {one.case: one for one in valid}
        counting, excused = [], []
        for reason in reasons:
            known = None if reason.critical else self._of(self.held, reason, cases.get(reason.case or ""))
            if known:
                excused.append(reason.model_copy(update={"code": 0, "says": f"{reason.says} ({known.says})"}))
                continue
            gone = self._of(self.run_out, reason, cases.get(reason.case or ""))
            says = f"{reason.says} (was {gone.says}; that has run out)" if gone else reason.says
            counting.append(reason.model_copy(update={"says": says}))
        return counting, excused

    @staticmethod
    def _of(known: Sequence[Known], reason: Reason, outcome: Outcome | None) -> Known | None:
        """What covers everything that this reason is about."""
        if outcome is None:
            return None
        mine = [one for one in known if _about(one, outcome.journey, outcome.variation)]
        failed: set[Criterion] = {name for name, result in outcome.results.items() if result == "fail"}
        about = {reason.criterion} if reason.criterion else failed
        whole = next((one for one in mine if one.criterion is None), None)
        if whole or not mine or not about or not about <= {one.criterion for one in mine}:
            return whole
        return next(one for one in mine if one.criterion in about)


def _about(known: Known, journey: str, variation: str) -> bool:
    return known.journey == journey and known.variation in (None, variation)
