"""Ctrl-C once: the turns in flight are finished. Twice: everything stops at once."""

import contextlib
import os
import signal
from types import FrameType, TracebackType
from typing import Any, Self


class Stop:
    """A context manager, to be entered inside the running event loop: called, it says whether to stop.

    The second Ctrl-C is the loop's own again, which cancels what is under way.
    """

    def __init__(self) -> None:
        self._asked = False
        self._before: Any = None

    def __call__(self) -> bool:
        """Whether there was a Ctrl-C."""
        return self._asked

    def __enter__(self) -> Self:
        """Take the first Ctrl-C."""
        self._before = signal.signal(signal.SIGINT, self._first)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give it back."""
        signal.signal(signal.SIGINT, self._before)

    def _first(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True
        signal.signal(signal.SIGINT, self._before)
        tell_at_once("finishing the turns in flight; Ctrl-C once more stops at once")


def tell_at_once(words: str) -> None:
    """Say something on stderr past its buffer, which may be in use when a signal comes."""
    with contextlib.suppress(OSError):
        os.write(2, f"harness: {words}\n".encode())
