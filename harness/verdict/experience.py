"""Case + Transcript + Verdict -> Experience: what the conversation put a customer through, each thing counted once.

Questions asked again are those of looping's L2, repeats of the customer those of its L6, transfers `route`'s moves.
"""

from harness.conversation.agenda import minimum_turns
from harness.conversation.nouns import Case, Transcript
from harness.criteria import Criterion

from .asked_again import re_asked
from .looping import customer_repeats
from .nouns import Experience, Verdict
from .route import hops


def experience(case: Case, transcript: Transcript, verdict: Verdict) -> Experience:
    """The counts of measurement 6, for a verdict that has its rulings."""
    failed = {ruling.criterion for ruling in verdict.rulings if ruling.result == "fail"}
    return Experience(
        extra_turns=max(len(transcript.turns) - minimum_turns(case), 0),
        re_asks=len(re_asked(case, transcript.turns)),
        customer_repeats=len(customer_repeats(transcript.turns)),
        transfers=len(hops(transcript.turns, case.plan.desks)),
        loop="looping" in failed,
        unresolved=None if verdict.resolved is None else verdict.resolved not in ("verified", "confirmed"),
        misrouted="misrouting" in failed,
        critical_hallucination=_critical(verdict, "hallucination"),
    )


def _critical(verdict: Verdict, criterion: Criterion) -> bool:
    findings = (one for ruling in verdict.rulings if ruling.criterion == criterion for one in ruling.findings)
    return any(finding.severity == "critical" for finding in findings)
