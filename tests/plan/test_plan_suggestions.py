"""What a complaint suggests, followed to the letter, clears it: every code, every suggestion."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from harness.journey import Complaint, read_journeys
from harness.plan import Vocabulary, compile_journey
from harness.plan.remarks.alike import side_by_side
from harness.plan.rules.vague import REWRITES

Complaints = Callable[[Mapping[str, str]], tuple[Complaint, ...]]

NEVER = "\n## What must never happen\n\n- The agent asks for a password.\n"
TABLE = "\n## Try it with\n\n"


def journey(*should: str, top: str = "Ann wants a refund.", never: str = NEVER, after: str = "") -> str:
    """A journey with these lines under What should happen, and nothing else to complain of."""
    lines = "\n".join(f"- {line}" for line in ("The agent apologises.", *should))
    return f"# T\n\n{top}\n\n## What should happen\n\n{lines}\n{never}{after}"


def facts(*lines: str) -> str:
    return "\n## What is true\n\n" + "\n".join(f"- {line}" for line in lines) + "\n"


def nevers(*lines: str) -> str:
    return "\n## What must never happen\n\n" + "\n".join(f"- {line}" for line in lines) + "\n"


PLAIN = journey()

FOLLOWED: list[tuple[str, str, str, str]] = [
    # code, a piece of the suggestion, the journey, the journey that does as it says
    ("J001", "Write the journey in plain text", "", PLAIN),
    ("J001", "Add a line under", "# T\n\nAnn wants a refund.\n", journey("The agent refunds £39.00.")),
    ("J002", "Begin with 'The agent'", journey("Both orders mixed up."), journey("The agent says that both arrive.")),
    ("J002", "Choose another verb", journey("The agent mixes both up."), journey("The agent says that both arrive.")),
    ("J002", "Begin with the customer", journey(top="Vibes: odd."), journey(top="She wants help with a kettle.")),
    (
        "J002",
        "or move it under Notes",
        journey(top="Vibes: odd."),
        journey(top="Ann wants a refund.", after="\n## Notes\n\nVibes: odd.\n"),
    ),
    (
        "J002",
        "belongs at the top",
        journey("The customer asks for a refund."),
        journey(top="The customer asks for a refund."),
    ),
    (
        "J002",
        "Say when it does happen",
        journey("The agent refunds £39.00, unless she keeps the kettle."),
        journey("If the customer agrees, the agent refunds £39.00."),
    ),
    (
        "J002",
        "Make two sentences",
        journey("The agent explains the policy: it refunds £39.00."),
        journey("The agent explains the policy.", "The agent refunds £39.00."),
    ),
    (
        "J002",
        "Write the figure that is right",
        journey("The agent refunds more than £31.00."),
        journey("The agent refunds £31.00."),
    ),
    (
        "J002",
        "Say what the agent does about it",
        journey("The blue lamp stays dark."),
        journey("The agent says that the blue lamp stays dark."),
    ),
    (
        "J002",
        "Write 'The agent does one of:'",
        journey("The agent offers a refund or a replacement."),
        journey("The agent does one of:\n  - The agent offers a refund.\n  - The agent offers a replacement."),
    ),
    (
        "J002",
        "Name the thing with its number",
        journey("The agent cancels the order in the shop's records."),
        journey("Charge C-5512 is refunded in the shop's records."),
    ),
    (
        "J002",
        "Write one line for each",
        journey("The agent refunds both charges."),
        journey("The agent refunds charge C-5512.", "The agent refunds charge C-5513."),
    ),
    (
        "J002",
        "Name what must not be told",
        journey(never=nevers("The agent gives any details of the order.")),
        journey(never=nevers("The agent says that the parcel goes to 5 Kiln Lane.")),
    ),
    (
        "J002",
        "Write shorter sentences",
        journey(f"The agent asks {'for it ' * 400}"),
        journey("The agent asks for it."),
    ),
    ("J003", "Write one journey", f"{PLAIN}\n# Another\n", PLAIN),
    (
        "J003",
        "Did you mean 'What must never happen'?",
        PLAIN.replace("What must never happen", "What must nevr happen"),
        PLAIN,
    ),
    ("J003", "The headings are", f"{PLAIN}\n## Zebra\n\nStripes.\n", f"{PLAIN}\n## Notes\n\nStripes.\n"),
    ("J003", "Begin it with ##", PLAIN.replace("## What must", "What must"), PLAIN),
    ("J005", "without 'may'", journey("The agent may offer a voucher."), journey("The agent offers a voucher.")),
    (
        "J006",
        "Add a column 'order'",
        journey(top="Her order number is {order}."),
        journey(top="Her order number is {order}.", after=f"{TABLE}| name | order |\n|--|--|\n| a | W-1 |\n"),
    ),
    (
        "J006",
        "as many cells",
        journey(top="Her order number is {order}.", after=f"{TABLE}| name | order |\n|--|--|\n| a |\n"),
        journey(top="Her order number is {order}.", after=f"{TABLE}| name | order |\n|--|--|\n| a | W-1 |\n"),
    ),
    (
        "J006",
        "Add one row",
        journey(after=f"{TABLE}| name | should |\n|--|--|\n"),
        journey(after=f"{TABLE}| name | should |\n|--|--|\n| a | The agent refunds £39.00. |\n"),
    ),
    (
        "J006",
        "Give each row its own name",
        journey(
            after=f"{TABLE}| name | should |\n|--|--|\n| a | The agent refunds £3. |\n| a | The agent says no. |\n"
        ),
        journey(
            after=f"{TABLE}| name | should |\n|--|--|\n| a | The agent refunds £3. |\n| b | The agent says no. |\n"
        ),
    ),
    (
        "J006",
        "Give each column its own name",
        journey(top="She has {n} and {n}.", after=f"{TABLE}| name | n | n |\n|--|--|--|\n| a | a cat | a dog |\n"),
        journey(top="She has {n} and {m}.", after=f"{TABLE}| name | n | m |\n|--|--|--|\n| a | a cat | a dog |\n"),
    ),
    (
        "J006",
        "Write its name in the first row",
        journey(top="She has {n}.", after=f"{TABLE}| name | n | |\n|--|--|--|\n| a | a cat | 2 |\n"),
        journey(top="She has {n}, aged {m}.", after=f"{TABLE}| name | n | m |\n|--|--|--|\n| a | a cat | 2 |\n"),
    ),
    (
        "J006",
        "Put all variations into one table",
        journey(after=f"{TABLE}| name | tags |\n|--|--|\n| a | x |\n\n| name | tags |\n|--|--|\n| b | y |\n"),
        journey(after=f"{TABLE}| name | tags |\n|--|--|\n| a | x |\n| b | y |\n"),
    ),
    (
        "J006",
        "Link to a page",
        f"{PLAIN}\n## What is true\n\n[P](polices/p.md)\n",
        f"{PLAIN}\n## What is true\n\n[P](policies/p.md)\n",
    ),
    (
        "J007",
        "Write {colour} in a sentence",
        journey(after=f"{TABLE}| name | colour |\n|--|--|\n| a | red |\n"),
        journey(top="She has a {colour} kettle.", after=f"{TABLE}| name | colour |\n|--|--|\n| a | red |\n"),
    ),
    (
        "J007",
        "take the column out",
        journey(after=f"{TABLE}| name | tags | colour |\n|--|--|--|\n| a | x | red |\n"),
        journey(after=f"{TABLE}| name | tags |\n|--|--|\n| a | x |\n"),
    ),
    (
        "J007",
        "Copy the row",
        journey(
            top="She has {n}.",
            after=f"{TABLE}| name | segment | n |\n|--|--|--|\n| a | old | a cat |\n| b | new | a dog |\n",
        ),
        journey(
            top="She has {n}.",
            after=f"{TABLE}| name | segment | n |\n|--|--|--|\n| a | old | a cat |\n| b | new | a cat |\n",
        ),
    ),
    (
        "J008",
        "write under 'What should happen': 'The agent verifies the customer.'",
        journey(never=nevers("The agent does not verify the customer.")),
        journey("The agent verifies the customer."),
    ),
    (
        "J008",
        "write those words here",
        journey(never=nevers("The agent never offers a voucher.")),
        journey(never=nevers("The agent offers a voucher.")),
    ),
    ("J009", "The agent sends a reset link", journey("She taps the icon."), journey("The agent sends a reset link.")),
    (
        "J009",
        "She wants to change her address",
        journey(top="She scrolls to the help page."),
        journey(top="She wants to change her address."),
    ),
    ("J009", "Say in a sentence", f"{PLAIN}\n```\nrefund()\n```\n", PLAIN),
    ("J009", "Close it with a line ```", f"{PLAIN}\n```\nrefund()\n", PLAIN),
    (
        "J010",
        "Did you mean Risk?",
        PLAIN.replace("# T\n", "# T\n\nRsik: high\n"),
        PLAIN.replace("# T\n", "# T\n\nRisk: high\n"),
    ),
    (
        "J010",
        "Did you mean high?",
        PLAIN.replace("# T\n", "# T\n\nRisk: hihg\n"),
        PLAIN.replace("# T\n", "# T\n\nRisk: high\n"),
    ),
    (
        "J010",
        "whole number",
        PLAIN.replace("# T\n", "# T\n\nTrials: many\n"),
        PLAIN.replace("# T\n", "# T\n\nTrials: 5\n"),
    ),
    (
        "J010",
        "amount of money",
        PLAIN.replace("# T\n", "# T\n\nBudget: low\n"),
        PLAIN.replace("# T\n", "# T\n\nBudget: 0.50\n"),
    ),
    (
        "J010",
        "Keep one",
        PLAIN.replace("# T\n", "# T\n\nRisk: high · Risk: low\n"),
        PLAIN.replace("# T\n", "# T\n\nRisk: high\n"),
    ),
    (
        "J010",
        "Write something after the colon",
        PLAIN.replace("# T\n", "# T\n\nOwner:\n"),
        PLAIN.replace("# T\n", "# T\n\nOwner: Ann\n"),
    ),
    (
        "J011",
        "Did you mean 'billing'?",
        journey("Ann ends up with the biling team."),
        journey("Ann ends up with the billing team."),
    ),
    (
        "J011",
        "Name one that is listed under [desks]",
        journey("Ann ends up with the parcels team."),
        journey("Ann ends up with the orders team."),
    ),
    (
        "J011",
        "Did you mean 'refund_order'?",
        journey("The agent calls `refund_ordre`."),
        journey("The agent calls `refund_order`."),
    ),
    (
        "J011",
        "Did you mean 'returns'?",
        PLAIN.replace("# T\n", "# T\n\nIntent: retuns\n"),
        PLAIN.replace("# T\n", "# T\n\nIntent: returns\n"),
    ),
    (
        "J011",
        "The intents in harness.toml are",
        PLAIN.replace("# T\n", "# T\n\nIntent: zebra\n"),
        PLAIN.replace("# T\n", "# T\n\nIntent: orders\n"),
    ),
    (
        "J011",
        "Did you mean 'orders'?",
        journey(after=f"{TABLE}| name | intent |\n|--|--|\n| a | returns |\n| b | ordres |\n"),
        journey(after=f"{TABLE}| name | intent |\n|--|--|\n| a | returns |\n| b | orders |\n"),
    ),
    (
        "J012",
        "take one of them out",
        journey("The agent offers a voucher.", never=nevers("The agent offers a voucher.")),
        journey("The agent offers a voucher."),
    ),
    (
        "J012",
        "say in each when it holds",
        journey("The agent offers a voucher.", never=nevers("The agent offers a voucher.")),
        journey(
            "If the agent refuses the refund, the agent offers a voucher.",
            never=nevers("If the agent gives a refund, the agent offers a voucher."),
        ),
    ),
    (
        "J012",
        "say in each when it holds",
        journey(after=facts("A refund takes 3 days.", "A refund takes 5 to 7 business days.")),
        journey(
            after=facts("If she paid by card, a refund takes 3 days.", "Otherwise a refund takes 5 to 7 business days.")
        ),
    ),
    (
        "J013",
        "Her postcode is",
        journey("The agent asks for her postcode.", top="Ann Lee says she wants a refund."),
        journey("The agent asks for her postcode.", top="Ann Lee says she wants a refund. Her postcode is SW1A 1AA."),
    ),
    (
        "J013",
        "does not know the booking number",
        journey("The agent asks for the booking number."),
        journey(
            "The agent asks for the booking number.",
            top="Ann wants a refund. The customer does not know the booking number.",
        ),
    ),
    ("J015", "Take the Language setting out", PLAIN.replace("# T\n", "# T\n\nLanguage: Welsh\n"), PLAIN),
    (
        "J017",
        "within 4 turns",
        journey("The conversation takes at least 1 turn."),
        journey("It is all done within 4 turns."),
    ),
    ("J017", "within 8 turns", journey("It is all done within 80 turns."), journey("It is all done within 8 turns.")),
    (
        "J017",
        "This call is recorded",
        journey('The agent says "...".'),
        journey('The agent says "This call is recorded".'),
    ),
    (
        "J017",
        "She also wants to talk about a manager.",
        journey("If the customer asks for a manager, the agent refunds £39.00."),
        journey(
            "If the customer asks for a manager, the agent refunds £39.00.",
            top="Ann wants a refund. She also wants to talk about a manager.",
        ),
    ),
    ("J018", "Add what a good agent does", f"# T\n\nAnn wants a refund.\n{NEVER}", PLAIN),
    (
        "J019",
        "The agent asks for the order number again after she has given it.",
        journey(top="Ann Lee says she wants a refund. Her order number is W-1042.", never=""),
        journey(
            top="Ann Lee says she wants a refund. Her order number is W-1042.",
            never=nevers("The agent asks for the order number again after she has given it."),
        ),
    ),
    (
        "J019",
        "The agent asks for a password.",
        journey(never=""),
        journey(never=nevers("The agent asks for a password.")),
    ),
]


@pytest.fixture
def complaints(tmp_path: Path, shop: Vocabulary) -> Complaints:
    """Everything that `harness check` would say of these files."""
    told = shop.model_copy(update={"intents": ("returns", "orders")})

    def complaints(files: Mapping[str, str]) -> tuple[Complaint, ...]:
        for path in tmp_path.rglob("*.md"):
            path.unlink()
        for name, text in {"policies/p.md": "- A refund takes 5 days.\n", **files}.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        journeys = read_journeys([tmp_path], tmp_path)
        plans = [compile_journey(one, told) for one in journeys]
        own = [one for plan in plans for one in plan.complaints]
        return (*own, *side_by_side(journeys, plans))

    return complaints


@pytest.mark.parametrize(
    ("code", "hint", "before", "after"), FOLLOWED, ids=[f"{code} {hint[:30]}" for code, hint, _, _ in FOLLOWED]
)
def test_a_suggestion_clears_its_complaint(
    code: str, hint: str, before: str, after: str, complaints: Complaints
) -> None:
    """Doing what the suggestion says takes the complaint away, and brings no other."""
    found = [one for one in complaints({"t.md": before}) if one.code == code]
    assert any(hint in one.suggestion for one in found), [one.suggestion for one in found]
    assert [] == [
        f"{one.code} {one.message}" for one in complaints({"t.md": after}) if one.severity != "info" or one.code == code
    ]


@pytest.mark.parametrize(("words", "rewrite"), REWRITES, ids=[words[0] for words, _ in REWRITES])
def test_every_rewriting_of_a_vague_word_can_be_checked(
    words: tuple[str, ...], rewrite: str, complaints: Complaints
) -> None:
    """The sentence that is suggested for a vague word is itself understood, and nothing is said of it."""
    instead = re.search(r"'(.+)'\Z", rewrite)
    assert instead is not None
    assert () == complaints({"t.md": journey(instead[1])})


VAGUE = [
    ("The agent responds quickly.", "within 4 turns"),
    ("The agent responds as soon as possible.", "within 4 turns"),
    ("The agent replies in a timely manner.", "within 4 turns"),
    ("The agent is polite.", "thanks the customer"),
    ("The agent is friendly.", "thanks the customer"),
    ("The agent handles it properly.", "refunds £39.00"),
    ("The agent gives an appropriate answer.", "refunds £39.00"),
    ("The agent gives a reasonable solution.", "refunds £39.00"),
    ("The agent deals with it correctly.", "refunds £39.00"),
    ("The agent gives relevant information.", "takes 5 days"),
    ("The agent is helpful.", "offers a refund"),
    ("The experience is user-friendly.", "not passed on more than once"),
    ("The hand-over is seamless.", "not passed on more than once"),
]


@pytest.mark.parametrize(("text", "hint"), VAGUE)
def test_a_vague_line_is_met_with_its_own_rewriting(text: str, hint: str, complaints: Complaints) -> None:
    """Each vague word gets a sentence of its own kind, which clears the complaint when it is written instead."""
    (found,) = complaints({"t.md": journey(text)})
    assert "J004" == found.code
    assert hint in found.suggestion
    instead = re.search(r"'(.+)'\Z", found.suggestion)
    assert instead is not None
    assert () == complaints({"t.md": journey(instead[1])})


@pytest.mark.parametrize("manner", ["quickly", "politely", "correctly", "seamlessly"])
def test_a_vague_manner_is_taken_out_of_a_sound_sentence(manner: str, complaints: Complaints) -> None:
    """Only the manner is vague: the rest is checked, the complaint stands at that very word, without it all is well."""
    for text in (f"The agent {manner} refunds £39.00.", f"The agent refunds £39.00 {manner}."):
        (found,) = complaints({"t.md": journey(text)})
        assert ("J004", 8, 3 + text.index(manner)) == (found.code, found.span.line, found.span.col)
        assert found.suggestion.startswith("Take it out; ")
    assert () == complaints({"t.md": journey("The agent refunds £39.00.")})


UNSURE = [
    "The agent sends her to a website to cancel.",
    "The agent asks two security questions.",
    "The agent asks at most two questions about the kettle.",
    "The agent accepts the reading.",
    "The agent finds out where Ann lives.",
    "The agent works out who Ann is from her name.",
    "The purple lamp stays dark.",
    "All four lamps are cancelled.",
    "The agent determines whether the lamp is broken.",
    "The agent takes down the reading.",
    "Only then does it talk about a refund.",
    "The agent refunds more than £31.00.",
    "The agent cancels the order in the shop's records.",
    "The agent refunds both charges.",
    "She taps the icon.",
]


@pytest.mark.parametrize("text", UNSURE)
def test_the_sentence_that_is_suggested_can_be_written_as_it_stands(text: str, complaints: Complaints) -> None:
    """Where a suggestion holds a whole sentence, that sentence in the place of the unsure one leaves nothing to say."""
    before = journey().replace("- The agent apologises.", f"- {text}\n- The agent apologises.")
    (found,) = complaints({"t.md": before})
    instead = re.search(r"'([A-Z][^']*(?:'s [^']*)?[.])'", found.suggestion)
    assert instead is not None, found.suggestion
    assert [] == [str(one) for one in complaints({"t.md": journey(instead[1])}) if one.code != "J013"]


QUIET = [
    "The agent tells her to click the link in the e-mail.",
    "The agent says which button to press.",
    "The agent explains what the red light on the kettle means.",
    "The agent sends her a link to the page where the parcel can be followed.",
    "The agent says that the best before date is 3 March 2027.",
    "If the customer agrees, the agent refunds £39.00.",
    "If the agent offers a voucher, the agent says that it is worth £5.00.",
]


@pytest.mark.parametrize("text", QUIET)
def test_a_sound_sentence_is_left_alone(text: str, complaints: Complaints) -> None:
    """What is only spoken of, and words that are vague elsewhere, raise no alarm."""
    assert () == complaints({"t.md": journey(text)})


def test_two_journeys_of_one_name_are_told_apart(complaints: Complaints) -> None:
    """J016 names both files; renaming one of them clears it."""
    other = PLAIN.replace("# T", "# U")
    (found,) = complaints({"a/t.md": PLAIN, "b/t.md": other})
    assert ("J016", "b/t.md:1:1") == (found.code, str(found.span))
    assert () == complaints({"a/t.md": PLAIN, "b/u.md": other})


def test_a_page_of_another_kind_is_put_where_it_belongs(complaints: Complaints) -> None:
    """J003, a warning: lines of an included page under a heading of their own are put in a page of their own."""
    page = "# Both\n\n- The agent offers a voucher.\n\n## What must never happen\n\n- The agent shouts.\n"
    found = complaints({"t.md": journey(after="\n## What should happen\n\n[Both](_both.md)\n"), "_both.md": page})
    assert "J003" in [one.code for one in found]
    apart = journey(after="\n## What should happen\n\n[A](_a.md)\n\n## What must never happen\n\n[B](_b.md)\n")
    pages = {"_a.md": "- The agent offers a voucher.\n", "_b.md": "- The agent offers a refund.\n"}
    assert () == complaints({"t.md": apart, **pages})
