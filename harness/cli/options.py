"""Choices that several commands share."""

from enum import StrEnum


class Format(StrEnum):
    """How output is written."""

    text = "text"
    json = "json"


class PlaceFormat(StrEnum):
    """How what has a place in a journey is written: as GitHub's annotations and SARIF too."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"


class CostFormat(StrEnum):
    """How costs are written: csv is one row a charge."""

    text = "text"
    json = "json"
    csv = "csv"


class By(StrEnum):
    """What costs are split up by."""

    journey = "journey"
    intent = "intent"
    risk = "risk"
    desk = "desk"
    segment = "segment"
