"""What people give: order numbers, postcodes, addresses, names."""

import re

ORDER_NUMBER = re.compile(r"\bw ?-? ?(\d{3,6})\b|\border (?:number |no\.? |nr\.? )?(?:is |: ?)?#?(\d{4})\b|#(\d{4})\b")
EACH_ORDER = re.compile(r"\bw ?-? ?(\d{3,6})\b")
BARE_NUMBER = re.compile(r"(?<!\d)(\d{4})(?!\d)")
ONLY_NUMBER = re.compile(r"^\D{0,4}(\d{4})\D{0,3}$")
"""A message that is four digits and nothing else."""
INSTEAD = re.compile(r"\b(?:not|instead|rather|sorry|meant|mean|wrong)\b")
"""Of two order numbers in one message, only one is meant."""
CUSTOMER_NUMBER = re.compile(r"\bk ?-? ?(\d{4})\b")
EMAIL = re.compile(r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}")
POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?) ?(\d[a-z]{2})\b")
CARD = re.compile(r"\b\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,7}\b")
FULL_NAME = r"([A-Z][a-z-]{1,30} [A-Z][A-Za-z'-]{1,30})"
INTRODUCED = (
    "[Mm]y (?:full )?name is|[Nn]ame's|[Tt]he (?:full )?name is|[Tt]his is|[Nn]ame:|[Ii]t's|[Tt]hat's|[Tt]old you:"
    "|in the name of"
)
NAMED = re.compile(rf"\b(?:{INTRODUCED}) {FULL_NAME}")
BARE_NAME = re.compile(
    rf"^(?:(?:[Yy]es|[Ss]ure|[Oo]f course|[Cc]ertainly),? (?:(?:it's|that's) )?)?{FULL_NAME}(?:\W|$)"
)
STREET = (
    "street|st|lane|road|rd|avenue|ave|drive|close|way|court|place|square|gardens|terrace|crescent|hill|row|walk"
    "|mews|grove|green|park"
)
NO_TOWN = "and|please|instead|my|because|but|not|now|thanks|thank|as|if|since|for"
ADDRESS = re.compile(
    rf"\b\d{{1,4}}[a-z]? (?:[a-z'-]{{2,20}} ){{1,3}}?(?:{STREET})\b(?:,? (?!(?:{NO_TOWN})\b)[a-z'-]{{2,20}}){{0,1}}"
    r"(?:,? [a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b)?",
    re.IGNORECASE,
)
