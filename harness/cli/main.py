"""What can be typed. Each command imports what it needs when it is called, so that --help is quick."""

import sys
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer

from harness.secrets import scrub
from harness.version import __version__

from .guard import INTERRUPTED, guarded
from .options import By, CostFormat, Format, PlaceFormat

app = typer.Typer(
    name="harness",
    help="Continuous assurance for customer-experience agents: journeys in plain English, verdicts with proof, a gate.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
demo = typer.Typer(
    help="The demo shop: planted faults (no sub-command), `chat` to talk to it, `serve` to run it on loopback.",
    add_completion=False,
    rich_markup_mode=None,
)
app.add_typer(demo, name="demo")
baseline = typer.Typer(
    help="What later runs are held against: baseline.json.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.add_typer(baseline, name="baseline")
history = typer.Typer(
    help="The index of all runs: what it holds (no sub-command), or `rebuild` from the run files.",
    add_completion=False,
    rich_markup_mode=None,
)
app.add_typer(history, name="history")

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
Reports = Annotated[Path | None, typer.Option("--reports", help="Folder of runs. Default: reports.")]


def main() -> None:
    """Run the command line; exits with the code of design 7."""
    guarded(_typed)


def _typed() -> int:
    """What was typed, carried out; wrong usage is explained by the parser itself."""
    try:
        code: int | None = app(standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except Exception as problem:
        if not hasattr(problem, "show"):
            raise
        shown = StringIO()
        problem.show(shown)
        sys.stderr.write(scrub(shown.getvalue()))
        return 2
    if code == INTERRUPTED:
        raise KeyboardInterrupt  # the parser has caught it, and says nothing
    return code or 0


def _version(wanted: bool) -> None:
    if wanted:
        from .printing import say

        say([f"cx-harness {__version__}"])
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


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
        from .mutating import weigh_journeys

        raise typer.Exit(weigh_journeys(paths or [], format))
    if score is not None or prose:
        from .scoring import score_labels

        raise typer.Exit(score_labels(score, paths or [], format, prose=prose))
    from .checking import check_journeys

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
    from .writing import new_journey

    raise typer.Exit(new_journey(title, blank, out))


@app.command()
def fmt(
    paths: Paths = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 3 when a file would change.")] = False,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Tidy journeys and the pages that they include, without changing what they say."""
    from .tidying import tidy_journeys

    raise typer.Exit(tidy_journeys(paths or [], check, format))


@app.command()
def pin(
    paths: Paths = None,
    model: Annotated[
        str | None, typer.Option("--model", help="Have this model propose (provider/model). Default: you choose.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="With --model: accept every proposal that is in bounds.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Only drop from the lock what nothing needs.")] = False,
    reports: Reports = None,
) -> None:
    """Settle what a sentence means that the rules cannot read, once, in journeys.lock."""
    from .pinning import Wanted, pin_journeys

    raise typer.Exit(pin_journeys(paths or [], Wanted(model, yes, prune, reports)))


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
    from .costing import Asked, show_costs

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
    budget: Annotated[
        str | None, typer.Option("--budget", help="What our own calls may cost, such as 5.00 or 5EUR.")
    ] = None,
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
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with a run that was broken off: name it in place of journeys, or `last`."),
    ] = False,
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Hold the conversations, judge them, write the record, and decide."""
    from harness.preparing.wanted import Wanted

    from .running import run_journeys

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
    )
    if resume:
        from .resuming import resume_run

        raise typer.Exit(resume_run(paths or [], wanted, reports, format))
    raise typer.Exit(run_journeys(paths or [], wanted, format, reports))


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
    from .showing import show_run

    raise typer.Exit(show_run(run, what, reports, format))


@app.command()
def report(
    run: Annotated[str, typer.Argument(help="A run: its id, the beginning of it, `last`, or its folder.")] = "last",
    open_: Annotated[bool, typer.Option("--open", help="Open the first page in your browser.")] = False,
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Write a run's pages anew: one folder that opens from disk, without a server, a network or JavaScript."""
    from .reporting import report_run

    raise typer.Exit(report_run(run, open_, reports, format))


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
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Hold a judge against what people said, and keep how far it can be relied on in calibration.json."""
    from .calibrating import Wanted, calibrate_judge

    wanted = Wanted(labels, judge, run, canaries, approve, label, out, labeller, reports)
    raise typer.Exit(calibrate_judge(wanted, format))


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
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Judge conversations that were held before; the target is not called. Nothing is overwritten."""
    from .rejudging import Wanted, judge_stored

    wanted = Wanted(tuple(runs or ()), judge, transcripts, journey, variation, reports)
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
    from .rejudging import correct_verdict

    raise typer.Exit(correct_verdict(run, case, about, says, author, reason, reports, format))


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
    from .comparing import compare_runs

    raise typer.Exit(compare_runs(run, against, reports, format))


@baseline.command("accept")
def baseline_accept(
    run: Annotated[str, typer.Argument(help="A run: its id, the beginning of it, `last`, or its folder.")] = "last",
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Put a run into baseline.json, which is committed: later runs are held against it."""
    from .comparing import accept_run

    raise typer.Exit(accept_run(run, reports, format))


@app.command()
def verify(
    run: Annotated[
        str, typer.Argument(help="A run: its id, the beginning of it, `last`, its folder or its run.jsonl.")
    ] = "last",
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Check a record alone: that no line was changed, lost, added or moved."""
    from .showing import verify_run

    raise typer.Exit(verify_run(run, reports, format))


@app.command()
def doctor(
    target: Annotated[
        str | None, typer.Option("--target", help="Say hello to this target of harness.toml, or address.")
    ] = None,
    no_exec: NoExecOption = False,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Show what is there and what is missing; of a target, what can be read of its answers and what that costs you."""
    from .doctoring import examine

    raise typer.Exit(examine(target, no_exec, format))


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
    from .capturing import capture_conversation

    raise typer.Exit(capture_conversation(run, conversation, title, out, reports))


@history.callback(invoke_without_command=True)
def history_held(
    context: typer.Context,
    reports: Reports = None,
    format: FormatOption = Format.text,  # noqa: A002
) -> None:
    """Bring the index of runs up to date, and say what it holds."""
    if context.invoked_subcommand is None:
        from .remembering import show_history

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
    from .remembering import rebuild_history

    raise typer.Exit(rebuild_history(reports, forget, format))


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
        from .demonstrating import demonstrate

        raise typer.Exit(demonstrate(reports, format))


@demo.command()
def chat(
    fault: Annotated[list[str] | None, typer.Option("--fault", help="Switch a fault on.")] = None,
) -> None:
    """Talk to the demo agent yourself. An empty line, or Ctrl-D, ends it."""
    from .demonstrating import chat_with_demo

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
    from .demonstrating import serve_demo

    raise typer.Exit(serve_demo(port, tuple(fault or ()), fault_words))
