"""What was asked for, and the settings -> who takes part in a run: opened, and nobody asked yet."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from harness.assurance import Cast
from harness.cassette import Cassette, Recorder, Replayer, Unasked
from harness.conversation.playing import KINDS, Player
from harness.model import Model, close_model, open_model
from harness.model.prompting import Prompts
from harness.settings import Settings
from harness.target.kind import Opening, close_target, open_target
from harness.target.nouns import Target
from harness.trouble import Trouble
from harness.verdict import Judges
from harness.verdict.nouns import RULES

from .wanted import Wanted

Opener = Callable[[str], Model]
GOOD = " (known to be good)"
"""What stands behind the name of the target that confirms, where both are kept."""


def open_cast(as_set: Settings, settings: Settings, wanted: Wanted, target: Target | None = None) -> Cast:
    """Everybody. `as_set` are the settings before the target was chosen, `target` one that is open already.

    Raises Trouble for whoever was asked for and cannot be had: nobody stands in for them.
    """
    if wanted.record and wanted.replay:
        raise Trouble("--record asks and keeps, --replay asks nobody: leave one of them out")
    how = _opening(settings, wanted)
    if settings.prompts and not how.code:
        raise Trouble(f"the prompts in {settings.prompts} are code of yours, and --no-exec says that none is run")
    tape = Replayer(Path(wanted.replay)) if wanted.replay else None
    opener = Unasked if tape else None
    player, judges = open_player(settings, wanted.customer, opener), open_judges(settings, wanted.judge, opener)
    if wanted.confirm_with and player.model:
        raise Trouble("--confirm-with holds a conversation again as it was, which no model does: leave one of them out")
    good = as_set.target_named(wanted.confirm_with) if wanted.confirm_with else None
    named = {settings.target: settings.targets[settings.target]} | ({good[0] + GOOD: good[1]} if good else {})
    if tape:
        return _cast([tape.target(name, found) for name, found in named.items()], judges, player, tape)
    opened = [target or open_target(settings.target, named[settings.target], how)]
    opened += [open_target(*good, how)] if good else []
    if not wanted.record:
        return _cast(opened, judges, player)
    recorder = Recorder(Path(wanted.record))
    recorder.begin({name: (one, named[name]) for name, one in zip(named, opened, strict=True)})
    return _cast([recorder.target(one) for one in opened], judges, player, recorder)


def _cast(targets: Sequence[Target], judges: Judges | None, player: Player, tape: Cassette | None = None) -> Cast:
    """The first target is held conversations with, a second one is known to be good."""
    return Cast(targets[0], targets[1] if len(targets) > 1 else None, judges, player, tape)


def _opening(settings: Settings, wanted: Wanted) -> Opening:
    run = settings.run
    return Opening(
        run.reply_seconds,
        connect=run.connect_seconds,
        first_byte=run.first_byte_seconds,
        code=not (wanted.no_exec or run.no_exec),
        folder=Path.cwd(),
    )


async def close_cast(cast: Cast) -> None:
    """Close what anybody of it keeps open."""
    for target in (cast.target, cast.good):
        if target is not None:
            await close_target(target)
    for model in (*(cast.judges.models if cast.judges else ()), cast.player.model):
        if model is not None:
            await close_model(model)
    if isinstance(cast.tape, Recorder):
        cast.tape.close()


def open_judges(settings: Settings, wanted: str | None = None, opener: Opener | None = None) -> Judges | None:
    """Who reads what the rules leave open: whom the command line names, else the settings; None for nobody.

    Raises Trouble when one that was asked for cannot be had: the rules never stand in for it unasked.
    """
    if wanted == RULES:
        return None
    named = settings.judge.model_copy(update={"model": wanted}) if wanted else settings.judge
    settings.refuse_unpriced((one for one in (named.model, named.small, named.second) if one), datetime.now(UTC))
    opened = opener or (lambda name: open_model(name, settings.models))
    model, small, second = (opened(one) if one else None for one in (named.model, named.small, named.second))
    return Judges(model, small, second, prompts_of(settings)) if model else None


def open_player(settings: Settings, wanted: str | None = None, opener: Opener | None = None) -> Player:
    """Who plays the customers: as the command line says, else the settings.

    Raises Trouble for a kind that there is not, and for a model that cannot be had: the script never stands in for it.
    """
    said, _, model = (wanted or settings.customer.kind).partition(":")
    kind = next((one for one in KINDS if one == said), None)
    if kind is None:
        raise Trouble(f"there is no customer '{said}'. There are: {', '.join(KINDS)}.")
    name = model or settings.customer.model
    if kind == "scripted":
        if model:
            raise Trouble("a scripted customer needs no model: say bounded or free, or leave the model out")
        return Player()
    if not name:
        raise Trouble(f"a {kind} customer is played by a model: name it, such as --customer {kind}:openai/gpt-6.1")
    settings.refuse_unpriced([name], datetime.now(UTC))
    opened = opener or (lambda name: open_model(name, settings.models))
    return Player(kind, opened(name), prompts_of(settings))


def prompts_of(settings: Settings) -> Prompts | None:
    """The prompts of the folder that the settings name; None for the package's own."""
    return Prompts(Path(settings.prompts)) if settings.prompts else None
