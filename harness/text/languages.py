"""Text -> the language that it is in, by its small words."""

from .listing import listed
from .normal import words
from .remembering import remembered

_FEWEST_FOREIGN = 3
LANGUAGES: dict[str, frozenset[str]] = {
    "English": listed(
        "the a an and i my is it to of you for have not please can with what this that was are me do your be on in"
    ),
    "French": listed(
        "le la les un une des et je mon ma est pas vous pour avec que qui ne dans suis avez sur merci bonjour du au"
    ),
    "German": listed(
        "der die das ein eine und ich mein meine ist nicht sie mit für zu wir haben bitte danke auf von den dem es war"
    ),
    "Spanish": listed(
        "el la los las un una y mi es no por para con que de en usted gracias hola está quiero tengo lo se del"
    ),
    "Italian": listed(
        "il lo la gli un una e mio mia è non per con che di sono ho grazie ciao vorrei del della questo ma ordine"
    ),
    "Portuguese": listed(
        "o os as um uma e meu minha é não por para com que de eu você obrigado olá quero tenho do da está foi"
    ),
    "Dutch": listed(
        "de het een en ik mijn is niet met voor van dat u je heb graag dank hallo wil op te zijn was bestelling aan"
    ),
}
"""Language -> small words by which it is known [a judgement]: enough of them, and more than of any other."""


@remembered(2_048)
def spoken_language(text: str) -> str | None:
    """The language that this is in; None when too few of its small words tell it from the others."""
    spoken = words(text)
    counts = {name: sum(map(known.__contains__, spoken)) for name, known in LANGUAGES.items()}
    best, second = sorted(counts, key=lambda name: -counts[name])[:2]
    return best if counts[best] >= _FEWEST_FOREIGN and counts[best] >= 2 * max(counts[second], 1) else None
