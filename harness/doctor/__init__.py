"""Where somebody stands who wants to begin: what is there, what is missing, and what can be read of a target."""

from .hello import greet
from .place import about_journeys, about_models, about_python, about_settings
from .signs import Sign, State

__all__ = ["Sign", "State", "about_journeys", "about_models", "about_python", "about_settings", "greet"]
