"""What is typed to look after agents: what is there, what came of the nights, what is to be guarded."""

from pathlib import Path
from typing import Annotated

import typer

from ..options import Format
from .apps import app, history
from .wanted import FormatOption, NoExecOption, Reports


@app.command()
def doctor(
    target: Annotated[
        str | None, typer.Option("--target", help="Say hello to this target of harness.toml, or address.")
    ] = None,
    no_exec: NoExecOption = False,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Show what is there and what is missing; of a target, what can be read of its answers and what that costs you."""
    from ..doctoring import examine

    raise typer.Exit(examine(target, no_exec, format))


@app.command()
def digest(
    run: Annotated[str | None, typer.Argument(help="A run. Default: the last night.")] = None,
    post: Annotated[bool, typer.Option("--post/--no-post", help="Post it where the settings say, if they do.")] = True,
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """What changed since the night before, which slices fail behind the averages, what it cost, what to tidy."""
    from ..digesting import tell_night

    raise typer.Exit(tell_night(run, reports, post, format))


@app.command()
def capture(
    run: Annotated[str, typer.Argument(help="A run: its id, the beginning of it, `last`, or its folder.")],
    conversation: Annotated[str, typer.Argument(help="The conversation that failed, such as refund/kettle#1.")],
    title: Annotated[str | None, typer.Option("--title", help="What the journey is called.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write to. Default: journeys/captured/, named by the title.")
    ] = None,
    reports: Reports = None,
) -> None:
    """Turn a conversation that failed into a draft journey that holds it again. Never overwrites a file."""
    from ..capturing import capture_conversation

    raise typer.Exit(capture_conversation(run, conversation, title, out, reports))


@history.callback(invoke_without_command=True)
def history_held(
    context: typer.Context,
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Bring the index of runs up to date, and say what it holds."""
    if context.invoked_subcommand is None:
        from ..remembering import show_history

        raise typer.Exit(show_history(reports, format))


@history.command()
def rebuild(
    reports: Reports = None,
    forget: Annotated[
        bool, typer.Option("--forget", help="Give up runs of the index whose files are not here.")
    ] = False,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Throw the index away and build it anew from the run files."""
    from ..remembering import rebuild_history

    raise typer.Exit(rebuild_history(reports, forget, format))
