"""RunRecord -> JUnit XML, as CI servers read it: one test a conversation, failures told apart from errors."""

from collections import defaultdict
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from harness.plan.nouns import Plan
from harness.run import RunRecord
from harness.verdict.nouns import Outcome, Verdict
from harness.verdict.trials import mark_of

from . import terminal
from .broken import Broken, in_case
from .words import count, inside, place, safe

LARGEST = 20_000
"""Characters of the text of one failure."""


def junit(record: RunRecord) -> str:
    """The document. failure: the agent broke a sentence. error: it says nothing of the agent. skipped: undecided."""
    root = Element("testsuites", name="cx-harness")
    seconds: defaultdict[str, float] = defaultdict(float)
    for entry in record.entries:
        seconds[entry.case or ""] += entry.seconds
    verdicts = {verdict.case: verdict for verdict in record.verdicts}
    for plan in record.plans:
        suite = SubElement(root, "testsuite", name=_text(inside(record.manifest.folder, plan.file)))
        if not plan.runnable:
            _not_understood(suite, record, plan)
        for outcome in (one for one in record.outcomes if one.journey == plan.journey):
            _conversation(suite, record, plan, outcome, verdicts[outcome.case], seconds[outcome.case])
        _totals(suite)
    _totals(root)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _conversation(
    suite: Element, record: RunRecord, plan: Plan, outcome: Outcome, verdict: Verdict, seconds: float
) -> None:
    test = _test(suite, record, plan, outcome.case, seconds)
    mark = mark_of(outcome)
    if mark == "fail":
        _failed(test, record, plan, outcome, verdict)
    elif mark is None:
        why = safe(verdict.invalid_because or verdict.validity)
        SubElement(test, "error", type=outcome.validity, message=_text(why))
    elif mark == "cannot_tell":
        open_ = sum(one == "cannot_tell" for one in outcome.required.values())
        SubElement(test, "skipped", message=f"{count(open_, 'required sentence')} could not be judged")


def _failed(test: Element, record: RunRecord, plan: Plan, outcome: Outcome, verdict: Verdict) -> None:
    found = in_case(record, plan, outcome.variation, verdict)
    first = found[0] if found else None
    failure = SubElement(test, "failure", type=first.criterion if first else "failed", message=_message(found))
    lines = terminal.failure(record, plan, outcome.case, verdict)
    failure.text = _text("\n".join(lines))[:LARGEST]


def _message(found: list[Broken]) -> str:
    """Expected and actual of the worst, and how many more there are."""
    if not found:
        return "failed"
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return _text(found[0].says + more)


def _not_understood(suite: Element, record: RunRecord, plan: Plan) -> None:
    errors = [one for one in plan.complaints if one.severity == "error"]
    test = _test(suite, record, plan, plan.journey, 0.0)
    said = "\n".join(f"{place(one.span, record.manifest.folder)} {one.code} {safe(one.message)}" for one in errors)
    SubElement(test, "error", type="not understood", message=_text(said.split("\n")[0])).text = _text(said)


def _test(suite: Element, record: RunRecord, plan: Plan, name: str, seconds: float) -> Element:
    file = _text(inside(record.manifest.folder, plan.file))
    return SubElement(
        suite,
        "testcase",
        classname=file.removesuffix(".md").replace("/", "."),
        name=_text(name),
        file=file,
        line="1",
        time=f"{seconds:.3f}",
    )


def _totals(suite: Element) -> None:
    tests = list(suite.iter("testcase"))
    suite.set("tests", str(len(tests)))
    for kind in ("failure", "error", "skipped"):
        name = kind if kind == "skipped" else f"{kind}s"
        suite.set(name, str(sum(1 for test in tests if test.find(kind) is not None)))
    suite.set("time", f"{sum(float(test.get('time', 0)) for test in tests):.3f}")


def _text(text: str) -> str:
    """The text with U+FFFD in the place of what XML 1.0 cannot hold."""
    return "".join(one if _is_allowed(ord(one)) else "�" for one in text)


def _is_allowed(point: int) -> bool:
    """XML 1.0, production 2: Char."""
    return point in (0x9, 0xA, 0xD) or 0x20 <= point <= 0xD7FF or 0xE000 <= point <= 0xFFFD or point >= 0x10000
