"""Public doubles for whoever builds on the harness: targets with lines or gone wild, models with answers, a clock."""

from .chaos import ChaosServer, ChaosTarget, Wild
from .doubles import DownTarget, LinesTarget, Nowhere, ScriptedModel, ToldClock
from .model_server import ModelReply, ModelServer, Seen

__all__ = [
    "ChaosServer",
    "ChaosTarget",
    "DownTarget",
    "LinesTarget",
    "ModelReply",
    "ModelServer",
    "Nowhere",
    "ScriptedModel",
    "Seen",
    "ToldClock",
    "Wild",
]
