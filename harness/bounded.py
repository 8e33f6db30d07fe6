"""A response that an SDK reads by itself -> the same, of which no more is read than is allowed."""

from collections.abc import AsyncIterator

import httpx2


async def bounded(response: httpx2.Response, largest: int, error: type[Exception]) -> None:
    """Let no more than `largest` bytes of a response be read: `error` for more, and for what would unpack to who knows
    how many."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise error("answered in an encoding that was not asked for")
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Counted(response.stream, largest, error)


class _Counted(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream, largest: int, error: type[Exception]) -> None:
        self._stream, self._largest, self._error = stream, largest, error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for piece in self._stream:
            read += len(piece)
            if read > self._largest:
                raise self._error(f"answered with more than {self._largest:,} bytes")
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()
