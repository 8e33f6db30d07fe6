"""Server-sent events: the same events, however the stream is cut into pieces."""

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.target.nouns import TargetError
from harness.target.server_sent import ServerSent

STREAM = (
    b": a comment\r\n\r\n"
    b'event: delta\r\ndata: {"text": "Hel\xc3\xa9"}\r\n\r\n'
    b"id: 7\nretry: 10\ndata: one\ndata:two\n\n"
    b"event: empty\n\n"
    b'data: {"text": "lo"}\r\r'
    b"data: [DONE]\n\ndata: after\n\n"
)
EVENTS = [
    {"event": "delta", "data": {"text": "Helé"}},
    {"event": "message", "data": "one\ntwo"},
    {"event": "message", "data": {"text": "lo"}},
]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, len(STREAM)), max_size=20))
def test_a_stream_is_read_the_same_however_it_comes(cuts: list[int]) -> None:
    """Byte by byte or whole, with any of the three ends of a line."""
    places = sorted({0, len(STREAM), *cuts})
    stream = ServerSent()
    told = [event for start, end in pairwise(places) for event in stream.feed(STREAM[start:end])]
    assert (EVENTS, EVENTS, True) == (told, stream.events, stream.done)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read(noise: bytes) -> None:
    """What is no stream of events brings events of a kind or none, and never an error."""
    stream = ServerSent()
    stream.feed(noise + b"\n\n")
    json.dumps(stream.events)


def test_a_stream_of_events_without_end_is_no_answer() -> None:
    """A few bytes of each would fill the memory."""
    with pytest.raises(TargetError, match="more than 50,000 events"):
        ServerSent().feed(b"data: 1\n\n" * 50_001)
