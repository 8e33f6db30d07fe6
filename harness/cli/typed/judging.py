"""What is typed about the judge: how far it is right, and what it says of what was held before."""

from pathlib import Path
from typing import Annotated

import typer

from ..options import Format
from .apps import app
from .wanted import FormatOption, OursOption, Reports


@app.command()
def judge(
    runs: Annotated[
        list[str] | None, typer.Argument(help="Runs to judge again: id, the beginning of one, `last`, or a folder.")
    ] = None,
    judge: Annotated[
        str | None, typer.Option("--judge", help="Who judges: `rules`, or provider/model for what they leave open.")
    ] = None,
    transcripts: Annotated[
        Path | None, typer.Option("--transcripts", help="Judge these recorded conversations instead (JSONL).")
    ] = None,
    journey: Annotated[
        Path | None, typer.Option("--journey", help="With --transcripts: the journey they are held to.")
    ] = None,
    variation: Annotated[
        str | None, typer.Option("--variation", help="With --journey: the row of its table that holds.")
    ] = None,
    budget: OursOption = None,
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Judge conversations that were held before; the target is not called. Nothing is overwritten."""
    from ..rejudging import Wanted, judge_stored

    wanted = Wanted(tuple(runs or ()), judge, transcripts, journey, variation, reports, budget)
    raise typer.Exit(judge_stored(wanted, format))


@app.command()
def correct(
    run: Annotated[str, typer.Argument(help="A run: its id, the beginning of it, `last`, or its folder.")],
    case: Annotated[str, typer.Argument(help="The conversation, such as refund/kettle#1.")],
    about: Annotated[str, typer.Argument(help="A criterion, or a sentence: its line in the journey, or its id.")],
    says: Annotated[str, typer.Argument(help="pass or fail.")],
    author: Annotated[str, typer.Option("--author", help="Who says so.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, in a sentence.")],
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Put what you say beside a verdict, with your name and reason. The verdict and the decision stay as they are."""
    from ..rejudging import correct_verdict

    raise typer.Exit(correct_verdict(run, case, about, says, author, reason, reports, format))


@app.command()
def calibrate(
    labels: Annotated[
        Path | None, typer.Argument(help="What people said of conversations, one JSON record a line.")
    ] = None,
    judge: Annotated[
        str | None, typer.Option("--judge", help="Who is held against it: `rules` or provider/model.")
    ] = None,
    run: Annotated[
        str | None, typer.Option("--run", help="Whose pass rates are corrected. Default: the runs that were labelled.")
    ] = None,
    canaries: Annotated[
        bool, typer.Option("--canaries", help="Judge the shipped canaries instead; 5 when the judge has drifted.")
    ] = False,
    approve: Annotated[
        bool, typer.Option("--approve", help="With --canaries: take these answers as the right ones from now on.")
    ] = False,
    label: Annotated[
        str | None, typer.Option("--label", help="Label the conversations of this run, one key an answer.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="With --label: the file that labels go to.")] = None,
    labeller: Annotated[
        str, typer.Option("--labeller", help="With --label: who you are, where several people label.")
    ] = "",
    budget: OursOption = None,
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Hold a judge against what people said, and keep how far it can be relied on in calibration.json."""
    from ..calibrating import Wanted, calibrate_judge

    wanted = Wanted(labels, judge, run, canaries, approve, label, out, labeller, reports, budget)
    raise typer.Exit(calibrate_judge(wanted, format))
