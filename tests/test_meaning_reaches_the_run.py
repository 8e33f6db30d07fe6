"""What a sentence means is what happens: from the author's words through the conversation to the mark beside them."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.assurance import Cast, assure, compile_all
from harness.conversation.nouns import Transcript
from harness.criteria import Mark
from harness.journey import read_source
from harness.record import RECORD
from harness.report import terminal
from harness.run import RunRecord, transcripts
from harness.settings import Settings
from harness.target.nouns import Event, Reply, Target
from harness.testing import LinesTarget, ToldClock
from harness.verdict.nouns import SentenceResult, Verdict

ROOT = Path(__file__).parent.parent / "journeys"

CUSTOMER = """\
# A kettle

Ann Moss is polite. She bought a kettle and it arrived cracked. She wants a full refund.
Her order number is W-1042. She only gives her postcode, SW1A 1AA, if the agent asks for it.
She does not know her customer number. Her phone number is 020 7946 0018.
If the agent offers a voucher: "No thanks, I'd rather have my money."
"""


class Shop(LinesTarget):
    """An agent with lines, whose records can be read."""

    def __init__(self, lines: Sequence[str | Reply], **records: str) -> None:
        super().__init__(lines)
        self._records = records

    async def read(self, conversation: str, subject: str, field: str) -> str | None:
        """What the records say of a field."""
        return self._records.get(field)


def held(text: str, target: Target, folder: Path) -> tuple[RunRecord, Verdict, Transcript]:
    """Hold the one conversation of a journey, recorded and read back."""
    plans = compile_all([read_source(text, ROOT / "kettle.md", ROOT)], Settings().vocabulary)
    clock = ToldClock()
    record = asyncio.run(assure(plans, Cast(target), Settings(), folder, clock))
    (verdict,) = record.verdicts
    return record, verdict, transcripts(Path(record.folder) / RECORD)[verdict.case]


def line(text: str, *events: Event, desk: str = "returns") -> Reply:
    """A reply of an agent that reports desks and events."""
    return Reply(text=text, desk=desk, events=events)


def tool(name: str, **arguments: str) -> Event:
    """A call of a tool."""
    return Event(id=f"call-{name}", kind="tool", name=name, arguments=arguments, result={"ok": True})


def moved(desk: str) -> Event:
    """A hand-off."""
    return Event(id=f"to-{desk}", kind="handoff", desk="triage", name=desk)


# ---- the customer -------------------------------------------------------------------------------------------

SAYINGS = {
    "Hello, how can I help?": False,
    "What is your order number?": False,
    "I see. Anything else?": False,
    "Thank you. Where do you live?": False,
    "We never share your postcode with anybody.": False,
    "Which order is it about?": False,
    "Could I have your phone number, please?": False,
    "I'm sorry, I didn't understand that. Could you say it again?": False,
    "What is your customer number?": False,
    "I'm afraid we cannot refund this.": False,
    "Would you like a voucher instead?": False,
    "Tell me everything that you know about the order.": False,
    "": False,
    "Could you tell me your postcode?": True,
    "I need the order number and the postcode, please.": True,
}
"""What an agent might say, and whether it asks for the postcode."""


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(SAYINGS)), min_size=1, max_size=8))
def test_what_is_only_given_when_asked_is_never_volunteered(sayings: list[str]) -> None:
    """Whatever an agent says, in whatever order: the postcode is in no message before it was asked for."""
    text = f"{CUSTOMER}\n## What should happen\n\n- The agent apologises.\n"
    with TemporaryDirectory() as folder:
        _, _, transcript = held(text, LinesTarget([*sayings, "Goodbye."]), Path(folder))
    asked = False
    for turn in transcript.turns:
        given = "sw1a" in turn.customer.text.casefold().replace(" ", "")
        assert asked or not given, [one.customer.text for one in transcript.turns]
        asked = asked or SAYINGS.get(turn.reply.text, False)


KEPT = [
    ("She only mentions that the box was wet if the agent asks about the box.", "wet", "Was the box damaged?"),
    (
        "Her kettle arrived cracked, and she only gives her email, ann@example.com, if asked.",
        "ann@",
        "What is your email?",
    ),
    ("Her subscription number is S-77 and she only gives her email, ann@example.com, if asked.", "ann@", "Your email?"),
    ("She does not reveal her email, ann@example.com, until the agent asks for it.", "ann@", "What is your email?"),
    ("Only when asked: her email is ann@example.com.", "ann@", "What is your email?"),
]
"""A sentence that keeps something back, what must not be heard before it is asked for, and the question."""


@pytest.mark.parametrize(("sentence", "secret", "question"), KEPT, ids=[case[0][:40] for case in KEPT])
def test_no_sentence_gives_away_what_it_keeps_back(tmp_path: Path, sentence: str, secret: str, question: str) -> None:
    """However it is worded, and whatever else the sentence tells: first the question, then the answer."""
    text = f"# A\n\nAnn Moss is polite. {sentence} She wants a refund.\n\n## Should\n\n- The agent apologises.\n"
    agent = LinesTarget(["Hello, how can I help?", "I see. What is your name?", question, "Thank you, goodbye."])
    _, _, transcript = held(text, agent, tmp_path)
    said = [turn.customer.text for turn in transcript.turns]
    assert [] == [words for words in said[:3] if secret in words]
    assert secret in said[3]


def test_what_is_asked_for_is_given(tmp_path: Path) -> None:
    """Asked for her postcode, the customer gives it, and the sentence that says so is marked with her words."""
    agent = LinesTarget(["Could you tell me your postcode?", "Thank you, goodbye."])
    record, verdict, transcript = held(f"{CUSTOMER}\n## Never\n\n- The agent offers a voucher.\n", agent, tmp_path)
    assert "SW1A 1AA" in transcript.turns[1].customer.text
    shown = "\n".join(terminal.conversation(record.plans[0], verdict, transcript))
    assert "● She only gives her postcode, SW1A 1AA, if the agent asks for it." in shown


def test_what_is_not_known_is_answered_with_not_knowing(tmp_path: Path) -> None:
    """Asked for a number that she does not know, the customer says so, and makes none up."""
    agent = LinesTarget(["What is your customer number?", "Thank you, goodbye."])
    record, verdict, transcript = held(f"{CUSTOMER}\n## Never\n\n- The agent offers a voucher.\n", agent, tmp_path)
    answer = transcript.turns[1].customer
    assert "unknown" == answer.act
    assert not any(mark.isdigit() for mark in answer.text)
    shown = "\n".join(terminal.conversation(record.plans[0], verdict, transcript))
    assert "● She does not know her customer number.  (turn 2)" in shown


@pytest.mark.parametrize(
    ("says", "mark", "words"),
    [
        ("I can offer you a voucher instead.", "pass", "No thanks, I'd rather have my money."),
        ("I can offer you a refund.", "not_exercised", None),
        ("We have no vouchers any more.", "not_exercised", None),
    ],
)
def test_a_reaction_fires_when_its_time_comes(tmp_path: Path, says: str, mark: Mark, words: str | None) -> None:
    """Offered a voucher she says what the author wrote; where that never happens, it was not exercised."""
    text = f"{CUSTOMER}\n## What should happen\n\n- The agent apologises.\n"
    record, verdict, transcript = held(text, LinesTarget([says, "I understand. Goodbye."]), tmp_path)
    found = {_words(record, one): one.result for one in verdict.sentences}
    assert mark == found['If the agent offers a voucher: "No thanks, I\'d rather have my money."']
    said = [turn.customer.text for turn in transcript.turns[1:]]
    assert (words in said) == (words is not None)


# ---- the agent ----------------------------------------------------------------------------------------------

Case = tuple[str, str, list[str | Reply], list[str | Reply]]

ASK, GIVE = "What is your order number?", "Could you tell me your postcode?"
REFUND = tool("refund_order", order="W-1042", amount="39.00")

CASES: list[Case] = [
    ("should", "The agent asks for the postcode.", [GIVE], ["What is your name?"]),
    ("should", 'The agent says "This call is recorded".', ["Hello. This call is recorded."], ["Hello."]),
    (
        "should",
        "The agent tells her that the refund takes 5 to 7 business days.",
        ["The refund takes 5 to 7 business days."],
        ["The refund takes 3 business days."],
    ),
    ("should", "The agent refunds £39.00.", [line("Done.", REFUND)], [line("I have refunded £39.00.")]),
    ("should", "The agent uses `refund_order`.", [line("Done.", REFUND)], [line("Done.", tool("find_order"))]),
    (
        "should",
        "Ann ends up with the returns team.",
        [line("One moment.", moved("returns"))],
        [line("Hi.", desk="triage")],
    ),
    ("should", "Ann is handed over to a person.", [line("One moment.", moved("human"), desk="human")], [line("No.")]),
    (
        "should",
        "It is all done within 3 turns.",
        ["I refunded it. Goodbye."],
        [ASK, GIVE, "Your name?", "Your phone number?"],
    ),
    (
        "should",
        "Ann is not passed on more than once.",
        [line("I have refunded your order.")],
        [line("a", desk="triage"), line("b"), line("c", desk="billing"), line("d")],
    ),
    (
        "should",
        "The agent asks for the postcode before it talks about a refund.",
        [GIVE, "A refund is possible."],
        ["A refund is possible.", GIVE],
    ),
    (
        "should",
        "The agent refunds £39.00 only after the customer agrees.",
        [line("Shall I refund £39.00 to your card?"), line("Done.", REFUND)],
        [line("Done: I refunded it.", REFUND)],
    ),
    (
        "should",
        "If the agent offers a voucher, it apologises.",
        ["I can offer you a voucher.", "I am sorry."],
        ["I can offer you a voucher.", "Fine."],
    ),
    ("never", "The agent asks for her phone number.", [ASK], ["Could I have your phone number?"]),
    ("never", "The agent offers a voucher.", [ASK], ["I can offer you a voucher."]),
    ("never", "The agent uses `refund_order`.", [line("Hello.")], [line("Done.", REFUND)]),
    ("never", "Ann is sent to the billing desk.", [line("Hi.")], [line("Hi.", moved("billing"), desk="billing")]),
    ("never", "The agent asks for the order number again after she has given it.", [ASK, GIVE], [ASK, ASK]),
    (
        "never",
        "The agent refunds the order before it has asked for the postcode.",
        [line(GIVE), line("Done.", REFUND)],
        [line("Done.", REFUND), line(GIVE)],
    ),
    (
        "facts",
        "A refund takes 5 to 7 business days.",
        ["A refund takes 5 to 7 business days."],
        ["A refund takes 3 business days."],
    ),
]
"""Section, sentence, an agent that keeps it, an agent that breaks it."""

TITLES = {"should": "What should happen", "never": "What must never happen", "facts": "What is true"}


def journey(section: str, *sentences: str) -> str:
    """The customer with one section more; `facts` alone would check nothing."""
    lines = "\n".join(sentence if sentence.startswith(" ") else f"- {sentence}" for sentence in sentences)
    more = "\n## What should happen\n\n- The agent says something.\n" if section == "facts" else ""
    return f"{CUSTOMER}{more}\n## {TITLES[section]}\n\n{lines}\n"


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case[1] for case in CASES])
def test_each_kind_of_sentence_is_held_and_broken(tmp_path: Path, number: int) -> None:
    """A good agent passes, a bad one fails the very sentence, in the author's words, with proof and the turn."""
    section, sentence, good, bad = CASES[number]
    for lines, mark, folder in ((good, "pass", "good"), (bad, "fail", "bad")):
        agent = LinesTarget([*lines, _goodbye(lines[-1])])
        record, verdict, transcript = held(journey(section, sentence), agent, tmp_path / folder)
        (found,) = [one for one in verdict.sentences if _words(record, one) == sentence]
        assert mark == found.result, (found, [(turn.customer.text, turn.reply.text) for turn in transcript.turns])
        assert found.evidence
        assert (found.turn is not None) == (mark == "fail")
        shown = terminal.conversation(record.plans[0], verdict, transcript)
        assert any(("✔" if mark == "pass" else "✘") in one and sentence[:40] in one for one in shown)


@pytest.mark.parametrize(("refunded", "mark"), [("39.00", "pass"), ("0.00", "fail"), (None, "cannot_tell")])
def test_the_world_afterwards_is_read(tmp_path: Path, refunded: str | None, mark: Mark) -> None:
    """A sentence about the shop's records is judged by what they say, whatever the agent says."""
    records = {} if refunded is None else {"refunded": refunded}
    text = journey("should", "Order W-1042 is refunded in the shop's records.")
    _, verdict, _ = held(text, Shop(["I have refunded your order. Goodbye."], **records), tmp_path)
    assert mark == next(one.result for one in verdict.sentences if one.level == "required")


LISTS = [
    ("any", "I am sorry.", ["pass", "not_applicable"], "✔ The agent does one of:"),
    ("any", "I can offer you a voucher.", ["not_applicable", "pass"], "✔ The agent does one of:"),
    ("any", "Hello.", ["fail", "fail"], "✘ The agent does one of:"),
    ("all", "I am sorry. I can offer you a voucher.", ["pass", "pass"], "✔ The agent does all of:"),
    ("all", "I am sorry.", ["pass", "fail"], "✘ The agent does all of:"),
]


@pytest.mark.parametrize(("how", "says", "marks", "whole"), LISTS, ids=[f"{case[0]}: {case[1]}" for case in LISTS])
def test_lists_are_judged_line_by_line_and_as_a_whole(
    tmp_path: Path, how: str, says: str, marks: list[Mark], whole: str
) -> None:
    """One of a list is enough, or all have to hold: each line has its mark, and so has the line above them."""
    lead = "The agent does one of:" if how == "any" else "The agent does all of:"
    text = journey("should", lead, "  - apologises", "  - offers a voucher")
    record, verdict, transcript = held(text, LinesTarget([says, "Goodbye."]), tmp_path)
    assert marks == [one.result for one in verdict.sentences if one.level == "required"]
    assert any(whole in one for one in terminal.conversation(record.plans[0], verdict, transcript))


def test_every_line_is_shown_in_the_authors_order_and_words(tmp_path: Path) -> None:
    """`harness show` has every sentence in the order of the file, and a mark where it has one."""
    every = [case[1] for case in CASES if case[0] == "should"]
    nevers = [case[1] for case in CASES if case[0] == "never"]
    text = (
        journey("should", *every, "The agent handles it well.")
        + "\n## Never\n\n"
        + "".join(f"- {sentence}\n" for sentence in nevers)
        + "\n## Nice to have\n\n- The agent thanks her.\n\n## Notes\n\nAnn is everybody's aunt.\n"
    )
    record, verdict, transcript = held(text, LinesTarget([ASK, GIVE, "Goodbye."]), tmp_path)
    shown = terminal.conversation(record.plans[0], verdict, transcript)
    printed = " ".join(" ".join(shown[shown.index("") + 1 :]).split())
    at = printed.index(" Ann Moss is polite.")
    for reading in record.plans[0].readings:
        sentence = " ".join(reading.sentence.text.split())
        assert sentence in printed[at:], sentence
        at = printed.index(sentence, at) + len(sentence)
    required = [one for one in verdict.sentences if one.level == "required"]
    assert len(every) + len(nevers) + 1 == len(required)
    assert all(one.evidence for one in required if one.result in ("pass", "fail"))
    assert "⚠ vague, not checked: The agent handles it well." in printed
    assert "– The agent thanks her. (ideally: does not count)" in printed


def _goodbye(last: str | Reply) -> str | Reply:
    return last.model_copy(update={"text": "Goodbye.", "events": ()}) if isinstance(last, Reply) else "Goodbye."


def _words(record: RunRecord, result: SentenceResult) -> str:
    return record.reading("kettle", result.sentence).sentence.text
