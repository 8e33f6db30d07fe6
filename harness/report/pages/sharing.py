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
_Noun = TypeVar("_Noun", Verdict, Outcome, LedgerEntry)

PROVED = 3
"""Conversations of each kind of failure whose proof is kept for the pages about the whole run."""


class Sharing:
    """Keeps equal values once."""

    def __init__(self) -> None:
        self._seen: dict[Any, Any] = {}
        self._proved: Counter[tuple[str, str]] = Counter()
        self._fields = {kind: set(kind.model_fields) for kind in (Verdict, Outcome, LedgerEntry)}

    def lean(self, whole: Conversation) -> tuple[Verdict, Outcome, Iterable[LedgerEntry]]:
        """What is kept of a conversation: every result, its proof where it is among the first failures of its kind."""
        verdict, journey = whole.verdict, whole.outcome.journey
        sentences = tuple(self._result(one, journey) for one in verdict.sentences)
        rulings = tuple(self._ruling(one, journey) for one in verdict.rulings)
        reading = self._reading(verdict.reading) if verdict.reading else None
        shared: dict[str, Any] = {"sentences": self._one(sentences), "rulings": self._one(rulings), "reading": reading}
        shared |= {"first_break": self._one(verdict.first_break), "experience": self._one(verdict.experience)}
        return self._small(verdict, **shared), self._outcome(whole.outcome), map(self._entry, whole.entries)

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
        return self._one(finding.model_copy(update={"evidence": (), "summary": ""}))

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
            "first_break": self._one(outcome.first_break),
            "tokens": self._one(outcome.tokens),
        }
        return self._small(outcome, **shared)

    def _entry(self, entry: LedgerEntry) -> LedgerEntry:
        return self._small(entry, charge=self._one(entry.charge))

    def _small(self, noun: _Noun, **shared: Any) -> _Noun:
        """The same noun, with these parts of it shared, its case's name too, and one set of its fields' names for all.

        Each noun carries a set of the fields that were given to it: as large as the rest, and never asked for here.
        """
        fields = {**vars(noun), **shared, "case": self._one(vars(noun)["case"])}
        return type(noun).model_construct(_fields_set=self._fields[type(noun)], **fields)

    def _table(self, table: dict[_Key, _Value]) -> dict[_Key, _Value]:
        shared: dict[_Key, _Value] = self._seen.setdefault(tuple(table.items()), table)
        return shared

    def _one(self, value: _Value) -> _Value:
        shared: _Value = self._seen.setdefault(value, value)
        return shared
