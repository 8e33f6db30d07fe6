"""Journeys + target -> RunRecord: cases are planned, conversations held and judged, and all of it recorded."""

from .accounts import of_ours
from .as_json import as_json
from .cases import case_of, cases_of, compile_all, in_any_language, recorded_case
from .cast import Background, Cast, Ears, Paid, Tell
from .conversations import converse
from .holding import assure, judged_by, manifest_of

__all__ = [
    "Background",
    "Cast",
    "Ears",
    "Paid",
    "Tell",
    "as_json",
    "assure",
    "case_of",
    "cases_of",
    "compile_all",
    "converse",
    "in_any_language",
    "judged_by",
    "manifest_of",
    "of_ours",
    "recorded_case",
]
