"""Journeys written on the spot."""

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.journey import Journey, read_journey


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Journey]:
    """Read a journey from its text (or bytes), with pages beside it by name."""

    def read(text: str | bytes, **pages: str) -> Journey:
        for name, page in pages.items():
            (tmp_path / f"{name}.md").write_text(page, encoding="utf-8")
        path = tmp_path / "journey.md"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_journey(path, tmp_path)

    return read
