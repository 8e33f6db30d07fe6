"""The thirty nights: who is served badly since when, what the agent costs since when, and the runs of it all."""

import asyncio
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from harness.assurance import Background, Cast, assure, compile_all
from harness.journey.read import read_journeys
from harness.run import RunRecord
from harness.settings import DEMO_PRICE, RunSettings, Settings
from harness.target.embedded import DemoTarget
from harness.target.nouns import Message, Reply
from harness.testing import ToldClock

JOURNEYS = Path(__file__).parent / "journeys"
NIGHTS = 30
CREEPS_IN, DEARER = 12, 20
"""From when on elderly customers by voice may be asked in a loop, and from when on tokens cost half as much again."""
TRIALS = 2
FIRST = datetime(2026, 11, 1, 2, 17, tzinfo=UTC)


def afflicted(night: int) -> float:
    """The share of the conversations of elderly customers by voice in which the fault shows: it creeps in."""
    return min(0.9, 0.25 + 0.15 * (night - CREEPS_IN)) if night >= CREEPS_IN else 0.0


class TonightsAgent:
    """The demo shop, which in some conversations of elderly customers by voice asks the same thing again and again."""

    name = DemoTarget.name
    version = DemoTarget.version

    def __init__(self, night: int) -> None:
        self._night = night
        self._fine, self._faulty = DemoTarget(), DemoTarget(faults=("verbatim-loop",))

    async def answer(self, message: Message) -> Reply:
        """Answer one message, in a time that does not depend on this machine."""
        reply = await self._for(message.conversation).answer(message)
        drawn = random.Random(f"{self._night} {_case(message.conversation)} {message.number}")
        return reply.model_copy(update={"seconds": round(drawn.lognormvariate(-0.2, 0.2), 3)})

    async def read(self, conversation: str, subject: str, field: str) -> str | None:
        """A field of the shop's books."""
        return await self._for(conversation).read(conversation, subject, field)

    def _for(self, conversation: str) -> DemoTarget:
        drawn = random.Random(f"{self._night} {_case(conversation)}").random()
        bad = "/elder by phone#" in conversation and drawn < afflicted(self._night)
        return self._faulty if bad else self._fine


def _case(conversation: str) -> str:
    """The case, without what else a conversation's id holds: chance is the nights' own."""
    return conversation.partition("~")[0]


def settings_of(night: int) -> Settings:
    """What holds in a night: the same, but for the price."""
    times = Decimal("1.5") if night >= DEARER else Decimal(1)
    tokens = {name: amount * times for name in ("input", "output") if (amount := getattr(DEMO_PRICE, name))}
    price = DEMO_PRICE.model_copy(update=tokens)
    return Settings(run=RunSettings(trials=TRIALS), prices=(price,))


def hold_nights(reports: Path, nights: int = NIGHTS, tell: Callable[[int, RunRecord], None] | None = None) -> None:
    """Hold every night into this folder of runs."""
    plans = compile_all(read_journeys([JOURNEYS], JOURNEYS), Settings().vocabulary)
    for night in range(1, nights + 1):
        clock = ToldClock(FIRST + timedelta(days=night - 1))
        background = Background(profile="nightly", folder="journeys")
        held = assure(plans, Cast(TonightsAgent(night)), settings_of(night), reports, clock, background)
        record = asyncio.run(held)
        if tell:
            tell(night, record)
