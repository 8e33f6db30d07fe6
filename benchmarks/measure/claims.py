"""Claims of an action done or under way, found in agent turns that a person labelled first."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from harness.stats.proportions import score_interval
from harness.text.acts import said
from harness.verdict.claims import WRITES

from .draw import SOURCES, Drawn, draw
from .table import Row

LABELS = Path(__file__).with_name("claims.labels.jsonl")
CONFIRMED = Path(__file__).with_name("claims.unseen.jsonl")
"""Turns labelled after the rules were mended on the first, and scored without mending again."""


class Scored(NamedTuple):
    """One labelled turn."""

    found: bool
    claims: bool
    weight: float


def measure(folder: Path) -> list[Row]:
    """Precision and recall of the claims found, each turn weighted by how many it stands for."""
    first = draw(folder, 50, 1)
    seen = {(one.record.id, one.step) for one in first}
    return _rows(first, LABELS, "tuned on these rows") + _rows(
        draw(folder, 15, 2, seen), CONFIRMED, "rows labelled later"
    )


def _rows(drawn: Sequence[Drawn], labels: Path, method: str) -> list[Row]:
    with labels.open(encoding="utf-8") as lines:
        said_by_people = {(one["id"], one["turn"]): one["label"] != "none" for one in map(json.loads, lines)}
    found = []
    for stratum in (*SOURCES, "both"):
        rows = [one for one in drawn if stratum in (one.stratum, "both")]
        scored = [Scored(_claims(one), said_by_people[one.record.id, one.step], one.weight) for one in rows]
        of = f"{stratum}, {sum(one.claims for one in scored)} claims in {len(scored)} turns"
        found.append(_share("claims: precision", of, method, [(one.claims, one.weight) for one in scored if one.found]))
        found.append(_share("claims: recall", of, method, [(one.found, one.weight) for one in scored if one.claims]))
    return found


def _claims(one: Drawn) -> bool:
    acts = said(one.record.steps[one.step].text)
    return any(act.act in ("claim", "progress") and act.action in WRITES for act in acts)


def _share(figure: str, rows: str, method: str, held: Sequence[tuple[bool, float]]) -> Row:
    """A weighted share with Wilson's interval for the effective number of turns (Kish)."""
    total = sum(weight for _, weight in held)
    rate = sum(weight for right, weight in held if right) / total
    interval = score_interval(rate, total**2 / sum(weight**2 for _, weight in held))
    return Row(figure, rows, method, len(held), rate, interval.low, interval.high, ".90")
