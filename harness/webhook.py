"""A message -> a web address that somebody wants it at: asked again when it is busy, never followed elsewhere.

Nothing depends on it: what cannot be posted is told, and costs neither a result nor an exit code.
"""

from typing import Any
from urllib.parse import urlsplit

from harness.secrets import Secret, scrubbed

ATTEMPTS = 4
FIRST_WAIT = 0.5
"""Seconds before it is tried again; each further time twice as long [a judgement]."""
PATIENCE = 10.0
"""Seconds for one attempt."""

BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which it is tried again."""


class _BusyError(Exception):
    """The other side asked us to come back."""


def post(address: str, payload: dict[str, Any], key: Secret | None = None) -> str | None:
    """Post one JSON document; None when it was taken, else why not, in one sentence without the address.

    A redirect is an answer like another: nothing is sent anywhere else. Of the answer, nothing but its code is read.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        return "what it is to be posted to is no address such as https://hooks.example/in"
    import httpx2
    import stamina

    headers = {"Authorization": f"Bearer {key.value}"} if key else {}
    clean = scrubbed(payload)
    retried = stamina.retry_context(
        on=(_BusyError, httpx2.TransportError), attempts=ATTEMPTS, wait_initial=FIRST_WAIT, timeout=60
    )
    try:
        with httpx2.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False) as client:
            for attempt in retried:
                with attempt, client.stream("POST", address, json=clean, headers=headers) as answer:
                    if answer.status_code in BUSY:
                        raise _BusyError(f"it answered {answer.status_code}, {ATTEMPTS} times")
                    return None if answer.is_success else f"it answered {answer.status_code}"
    except _BusyError as problem:
        return str(problem)
    except (httpx2.HTTPError, httpx2.InvalidURL) as problem:
        return f"it could not be reached ({type(problem).__name__})"
    return None
