"""What is typed to hold runs, look at them and decide on them."""

from pathlib import Path
from typing import Annotated

import typer

from ..options import By, CostFormat, Format, PlaceFormat
from .apps import app, baseline
from .wanted import FormatOption, LockedOption, NoExecOption, OursOption, Paths, PlaceOption, Reports


@app.command()
def run(
    paths: Paths = None,
    target: Annotated[str | None, typer.Option("--target", help="A target of harness.toml, or an address.")] = None,
    trials: Annotated[
        int | None, typer.Option("--trials", min=1, max=1000, help="Conversations per variation.")
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="What all chance in the run is drawn from.")] = None,
    profile: Annotated[
        str | None, typer.Option("--profile", help="A profile of harness.toml, such as ci or nightly.")
    ] = None,
    variation: Annotated[str | None, typer.Option("--variation", help="Only this row of a journey's table.")] = None,
    fault: Annotated[list[str] | None, typer.Option("--fault", help="demo target: switch a fault on.")] = None,
    confirm_with: Annotated[
        str | None,
        typer.Option(
            "--confirm-with", help="A target known to be good: hold what fails again with it, from the break."
        ),
    ] = None,
    locked: LockedOption = False,
    no_exec: NoExecOption = False,
    judge: Annotated[
        str | None,
        typer.Option(
            "--judge", help="Model that reads what the rules leave open (provider/model), or `rules`: nobody."
        ),
    ] = None,
    budget: OursOption = None,
    budget_target: Annotated[
        str | None, typer.Option("--budget-target", help="What the agent's own bill may come to.")
    ] = None,
    customer: Annotated[
        str | None,
        typer.Option("--customer", help="scripted; bounded or free (a model words or plays it): free:provider/model."),
    ] = None,
    record: Annotated[
        str | None, typer.Option("--record", help="Keep every answer, of models and target, in this file.")
    ] = None,
    replay: Annotated[
        str | None, typer.Option("--replay", help="Take every answer from this file; nobody is asked.")
    ] = None,
    baseline: Annotated[
        bool, typer.Option("--baseline/--no-baseline", help="Hold it against baseline.json, where there is one.")
    ] = True,
    stop_early: Annotated[
        bool | None,
        typer.Option("--stop-early/--no-stop-early", help="Leave out what can no longer change the decision."),
    ] = None,
    qualify: Annotated[
        bool | None,
        typer.Option("--qualify/--no-qualify", help="Trial after trial, until a sequential test has settled."),
    ] = None,
    retry: Annotated[
        int | None, typer.Option("--retry", min=0, max=100, help="Try what failed so often again, to name the failure.")
    ] = None,
    changed_since: Annotated[
        str | None,
        typer.Option("--changed-since", help="Leave out what cannot have changed since this commit, or `baseline`."),
    ] = None,
    conversations: Annotated[
        int | None,
        typer.Option("--conversations", min=1, help="So many in all, spread by risk and by what is known."),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with a run that was broken off: name it in place of journeys, or `last`."),
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Of a nightly run: hold it once more, though tonight's is there.")
    ] = False,
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Hold the conversations, judge them, write the record, and decide."""
    from harness.preparing.wanted import Wanted

    from ..nightly import run_once_a_night

    wanted = Wanted(
        target=target,
        trials=trials,
        seed=seed,
        profile=profile,
        variation=variation,
        faults=tuple(fault or ()),
        locked=locked,
        confirm_with=confirm_with,
        judge=judge,
        no_exec=no_exec,
        budget=budget,
        budget_target=budget_target,
        customer=customer,
        record=record,
        replay=replay,
        baseline=baseline,
        stop_early=stop_early,
        qualify=qualify,
        retry=retry,
        changed_since=changed_since,
        conversations=conversations,
    )
    if resume:
        from ..resuming import resume_run

        raise typer.Exit(resume_run(paths or [], wanted, reports, format))
    raise typer.Exit(run_once_a_night(paths or [], wanted, format, reports, again))


@app.command()
def show(
    run: Annotated[str, typer.Argument(help="A run: its id, the beginning of it, `last`, or its folder.")] = "last",
    what: Annotated[
        str | None, typer.Argument(help="A journey, or a case such as refund/kettle#1, to read it in full.")
    ] = None,
    reports: Reports = None,
    format: PlaceOption = PlaceFormat.text,  # noqa: A002
) -> None:
    """Print a run again, or one journey's conversations with the author's sentences beside them."""
    from ..showing import show_run

    raise typer.Exit(show_run(run, what, reports, format))


@app.command()
def report(
    run: Annotated[str, typer.Argument(help="A run: its id, the beginning of it, `last`, or its folder.")] = "last",
    open_: Annotated[bool, typer.Option("--open", help="Open the first page in your browser.")] = False,
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Write a run's pages anew: one folder that opens from disk, without a server, a network or JavaScript."""
    from ..reporting import report_run

    raise typer.Exit(report_run(run, open_, reports, format))


@app.command()
def compare(
    run: Annotated[str, typer.Argument(help="A run: its id, the beginning of it, `last`, or its folder.")] = "last",
    against: Annotated[
        str | None, typer.Argument(help="An earlier run, or a baseline's file. Default: baseline.json.")
    ] = None,
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """What got worse since the baseline, or since an earlier run; what cannot be compared is named. Exits as a gate."""
    from ..comparing import compare_runs

    raise typer.Exit(compare_runs(run, against, reports, format))


@baseline.command("accept")
def baseline_accept(
    run: Annotated[str, typer.Argument(help="A run: its id, the beginning of it, `last`, or its folder.")] = "last",
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Put a run into baseline.json, which is committed: later runs are held against it."""
    from ..comparing import accept_run

    raise typer.Exit(accept_run(run, reports, format))


@app.command()
def cost(
    what: Annotated[
        list[str] | None,
        typer.Argument(help="A run (default: last), or `model` and perhaps a file of its inputs."),
    ] = None,
    prices: Annotated[
        Path | None, typer.Option("--prices", help="Price the run anew by the [[prices]] of this file.")
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="At the list prices of this day: 2026-11-01.")] = None,
    contacts_a_day: Annotated[
        int | None, typer.Option("--contacts-a-day", min=1, help="Traffic that waste is reckoned up to.")
    ] = None,
    by: Annotated[
        By | None, typer.Option("--by", help="The cost of a resolved outcome by journey, intent, risk, desk, segment.")
    ] = None,
    changes: Annotated[
        list[str] | None, typer.Option("--set", help="model: an input, such as tickets_a_day=500.")
    ] = None,
    format: Annotated[  # noqa: A002
        CostFormat, typer.Option("--format", help="text, json, or csv: one row a charge.")
    ] = CostFormat.text,
    reports: Reports = None,
) -> None:
    """What a run cost, what that bought and what it wasted; or a model of what an agent costs, all of it."""
    from ..costing import Asked, show_costs

    asked = Asked(
        what=tuple(what or ()),
        prices=prices,
        as_of=as_of,
        contacts_a_day=contacts_a_day,
        by=by.value if by else None,
        changes=tuple(changes or ()),
        reports=reports,
    )
    raise typer.Exit(show_costs(asked, format))


@app.command()
def verify(
    run: Annotated[
        str, typer.Argument(help="A run: its id, the beginning of it, `last`, its folder or its run.jsonl.")
    ] = "last",
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Check a record alone: that no line was changed, lost, added or moved."""
    from ..showing import verify_run

    raise typer.Exit(verify_run(run, reports, format))
