"""Every criterion's standard, found by its name: a new one is a module here and a line in `harness.criteria`."""

from importlib import import_module

from harness.criteria import CRITERIA, Criterion

from .standard import Standard


def _standard(criterion: str) -> Standard:
    standard = import_module(f"{__package__}.{criterion}").STANDARD
    assert isinstance(standard, Standard)  # noqa: S101  # a module that is none would judge nothing
    return standard


STANDARDS: dict[Criterion, Standard] = {criterion: _standard(criterion) for criterion in CRITERIA}
"""In the order in which criteria are reported."""
