"""A prompt -> an answer, over HTTP: what every provider's adapter shares.

The SDKs send; when to ask again, how much to read and what to say of a failure is decided here, once for both, so that
each request is seen and can be charged for. A provider is a `Wire`: how its SDK is opened, what its request looks like,
and where in its body the words and the counts stand.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

import httpx2

from harness.bounded import bounded
from harness.endpoint import LONGEST_WAIT, Endpoint, asked_to_wait, backoff
from harness.lanes import LOOPBACK, direct
from harness.secrets import Secret
from harness.text.normal import printable

from .nouns import FURTHER, Answer, Attempt, ModelError, Prompt, Stopped
from .settings import ModelSettings
from .usage import UNKNOWN, Counted, tier_of

RETRIES = 2
"""Requests after the first, for a reason that may pass."""
LARGEST = 1_000_000
"""Bytes of a body that are read."""
BUSY = frozenset({429, 503, 529})
"""Statuses of a provider that is asked too often."""
TOLD = 300
"""Characters of a provider's own words that stand in an error."""

Sleep = Callable[[float], Awaitable[None]]
Request = dict[str, Any]


class Wire(Protocol):
    """One provider: its SDK, and the shape of what goes over it."""

    @property
    def provider(self) -> str:
        """The first half of a model's name."""
        ...

    @property
    def url(self) -> str:
        """Where the provider itself answers."""
        ...

    @property
    def key(self) -> str:
        """The environment variable that its key usually stands in."""
        ...

    @property
    def droppable(self) -> Sequence[frozenset[str]]:
        """Parameters that can be left out when a model refuses them; those of one set go together."""
        ...

    def connect(self, http: httpx2.AsyncClient, url: str, key: str, seconds: float) -> Any:
        """The SDK's client over this connection, which never asks again by itself."""
        ...

    def request(self, model: str, prompt: Prompt, dropped: frozenset[str]) -> Request:
        """What the SDK is handed for this prompt, without the parameters that were dropped."""
        ...

    async def send(self, client: Any, request: Request) -> httpx2.Response:
        """The response, read to its end. Raises what the SDK raises."""
        ...

    def words(self, body: Mapping[str, Any]) -> tuple[str, Stopped]:
        """What the model said, and why it stopped. Raises Unreadable when that cannot be told."""
        ...

    def usage(self, body: Mapping[str, Any]) -> Counted:
        """What the provider counted."""
        ...


class Unreadable(ValueError):  # noqa: N818  # it is the body that is
    """A body without an answer in it. The text says what is wrong, after "it"."""


class TooLong(Exception):  # noqa: N818
    """A body of more bytes than are read, or one that does not say how many it becomes. The text says which."""


@dataclass(eq=False)
class Setback(Exception):  # noqa: N818  # it may pass
    """One request that brought no answer."""

    attempt: Attempt
    again: bool = False
    """Whether asking again may help."""
    wait: float | None = None
    """Seconds that the provider asks for."""
    refused: frozenset[str] = frozenset()
    """Parameters that the model does not take."""
    busy: bool = False
    """Whether the provider is asked too often."""


class Hosted:
    """A model behind a provider's interface."""

    def __init__(
        self,
        wire: Wire,
        model: str,
        settings: ModelSettings,
        key: Secret,
        sleep: Sleep = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        endpoint: Endpoint | None = None,
    ) -> None:
        """`endpoint` is shared by those who ask the same model at the same address."""
        self.name = f"{wire.provider}/{model}"
        self._wire = wire
        self._model = model
        self._url = settings.base_url or wire.url
        self._key = key
        self._seconds = settings.timeout_seconds
        self._endpoint = endpoint or Endpoint(settings)
        self._tier = settings.tier
        self._sleep = sleep
        self._clock = clock
        self._refused: frozenset[str] = frozenset()
        self._open: tuple[asyncio.AbstractEventLoop, asyncio.Future[Any]] | None = None

    async def complete(self, prompt: Prompt) -> Answer:
        """Answer one prompt. Raises ModelError when there is no answer to be had, NotAsked when none is to be paid."""
        failed: list[Attempt] = []
        dropped, retries = self._refused, 0
        while True:
            try:
                if failed:
                    await FURTHER.get()(failed[-1])
                answer = await self._attempt(prompt, dropped)
            except Setback as setback:
                failed.append(setback.attempt)
                if setback.refused:
                    dropped |= setback.refused
                elif setback.again and retries < RETRIES:
                    await self._sleep(backoff(setback.wait, retries, prompt.digest))
                    retries += 1
                else:
                    raise ModelError(self._why(failed), tuple(failed)) from None
            else:
                # Only now is it known that what was left out was what was refused.
                self._refused |= dropped
                return answer.model_copy(update={"dropped": tuple(sorted(dropped)), "failed": tuple(failed)})

    async def aclose(self) -> None:
        """Close its connections. It can be asked again, and opens others then."""
        if self._open is not None:
            opened, self._open = self._open[1], None
            with suppress(Exception):  # one that never opened needs no closing
                await (await opened).close()

    def _why(self, failed: Sequence[Attempt]) -> str:
        tried = f" (asked {len(failed)} times)" if len(failed) > 1 else ""
        return f"{printable(self.name)} {failed[-1].why}{tried}"

    async def _client(self) -> Any:
        """The SDK's client of this event loop: connections do not outlive the loop they were made in."""
        loop = asyncio.get_running_loop()
        if self._open is None or self._open[0] is not loop:
            # In a thread: importing an SDK takes seconds, and conversations that go on meanwhile are timed.
            self._open = (loop, asyncio.ensure_future(asyncio.to_thread(self._connect)))
        # Shielded: whoever is broken off takes nothing from those who wait for the same.
        return await asyncio.shield(self._open[1])

    def _connect(self) -> Any:
        http = httpx2.AsyncClient(
            timeout=self._seconds,
            follow_redirects=False,
            # What stays on this machine is nothing for a proxy.
            trust_env=httpx2.URL(self._url).host not in LOOPBACK,
            headers={"accept-encoding": "identity"},
            event_hooks={"response": [_bounded]},
            limits=httpx2.Limits(max_connections=1000, max_keepalive_connections=100),
            transport=direct(self._url),
        )
        return self._wire.connect(http, self._url, self._key.value or "none", self._seconds)

    async def _attempt(self, prompt: Prompt, dropped: frozenset[str]) -> Answer:
        """One request, as soon as its endpoint bears it. Raises Setback when it brings no answer."""
        async with self._endpoint.request(_size(prompt)):
            try:
                return await self._request(prompt, dropped)
            except Setback as setback:
                if setback.busy:
                    self._endpoint.slower(setback.wait)
                raise

    async def _request(self, prompt: Prompt, dropped: frozenset[str]) -> Answer:
        started = self._clock()
        try:
            client = await self._client()
            request = self._wire.request(self._model, prompt, dropped)
            # An SDK that was just imported took its time, and the provider did not.
            started = self._clock()
            async with asyncio.timeout(self._seconds):
                response = await self._wire.send(client, request)
        except Exception as problem:  # whatever an SDK raises, a model that failed is no crash
            raise self._setback(problem, self._clock() - started, dropped) from None
        return self._answer(response, self._clock() - started)

    # ---- what came back --------------------------------------------------------------------------------------

    def _answer(self, response: httpx2.Response, seconds: float) -> Answer:
        model, counted = None, UNKNOWN
        try:
            body = _parsed(response.content)
            model, counted = self._clean(text_of(body, "model") or self._model)[:200], self._wire.usage(body)
            words, stopped = self._wire.words(body)
        except Unreadable as problem:
            why = f"gave no answer: {self._told(str(problem))}"
            attempt = Attempt(why=why, model=model, tokens=counted[0], certainty=counted[1], seconds=seconds)
            raise Setback(attempt) from None
        return Answer(
            words=self._clean(words),
            model=model,
            tokens=counted[0],
            certainty=counted[1],
            stopped=stopped,
            tier=tier_of(body, self._tier),
            seconds=seconds,
        )

    def _clean(self, text: str) -> str:
        """The text as UTF-8 can hold it, and without our key."""
        return self._key.scrub(text.encode("utf-8", "replace").decode())

    def _told(self, text: str) -> str:
        """Somebody else's words for one line of ours."""
        # Once more when nothing can hide between its characters.
        return self._key.scrub(" ".join(printable(self._clean(text)).split()))[:TOLD]

    # ---- what went wrong -------------------------------------------------------------------------------------

    def _setback(self, problem: Exception, seconds: float, dropped: frozenset[str]) -> Setback:
        response = getattr(problem, "response", None)
        if isinstance(response, httpx2.Response):
            return self._status(response, seconds, dropped)
        for cause in _causes(problem):
            if isinstance(cause, TooLong):
                return Setback(Attempt(why=str(cause), seconds=seconds))
            if isinstance(cause, TimeoutError | httpx2.TimeoutException):
                return Setback(Attempt(why=f"gave no answer within {self._seconds:g} seconds", seconds=seconds))
            if isinstance(cause, httpx2.TransportError):
                why = f"was not reached, or broke off: {self._told(str(cause))}"
                return Setback(Attempt(why=why, seconds=seconds), again=True)
        return Setback(Attempt(why=f"could not be asked: {self._told(str(problem))}", seconds=seconds))

    def _status(self, response: httpx2.Response, seconds: float, dropped: frozenset[str]) -> Setback:
        code = response.status_code
        parameter, said = _error_of(response)
        told = self._told(said)
        why = f"{self._of_status(code)} ({code})" + (f": {told}" if told else "")
        attempt = Attempt(why=why, seconds=seconds, refused=True)
        if code in (400, 422):
            return Setback(attempt, refused=self._named(f"{parameter} {said}", dropped))
        wait = asked_to_wait(response.headers)
        again = (code in (408, 429) or code >= 500) and (wait is None or wait <= LONGEST_WAIT)
        if wait is not None and wait > LONGEST_WAIT:
            attempt = attempt.model_copy(update={"why": f"{why}; it asks to wait {wait:,.0f} seconds"})
        return Setback(attempt, again=again, wait=wait, busy=code in BUSY)

    def _of_status(self, code: int) -> str:
        if code in (401, 403):
            if self._key.variable:
                return f"does not take the key in {self._key.variable}"
            return 'wants a key: name its variable under [models] with key = "..."'
        if 300 <= code < 400:
            return "sends us to another address, which is not followed: see base_url"
        known = {404: "is not there", 429: "is asked too often", 529: "is overloaded", 413: "takes no prompt that long"}
        return known.get(code, "answered with an error")

    def _named(self, error: str, dropped: frozenset[str]) -> frozenset[str]:
        """The parameters that an error names, of those that can be left out and have not been."""
        left = (group for group in self._wire.droppable if not group <= dropped)
        return next((group for group in left if any(name in error for name in group)), frozenset())


def _size(prompt: Prompt) -> int:
    """About how many tokens a request is: a quarter of its characters, and all that may come back."""
    return (len(prompt.system) + len(prompt.stable) + len(prompt.words)) // 4 + prompt.most_tokens


def _causes(problem: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while problem is not None and problem not in found:
        found.append(problem)
        problem = problem.__cause__ or problem.__context__
    return found


def _error_of(response: httpx2.Response) -> tuple[str, str]:
    """The parameter that an error names, and the provider's own sentence; both empty when there is none.

    Nothing else of a body is looked at: it may hold our own request again.
    """
    try:
        body = _parsed(response.content)
    except Unreadable:
        return "", ""
    error = body.get("error")
    if isinstance(error, dict):
        return text_of(error, "param"), text_of(error, "message")
    detail = body.get("detail")
    if isinstance(detail, list) and detail and isinstance(detail[0], dict):  # as pydantic's servers say it
        place = detail[0].get("loc")
        parts = [part for part in place if isinstance(part, str)] if isinstance(place, list) else []
        return ".".join(parts), text_of(detail[0], "msg")
    return "", text_of(body, "error") or text_of(body, "message") or text_of(body, "detail")


def text_of(table: Mapping[str, Any], name: str) -> str:
    """What stands under a name, where it is a text; else an empty one."""
    found = table.get(name)
    return found if isinstance(found, str) else ""


def _parsed(content: bytes) -> dict[str, Any]:
    if not content.strip():
        raise Unreadable("it is empty")
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        raise Unreadable("it is not JSON") from None
    if not isinstance(body, dict):
        raise Unreadable("it is no JSON object")
    return body


# ---- how much is read ------------------------------------------------------------------------------------------


async def _bounded(response: httpx2.Response) -> None:
    """Read no more of this response than LARGEST bytes. Raises TooLong for what would unpack to who knows how many."""
    await bounded(response, LARGEST, TooLong)
