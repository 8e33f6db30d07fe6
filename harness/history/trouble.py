"""What is told to people when the history cannot be used."""

from harness.trouble import Trouble


class HistoryError(Trouble):
    """The history cannot be opened, read or written: says why, and what would work. No run is lost by it."""
