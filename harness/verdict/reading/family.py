"""Which family a model is of: a judge prefers what its own family writes, so that is said (measurement 1.1, 1.4)."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "Claude": ("claude", "anthropic"),
    "GPT": ("gpt", "chatgpt", "openai", "o1", "o3", "o4"),
    "Gemini": ("gemini", "gemma", "palm"),
    "Llama": ("llama",),
    "Mistral": ("mistral", "mixtral", "ministral", "magistral"),
    "Qwen": ("qwen", "qwq"),
    "DeepSeek": ("deepseek",),
    "Grok": ("grok",),
    "Command": ("command", "cohere"),
    "Nova": ("nova",),
    "Phi": ("phi",),
}
"""Family -> the words that its models' names begin with."""


def family(model: str) -> str | None:
    """The family of a model by its name, such as `anthropic/claude-x` or `eu.anthropic.claude-x`; None when unknown.

    The model's own name outweighs its provider's: one provider serves models of many families.
    """
    parts = [part for part in model.casefold().replace(":", "/").replace(".", "/").split("/") if part]
    for part in reversed(parts):
        for name, words in FAMILIES.items():
            if any(_begins(part, word) for word in words):
                return name
    return None


def _begins(part: str, word: str) -> bool:
    after = part[len(word) : len(word) + 1]
    return part.startswith(word) and (after in ("", "-", "_") or after.isdigit())
