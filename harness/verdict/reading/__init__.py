"""Case + Transcript + what the rules left open -> what reading settles, by a model whose every word is checked.

`questions` says what is open, `asking` puts it in one prompt, `answers` joins what comes back on what was asked and
looks for its evidence, `votes` says what the votes come to, `reader` alone calls. `judging` is the way in.
"""

from .judging import judge_with
from .reader import Judges, Reader

__all__ = ["Judges", "Reader", "judge_with"]
