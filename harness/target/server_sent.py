"""The pieces of a stream of server-sent events -> its events, as they come."""

import json
from typing import Any

from .nouns import TargetError

MOST = 50_000
"""Events of one answer: a few bytes on the wire are a few hundred in memory."""
DONE = "[DONE]"
"""What stands as data where a stream says that it ends."""


class ServerSent:
    """What has come of a stream: a list of {event, data}, where data is JSON if it can be read as such, else text."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.done = False
        """Whether the stream has said that it ends."""
        self._line = bytearray()
        self._data: list[str] = []
        self._name = "message"
        self._after_return = False

    def feed(self, piece: bytes) -> list[dict[str, Any]]:
        """The events that end in this piece. Raises TargetError for more of them than an answer may have."""
        before = len(self.events)
        for line in piece.splitlines(keepends=True):
            if line == b"\n" and self._after_return and not self._line:
                self._after_return = False  # the other half of a line's end
                continue
            self._line += line
            if line.endswith((b"\n", b"\r")):
                self._after_return = line.endswith(b"\r")
                self._take(self._line.decode("utf-8", "replace").rstrip("\r\n"))
                self._line.clear()
            else:
                self._after_return = False
        if len(self.events) > MOST:
            raise TargetError(f"answered with more than {MOST:,} events")
        return self.events[before:]

    def _take(self, line: str) -> None:
        if not line:
            self._dispatch()
            return
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._name = value

    def _dispatch(self) -> None:
        data, name = "\n".join(self._data), self._name
        empty = not self._data
        self._data, self._name = [], "message"
        if data == DONE:
            self.done = True
        elif not empty and not self.done:
            self.events.append({"event": name, "data": _read(data)})


def _read(data: str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return data
