"""Journeys made up for property tests: plausible ones, the same ones otherwise laid out or changed, and wild ones."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from harness.journey.headings import SYNONYMS

CUSTOMER = (
    "Maria Lopez is polite but tired.",
    "She wants her money back.",
    "She will not accept a replacement.",
    "Her order number is W-1042.",
    "She only gives her postcode, SW1A 1AA, if the agent asks for it.",
    "She does not remember which card she used.",
    'If the agent offers a voucher: "No, thank you. I want the money."',
    "She bought a kettle on 3 November 2026 and it arrived cracked.",
    "She does not accept the first no.",
    "Her e-mail address is m.lopez@example.com.",
    "She paid £39.00 (by card, she thinks).",
)
SHOULD = (
    "The agent asks for the order number.",
    "The agent tells her that the refund takes 5 to 7 business days.",
    "Maria ends up with the returns team.",
    "It is all done within 8 turns.",
    "The agent refunds £39.00.",
    'The agent says "This call is recorded".',
    "The agent asks for the postcode before it refunds £39.00.",
    "If the refund is refused, the agent explains why.",
    "Order W-1042 is refunded in the records.",
    "The agent should apologise.",
)
NEVER = (
    "The agent promises a refund to a different card.",
    "The agent asks for her password.",
    "Maria is passed on more than once.",
    "The agent offers a voucher worth £10.",
)
FACTS = (
    "An item can be refunded within 30 days of delivery.",
    "A refund takes 5 to 7 business days.",
    "Standard delivery costs £3.95.",
)
SCRIPT = ("Hello, my kettle arrived cracked. I want my money back.", "It is W-1042.", "Thanks. Bye!")
NICE = ("The agent uses her name.", "The agent apologises for the wait.")
NOTES = ("Ask Priya before changing this.", "See ticket 4711: it was reopened twice.")
"""What journeys say in each section. No sentence stands in two of them."""

BODY = {"customer": CUSTOMER, "should": SHOULD, "never": NEVER, "facts": FACTS, "script": SCRIPT, "nice": NICE}
BULLETS = ("- ", "* ", "+ ", "1. ", "1) ", "• ")


@dataclass(frozen=True)
class Part:
    """A section: which one, and what it says."""

    section: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """A journey before it is laid out on a page."""

    title: str
    settings: tuple[str, ...]
    parts: tuple[Part, ...]
    """The customer first; every section at most once."""
    notes: tuple[str, ...] = ()

    def without(self, section: str, sentence: str) -> "Made":
        """The journey with one sentence taken out."""
        return self._with(section, lambda held: tuple(one for one in held if one != sentence))

    def saying(self, section: str, sentence: str, instead: str) -> "Made":
        """The journey with one sentence said otherwise."""
        return self._with(section, lambda held: tuple(instead if one == sentence else one for one in held))

    def twice(self, section: str, sentence: str) -> "Made":
        """The journey with one sentence said twice."""
        return self._with(section, lambda held: tuple(two for one in held for two in (one,) * (1 + (one == sentence))))

    def _with(self, section: str, change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> "Made":
        parts = (
            replace(part, sentences=change(part.sentences)) if part.section == section else part for part in self.parts
        )
        return replace(self, parts=tuple(parts))


@st.composite
def journeys(draw: st.DrawFn) -> Made:
    """A journey that could have been written: a title, perhaps settings, a customer, and some sections."""
    said = {section: tuple(draw(_some(held))) for section, held in BODY.items() if section != "script"}
    if draw(st.booleans()):
        said["script"] = SCRIPT[: draw(st.integers(1, len(SCRIPT)))]
    rest = draw(st.permutations([section for section in said if section != "customer"]))
    settings = draw(st.lists(st.sampled_from(("Owner: Returns", "Risk: high", "Tags: refund, kettle")), unique=True))
    return Made(
        title=draw(st.sampled_from(("Refund for a kettle", "Zoë’s parcel 📦", "הזמנה: late order"))),
        settings=tuple(settings),
        parts=(
            Part("customer", said["customer"]),
            *(Part(section, said[section]) for section in rest if said[section]),
        ),
        notes=tuple(draw(_some(NOTES))),
    )


def _some(held: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(held), unique=True, min_size=min(1, len(held)), max_size=5)


@st.composite
def pages(draw: st.DrawFn, made: Made) -> str:
    """A journey laid out on a page in any of the ways that mean the same.

    Bullets or lines, any heading synonym, long lines wrapped, blank lines, comments, marks of other systems.
    """
    lines = [f"# {made.title}", ""]
    if made.settings:
        lines += [draw(st.sampled_from((" · ", " | ", "; "))).join(made.settings), ""]
    for part in made.parts:
        if part.section != "customer" or draw(st.booleans()):
            lines += ["", _heading(draw, part.section), *[""] * draw(st.integers(0, 2))]
        lines += _laid_out(draw, part)
        if draw(st.integers(0, 9)) == 0:
            lines += ["", "<!-- a remark, for people -->"]
    if made.notes:
        lines += ["", _heading(draw, "notes"), "", *made.notes]
    text = "\n".join(lines) + "\n" * draw(st.integers(0, 2))
    return draw(st.sampled_from(("", "\ufeff"))) + text.replace("\n", draw(st.sampled_from(("\n", "\r\n"))))


def _heading(draw: st.DrawFn, section: str) -> str:
    title = draw(st.sampled_from(SYNONYMS[section]))  # type: ignore[index]
    dressed = draw(st.sampled_from((title, title.upper(), title.capitalize(), f"**{title}**", f"{title}:")))
    return f"{draw(st.sampled_from(('##', '###')))} {dressed}{draw(st.sampled_from(('', ' ##')))}"


def _laid_out(draw: st.DrawFn, part: Part) -> list[str]:
    way = "lines" if part.section == "script" else draw(st.sampled_from(("bullets", "lines", "paragraph")))
    if way == "paragraph":
        return [_wrapped(draw, " ".join(part.sentences))]
    if way == "lines":
        return list(part.sentences)
    bullet = draw(st.sampled_from(BULLETS))
    gap = [""] if draw(st.booleans()) else []
    return [line for one in part.sentences for line in (f"{bullet}{_wrapped(draw, one, len(bullet))}", *gap)]


def _wrapped(draw: st.DrawFn, text: str, indent: int = 0) -> str:
    """The text broken over lines before small words, where nothing could be taken for a bullet."""
    if not draw(st.booleans()):
        return text
    return re.sub(r"(?<=[a-z]) (?=(?:and|her|the|that|to|by|of) )", "\n" + " " * indent, text, count=3)


@st.composite
def misspelt(draw: st.DrawFn, sentence: str) -> str:
    """The sentence with a letter of one of its words changed, as in a slip of the pen."""
    words = list(re.finditer(r"[A-Za-z]{2,}", sentence))
    word = draw(st.sampled_from(words))
    at = draw(st.integers(word.start(), word.end() - 2))
    return f"{sentence[:at]}{draw(st.sampled_from(('x', 'qu', 'zz')))}{sentence[at + 1 :]}"


SHAPES = (
    "{0} {1}.",
    "- {0} {1}.",
    "  - {0} {1}",
    "      - {0} {1}",
    "* {0}\n  {1}.",
    "1. {0}? {1}!",
    "2) {0}",
    "• {0}\n• {1}",
    "– {0}",
    "> {0} {1}",
    "> - {0}\n> - {1}",
    "## {0} {1}",
    "### {0} {1}",
    "# {0} {1}",
    "## What should happen",
    "## Never",
    "## Facts",
    "## Script",
    "## Notes",
    "## Try it with",
    "What should happen:",
    "**Expected**",
    "Never",
    "#{0}",
    "| {0} | {1} |",
    "| {0} | {1} |\n|---|---|\n| {2} | {3} |",
    "| name | risk | {0} |\n|:-|-:|--|\n| {1} | {2} | a \\| {3} |",
    "{0} | {1}\n--- | ---\n{2} | {3}",
    "<!-- {0} {1} -->",
    "{0} <!-- {1}\n{2} --> {3}",
    "<!-- {0}",
    "{0} -->",
    "Owner: {0} · {1}: {2}",
    '{0} "{1}. {2}',
    "“{0}. {1}” {2}. ‘{3}. {0}’",
    "    {0} {1}",
    "\t{0}",
    "-\t{0}\n\t- {1}",
    "[{0}]({1})",
    "[{0}]: {1}",
    "[{0}]({1}.md)",
    "{0} {1}\n---",
    "{0}\n===",
    "***",
    "- - -",
    "<b>{0}</b>",
    "<div>\n{0}\n</div>",
    "{0} (critical) {1}",
    "- {0}. (low)",
    "\\{0}\\",
    "{0}\t{1}",
    "- - {0}",
    "{0}  \n{1}",
    "{0}\\\n{1}",
    "&amp; {0}",
    "- [ ] {0}",
    "\u00a0{0}\u00a0{1}",
    "{0}。{1}！",
    "שלום {0}. {1}",
    "e\u0301{0} 👩‍👩‍👧 {1}",
    "Given {0}\nWhen {1}\nThen {2}\nAnd {3}",
    "Agent: {0}",
    "",
)
"""Constructs of all kinds; each number is a word of its own."""


@st.composite
def wild(draw: st.DrawFn) -> str:
    """A document of many constructs in any order, each of its words (w1x, w2x, ...) different."""
    shapes = draw(st.lists(st.sampled_from(SHAPES), min_size=1, max_size=14))
    words = (f"w{number}x" for number in range(10_000))
    lines = [re.sub(r"\{\d\}", lambda _: next(words), shape) for shape in shapes]
    return draw(st.sampled_from(["\n", "\n\n", "\r\n"])).join(lines)
