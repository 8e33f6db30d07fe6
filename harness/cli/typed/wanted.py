"""Arguments and options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

from ..options import Format, PlaceFormat

Paths = Annotated[list[Path] | None, typer.Argument(help="Journeys, or folders of them. Default: the journeys folder.")]
FormatOption = Annotated[Format, typer.Option("--format", help="text for people, json for machines.")]
PlaceOption = Annotated[PlaceFormat, typer.Option("--format", help="text, json, github annotations, or sarif.")]
LockedOption = Annotated[
    bool,
    typer.Option("--locked", help="A reading that nobody accepted is an error. Always so where CI=true is set."),
]
NoExecOption = Annotated[
    bool, typer.Option("--no-exec", help="Refuse targets and tools that run code of this repository.")
]
OursOption = Annotated[str | None, typer.Option("--budget", help="What our own calls may cost, such as 5.00 or 5EUR.")]
Reports = Annotated[Path | None, typer.Option("--reports", help="Folder of runs. Default: reports.")]
