"""Public doubles for whoever builds on the harness: targets with lines, models with answers, a clock that is told."""

from .doubles import DownTarget, LinesTarget, ScriptedModel, ToldClock
from .model_server import ModelReply, ModelServer, Seen

__all__ = ["DownTarget", "LinesTarget", "ModelReply", "ModelServer", "ScriptedModel", "Seen", "ToldClock"]
