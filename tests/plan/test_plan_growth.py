"""The time that compiling takes grows with a journey's size, not with its square."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.journey import read_journey
from harness.plan import Vocabulary, compile_journey

TOP = "# T\n\nShe waits.\n\n## What should happen\n\n"
PAGES: dict[str, Callable[[int], str]] = {
    "one bullet again and again": lambda many: TOP + "- The agent asks for the order number.\n" * many,
    "bullets of all kinds": lambda many: TOP + "".join(f"- The agent refunds £{one}.00.\n" for one in range(many)),
    "vague bullets": lambda many: TOP + "- The agent is nice.\n" * many,
    "contradictions": lambda many: (
        TOP + "- It offers a voucher.\n" * many + "\n## Never\n\n" + "- It offers a voucher.\n" * many
    ),
    "facts": lambda many: "# T\n\n" + "".join(f"Her order number is W-{one}.\n" for one in range(many)),
    "groups": lambda many: TOP + "- The agent does one of:\n  - It asks for the card.\n" * many,
    "rows": lambda many: (
        TOP
        + "## Try it with\n\n| name | should |\n|--|--|\n"
        + "".join(f"| {one} | It asks. |\n" for one in range(many))
    ),
}
FEW, GROWTH = 400, 4


def seconds(text: str, folder: Path) -> float:
    """How long it takes to compile a text, the best of two."""
    path = folder / "journey.md"
    path.write_text(text, encoding="utf-8")
    journey = read_journey(path, folder)
    taken = []
    for _ in range(2):
        begin = time.process_time()
        compile_journey(journey, Vocabulary())
        taken.append(time.process_time() - begin)
    return min(taken)


@pytest.mark.parametrize("name", PAGES)
def test_four_times_the_text_takes_about_four_times_as_long(name: str, tmp_path: Path) -> None:
    """Four times as many lines never take ten times as long; the square would take sixteen."""
    few, many = (seconds(PAGES[name](count), tmp_path) for count in (FEW, FEW * GROWTH))
    assert many < 0.05 + 2.5 * GROWTH * few
