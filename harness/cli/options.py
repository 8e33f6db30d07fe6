"""Choices that several commands share."""

from enum import StrEnum


class Format(StrEnum):
    """How output is written."""

    text = "text"
    json = "json"


class CheckFormat(StrEnum):
    """How `check` writes: GitHub's annotations and SARIF too."""

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
