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
