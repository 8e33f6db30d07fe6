"""A file -> Journey: what was read from its pages, put together, and everything that is wrong with it."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from harness.text.normal import normal
from harness.trouble import Trouble

from .blocks import Line
from .files import UnreadableError, below, followed, inside, read_text
from .nouns import Complaint, Journey, JourneySettings, Sentence, Variation
from .pages import read_page
from .reading import Draft, Page, Reading, complain, place_at, start_of
from .settings import Setting, read_settings
from .slots import slots_in
from .tables import NAME, SEGMENT, Table


class JourneyError(Trouble):
    """There is no journey to be read at that place. The message is a sentence."""


def read_journey(path: Path, root: Path) -> Journey:
    """Read one journey. `root` is the folder that it and its pages must stand in; places are given below it.

    A file that is there but cannot be read gives a journey with a complaint, so that the others go on.
    Raises JourneyError when there is no such file or it stands outside `root`.
    """
    real = followed(path)
    return _read(path, real, below(real, followed(root)), root)


def _read(path: Path, real: Path, within: str | None, root: Path) -> Journey:
    """Read the journey at `path`, which is `real` once symlinks are followed, and `within` the root."""
    if within is None and not path.is_symlink():
        raise JourneyError(f"{path} stands outside of the folder {root}.")
    if not real.exists() or real.is_dir():
        raise JourneyError(f"There is no file {path}.")
    file = within or path.name
    reading = Reading(root)
    try:
        if within is None:
            raise UnreadableError(f"This link leads outside of the folder {root}.")
        source = read_text(real)
    except UnreadableError as error:
        source = ""
        complain(
            reading, "J001", start_of(file), str(error), "Write the journey in plain text: a title, then sentences."
        )
    read_page(reading, Page(real, file, 0, "customer", (real,)), source)
    return _journey(reading, path, file, source)


def read_source(source: str, path: Path, root: Path) -> Journey:
    """The journey that this text would be if it stood at `path`, a place inside `root`; nothing need be there yet.

    The text has `\\n` line ends, as `files.read_text` gives it. The pages that it includes are read from disk.
    """
    reading, file = Reading(root), inside(path, root) or path.name
    read_page(reading, Page(path.resolve(), file, 0, "customer", (path.resolve(),)), source)
    return _journey(reading, path, file, source)


def read_journeys(paths: Iterable[Path], root: Path) -> tuple[Journey, ...]:
    """Read files, and all journeys in folders, each once, in order of their place below `root`.

    In a folder, what lies in `policies/` and whatever begins with `_` or `.` is a page to include, not a journey.
    Raises JourneyError when a path leads nowhere or a folder holds no journey.
    """
    base = followed(root)
    found: dict[str, tuple[Path, Path, str | None]] = {}
    for path in paths:
        files = _journeys_in(path) if path.is_dir() else (path,)
        for file in files:
            real = followed(file)
            within = below(real, base)
            found.setdefault(within or str(file), (file, real, within))
    journeys = [_read(*found[key], root) for key in sorted(found)]
    return tuple(_unique(journeys))


def _journeys_in(folder: Path) -> tuple[Path, ...]:
    files = tuple(path for path in folder.rglob("*.md") if path.is_file() and not is_page(path.relative_to(folder)))
    if not files:
        raise JourneyError(f"There is no journey in {folder}: a journey is a file whose name ends with .md.")
    return files


def is_page(path: Path) -> bool:
    """Whether a file at this place below the journeys folder is a page to include, not a journey."""
    return any(part == "policies" or part.startswith(("_", ".")) for part in path.parts)


def _unique(journeys: list[Journey]) -> list[Journey]:
    first: dict[str, str] = {}
    out = []
    for journey in journeys:
        if journey.id in first:
            complaint = Complaint(
                code="J016",
                severity="error",
                span=start_of(journey.file),
                message=f"Two journeys are called {journey.id!r}; the other is {first[journey.id]}.",
                suggestion="A journey is known by the name of its file: rename one of them.",
            )
            journey = journey.model_copy(update={"complaints": (*journey.complaints, complaint)})
        first.setdefault(journey.id, journey.file)
        out.append(journey)
    return out


# ---- putting it together ------------------------------------------------------------------------------------


def _journey(reading: Reading, path: Path, file: str, source: str) -> Journey:
    settings = _settings(reading, file, reading.settings_found)
    sentences = _numbered(reading.drafts)
    table = reading.table or Table()
    variations = tuple(_with_settings(reading, file, table, row, settings) for row in table.variations)
    used = _check_slots(reading, sentences, table)
    variations = tuple(_filling(row, used) for row in _paired(reading, table, variations))
    return Journey(
        id=path.name[:-3] if path.name.casefold().endswith(".md") else path.name,
        title=reading.title or path.stem.replace("-", " ").replace("_", " "),
        file=file,
        settings=settings,
        sentences=sentences,
        variations=variations or (Variation(name="", values={}),),
        complaints=tuple(reading.complaints),
        source=source,
        pages=tuple(reading.pages),
    )


def _settings(
    reading: Reading, file: str, found: list[tuple[Setting, Line]], base: JourneySettings | None = None
) -> JourneySettings:
    settings, wrong = read_settings(tuple(setting for setting, _ in found), base)
    where = {id(setting): line for setting, line in found}
    for fault in wrong:
        span = place_at(file, where[id(fault.setting)], fault.setting.col, fault.setting.end)
        complain(reading, "J010", span, fault.message, fault.suggestion)
    return settings


def _with_settings(reading: Reading, file: str, table: Table, row: Variation, base: JourneySettings) -> Variation:
    """The row with the settings that its own cells make of the journey's."""
    found = table.settings[row.name]
    return row.model_copy(update={"settings": _settings(reading, file, found, base)}) if found else row


def _paired(reading: Reading, table: Table, rows: tuple[Variation, ...]) -> tuple[Variation, ...]:
    """The rows with their pairs. A segment is there to be compared: a row that no other is like compares nothing."""
    kinds: dict[str, list[Variation]] = {}
    for row in rows:
        if row.segment:
            kinds.setdefault(_kind(table, row), []).append(row)
    pairs = [kind for kind in kinds.values() if len({row.segment for row in kind}) > 1]
    first = {row.name: kind[0].name for kind in pairs for row in kind}
    for row in rows:
        if row.segment and row.span and row.name not in first:
            complain(
                reading,
                "J007",
                row.span,
                f"No other row tries what {row.name!r} tries for another segment, so nothing can be compared.",
                "Copy the row, and change nothing but its name and its segment.",
                severity="warning",
            )
    return tuple(row.model_copy(update={"pair": first[row.name]}) if row.name in first else row for row in rows)


def _kind(table: Table, row: Variation) -> str:
    """What a row tries, whatever its name and its segment."""
    said = [(heading, cell.text) for heading, cell in table.sentences[row.name]]
    return repr((sorted(row.values.items()), row.settings, said))


def _numbered(drafts: list[Draft]) -> tuple[Sentence, ...]:
    """The sentences with their ids: twelve hex digits of their normal form, heading and ordinal among equals."""
    seen: dict[tuple[str, str], int] = {}
    ids: list[str] = []
    out = []
    for draft in drafts:
        key = (normal(draft.piece.text), draft.heading)
        seen[key] = seen.get(key, 0) + 1
        ids.append(sha256("\0".join((*key, str(seen[key]))).encode()).hexdigest()[:12])
        out.append(
            Sentence(
                id=ids[-1],
                span=draft.piece.span,
                text=draft.piece.text,
                heading=draft.heading,
                group=None if draft.parent is None else ids[draft.parent],
                any_of=draft.any_of,
                severity=draft.piece.severity,
                only=draft.only,
            )
        )
    return tuple(out)


def _filling(row: Variation, used: set[str]) -> Variation:
    """The row with its name and its segment among its values, when a sentence has a slot for them."""
    own = {NAME: row.name, SEGMENT: row.segment or ""}
    asked = {key: value for key, value in own.items() if key in used}
    return row.model_copy(update={"values": {**row.values, **asked}}) if asked else row


def _check_slots(reading: Reading, sentences: tuple[Sentence, ...], table: Table) -> set[str]:
    """Complain of slots without a column and of columns without a slot; the slots that sentences have."""
    used: set[str] = set()
    for sentence in sentences:
        if sentence.heading == "notes":
            continue
        for slot in slots_in(sentence.text):
            used.add(slot)
            if slot not in table.slots and slot not in table.labels:
                complain(
                    reading,
                    "J006",
                    sentence.span,
                    f"Nothing says what {{{slot}}} holds.",
                    f"Add a column {slot!r} to the table under 'Try it with'.",
                )
    for slot, place in table.slots.items():
        if slot not in used:
            complain(
                reading,
                "J007",
                place,
                f"The column {slot!r} is never used.",
                f"Write {{{slot}}} in a sentence, or take the column out.",
                severity="warning",
            )
    return used
