"""The shop on loopback, for whoever wants to talk to it over HTTP."""

from collections.abc import Sequence
from pathlib import Path

from .faults import FaultWords
from .rules import Rules


def serve(
    port: int = 8484,
    faults: Sequence[str] = (),
    rules: Rules | None = None,
    truth: Path | None = None,
    words: FaultWords | None = None,
) -> None:
    """Serve on 127.0.0.1 until interrupted. Raises ValueError for a fault that there is not."""
    import uvicorn

    from .app import create_app

    uvicorn.run(create_app(rules, truth, faults, words), host="127.0.0.1", port=port, log_level="warning")
