"""`harness fmt`: files made tidy, and nothing of what they say changed."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from harness.journey.files import UnreadableError, read_text
from harness.journey.headings import CANONICAL
from harness.journey.nouns import Journey
from harness.journey.read import is_page, read_source
from harness.journey.tidy import alike, tidied
from harness.preparing.places import here, journeys_at
from harness.report.words import count, safe

from .options import Format
from .printing import say, say_json

TIDY, UNTIDY = 0, 3


@dataclass(frozen=True)
class _File:
    """What came of one file."""

    path: Path
    became: Literal["tidy", "changed", "refused"]
    text: str = ""
    why: str = ""


def tidy_journeys(paths: Sequence[Path], check: bool, format: Format) -> int:  # noqa: A002
    """Tidy journeys and the pages that they include, each file whole or not at all.

    3 when a file was refused, or with `check`, which writes nothing, when one would change; else 0.
    """
    settings = here()
    journeys, root = journeys_at(paths, settings)
    files = [_tidied(path, root, page) for path, page in _files(journeys, root)]
    changed = [file for file in files if file.became == "changed"]
    if not check:
        for file in changed:
            _write(file.path, file.text)
    code = UNTIDY if any(file.became == "refused" for file in files) or (check and changed) else TIDY
    if format is Format.json:
        say_json({"schema": 1, "exit": code, "files": [_as_json(file) for file in files]})
    else:
        say(_told(files, check, code))
    return code


def _files(journeys: Sequence[Journey], root: Path) -> Iterator[tuple[Path, bool]]:
    """Every file once, and whether it is a page."""
    seen: set[str] = set()
    pages = {page for journey in journeys for page in journey.pages}
    for name in dict.fromkeys([*(journey.file for journey in journeys), *sorted(pages)]):
        if name not in seen:
            seen.add(name)
            yield root / name, name in pages or is_page(Path(name))


def _tidied(path: Path, root: Path, page: bool) -> _File:
    try:
        source = read_text(path)
    except UnreadableError as error:
        return _File(path, "refused", why=str(error))
    before = read_source(source, path, root)
    never_closed = next((one for one in before.complaints if (one.code, one.severity) == ("J009", "error")), None)
    if never_closed:
        return _File(path, "refused", why=f"{never_closed.message} {never_closed.suggestion}")
    text = tidied(source, page=page)
    if not all(alike(*pair) for pair in _readings(source, text, path, root, page)):
        return _File(path, "refused", why="Tidied, it would be read in another way. It stays as it is.")
    same = path.read_bytes() == text.encode()
    return _File(path, "tidy" if same else "changed", text)


def _readings(source: str, text: str, path: Path, root: Path, page: bool) -> Iterator[tuple[Journey, Journey]]:
    """The file as it was and as it would be, read as what it is; a page under each heading that may include it."""
    above = [f"# Page\n\n## {heading}\n\n" for heading in CANONICAL.values()] if page else [""]
    for beginning in above:
        yield read_source(beginning + source, path, root), read_source(beginning + text, path, root)


def _write(path: Path, text: str) -> None:
    """Put the text in the file's place at once: a reader finds the old one or the new one, whole."""
    place = path.resolve()
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        shutil.copymode(place, name)
        os.replace(name, place)
    except BaseException:
        os.unlink(name)
        raise


def _told(files: Sequence[_File], check: bool, code: int) -> list[str]:
    lines = [f"{safe(str(file.path))}: left as it is. {safe(file.why)}" for file in files if file.became == "refused"]
    verb = "would be tidied" if check else "tidied"
    lines += [f"{safe(str(file.path))}: {verb}" for file in files if file.became == "changed"]
    numbers = {became: sum(file.became == became for file in files) for became in ("changed", "tidy", "refused")}
    parts = [f"{count(numbers['changed'], 'file')} {verb}", f"{numbers['tidy']} tidy already"]
    parts += [f"{numbers['refused']} left as it is"] * bool(numbers["refused"])
    return [*lines, f"{', '.join(parts)}.   (exit {code})"]


def _as_json(file: _File) -> dict[str, object]:
    return {"file": file.path.as_posix(), "became": file.became, "why": file.why or None}
