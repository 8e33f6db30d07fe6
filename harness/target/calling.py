"""`package.module:name` -> something to call, and what calling it comes to: code of the repository under test.

It is imported from the folder of the settings. Code that is not asynchronous runs in a thread of its own, so that one
that never comes back holds up its own conversation and nothing else, not even the end of the program.
"""

import asyncio
import importlib
import inspect
import re
import sys
import threading
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from harness.trouble import Trouble

from .nouns import TargetError

PLACE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", re.ASCII)


def place_of_code(place: str) -> str:
    """The place, as it is. Raises ValueError for what is none."""
    if not PLACE.fullmatch(place):
        raise ValueError("this is to be the place of a function, such as shop.agent:answer")
    return place


class Called:
    """A function of the repository under test, found and looked at."""

    def __init__(self, place: str, folder: Path, who: str) -> None:
        """Import it. Raises Trouble, in the name of `who`, when that fails or what is found cannot be called."""
        self.place = place
        self._function = _found(place, folder, who)
        self.parameters = _parameters(self._function)
        """The names of what it takes; None when that cannot be told, or it takes any."""
        self.digest = _digest(self._function)
        """Of the file that it stands in: another text, another agent."""

    async def __call__(self, **given: Any) -> Any:
        """What it returns. Raises TargetError for whatever it raises."""
        try:
            if inspect.iscoroutinefunction(_inner(self._function)):
                return await self._function(**given)
            said = await _in_a_thread(lambda: self._function(**given))
            return await said if inspect.isawaitable(said) else said
        except TargetError:
            raise
        # What leaves the program in a function would leave the run as well.
        except (Exception, SystemExit) as problem:
            raise TargetError(
                f"{self.place} raised {type(problem).__name__}: {problem}".removesuffix(": ")
            ) from problem

    def taking(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Of what could be given, what it takes by name; all when it takes any name."""
        if self.parameters is None:
            return dict(given)
        return {name: value for name, value in given.items() if name in self.parameters}


def _found(place: str, folder: Path, who: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    here = str(folder.resolve())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        found: Any = importlib.import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
    except ModuleNotFoundError as problem:
        raise Trouble(f"{who}: there is no module '{problem.name}' for '{place}', looked for from {here}") from problem
    except AttributeError as problem:
        raise Trouble(f"{who}: there is no '{name}' in the module '{module}'") from problem
    except (Exception, SystemExit) as problem:
        raise Trouble(f"{who}: importing '{module}' raised {type(problem).__name__}: {problem}") from problem
    if not callable(found):
        raise Trouble(f"{who}: '{place}' is a {type(found).__name__}, and cannot be called")
    function: Callable[..., Any] = found
    return function


def _parameters(function: Callable[..., Any]) -> tuple[str, ...] | None:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    if any(one.kind is one.VAR_KEYWORD for one in parameters):
        return None
    return tuple(one.name for one in parameters if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY))


def _digest(function: Callable[..., Any]) -> str:
    try:
        source = inspect.getsourcefile(inspect.unwrap(_inner(function)))
        text = Path(source).read_bytes() if source else b""
    except (TypeError, OSError, ValueError):
        text = b""
    return sha256(text).hexdigest()[:12]


def _inner(function: Callable[..., Any]) -> Any:
    """What runs when it is called: of an object, its method."""
    if inspect.isroutine(function) or inspect.isclass(function):
        return function
    return getattr(function, "func", None) or type(function).__call__


async def _in_a_thread(work: Callable[[], Any]) -> Any:
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[Any] = loop.create_future()

    def settle(value: Any, problem: BaseException | None) -> None:
        if not outcome.done():
            outcome.set_result((value, problem))

    def run() -> None:
        value, problem = None, None
        try:
            value = work()
        except BaseException as raised:  # it is handed on
            problem = raised
        # The loop is gone when nobody waits any more.
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, value, problem)

    threading.Thread(target=run, daemon=True).start()
    value, problem = await outcome
    if problem is not None:
        raise problem
    return value
