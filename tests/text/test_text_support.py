"""Values that are held against many others: what bears them out does not depend on how they are looked up."""

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.text.support import Allowed, grounds
from harness.text.values import Value, find_values

TEXTS = (
    "£39.00 £39 $39 39 39.0 £78.00 £19.50 50% 25% 10 5 3 2 30 days 39 days 2 weeks 2-3 days"
    " W-1042 1042 21042 AB-21042 0421 42 07700 900123 +44 7700 900123 900123 EH1 2AB a@b.example"
    " 3 May|3 May 2026|May 2026|3 June 2026|2026-05-03|03/05/2026|4 May|2026-05"
)
VALUES = tuple(
    dict.fromkeys(
        value.model_copy(update={"start": 0, "end": 0, "text": ""})
        for line in TEXTS.split("|")
        for part in (line, *line.split())
        for value in find_values(part)
    )
)


def test_the_values_are_of_many_kinds() -> None:
    """Or the next test would show little."""
    assert {"money", "number", "date", "percent", "duration", "id"} <= {value.kind for value in VALUES}


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(VALUES), st.lists(st.sampled_from(VALUES), max_size=12))
def test_looking_a_value_up_is_holding_it_against_each(value: Value, held: list[Value]) -> None:
    """In whatever portions the others came."""
    allowed = Allowed()
    for start in range(0, len(held), 3):
        allowed.add(held[start : start + 3])
    assert grounds(value, tuple(held)) == allowed.grounds(value)


def test_every_pair_is_found() -> None:
    """Each value against each other one, alone."""
    for other in VALUES:
        allowed = Allowed()
        allowed.add([other])
        assert [grounds(value, (other,)) for value in VALUES] == [allowed.grounds(value) for value in VALUES]
