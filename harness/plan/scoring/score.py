"""How well the rules read: labelled sentences against what was understood of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import get_args

from harness.journey.nouns import Heading
from harness.noun import Noun
from harness.stats import Interval, wilson

from ..nouns import JUDGED, Reading, Status, Vocabulary
from .kinds import SIDES, Kind, kinds_of
from .labels import Label
from .standing import Finder

_MERGED: dict[str, str] = {"constraint": "goal", "mood": "persona"}
"""Kinds that the simulated customer does not tell apart."""
_CUSTOMER: frozenset[Heading] = frozenset({"customer", "script"})


class Share(Noun):
    """So many of so many, and where the true share may lie; no interval when there were none."""

    x: int
    n: int
    interval: Interval | None = None


class KindScore(Noun):
    """How one kind fared, by primary kinds: of those read as it, and of those labelled as it."""

    kind: str
    """Its name; goal stands for constraint too, and persona for mood."""
    precision: Share
    recall: Share


class Row(Noun):
    """One labelled sentence and what was read."""

    label: Label
    kinds: tuple[Kind, ...]
    """In reading order; the first is the primary one."""
    status: Status
    polarity: str | None = None
    heading: Heading | None = None
    """Under which heading it was read; None when the heading was withheld."""
    dropped: bool = False
    """Nothing was said of it: no item, no note, no complaint."""

    @property
    def primary(self) -> Kind | None:
        """The first kind; None when nothing was understood."""
        return self.kinds[0] if self.kinds else None

    @property
    def strict(self) -> bool:
        """The primary kind is the label's."""
        return self.primary is not None and _merged(self.primary) == _merged(self.label.kind)

    @property
    def lenient(self) -> bool:
        """Any kind that was read is one that the label has."""
        return bool({_merged(kind) for kind in self.kinds} & {_merged(self.label.kind), *map(_merged, self.label.also)})

    @property
    def right_side(self) -> bool:
        """It was taken to be about the right one: by its primary kind, or without one by its heading."""
        wanted = SIDES[self.label.kind]
        if self.primary is not None:
            return SIDES[self.primary] == wanted
        return self.heading is not None and _side_of(self.heading) == wanted

    @property
    def confidently_wrong(self) -> bool:
        """It was taken as understood, and none of what was read is there."""
        return self.status in ("understood", "pinned") and not self.lenient


class Score(Noun):
    """What labelled sentences say of the rules."""

    rows: tuple[Row, ...]
    left_out: int
    prose: bool
    strict: Share
    lenient: Share
    side: Share
    confidently_wrong: Share
    dropped: Share
    polarity: Share
    kinds: tuple[KindScore, ...]


def score(labels: Sequence[Label], vocabulary: Vocabulary, folder: Path, *, prose: bool, left_out: int = 0) -> Score:
    """Measure the rules on labelled sentences.

    A label whose `doc` is a Markdown file in `folder` is looked for in that journey; any other stands alone.
    `prose`: the headings are withheld, as in a journey without any.
    """
    finder = Finder(vocabulary, folder, prose)
    rows = tuple(_row(label, finder) for label in labels)
    both = [row for row in rows if row.label.polarity and row.polarity]
    return Score(
        rows=rows,
        left_out=left_out,
        prose=prose,
        strict=_share(rows, lambda row: row.strict),
        lenient=_share(rows, lambda row: row.lenient),
        side=_share(rows, lambda row: row.right_side),
        confidently_wrong=_share(rows, lambda row: row.confidently_wrong),
        dropped=_share(rows, lambda row: row.dropped),
        polarity=_share(both, lambda row: row.polarity == row.label.polarity),
        kinds=tuple(_kinds(rows)),
    )


def _row(label: Label, finder: Finder) -> Row:
    found = finder.find(label)
    first = next((one for one in found.readings if kinds_of(one)), found.readings[0])
    kinds = tuple(dict.fromkeys(kind for one in found.readings for kind in kinds_of(one)))
    return Row(
        label=label,
        kinds=kinds,
        status=first.status,
        polarity=_polarity(first),
        heading=None if finder.prose and first.sentence.heading == "customer" else first.sentence.heading,
        dropped=not kinds and not found.complained,
    )


def _polarity(reading: Reading) -> str | None:
    """The polarity of the first item that has one. A limit has none: its bound has taken the denial in."""
    judged = (item for item in reading.items if isinstance(item, JUDGED) and item.kind != "limit")
    return next((item.polarity for item in judged), None)


def _merged(kind: str) -> str:
    return _MERGED.get(kind, kind)


def _side_of(heading: Heading) -> str:
    if heading in _CUSTOMER:
        return "customer"
    return {"facts": "policy", "notes": "note"}.get(heading, "agent")


def _share(rows: Sequence[Row], holds: Callable[[Row], bool]) -> Share:
    return _of(sum(map(holds, rows)), len(rows))


def _of(x: int, n: int) -> Share:
    return Share(x=x, n=n, interval=wilson(x, n) if n else None)


def _kinds(rows: Sequence[Row]) -> Iterable[KindScore]:
    labelled = Counter(_merged(row.label.kind) for row in rows)
    read = Counter(_merged(row.primary) for row in rows if row.primary)
    right = Counter(_merged(row.label.kind) for row in rows if row.strict)
    for kind in get_args(Kind):
        if labelled[kind] or read[kind]:
            yield KindScore(kind=kind, precision=_of(right[kind], read[kind]), recall=_of(right[kind], labelled[kind]))
