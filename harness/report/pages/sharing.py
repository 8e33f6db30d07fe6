"""What a whole run leaves in memory once its conversations are written: equal parts are held once, proof only of
failures.

Twenty thousand conversations of twenty journeys have a few hundred different results between them.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypeVar

from harness.ledger import LedgerEntry
from harness.run import Conversation
from harness.verdict.nouns import Finding, Outcome, ReadBy, Ruling, SentenceResult, Verdict, Vote

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

PROVED = 3
"""Conversations of each kind of failure whose proof is kept for the pages about the whole run."""


class Sharing:
    """Keeps equal values once."""

    def __init__(self) -> None:
        self._seen: dict[Any, Any] = {}
        self._proved: Counter[tuple[str, str]] = Counter()

    def lean(self, whole: Conversation) -> tuple[Verdict, Outcome, Iterable[LedgerEntry]]:
        """What is kept of a conversation: every result, its proof where it is among the first failures of its kind."""
        verdict, journey = whole.verdict, whole.outcome.journey
        sentences = tuple(self._result(one, journey) for one in verdict.sentences)
        rulings = tuple(self._ruling(one, journey) for one in verdict.rulings)
        reading = self._reading(verdict.reading) if verdict.reading else None
        kept = verdict.model_copy(
            update={"sentences": self._one(sentences), "rulings": self._one(rulings), "reading": reading}
        )
        return kept, self._outcome(whole.outcome), map(self._entry, whole.entries)

    def _result(self, result: SentenceResult, journey: str) -> SentenceResult:
        if self._is_wanted((journey, f"{result.sentence} {result.result}"), PROVED if result.result == "fail" else 1):
            return result
        return self._one(
            result.model_copy(update={"evidence": (), "why": "" if result.result == "pass" else result.why})
        )

    def _ruling(self, ruling: Ruling, journey: str) -> Ruling:
        findings = tuple(self._finding(one, journey) for one in ruling.findings)
        update = {
            "findings": findings,
            "evidence": (),
            "notes": (),
            "why": "" if ruling.result == "pass" else ruling.why,
        }
        return self._one(ruling.model_copy(update=update))

    def _finding(self, finding: Finding, journey: str) -> Finding:
        if self._is_wanted((journey, f"{finding.criterion} {finding.sentence}"), PROVED):
            return finding
        return self._one(finding.model_copy(update={"evidence": ()}))

    def _is_wanted(self, kind: tuple[str, str], most: int) -> bool:
        self._proved[kind] += 1
        return self._proved[kind] <= most

    def _reading(self, reading: ReadBy) -> ReadBy:
        return reading.model_copy(update={"votes": tuple(map(self._vote, reading.votes))})

    def _vote(self, vote: Vote) -> Vote:
        bare = {"evidence": (), "why": "", "absent": None}
        return vote.model_copy(
            update={"answer": None, "opinions": tuple(self._one(one.model_copy(update=bare)) for one in vote.opinions)}
        )

    def _outcome(self, outcome: Outcome) -> Outcome:
        shared = {
            "results": self._table(outcome.results),
            "required": self._table(outcome.required),
            "experience": self._one(outcome.experience),
        }
        return outcome.model_copy(update=shared)

    def _entry(self, entry: LedgerEntry) -> LedgerEntry:
        return entry.model_copy(update={"charge": self._one(entry.charge)})

    def _table(self, table: dict[_Key, _Value]) -> dict[_Key, _Value]:
        shared: dict[_Key, _Value] = self._seen.setdefault(tuple(table.items()), table)
        return shared

    def _one(self, value: _Value) -> _Value:
        shared: _Value = self._seen.setdefault(value, value)
        return shared


def _why(one: SentenceResult | Ruling) -> str:
    """Why it is what it is; of what held, whole runs show no reason."""
    return "" if one.result == "pass" else one.why
