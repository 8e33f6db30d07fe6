"""The pages of a run: all of it is there, every link leads somewhere, and nothing but our own words is code."""

import json
import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.calibration.nouns import Label
from harness.gate import GatePolicy, decide
from harness.kpi import measures, views
from harness.kpi.settings import KpiSettings
from harness.plan.fill import fill_text
from harness.record import RECORD, canonical_digest, verify
from harness.report.pages import site as site_module
from harness.report.pages import write_pages
from harness.report.pages.front import coverage, failures
from harness.report.pages.journeys import Held
from harness.report.pages.links import conversation_page, journey_page
from harness.report.pages.marked import SHOWN, Found, marked
from harness.report.pages.sharing import Sharing
from harness.report.pages.site import MENU
from harness.report.terminal import in_short, untold
from harness.run import RunRecord, load
from harness.target.embedded import DemoTarget
from harness.target.nouns import Event, Reply
from harness.testing import DownTarget, LinesTarget
from harness.text.normal import printable
from tests.conftest import Runner


class Page(HTMLParser):
    """What a page is made of: its tags with their attributes, its anchors, its text."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._inside = ""
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside not in ("style", "script"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    @property
    def anchors(self) -> set[str]:
        return {named for _, attributes in self.tags if (named := attributes.get("id"))}

    @property
    def links(self) -> list[str]:
        return [link for _, attributes in self.tags if (link := attributes.get("href"))]


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def text_of(file: Path) -> str:
    return Page(file).text


def test_each_page_is_there(stopped: RunRecord, site: Path) -> None:
    """The nine pages about the run, one for each journey, one for each conversation, and no other."""
    wanted = {name for name, _ in MENU}
    wanted |= {journey_page(plan.journey) for plan in stopped.plans}
    wanted |= {conversation_page(outcome.case) for outcome in stopped.outcomes}
    assert wanted == {file.relative_to(site).as_posix() for file in pages(site)}


def test_every_link_leads_somewhere(site: Path) -> None:
    """Each link of each page is to a page of the folder, and to a place that this page has; or to the record."""
    found = {file: Page(file) for file in pages(site)}
    lost = []
    for file, page in found.items():
        for link in page.links:
            path, _, anchor = link.partition("#")
            to = (file.parent / path).resolve() if path else file
            if to == site.resolve() / RECORD:
                continue
            if to not in found or (anchor and anchor not in found[to].anchors):
                lost.append((file.name, link))
    assert [] == lost


def test_only_our_own_style_and_script_are_allowed(site: Path) -> None:
    """The policy of each page names each style sheet and script in it by its digest, and lets nothing else run."""
    for file in pages(site):
        html = file.read_text(encoding="utf-8")
        policy = unescape(re.findall(r'Content-Security-Policy" content="([^"]*)"', html)[0])
        parts = re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", html, re.DOTALL)
        digests = {f"'sha256-{b64encode(sha256(part.encode()).digest()).decode()}'" for part in parts}
        assert digests == set(re.findall(r"'sha256-[^']*'", policy)), file.name
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy


def test_a_page_asks_for_nothing(site: Path) -> None:
    """No image, frame, sheet or script from elsewhere, no style in an attribute, nothing that runs on an event."""
    for file in pages(site):
        page = Page(file)
        names = {name for _, attributes in page.tags for name in attributes}
        assert not {name for name in names if name.startswith("on") or name in ("src", "srcset", "style", "action")}
        assert not {"img", "iframe", "object", "embed", "link", "base"} & {tag for tag, _ in page.tags}
        assert not [link for link in page.links if re.match(r"\w+:|//", link)]


@pytest.mark.parametrize("name", [name for name, _ in MENU])
def test_each_page_says_who_it_is_for(site: Path, name: str) -> None:
    """Its first line names the reader."""
    assert re.search(r"\bFor [a-z, ]+", text_of(site / name))


def test_the_first_page_says_what_was_decided(stopped: RunRecord, site: Path) -> None:
    """The word, the reason, every failing journey's sentence in the author's words, what the run cannot tell."""
    text = text_of(site / "index.html")
    assert "STOP 8 journeys failed 40 of 62 conversations passed, over 24 journeys. Exit 1." in text
    assert "The agent refunds £39.00 with `refund_order`." in text
    assert all(" ".join(one.split()) in text for one in untold(stopped))


def test_what_must_never_happen_did_not_happen(stopped: RunRecord, site: Path) -> None:
    """A tick beside what must never happen says that it did not; beside what should, that it held."""
    journey, talk = (text_of(site / f"{name}.html") for name in ("journeys/locked-out", "conversations/locked-out.-.1"))
    never = "The agent asks for her password."
    assert f"did not happen: {never}" in journey
    assert "did not happen in 2 of 2" in journey.split(never)[1][:80]
    assert "(did not happen)" in talk.split(never)[1][:80]
    assert "held in 2 of 2" in journey


def test_every_sentence_is_counted_once(run: Runner) -> None:
    """Judged, unread, undecided, never come up, not applying: together all of them, and what never came up is as many
    as the last section names."""
    record = run("refund-cracked-item", "leaving-the-club", "charged-twice", target=LinesTarget(["Hello."]))
    found = coverage(record)
    assert found.sentences == sum((found.judged, found.unread, found.undecided, found.idle, found.other))
    (named,) = re.findall(r"(\d+) conditionals? never came up", " ".join(untold(record)))
    assert found.idle == int(named)


def test_as_many_are_called_critical_as_are_shown(run: Runner) -> None:
    """The headline counts critical sentences, not how often each broke; what no sentence names is none."""
    record = run(
        "refund-cracked-item", "locked-out", trials=3, target=LinesTarget(["I'll refund a different card."] * 9)
    )
    assert record.decision is not None
    shown = sum(one.severity == "critical" and one.sentence is not None for one in failures(Held(record)))
    assert f"{shown} critical sentence" in in_short(record.decision)
    assert shown < sum(reason.critical for reason in record.decision.reasons)


def test_the_evidence_names_the_record_and_both_digests(looped: Path) -> None:
    """The record beside the page, its last digest, and the one that the same inputs give again."""
    text = text_of(looped / "evidence.html")
    assert "harness verify run.jsonl" in text
    assert verify(looped / RECORD).head in text
    assert canonical_digest(looped / RECORD) in text


def test_a_long_record_leaves_its_canonical_digest_to_the_command(
    looped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would have to be held in memory whole."""
    monkeypatch.setattr(site_module, "SHORT", 10)
    write_pages(looped / RECORD, into=tmp_path)
    text = text_of(tmp_path / "evidence.html")
    assert canonical_digest(looped / RECORD) not in text
    assert "harness show run.jsonl prints it" in text


def test_no_sentence_is_lost(stopped: RunRecord, site: Path) -> None:
    """Every sentence of a journey stands on its page; each that holds for a row, on every conversation of it."""
    for plan in stopped.plans:
        page = Page(site / journey_page(plan.journey))
        for reading in plan.readings:
            assert f"s-{reading.sentence.id}" in page.anchors
            assert " ".join(printable(reading.sentence.text).split()) in page.text
    for outcome in stopped.outcomes:
        plan = stopped.plan(outcome.journey)
        page = Page(site / conversation_page(outcome.case))
        for reading in plan.readings:
            if reading.sentence.only in (None, outcome.variation):
                text = fill_text(reading.sentence.text, plan.variation(outcome.variation).values)
                assert " ".join(printable(text).split()) in page.text


def test_every_verdict_shows_its_proof(stopped: RunRecord, site: Path) -> None:
    """What broke in a conversation stands on its page with its evidence, and leads to the turn."""
    for outcome, verdict in zip(stopped.outcomes, stopped.verdicts, strict=True):
        page = Page(site / conversation_page(outcome.case))
        for result in verdict.sentences:
            for proof in result.evidence[:3]:
                if proof.kind == "quote":
                    assert f"#turn-{proof.turn}" in page.links
                    assert " ".join(printable(proof.words)[:150].split()) in page.text


def test_the_figures_are_those_of_the_run(stopped: RunRecord, site: Path) -> None:
    """Each figure of the four views stands on its page with its formula, or with why it was not measured."""
    text = " ".join(
        text_of(site / name) for name in ("operations.html", "experience.html", "finance.html", "integrity.html")
    )
    for view in views(stopped, KpiSettings()):
        for measure in view.measures:
            assert measure.name in text
            assert " ".join(printable(measure.formula).split()) in text
            assert measure.value is not None or printable(measure.note or "") in text


def test_what_is_kept_of_a_run_says_the_same(stopped: RunRecord) -> None:
    """A record read one conversation after the other, in little memory, gives every figure, mark and decision."""
    lean = load(Path(stopped.folder) / RECORD, Sharing().lean)
    assert stopped.outcomes == lean.outcomes
    assert stopped.entries == lean.entries
    assert measures(stopped) == measures(lean)
    assert views(stopped) == views(lean)
    assert untold(stopped) == untold(lean)
    assert decide(stopped.outcomes, GatePolicy()) == decide(lean.outcomes, GatePolicy())
    marks = [[(one.sentence, one.result) for one in verdict.sentences] for verdict in stopped.verdicts]
    assert marks == [[(one.sentence, one.result) for one in verdict.sentences] for verdict in lean.verdicts]


def test_writing_twice_writes_the_same(stopped: RunRecord, site: Path, tmp_path: Path) -> None:
    """The pages depend on the record alone."""
    write_pages(Path(stopped.folder) / RECORD, into=tmp_path)
    assert {file.relative_to(site): file.read_bytes() for file in pages(site)} == {
        file.relative_to(tmp_path): file.read_bytes() for file in pages(tmp_path)
    }


def test_a_run_against_a_target_that_is_down(run: Runner) -> None:
    """Nobody is blamed: the pages say that nothing was judged, and why."""
    record = run("locked-out", target=DownTarget("connection refused by 127.0.0.1:9"))
    site = write_pages(Path(record.folder) / RECORD).parent
    assert "INCONCLUSIVE" in text_of(site / "index.html")
    assert "It enters no rate" in text_of(site / conversation_page(record.outcomes[0].case))
    assert "the target failed" in text_of(site / "evidence.html")


def test_a_run_that_did_not_finish(run: Runner, tmp_path: Path) -> None:
    """What it had come to is shown, without a verdict."""
    record = run("where-is-my-order")
    lines = Path(record.folder, RECORD).read_bytes().splitlines(keepends=True)
    file = tmp_path / RECORD
    file.write_bytes(b"".join(lines[:-1]))
    text = text_of(write_pages(file))
    assert "NO VERDICT This run did not finish" in text
    assert 5 == text.count("Not measured: the run did not finish.")
    assert "It would be: conversations with the right outcome shown" in text_of(tmp_path / "experience.html")


def test_a_loop_is_bracketed_and_hand_offs_are_drawn(run: Runner) -> None:
    """The turns of a loop carry its bracket, from the first that is repeated on; the first break has its flag."""
    record = run("where-is-my-order", target=DemoTarget(faults=("verbatim-loop",)))
    site = write_pages(Path(record.folder) / RECORD).parent
    page = Page(site / conversation_page(record.outcomes[0].case))
    kinds = [str(attributes.get("class")) for tag, attributes in page.tags if tag == "article"]
    assert [kind for kind in kinds if "loop-first" in kind]
    assert [kind for kind in kinds if "loop-last" in kind]
    assert "loop begins" in page.text
    assert "First break." in page.text
    assert "Everything below comes after the first break" in page.text
    assert "handed over to" in [attributes.get("aria-label") for _, attributes in page.tags]


def test_what_agrees_with_what_is_true_is_underlined(site: Path) -> None:
    """Words of the agent that say what a policy says lead to its line."""
    page = Page(site / "conversations" / "refund-cracked-item.toaster.1.html")
    grounded = [attributes for tag, attributes in page.tags if tag == "a" and attributes.get("class") == "q q-grounded"]
    assert grounded
    assert all((link.get("href") or "")[1:] in page.anchors for link in grounded)


# ---- hostile ------------------------------------------------------------------------------------------------

HOSTILE = (
    '<script>document.title="owned"</script><img src=x onerror=alert(1)> </style></script>'
    '"><svg onload=alert(2)> javascript:alert(3) data:text/html,<b>x</b> {{ 7*7 }} {% raw %} '
    "\u202egnp.exe \x1b]0;owned\x07\x1b[2J \x00 \ufffd ::error::x &lt;b&gt;"
)


def test_hostile_words_are_only_words(run: Runner) -> None:
    """Scripts, HTML, overrides and escapes in a reply, a desk, a tool and its answer stand on the pages as text."""
    event = Event(id=HOSTILE[:150], kind="tool", name=HOSTILE, arguments={HOSTILE: HOSTILE}, result={HOSTILE: HOSTILE})
    record = run(
        "locked-out",
        target=LinesTarget([Reply(text=HOSTILE, events=(event,), desk=HOSTILE[:150], model=HOSTILE[:150])]),
    )
    site = write_pages(Path(record.folder) / RECORD).parent
    for file in pages(site):
        html = file.read_text(encoding="utf-8")
        assert 1 == html.count("<script>")
        assert "<img" not in html
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", html)
    assert '<script>document.title="owned"</script>' in text_of(site / conversation_page(record.outcomes[0].case))


def test_a_word_of_a_megabyte_is_cut_on_the_page_and_whole_on_record(run: Runner) -> None:
    """A page stays small whatever an agent says."""
    record = run("locked-out", target=LinesTarget([Reply(text="x" * 1_000_000, events=())]))
    site = write_pages(Path(record.folder) / RECORD).parent
    page = site / conversation_page(record.outcomes[0].case)
    assert page.stat().st_size < 300_000
    assert "more characters on record" in text_of(page)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=30), max_size=6))
def test_marking_changes_no_word(text: str, quotes: list[str]) -> None:
    """Whatever is marked in a message, its pieces are the message."""
    found = [Found(words, "pass", "s-1", "") for words in [*quotes, text[3:9], text[5:20]]]
    assert printable(text)[:SHOWN] == "".join(piece.text for piece in marked(text, found).pieces)


def test_the_worse_mark_stands_where_two_meet() -> None:
    """A quote that breaks one sentence and bears out another is marked as what broke; the rest keeps the other mark."""
    words = "I refunded £46.00. It takes 5 days."
    found = [Found(words, "grounded", "s-2", ""), Found("I refunded £46.00.", "fail", "s-1", "")]
    pieces = marked(words, found).pieces
    assert [("fail", "I refunded £46.00."), ("grounded", " It takes 5 days.")] == [
        (piece.found.kind, piece.text) for piece in pieces if piece.found
    ]


def _names(cases: Iterable[str]) -> set[str]:
    return {conversation_page(case).casefold() for case in cases}


@settings(max_examples=200, deadline=None)
@given(st.sets(st.text(max_size=40), max_size=8))
def test_no_two_conversations_share_a_page(names: set[str]) -> None:
    """Whatever a variation is called, its page has a name of its own, plain enough for every file system."""
    cases = {f"refund/{name}#1" for name in names}
    assert len(cases) == len(_names(cases))
    assert all(re.fullmatch(r"conversations/[a-z0-9._-]{1,120}", page) for page in _names(cases))


# ---- what was said later ------------------------------------------------------------------------------------


def test_a_label_in_the_form_of_the_page_is_a_label(site: Path) -> None:
    """The form names the run, the conversation and each sentence as a label has to."""
    page = Page(site / "conversations" / "refund-cracked-item.kettle.1.html")
    ((form,),) = [[a for t, a in page.tags if t == "form" and "data-labels" in a]]
    options = [a for t, a in page.tags if t == "option" and "data-criterion" in a]
    assert len(options) > 8
    for option in options:
        row = {
            "criterion": option["data-criterion"],
            "human": "pass",
            "run": form["data-run"],
            "case": form["data-case"],
        }
        row |= {"sentence": option["data-sentence"]} if option["data-sentence"] else {}
        assert Label.model_validate(json.loads(json.dumps(row)))
