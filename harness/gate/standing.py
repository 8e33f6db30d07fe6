"""How far the judge's word was held against people's, and what the gate makes of that."""

from collections.abc import Mapping, Sequence
from datetime import date

from harness.criteria import CRITERIA, Criterion
from harness.noun import Noun
from harness.verdict.nouns import Outcome

_NOTHING = "not_applicable"


class Standing(Noun):
    """How far the judge's word was held against people's."""

    judge: str
    why_not: str | None = None
    """Why it counts as uncalibrated; None when it is calibrated."""
    labels: int = 0
    on: date | None = None
    usable: tuple[Criterion, ...] = ()
    """Criteria on which it passes the release rule."""
    advisory: dict[Criterion, str] = {}
    """Criteria on which it was measured and does not, with the reason."""

    @property
    def says(self) -> str:
        """One line for whoever reads the verdict."""
        if self.why_not:
            return f"How often the judge {self.judge} is right about your agent: {self.why_not}."
        kinds = (
            ("usable as a gate for", self.usable or ("nothing yet",)),
            ("advice only on", [one for one in CRITERIA if one in self.advisory]),
            ("not calibrated on", [one for one in CRITERIA if one not in self.usable and one not in self.advisory]),
        )
        words = "; ".join(f"{how} {', '.join(names)}" for how, names in kinds if names)
        return f"The judge {self.judge} was calibrated on {self.labels} labels ({self.on}): {words}."

    def doubts(self, criterion: Criterion) -> str | None:
        """Why the judge's word on a criterion is not to be gated on; None when it is."""
        if self.why_not:
            return f"the judge {self.judge} is not calibrated: {self.why_not}"
        if criterion in self.usable:
            return None
        return f"the judge {self.judge} on {criterion}: {self.advisory.get(criterion, 'not calibrated')}"


NOBODY_LOOKED = Standing(judge="of this run", why_not="nobody looked for a calibration")


def doubted(valid: Sequence[Outcome], standing: Standing | None) -> Mapping[Criterion, str]:
    """The criteria that were put to the judge and on which it is not to be gated on, with the reason."""
    standing = standing or NOBODY_LOOKED
    put = [one for one in CRITERIA if any(outcome.results.get(one, _NOTHING) != _NOTHING for outcome in valid)]
    return {one: why for one in put if (why := standing.doubts(one))}
