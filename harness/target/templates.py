"""A template of the settings + what is known in a turn -> a body, an address, a header.

Jinja2 in its sandbox, and less of it: no attribute of an object, no loop but over what is given, nothing imported. What
a customer says is a value, never a template. Each value is written as its place needs it: in a body as JSON with its
quotes, in an address percent-encoded.
"""

import json
from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from harness.trouble import Trouble

from .nouns import TargetError

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

Form = Literal["json", "address", "text"]

LARGEST = 5_000_000
"""Characters that a template may become."""

FILTERS = "default first int join last length lower replace string tojson trim truncate upper urlencode".split()
"""What may stand behind a `|`: nothing that reaches into an object. In an address also `safe`: a part of an address."""

LOOP = ("first", "index", "index0", "last", "length")
"""What a loop may be asked."""


class Template:
    """One template, read."""

    def __init__(self, source: str, place: str, known: Collection[str], form: Form = "text") -> None:
        """`place` is where it stands in the settings, `known` the variables that it may name.

        Raises Trouble for what cannot be read, and for a variable that there is not.
        """
        from jinja2 import TemplateError, meta

        self._place = place
        environment = _environment(form)
        try:
            unknown = sorted(meta.find_undeclared_variables(environment.parse(source)) - set(known))
            self._template = environment.from_string(source)
        except (TemplateError, RecursionError) as problem:
            raise Trouble(f"{place}: this template cannot be read: {problem}") from problem
        if unknown:
            near = get_close_matches(unknown[0], list(known), n=1)
            hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(sorted(known))}."
            raise Trouble(f"{place}: there is no variable '{unknown[0]}'. {hint}")

    def render(self, values: Mapping[str, Any]) -> str:
        """The text. Raises TargetError for a template that cannot be filled in."""
        length, pieces = 0, []
        try:
            for piece in self._template.generate(values):
                length += len(piece)
                if length > LARGEST:
                    raise TargetError(f"{self._place} becomes more than {LARGEST:,} characters")
                pieces.append(piece)
        except TargetError:
            raise
        except Exception as problem:  # a filter may raise anything for what it is given
            raise TargetError(f"{self._place} cannot be filled in: {problem}") from problem
        return "".join(pieces)


@cache
def _environment(form: Form) -> "SandboxedEnvironment":
    from jinja2 import StrictUndefined
    from jinja2.exceptions import SecurityError
    from jinja2.runtime import LoopContext
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Closed(ImmutableSandboxedEnvironment):
        # Values here are texts, numbers, lists and tables: nobody needs what Python hangs on them.
        intercepted_binops = frozenset({"**", "*", "%"})

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
            return isinstance(obj, LoopContext) and attr in LOOP

        def is_safe_callable(self, obj: Any) -> bool:  # noqa: ARG002
            return False

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
            raise SecurityError(f"a template does not compute with {operator}")

    environment = Closed(undefined=StrictUndefined, autoescape=False, finalize=_FINALLY[form])
    environment.globals.clear()
    filters = [*FILTERS, "safe"] if form == "address" else FILTERS
    environment.filters = {name: environment.filters[name] for name in filters}
    return environment


def _as_json(value: Any) -> Any:
    from markupsafe import Markup

    return value if isinstance(value, Markup) else json.dumps(value, ensure_ascii=False, default=_unknown)


def _in_an_address(value: Any) -> str:
    from markupsafe import Markup

    return str(value) if isinstance(value, Markup) else quote(_as_text(value), safe="")


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=_unknown)


def _unknown(value: Any) -> Any:
    """What stands for nothing raises by itself when it is asked for its text."""
    raise TypeError(str(value))


_FINALLY: dict[Form, Callable[[Any], Any]] = {"json": _as_json, "address": _in_an_address, "text": _as_text}
