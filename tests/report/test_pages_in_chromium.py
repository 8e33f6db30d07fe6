"""The pages in a real browser: nothing runs but our script, nothing is asked for, and everything can be reached."""

import os
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from harness.calibration.labels import read_labels
from harness.report.pages.site import MENU
from harness.run import RunRecord

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.needs("chromium")

SAMPLE = Path(__file__).parents[2] / "reports" / "sample"
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
KINDS = [
    *(name for name, _ in MENU),
    "journeys/refund-cracked-item.html",
    "conversations/refund-cracked-item.kettle.1.html",
]
"""One page of each kind."""


@pytest.fixture(scope="module")
def browser(site: Path, hostile: Path, looped: Path) -> Iterator["Browser"]:
    """A Chromium. The runs are held before it starts: it keeps the thread's event loop."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


class Watched:
    """A page of a browser, and everything that it asks for or complains about."""

    def __init__(self, context: "BrowserContext", folder: Path) -> None:
        self.page: Page = context.new_page()
        self.folder = folder
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))

    def open(self, name: str) -> "Page":
        self.page.goto((self.folder / name).as_uri())
        return self.page

    @property
    def went_elsewhere(self) -> list[str]:
        """Requests for anything but pages of the folder."""
        return [
            url
            for url in self.asked
            if urlsplit(url).scheme != "file" or not Path(urlsplit(url).path).is_relative_to(self.folder)
        ]


def watched(browser: "Browser", folder: Path, size: str = "desktop", **options: Any) -> Watched:
    width, height = SIZES[size]
    return Watched(browser.new_context(viewport={"width": width, "height": height}, **options), folder)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_every_kind_of_page_opens_from_disk(browser: "Browser", site: Path, tmp_path: Path, size: str) -> None:
    """No request, no complaint, nothing wider than the screen; a picture of each is taken to be looked at."""
    seen = watched(browser, site, size)
    pictures = Path(os.environ.get("REPORT_PICTURES", tmp_path))
    for name in KINDS:
        page = seen.open(name)
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0], name
        picture = pictures / f"{name.replace('/', '-').removesuffix('.html')}-{size}.png"
        page.screenshot(path=picture, full_page=True)
        assert picture.stat().st_size > 10_000
    assert [] == seen.complaints
    assert [] == seen.went_elsewhere


@pytest.mark.slow
@pytest.mark.needs("axe")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(browser: "Browser", site: Path, scheme: Any) -> None:
    """axe finds nothing on any kind of page that stands in the way of a keyboard, a screen reader or weak eyes."""
    package = find_spec("axe_playwright_python")
    assert package
    axe = Path(package.origin or "").with_name("axe.min.js").read_text(encoding="utf-8")
    seen = watched(browser, site, color_scheme=scheme)
    found = []
    for name in KINDS:
        page = seen.open(name)
        page.evaluate(axe)
        violations = page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)")
        found += [(name, one["id"], one["nodes"][0]["html"][:200]) for one in violations]
    assert [] == found


@pytest.mark.slow
@pytest.mark.needs("axe")
@pytest.mark.parametrize("size", SIZES)
def test_everybody_can_use_the_sample(browser: "Browser", size: str) -> None:
    """Its pages with what the others have not: the run before, and thirty nights. axe finds nothing, nothing is wider
    than the screen, and nothing is asked for."""
    package = find_spec("axe_playwright_python")
    assert package
    axe = Path(package.origin or "").with_name("axe.min.js").read_text(encoding="utf-8")
    seen = watched(browser, SAMPLE, size)
    found = []
    for name in ("index.html", "operations.html", "journeys.html", "evidence.html", "nights/trend.html"):
        page = seen.open(name)
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0], name
        page.evaluate(axe)
        violations = page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)")
        found += [(name, one["id"], one["nodes"][0]["html"][:200]) for one in violations]
    assert [] == found
    assert [] == seen.complaints
    assert [] == seen.went_elsewhere


def test_a_command_is_copied(browser: "Browser") -> None:
    """One press takes the command that holds a failed conversation again; the words are selected too."""
    seen = watched(browser, SAMPLE, permissions=["clipboard-read", "clipboard-write"])
    page = seen.open("index.html")
    page.locator(".again summary").first.click()
    command = page.locator(".again .code").first.text_content()
    page.locator(".again .copy").first.click()
    page.get_by_text("Copied").wait_for()
    assert command == page.evaluate("navigator.clipboard.readText()")
    assert command == page.evaluate("getSelection().toString()")


def test_a_line_and_its_turns_light_each_other_up(browser: "Browser", site: Path) -> None:
    """By mouse and by keyboard: the sentence that broke lights the turn that broke it, and the other way round."""
    page = watched(browser, site).open("conversations/refund-cracked-item.kettle.1.html")
    broke = page.locator(".line.l-fail[data-turns='3']").last
    assert 0 == page.locator(".lit").count()
    broke.hover()
    assert page.locator("#turn-3.lit").count()
    page.mouse.move(0, 0)
    assert 0 == page.locator(".lit").count()
    broke.focus()
    assert page.locator("#turn-3.lit").count()
    page.locator("#turn-3 .msg.agent").hover()
    assert broke.evaluate("one => one.classList.contains('lit')")


def test_a_mark_in_the_words_leads_to_its_sentence(browser: "Browser", site: Path) -> None:
    """Following what is underlined shows the author's sentence, or the finding, that it proves."""
    page = watched(browser, site).open("conversations/refund-cracked-item.kettle.1.html")
    mark = page.locator("a.q-fail").last
    mark.click()
    assert page.url.endswith(mark.get_attribute("href") or "?")
    assert page.locator(":target").is_visible()


def test_journeys_are_found_shown_and_put_in_order(browser: "Browser", site: Path) -> None:
    """By words, by what came of them, by title: and how many are shown is said aloud."""
    page = watched(browser, site).open("journeys.html")
    shown = page.locator("li.j:visible")
    assert 24 == shown.count()
    page.get_by_label("Find").fill("coffee")
    assert 0 < shown.count() < 6
    assert f"{shown.count()} of 24 shown" == page.locator("form[data-filter] [role=status]").text_content()
    page.get_by_label("Find").fill("")
    page.get_by_label("Show").select_option("fail")
    assert {"fail"} == set(shown.evaluate_all("all => all.map(one => one.dataset.mark)"))
    page.get_by_label("Show").select_option("")
    page.get_by_label("Order by").select_option("title")
    titles = shown.evaluate_all("all => all.map(one => one.dataset.title)")
    assert sorted(titles, key=str.casefold) == titles


def test_from_the_verdict_to_the_words_in_two_steps(browser: "Browser", site: Path) -> None:
    """A product owner follows what broke to the turn in which it was said."""
    page = watched(browser, site).open("index.html")
    page.locator(".failure .proof a").first.click()
    assert re.search(r"conversations/.*#turn-\d+$", page.url)
    assert page.locator(".turn:target").is_visible()


def test_a_person_who_disagrees_takes_a_label_file_away(
    browser: "Browser", site: Path, stopped: RunRecord, tmp_path: Path
) -> None:
    """Two verdicts are called wrong; the file that is saved is one that `harness calibrate` reads."""
    page = watched(browser, site).open("conversations/refund-cracked-item.kettle.1.html")
    page.get_by_label("Your name").fill("Ng")
    page.get_by_label("Why").fill('The card was right: "4417".')
    for choice in (0, 8):
        page.get_by_label("What is wrong").select_option(index=choice)
        with page.expect_download() as download:
            page.get_by_text("Save a label file").click()
    download.value.save_as(tmp_path / "labels.jsonl")
    first, second = read_labels(tmp_path / "labels.jsonl")
    assert ("resolution", "pass", "Ng", None) == (first.criterion, first.human, first.labeller, first.sentence)
    assert second.sentence
    assert stopped.manifest.run == second.run
    assert "2 labels saved in labels.jsonl" == page.locator("form[data-labels] [role=status]").text_content()


@pytest.mark.slow
def test_without_javascript_nothing_is_missing(browser: "Browser", site: Path) -> None:
    """The same words are there; only the controls that need it are not shown."""
    with_, without = watched(browser, site), watched(browser, site, java_script_enabled=False)
    for name in KINDS:
        rich = with_.open(name).locator("main").inner_text()
        plain = without.open(name).locator("main").inner_text()
        assert {line for line in plain.splitlines() if line} <= {line for line in rich.splitlines() if line}, name
        assert 0 == without.page.locator("form:visible").count()


@pytest.mark.slow
def test_it_prints_on_paper(browser: "Browser", site: Path) -> None:
    """Each kind of page becomes A4, without its menu and controls."""
    seen = watched(browser, site)
    for name in KINDS:
        page = seen.open(name)
        assert page.pdf(format="A4").startswith(b"%PDF")
        page.emulate_media(media="print")
        assert not page.locator("nav").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES["desktop"][0]
        page.emulate_media(media="screen")


@pytest.mark.slow
def test_hostile_words_run_nothing_and_ask_for_nothing(browser: "Browser", hostile: Path) -> None:
    """Whatever an agent, its tools and its desks are called and say: no dialog, no request, no markup, our title."""
    seen = watched(browser, hostile)
    for file in sorted(hostile.rglob("*.html")):
        page = seen.open(file.relative_to(hostile).as_posix())
        for one in page.locator("a.q, [data-line], summary, button").all()[:20]:
            one.hover(force=True, timeout=5_000) if one.is_visible() else None
        assert "owned" != page.title()
        assert 1 == page.locator("script").count()
        assert 0 == page.locator("img, iframe, base, [onerror], [onload], [onfocus]").count()
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES["desktop"][0], file
    assert [] == seen.complaints
    assert [] == seen.went_elsewhere
    assert any("alert(1)" in file.read_text("utf-8") for file in hostile.rglob("*.html"))


def test_a_loop_can_be_seen(browser: "Browser", looped: Path) -> None:
    """Its bracket is drawn beside the turns that are repeated."""
    name = next(file.name for file in sorted((looped / "conversations").glob("*.html")))
    page = watched(browser, looped).open(f"conversations/{name}")
    width = page.locator(".turn.loop-first .talk").first.evaluate(
        "one => getComputedStyle(one, '::after').borderRightWidth"
    )
    assert "2px" == width
