"""How a journey speaks of its customer: by which names, by which pronoun."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from harness.text.caseless import Caseless

from .wordlist import listed

Pronoun = Literal["she", "he", "they"]

_HONORIFICS = frozenset(("Mr", "Mrs", "Ms", "Miss", "Dr"))
_WORD = r"[A-Z][a-zà-öø-ÿ]+(?:['-][A-Z]?[a-zà-öø-ÿ]+)*"
_OPENERS = frozenset(
    listed(
        """
        a an the this that these those there here it its she he they you i we her his their your my our who
        what which when where why how if once after before until unless while because since as in on at for
        from with without by to of about no not never yes only also then and but or so all any some each
        every both either neither one two three four five customers people orders items refunds payment test
        verify check given says user customer caller agent bot assistant today yesterday tomorrow monday
        tuesday wednesday thursday friday saturday sunday january february march april may june july august
        september october november december order charge subscription account please first last next
        nothing something everything anything someone somebody everybody everyone nobody none more most many few
        several other another such same own its whether finally lastly secondly besides however therefore thus now
        soon later still even just maybe perhaps sometimes often usually always ideally preferably
        delivery deliveries parcel parcels package packages flight flights booking bookings reservation room card cards
        bill bills invoice invoices broadband internet wifi service services support access price prices fee fees cost
        costs tax credit debit cash money refundable boiler router phone device app website site page email emails
        letter letters engineer engineers driver drivers doctor nurse staff management baggage luggage bags seat seats
        ticket tickets train trains bus ferry ship hotel hotels check-in check-out breakfast insurance policy policies
        claim claims premium cover excess contract contracts plan plans tariff membership members guests passengers
        users tenants residents patients children adults students premium standard gold silver bronze basic proof
        routed escalated resolved relevant images image file files password passwords help advice information
        product products item items return returns exchange exchanges voucher vouchers discount discounts points
        water gas electricity power meter meters waste bins rubbish council parking rent deposit loan loans mortgage
        having being despite meanwhile regarding considering according depending following during whereas
        interest data calls texts roaming stock shop shops store stores branch branches bank banks
        """
    )
)
_VERB_AFTER = (
    r"(?:is|was|has|had|wants|wanted|needs|needed|would|will|lives|works|owns|ordered|bought|received|paid|"
    r"cannot|can't|does|did|just|also|says|thinks|believes|likes|prefers|asks|calls|writes|knows|feels|gets|wonders|"
    r"forgot|lost|tried|tries|hopes|expects|never|only|recently|gives|accepts|"
    r"notices|sees|finds|buys|orders|discovers|contacts|returns|receives|pays|complains|reports|remembers|uses|"
    r"[a-z]{3,}ed)"
)
_FULL = re.compile(
    rf"((?:(?:Mr|Mrs|Ms|Dr)\.? )?{_WORD}(?: {_WORD}){{1,3}})(?=,? [a-z]|, (?:aged )?\d{{2}},|"
    rf" \(\d{{2}}\) )"
)
_FIRST = re.compile(rf"({_WORD})(?! (?:is|was) (?:[a-z]+ ){{0,2}}(?:[£$€]|\d{{3}}))(?= {_VERB_AFTER}\b)")
_TOLD = Caseless(
    rf"(?:you are|you're|the (?:customer|caller|user) is|your? name is|my name is|i am|i'm"
    rf"|(?:her|his|their|the customer's) name is|name:|called|named)"
    rf" (?-i:({_WORD}(?: {_WORD}){{0,3}}))\b",
)
_PRONOUNS: tuple[tuple[Pronoun, re.Pattern[str]], ...] = (
    ("she", re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)),
    ("he", re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)),
)
_THEY = re.compile(r"^(?:they|their)\b", re.IGNORECASE)


@dataclass(frozen=True)
class People:
    """The customer of one journey."""

    name: str | None = None
    pronoun: Pronoun | None = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Everything the customer is called by name, the longest first."""
        if not self.name:
            return ()
        words = self.name.split()
        if words[0].rstrip(".") not in _HONORIFICS:
            return tuple(dict.fromkeys((self.name, words[0])))
        # "Mrs" alone is nobody's name; "Mrs Price" is Hannah Price's.
        others = (f"{words[0]} {words[-1]}", " ".join(words[1:]), words[1]) if len(words) > 2 else ()
        return tuple(dict.fromkeys((self.name, *others)))

    @cached_property
    def subject(self) -> re.Pattern[str]:
        """The customer as the subject of a clause."""
        names = "".join(f"{re.escape(name)}|" for name in self.names)
        return re.compile(
            rf"(?:{names}(?:the |a )?(?:customer|user|caller|client|shopper|member|guest|patient|passenger|tenant"
            r"|resident|subscriber|policyholder|traveller|traveler|visitor)|she|he|you|i)\b(?!'s)",
            re.IGNORECASE,
        )

    @cached_property
    def object(self) -> re.Pattern[str]:
        """The customer as the one to whom something is done: "her", "the customer", "Maria"."""
        names = "".join(f"{re.escape(name)}|" for name in self.names)
        return re.compile(
            rf"(?:to )?(?:{names}(?:the |an? )?(?:customer|user|caller|client|shopper|member)|him|her|them|you"
            rf"|me)(?!['\w]|[.@-]\w)\s*",
            re.IGNORECASE,
        )


_NO_NAME = re.compile(
    r"(?:I|You|We|They|He|She|It|That|There|Who|What)'"
    r"|[A-Za-z]{3,}(?:tion|sion|ment|ness|ance|ence|ity|ship|age|away)s?\b",
    re.IGNORECASE,
)
"""What begins like a name and is none: "You'd", "Coverage", "Identity", "Reinstatement"."""


def named(sentence: str) -> str | None:
    """The customer's name, when this sentence gives one."""
    told = _TOLD.match(sentence) or _TOLD.search(sentence)
    if told and told[1][0].isupper() and told[1].split()[0].casefold() not in _OPENERS:
        return told[1]
    for pattern in (_FULL, _FIRST):
        found = pattern.match(sentence)
        if found and found[1].split()[0].casefold() not in _OPENERS and not _NO_NAME.match(found[1]):
            return found[1].removesuffix("'s")
    return None


def people(sentences: Iterable[str]) -> People:
    """The customer that these sentences of the customer section speak of."""
    held = tuple(sentences)
    name = next((found for sentence in held if (found := named(sentence))), None)
    return _known(name, _pronoun(held))


@lru_cache(maxsize=1_024)
def _known(name: str | None, pronoun: Pronoun | None) -> People:
    """One customer for all journeys that speak of them alike, so that their patterns are made once."""
    return People(name, pronoun)


def _pronoun(sentences: Iterable[str]) -> Pronoun | None:
    """The first of she and he that appears; they, only when a sentence begins with it."""
    they = False
    for sentence in sentences:
        places = [(found.start(), word) for word, pattern in _PRONOUNS if (found := pattern.search(sentence))]
        if places:
            return min(places)[1]
        they = they or bool(_THEY.match(sentence))
    return "they" if they else None
