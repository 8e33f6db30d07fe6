"""The command `harness`."""

from .main import main

__all__ = ["main"]
