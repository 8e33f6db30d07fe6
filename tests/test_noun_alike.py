"""Nouns that are held in large numbers: light, and in everything else the same."""

from decimal import Decimal
from typing import Any

import pytest

from harness.noun import MOST_SHARED, Alike, Noun, in_numbers


class Part(Noun):
    """A noun in another."""

    amount: Decimal | float | bool | None = None
    names: tuple[str, ...] = ()


@in_numbers
class Whole(Noun):
    """A noun of which many are held."""

    name: str
    part: Part = Part()
    table: dict[str, Any] = {}


def whole(name: str, **fields: Any) -> Whole:
    return Whole.model_validate({"name": name, **fields})


def test_a_light_noun_is_the_same_noun() -> None:
    """It equals the one it was made of, prints alike, and knows which of its fields were given."""
    given = whole("a", part={"amount": "1.50", "names": ["x"]}, table={"b": [1, {"c": None}]})
    light = Alike[Whole]().light(given)
    assert given == light
    assert (given.model_dump_json(), repr(given)) == (light.model_dump_json(), repr(light))
    assert given.model_dump(exclude_unset=True) == light.model_dump(exclude_unset=True)
    assert given.model_copy(update={"name": "b"}) == light.model_copy(update={"name": "b"})


def test_what_is_equal_is_held_once() -> None:
    """Two nouns that hold the same part hold one part."""
    alike = Alike[Whole]()
    one, two = (alike.light(whole(name, part={"names": ["x", "y"]}, table={"c": "d"})) for name in "ab")
    assert one.part is two.part
    assert one.table is two.table
    assert one.__pydantic_fields_set__ is two.__pydantic_fields_set__


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Decimal("1.5"), Decimal("1.50")),
        (1.0, True),
        (0.0, -0.0),
        (None, False),
    ],
)
def test_what_only_seems_equal_is_kept_apart(first: Any, second: Any) -> None:
    """Python takes 1.5 and 1.50, 1 and True, 0 and -0 for the same; a record does not."""
    alike = Alike[Whole]()
    light = [alike.light(Whole(name="a", part=Part(amount=amount))) for amount in (first, second)]
    assert [repr(first), repr(second)] == [repr(one.part.amount) for one in light]


def test_what_differs_in_every_noun_is_not_remembered_for_ever() -> None:
    """A run of any length may be made light."""
    alike = Alike[Whole]()
    names = [f"case {number}" for number in range(MOST_SHARED * 2)]
    assert names == [alike.light(whole(name)).name for name in names]
    assert max(map(len, alike._shared.values())) == MOST_SHARED
