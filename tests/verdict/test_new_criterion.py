"""A new criterion is one file and one line."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import harness
from harness.criteria import CRITERIA
from harness.verdict.reading.rubric import bundle
from harness.verdict.standards import STANDARDS

_BREVITY = '''
"""Whether the agent keeps it short."""

from .nouns import Ruling
from .standard import Rubric, Standard


def rule(case, transcript, results):
    long = any(len(turn.reply.text) > 40 for turn in transcript.turns)
    return Ruling(criterion="brevity", result="fail" if long else "pass", why="counted")


STANDARD = Standard(
    holds="the agent kept it short",
    detect=rule,
    rubric=Rubric(
        question="q", passes="p", fails="f", barely_holds="b", barely_breaks="b", not_applicable="n", evidence="e"
    ),
)
'''

_USE = """
import json, sys
sys.path.insert(0, sys.argv[1])
sys.path.insert(1, sys.argv[2])
import harness
assert harness.__file__.startswith(sys.argv[1])
from harness.report.judging import rulings
from harness.verdict import judge
from harness.verdict.reading.rubric import bundle
from tests.verdict.judging import case, transcript
verdict = judge(case(), transcript())
print(json.dumps([verdict.rulings[-1].criterion, verdict.rulings[-1].result, rulings(verdict)[-1],
    "brevity" in json.loads(bundle())["criteria"]]))
"""


def test_every_criterion_is_a_module_of_its_name() -> None:
    """The list of names is the registry: each has a detector, a rubric and a wording, in the order of the names."""
    assert CRITERIA == tuple(STANDARDS)
    assert list(CRITERIA) == list(json.loads(bundle())["criteria"])
    assert all(one.holds and all(one.rubric.model_dump().values()) for one in STANDARDS.values())


def test_one_file_and_one_line_make_a_criterion(tmp_path: Path) -> None:
    """In a copy of the package, a module and its name are all it takes to be judged, asked about and shown."""
    package = tmp_path / "harness"
    home = Path(harness.__file__).parent
    shutil.copytree(home, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "verdict" / "brevity.py").write_text(_BREVITY, encoding="utf-8")
    names = package / "criteria.py"
    names.write_text(names.read_text(encoding="utf-8").replace('    "conduct",\n', '    "conduct",\n    "brevity",\n'))
    command = [sys.executable, "-c", _USE, str(tmp_path), str(home.parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ["brevity", "fail", "  ✘ brevity         counted", True] == json.loads(done.stdout)
