"""What providers count, in all its shapes, as one kind of number; what cannot be is unknown, never a crash."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.model.usage import UNKNOWN, anthropic_usage, openai_usage
from harness.money import PLAUSIBLE, Tokens

ANTHROPIC: list[tuple[dict[str, Any], Tokens]] = [
    ({"input_tokens": 10, "output_tokens": 4}, Tokens(fresh=10, output=4)),
    (
        {"input_tokens": 10, "output_tokens": 4, "cache_read_input_tokens": None, "cache_creation": None},
        Tokens(fresh=10, output=4),
    ),
    (
        {"input_tokens": 10, "output_tokens": 4, "cache_read_input_tokens": 900, "cache_creation_input_tokens": 70},
        Tokens(fresh=10, output=4, cache_read=900, cache_write=70),
    ),
    (
        {
            "input_tokens": 10,
            "output_tokens": 4,
            "cache_creation_input_tokens": 70,
            "cache_creation": {"ephemeral_5m_input_tokens": 50, "ephemeral_1h_input_tokens": 20},
        },
        Tokens(fresh=10, output=4, cache_write=50, cache_write_hour=20),
    ),
    (
        {"input_tokens": 10, "output_tokens": 4, "cache_creation": {"ephemeral_1h_input_tokens": 20}},
        Tokens(fresh=10, output=4, cache_write_hour=20),
    ),
    (
        {"input_tokens": 10, "output_tokens": 40, "output_tokens_details": {"thinking_tokens": 30}},
        Tokens(fresh=10, output=40, reasoning=30),
    ),
]

OPENAI: list[tuple[dict[str, Any], Tokens, str]] = [
    ({"prompt_tokens": 10, "completion_tokens": 4, "total_tokens": 14}, Tokens(fresh=10, output=4), "reported"),
    ({"prompt_tokens": 10, "completion_tokens": 4}, Tokens(fresh=10, output=4), "reported"),
    (
        {
            "prompt_tokens": 1000,
            "completion_tokens": 40,
            "total_tokens": 1040,
            "prompt_tokens_details": {"cached_tokens": 896, "cache_write_tokens": 64, "audio_tokens": None},
            "completion_tokens_details": {"reasoning_tokens": 30},
        },
        Tokens(fresh=40, cache_read=896, cache_write=64, output=40, reasoning=30),
        "reported",
    ),
    # Reasoning beside the completion, named: it is output all the same.
    (
        {
            "prompt_tokens": 10,
            "completion_tokens": 4,
            "total_tokens": 44,
            "completion_tokens_details": {"reasoning_tokens": 30},
        },
        Tokens(fresh=10, output=34, reasoning=30),
        "reported",
    ),
    # The total holds more than it says: taken for output, and said to be an estimate.
    (
        {"prompt_tokens": 10, "completion_tokens": 4, "total_tokens": 44},
        Tokens(fresh=10, output=34, reasoning=30),
        "estimated",
    ),
]

ABSURD: list[Any] = [
    None,
    [],
    "many",
    7,
    {},
    {"input_tokens": 10, "prompt_tokens": 10},
    {"input_tokens": -1, "output_tokens": 4, "prompt_tokens": -1, "completion_tokens": 4},
    {"input_tokens": "10", "output_tokens": 4, "prompt_tokens": "10", "completion_tokens": 4},
    {"input_tokens": 1.5, "output_tokens": 4, "prompt_tokens": 1.5, "completion_tokens": 4},
    {"input_tokens": True, "output_tokens": 4, "prompt_tokens": True, "completion_tokens": 4},
    {"input_tokens": PLAUSIBLE, "output_tokens": 1, "prompt_tokens": PLAUSIBLE, "completion_tokens": 1},
    {"input_tokens": 10, "output_tokens": 4, "output_tokens_details": {"thinking_tokens": 5}},
    {
        "input_tokens": 9,
        "output_tokens": 4,
        "cache_creation_input_tokens": 7,
        "cache_creation": {"ephemeral_1h_input_tokens": 5},
    },
    {"prompt_tokens": 10, "completion_tokens": 4, "total_tokens": 13},
    {"prompt_tokens": 10, "completion_tokens": 4, "prompt_tokens_details": {"cached_tokens": 11}},
    {"prompt_tokens": 10, "completion_tokens": 4, "completion_tokens_details": {"reasoning_tokens": 5}},
]


@pytest.mark.parametrize(("said", "tokens"), ANTHROPIC)
def test_anthropic_s_counts_are_read_in_full(said: dict[str, Any], tokens: Tokens) -> None:
    """Its input leaves the cached tokens out; writes for five minutes and for an hour are told apart."""
    assert (tokens, "reported") == anthropic_usage(said)


@pytest.mark.parametrize(("said", "tokens", "certainty"), OPENAI)
def test_openai_s_counts_are_read_in_full(said: dict[str, Any], tokens: Tokens, certainty: str) -> None:
    """Its prompt holds the cached tokens, and its total is the judge of where reasoning is counted."""
    assert (tokens, certainty) == openai_usage(said)


@pytest.mark.parametrize("said", ABSURD)
def test_counts_that_cannot_be_are_unknown(said: Any) -> None:
    """A missing, negative, broken or contradictory count makes the call unpriced, which is not zero."""
    known = [count(said) for count in (anthropic_usage, openai_usage)]
    assert all(found in (UNKNOWN, (Tokens(), "unknown")) for found in known)


NAMES = st.sampled_from(
    "input_tokens output_tokens cache_read_input_tokens cache_creation_input_tokens prompt_tokens completion_tokens "
    "total_tokens cached_tokens reasoning_tokens thinking_tokens".split()
)
TABLES = ("cache_creation", "output_tokens_details", "prompt_tokens_details", "completion_tokens_details")
COUNTS = st.integers(-5, 50) | st.none() | st.booleans() | st.floats() | st.text(max_size=3) | st.integers()


@given(
    st.dictionaries(NAMES, COUNTS), st.dictionaries(st.sampled_from(TABLES), st.dictionaries(NAMES, COUNTS) | COUNTS)
)
def test_no_counts_break_a_call(flat: dict[str, Any], nested: dict[str, Any]) -> None:
    """Whatever stands where the counts should be, there are tokens that can be, or nobody knows."""
    for count in (anthropic_usage, openai_usage):
        tokens, certainty = count({**flat, **nested})
        assert 0 <= tokens.total <= PLAUSIBLE
        assert certainty in ("reported", "estimated", "unknown")
        assert certainty != "unknown" or tokens == Tokens()
