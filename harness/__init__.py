"""English becomes a journey, a journey a plan, a plan a conversation; that earns a verdict, with what it cost.

    from harness import assure, expect_go

    record = assure("journeys/billing", target=my_agent)    # my_agent: a function, a Target, an address, or a name
    expect_go(record)                                       # an AssertionError tells what broke, with the proof

The command is `harness run`, the tests `pytest journeys/`; doubles for both are in `harness.testing`.
"""

from typing import TYPE_CHECKING, Any

from harness.version import __version__

if TYPE_CHECKING:
    from harness.api import assure, assure_async, expect_go

__all__ = ["__version__", "assure", "assure_async", "expect_go"]


def __getattr__(name: str) -> Any:
    """The public functions, imported when they are asked for: `import harness` alone costs nothing."""
    if name in __all__:
        from harness import api

        return getattr(api, name)
    raise AttributeError(f"module 'harness' has no attribute {name!r}")
