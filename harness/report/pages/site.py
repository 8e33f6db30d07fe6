"""A record -> its folder of pages, in one go through the file: each conversation is written as it ends."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.history.since import Since, since_of
from harness.judgement import Correction, Judgement, later
from harness.kpi import KpiSettings
from harness.ledger import LedgerEntry
from harness.record import RECORD, canonical_digest, read, verify
from harness.run import Conversation, RunRecord, load
from harness.trouble import Trouble
from harness.verdict.nouns import Outcome, Verdict

from . import conversation, costs, front, journeys, papers, trend
from .figures import Tile, tiles, views
from .instead import instead
from .lines import Proof
from .links import conversation_page, journey_page
from .parity import parity
from .render import Pages
from .sharing import Sharing

if TYPE_CHECKING:
    from harness.history.trending import Trend

SHORT = 2_000_000
"""Bytes of a record whose canonical digest is worked out for its page: about 100 conversations. Of a longer one,
`harness show` prints it."""

FIRST_PAGE = "index.html"

MENU = (
    (FIRST_PAGE, "Verdict"),
    ("journeys.html", "Journeys"),
    ("operations.html", "Operations"),
    ("experience.html", "Experience"),
    ("finance.html", "Finance"),
    ("integrity.html", "Integrity"),
    ("costs.html", "Costs"),
    ("evidence.html", "Evidence"),
    ("method.html", "Method"),
)
"""The pages about the whole run, in the order in which they are read."""

TREND = ("trend.html", "Trend")
"""The page about the nights before it, where there are any."""


def write_pages(
    file: Path,
    known: KpiSettings | None = None,
    into: Path | None = None,
    nights: "Trend | None" = None,
    also: Sequence[tuple[str, str]] = (),
) -> Path:
    """Write the pages of the run with this record, beside it or into a folder; returns the first page.

    `known`: what the business knows of itself, which some figures need. `nights`: the runs of its line up to it, which
    make a page of their own. `also`: pages that are there already and stand in the menu too, each with its words.

    Raises RecordIncomplete when the record holds no run, and OSError when a page cannot be written.
    """
    folder = into or file.parent
    pages, said, began = Pages(folder), _said(file), _begun(file)
    pages.share(menu=(*MENU, *([TREND] if nights else ()), *also), began=began)
    talks = _Talks(pages, said)
    record = load(file, talks)
    _write_whole(journeys.Held(record, talks.instead), pages, known or KpiSettings(), talks.used)
    proof = papers.evidence(record, began, verify(file), said, _canonical(file), since_of(record))
    pages.put("evidence.html", "evidence.html", **proof)
    if nights:
        pages.put(TREND[0], "trend.html", **trend.view(nights))
    return folder / FIRST_PAGE


def _begun(file: Path) -> str:
    """When the first line was written; empty for a file without one, which `load` complains about."""
    return next((_minute(event.at) for event in read(file)), "")


def _canonical(file: Path) -> str | None:
    """The digest of the canonical record; None for a long one, all of which would have to be held in memory."""
    return canonical_digest(file) if file.stat().st_size <= SHORT else None


def _minute(at: str) -> str:
    return f"{at[:10]} {at[11:16]} UTC"


def _said(file: Path) -> tuple[Judgement | Correction, ...]:
    """What was said of the run later; where that cannot be read, the pages show the run without it."""
    try:
        return later(file.parent) if file.name == RECORD else ()
    except Trouble:
        return ()


class _Talks:
    """Writes each conversation's page as the record comes to its end, and keeps what pages about the run need."""

    def __init__(self, pages: Pages, said: tuple[Judgement | Correction, ...]) -> None:
        self._pages = pages
        self._said = said
        self._sharing = Sharing()
        self.used: Counter[tuple[str, str]] = Counter()
        """In how many conversations of a journey the customer carried a sentence out."""
        self.instead: dict[tuple[str, str], Proof] = {}
        """Conversation and sentence -> what was said instead of what was looked for, where its proof is kept."""

    def __call__(self, whole: Conversation) -> tuple[Verdict, Outcome, Iterable[LedgerEntry]]:
        said = {sentence for turn in whole.transcript.turns for sentence in turn.customer.sentences}
        self.used.update((whole.outcome.journey, sentence) for sentence in said)
        shown = conversation.view(whole, self._said)
        page = conversation_page(whole.outcome.case)
        self._pages.put(page, "conversation.html", manifest=whole.manifest, **shown)
        kept = self._sharing.lean(whole)
        found = instead(kept[0], whole.transcript)
        self.instead.update(((whole.outcome.case, sentence), proof) for sentence, proof in found.items())
        return kept


def _write_whole(held: journeys.Held, pages: Pages, known: KpiSettings, used: Counter[tuple[str, str]]) -> None:
    record, since = held.record, since_of(held.record)
    cards = journeys.cards(held, since)
    four, slices = views(record, known), tiles(record)
    found = [measure for one in four for measure in one.measures]
    cost = next((one for one in found if one.name == "cost per resolved outcome"), None)
    pages.share(manifest=record.manifest, record=record, decision=record.decision, cards=cards)
    for plan in record.plans:
        if plan is next(one for one in record.plans if one.journey == plan.journey):
            pages.put(journey_page(plan.journey), "journey.html", **journeys.view(plan, held, used))
    pages.put("journeys.html", "journeys.html")
    for one in four:
        pages.put(one.page, "figures.html", view=one, **_beside(one.page, record, since, slices))
    pages.put("costs.html", "costs.html", **costs.view(record, cost))
    pages.put("method.html", "method.html", **papers.method(record, found))
    pages.put(FIRST_PAGE, "index.html", **front.view(held, cards, cost, slices, since))


def _beside(page: str, record: RunRecord, since: Since | None, slices: Sequence[Tile]) -> dict[str, Any]:
    """What one page of figures has and the others have not."""
    operations = page == "operations.html"
    return {
        "parity": parity(record) if page == "integrity.html" else None,
        "slices": slices if operations else (),
        "since": since if operations else None,
        "compares": operations and record.decision is not None,
    }
