"""What is not even looked for would not have been found: with and without the short cuts, a journey reads the same."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.journey.read import read_source
from harness.plan import Plan, Vocabulary, compile_journey
from harness.plan.rules import customer_facts
from harness.plan.rules.people import People
from harness.plan.rules.reading import Context
from harness.text.caseless import Caseless, Either

SHOP = Vocabulary(desks={"returns": ("returns team",)}, tools={"refund_order": "refund"})
HEADINGS = ("", "## What should happen\n\n- ", "## What must never happen\n\n- ", "## What is true\n\n- ")


def _one_of(parts: str) -> st.SearchStrategy[str]:
    return st.sampled_from(parts.split(" | "))


WHO = _one_of("The agent | It | She | Maria | You | The customer | Her order number | Someone | The refund")
DOES = _one_of(
    "asks for | wants | says that | gives | brings up | makes it clear that | takes | refuses | keeps | finds out that"
    " | walks her through | claims to have refunded | insists on having | sums up | is told | has to give | is | books"
    " | does not know | gets through to | ends with the agent asking | never says | goes to | learns that | mentions"
    " | ensures that | pretends to be | will not accept | gets angry when"
)
WHAT = _one_of(
    "her order number | an apology for the delay | £39.00 | a refund of £1,204.50 | order W-1042 | it | this"
    " | a seat that she did not agree to | her postcode, SW1A 1AA | 5 Park Lane | ann@example.com | 555-014222"
    ' | the steps | polite but tired | another address | its fee is £5 | £12345678 | she\'s late | "No, thanks."'
)
TAIL = _one_of(
    "again | before it talks about £39.00 | without her consent | if she asks | only when asked | to herself | twice"
    " | until it is found | because it is late | as she is in a hurry | word for word | at first | or a voucher"
    " | and offers a voucher | (order W-7) | on request | and only then refunds it | within 6 turns"
)
FRONT = _one_of(
    "After that, | At no point does | Before it asks, | If the agent refuses, | Right at the start | Ideally,"
    " | Should the line be busy, | On request, | Unfortunately, | An explanation of"
)
SCRAP = _one_of("£ | 1 | .5 | , | - | W | @ | £7 | £7.50 | 20 | her | steps")
SENTENCE = st.builds(
    lambda *parts: " ".join(part for part in parts if part) + ".",
    *(st.one_of(st.just(""), FRONT), st.one_of(st.just(""), WHO), DOES, WHAT, st.one_of(st.just(""), TAIL)),
)


def _plans(sentence: str) -> Iterator[Plan]:
    for heading in HEADINGS:
        page = Path("shop.md")
        yield compile_journey(read_source(f"# A journey\n\n{heading}{sentence}\n", page, Path()), SHOP)


def _without_short_cuts(to: pytest.MonkeyPatch) -> None:
    """Every pattern is looked for in every text."""
    to.setattr(Either, "may_be_in", lambda *_: True)
    to.setattr(Caseless, "search", lambda pattern, *within: pattern.full.search(*within))
    to.setattr(Caseless, "fullmatch", lambda pattern, *within: pattern.full.fullmatch(*within))
    to.setattr(customer_facts, "_MAY_NAME", re.compile(""))


@settings(max_examples=80, deadline=None)
@given(sentence=SENTENCE)
def test_a_sentence_is_read_the_same_without_the_short_cuts(sentence: str) -> None:
    """A rule that is passed over because its words are not in a sentence would have made nothing of it."""
    quick = list(_plans(sentence))
    with pytest.MonkeyPatch.context() as to:
        _without_short_cuts(to)
        assert quick == list(_plans(sentence))


@settings(max_examples=300)
@given(
    pieces=st.lists(WHAT | SCRAP | _one_of("order | W-1042 | id | 88213 | £88213"), max_size=5),
    space=st.sampled_from(("", " ")),
)
def test_a_number_beside_its_thing_is_found_among_amounts(pieces: list[str], space: str) -> None:
    """Where no number is looked for, because every figure is an amount of money, there is none."""
    journey = read_source("# A journey\n\nShe waits.\n", Path("shop.md"), Path())
    context = Context(journey.sentences[0], People(), SHOP, "low")
    text = space.join(pieces)
    quick = customer_facts.beside(text, context)
    with pytest.MonkeyPatch.context() as to:
        _without_short_cuts(to)
        assert quick == customer_facts.beside(text, context)


@settings(max_examples=300)
@given(pieces=st.lists(WHAT | SCRAP | st.just(" "), max_size=8))
def test_two_patterns_are_in_no_text_where_neither_of_them_can_be(pieces: list[str]) -> None:
    """Told of several patterns at once that they are not there, each of them alone is not there."""
    text = "".join(pieces)
    patterns = (Caseless(r"\border [a-z]-\d+"), Caseless(r"£\d+\b"), Caseless(r"\bits? (?:fee|seat)s?\b"))
    front = (Caseless(r"(?:her|an) (?:postcode|apology)"), Caseless(r"(?:order|the) steps?"))
    if not Either(Either(*patterns), at_front=front).may_be_in(text):
        assert not any(pattern.search(text) for pattern in patterns)
        assert not any(pattern.match(text) for pattern in front)
