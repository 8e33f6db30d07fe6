"""What is remembered of texts: the same answers as if nothing were, in bounded memory."""

from harness.text.remembering import SHORT, remembered_of, remembered_together


def test_what_was_worked_out_about_several_texts_is_not_worked_out_again() -> None:
    """Unless they are long: those would fill the memory."""
    worked: list[tuple[str, str, int]] = []

    @remembered_together(8)
    def joined(one: str, other: str, times: int = 1) -> str:
        worked.append((one, other, times))
        return (one + other) * times

    long = "x" * SHORT
    assert ["ab", "ab", "abab", "ba"] == [joined("a", "b"), joined("a", "b"), joined("a", "b", 2), joined("b", "a")]
    assert [long + "y"] * 2 == [joined(long, "y"), joined(long, "y")]
    assert [("a", "b", 1), ("a", "b", 2), ("b", "a", 1), *[(long, "y", 1)] * 2] == worked


def test_what_was_worked_out_of_a_thing_is_kept_for_that_thing_alone() -> None:
    """An equal one is another; a list may have changed; and only the last few are kept."""
    worked: list[object] = []

    @remembered_of(2)
    def size(what: object) -> int:
        worked.append(what)
        return len(what)  # type: ignore[arg-type]

    first, second, third = ((number, "x") for number in range(3))
    changing = [1]
    assert [2, 2, 2, 2] == [size(first), size(first), size(second), size(third)]
    assert [first, second, third] == worked
    assert [2, 1] == [size(first), size(changing)]
    changing.append(2)
    assert 2 == size(changing)
    assert [first, second, third, first, changing, changing] == worked
