"""A run with two faults in it, and its pages: made once for all that look at them."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from harness.assurance import Background, Cast, assure
from harness.plan.nouns import Plan
from harness.record import RECORD
from harness.report.pages import write_pages
from harness.run import RunRecord
from harness.settings import Settings
from harness.target.embedded import DemoTarget
from harness.target.nouns import Event, Reply, Target
from harness.testing import LinesTarget, ToldClock

FAULTS = ("wrong-amount", "wrong-desk")


def held(plans: Sequence[Plan], reports: Path, target: Target, trials: int) -> RunRecord:
    """A run of these journeys against this agent."""
    settings = Settings()
    settings = settings.model_copy(update={"run": settings.run.model_copy(update={"trials": trials})})
    background = Background(folder="journeys", command="harness run journeys --seed 7")
    return asyncio.run(assure(plans, Cast(target), settings, reports, ToldClock(), background))


@pytest.fixture(scope="session")
def stopped(plans: tuple[Plan, ...], tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    """All journeys against an agent with two faults, twice each."""
    return held(plans, tmp_path_factory.mktemp("reports"), DemoTarget(faults=FAULTS), trials=2)


@pytest.fixture(scope="session")
def site(stopped: RunRecord) -> Path:
    """The folder of its pages."""
    return write_pages(Path(stopped.folder) / RECORD).parent


@pytest.fixture(scope="session")
def looped(plans: tuple[Plan, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a run with a loop in it."""
    mine = [plan for plan in plans if plan.journey == "where-is-my-order"]
    record = held(mine, tmp_path_factory.mktemp("reports"), DemoTarget(faults=("verbatim-loop",)), trials=1)
    return write_pages(Path(record.folder) / RECORD).parent


HOSTILE = [
    '<script>document.title = "owned"; alert(1)</script>',
    '<img src="http://127.0.0.1:9/x.png" onerror="alert(2)"><svg onload="alert(3)"></svg>',
    '</style></script><style>@import "http://127.0.0.1:9/x.css"; * { display: none }</style>',
    '" autofocus onfocus="alert(4)" x="',
    "<a href='javascript:alert(5)'>x</a> javascript:alert(6) data:text/html,<script>alert(7)</script>",
    "<base href='http://127.0.0.1:9/'><meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "{{ 7 * 7 }} {% for x in y %} ${7*7} <!-- --> ]]> &lt;script&gt;",
    "\u202egnp.exe\u202c \u2066hidden\u2069 \x1b]0;owned\x07\x1b[2J \x9b31m \x00",
    "w" * 1_000_000,
]
"""What an agent may say to take a page over, or a terminal."""


@pytest.fixture(scope="session")
def hostile(plans: tuple[Plan, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a run against an agent that says such things, and whose desks and tools are called so."""
    mine = [plan for plan in plans if plan.journey in ("locked-out", "refund-cracked-item")]
    replies: list[str | Reply | Exception] = [_reply(number, words) for number, words in enumerate(HOSTILE)]
    record = held(mine, tmp_path_factory.mktemp("reports"), LinesTarget(replies), trials=1)
    return write_pages(Path(record.folder) / RECORD).parent


def _reply(number: int, words: str) -> Reply:
    short = words[:150]
    events = (
        Event(id=f"e{number} {short}", kind="tool", name=short, arguments={short: words[:5_000]}),
        Event(id=f"h{number}", kind="handoff", desk=short, name=short, arguments={short: short}),
    )
    return Reply(text=words, events=events, desk=short, model=short)
