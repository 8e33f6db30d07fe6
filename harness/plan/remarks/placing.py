"""Remarks -> complaints: each at the exact words it is about, quoted from the author's file."""

import re

from harness.journey.nouns import Complaint, Journey, Span
from harness.journey.slots import SLOT

from ..rules.reading import Remark


class Places:
    """The lines of a journey's own file. Those of the pages that it includes are not at hand: their spans stay whole.

    Each line is read once, so that a journey with thousands of complaints takes no longer than its text.
    """

    def __init__(self, journey: Journey) -> None:
        self._file = journey.file
        self._lines = journey.source.split("\n")

    def complaint(self, remark: Remark, span: Span, words: str = "") -> Complaint:
        """The remark on what stands at this span; `words` are the sentence's own, when it is about one."""
        return Complaint(
            code=remark.code,
            severity=remark.severity,
            span=self._narrowed(span, remark.at) if remark.at else span,
            message=remark.message,
            suggestion=remark.suggestion,
            words=words or self._words(span),
        )

    def quoted(self, complaint: Complaint) -> Complaint:
        """A complaint of the reader's with the author's words at its place, narrowed to the slot that it names."""
        slot = SLOT.search(complaint.message) if complaint.code == "J006" else None
        told = {
            "words": complaint.words or self._words(complaint.span),
            "span": self._narrowed(complaint.span, slot[0]) if slot else complaint.span,
        }
        return complaint.model_copy(update=told)

    def _stretch(self, span: Span) -> list[tuple[int, int, str]]:
        """(line, column, text) of each line of a span; nothing when the span is in another file."""
        if span.file != self._file or span.end_line > len(self._lines):
            return []
        out = []
        for number in range(span.line, span.end_line + 1):
            line = self._lines[number - 1]
            start = span.col - 1 if number == span.line else 0
            end = span.end_col - 1 if number == span.end_line else len(line)
            out.append((number, start + 1, line[start:end]))
        return out

    def _words(self, span: Span) -> str:
        return " ".join(" ".join(text for _, _, text in self._stretch(span)).split())

    def _narrowed(self, span: Span, words: str) -> Span:
        """The first place of these words in a span, as words of their own; the span itself when they are not there."""
        pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
        for number, col, text in self._stretch(span):
            if match := pattern.search(text):
                start, end = col + match.start(), col + match.end()
                return Span(file=span.file, line=number, col=start, end_line=number, end_col=end)
        return span
