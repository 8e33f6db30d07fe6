"""The command line: what was typed, carried out, with the exit code of design 7."""

import sys
from io import StringIO
from typing import Annotated

import typer

from harness.secrets import scrub
from harness.version import __version__

from .guard import INTERRUPTED, guarded
from .typed import authoring, holding, judging, shop, watching
from .typed.apps import app

__all__ = ["app", "authoring", "holding", "judging", "main", "shop", "watching"]


def main() -> None:
    """Run the command line; exits with the code of design 7."""
    guarded(_typed)


def _typed() -> int:
    """What was typed, carried out; wrong usage is explained by the parser itself."""
    try:
        code: int | None = app(standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except Exception as problem:
        if not hasattr(problem, "show"):
            raise
        shown = StringIO()
        problem.show(shown)
        sys.stderr.write(scrub(shown.getvalue()))
        return 2
    if code == INTERRUPTED:
        raise KeyboardInterrupt  # the parser has caught it, and says nothing
    return code or 0


def _version(wanted: bool) -> None:
    if wanted:
        from .printing import say

        say([f"cx-harness {__version__}"])
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass
