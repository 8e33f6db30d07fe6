"""English becomes a journey, a journey a plan, a plan a conversation; that earns a verdict, with what it cost."""

from harness.version import __version__

__all__ = ["__version__"]
