"""A question over both SDKs: what is sent, what is read of the answer, and what it used."""

import asyncio
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.model import Answer, ModelSettings, Prompt, Stopped
from harness.model.hosted import Hosted
from harness.money import Tokens
from harness.secrets import Secret
from harness.testing import ModelReply, ModelServer
from harness.testing.model_server import Provider
from tests.model.asking_models import KEY, PROMPT, SHAPE, WIRES, ask

LONG = PROMPT.model_copy(
    update={"system": "You judge a conversation. " * 200, "stable": "Refunds take five days. " * 250}
)


def test_a_question_is_answered_with_words_model_and_tokens(provider: Provider) -> None:
    """What the model said comes back as it came, with who said it and what the provider counted."""
    asked = ask(provider, ['{"verdict":"pass"}'])
    (answer,) = asked.answers
    assert ('{"verdict":"pass"}', "model-1", "end", "reported") == (
        answer.words,
        answer.model,
        answer.stopped,
        answer.certainty,
    )
    assert 4 == answer.tokens.output
    assert ((), ()) == (answer.dropped, answer.failed)
    assert [] == asked.refused


def test_the_key_goes_where_the_sdk_puts_it(provider: Provider) -> None:
    """A server that wants the key takes the request; one that wants another says so, naming the variable alone."""
    assert asked_well(provider, KEY)
    (error,) = ask(provider, ["never"], key="another").errors
    assert f"{provider}/model-1 does not take the key in OUR_KEY (401): the key is not known" == str(error)


def asked_well(provider: Provider, key: str) -> bool:
    return ["{}"] == [answer.words for answer in ask(provider, ["{}"], key=key).answers]


def test_the_stable_parts_come_first_and_are_marked_for_the_cache() -> None:
    """Rubric, then policies, each the end of what is cached; the conversation after both, unmarked."""
    (seen,) = ask("anthropic", ["{}"]).seen
    mark = {"cache_control": {"type": "ephemeral"}}
    assert [
        {"type": "text", "text": PROMPT.system, **mark},
        {"type": "text", "text": PROMPT.stable, **mark},
    ] == seen.body["system"]
    assert [{"role": "user", "content": PROMPT.words}] == seen.body["messages"]
    (seen,) = ask("openai", ["{}"]).seen
    mark = {"prompt_cache_breakpoint": {"mode": "explicit"}}
    system, user = seen.body["messages"]
    assert [PROMPT.system, PROMPT.stable] == [part["text"] for part in system["content"]]
    assert all(mark.items() <= part.items() for part in system["content"])
    assert {"role": "user", "content": PROMPT.words} == user
    assert {"mode": "explicit"} == seen.body["prompt_cache_options"]


def test_the_shape_of_the_answer_is_asked_for_by_each_sdk_s_own_means() -> None:
    """Anthropic is given an output format, OpenAI a strict response format; neither is given a tool to misuse."""
    (anthropic,), (openai,) = ask("anthropic", ["{}"]).seen, ask("openai", ["{}"]).seen
    assert "json_schema" == anthropic.body["output_config"]["format"]["type"]
    assert SHAPE["properties"] == anthropic.body["output_config"]["format"]["schema"]["properties"]
    shape = {"name": "judge", "strict": True, "schema": SHAPE}
    assert {"type": "json_schema", "json_schema": shape} == openai.body["response_format"]


def test_nothing_is_sent_that_nobody_set(provider: Provider) -> None:
    """No temperature, no tools, no user: newer models refuse the first, and the rest is nobody's business."""
    (seen,) = ask(provider, ["{}"], [PROMPT.model_copy(update={"answer": None, "stable": "", "system": ""})]).seen
    limit = {"anthropic": "max_tokens", "openai": "max_completion_tokens"}[provider]
    assert {"model", "messages", limit} == set(seen.body)


def test_what_is_stable_is_paid_for_once(provider: Provider) -> None:
    """The second conversation under one rubric reads it from the cache; only what differs is fresh."""
    other = LONG.model_copy(update={"words": '{"turns":[1]}'})
    first, second = ask(provider, ["{}"], [LONG, other]).answers
    stable = (len(LONG.system) + len(LONG.stable)) // 4
    assert (0, stable) == (first.tokens.cache_read, first.tokens.cache_write)
    assert (stable, 0) == (second.tokens.cache_read, second.tokens.cache_write)
    assert abs(first.tokens.fresh - second.tokens.fresh) <= 1


def test_another_journey_s_policies_keep_the_rubric_cached(provider: Provider) -> None:
    """The two stable parts are marked apart: with other policies, the rubric is still read from the cache."""
    other = LONG.model_copy(update={"stable": "Refunds take ten days. " * 250})
    tokens = ask(provider, ["{}"], [LONG, other]).answers[1].tokens
    assert (len(LONG.system) // 4, len(other.stable) // 4) == (tokens.cache_read, tokens.cache_write)


def test_a_server_without_marks_still_reads_what_begins_alike() -> None:
    """An OpenAI-compatible server that refuses the marks is sent one text, the stable parts first."""
    other = LONG.model_copy(update={"words": '{"turns":[1]}'})
    asked = ask("openai", ["{}"], [LONG, other], refuses=["prompt_cache_options"])
    assert [True, True] == [answer.certainty == "reported" for answer in asked.answers]
    assert asked.answers[1].tokens.cache_read > 2_000
    assert f"{LONG.system}\n\n{LONG.stable}" == asked.seen[-1].body["messages"][0]["content"]


@pytest.mark.parametrize(("stopped", "words"), [("length", '{"verdict":"pa'), ("refused", "I would rather not.")])
def test_an_answer_that_was_cut_off_or_refused_says_so(provider: Provider, stopped: Stopped, words: str) -> None:
    """Words that a limit cut off are never taken for an answer, nor is a refusal."""
    (answer,) = ask(provider, [ModelReply(words, stopped=stopped)]).answers
    assert (stopped, words) == (answer.stopped, answer.words)


def test_two_loops_one_after_the_other_can_ask_one_model(provider: Provider) -> None:
    """Connections die with their event loop; the model does not."""
    with ModelServer(["one", "two"]) as server:
        there = ModelSettings(base_url=server.base_url(provider))
        model = Hosted(WIRES[provider](), "model-1", there, Secret())

        async def once() -> Answer:
            try:
                return await model.complete(PROMPT)
            finally:
                await model.aclose()

        assert ["one", "two"] == [asyncio.run(once()).words for _ in range(2)]


def test_neither_sdk_is_imported_before_it_is_asked() -> None:
    """Starting the command, its help and opening a model cost no SDK."""
    program = """
import os, sys
os.environ["OPENAI_API_KEY"] = os.environ["ANTHROPIC_API_KEY"] = "planted"
import harness, harness.cli, harness.assurance, harness.pinning
from typer.testing import CliRunner
from harness.cli.main import app
assert 0 == CliRunner().invoke(app, ["--help"]).exit_code
assert "httpx2" not in sys.modules
import harness.testing
harness.model.open_model("anthropic/a"), harness.model.open_model("openai/a")
assert not {"anthropic", "openai"} & set(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)


# ---- whatever a server sends ---------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "content text type choices message refusal finish_reason stop_reason usage model error "
                "input_tokens output_tokens prompt_tokens completion_tokens".split()
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


BODY = st.binary(max_size=60) | JSON.map(lambda one: json.dumps(one).encode())


@given(bodies=st.lists(BODY, min_size=20, max_size=20))
@settings(max_examples=6, deadline=None)
def test_no_bytes_of_a_server_break_a_call(bodies: list[bytes]) -> None:
    """Whatever comes back is an answer or an error in a sentence, never a crash; each is accounted for."""
    for provider in WIRES:
        asked = ask(provider, bodies, [PROMPT] * len(bodies))
        assert len(bodies) == len(asked.answers) + len(asked.errors)
        for error in asked.errors:
            assert str(error).startswith(f"{provider}/model-1 ")
            assert str(error).isprintable()
            assert 1 == len(error.failed)


def test_half_a_character_is_no_crash(provider: Provider) -> None:
    """A lone surrogate, which no file can hold, is replaced."""
    (answer,) = ask(provider, ["odd \ud800 end"]).answers
    assert "odd ? end" == answer.words


def test_a_prompt_s_digest_covers_its_stable_part() -> None:
    """Other policies are another question."""
    assert PROMPT.digest != PROMPT.model_copy(update={"stable": "Refunds take ten days."}).digest
    assert Tokens() == Answer(words="", model="m").tokens
    assert "" == Prompt(role="judge", system="", words="").stable


def test_a_model_opens_once_for_many_who_ask_at_once(provider: Provider) -> None:
    """Conversations that end together share one client; one that is broken off takes nothing from the others."""

    async def many(url: str) -> list[Answer | BaseException]:
        model = Hosted(WIRES[provider](), "model-1", ModelSettings(base_url=url), Secret())
        calls = [asyncio.create_task(model.complete(PROMPT)) for _ in range(5)]
        await asyncio.sleep(0)
        calls[0].cancel()
        try:
            return await asyncio.gather(*calls, return_exceptions=True)
        finally:
            await model.aclose()

    with ModelServer(["{}"]) as server:
        first, *others = asyncio.run(many(server.base_url(provider)))
    assert isinstance(first, asyncio.CancelledError)
    assert ["{}"] * 4 == [answer.words for answer in others if isinstance(answer, Answer)]
