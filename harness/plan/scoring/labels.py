"""Sentences that people labelled with their kind -> rows to be measured against."""

from pathlib import Path
from typing import Any, Literal, get_args

from harness.journey.nouns import Heading
from harness.labels import label_rows
from harness.noun import Noun
from harness.trouble import Trouble

from .kinds import Kind

LARGEST = 50_000_000
"""Bytes: a file of labels holds thousands of sentences, not a library."""
EXAMPLE = '{"text": "...", "section": "should", ...}.'
LEFT_OUT = "fragment"
"""The kind of a row that is no sentence."""

SECTIONS: dict[str, Heading] = {
    "customer": "customer",
    "should": "should",
    "never": "never",
    "facts": "facts",
    "says": "script",
    "steps": "script",
    "nice": "nice",
    "title": "notes",
}
"""Where a labelled sentence stood -> the heading that it is read under. A title is for people, as a note is."""

Polarity = Literal["must", "never"]


class Label(Noun):
    """One labelled sentence."""

    line: int
    """Where it stands in the file of labels."""
    text: str
    section: str
    kind: Kind
    also: tuple[Kind, ...] = ()
    """The other kinds that it holds."""
    polarity: Polarity | None = None
    doc: str | None = None
    """An id, or the name of a Markdown file beside the labels, in which the sentence stands."""

    @property
    def heading(self) -> Heading:
        """The heading that it is read under."""
        return SECTIONS[self.section]


class LabelsError(Trouble):
    """The labels cannot be read. The message says where and why."""


def read_labels(path: Path) -> tuple[tuple[Label, ...], int]:
    """The labelled sentences of a file with one JSON record a line, and how many fragments were left out.

    Other keys of a record are ignored. Raises LabelsError with file and line.
    """
    labels: list[Label] = []
    left_out = 0
    missing = f"there is no file of labels {path}."
    for number, where, row in label_rows(path, LARGEST, LabelsError, missing, EXAMPLE):
        label = _label(row, number, where)
        labels += [label] if label else []
        left_out += label is None
    if not labels:
        raise LabelsError(f"{path} holds no labelled sentence: write one JSON record a line, with text, section, kind.")
    return tuple(labels), left_out


def _label(row: dict[str, Any], number: int, where: str) -> Label | None:
    """The label of a line; None for a fragment."""
    if row.get("kind") == LEFT_OUT:
        return None
    text = _wanted(row, "text", where)
    if not text.strip():
        raise LabelsError(f"{where}: 'text' is empty.")
    polarity = row.get("polarity")
    return Label(
        line=number,
        text=text,
        section=_one_of(_wanted(row, "section", where), tuple(SECTIONS), "section", where),
        kind=_kind(_wanted(row, "kind", where), "kind", where),
        also=_also(row.get("also"), where),
        polarity=None if polarity is None else _one_of(polarity, get_args(Polarity), "polarity", where),
        doc=_doc(row.get("doc"), where),
    )


def _wanted(row: dict[str, Any], key: str, where: str) -> str:
    if key not in row:
        raise LabelsError(f"{where}: {key!r} is missing.")
    if not isinstance(row[key], str):
        raise LabelsError(f"{where}: {key!r} has to be text, not {row[key]!r}.")
    return str(row[key])


def _one_of(word: object, allowed: tuple[str, ...], key: str, where: str) -> str:
    if not isinstance(word, str) or word not in allowed:
        raise LabelsError(f"{where}: {key} {word!r} is not known; it is one of {', '.join(allowed)}.")
    return word


def _kind(word: object, key: str, where: str) -> Kind:
    return _one_of(word, get_args(Kind), key, where)  # type: ignore[return-value]


def _also(words: object, where: str) -> tuple[Kind, ...]:
    if words is None:
        return ()
    if not isinstance(words, list):
        raise LabelsError(f"{where}: 'also' has to be a list of kinds, not {words!r}.")
    return tuple(_kind(word, "also", where) for word in words if word != LEFT_OUT)


def _doc(name: object, where: str) -> str | None:
    if name is None or isinstance(name, str):
        return name or None
    raise LabelsError(f"{where}: 'doc' has to be text, not {name!r}.")
