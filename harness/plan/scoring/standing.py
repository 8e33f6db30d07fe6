"""A labelled sentence -> what was read of it, in the journey in which it stands or alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from harness.journey import Heading, Journey, JourneySettings, Sentence, Span, Variation, read_journey
from harness.journey.files import inside
from harness.text.normal import normal

from ..compile import compile_journey
from ..nouns import Plan, Reading, Vocabulary
from .labels import Label

_OUTSIDE = re.compile(r"\A[-*•\s]+|\s?\((?:low|medium|high|critical)\)", re.IGNORECASE)
"""What stands around the words of a sentence: its bullet and its mark."""
_BULLET = re.compile(r"\A\s*(?:[-*•]\s+|\d{1,2}[.)]\s+|#{1,6}\s+)")
"""What a reader of Markdown takes off the front of a line."""


@dataclass(frozen=True)
class Found:
    """What was read of a labelled sentence."""

    readings: Sequence[Reading]
    """One; several when the label runs over more than one sentence of ours."""
    complained: bool
    """Whether something was said of it."""


class Finder:
    """Compiles labelled sentences. A journey is read once, however many labels stand in it."""

    def __init__(self, vocabulary: Vocabulary, folder: Path, prose: bool) -> None:
        self.prose = prose
        self._vocabulary = vocabulary
        self._folder = folder
        self._documents: dict[str, _Document | None] = {}

    def find(self, label: Label) -> Found:
        """What was read of one labelled sentence. A title is for people and is never looked for."""
        document = self._document(label.doc) if label.doc and label.section != "title" else None
        readings = document.readings(label) if document else ()
        plan = document.plan if document and readings else self._alone(label)
        readings = readings or plan.readings[:1]
        return Found(readings, any(plan.said_of(one) for one in readings))

    def _alone(self, label: Label) -> Plan:
        """The sentence in a journey that says nothing else; it has other headings unless they are withheld."""
        withheld = self.prose and label.section != "title"
        own = _sentence(label.text, "customer" if withheld else label.heading, 1)
        others = () if self.prose else (_sentence("Written for the score.", "notes", 2),)
        return compile_journey(_journey((own, *others)), self._vocabulary)

    def _document(self, name: str) -> "_Document | None":
        if name not in self._documents:
            path = _file(self._folder, name)
            journey = read_journey(path, self._folder) if path else None
            self._documents[name] = _Document(journey, self._vocabulary, self.prose) if journey else None
        return self._documents[name]


def _file(folder: Path, name: str) -> Path | None:
    """The Markdown file of this name in the folder, with or without its ending; None when there is none."""
    for path in (folder / name, folder / f"{name}.md"):
        try:
            if path.suffix.casefold() == ".md" and path.is_file() and inside(path, folder):
                return path
        except (OSError, ValueError):
            return None
    return None


def _sentence(text: str, heading: Heading, line: int) -> Sentence:
    words = " ".join(_BULLET.sub("", text).split())
    span = Span(file="labels", line=line, col=1, end_line=line, end_col=len(words) + 1)
    return Sentence(id=f"{line:012}", span=span, text=words, heading=heading)


def _journey(sentences: tuple[Sentence, ...]) -> Journey:
    return Journey(
        id="labels",
        title="Labelled sentences",
        file="labels",
        settings=JourneySettings(),
        sentences=sentences,
        variations=(Variation(name="", values={}),),
        complaints=(),
        source="",
    )


class _Document:
    """A journey in which labelled sentences stand, and the words of each of its sentences."""

    def __init__(self, journey: Journey, vocabulary: Vocabulary, prose: bool) -> None:
        self._headings = tuple(one.heading for one in journey.sentences)
        self._words = tuple(_core(one.text) for one in journey.sentences)
        if prose:
            bare = tuple(one.model_copy(update={"heading": "customer"}) for one in journey.sentences)
            journey = journey.model_copy(update={"sentences": bare})
        self.plan = compile_journey(journey, vocabulary)

    def readings(self, label: Label) -> tuple[Reading, ...]:
        """The readings of the sentences over which the label's words run; empty when they stand nowhere."""
        wanted = _core(label.text)
        own = [index for index, heading in enumerate(self._headings) if heading == label.heading]
        for places in (own, list(range(len(self._words)))):
            if found := self._run(wanted, places):
                return tuple(self.plan.readings[index] for index in found)
        return ()

    def _run(self, wanted: str, places: Sequence[int]) -> list[int]:
        """Which of these sentences hold the words, by position: one that is just that, or all that they touch."""
        if whole := [index for index in places if self._words[index] == wanted]:
            return whole[:1]
        parts = [f"{self._words[index]} " for index in places]
        match = re.search(rf"(?<!\w){_loosely(wanted)}(?!\w)", "".join(parts)) if wanted else None
        if not match:
            return []
        ends = list(accumulate(map(len, parts)))
        starts = [0, *ends]
        return [
            index
            for index, start, end in zip(places, starts, ends, strict=False)
            if start < match.end() and match.start() < end - 1
        ]


def _core(text: str) -> str:
    return _OUTSIDE.sub("", normal(text)).strip(" .!;,:")


def _loosely(words: str) -> str:
    """The words as they stand, whatever full stops lie between our sentences."""
    return r"[\s.!;,:]+".join(re.escape(word) for word in re.split(r"[\s.!;,:]+", words) if word)
