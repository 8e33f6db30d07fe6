"""An agent behind an address: POST {conversation, message, number} -> {reply, events?, usage?, desk?, model?}."""

import json
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError

from harness.money import Tokens
from harness.secrets import Secret

from .nouns import Event, Message, Reply, TargetError

if TYPE_CHECKING:
    import httpx2

    from .http_reading import Bounds


class _Usage(BaseModel):
    input_tokens: StrictInt = 0
    output_tokens: StrictInt = 0
    certainty: Literal["reported", "estimated", "illustrative"] = "reported"


class _Answer(BaseModel):
    """What an agent may answer. What it says beyond that is not looked at."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    reply: StrictStr
    events: tuple[Event, ...] | None = Field(default=None, max_length=1_000)
    usage: _Usage | None = None
    desk: StrictStr | None = None
    model: StrictStr | None = None
    ended: StrictBool = False


class HttpTarget:
    """A target over HTTP, as the demo serves it at /chat."""

    version = "http"

    def __init__(
        self,
        name: str,
        address: str,
        key: Secret | None = None,
        bounds: "Bounds | None" = None,
        transport: "httpx2.AsyncBaseTransport | None" = None,
    ) -> None:
        """`key` is sent as a bearer token, to this address and to no other. `transport` stands in for the network."""
        # Imported here: the client takes longer to load than most commands take to run.
        from .http_reading import Bounds, opened

        self.name = name
        self._address = address
        self._key = key or Secret()
        self._bounds = bounds or Bounds()
        headers = {"authorization": f"Bearer {self._key.value}"} if self._key.value else {}
        self._client = opened(address, self._bounds, headers, transport)

    async def answer(self, message: Message) -> Reply:
        """Answer one message. Raises TargetError, with what came instead, when that is no reply."""
        from .http_reading import fetched

        # Half characters, which UTF-8 cannot carry, become question marks.
        text = message.text.encode("utf-8", "replace").decode()
        asked = {"conversation": message.conversation, "message": text, "number": message.number}
        begun = perf_counter()
        body = await fetched(self._client, "POST", self._address, self._bounds, json=asked)
        return _reply(body, perf_counter() - begun)

    async def aclose(self) -> None:
        """Close its connections."""
        await self._client.aclose()


def _reply(body: bytes, seconds: float) -> Reply:
    try:
        said = _Answer.model_validate(_object(body))
        usage = said.usage
        return Reply(
            text=said.reply,
            events=said.events,
            desk=said.desk,
            tokens=Tokens(fresh=usage.input_tokens, output=usage.output_tokens) if usage else None,
            certainty=usage.certainty if usage else "unknown",
            model=said.model,
            seconds=seconds,
            ended=said.ended,
        )
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise TargetError(f"the answer is not what was agreed: {where}: {first['msg']}"[:500], body) from problem


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body.decode(), parse_constant=_no_number)
    except UnicodeDecodeError as problem:
        raise TargetError("the answer is not UTF-8 text", body) from problem
    except (ValueError, RecursionError) as problem:
        raise TargetError("the answer is not JSON" if body.strip() else "the answer is empty", body) from problem
    if not isinstance(said, dict):
        raise TargetError("the answer is no JSON object", body)
    return said


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
