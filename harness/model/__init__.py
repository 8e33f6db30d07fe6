"""Prompt -> words and tokens: the door to a language model.

`Model.complete` is one method wide, and its answer carries what it used, so that no cost can be forgotten. A run needs
no model; whoever asks for one names it as provider/model. An adapter is one module and one line in `PROVIDERS`; its SDK
is imported at its first call.
"""

from .nouns import FURTHER, Answer, Attempt, Model, ModelError, NotAsked, Prompt, Role, Stopped
from .providers import PROVIDERS, close_model, open_model
from .settings import ModelSettings

__all__ = [
    "FURTHER",
    "PROVIDERS",
    "Answer",
    "Attempt",
    "Model",
    "ModelError",
    "ModelSettings",
    "NotAsked",
    "Prompt",
    "Role",
    "Stopped",
    "close_model",
    "open_model",
]
