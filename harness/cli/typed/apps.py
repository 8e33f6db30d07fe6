"""The command and its groups, which the other modules put their commands into."""

import typer

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
