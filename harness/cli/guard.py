"""Errors are for people: a sentence on stderr and the right exit code, never a traceback."""

import contextlib
import os
import sys
import traceback
from collections.abc import Callable

from harness.trouble import Trouble

from .printing import say_aside

USAGE = 2
INTERRUPTED = 130


def guarded(command: Callable[[], int]) -> None:
    """Run a command and exit with its code. What the user can mend becomes a sentence and exit 2, an interruption 130.

    A bug of ours is exit 2 as well: exit 1 says that the agent failed, which nobody has found.
    """
    try:
        code = command()
        # Now, and not when the interpreter ends, which would end with a code of its own.
        sys.stdout.flush()
    except KeyboardInterrupt:
        say_aside("interrupted; what was written so far is kept")
        code = INTERRUPTED
    except BrokenPipeError:
        # The reader went away (`harness show | head`): nothing to say, and nobody to say it to.
        _drop_output()
        code = USAGE
    except Exception as problem:
        say_aside(_in_words(problem))
        _drop_output()
        code = USAGE
    sys.exit(code)


def _drop_output() -> None:
    """What could not be written is not tried again at the end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _in_words(problem: Exception) -> str:
    if isinstance(problem, Trouble):
        return str(problem)
    if isinstance(problem, OSError):
        return f"the system said no: {problem.strerror or problem}"
    where = traceback.extract_tb(problem.__traceback__)[-1]
    return (
        f"this is a bug in the harness, not in your journey or your agent: {type(problem).__name__}: {problem}"
        f" ({where.filename.rsplit('/', 1)[-1]}:{where.lineno}). Nothing was decided."
    )
