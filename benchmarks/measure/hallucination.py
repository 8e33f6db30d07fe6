"""Statements beyond their source: the marks of `text.grounding`, beside counting new words."""

import re
from collections.abc import Sequence
from pathlib import Path

from harness.text.grounding import Marks, marks
from harness.verdict.retrieved import DOUBTFUL

from .data import Recorded, read
from .fit import out_of_fold
from .table import Row, Sample, auroc

SOURCES = ("dstc9_faq_grounding", "begin_grounding", "faithdial_audit")


def measure(folder: Path) -> list[Row]:
    """AUROC of novelty, of the marks alone, and of both by a logistic fitted on rows with other keys; their gain."""
    return [row for source in SOURCES for row in _of(read(folder, source))]


def _of(records: tuple[Recorded, ...]) -> list[Row]:
    held = [record for record in records if record.labels["hallucinated"] is not None]
    truth, keys = [bool(record.labels["hallucinated"]) for record in held], [record.split for record in held]
    seen = [marks(record.steps[-1].text, [record.knowledge], record.steps[0].text) for record in held]
    novel = [novelty(record.steps[-1].text, record.knowledge) for record in held]
    columns = [[*map(float, one), new] for one, new in zip(seen, novel, strict=True)]
    both = out_of_fold(columns, truth, keys)
    source, aim = held[0].source, "" if held[0].source == "faithdial_audit" else "> novelty"
    rows = []
    for method, scores, its_aim in (
        ("baseline: lexical novelty", novel, ""),
        ("marks alone (doubt)", [one.doubt for one in seen], ""),
        ("marks and novelty, logistic on other keys", both, aim),
    ):
        sample = Sample(keys, list(zip(scores, truth, strict=True)))
        rows.append(sample.row("hallucination: AUROC", source, method, auroc, its_aim))
    pairs = Sample(keys, list(zip(both, novel, truth, strict=True)))
    return [
        *rows,
        pairs.row("hallucination: gain in AUROC", source, "both over novelty, paired", _gain, "> 0"),
        _notes(seen, truth, keys, source),
    ]


def novelty(told: str, known: str) -> float:
    """Share of the reply's words that its source does not have."""
    spoken, held = _plain(told), set(_plain(known))
    return sum(word not in held for word in spoken) / len(spoken) if spoken else 0.0


def _plain(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def _gain(rows: Sequence[tuple[float, float, bool]]) -> float | None:
    one = auroc([(score, truth) for score, _, truth in rows])
    other = auroc([(score, truth) for _, score, truth in rows])
    return None if one is None or other is None else one - other


def _notes(seen: list[Marks], truth: list[bool], keys: list[str], source: str) -> Row:
    """Precision of the note that a verdict makes of a reply on documents it read."""
    noted = [(one.doubt >= DOUBTFUL, label) for one, label in zip(seen, truth, strict=True)]
    sample = Sample(keys, noted)
    return sample.row("hallucination: precision of a note", source, f"doubt from {DOUBTFUL}", _precision)


def _precision(rows: Sequence[tuple[bool, bool]]) -> float | None:
    found = [label for noted, label in rows if noted]
    return sum(found) / len(found) if found else None
