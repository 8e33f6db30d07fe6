"""RunRecord -> Measures: each KPI defined once, with its formula, its n and its interval."""

from .effort import effort_score, predicted_satisfaction, scores
from .nouns import Measure, View
from .quality import JUDGE_ALARM, judge_health
from .sessions import Session, sessions
from .settings import KpiSettings
from .views import DIMENSIONS, Dimension, headlines, measures, recorded_measures, sliced, views

__all__ = [
    "DIMENSIONS",
    "JUDGE_ALARM",
    "Dimension",
    "KpiSettings",
    "Measure",
    "Session",
    "View",
    "effort_score",
    "headlines",
    "judge_health",
    "measures",
    "predicted_satisfaction",
    "recorded_measures",
    "scores",
    "sessions",
    "sliced",
    "views",
]
