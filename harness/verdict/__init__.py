"""Case + Transcript -> Verdict.

Every sentence that the author wrote to be judged gets a result with its proof (`sentences`); one detector a criterion
adds what it finds by itself (`looping`, `misrouting`, `hallucination`, `resolution`, `conduct`); `judge` puts them in
order and says where it first broke. No model is asked; what only reading would settle is `cannot_tell`.
"""

from .judge import judge, outcome
from .looping import watch
from .nouns import Absence, Evidence, Finding, FirstBreak, Outcome, Quote, Record, Ruling, SentenceResult, Verdict

__all__ = [
    "Absence",
    "Evidence",
    "Finding",
    "FirstBreak",
    "Outcome",
    "Quote",
    "Record",
    "Ruling",
    "SentenceResult",
    "Verdict",
    "judge",
    "outcome",
    "watch",
]
