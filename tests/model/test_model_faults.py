"""What a provider can do wrong, over both SDKs: a sentence for people, no crash, no lost request, no endless wait."""

import base64
import gzip
import json
from urllib.parse import quote

import pytest

from harness.endpoint import LONGEST_WAIT
from harness.model import ModelError, ModelSettings
from harness.model.hosted import LARGEST, Hosted
from harness.money import Tokens
from harness.secrets import Secret
from harness.testing import ModelReply
from harness.testing.model_server import Provider
from tests.model.asking_models import KEY, PROMPT, WIRES, ask

BUSY = ModelReply("slow down", status=429, headers={"retry-after": "3"})
DOWN = ModelReply("overloaded", status=529)


def only_error(provider: Provider, *answers: ModelReply | str | bytes) -> ModelError:
    """The error that one question ends with."""
    (error,) = ask(provider, answers).errors
    return error


# ---- asked again -----------------------------------------------------------------------------------------------


def test_too_many_requests_are_asked_again_when_the_provider_says(provider: Provider) -> None:
    """429 with Retry-After: wait that long, ask again, and keep the attempt that failed."""
    asked = ask(provider, [BUSY, "{}"])
    (answer,) = asked.answers
    assert ("{}", [3.0], 2) == (answer.words, asked.waited, len(asked.seen))
    assert ["is asked too often (429): slow down"] == [attempt.why for attempt in answer.failed]
    assert ["unknown"] == [attempt.certainty for attempt in answer.failed]


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 529])
def test_a_server_in_trouble_is_asked_three_times(provider: Provider, status: int) -> None:
    """Overload and inner errors are asked again twice, each wait about twice the last; then it is an error."""
    asked = ask(provider, [ModelReply("oh no", status=status)])
    (error,) = asked.errors
    assert (3, 3) == (len(asked.seen), len(error.failed))
    first, second = asked.waited
    assert second == pytest.approx(2 * first)
    assert 0.375 <= first <= 0.625
    assert str(error).endswith(f"({status}): oh no (asked 3 times)")


def test_a_cut_connection_is_asked_again(provider: Provider) -> None:
    """A body that breaks off half-way is no answer; the next one is."""
    asked = ask(provider, [ModelReply("a long answer", cut=40), ModelReply("", cut=0), "{}"])
    (answer,) = asked.answers
    assert ("{}", 2) == (answer.words, len(answer.failed))
    assert all(attempt.why.startswith("was not reached, or broke off: ") for attempt in answer.failed)


def test_nobody_there_is_said(provider: Provider, unused_port_url: str) -> None:
    """An address where nothing listens: three attempts, one sentence."""
    (error,) = ask(provider, ["never"], url=unused_port_url).errors
    assert "was not reached, or broke off" in str(error)
    assert 3 == len(error.failed)


@pytest.mark.parametrize("told", [f"{LONGEST_WAIT + 1:.0f}", "86400", "9e99"])
def test_a_wait_that_is_too_long_is_not_waited(provider: Provider, told: str) -> None:
    """A provider that asks for a day is not waited for."""
    asked = ask(provider, [ModelReply("quota", status=429, headers={"retry-after": told})])
    assert ([], 1) == (asked.waited, len(asked.seen))
    assert "it asks to wait" in str(asked.errors[0])


@pytest.mark.parametrize("told", ["soon", "", "-5", "nan", "inf", "Wed, 99 Foo 2026", "1" * 400])
def test_a_wait_that_makes_no_sense_is_our_own(provider: Provider, told: str) -> None:
    """A Retry-After that cannot be read, or lies in the past, holds nobody up."""
    asked = ask(provider, [ModelReply("busy", status=429, headers={"retry-after": told}), "{}"])
    assert all(0 <= wait <= 1 for wait in asked.waited)


def test_a_wait_may_be_told_as_a_time(provider: Provider) -> None:
    """A date is read by the clock of whoever sent it, not by ours."""
    headers = {"date": "Mon, 02 Nov 2026 09:00:00 GMT", "retry-after": "Mon, 02 Nov 2026 09:00:07 GMT"}
    asked = ask(provider, [ModelReply("busy", status=429, headers=headers), "{}"])
    assert [7.0] == asked.waited


# ---- not asked again -------------------------------------------------------------------------------------------


def test_a_slow_first_byte_ends_at_the_limit(provider: Provider) -> None:
    """A model that says nothing within its time is an error, once: a second call might be paid for twice."""
    asked = ask(provider, [ModelReply("late", wait=30.0)], seconds=0.3)
    (error,) = asked.errors
    assert f"{provider}/model-1 gave no answer within 0.3 seconds" == str(error)
    assert 1 == len(error.failed)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "it is empty"),
        (b"  \n", "it is empty"),
        (b"\x00\xff\xfe garbage \x80", "it is not JSON"),
        (b"<html>Bad gateway</html>", "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (b'{"n":' + b"9" * 100_000 + b"}", "it is not JSON"),
        (b"[]", "it is no JSON object"),
        (b'"pass"', "it is no JSON object"),
        (b"{}", "it is no"),
        (b'{"verdict":"pass"}', "it is no"),
        (b'{"content":"pass","choices":"pass"}', "it is no"),
        (b'{"content":[7],"choices":[7]}', "it is no"),
        (b'{"content":[],"choices":[]}', "it "),
        (b'{"error":{"message":"no"}}', "it is no"),
    ],
    ids=lambda value: None,
)
def test_what_is_no_answer_is_said_and_not_asked_again(provider: Provider, body: bytes, why: str) -> None:
    """Garbage, another shape, an empty body: an error that says which; asking again would be paid for again."""
    asked = ask(provider, [body])
    (error,) = asked.errors
    assert f"gave no answer: {why}" in str(error)
    assert 1 == len(asked.seen)


@pytest.mark.parametrize("reason", ["tool_use", "pause_turn", "tool_calls", "made_up", None, 7, ["end_turn"]])
def test_a_stop_for_another_reason_is_no_answer_and_keeps_its_cost(provider: Provider, reason: object) -> None:
    """A model that wants a tool, or stopped for a reason nobody knows, has not answered; its tokens stand."""
    usage = {"input_tokens": 5, "output_tokens": 7, "prompt_tokens": 5, "completion_tokens": 7}
    body = {
        "model": "model-1",
        "usage": usage,
        "stop_reason": reason,
        "content": [{"type": "text", "text": "pass"}],
        "choices": [{"finish_reason": reason, "message": {"content": "pass"}}],
    }
    (attempt,) = only_error(provider, json.dumps(body).encode()).failed
    assert ("model-1", Tokens(fresh=5, output=7), "reported") == (attempt.model, attempt.tokens, attempt.certainty)


def test_another_content_type_changes_nothing(provider: Provider) -> None:
    """What a body is called matters less than what it is: JSON called a page is read, a page called JSON is not."""
    called = ModelReply("{}", headers={"content-type": "text/html"})
    assert ["{}"] == [answer.words for answer in ask(provider, [called]).answers]
    assert "is not JSON" in str(only_error(provider, b"<p>pass</p>"))


def test_megabytes_are_not_read(provider: Provider) -> None:
    """An answer over the limit is refused, however it is sent, and whatever it would unpack to."""
    big = ModelReply("x" * (LARGEST + 1))
    assert f"answered with more than {LARGEST:,} bytes" in str(only_error(provider, big))
    bomb = ModelReply(body=gzip.compress(b" " * 10_000_000), headers={"content-encoding": "gzip"})
    assert "an encoding that was not asked for" in str(only_error(provider, bomb))
    error = ModelReply(body=b"x" * (LARGEST + 1), status=500)
    assert f"answered with more than {LARGEST:,} bytes" in str(only_error(provider, error))


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(provider: Provider, status: int) -> None:
    """Nothing we send, the key least of all, goes where a server points."""
    asked = ask(provider, [ModelReply(status=status, body=b"", headers={"location": "http://127.0.0.1:9/v1"})])
    assert "sends us to another address, which is not followed" in str(asked.errors[0])
    assert 1 == len(asked.seen)


@pytest.mark.parametrize("status", [400, 403, 404, 413, 418, 422])
def test_what_the_provider_refuses_is_not_asked_again(provider: Provider, status: int) -> None:
    """Wrong is wrong: one request, the provider's own sentence in ours."""
    asked = ask(provider, [ModelReply("that will not do", status=status)])
    (error,) = asked.errors
    assert str(error).endswith(f"({status}): that will not do")
    assert (1, []) == (len(asked.seen), asked.waited)


def test_an_error_s_words_are_fit_to_print(provider: Provider) -> None:
    """Escapes, megabytes and line breaks of a server do not reach the terminal."""
    error = str(only_error(provider, ModelReply("\x1b[31mred\n\n" + "very " * 10_000, status=400)))
    assert error.isprintable()
    assert len(error) < 400


def test_a_schema_that_cannot_be_sent_is_an_error_and_no_crash() -> None:
    """A shape that the SDK itself refuses is said; nothing is sent."""
    asked = ask("anthropic", ["{}"], [PROMPT.model_copy(update={"answer": {"description": "anything"}})])
    assert "could not be asked" in str(asked.errors[0])
    assert [] == asked.seen


# ---- parameters that a model refuses ---------------------------------------------------------------------------

REFUSALS = [
    ("anthropic", "output_config", ("output_config",)),
    ("anthropic", "cache_control", ("cache_control",)),
    ("openai", "response_format", ("response_format",)),
    ("openai", "prompt_cache_options", ("prompt_cache_breakpoint", "prompt_cache_options")),
    ("openai", "prompt_cache_breakpoint", ("prompt_cache_breakpoint", "prompt_cache_options")),
    ("openai", "max_completion_tokens", ("max_completion_tokens",)),
]


@pytest.mark.parametrize(("provider", "name", "dropped"), REFUSALS)
def test_a_refused_parameter_is_dropped_once_and_remembered(
    provider: Provider, name: str, dropped: tuple[str, ...]
) -> None:
    """A model that does not take a parameter is asked without it at once, the next time from the start; it is said."""
    asked = ask(provider, ["{}"], [PROMPT, PROMPT], refuses=[name])
    first, second = asked.answers
    assert (dropped, dropped) == (first.dropped, second.dropped)
    assert (1, 0) == (len(first.failed), len(second.failed))
    assert (3, []) == (len(asked.seen), asked.waited)


def test_a_model_that_takes_no_shape_is_told_it_in_words(provider: Provider) -> None:
    """Without structured output, the shape stands in the instructions; the limit on what we pay for is always sent."""
    asked = ask(provider, ["{}"], refuses=["output_config", "response_format", "max_completion_tokens"])
    assert 1 == len(asked.answers)
    last = asked.seen[-1].body
    (rubric, policies) = last.get("system") or last["messages"][0]["content"]
    assert rubric["text"].startswith(PROMPT.system)
    assert '"verdict":{"type":"string"}' in rubric["text"]
    assert PROMPT.stable == policies["text"]
    assert PROMPT.most_tokens == last["max_tokens"]


def test_a_server_that_refuses_everything_is_an_error(provider: Provider) -> None:
    """Each parameter is dropped at most once: there is an end."""
    asked = ask(provider, ["never"], refuses=["messages", "output_config", "response_format", "cache_control"])
    assert 1 == len(asked.errors)
    assert len(asked.seen) <= 4


def test_a_guess_that_did_not_help_is_forgotten(provider: Provider) -> None:
    """A parameter that was named in vain is sent again the next time."""
    name = {"anthropic": "output_config", "openai": "response_format"}[provider]
    wrong = ModelReply(f"{name} is fine, but we are not", status=400)
    asked = ask(provider, [wrong, wrong, "{}"], [PROMPT, PROMPT])
    assert () == asked.answers[0].dropped
    assert name in asked.seen[-1].body


def test_a_server_of_pydantic_s_names_a_parameter_by_its_place() -> None:
    """422 with a list of places is understood; what it repeats of our request is not looked at."""
    detail = {
        "loc": ["body", "prompt_cache_options"],
        "msg": "Extra inputs are not permitted",
        "input": "response_format",
    }
    refusal = ModelReply(status=422, body=json.dumps({"detail": [detail]}).encode())
    (answer,) = ask("openai", [refusal, "{}"]).answers
    assert ("prompt_cache_breakpoint", "prompt_cache_options") == answer.dropped


# ---- the key ---------------------------------------------------------------------------------------------------

FORMS = [
    KEY,
    quote(KEY, safe=""),
    json.dumps(KEY)[1:-1],
    base64.b64encode(KEY.encode()).decode(),
    base64.urlsafe_b64encode(KEY.encode()).decode().rstrip("="),
    KEY[:5] + "\u200b" + KEY[5:],
    KEY[:5] + "\x1b[0m" + KEY[5:],
]


@pytest.mark.parametrize("form", FORMS, ids=range(len(FORMS)))
@pytest.mark.parametrize("status", [200, 400, 401, 500])
def test_the_key_is_never_said(provider: Provider, form: str, status: int) -> None:
    """A server that repeats our key, in any coding, gets it into no error, no answer and no record."""
    asked = ask(provider, [ModelReply(f"Incorrect key: {form}.", status=status, model=f"model {form}")])
    told = [error.failed for error in asked.errors] + [str(error) for error in asked.errors]
    kept = "".join(answer.model_dump_json() for answer in asked.answers) + repr(told)
    assert len(asked.answers) + len(asked.errors) == 1
    assert not any(one in kept for one in FORMS[:5])


def test_the_key_stands_in_no_repr(provider: Provider) -> None:
    """Printing what holds the key does not print it."""
    secret = Secret("OUR_KEY", KEY)
    assert KEY not in repr(secret)
    assert KEY not in repr(Hosted(WIRES[provider](), "model-1", ModelSettings(), secret))
    assert "short words stay" == Secret("OUR_KEY", "s").scrub("short words stay")


def test_each_request_says_how_long_it_took(provider: Provider) -> None:
    """From its request to its last byte, by the clock that was handed in; waiting in between is nobody's."""
    (answer,) = ask(provider, [BUSY, "{}"]).answers
    assert (1.0, [1.0]) == (answer.seconds, [attempt.seconds for attempt in answer.failed])
