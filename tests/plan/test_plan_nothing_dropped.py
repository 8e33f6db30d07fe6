"""Nothing is dropped on the way to a plan, and no change of a journey goes unnoticed."""

from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from harness.journey import read_journey
from harness.plan import Plan, Vocabulary, compile_journey
from tests.journey.documents import Made, journeys, misspelt, pages, wild

SOME = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SHOP = Vocabulary(desks={"returns": ("returns team", "returns desk"), "billing": ("billing team",)})


def compiled(text: str, folder: Path) -> Plan:
    """Read a text as a journey and compile it."""
    path = folder / "journey.md"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return compile_journey(read_journey(path, folder), SHOP)


def plain(made: Made, folder: Path) -> Plan:
    """The plan of a journey laid out with one sentence a line."""
    lines = [f"# {made.title}", "", *made.settings]
    for part in made.parts:
        heading = {"customer": "The customer", "facts": "Facts", "script": "Script", "nice": "Nice to have"}
        lines += ["", f"## {heading.get(part.section, part.section)}", ""]
        lines += part.sentences if part.section == "script" else [f"- {one}" for one in part.sentences]
    return compiled("\n".join([*lines, "", "## Notes", "", *made.notes]), folder)


def told(plan: Plan) -> tuple[str, list[tuple[str, str]]]:
    """What a change of a plan shows in: its digest of meaning, and what is complained of."""
    return plan.meaning, sorted((one.code, one.message) for one in plan.complaints)


@SOME
@given(text=st.one_of(wild(), st.text(max_size=200), journeys().flatmap(pages)))
def test_every_sentence_has_a_status_and_its_items(text: str, tmp_path: Path) -> None:
    """Each sentence of a journey has one reading; an understood one has items, and each item points back to it."""
    path = tmp_path / "journey.md"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    journey = read_journey(path, tmp_path)
    plan = compile_journey(journey, SHOP)
    assert [one.id for one in journey.sentences] == [one.sentence.id for one in plan.readings]
    for reading in plan.readings:
        assert reading.items or reading.status not in ("understood", "pinned")
        assert {reading.sentence.id} >= {item.sentence for item in reading.items}


@SOME
@given(data=st.data(), made=journeys())
def test_how_a_journey_is_laid_out_does_not_change_its_meaning(data: st.DataObject, made: Made, tmp_path: Path) -> None:
    """Re-flowing, bullet style and the name of a heading change nothing of what a journey means."""
    first, second = (compiled(data.draw(pages(made)), tmp_path) for _ in range(2))
    assert first.meaning == second.meaning
    assert [one.code for one in first.complaints] == [one.code for one in second.complaints]


@st.composite
def changed(draw: st.DrawFn) -> tuple[Made, Made]:
    """A journey, and the same with one sentence taken out, said twice, misspelt, or moved to another section."""
    made = draw(journeys())
    section, sentence = draw(st.sampled_from([(part.section, one) for part in made.parts for one in part.sentences]))
    ways = {
        "out": lambda: made.without(section, sentence),
        "twice": lambda: made.twice(section, sentence),
        "slip": lambda: made.saying(section, sentence, draw(misspelt(sentence))),
    }
    return made, ways[draw(st.sampled_from(sorted(ways)))]()


@SOME
@given(pair=changed())
def test_no_change_of_a_sentence_goes_unnoticed(pair: tuple[Made, Made], tmp_path: Path) -> None:
    """Taking a sentence out, saying it twice or misspelling it changes the digest of meaning or what is said of it."""
    before, after = (plain(made, tmp_path) for made in pair)
    assume(pair[0] != pair[1])
    assert told(before) != told(after)
