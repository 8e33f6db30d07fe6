"""Views -> HTML. The only way out: every text is made printable, escaped, and cleared of secrets.

A page carries its style and its script in itself, each named by its digest in the page's content-security policy:
nothing else runs, nothing is fetched, and one page may be sent alone.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from harness.secrets import scrubber
from harness.text.normal import printable

from .. import since
from ..words import count, money, percent
from .figures import bounds, said, tone
from .lines import Shown
from .links import conversation_page

TEMPLATES = Path(__file__).parent / "templates"


def _shown(value: object) -> object:
    """What every expression of a template passes through before it is escaped."""
    if type(value) is not str or (value.isascii() and value.isprintable()):
        return value
    return printable(value)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"percent": percent, "money": money}
    ours = {"asset": _asset, "policy": _policy, "mark": mark}
    made.globals |= {"count": count, "said": said, "bounds": bounds, "page_of": conversation_page, **ours}
    made.globals |= {"beside": since, "tone": tone}
    return made


@cache
def mark(kind: Shown, word: str = "") -> Markup:
    """A mark as a drawing, and in words for whoever does not see it; nothing where there is nothing to judge."""
    if kind == "plain":
        return Markup()
    drawn = f'<svg class="mk mk-{kind}" aria-hidden="true" focusable="false"><use href="#m-{kind}"/></svg>'
    return Markup(drawn + (f'<span class="quiet">{word}: </span>' if word else ""))  # noqa: S704  # our own words


@cache
def _asset(name: str) -> Markup:
    """A style sheet or script of ours, as it stands in a page: the one thing that is not escaped."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))  # noqa: S704


@cache
def _policy(styles: tuple[str, ...], scripts: tuple[str, ...]) -> str:
    """The content-security policy of a page: nothing but its own style and script."""
    allowed = {"style-src": styles, "script-src": scripts}
    rules = [f"{kind} {' '.join(map(_digest, names))}" for kind, names in allowed.items()]
    return "; ".join(["default-src 'none'", *rules, "base-uri 'none'", "form-action 'none'"])


def _digest(name: str) -> str:
    return f"'sha256-{b64encode(sha256(str(_asset(name)).encode()).digest()).decode()}'"


class Pages:
    """Writes pages into one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shared: dict[str, Any] = {}
        self._scrub = scrubber()
        self._made: set[Path] = set()

    def share(self, **view: object) -> None:
        """What every page that is written from now on shows: which run it is, what came of it."""
        self._shared |= view

    def put(self, page: str, template: str, **view: object) -> None:
        """Write one page, named from the folder. Raises OSError when it cannot be written."""
        up = "../" * page.count("/")
        html = _environment().get_template(template).render(self._shared | view, up=up, page=page)
        file = self._folder / page
        if file.parent not in self._made:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(file.parent)
        file.write_bytes(self._scrub(html).encode("utf-8", "replace"))
