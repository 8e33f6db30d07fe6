"""Each SDK path in turn."""

import socket

import pytest

from harness.testing.model_server import Provider
from tests.model.asking_models import WIRES


@pytest.fixture(params=sorted(WIRES))
def provider(request: pytest.FixtureRequest) -> Provider:
    """Each provider in turn: what holds for one SDK holds for the other."""
    found: Provider = request.param
    return found


@pytest.fixture
def unused_port_url() -> str:
    """An address on loopback where nothing listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{held.getsockname()[1]}"
