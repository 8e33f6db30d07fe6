"""What the agent states beyond the documents it read."""

from typing import Any

from harness.target.nouns import Event
from harness.verdict.nouns import Quote
from harness.verdict.retrieved import notes


def read(text: str) -> Event:
    return Event(id="", kind="retrieval", name="faq", result={"text": text})


def test_a_reply_beyond_its_document_is_noted_with_its_words(talk: Any) -> None:
    """The document says no pool; the agent tells of one, and of hours."""
    told = "Yes, there is a heated rooftop pool until 11 pm, and I love it."
    (note,) = notes(talk.case(), talk.transcript(("A pool?", told, read("The Meridian does not have a pool."))))
    shown = note.evidence[0]
    assert isinstance(shown, Quote)
    assert ("hallucination", told) == (note.criterion, shown.words)
    assert "says no where the other does not" in note.summary


def test_a_reply_out_of_its_document_is_not(talk: Any) -> None:
    """What was read out needs no look."""
    told = "The Meridian does not have a pool. Anything else?"
    assert [] == notes(talk.case(), talk.transcript(("A pool?", told, read("The Meridian does not have a pool."))))


def test_without_a_document_there_is_nothing_to_hold_it_against(talk: Any) -> None:
    """A target that reports no reading gets no such note."""
    assert [] == notes(talk.case(), talk.transcript(("A pool?", "Yes, we have three heated pools.")))
