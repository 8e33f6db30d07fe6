"""Exchanges of a run, kept in a file, and a run held again from it: no model, no agent, no network is asked.

One JSON object a line. The first says whose exchanges they are; each other is one request's answer, or how it failed,
under role, conversation, digest of the request and its ordinal there: the same question asked twice is two exchanges,
so that trials stay trials (field.md, trap 9). A request that is not there, because a journey, a persona, a criterion
or a prompt says something else now, is named and ends its conversation; it is never asked instead.
"""

import json
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn, TextIO

from pydantic import ValidationError

from harness.model import Answer, Attempt, Model, ModelError, Prompt
from harness.noun import Noun
from harness.record import RecordError
from harness.record.line import dumps, plain
from harness.secrets import scrub
from harness.target.nouns import Leaves, Message, Probe, Reply, Target, TargetError
from harness.trouble import Trouble

VERSION = 1
LARGEST_LINE = 32 * 1024 * 1024
"""Characters of one line."""
TOLD = 8
"""Missing exchanges that are named."""

Key = tuple[str, str, str, int]
"""Role, conversation, digest of the request, ordinal from 0."""


class Missing(BaseException):
    """An exchange that the cassette lacks. No `Exception`: nothing that catches what an agent or a model does, and
    goes on with it as that, may catch this."""


class Asked(Noun):
    """The first line: whose answers these are."""

    cassette: int
    targets: dict[str, "TargetOf"]


class TargetOf(Noun):
    """A target whose replies are kept."""

    name: str
    version: str
    settings: str
    """sha256 of what the settings say of it."""
    probe: bool
    idempotent: bool
    """Whether a message that comes twice is answered once."""


class Cassette:
    """Base of both ways: keys, and the doors around a model and a target."""

    replays = False

    def __init__(self) -> None:
        self._asked: Counter[tuple[str, str, str]] = Counter()

    def _key(self, role: str, conversation: str, request: Any) -> Key:
        digest = sha256(dumps(plain(request))).hexdigest()
        place = (role, conversation, digest)
        self._asked[place] += 1
        return (*place, self._asked[place] - 1)

    def model(self, model: Model, conversation: str) -> Model:
        """The model as it is asked in this conversation."""
        raise NotImplementedError


class Recorder(Cassette):
    """Asks as ever, and keeps what came."""

    def __init__(self, file: Path) -> None:
        """Raises Trouble when the file is there already, or cannot be made: what was paid for is not overwritten."""
        super().__init__()
        try:
            self._file: TextIO = file.open("x", encoding="utf-8")
        except FileExistsError as problem:
            raise Trouble(f"{file} is there already: name another file, or take that one away") from problem
        except OSError as problem:
            raise Trouble(f"{file} cannot be written: {problem.strerror}") from problem

    def begin(self, targets: Mapping[str, tuple[Target, Any]]) -> None:
        """Say whose answers these are. `targets`: name -> the target, and its settings."""
        found = {
            name: TargetOf(
                name=target.name,
                version=target.version,
                settings=settings_digest(settings),
                probe=isinstance(target, Probe),
                idempotent=getattr(target, "idempotent", False) is True,
            )
            for name, (target, settings) in targets.items()
        }
        self._write(Asked(cassette=VERSION, targets=found))

    def model(self, model: Model, conversation: str) -> Model:
        """The model, each of its answers kept."""
        return _RecordedModel(model, conversation, self)

    def target(self, target: Target) -> Target:
        """The target, each of its replies and readings kept."""
        return (_RecordedProbe if isinstance(target, Probe) else _RecordedTarget)(target, self)

    def keep(self, key: Key, **came: Any) -> None:
        """Write one exchange down."""
        role, conversation, request, ordinal = key
        self._write({"role": role, "case": conversation, "request": request, "ordinal": ordinal, **came})

    def _write(self, data: Any) -> None:
        try:
            self._file.write(dumps(plain(data, scrub)).decode() + "\n")
            self._file.flush()
        except OSError as problem:
            raise Trouble(f"{self._file.name} cannot be written: {problem.strerror}") from problem

    def key(self, role: str, conversation: str, request: Any) -> Key:
        """The key of a request that is about to be made."""
        return self._key(role, conversation, request)

    def close(self) -> None:
        """Nothing more is kept."""
        self._file.close()


class Replayer(Cassette):
    """Answers from a file, and asks nobody."""

    replays = True

    def __init__(self, file: Path) -> None:
        """Raises Trouble for a file that cannot be read, or is no cassette."""
        super().__init__()
        self._file = file
        self._kept: dict[Key, dict[str, Any]] = {}
        self.missing: list[str] = []
        """What it lacks, a line each, in the order in which it was asked for."""
        try:
            with file.open(encoding="utf-8") as lines:
                self._header = _header(file, lines.readline(LARGEST_LINE))
                for number, line in enumerate(lines, 2):
                    self._take(line, number)
        except (OSError, UnicodeDecodeError) as problem:
            raise Trouble(f"the cassette {file} cannot be read: {problem}") from problem

    def _take(self, line: str, number: int) -> None:
        if not line.endswith("\n"):
            return  # the line that was being written when it was broken off
        try:
            one = json.loads(line)
            self._kept[one["role"], one["case"], one["request"], one["ordinal"]] = one
        except (ValueError, KeyError, TypeError, RecursionError) as problem:
            raise Trouble(f"{self._file}:{number}: this is no exchange of a cassette") from problem

    def target(self, name: str, settings: Any) -> Target:
        """The target of this name. Raises Trouble when it was another one, or set otherwise, that was recorded."""
        known = self._header.targets
        if name not in known:
            raise Trouble(f"{self._file} was recorded against {', '.join(sorted(known))}, not against '{name}'")
        if known[name].settings != settings_digest(settings):
            raise Trouble(f"{self._file} was recorded against '{name}' as it was set then: its settings have changed")
        kind = _PlayedProbe if known[name].probe else _PlayedTarget
        return kind(known[name], self)

    def model(self, model: Model, conversation: str) -> Model:
        """What the model answered then."""
        return _PlayedModel(model.name, conversation, self)

    def kept(self, role: str, conversation: str, request: Any, what: str) -> dict[str, Any]:
        """What came of this request. Raises Missing, and notes it, when it is not there."""
        key = self._key(role, conversation, request)
        return self._kept.get(key) or self._lacks(key, what)

    def _lacks(self, key: Key, what: str) -> NoReturn:
        role, conversation, _, ordinal = key
        others = sum(1 for one in self._kept if one[:2] == (role, conversation))
        why = f"it has {others} others of this conversation" if others else "it has none of this conversation"
        self.missing.append(f"{what} in {conversation.rpartition('~')[0]}, asked {_nth(ordinal)}: {why}")
        raise Missing(self.missing[-1])

    def complain(self) -> None:
        """Raises Trouble with what it lacks, when it lacks anything."""
        if not self.missing:
            return
        lines = "".join(f"  {one}\n" for one in self.missing[:TOLD])
        more = f"  … and {len(self.missing) - TOLD} more\n" if len(self.missing) > TOLD else ""
        raise Trouble(
            f"{self._file} cannot replay this run. Nothing was asked; it lacks:\n{lines}{more}"
            "Something is asked otherwise than when it was recorded (a journey, a setting, a prompt, the version), or"
            " the recording was broken off. Record it again: harness run --record FILE"
        )


def settings_digest(settings: Any) -> str:
    """sha256 of settings, in hex."""
    return sha256(dumps(plain(settings))).hexdigest()


def _header(file: Path, line: str) -> Asked:
    try:
        header = Asked.model_validate_json(line)
    except ValidationError as problem:
        raise Trouble(f"{file} is no cassette: harness run --record FILE makes one") from problem
    if header.cassette != VERSION:
        raise Trouble(f"{file} is a cassette of another version ({header.cassette}): record it again")
    return header


def _nth(ordinal: int) -> str:
    return "for the first time" if ordinal == 0 else f"{ordinal + 1} times"


# ---- models -------------------------------------------------------------------------------------------------


def _asked_of(name: str, prompt: Prompt) -> dict[str, Any]:
    return {"model": name, "prompt": prompt.digest}


class _RecordedModel:
    def __init__(self, model: Model, conversation: str, tape: Recorder) -> None:
        self.name = model.name
        self._model, self._conversation, self._tape = model, conversation, tape

    async def complete(self, prompt: Prompt) -> Answer:
        key = self._tape.key(prompt.role, self._conversation, _asked_of(self.name, prompt))
        try:
            answer = await self._model.complete(prompt)
        except ModelError as problem:
            self._tape.keep(key, failed=str(problem), attempts=[one.model_dump() for one in problem.failed])
            raise
        self._tape.keep(key, answer=answer.model_dump())
        return answer


class _PlayedModel:
    def __init__(self, name: str, conversation: str, tape: Replayer) -> None:
        self.name = name
        self._conversation, self._tape = conversation, tape

    async def complete(self, prompt: Prompt) -> Answer:
        what = f"what {self.name} answered as {prompt.role}"
        kept = self._tape.kept(prompt.role, self._conversation, _asked_of(self.name, prompt), what)
        if "failed" in kept:
            raise ModelError(kept["failed"], tuple(Attempt.model_validate(one) for one in kept["attempts"]))
        return Answer.model_validate(kept["answer"]).model_copy(update={"avoided": True})


class Unasked:
    """The name of a model that nobody will ask: who replays needs no key."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def complete(self, prompt: Prompt) -> Answer:  # noqa: ARG002  # the door is that wide
        """Never asked."""
        raise ModelError(f"{self.name} is not there")


# ---- targets ------------------------------------------------------------------------------------------------


def _said_to(name: str, message: Message) -> dict[str, Any]:
    return {"target": name, "number": message.number, "text": message.text}


def _read_of(name: str, subject: str, field: str) -> dict[str, Any]:
    return {"target": name, "subject": subject, "field": field}


class _RecordedTarget:
    def __init__(self, target: Target, tape: Recorder) -> None:
        self.name, self.version = target.name, target.version
        self._target, self._tape = target, tape

    def __getattr__(self, name: str) -> Any:
        """Whatever else the target has; its doors are written out, since newer Pythons look for those in the class."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._target, name)

    async def leave(self, conversation: str) -> None:
        """Nothing of it is kept: nobody waits for an answer."""
        if isinstance(self._target, Leaves):
            await self._target.leave(conversation)

    async def answer(self, message: Message) -> Reply:
        key = self._tape.key("target", message.conversation, _said_to(self.name, message))
        try:
            reply = await self._target.answer(message)
        except Exception as problem:
            self._tape.keep(key, **_failure(problem))
            raise
        self._tape.keep(key, **_reply(reply))
        return reply


class _RecordedProbe(_RecordedTarget):
    async def read(self, conversation: str, subject: str, field: str) -> str | None:
        key = self._tape.key("target", conversation, _read_of(self.name, subject, field))
        try:
            value = await self._target.read(conversation, subject, field)  # type: ignore[attr-defined]  # it is there
        except Exception as problem:
            self._tape.keep(key, **_failure(problem))
            raise
        self._tape.keep(key, value=value)
        return value  # type: ignore[no-any-return]


def _reply(reply: object) -> dict[str, Any]:
    """What came, as it can be kept: what is none, or holds what no record can, is a failure of the target's."""
    try:
        if isinstance(reply, Reply):
            return {"reply": plain(reply.model_dump(exclude_defaults=True))}
        return _failure(TargetError("it gave something that is no reply"))
    except RecordError as problem:
        return _failure(TargetError(str(problem)))


def _failure(problem: Exception) -> dict[str, Any]:
    came = getattr(problem, "came", b"")
    return {
        "failed": str(problem),
        "kind": None if isinstance(problem, TargetError) else type(problem).__name__,
        "came": came.decode("utf-8", "replace") if isinstance(came, bytes) else str(came),
        "again": {name: getattr(problem, name, None) for name in ("untaken", "lost", "busy", "wait")},
    }


def _raise(kept: Mapping[str, Any]) -> None:
    """Raise what the target raised: another error than its own is one of the same name."""
    if "failed" not in kept:
        return
    if kept["kind"] is None:
        raise TargetError(kept["failed"], kept["came"], **kept["again"])
    raise type(kept["kind"], (Exception,), {})(kept["failed"])


class _PlayedTarget:
    def __init__(self, known: TargetOf, tape: Replayer) -> None:
        self.name, self.version, self.idempotent = known.name, known.version, known.idempotent
        self._tape = tape

    async def answer(self, message: Message) -> Reply:
        what = f"what the target {self.name} answered to turn {message.number}"
        kept = self._tape.kept("target", message.conversation, _said_to(self.name, message), what)
        _raise(kept)
        return Reply.model_validate(kept["reply"])


class _PlayedProbe(_PlayedTarget):
    async def read(self, conversation: str, subject: str, field: str) -> str | None:
        what = f"what the target {self.name} said of {subject}/{field}"
        kept = self._tape.kept("target", conversation, _read_of(self.name, subject, field), what)
        _raise(kept)
        value: str | None = kept["value"]
        return value
