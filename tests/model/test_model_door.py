"""The door to a model: what is asked is one noun, what comes back carries its cost, and a double stands in for it."""

import asyncio

import pytest

from harness.model import PROVIDERS, Answer, ModelError, Prompt, open_model
from harness.money import Tokens
from harness.testing import ScriptedModel
from harness.trouble import Trouble

PROMPT = Prompt(role="compile", system="You read a sentence.", words='{"sentence":"She hums."}')


def test_the_double_answers_in_order_and_keeps_what_it_was_asked() -> None:
    """Each call gets the next answer, the last one again and again, and every prompt is remembered."""
    model = ScriptedModel(["one", "two"])
    heard = [asyncio.run(model.complete(PROMPT)).words for _ in range(3)]
    assert ["one", "two", "two"] == heard
    assert [PROMPT] * 3 == model.asked


def test_the_double_counts_tokens_and_says_that_they_are_made_up() -> None:
    """Words alone are a quarter of their characters in tokens, marked illustrative, so that no bill is mistaken."""
    answer = asyncio.run(ScriptedModel(["a" * 40]).complete(PROMPT))
    assert ("illustrative", 10) == (answer.certainty, answer.tokens.output)


def test_the_double_can_fail_and_can_answer_by_what_it_is_asked() -> None:
    """A ModelError in the list is raised; a callable sees the prompt."""
    with pytest.raises(ModelError, match="out of reach"):
        asyncio.run(ScriptedModel([ModelError("out of reach")]).complete(PROMPT))
    echo = ScriptedModel(lambda prompt: Answer(words=prompt.words, model="m", tokens=Tokens(output=3)))
    assert PROMPT.words == asyncio.run(echo.complete(PROMPT)).words


def test_prompts_of_one_digest_ask_the_same() -> None:
    """The digest covers everything that is sent, and nothing else."""
    same = Prompt.model_validate(PROMPT.model_dump())
    other = PROMPT.model_copy(update={"most_tokens": 10})
    assert PROMPT.digest == same.digest
    assert PROMPT.digest != other.digest


def test_a_model_that_is_not_there_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider that nobody knows, and a name without a model, are answered with the ones there are."""
    for name in ("acme/large", "large", "openai/"):
        with pytest.raises(Trouble, match=r"There are: anthropic/\.\.\., openai/\.\.\."):
            open_model(name)
    monkeypatch.setitem(PROVIDERS, "scripted", lambda name, settings: ScriptedModel([name]))
    assert "large" == asyncio.run(open_model("scripted/large").complete(PROMPT)).words
