"""What is read of an answer of any shape: the words where they stand, and nothing assumed where one is missing."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.money import Tokens
from harness.target.nouns import Reply, TargetError
from harness.target.picking import EventRule, Picks, picked

PICKS = Picks(
    reply="out[].text",
    desk="by.desk",
    model="by.model",
    ended="over",
    input_tokens="use.in",
    output_tokens="use.out",
    events="log",
    event=(
        EventRule(when="tool", kind="tool", id="id", name="tool", arguments="args", result="got", ok="fine"),
        EventRule(when="to", kind="handoff", name="to", desk="desk"),
        EventRule(when="answers", kind="result", id="answers", result="got", ok="status != 'error'"),
    ),
)


def read(answer: Any, picks: Picks = PICKS, seen: set[str] | None = None) -> Reply:
    return picked(picks, answer, 2, 0.5, seen)


def test_each_part_is_read_from_its_place() -> None:
    """Several replies of one turn are one text; tool calls and hand-offs are events in the order they happened."""
    reply = read(
        {
            "out": [{"text": "One moment."}, {"image": "x"}, {"text": "Done."}],
            "by": {"desk": "orders", "model": "m-1"},
            "over": True,
            "use": {"in": 12, "out": 3},
            "log": [
                {"tool": "find_order", "id": "c1", "args": '{"order": "W-1"}'},
                {"thought": "hm"},
                {"to": "returns", "desk": "orders"},
                {"answers": "c1", "got": {"total": "39.00"}, "status": "ok"},
                {"tool": "refund", "id": "c2", "args": {"amount": 39}, "got": "refused", "fine": False},
            ],
        }
    )
    assert ("One moment.\n\nDone.", "orders", "m-1", True, Tokens(fresh=12, output=3)) == (
        *(reply.text, reply.desk, reply.model, reply.ended, reply.tokens),
    )
    assert [
        ("t2e1", "tool", "find_order", {"order": "W-1"}, {"total": "39.00"}, True),
        ("t2e2", "handoff", "returns", {}, None, True),
        ("t2e3", "tool", "refund", {"amount": 39}, {"value": "refused"}, False),
    ] == [(one.id, one.kind, one.name, one.arguments, one.result, one.ok) for one in reply.events or ()]


def test_what_is_missing_is_not_assumed() -> None:
    """No list is nothing that could be seen, an empty one says that nothing happened; half a usage is none."""
    bare = read({"out": [{"text": "Hello."}], "use": {"in": 12}})
    assert (None, None, None, "unknown", False) == (bare.events, bare.desk, bare.tokens, bare.certainty, bare.ended)
    assert () == read({"out": [{"text": "Hello."}], "log": []}).events


@pytest.mark.parametrize("count", [-1, True, "12", 1.5, 10**13, None, []])
def test_a_count_that_cannot_be_is_left_out(count: Any) -> None:
    """It breaks no run, and is never priced."""
    assert None is read({"out": [{"text": "x"}], "use": {"in": count, "out": 1}}).tokens


@pytest.mark.parametrize("answer", [{}, [], None, 7, "Hello", {"out": 7}, {"out": []}, {"out": [{"text": 7}]}])
def test_an_answer_without_words_is_no_reply(answer: Any) -> None:
    """It is said where they should have stood, and what came is kept."""
    with pytest.raises(TargetError, match=r"at 'out\[\].text', where its reply should stand") as caught:
        read(answer)
    assert json.dumps(answer) == caught.value.came


def test_an_event_of_an_earlier_turn_is_not_taken_again() -> None:
    """Some agents answer with all that was ever said."""
    log: list[dict[str, Any]] = [{"tool": "find_order", "id": "c1"}]
    seen: set[str] = set()
    first = read({"out": [{"text": "x"}], "log": log}, seen=seen)
    second = read({"out": [{"text": "x"}], "log": [*log, {"tool": "refund", "id": "c2"}]}, seen=seen)
    assert (["find_order"], ["refund"]) == tuple([one.name for one in reply.events or ()] for reply in (first, second))


def test_a_list_of_events_without_end_is_no_reply() -> None:
    """Nobody does ten thousand things in a turn."""
    with pytest.raises(TargetError, match="more than 10,000 entries at 'log'"):
        read({"out": [{"text": "x"}], "log": [{}] * 10_001})


def test_events_of_our_own_shape_need_no_rules() -> None:
    """Entries as the harness writes them are taken as they are; a list of others is no list of events."""
    own = Picks(reply="text", events="log")
    event = {"id": "t1e1", "kind": "handoff", "name": "billing"}
    assert ["billing"] == [one.name for one in read({"text": "x", "log": [event]}, own).events or ()]
    assert None is read({"text": "x", "log": [{"kind": "verdict"}]}, own).events


def test_an_expression_that_cannot_be_read_is_refused_at_once() -> None:
    """In the settings, before anything is sent."""
    with pytest.raises(ValueError, match=r"'out\[' is no JMESPath expression"):
        Picks(reply="out[")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["out", "text", "log", "tool", "id", "args", "got", "to", "use", "in"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_any_answer_is_a_reply_or_a_sentence(answer: Any) -> None:
    """Whatever an agent answers, reading it ends with a reply or with what was wrong."""
    picks = PICKS.model_copy(update={"reply": "join('', log[].tool) || max_by(out, &use) || out.text"})
    for one in (picks, PICKS):
        with suppress(TargetError):
            assert isinstance(read(answer, one), Reply)
