"""Each item is given its own statement; one that does not say every word of its sentence keeps the author's words.

So no word can vanish: what an author wrote is in a field, or is one of the words by which the rules know what a
sentence is ("wants", "asks for", "the returns team"), or stays in the item's text, which counts for what it means.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.journey.nouns import Span
from harness.text.normal import stem, words

from ..keys import words_for
from ..nouns import JUDGED, AnyItem, Deed, Limit, Reaction, Reading, Vocabulary
from ..rules.lexicon import FORMS
from ..rules.people import People
from ..rules.reading import Remark
from ..rules.rewording import GOING_ON
from ..rules.states import RECORDS
from ..rules.wordlist import listed
from .restate import forbidden, statement

_LITTLE = frozenset(
    listed(
        """
        a an the this that these those it its he she they him her them his their hers theirs you your yours i me my
        we us our who whom which what when where how why whether if once after before until while as than then and
        or but so since of to in on at by for from with without about into over through up out off is are was were
        be been being am has have had having do does did should must shall will would ought need needs can could
        may might to also just there agent agents bot chatbot assistant customer user caller client person ai
        not never no none nothing nobody doesn't don't didn't won't wouldn't isn't aren't wasn't weren't cannot can't
        couldn't hasn't haven't shouldn't mustn't she's he's it's they're you're i'm you'd she'd he'd you'll she'll
        he'll user's customer's ideally preferably however whenever lastly finally next
        """
    )
)
"""Words without which a sentence says the same, or whose part the form of the statement plays."""

_DENIALS = frozenset(listed("not never no none nothing nobody without cannot"))
_DENYING = _DENIALS | frozenset(listed("refuses most least unchanged only leaves disappointed"))
"""What a statement may say instead of a denial: "not more than once" is "at most once"."""

_NOUNS = frozenset(
    listed(
        """
        file book order orders place list show report request requests log ticket text mail email e-mail issue process
        release change changes update updates query note notes claim claims reset places grant return address
        number date name
        """
    )
)
"""Words that are verbs or things; as a thing, one of them is what a sentence is about."""

_SIGNS: dict[str, frozenset[str]] = {
    kind: frozenset(listed(signs))
    for kind, signs in {
        "want": """
            want wants wanted needed like likes love rather looking look hoping hopes hope trying tries calling writing
            wish wishes intends plans asking asks ask requests request seeks seek prefer prefers prefers accept accepts
            accepted take takes agree agrees goal aim objective main pay pays thinking fancies fancy decided decides
            foremost dreaming considering suits suit possible demand demands anything less out question
        """,
        "fact": """
            know knows remember remembers recall recalls sure certain asked ask asks asking give gives given provide
            provides share shares reveal reveals tell tells mention mentions forgotten lost longer idea unless upon
            on request requested himself herself themselves yourself myself secret quiet somebody someone anybody anyone
            though although one own bring brings soon identify clue
        """,
        "persona": "feel feels seem seems sound sounds get gets called named name",
        "behaviour": """
            push pushes insist insists back accept accepts take takes first no offer time times once twice
        """,
        "reaction": """
            asked say says said tell tells reply replies answer answers accept accepts agree agrees refuse refuses
            decline declines reject rejects leave leaves insist insists push pushes complain complains back
            ask asks person human manager supervisor representative time times once twice possible first second third
            soon heard hears hear knows learns told event down one case interested somebody someone
        """,
        "ending": """
            end ends conversation chat call leave leaves hang hangs up give gives satisfied happy resolved solved done
            soon goodbye
        """,
        "line": "open opens say says ask asks start starts begin begins with first user you me message opening",
        "route": """
            team desk department queue end ends up land lands finish finishes handed over passed transferred sent put
            routed escalated redirected human colleague representative specialist manager supervisor somebody someone
            real live conversation chat call member staff
        """,
        "check": """
            team desk department conversation chat call again second time twice given already once more back
            response answer pass afterwards someone somebody anyone walks guides leads steers sums pulls spells lays
            pretends purports learns hears clear plain lets let know
        """,
        "tool": "tool function calls call use uses using once only",
        "limit": """
            done settled resolved solved sorted finished completed complete all within takes take lasts last
            conversation chat call turns turn messages message questions question seconds second most more fewer
            less least maximum minimum one two three four five six seven eight nine ten eleven twelve once twice
            whole wrap wraps wrapped
            passed handed transferred times time single thing everything reply replies answers answer responds respond
            every each over under longer no pass fail minute minutes make makes offer offers sent same desk team back
        """,
        "state": """
            records record system database books shop shop's shows shown marked listed status reads remains stays
            afterwards end
        """,
    }.items()
}
"""The words by which the rules know an item of each kind: its statement says the same in other words."""

_LOOSE = listed("behaviour ending reaction fact want persona check tool route state limit line policy")
"""The kinds of which one keeps the author's words, the loosest first."""


def stated(
    readings: Iterable[Reading], who: People, vocabulary: Vocabulary
) -> tuple[list[Reading], list[tuple[Remark, Span]]]:
    """The readings, each item with its statement for its text where that says all that its sentence does.

    And what there is to say of the sentences of which less is checked than they say.
    """
    names = frozenset(word for name in who.names for word in words(name)) | _called(vocabulary)
    names |= frozenset(f"{name}'s" for name in names)
    out: list[Reading] = []
    remarks: list[tuple[Remark, Span]] = []
    for reading in readings:
        if reading.status != "understood" or not reading.items:
            out.append(reading)
            continue
        items, left = _stated(reading.items, names)
        out.append(reading.model_copy(update={"items": items}))
        remarks += [(left.remark(reading, items), reading.sentence.span)] if left else []
    return out, remarks


@dataclass(frozen=True)
class _Left:
    """What is made of a sentence that says more."""

    said: str
    judged: bool

    def remark(self, reading: Reading, items: Sequence[AnyItem]) -> Remark:
        """What its author is told."""
        if self.judged:
            return _partly(self.said, _to_write(self.said, reading, items))
        return Remark(
            "J002",
            "warning",
            f"Not all of this is acted on; what is: {self.said!r}",
            f"Write {self.said!r} and say in a sentence of its own what else there is to know or to do.",
        )


def _to_write(checked: str, reading: Reading, items: Sequence[AnyItem]) -> str:
    """What is checked, as it is written where the sentence stands: under *never*, the bad thing itself."""
    if reading.sentence.heading != "never":
        return checked
    return next((forbidden(item) for item in items if statement(item) == checked), checked)


def _partly(said: str, written: str) -> Remark:
    return Remark(
        "J002",
        "warning",
        f"Not all of this is checked; what is: {said!r}",
        f"Write {written!r} and say in a sentence of its own what else has to be seen.",
    )


def _called(vocabulary: Vocabulary) -> frozenset[str]:
    """The words of what else people call the desks."""
    named = (name for desk, others in vocabulary.desks.items() for name in (desk, *others))
    return frozenset(word for name in named for word in words(name))


def _stated(items: tuple[AnyItem, ...], names: frozenset[str]) -> tuple[tuple[AnyItem, ...], _Left | None]:
    """The items with their texts; and, where words of the sentence are in none of them, what is made of it."""
    statements = [statement(item) for item in items]
    said = frozenset[str]().union(*(words(told) for told in statements if told))
    keeper = None
    if _lost(items, said, names):
        keeper = min(range(len(items)), key=lambda index: _LOOSE.index(items[index].kind))
    out = tuple(
        item if told is None or index == keeper else item.model_copy(update={"text": told})
        for index, (item, told) in enumerate(zip(items, statements, strict=True))
    )
    if keeper is None:
        return out, None
    if isinstance(items[keeper], JUDGED):
        checked = statements[keeper]
        return out, _Left(checked, True) if checked else None
    acted = [told for told in statements if told]
    return out, _Left(" ".join(acted), False) if len(acted) == len(items) else None


def _lost(items: Sequence[AnyItem], said: frozenset[str], names: frozenset[str]) -> list[str]:
    """The words of the sentence that no statement says."""
    written = words(GOING_ON.sub("", items[0].text))  # of which J022 tells
    denied = _denials(written) if said.isdisjoint(_DENYING) else []
    if denied and not _denials(said):
        return denied
    left = [word for word in written if word not in said and word not in _LITTLE and word not in names]
    if not left:
        return []
    signs = frozenset[str]().union(*(_signs(item) for item in items))
    besides = _besides(items)
    left = [word for word in left if word not in signs and (word not in FORMS or word in _NOUNS or word in besides)]
    stems = {stem(word) for word in said} if left else set()
    return [word for word in left if stem(word) not in stems]


def _besides(items: Sequence[AnyItem]) -> frozenset[str]:
    """What else the customer does beside what a reaction says of them: "accepts it and moves on"."""
    if not any(isinstance(item, Reaction) and item.does != "say" and item.say is None for item in items):
        return frozenset()
    found = _AND_DOES.search(items[0].text)
    return frozenset(words(found["more"])) if found else frozenset()


_AND_DOES = re.compile(r"\s(?:and|then)\s+(?P<more>[a-z]+s\b[^,]*)\Z", re.IGNORECASE)


def _signs(item: AnyItem) -> frozenset[str]:
    signs = _SIGNS.get(item.kind, frozenset())
    if item.kind == "fact" and item.key:
        return signs.union(words(words_for(item.key, item.text)))
    if item.kind == "state" and (records := RECORDS.search(item.text)):
        return signs.union(words(records[0]))
    deeds = item.deeds
    if isinstance(item, JUDGED):
        signs = signs.union(*map(_beside, deeds))
        if (does := _DOES.match(item.text)) and any(deed.act == "say" for deed in deeds):
            signs = signs.union((does[1].casefold(),))
    if item.kind == "check" and item.before:
        # "first this, and only then that"
        signs = signs.union(("first", "then", "only"))
    if isinstance(item, JUDGED) and item.when:
        # "hands her over to a person if she asks for one"
        signs = signs.union(("one",))
    if any(deed.nth > 1 for deed in deeds):
        signs = signs.union(_TIMES)
    if item.kind == "check" and item.deed and " in a single " in item.deed.about:
        return signs.union(("one", "same"))
    if item.kind == "tool" and item.at_most:
        return signs | _SIGNS["limit"]
    return signs.union(_figures(item)) if item.kind == "limit" else signs


_DOES = re.compile(
    r"(?:the |an? )?(?:agent|bot|assistant|it) (claims?|notes?|reports?|lists?|states?|queries)\b", re.IGNORECASE
)
"""A verb of telling that is a thing elsewhere: "the agent claims that ..."."""
_OF_ABOUT = {
    "agree": listed("yes say says said ok okay go ahead agreed consent consents say-so permission approval agreement"),
    "permission": listed("first beforehand"),
}
"""How else one says that somebody agrees, or that it takes their word."""
_TAKEN = listed("money payment takes taken amount")
"""How else one says that a card is charged."""
_TIMES = frozenset(listed("time times once twice more second third fourth fifth again"))
"""How else one says from which time on a thing counts."""


def _beside(deed: Deed) -> list[str]:
    """How else one says what is looked for."""
    also = [*_OF_ABOUT.get(deed.about, ())]
    if deed.word == "charge":
        also += _TAKEN
    if deed.act == "apologise":
        also.append("sorry")
    return also


def _figures(item: Limit) -> list[str]:
    """How else the bound may have been written: "fewer than 20" is at most 19, "two minutes" are 120 seconds."""
    if not item.value.isdigit():
        return []
    return [f"{figure:g}" for figure in (int(item.value) + 1, int(item.value) - 1, int(item.value) / 60)]


def _denials(told: Iterable[str]) -> list[str]:
    return [word for word in told if word in _DENIALS or word[-3:] == "n't"]
