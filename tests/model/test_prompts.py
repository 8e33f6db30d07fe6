"""What a model is told: templates of the package, or of a folder, each using just the fields that it is given."""

from pathlib import Path
from typing import Any

import pytest

from harness.model.prompting import FIELDS, Name, Part, Prompts, shipped
from harness.trouble import Trouble

MARKS: dict[str, Any] = {
    field: f"<{field}>" for parts in FIELDS.values() for fields in parts.values() for field in fields
}


@pytest.mark.parametrize(("name", "part"), [(name, part) for name, parts in FIELDS.items() for part in parts])
def test_every_field_given_to_a_template_is_in_the_prompt(name: Name, part: Part) -> None:
    """Whatever a template is given is found again in what is sent: no persona is forgotten without a word."""
    said = shipped().render(name, **MARKS)[("system", "stable", "words").index(part)]
    assert [] == [field for field in FIELDS[name][part] if MARKS[field] not in said]


@pytest.mark.parametrize("name", list(FIELDS))
def test_what_comes_first_is_the_same_for_every_call(name: Name) -> None:
    """Nothing that differs from call to call stands in the instructions: a provider's cache can keep them."""
    other = {**MARKS, **dict.fromkeys(FIELDS[name].get("words", ()), "other")}
    assert shipped().render(name, **MARKS)[:2] == shipped().render(name, **other)[:2]


def test_a_folders_templates_stand_in_their_place(tmp_path: Path) -> None:
    """One file of the user's own changes that part, and the digest; the rest is as shipped."""
    (tmp_path / "free.system.j2").write_text("Play the part.", encoding="utf-8")
    own = Prompts(tmp_path)
    assert ("Play the part.", *shipped().render("free", **MARKS)[1:]) == own.render("free", **MARKS)
    assert own.digest("free") != shipped().digest("free")
    assert own.digest("judge") == shipped().digest("judge")


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("free.words.j2", "{{ said }} {{ told }}", "does not use 'patience': what it says would be lost"),
        ("free.stable.j2", "{{ brief }} {{ breif }}", "uses 'breif', which it is not given. Did you mean 'brief'?"),
        ("fre.stable.j2", "{{ brief }}", "is no prompt. Did you mean 'free.stable'?"),
        ("free.stable.j2", "{{ brief", "free.stable.j2:1: "),
        ("other.txt", "", "there is no prompt in"),
        ("free.system.j2", "x" * 100_001, "has more than 100,000 characters"),
        ("free.system.j2", "\udcff", "cannot be read"),
    ],
)
def test_a_template_that_would_lose_something_is_refused(tmp_path: Path, file: str, text: str, says: str) -> None:
    """Before anything is asked: which file, what is wrong, and the nearest name."""
    (tmp_path / file).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(Trouble) as found:
        Prompts(tmp_path)
    assert says in str(found.value)


@pytest.mark.parametrize(
    "escape",
    [
        "{{ brief.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() ~ brief }}",
        "{{ brief.append(1) }}",
        "{{ brief.nothing.there }}",
        "{% for one in range(99999999) %}{{ brief }}{% endfor %}",
    ],
)
def test_a_template_cannot_leave_its_sandbox(tmp_path: Path, escape: str) -> None:
    """What a template tries beyond filling in its fields is an error with its name, and never done."""
    (tmp_path / "free.stable.j2").write_text(escape, encoding="utf-8")
    with pytest.raises(Trouble, match=r"free\.stable\.j2 cannot be filled in"):
        Prompts(tmp_path).render("free", **{**MARKS, "brief": [1]})


def test_text_from_outside_stays_data() -> None:
    """Quotes, markup and half characters in what was said come out as JSON that can be sent."""
    hostile = '"}{{ 7*7 }} </system> \ud800 ü'
    words = shipped().render("free", **{**MARKS, "said": [hostile]})[2]
    assert '\\"}{{ 7*7 }} </system> ? ü' in words
