"""The demo shop as a target: the real application, spoken to in process, without a socket."""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from harness.money import Tokens

from .nouns import Event, Message, Reply, TargetError

if TYPE_CHECKING:
    from .demo.rules import Rules

BASE = "http://demo"


class DemoTarget:
    """The demo shop: both doors of a target, answer and read."""

    name = "demo"
    version = "hearth-demo-1"

    def __init__(self, rules: "Rules | None" = None, faults: Sequence[str] = (), truth: Path | None = None) -> None:
        """A shop with these rules and faults. `truth` is a file that gets a line each time a fault changed a turn.

        Raises ValueError for a fault that there is not.
        """
        # Imported here: the web framework takes longer to load than most commands take to run.
        import httpx2

        from .demo.app import create_app

        transport = httpx2.ASGITransport(app=create_app(rules, truth, faults), raise_app_exceptions=False)
        self._client = httpx2.AsyncClient(transport=transport, base_url=BASE)

    async def answer(self, message: Message) -> Reply:
        """Answer one message. Raises TargetError when the shop refuses the request."""
        body = {"conversation": message.conversation, "message": _sendable(message.text), "number": message.number}
        begun = perf_counter()
        said = await self._ask("POST", "/chat", json=body)
        seconds = perf_counter() - begun
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

    async def read(self, conversation: str, subject: str, field: str) -> str | None:
        """A field of the shop's books in this conversation: before its first message, what they begin with."""
        wanted = {"conversation": conversation, "subject": subject, "field": field}
        value: str | None = (await self._ask("GET", "/probe", params=wanted))["value"]
        return value

    async def _ask(self, method: str, path: str, **what: Any) -> dict[str, Any]:
        response = await self._client.request(method, path, **what)
        body: dict[str, Any] = response.json() if response.headers.get("content-type") == "application/json" else {}
        if response.status_code != 200:
            raise TargetError(f"The demo refused: {body.get('error', 'it broke while answering')}")
        return body


def _sendable(text: str) -> str:
    """Half characters, which UTF-8 cannot carry, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
