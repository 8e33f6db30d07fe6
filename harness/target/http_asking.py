"""A call of the settings + what is known in a turn -> a request: its address, headers and body, checked beforehand."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import field_validator

from harness.model.settings import address
from harness.noun import Noun
from harness.trouble import Trouble

from .nouns import TargetError
from .picking import Path, found
from .templates import Template

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Values = Mapping[str, Any]

OWN = ("message", "number", "conversation", "case", "history", "messages")
"""The variables that every template may name."""

NASTY = '"quoted" \\ {{ 7 * 7 }}\n\té'
"""What a customer may well say: a body must be JSON with this in it."""


def address_or_template(url: str) -> str:
    """A url of the settings, as it is. Raises ValueError for one that is no address and no template."""
    if "{{" not in url and "{%" not in url:
        address(url.partition("?")[0])
    return url


class Call(Noun):
    """One request beside the messages: set-up, tear-down, poll, probe."""

    url: str
    """Where it goes: a template."""
    method: Method = "POST"
    headers: dict[str, str] = {}
    """Templates."""
    body: str | None = None
    """A template that becomes JSON. None sends no body."""

    _address = field_validator("url")(address_or_template)


@dataclass(frozen=True)
class Request:
    """What is sent."""

    method: Method
    address: str
    headers: Mapping[str, str]
    content: bytes | None


class Prepared:
    """A call, its templates read and tried."""

    def __init__(self, call: Call, place: str, *samples: Values, keep: Mapping[str, Path] = {}) -> None:
        """`samples` are values as they may come; the last one holds every variable, and each must make a request.

        `keep` says of variables where their values stand in the answer. Raises Trouble for what makes no request.
        """
        names = tuple(samples[-1])
        self._place = place
        self._method = call.method
        self._keep = keep
        self._url = Template(call.url, f"{place}.url", names, "address")
        self._headers = {
            name: Template(text, f"{place}.headers.{name}", names, "text") for name, text in call.headers.items()
        }
        self._body = Template(call.body, f"{place}.body", names, "json") if call.body is not None else None
        self.origin = ("", "", 0)
        for sample in samples:
            try:
                # A header may well break where a customer's words stand in it: what it says is seen when it is sent.
                self.origin = _origin(self._url.render(sample), place)
                self._content(sample)
            except TargetError as problem:
                raise Trouble(str(problem)) from problem

    def request(self, values: Values) -> Request:
        """The request for these values. Raises TargetError when it is none, or would go to another host."""
        url = self._url.render(values)
        if _origin(url, self._place) != self.origin:
            raise TargetError(f"{self._place}.url leads to another host than its settings say")
        headers = {name: _header(name, template.render(values)) for name, template in self._headers.items()}
        content = self._content(values)
        if content is not None:
            headers = {"content-type": "application/json", **headers}
        return Request(self._method, url, headers, content)

    def kept(self, answer: Any) -> dict[str, Any]:
        """The values that are kept of an answer. Raises TargetError for one that is not there."""
        values = {name: found(path, answer) for name, path in self._keep.items()}
        for name, value in values.items():
            if not isinstance(value, str | int | float):
                where = self._keep[name]
                raise TargetError(f"{self._place}: the answer holds no text and no number at '{where}', for '{name}'")
        return values

    def _content(self, values: Values) -> bytes | None:
        if self._body is None:
            return None
        text = self._body.render(values)
        try:
            json.loads(text)
        except (ValueError, RecursionError) as problem:
            hint = 'Values bring their own quotes: write {{ message }}, not "{{ message }}".'
            raise TargetError(f"{self._place}.body does not become JSON: {problem}. {hint}") from problem
        return text.encode("utf-8", "replace")


def _origin(url: str, place: str) -> tuple[str, str, int]:
    """Scheme, host and port. Raises TargetError for what is no address, or names a host that only an answer knows."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        fits = parts.scheme in ("http", "https") and parts.username is None and bool(host) and "%" not in host
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        fits, host, port = False, "", 0
    if not fits or any(sign.isspace() for sign in url):
        raise TargetError(f"{place}.url becomes no address such as https://agent.example/chat")
    return parts.scheme, f"[{host}]" if ":" in host else host, port


def _header(name: str, value: str) -> str:
    if not value.isascii() or not value.isprintable():
        raise TargetError(f"the header {name} becomes what no header can hold")
    return value
