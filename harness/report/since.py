"""A run beside the one before it -> what people read of it: the counts of both, and no more than they say."""

from datetime import datetime

from harness.history.since import Found, Since, Standing, Step, since_of
from harness.run import RunRecord

from .words import count, inside, safe, shortened, value, wrapped

INDENT = " " * 10
MOST = 3
"""New failures that a terminal names before it counts them."""

NAMES: dict[Standing, tuple[str, str]] = {
    "new": ("new failure", "new failures"),
    "untried": ("failure not tried before", "failures not tried before"),
    "still": ("still failing", "still failing"),
    "mended": ("mended", "mended"),
    "unseen": ("failed before, not tried now", "failed before, not tried now"),
}
"""How each standing is counted: one, and several."""

BADGES: dict[Standing, str] = {"new": "new", "untried": "not tried before", "still": "still failing"}
"""What stands beside a failure."""


def in_brief(since: Since) -> str:
    """`2 new failures, 1 mended, 3 still failing`: what there is none of is left out, but for new failures."""
    counts = [(one, len(since.standing(one))) for one in NAMES]
    return ", ".join(count(number, *NAMES[one]) for one, number in counts if number or one == "new")


def named(since: Since) -> str:
    """Which run it is laid beside: its id, when it began, and what came of it."""
    began = datetime.fromisoformat(since.began)
    decision = f", {since.decision.upper()}" if since.decision else ""
    return f"{since.before}, {began:%-d %b %Y %H:%M} UTC{decision}"


def held_in_both(since: Since) -> str:
    """How much of this run can be laid beside that one."""
    journeys = count(since.journeys, "journey")
    return f"all {journeys}" if since.shared == since.journeys else f"{since.shared} of {journeys}"


def told(found: Found) -> str:
    """What is known of a failure in the other run, with the counts of both."""
    (failed, tried), (failed_then, tried_then) = found.now, found.then
    match found.standing:
        case "new":
            return f"fails now ({failed} of {tried}), passed in the run before ({tried_then} of {tried_then})"
        case "untried":
            return f"fails now ({failed} of {tried}), not put to the test in the run before"
        case "still":
            return f"fails now ({failed} of {tried}), failed in the run before ({failed_then} of {tried_then})"
        case "mended":
            return f"passes now ({tried} of {tried}), failed in the run before ({failed_then} of {tried_then})"
        case "unseen":
            return f"not put to the test now, failed in the run before ({failed_then} of {tried_then})"


def change(name: str, was: str, now: str) -> str:
    """What changed: a name, and what it was and is where that says something to a reader, as a digest does not."""
    if len(now) == 12 and all(sign in "0123456789abcdef" for sign in now):
        return name
    return f"{name}: {was or 'none'} → {now or 'none'}"


def changes(since: Since) -> list[str]:
    """Everything that is in force now and was not then."""
    return [change(*one) for one in since.changes]


def amount(step: Step, number: float, currency: str) -> str:
    """One side of a figure, as people write it."""
    return value(number, step.unit, currency)


def moved(step: Step) -> str:
    """What a figure's change comes to: of a share, how far it moved and whether chance would seldom do that."""
    if step.change is None:
        return f"{_signed(step.now / step.then - 1)} %" if step.then else ""
    points = f"{_signed(step.now - step.then)} points ({_signed(step.change.low)} to {_signed(step.change.high)})"
    if not step.apart:
        return f"{points}: no difference shown"
    return f"{points}: {'worse' if step.worse else 'better'}"


def _signed(share: float) -> str:
    """In hundredths, with its sign."""
    number = round(share * 100)
    return f"{number:+d}".replace("-", "−") if number else "0"


def lines(record: RunRecord) -> list[str]:
    """The same for a terminal: which run, what is new in a line each, and how many of the rest."""
    since = since_of(record)
    if since is None:
        return []
    new = since.standing("new", "untried")
    parts = [
        wrapped(f"{named(since)}: {in_brief(since)}", INDENT, "Since     "),
        *(wrapped(f"{_what(one, record.manifest.folder)}: {told(one)}", f"{INDENT}  ", INDENT) for one in new[:MOST]),
        [f"{INDENT}and {len(new) - MOST} more"] if len(new) > MOST else [],
    ]
    return [line for part in parts for line in part]


def where(found: Found, folder: str) -> str:
    """The sentence's place, below the folder of journeys as it was named; the journey where no sentence is meant."""
    return inside(folder, found.place) if found.place else found.journey


def _what(found: Found, folder: str) -> str:
    return safe(f"{where(found, folder)} {shortened(found.says, 100)}")
