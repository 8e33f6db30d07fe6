"""Which language is spoken."""

import pytest

from harness.text.languages import spoken_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I would like to know whether the parcel is on its way to me.", "English"),
        ("Ich habe die Rechnung nicht bekommen, und das ist mein Problem.", "German"),
        ("Je voudrais savoir pourquoi le colis n'est pas arrivé, merci.", "French"),
        ("Quiero saber por qué no está el pedido en la tienda.", "Spanish"),
        ("W-1042, LS6 2AB", None),
        ("Yes, thank you.", None),
    ],
)
def test_a_language_is_known_by_its_small_words(text: str, language: str | None) -> None:
    """A few of its small words are enough; an order number is in no language."""
    assert spoken_language(text) == language
