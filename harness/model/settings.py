"""How a model is reached: the table of one model in harness.toml."""

import re
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from harness.endpoint import Limits
from harness.money import Tier

VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")


def address(url: str | None) -> str | None:
    """The address of a server, as it is. Raises ValueError for what is none, or holds more than an address."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:
        fits = False
    if not fits or parts.query or parts.fragment or any(sign.isspace() for sign in url):
        raise ValueError("this is no address such as https://models.example/v1")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address holds no user and no password here: put the key into a variable, and name it")
    return url


def name_of_a_variable(name: str | None) -> str | None:
    """The name of an environment variable, as it is. Raises ValueError for what may be the key itself."""
    if name is not None and not VARIABLE.fullmatch(name):
        raise ValueError("this is to be the name of an environment variable, such as MY_KEY, never the key itself")
    return name


class ModelSettings(Limits):
    """Where a model answers, which key it wants, how long it may take, and how often it is asked."""

    base_url: str | None = None
    """Of a server that speaks the provider's protocol. No key goes to it unless `key` names one."""
    key: str | None = None
    """Name of the environment variable that holds the key. The key itself never stands in a file."""
    timeout_seconds: float = Field(default=120.0, gt=0, le=3600, allow_inf_nan=False)
    """From one request to the last byte of its answer."""
    tier: Tier = "standard"
    """What its calls are billed as, where its answers do not say: `batch`, `flex`, `priority` or `standard`."""

    _address = field_validator("base_url")(address)
    _variable = field_validator("key")(name_of_a_variable)
