"""How much memory a run takes: a finished conversation leaves next to nothing behind."""

import asyncio
import gc
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harness import run as run_room
from harness.assurance import Background, Cast, assure, compile_all
from harness.journey import read_journeys
from harness.settings import RunSettings, Settings
from harness.target.nouns import Message, Reply

JOURNEY = """# Where is it?

Priya wants to know where her order is. Her order number is W-1063.

## What should happen

- The agent asks for her order number.
"""


class Short:
    """An agent that has two things to say."""

    name = "short"
    version = "1"

    async def answer(self, message: Message) -> Reply:
        """Ask, then say and end."""
        said = "Could I take your order number, please?", "Order W-1063 was sent on 3 May."
        return Reply(text=said[min(message.number, 2) - 1], ended=message.number > 1)


def most_held(conversations: int, folder: Path) -> int:
    """Bytes, at the moment when most were held, of a run of so many conversations."""
    folder.mkdir()
    (folder / "where.md").write_text(JOURNEY, encoding="utf-8")
    settings = Settings(run=RunSettings(trials=conversations, in_flight=10))
    plans = compile_all(read_journeys([folder], folder), settings.vocabulary)
    gc.collect()
    tracemalloc.start()
    try:
        now = datetime(2026, 11, 2, tzinfo=UTC)
        record = asyncio.run(assure(plans, Cast(Short()), settings, folder / "reports", lambda: now, Background()))
        assert conversations == len(record.outcomes) == len(record.verdicts)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.slow
def test_a_finished_conversation_takes_a_kilobyte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a run goes on, while it is decided on and while it is read back: 20,000 of them are 20 MB."""
    monkeypatch.setattr(run_room, "LARGE", 0)
    few, many = 200, 1000
    most_held(20, tmp_path / "warm")
    grown = most_held(many, tmp_path / "many") - most_held(few, tmp_path / "few")
    assert grown < 1000 * (many - few)


def test_a_run_leaves_the_collector_as_it_was(tmp_path: Path) -> None:
    """What it keeps out of the search for rubbish is searched again after it, also by a program that goes on."""
    before = gc.get_freeze_count()
    most_held(2, tmp_path / "run")
    assert before == gc.get_freeze_count()
