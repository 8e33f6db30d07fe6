"""A plan told as a journey again means the same; no word of an understood sentence can vanish."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.journey import read_journey
from harness.journey.nouns import Heading, JourneySettings, Sentence, Span, Variation
from harness.plan import Plan, compile_journey
from harness.plan.digest import meaning
from harness.plan.nouns import (
    JUDGED,
    AnyItem,
    Behaviour,
    Check,
    Deed,
    Ending,
    Fact,
    Limit,
    Line,
    Persona,
    Policy,
    Reaction,
    Reading,
    Route,
    State,
    ToolCheck,
    Want,
)
from harness.plan.rules.traits import mood_in
from harness.plan.saying.restate import restate
from harness.plan.saying.retell import retell
from harness.plan.saying.telling import tellings
from tests.plan.conftest import ROOT, SHOP, SHOPS

Compiled = Callable[[str], Plan]

HERE = Path(__file__).parents[2]
FIXTURES = sorted((HERE / "tests" / "fixtures" / "journeys").glob("*.md"))
WRITTEN = [pytest.param(path, id=path.stem) for path in (*SHOPS, *FIXTURES)]


def _plan(path: Path) -> Plan:
    root = ROOT if path.is_relative_to(ROOT) else path.parent
    return compile_journey(read_journey(path, root), SHOP)


def _text(plan: Plan) -> str:
    """A journey's own text, without what it includes, as a test can change it."""
    file = ROOT / plan.file
    text = (file if file in SHOPS else FIXTURES[0].parent / plan.file).read_text(encoding="utf-8")
    return re.sub(r"^\[.*\]\(.*\)$", "", text, flags=re.MULTILINE)


# ---- told again ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", WRITTEN)
def test_a_journey_told_again_means_the_same(path: Path, compiled: Compiled) -> None:
    """What was understood, said back in ordinary sentences, is understood as the very same."""
    plan = _plan(path)
    assert plan.meaning == compiled(retell(plan, SHOP)).meaning


@pytest.mark.parametrize("path", WRITTEN)
def test_telling_it_twice_changes_nothing(path: Path, compiled: Compiled) -> None:
    """A journey that was told again is told in the same words the next time."""
    once = retell(_plan(path), SHOP)
    assert once == retell(compiled(once), SHOP)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in SHOPS])
def test_the_shop_s_journeys_need_no_words_but_ours(path: Path) -> None:
    """Every sentence of the shop's journeys is said back in ours; what is done the first time only, in its author's."""
    own = [one.sentence.text for one in tellings(_plan(path), SHOP) if one.own]
    assert [] == [text for text in own if not text.startswith("The first time")]


def test_most_sentences_are_said_back() -> None:
    """Of what was understood in journeys of other trades, four sentences in five are said back in our words."""
    told = [one for path in FIXTURES for one in tellings(_plan(path), SHOP)]
    assert len([one for one in told if one.own]) <= len(told) / 5


@pytest.mark.parametrize("path", WRITTEN)
def test_a_restatement_holds_no_marker(path: Path) -> None:
    """What is said back is prose: a capital, a full stop or a closing quotation, no tag, bracket or key."""
    for reading in _plan(path).readings:
        for item in reading.items:
            assert re.fullmatch(r"[^\[\]<>_|]*[.?!”\"'*)]", re.sub(r"`[^`]*`|\S+@[\w.-]*\w", "", restate(item))), (
                restate(item)
            )


GROUPS = """# T

Owner: X

Her order number is {order}.

## What should happen

- The agent does one of these:
  - The agent offers a voucher.
  - The agent refunds £39.00. (critical)
- All of the following:
  - The agent apologises.
  - The agent opens a ticket.
- The agent offers one of:
  - a free month
  - a replacement

## What must never happen

- Any of these:
  - The agent asks for her password.
  - The agent cancels the order.

## Try it with

| name | order | segment | should | never |
|------|-------|---------|--------|-------|
| a    | W-1   | young   | The agent asks for her email. The agent apologises for the delay. | |
| b    | W-2   |         |        | The agent offers a voucher. (high) |
"""


def test_lists_and_rows_are_told_again(compiled: Compiled) -> None:
    """Lists of which one is enough, marks of severity, segments and what only one row expects all come back."""
    plan = compiled(GROUPS)
    assert plan.meaning == compiled(retell(plan, SHOP)).meaning


def test_what_a_list_asks_for_is_part_of_the_meaning(compiled: Compiled) -> None:
    """One of two and both of two are not the same."""
    assert compiled(GROUPS).meaning != compiled(GROUPS.replace("one of these", "all of these")).meaning
    assert compiled(GROUPS).meaning != compiled(GROUPS.replace("(critical)", "(low)")).meaning


# ---- any item -----------------------------------------------------------------------------------------------

THINGS = st.sampled_from(
    [
        "a full refund", "a replacement", "a voucher", "a free month", "the delivery fee", "her order", "the {item}",
        "a discount of £5.00", "compensation", "the parcel", "the subscription", "the booking",
    ]
)  # fmt: skip
DOINGS = st.sampled_from(
    [
        "to cancel the subscription",
        "to refund £12.50",
        "to send a new kettle",
        "to change the address",
        "to pay by card",
    ]
)
NEWS = st.sampled_from(
    [
        "the refund takes 5 to 7 business days", "the order will arrive on 4 November 2026", "it costs £12.50 a month",
        "the link works for 60 minutes", "an item can be refunded within 30 days", "the order has been dispatched",
        "how long the repair takes", "when the parcel will arrive", "the price", "the tracking number",
    ]
)  # fmt: skip
ASKED = st.sampled_from(
    ["the order number", "her email address", "her postcode", "{thing}", "which card she used", "a photo of the damage"]
)
KEYED = st.sampled_from(
    [
        ("order number", "W-1042"), ("order number", "{order}"), ("email", "jo@example.com"), ("postcode", "SW1A 1AA"),
        ("phone number", "07700 900123"), ("account number", "8841002"), ("address", "7 Park Lane, Leeds"),
        ("flight number", "BA 117"), ("card", "Visa ending 2210"), ("ticket number", "T-88"),
    ]
)  # fmt: skip
STORIES = st.sampled_from(
    [
        "She bought a {item} twelve days ago", "Her order arrived cracked", "Her coffee machine started to smoke",
        "She was charged twice in October", "The parcel never came", "A neighbour signed for it",
    ]
)  # fmt: skip
SAID = st.sampled_from(
    ["No thanks.", "That's not what I asked for!", "Can you check again?", "I'd like my money back."]
)
TRAITS = st.lists(
    st.sampled_from(["polite", "tired", "a little pushy", "worried", "seventy-four", "very friendly", "brief"]),
    min_size=1,
    max_size=3,
    unique=True,
).map(tuple)
TOOLS = st.sampled_from(sorted(SHOP.tools))
DESKS = st.sampled_from([*sorted(SHOP.desks), "human"])


def _quoted(words: str) -> Deed:
    return Deed(act="say", about=words, exact=words)


def _deeds() -> st.SearchStrategy[Deed]:
    """Deeds of the agent."""
    return st.one_of(
        st.builds(Deed, act=st.just("ask"), about=ASKED),
        st.builds(Deed, act=st.just("say"), about=NEWS),
        st.sampled_from(["It is on its way.", "This call is recorded"]).map(
            _quoted
        ),
        st.builds(Deed, act=st.just("offer"), about=st.sampled_from(["a voucher", "a free month", "to pay by card"])),
        st.sampled_from(["to cancel the order", "the cancellation"]).map(
            lambda about: Deed(act="offer", about=about, action="cancel")
        ),
        st.sampled_from(["to change the address", "a change of address"]).map(
            lambda about: Deed(act="refuse", about=about, action="update")
        ),
        st.sampled_from(["", "the delay", "the wait of 3 weeks"]).map(lambda about: Deed(act="apologise", about=about)),
        st.sampled_from(
            [
                ("refund", "£39.00"), ("refund", "the delivery fee"), ("cancel", "the order"), ("look_up", "the order"),
                ("verify", "her identity"), ("update", "the address"), ("create", "a ticket"),
                ("create", "a replacement"), ("send", "a reset link"), ("reset", "the account"),
            ]
        ).map(lambda pair: Deed(act="do", action=pair[0], about=pair[1])),
        st.builds(Deed, act=st.just("repeat"), of=st.just("ask"), about=st.sampled_from(["", "the order number"])),
        st.builds(Deed, act=st.just("repeat"), of=st.just("offer"), about=st.sampled_from(["a voucher"])),
    )  # fmt: skip


EVENTS = st.sampled_from(
    [
        Deed(act="ask", about="the order number"),
        Deed(act="do", action="verify", about="the customer"),
        Deed(act="offer", about="a voucher"),
        Deed(by="customer", act="say", about="agree"),
    ]
)
LEVELS = st.sampled_from(["required", "advisory"])
POLARITIES = st.sampled_from(["must", "never"])
SEVERITIES = st.sampled_from(["medium", "critical"])


def _criterion(deed: Deed, polarity: str) -> str:
    """What a check is a matter of (design 3), for the deeds above."""
    if deed.act == "repeat":
        return "looping"
    if deed.act == "apologise":
        return "conduct"
    return "hallucination" if polarity == "never" and deed.act in ("say", "offer") else "resolution"


@st.composite
def _checks(draw: st.DrawFn) -> Check:
    deed, polarity = draw(_deeds()), draw(POLARITIES)
    if deed.act == "refuse" or deed.act == "repeat":
        polarity = {"refuse": "must", "repeat": "never"}[deed.act]
    tie = draw(st.sampled_from(["none", "when", "before", "after"]))
    if polarity == "never" and tie == "after":
        tie = "none"
    return Check.model_validate(
        {
            "sentence": "", "text": "", "deed": deed, "polarity": polarity, "level": draw(LEVELS),
            "criterion": _criterion(deed, polarity), "severity": draw(SEVERITIES),
            tie: draw(EVENTS) if deed.act not in ("say", "repeat") else None,
        }
        if tie != "none"
        else {
            "sentence": "", "text": "", "deed": deed, "polarity": polarity, "level": draw(LEVELS),
            "criterion": _criterion(deed, polarity), "severity": draw(SEVERITIES),
        }
    )  # fmt: skip


def _of(kind: type, **fields: object) -> st.SearchStrategy[AnyItem]:
    """Items of a kind, their own text left for later."""
    given_ = {key: value if isinstance(value, st.SearchStrategy) else st.just(value) for key, value in fields.items()}
    return st.builds(kind, sentence=st.just(""), text=st.just(""), **given_)


def _facts() -> st.SearchStrategy[AnyItem]:
    reveals = st.sampled_from(["when_relevant", "if_asked"])
    return st.one_of(
        st.builds(
            lambda pair, reveal: Fact(sentence="", text="", key=pair[0], value=pair[1], reveal=reveal), KEYED, reveals
        ),
        _of(Fact, key=KEYED.map(lambda pair: pair[0]), known=False),
        _of(Fact, key=KEYED.map(lambda pair: pair[0]), reveal="never"),
        _of(Fact, value=STORIES),
    )


CUSTOMER = st.one_of(
    TRAITS.map(lambda traits: Persona(sentence="", text="", traits=traits, mood=mood_in(" ".join(traits)))),
    _of(Want, role="goal", about=st.one_of(THINGS, DOINGS)),
    _of(Want, role="constraint", about=st.one_of(THINGS, DOINGS)),
    _of(Want, role="constraint", about=st.one_of(THINGS, DOINGS), accepts=False),
    _facts(),
    _of(Reaction, trigger=EVENTS, say=SAID, times=st.sampled_from([None, 1, 2, 3])),
    _of(Reaction, trigger=EVENTS, does=st.sampled_from(["refuse", "push_back", "leave", "ask_for_human"])),
    _of(Reaction, trigger=EVENTS, does=st.sampled_from(["refuse", "push_back"]), say=SAID),
    _of(Line, say=SAID),
    _of(Behaviour, does="push_back", times=st.sampled_from([None, 1, 2, 3, 7])),
    _of(Behaviour, does=st.sampled_from(["impatient", "patient", "brief", "chatty", "polite", "rude", "corrects"])),
    _of(Ending, when=EVENTS, satisfied=st.booleans()),
)
AGENT = st.one_of(
    _checks(),
    _of(Route, desk=DESKS, final=st.booleans(), polarity=POLARITIES, level=LEVELS, severity=SEVERITIES),
    _of(Route, desk="none", final=True),
    _of(ToolCheck, tool=TOOLS, about=THINGS, polarity=POLARITIES, level=LEVELS),
    _of(ToolCheck, tool=TOOLS, about=THINGS, at_most=st.sampled_from([1, 2, 3])),
    _of(
        State,
        subject=st.sampled_from(["order W-1042", "charge C-5511", "order {order}"]),
        field=st.sampled_from(["refunded", "cancelled"]),
        value=st.sampled_from(["yes", "£39.00"]),
        polarity=POLARITIES,
    ),
    _of(State, subject="charge C-5511", field="refunded", op="is_not", value="yes"),
    _of(State, subject="order W-1042", field="address", value="7 Park Lane, Leeds", polarity=POLARITIES),
    _of(State, subject="order W-1042", field="status", op="changed", polarity=POLARITIES),
    _of(Limit, metric=st.sampled_from(["turns", "questions"]), value=st.sampled_from(["1", "8", "{n}"]), level=LEVELS),
    _of(Limit, metric="seconds", value="5", op=st.sampled_from(["at_most", "at_least"])),
    _of(Limit, metric="handoffs", value=st.sampled_from(["1", "2", "3"]), criterion="misrouting"),
)
FACTS = _of(Policy, about=st.sampled_from(["A refund takes 5 days", "The club costs £12.50 a month"]))


GOAL = Want(sentence="", text="", role="goal", about="a refund")
EXPECTED = Check(sentence="", text="", deed=Deed(act="apologise"), criterion="conduct")


def _section(item: AnyItem) -> Heading:
    if isinstance(item, JUDGED):
        return "never" if item.polarity == "never" else "should"
    return "facts" if item.kind == "policy" else "customer"


def _made(items: list[AnyItem]) -> Plan:
    """A plan of these items, as if somebody had written a sentence for each."""
    span = Span(file="j.md", line=1, col=1, end_line=1, end_col=1)
    readings = []
    for number, item in enumerate(items):
        said = item.model_copy(update={"text": restate(item)})
        severity = item.severity if isinstance(item, JUDGED) and item.severity != "medium" else None
        sentence = Sentence(id=str(number), span=span, text="?", heading=_section(item), severity=severity)
        readings.append(Reading(sentence=sentence, status="understood", items=(said,)))
    held, rows = JourneySettings(owner="X"), (Variation(name="", values={}),)
    return Plan(
        journey="j", title="T", file="j.md", settings=held, readings=tuple(readings), variations=rows, complaints=(),
        compiler="", meaning=meaning(held, readings, rows), text_digest="",
    )  # fmt: skip


def _implied(item: AnyItem) -> bool:
    """Whether its sentence says more than the item: who is brief also behaves so."""
    return isinstance(item, Persona) and bool({"polite", "a little pushy", "brief"} & set(item.traits))


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(item=st.one_of(CUSTOMER, AGENT, FACTS))
def test_any_item_is_read_back(item: AnyItem, compiled: Compiled) -> None:
    """Whatever an item holds, the sentence that restates it is read as this item, and as nothing else."""
    if _implied(item):
        return
    plan = _made([GOAL, item, EXPECTED])
    back = compiled(retell(plan, SHOP))
    assert [_core(one) for reading in plan.readings for one in reading.items] == [
        _core(one) for reading in back.readings for one in reading.items
    ], restate(item)


def _core(item: AnyItem) -> object:
    return item.model_dump(exclude={"sentence"})


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    customer=st.lists(CUSTOMER.filter(lambda item: not _implied(item)), max_size=6),
    agent=st.lists(AGENT, max_size=6),
    facts=st.lists(FACTS, max_size=2),
)
def test_any_plan_told_as_a_journey_means_the_same(
    customer: list[AnyItem], agent: list[AnyItem], facts: list[AnyItem], compiled: Compiled
) -> None:
    """A journey written from any items is compiled to these items, in their order."""
    plan = _made([GOAL, *customer, EXPECTED, *agent, *facts])
    assert plan.meaning == compiled(retell(plan, SHOP)).meaning
