"""The demo shop as a target: the real application, spoken to in process, without a socket."""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal

from harness.money import Tokens
from harness.trouble import Trouble

from .kind import Opening, TargetKind
from .nouns import Event, Message, Reply, TargetError, sendable

if TYPE_CHECKING:
    from httpx2 import Response

    from .demo.faults import FaultWords
    from .demo.rules import Rules

BASE = "http://demo"


class DemoSettings(TargetKind):
    """The embedded demo shop."""

    kind: Literal["demo"] = "demo"
    faults: tuple[str, ...] = ()
    """The faults to switch on."""

    def opened(self, name: str, how: Opening) -> "DemoTarget":  # noqa: ARG002
        """The shop. Raises Trouble for a fault that there is not."""
        try:
            return DemoTarget(faults=self.faults)
        except ValueError as problem:
            raise Trouble(str(problem)) from problem


class DemoTarget:
    """The demo shop: both doors of a target, answer and read."""

    name = "demo"
    version = "hearth-demo-1"
    idempotent = True

    def __init__(
        self,
        rules: "Rules | None" = None,
        faults: Sequence[str] = (),
        truth: Path | None = None,
        words: "FaultWords | None" = None,
    ) -> None:
        """A shop with these rules and faults. `truth` is a file that gets a line each time a fault changed a turn.

        `words` are other words for what the faults say, as `harness.target.demo.faults` reads them from a file.
        Raises ValueError for a fault that there is not.
        """
        # Imported here: the web framework takes longer to load than most commands take to run.
        import httpx2

        from .demo.app import create_app

        transport = httpx2.ASGITransport(app=create_app(rules, truth, faults, words), raise_app_exceptions=False)
        self._client = httpx2.AsyncClient(transport=transport, base_url=BASE)

    async def answer(self, message: Message) -> Reply:
        """Answer one message. Raises TargetError when the shop refuses the request, or what came back is no answer."""
        body = {"conversation": message.conversation, "message": sendable(message.text), "number": message.number}
        begun = perf_counter()
        said = await self._ask("POST", "/chat", json=body)
        seconds = perf_counter() - begun
        return _reply(said, seconds)

    async def read(self, conversation: str, subject: str, field: str) -> str | None:
        """A field of the shop's books in this conversation: before its first message, what they begin with."""
        wanted = {"conversation": conversation, "subject": subject, "field": field}
        value: str | None = (await self._ask("GET", "/probe", params=wanted))["value"]
        return value

    async def _ask(self, method: str, path: str, **what: Any) -> dict[str, Any]:
        try:
            response = await self._client.request(method, path, **what)
        except AssertionError as problem:
            # What the transport in process has for an answer that breaks off.
            raise TargetError("The demo dropped the connection before its answer was whole.") from problem
        body = _object(response)
        if response.status_code != 200:
            raise TargetError(f"The demo refused: {(body or {}).get('error', 'it broke while answering')}")
        if body is None:
            raise TargetError("The demo gave no answer that can be read: it is not a JSON object.", response.content)
        return body


def _object(response: "Response") -> dict[str, Any] | None:
    try:
        body = response.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _reply(said: dict[str, Any], seconds: float) -> Reply:
    try:
        return Reply(
            text=said["reply"],
            events=tuple(Event.model_validate(event) for event in said["events"]),
            desk=said["desk"],
            tokens=Tokens(fresh=said["usage"]["input_tokens"], output=said["usage"]["output_tokens"]),
            certainty="illustrative",
            model=said["model"],
            seconds=seconds,
            ended=said["ended"],
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise TargetError("The demo gave no answer that can be read: what was agreed is missing from it.") from problem
