"""Routing from a customer's words, fitted on other rows, beside naive Bayes on the same rows."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from math import log
from pathlib import Path
from typing import NamedTuple, Protocol

from harness.text.nearest import Nearest
from harness.text.normal import words

from .data import Recorded, read
from .table import Row, Sample, accuracy

SETS = (
    ("clinc_oos", "intent"),
    ("clinc_oos", "route"),
    ("natcs_requests", "intent"),
    ("natcs_requests", "route"),
    ("multidogo", "route"),
    ("multidogo", "intent"),
    ("star_multitask", "route"),
)
FOLDS = 5
SMOOTH = (1.0, 0.1)
"""Naive Bayes is tried with both, and the better one is what there is to beat."""


class Told(NamedTuple):
    """What a customer said, and where it belongs."""

    text: str
    label: str
    key: str


class Classifier(Protocol):
    """Words -> a label."""

    def best(self, text: str) -> str:
        """The likeliest label."""
        ...


class NaiveBayes:
    """Multinomial naive Bayes on words, the baseline."""

    def __init__(self, examples: dict[str, list[str]], smooth: float) -> None:
        self._counts = {
            name: Counter(word for text in texts for word in words(text)) for name, texts in examples.items()
        }
        known = len({word for counts in self._counts.values() for word in counts})
        self._sizes = {name: sum(counts.values()) + smooth * known for name, counts in self._counts.items()}
        whole = sum(map(len, examples.values()))
        self._prior = {name: log(len(texts) / whole) for name, texts in examples.items()}
        self._smooth = smooth

    def best(self, text: str) -> str:
        """The likeliest label."""
        said = words(text)
        return max(self._counts, key=lambda name: self._odds(name, said))

    def _odds(self, name: str, said: Sequence[str]) -> float:
        counts, size = self._counts[name], self._sizes[name]
        return self._prior[name] + sum(log((counts[word] + self._smooth) / size) for word in said)


def measure(folder: Path) -> list[Row]:
    """Accuracy by five folds over the keys, so that nothing is asked that was an example."""
    return [row for source, label in SETS for row in _of(source, label, _told(read(folder, source), label))]


def _of(source: str, label: str, rows: list[Told]) -> list[Row]:
    classes = len({row.label for row in rows})
    named = f"{source}, {classes} {label}s"
    ours = _asked(rows, Nearest)
    bayes = max((_asked(rows, partial(NaiveBayes, smooth=a)) for a in SMOOTH), key=_right)
    keys = [row.key for row in rows]
    return [
        Sample(keys, ours).row(
            "routing: accuracy", named, "text.nearest, fitted on other rows", accuracy, "> naive Bayes"
        ),
        Sample(keys, bayes).row("routing: accuracy", named, "baseline: naive Bayes", accuracy),
    ]


def _right(pairs: list[tuple[str, str]]) -> int:
    return sum(said == true for said, true in pairs)


def _asked(rows: list[Told], fit: Callable[[dict[str, list[str]]], Classifier]) -> list[tuple[str, str]]:
    said = [""] * len(rows)
    folds = [int.from_bytes(hashlib.sha256(row.key.encode()).digest()[:4]) % FOLDS for row in rows]
    for fold in range(FOLDS):
        examples: dict[str, list[str]] = {}
        for row, held in zip(rows, folds, strict=True):
            if held != fold:
                examples.setdefault(row.label, []).append(row.text)
        fitted = fit(examples)
        for place, held in enumerate(folds):
            if held == fold:
                said[place] = fitted.best(rows[place].text)
    return [(one, row.label) for one, row in zip(said, rows, strict=True)]


def _told(records: Sequence[Recorded], label: str) -> list[Told]:
    return [told for record in records if not record.labels.get("out_of_scope") for told in _parts(record, label)]


def _parts(record: Recorded, label: str) -> list[Told]:
    """One message or conversation with its label; where the route changes on the way, each stretch up to the next."""
    if "route_changes" in record.labels:
        first = [(0, route) for route in record.labels["route"][:1]]
        changes = [*first, *((one["before_turn"], one["route"]) for one in record.labels["route_changes"])]
        ends = [*(place for place, _ in changes), len(record.steps)][1:]
        spans = [(start, end, route) for (start, route), end in zip(changes, ends, strict=True)]
    elif record.labels.get(label):
        spans = [(0, len(record.steps), record.labels[label])]
    else:
        spans = []
    # The message that changes the route stands right before the turn at which people marked it.
    texts = [(" ".join(_said(record, max(0, start - 1), end)), route) for start, end, route in spans]
    return [Told(text, route, record.split) for text, route in texts if text]


def _said(record: Recorded, start: int, end: int) -> list[str]:
    return [step.text for step in record.steps[start:end] if step.role == "customer"]
