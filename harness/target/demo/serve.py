"""The shop on loopback, for whoever wants to talk to it over HTTP."""

import socket
from collections.abc import Sequence
from pathlib import Path

from harness.trouble import Trouble

from .faults import FaultWords
from .rules import Rules


def serve(
    port: int = 8484,
    faults: Sequence[str] = (),
    rules: Rules | None = None,
    truth: Path | None = None,
    words: FaultWords | None = None,
) -> None:
    """Serve on 127.0.0.1 until interrupted.

    Raises ValueError for a fault that there is not, and Trouble for a port that cannot be had.
    """
    import uvicorn

    from .app import create_app

    config = uvicorn.Config(create_app(rules, truth, faults, words), log_level="warning")
    uvicorn.Server(config).run(sockets=[_listening(port)])


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError as problem:
        raise Trouble(
            f"port {port} of 127.0.0.1 cannot be had: {problem.strerror}. Name another: harness demo serve --port 8090"
        ) from problem
