"""What authors of journeys type."""

from pathlib import Path
from typing import Annotated

import typer

from ..options import Format, PlaceFormat
from .apps import app
from .wanted import FormatOption, LockedOption, OursOption, Paths, PlaceOption, Reports


@app.command()
def check(
    paths: Paths = None,
    format: PlaceOption = PlaceFormat.text,  # noqa: A002
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    locked: LockedOption = False,
    write_lock: Annotated[
        bool, typer.Option("--write-lock", help="Put what is understood in journeys.lock, as accepted.")
    ] = False,
    score: Annotated[
        Path | None, typer.Option("--score", help="Measure the rules on labelled sentences, one JSON record a line.")
    ] = None,
    prose: Annotated[bool, typer.Option("--prose", help="With --score: withhold the headings.")] = False,
    mutate: Annotated[
        bool,
        typer.Option("--mutate", help="What each sentence is worth; with a run (last), what it puts to the test."),
    ] = False,
) -> None:
    """Show what was understood of each journey, and what was not. Holds no conversation, costs nothing."""
    if mutate:
        from ..mutating import weigh_journeys

        raise typer.Exit(weigh_journeys(paths or [], format))
    if score is not None or prose:
        from ..scoring import score_labels

        raise typer.Exit(score_labels(score, paths or [], format, prose=prose))
    from ..checking import check_journeys

    raise typer.Exit(check_journeys(paths or [], format, strict, locked, write_lock))


@app.command()
def new(
    title: Annotated[str | None, typer.Argument(help="What the journey is called; asked for when left out.")] = None,
    blank: Annotated[bool, typer.Option("--blank", help="Ask nothing: write a template to edit.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="File or folder to write to. Default: the journeys folder.")
    ] = None,
) -> None:
    """Write a journey: five questions, each answer read as it is typed. Never overwrites a file."""
    from ..writing import new_journey

    raise typer.Exit(new_journey(title, blank, out))


@app.command()
def fmt(
    paths: Paths = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 3 when a file would change.")] = False,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Tidy journeys and the pages that they include, without changing what they say."""
    from ..tidying import tidy_journeys

    raise typer.Exit(tidy_journeys(paths or [], check, format))


@app.command()
def pin(
    paths: Paths = None,
    model: Annotated[
        str | None, typer.Option("--model", help="Have this model propose (provider/model). Default: you choose.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="With --model: accept every proposal that is in bounds.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Only drop from the lock what nothing needs.")] = False,
    budget: OursOption = None,
    reports: Reports = None,
) -> None:
    """Settle what a sentence means that the rules cannot read, once, in journeys.lock."""
    from ..pinning import Wanted, pin_journeys

    raise typer.Exit(pin_journeys(paths or [], Wanted(model, yes, prune, reports, budget)))
