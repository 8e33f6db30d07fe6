"""A process as the agent: one for each conversation, a line of JSON for each message, a line for each reply."""

import asyncio
import contextlib
import json
import os
import signal
from collections import deque
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

from pydantic import Field

from harness.trouble import Trouble

from .answering import object_of, reply_of
from .kind import Opening, TargetKind
from .nouns import Message, Reply, Target, TargetError, sendable

LONGEST_LINE = 5_000_000
"""Bytes of an answer; a longer one is no reply."""
LAST_WORDS = 2_000
"""Bytes of what a process writes aside that are kept, to say why it ended."""
GRACE = 2.0
"""Seconds that a process has to end by itself, once its conversation is over."""


class CommandSettings(TargetKind):
    """A program of this repository."""

    kind: Literal["command"] = "command"
    command: tuple[str, ...] = Field(min_length=1)
    """The program and its arguments: no shell reads them. It runs in the folder of the settings."""
    probe: bool = False
    """Whether it answers a line {"probe": {"subject", "field"}} with {"value"}."""
    idempotent: bool = False
    """Whether a message that is sent twice is answered once."""

    @property
    def code(self) -> str:
        """The program."""
        return f"the command {self.command[0]}"

    def opened(self, name: str, how: Opening) -> Target:
        """The agent; nothing is started. Raises Trouble for a program that there is not."""
        from shutil import which

        program = self.command[0]
        beside = how.folder / program
        if which(program) is None and not ("/" in program and os.access(beside, os.X_OK)):
            raise Trouble(f"target '{name}': there is no program '{program}' that can be run.")
        return (ProbedCommandTarget if self.probe else CommandTarget)(name, self, how.folder, how.seconds, how.run)


class CommandTarget:
    """The agent that a command is."""

    def __init__(self, name: str, settings: CommandSettings, folder: Path, seconds: float, run: str) -> None:
        """`seconds` bound each reply, `run` is put behind every conversation's id."""
        self.name = name
        self.version = _version(settings.command, folder)
        self.idempotent = settings.idempotent
        self._command = settings.command
        self._folder = folder
        self._seconds = seconds - min(0.5, seconds / 10)
        self._run = run
        self._processes: dict[str, _Process] = {}
        self._gone: set[str] = set()
        """Conversations whose process was ended: another one would not know what was said."""

    async def answer(self, message: Message) -> Reply:
        """The reply that the process writes. Raises TargetError when it writes none; it is ended then."""
        asked = {
            "conversation": f"{message.conversation}~{self._run}",
            "message": sendable(message.text),
            "number": message.number,
        }
        if message.number == 1:
            self._gone.discard(message.conversation)
        begun = perf_counter()
        line = await self._exchanged(message.conversation, asked)
        seconds = perf_counter() - begun
        try:
            return reply_of(object_of(line), seconds, line)
        except TargetError:
            await self._broken(message.conversation)
            raise

    async def leave(self, conversation: str) -> None:
        """Let the process of this conversation end."""
        self._gone.discard(conversation)
        if process := self._processes.pop(conversation, None):
            await process.end()

    async def aclose(self) -> None:
        """Let every process end."""
        processes, self._processes = list(self._processes.values()), {}
        await asyncio.gather(*(process.end() for process in processes))

    async def _exchanged(self, conversation: str, asked: dict[str, Any]) -> bytes:
        if conversation in self._gone:
            raise TargetError("its process was ended, and with it what it knew of this conversation")
        process = self._processes.get(conversation)
        try:
            async with asyncio.timeout(self._seconds):
                if process is None:
                    process = self._processes[conversation] = await _started(self._command, self._folder)
                return await process.exchange(asked)
        except TimeoutError as problem:
            await self._broken(conversation)
            raise TargetError(f"no whole answer within {self._seconds:g} seconds", lost=True) from problem
        except BaseException:
            await self._broken(conversation)
            raise

    async def _broken(self, conversation: str) -> None:
        """A process that missed a line, or wrote one too many, is out of step: it is not asked again."""
        self._gone.add(conversation)
        if process := self._processes.pop(conversation, None):
            process.kill()
            await process.end()


class ProbedCommandTarget(CommandTarget):
    """The same, for a command that can say what stands in its records."""

    async def read(self, conversation: str, subject: str, field: str) -> str | None:
        """The field's value, or None when it is not known."""
        about = {"subject": subject, "field": field}
        line = await self._exchanged(conversation, {"conversation": f"{conversation}~{self._run}", "probe": about})
        value: str | None = object_of(line).get("value")
        return value


class _Process:
    """One process, spoken to line by line."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._aside: deque[bytes] = deque(maxlen=8)
        self._lines: asyncio.Queue[bytes | TargetError] = asyncio.Queue(maxsize=2)
        self._listening = asyncio.gather(self._listen(), self._read())

    async def exchange(self, asked: dict[str, Any]) -> bytes:
        """A line for a line. Raises TargetError when the process ended, or its line does not."""
        stdin = self._process.stdin
        assert stdin is not None  # noqa: S101  # it was started with pipes
        if not self._lines.empty():
            line = self._lines.get_nowait()
            if line and not isinstance(line, TargetError):
                raise TargetError("wrote a line that it was not asked for", line)
            self._lines.put_nowait(line)  # it has ended, which is said below
        with contextlib.suppress(ConnectionError):
            stdin.write(json.dumps(asked, ensure_ascii=False).encode() + b"\n")
            await stdin.drain()
        line = await self._lines.get()
        if isinstance(line, TargetError):
            raise line
        if not line.endswith(b"\n"):
            raise TargetError(await self._why_it_ended(), line)
        return line

    async def end(self) -> None:
        """Close its input, and wait a moment for it to go; else end it and what it started."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), GRACE)
        except TimeoutError:
            pass
        finally:
            # What it started may have outlived it.
            self.kill()
        await self._process.wait()
        self._listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._listening

    def kill(self) -> None:
        """End it at once, and whatever it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    async def _why_it_ended(self) -> str:
        try:
            code = await asyncio.wait_for(self._process.wait(), GRACE)
        except TimeoutError:
            return "closed its output"
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(self._listening), GRACE)
        said = b"".join(self._aside)[-LAST_WORDS:].decode("utf-8", "replace").strip().splitlines()
        return f"ended with code {code}" + (f": {said[-1][:300]}" if said else "")

    async def _read(self) -> None:
        """Each line as it comes; a few are held, and a process that writes more of them waits."""
        assert self._process.stdout is not None  # noqa: S101  # it was started with pipes
        line = b"\n"
        while line.endswith(b"\n"):
            try:
                line = await self._process.stdout.readline()
            except ValueError:  # what a reader says of a line beyond its limit
                await self._lines.put(TargetError(f"wrote a line of more than {LONGEST_LINE:,} bytes"))
                return
            await self._lines.put(line)

    async def _listen(self) -> None:
        """Keep the last of what it writes aside; a pipe that nobody reads would stop it."""
        assert self._process.stderr is not None  # noqa: S101  # it was started with pipes
        while piece := await self._process.stderr.read(LAST_WORDS):
            self._aside.append(piece)


async def _started(command: tuple[str, ...], folder: Path) -> _Process:
    pipe = asyncio.subprocess.PIPE
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=folder, limit=LONGEST_LINE, start_new_session=True
        )
    except (OSError, ValueError) as problem:
        raise TargetError(f"could not be started: {problem}") from problem
    return _Process(process)


def _version(command: tuple[str, ...], folder: Path) -> str:
    """The command, and a digest of it with the files that it names."""
    digest = sha256()
    for part in command:
        file = folder / part
        digest.update(part.encode("utf-8", "replace") + b"\0")
        if file.is_file():
            digest.update(file.read_bytes())
    return f"{Path(command[0]).name}@{digest.hexdigest()[:12]}"
