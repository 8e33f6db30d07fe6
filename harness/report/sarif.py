"""Complaints, or what broke in a run -> SARIF 2.1.0, which code hosts and editors show beside the author's lines."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from harness.criteria import CRITERIA, Criterion
from harness.journey.nouns import Complaint, Span
from harness.plan.remarks.codes import CODES, Code
from harness.run import RunRecord
from harness.verdict.standards import STANDARDS
from harness.version import __version__

from .broken import Broken, broken
from .words import count, inside, safe

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST = 5_000
"""Results of a run that code hosts take."""
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif(complaints: Sequence[Complaint], folder: str) -> dict[str, Any]:
    """One run with all complaints in the given order; `folder` is where the journeys lie, as it was named."""
    known = {code.name: index for index, code in enumerate(CODES)}
    return _document([_rule(code) for code in CODES], [_result(complaint, known, folder) for complaint in complaints])


def sarif_of_run(record: RunRecord) -> dict[str, Any]:
    """One run with what broke, once for each sentence, worst first: at most `MOST` results."""
    found = broken(record)[:MOST]
    return _document([_criterion(one) for one in CRITERIA], [_broken(one) for one in found])


def _document(rules: list[dict[str, Any]], results: list[dict[str, Any]]) -> dict[str, Any]:
    driver = {"name": "cx-harness", "semanticVersion": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _criterion(name: Criterion) -> dict[str, Any]:
    return {"id": name, "name": name.capitalize(), "shortDescription": {"text": f"{STANDARDS[name].holds}."}}


def _broken(one: Broken) -> dict[str, Any]:
    times = f" ({count(len(one.cases), 'conversation')})" if len(one.cases) > 1 else ""
    return {
        "ruleId": one.criterion,
        "ruleIndex": CRITERIA.index(one.criterion),
        "level": "error",
        "message": {"text": f"{one.says}{times}"},
        "locations": [{"physicalLocation": _location(one.span, one.file.removesuffix(one.span.file).rstrip("/"))}],
        "partialFingerprints": {"sentence/v1": f"{one.span.file}:{one.sentence or one.criterion}"},
        "properties": {"severity": one.severity, "cases": list(one.cases)},
    }


def _rule(code: Code) -> dict[str, Any]:
    """A code with its help. `helpUri` would have to be absolute; the page is named by its path in the project."""
    return {
        "id": code.name,
        "name": "".join(word.capitalize() for word in code.title.replace(",", "").split()),
        "shortDescription": {"text": f"{code.title}."},
        "fullDescription": {"text": code.why},
        "help": {"text": f"{code.why} See {code.page}.", "markdown": f"{code.why} See [{code.name}]({code.page})."},
        "properties": {"page": code.page},
    }


def _result(complaint: Complaint, known: dict[str, int], folder: str) -> dict[str, Any]:
    quoted = f" “{safe(complaint.words)}”" if complaint.words else ""
    return {
        "ruleId": complaint.code,
        "ruleIndex": known[complaint.code],
        "level": _LEVELS[complaint.severity],
        "message": {"text": f"{safe(complaint.message)}{quoted} → {safe(complaint.suggestion)}"},
        "locations": [{"physicalLocation": _location(complaint.span, folder)}],
    }


def _location(span: Span, folder: str) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": quote(inside(folder, span.file).encode("utf-8", "replace"))},
        "region": {
            "startLine": span.line,
            "startColumn": span.col,
            "endLine": span.end_line,
            "endColumn": max(span.end_col, span.col + 1) if span.end_line == span.line else span.end_col,
        },
    }
