"""One run for all the workers of pytest-xdist: the controller holds it, and puts each conversation where they find it.

Workers each collect everything and run a part of it, so a run of their own would cost as many times as much.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from harness.secrets import scrub, scrubbed
from harness.trouble import Trouble

from .folder import is_ours
from .running import Conversation, NotHeldError, Row, Runs

WORKERS_INPUT = "harness_run"
"""Under which the controller tells a worker the folder."""
_ENDED = "ended"
_PAUSE = 0.02
"""Seconds between two looks."""


class SharedRuns(Runs):
    """The controller's run."""

    def __init__(self, config: pytest.Config) -> None:
        super().__init__(config)
        self._kept = tempfile.TemporaryDirectory(prefix="harness-", ignore_cleanup_errors=True)
        self.folder = Path(self._kept.name)
        config.add_cleanup(self._kept.cleanup)

    def begin(self, ids: Sequence[str]) -> None:
        """Hold what these tests need, which every worker has collected alike. Does nothing from the second time on."""
        if self.begun:
            return
        root = self.config.rootpath
        self.choose((_row(one), root / one.partition("::")[0]) for one in ids if is_ours(_file(root, one), self.config))
        if not self.chosen:
            return
        try:
            self.prepared  # noqa: B018  # read here, so that what is wrong is known before any thread begins
        except Trouble as problem:
            self.ended(str(problem))
        else:
            super().start()

    def kept(self, case: str, conversation: Conversation) -> None:
        """Put a conversation where the workers find it."""
        _put(self.folder / _name(case), conversation.model_dump(mode="json"))
        super().kept(case, conversation)

    def ended(self, why: str, settled: bool = False) -> None:
        """Say that nothing more is to come."""
        super().ended(why, settled)
        _put(self.folder / _ENDED, {"why": why, "settled": settled})


class Awaited(Runs):
    """A worker's view of the controller's run."""

    def __init__(self, config: pytest.Config, folder: Path) -> None:
        super().__init__(config)
        self._folder = folder

    def conversation(self, case: str) -> Conversation:
        """Wait for one conversation. Raises NotHeldError when it is not to come."""
        file, ended = self._folder / _name(case), self._folder / _ENDED
        while not file.exists():
            if ended.exists() and not file.exists():
                raise NotHeldError(**json.loads(ended.read_text(encoding="utf-8")))
            time.sleep(_PAUSE)
        return Conversation.model_validate(json.loads(file.read_text(encoding="utf-8")))

    def start(self) -> None:
        """Nothing: the controller does."""


def _put(file: Path, data: dict[str, Any]) -> None:
    half = file.with_suffix(".half")
    half.write_text(json.dumps(scrubbed(data)), encoding="utf-8")
    half.replace(file)


def _name(case: str) -> str:
    return f"{sha256(scrub(case).encode()).hexdigest()}.json"


def _file(root: Path, id_: str) -> Path:
    return root / id_.partition("::")[0]


def _row(id_: str) -> Row:
    file, _, name = id_.partition("::")
    return Path(file).name[: -len(".md")], name.partition("[")[2].removesuffix("]")
