"""Journeys + target -> RunRecord: cases are planned, conversations held and judged, and all of it recorded."""

from .as_json import as_json
from .cases import case_of, cases_of, compile_all, recorded_case
from .holding import CUSTOMER, Background, Cast, Ears, assure, converse, judged_by, manifest_of

__all__ = [
    "CUSTOMER",
    "Background",
    "Cast",
    "Ears",
    "as_json",
    "assure",
    "case_of",
    "cases_of",
    "compile_all",
    "converse",
    "judged_by",
    "manifest_of",
    "recorded_case",
]
