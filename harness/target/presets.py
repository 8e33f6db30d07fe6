"""Shapes of agents that many have, as data: a table of settings by name, which a target's own settings go before.

Those under `unverified/` were written from documentation, and never run against the product.
"""

import difflib
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "presets"
UNVERIFIED = "unverified"


def names() -> tuple[str, ...]:
    """Every preset."""
    return tuple(sorted(file.stem for file in FOLDER.rglob("*.toml")))


def is_verified(name: str) -> bool:
    """Whether it was run against the real product."""
    return (FOLDER / f"{name}.toml").exists()


def preset(name: str) -> dict[str, Any]:
    """The settings of a preset. Raises ValueError for one that there is not."""
    if name not in names():
        near = difflib.get_close_matches(name, names(), n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(names())}."
        raise ValueError(f"there is no preset '{name}'. {hint}")
    folder = FOLDER if is_verified(name) else FOLDER / UNVERIFIED
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))


def laid_over(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Two tables as one: what stands in both is taken from `over`, tables part by part."""
    both = {
        name: laid_over(under[name], value)
        for name, value in over.items()
        if isinstance(value, dict) and isinstance(under.get(name), dict)
    }
    return {**under, **over, **both}
