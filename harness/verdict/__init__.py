"""Case + Transcript -> Verdict.

Every sentence that the author wrote to be judged gets a result with its proof (`sentences`); one detector a criterion
adds what it finds by itself (`looping`, `misrouting`, `hallucination`, `resolution`, `conduct`); `judge` puts them in
order and says where it first broke. That is the verdict by rules: what only reading would settle is `cannot_tell`. With
models to ask, `reading` has that read and no more, checks every word that comes back, and adds it: `judge_with`.
"""

from .judge import judge, outcome
from .looping import watch
from .nouns import Absence, Evidence, Finding, FirstBreak, Outcome, Quote, Record, Ruling, SentenceResult, Verdict
from .reading import Judges, Reader, judge_with

__all__ = [
    "Absence",
    "Evidence",
    "Finding",
    "FirstBreak",
    "Judges",
    "Outcome",
    "Quote",
    "Reader",
    "Record",
    "Ruling",
    "SentenceResult",
    "Verdict",
    "judge",
    "judge_with",
    "outcome",
    "watch",
]
