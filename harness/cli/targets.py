"""A target of the settings -> the target, opened."""

from harness.secrets import secret_in
from harness.settings import TargetSettings
from harness.target.embedded import DemoTarget
from harness.target.http import HttpTarget
from harness.target.nouns import Target
from harness.trouble import Trouble

KINDS = ("demo", "http")


def open_target(name: str, settings: TargetSettings, faults: tuple[str, ...] = (), seconds: float = 60.0) -> Target:
    """The target that the settings describe, whose replies are waited for so long. Nothing is sent.

    Raises Trouble for an adapter or a fault that there is not, and for a key that is not set.
    """
    if settings.kind not in KINDS:
        raise Trouble(f"target '{name}': there is no adapter '{settings.kind}'. There are: {', '.join(KINDS)}.")
    faults = (*settings.faults, *faults)
    if settings.url is None:
        return _demo(faults)
    if faults:
        raise Trouble(f"target '{name}': faults are switched on in the demo, not in an agent at an address.")
    from harness.target.http_reading import Bounds

    key = secret_in(settings.key, f"target '{name}'") if settings.key else None
    return HttpTarget(name, settings.url, key, Bounds.within(seconds))


async def close_target(target: Target) -> None:
    """Close what a target keeps open, if it keeps anything."""
    if aclose := getattr(target, "aclose", None):
        await aclose()


def _demo(faults: tuple[str, ...]) -> DemoTarget:
    try:
        return DemoTarget(faults=faults)
    except ValueError as problem:
        raise Trouble(str(problem)) from problem
