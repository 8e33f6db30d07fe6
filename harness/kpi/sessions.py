"""A run's record -> Sessions: each conversation with its verdict, its plan and its rows on the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass

from harness.journey.nouns import Variation
from harness.ledger import LedgerEntry
from harness.plan.nouns import Plan
from harness.run import RunRecord
from harness.verdict.nouns import Outcome, Routed, Ruling, Verdict
from harness.verdict.route import is_person

OTHER = "other"
"""The intent of journeys that are nobody's business here, tried to see what they cost."""
OFF_TOPIC = frozenset({"off topic", "off-topic", OTHER})


@dataclass(frozen=True, slots=True)
class Session:
    """One conversation, with all that a figure may be made of."""

    outcome: Outcome
    verdict: Verdict | None = None
    plan: Plan | None = None
    entries: tuple[LedgerEntry, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether it enters rates: valid, and planned before the run."""
        return self.outcome.validity == "valid" and self.outcome.why == "fixed"

    @property
    def row(self) -> Variation | None:
        """The row of its journey's table."""
        rows = self.plan.variations if self.plan else ()
        return next((row for row in rows if row.name == self.outcome.variation), None)

    @property
    def intent(self) -> str | None:
        """What the customer is here for: the journey's *Intent*, else the folder that it lies in; None when unknown."""
        if self.plan is None:
            return None
        own = self.plan.settings_of(self.row) if self.row else self.plan.settings
        folder = self.plan.file.replace("\\", "/").rpartition("/")[0].rpartition("/")[2]
        return own.intent or folder or None

    @property
    def segment(self) -> str | None:
        """The group of customers that its row stands for."""
        return self.row.segment if self.row else None

    @property
    def other(self) -> bool:
        """Whether the whole conversation is nobody's business here: its journey's intent or a tag says so."""
        if self.plan is None:
            return False
        return self.intent == OTHER or any(tag.casefold() in OFF_TOPIC for tag in self.plan.settings.tags)

    @property
    def off_topic(self) -> bool:
        """Whether something was asked for in it that is nobody's business here."""
        return self.other or bool(self.outcome.off_topic)

    @property
    def resolved(self) -> bool:
        """Whether the right outcome was reached and shown: by state, by events, or by confirmed words."""
        return self.outcome.results.get("resolution") == "pass" and self.outcome.resolved in ("verified", "confirmed")

    @property
    def served(self) -> bool:
        """Whether it is an outcome that money was spent for: resolved, and the agent's business."""
        return self.counted and self.resolved and not self.other

    @property
    def escalated(self) -> bool:
        """Whether a person took over."""
        return self.outcome.ending == "handed_over"

    def ruling(self, criterion: str) -> Ruling | None:
        """What its verdict says of a criterion."""
        rulings = self.verdict.rulings if self.verdict else ()
        return next((one for one in rulings if one.criterion == criterion), None)

    @property
    def routed(self) -> Routed | None:
        """How the way that the customer was sent compares with the author's; None where nothing is compared."""
        ruling = self.ruling("misrouting")
        return ruling.routed if ruling else None

    @property
    def person_wanted(self) -> bool:
        """Whether the author wants a person to take over."""
        return self.routed is not None and any(is_person(desk) for desk in self.routed.expected)


def sessions(record: RunRecord) -> tuple[Session, ...]:
    """Every conversation of a run that came to an outcome, in order of case."""
    rows: dict[str, list[LedgerEntry]] = {}
    for entry in record.entries:
        if entry.case is not None:
            rows.setdefault(entry.case, []).append(entry)
    verdicts = {verdict.case: verdict for verdict in record.verdicts}
    plans = {plan.journey: plan for plan in reversed(record.plans)}
    return tuple(
        Session(one, verdicts.get(one.case), plans.get(one.journey), tuple(rows.get(one.case, ())))
        for one in record.outcomes
    )


def counted(held: Sequence[Session]) -> tuple[Session, ...]:
    """Those that enter rates."""
    return tuple(one for one in held if one.counted)


def eligible(held: Sequence[Session]) -> tuple[Session, ...]:
    """Those that rates of resolution, containment and their kin are shares of: off-topic traffic is left out."""
    return tuple(one for one in held if one.counted and not one.other)
