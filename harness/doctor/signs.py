"""One thing that was looked at, and what it means."""

from typing import Literal

from harness.noun import Noun

State = Literal["good", "missing", "doubtful", "wrong"]
"""missing: not there, and a run can be held without it; what it costs is said. wrong: no run can be held like this."""


class Sign(Noun):
    """What was found of one thing."""

    about: str
    """One word, such as `events`."""
    state: State
    says: str
    """What was found, in a few words."""
    means: str = ""
    """What cannot be measured or done, and what would mend it."""
