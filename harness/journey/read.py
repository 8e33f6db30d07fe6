"""A file -> Journey: what was read from its pages, put together, and everything that is wrong with it."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from harness.text.normal import normal
from harness.trouble import Trouble

from .files import UnreadableError, inside, read_text
from .nouns import Complaint, Journey, Sentence, Variation
from .pages import Draft, Page, Reading, complain, place_at, read_page, start_of
from .settings import read_settings
from .slots import slots_in
from .tables import Table


class JourneyError(Trouble):
    """There is no journey to be read at that place. The message is a sentence."""


def read_journey(path: Path, root: Path) -> Journey:
    """Read one journey. `root` is the folder that it and its pages must stand in; places are given below it.

    A file that is there but cannot be read gives a journey with a complaint, so that the others go on.
    Raises JourneyError when there is no such file or it stands outside `root`.
    """
    within = inside(path, root)
    if within is None and not path.is_symlink():
        raise JourneyError(f"{path} stands outside of the folder {root}.")
    if not path.exists() or path.is_dir():
        raise JourneyError(f"There is no file {path}.")
    file = within or path.name
    reading = Reading(root)
    try:
        if within is None:
            raise UnreadableError(f"This link leads outside of the folder {root}.")
        source = read_text(path)
    except UnreadableError as error:
        source = ""
        complain(
            reading, "J001", start_of(file), str(error), "Write the journey in plain text: a title, then sentences."
        )
    read_page(reading, Page(path.resolve(), file, 0, "customer", (path.resolve(),)), source)
    return _journey(reading, path, file, source)


def read_journeys(paths: Iterable[Path], root: Path) -> tuple[Journey, ...]:
    """Read files, and all journeys in folders, each once, in order of their place below `root`.

    In a folder, what lies in `policies/` and whatever begins with `_` or `.` is a page to include, not a journey.
    Raises JourneyError when a path leads nowhere or a folder holds no journey.
    """
    found: dict[str, Path] = {}
    for path in paths:
        files = _journeys_in(path) if path.is_dir() else (path,)
        for file in files:
            found.setdefault(inside(file, root) or str(file), file)
    journeys = [read_journey(found[key], root) for key in sorted(found)]
    return tuple(_unique(journeys))


def _journeys_in(folder: Path) -> tuple[Path, ...]:
    files = tuple(
        path
        for path in folder.rglob("*.md")
        if path.is_file() and not any(_is_page(part) for part in path.relative_to(folder).parts)
    )
    if not files:
        raise JourneyError(f"There is no journey in {folder}: a journey is a file whose name ends with .md.")
    return files


def _is_page(part: str) -> bool:
    return part == "policies" or part.startswith(("_", "."))


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
    settings, wrong = read_settings(tuple(setting for setting, _ in reading.settings_found))
    where = {id(setting): line for setting, line in reading.settings_found}
    for fault in wrong:
        line = where[id(fault.setting)]
        span = place_at(file, line, fault.setting.col, fault.setting.end)
        complain(reading, "J010", span, fault.message, fault.suggestion)
    sentences = _numbered(reading.drafts)
    table = reading.table or Table()
    _check_slots(reading, sentences, table)
    return Journey(
        id=path.name[:-3] if path.name.casefold().endswith(".md") else path.name,
        title=reading.title or path.stem.replace("-", " ").replace("_", " "),
        file=file,
        settings=settings,
        sentences=sentences,
        variations=tuple(table.variations) or (Variation(name="", values={}),),
        complaints=tuple(reading.complaints),
        source=source,
        pages=tuple(reading.pages),
    )


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


def _check_slots(reading: Reading, sentences: tuple[Sentence, ...], table: Table) -> None:
    used: set[str] = set()
    for sentence in sentences:
        if sentence.heading == "notes":
            continue
        for slot in slots_in(sentence.text):
            used.add(slot)
            if slot not in table.slots:
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
