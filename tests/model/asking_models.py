"""Both SDK paths against a model server on loopback."""

import asyncio
import itertools
from collections.abc import Callable, Iterable
from typing import Any

from harness.model import Answer, ModelError, ModelSettings, Prompt
from harness.model.anthropic import Messages
from harness.model.hosted import Hosted, Wire
from harness.model.openai import Completions
from harness.secrets import Secret
from harness.testing import ModelServer
from harness.testing.model_server import Provider, Scripted, Seen

KEY = "sk-planted/key+with=signs"
SHAPE = {
    "type": "object",
    "properties": {"verdict": {"type": "string"}},
    "required": ["verdict"],
    "additionalProperties": False,
}
PROMPT = Prompt(
    role="judge",
    system="You judge a conversation.",
    stable="Refunds take five days.",
    words='{"turns":[]}',
    answer=SHAPE,
)
WIRES: dict[Provider, Callable[[], Wire]] = {"anthropic": Messages, "openai": Completions}


def _ticking() -> Callable[[], float]:
    """A clock that moves one second at each look."""
    seconds = itertools.count()
    return lambda: float(next(seconds))


class Asked:
    """What came of asking a server some prompts, one after the other."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.errors: list[ModelError] = []
        self.waited: list[float] = []
        self.seen: list[Seen] = []
        self.refused: list[str] = []


def ask(
    provider: Provider,
    answers: Iterable[Scripted] | Callable[[Seen], Scripted],
    prompts: Iterable[Prompt] = (PROMPT,),
    seconds: float = 20.0,
    url: str | None = None,
    **server: Any,
) -> Asked:
    """Ask one model over real HTTP. Waiting takes no time; it is kept. `url` is another server's."""
    asked = Asked()

    async def sleep(wait: float) -> None:
        asked.waited.append(wait)

    async def all_of_them(url: str) -> None:
        settings = ModelSettings(base_url=url, timeout_seconds=seconds)
        model = Hosted(WIRES[provider](), "model-1", settings, Secret("OUR_KEY", KEY), sleep, _ticking())
        for prompt in prompts:
            try:
                asked.answers.append(await model.complete(prompt))
            except ModelError as problem:
                asked.errors.append(problem)
        await model.aclose()

    with ModelServer(answers, **server) as running:
        asyncio.run(all_of_them(url or running.base_url(provider)))
    asked.seen, asked.refused = running.seen, running.refused
    return asked
