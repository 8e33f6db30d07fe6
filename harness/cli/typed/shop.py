"""What is typed to the demo shop."""

from pathlib import Path
from typing import Annotated

import typer

from ..options import Format
from .apps import demo
from .wanted import FormatOption, Reports


@demo.callback(invoke_without_command=True)
def demo_faults(
    context: typer.Context,
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Hold three journeys against the demo agent with faults planted in it, and show what the gate says.

    Exits 0 only when every planted fault was caught.
    """
    if context.invoked_subcommand is None:
        from ..demonstrating import demonstrate

        raise typer.Exit(demonstrate(reports, format))


@demo.command()
def chat(
    fault: Annotated[list[str] | None, typer.Option("--fault", help="Switch a fault on.")] = None,
) -> None:
    """Talk to the demo agent yourself. An empty line, or Ctrl-D, ends it."""
    from ..demonstrating import chat_with_demo

    raise typer.Exit(chat_with_demo(tuple(fault or ())))


@demo.command()
def serve(
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port on 127.0.0.1.")] = 8080,
    fault: Annotated[list[str] | None, typer.Option("--fault", help="Switch a fault on.")] = None,
    fault_words: Annotated[
        Path | None, typer.Option("--fault-words", help="JSON or TOML with other words for what faults say.")
    ] = None,
) -> None:
    """Serve the demo agent on loopback: its own JSON at /chat, and OpenAI-compatible at /v1/chat/completions."""
    from ..demonstrating import serve_demo

    raise typer.Exit(serve_demo(port, tuple(fault or ()), fault_words))
