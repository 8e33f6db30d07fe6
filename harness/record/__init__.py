"""Events -> a file that remembers: one line an event, each carrying the digest of the line before it.

A record knows none of its writers. It is written line by line as things happen, read back up to the last whole line
after a crash and continued there, and can be checked from the file alone. `canonical` is the same record without clock
and machine.
"""

from .canonical import LEFT_OUT, canonical, canonical_digest
from .cases import Cases
from .folder import RECORD, new_run, new_run_id, resolve, runs
from .nouns import RUN_ENDED, Envelope, Problem, RecordError, Torn, Verification
from .reader import placed, read, verify
from .stored import Gathered, Stored
from .writer import Writer

__all__ = [
    "LEFT_OUT",
    "RECORD",
    "RUN_ENDED",
    "Cases",
    "Envelope",
    "Gathered",
    "Problem",
    "RecordError",
    "Stored",
    "Torn",
    "Verification",
    "Writer",
    "canonical",
    "canonical_digest",
    "new_run",
    "new_run_id",
    "placed",
    "read",
    "resolve",
    "runs",
    "verify",
]
