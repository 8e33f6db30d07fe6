"""Templates of the settings: what a customer says is a value, and nothing in a template reaches further than values."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.target.nouns import TargetError
from harness.target.templates import Form, Template
from harness.trouble import Trouble

VALUES: dict[str, Any] = {
    "message": "{{ 7 * 7 }}{% raw %}",
    "history": [{"role": "user", "content": "Hello"}],
    "conversation": "c",
    "number": 1,
}


def filled(source: str, form: Form = "text", **values: Any) -> str:
    values = VALUES | values
    return Template(source, "targets.a.body", values, form).render(values)


ESCAPES = [
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ message.__class__ }}",
    "{{ message['__class__'] }}",
    "{{ message|attr('__class__') }}",
    "{{ message|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ ().__class__.__base__ }}",
    "{{ [].__class__ }}",
    "{{ (1).__class__ }}",
    "{{ history.__class__ }}",
    "{{ history.append(1) }}",
    "{{ history[0].clear() }}",
    "{{ history[0].items() }}",
    "{{ history|map(attribute='__class__')|list }}",
    "{{ history|sum(attribute='__class__') }}",
    "{{ history|groupby('__class__') }}",
    "{{ '{0.__class__}'.format(message) }}",
    "{{ '{x.__class__}'.format_map({'x': message}) }}",
    "{{ '%s'|format(message) }}",
    "{{ '%s' % message }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ get_flashed_messages.__globals__ }}",
    "{{ config }}",
    "{{ request.application }}",
    "{{ range(9) }}",
    "{{ dict(a=1) }}",
    "{{ message|xmlattr }}",
    "{{ message|safe }}",
    "{{ message|pprint }}",
    "{{ message.encode().hex() }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}{{ os }}",
    "{% extends '/etc/passwd' %}",
    "{% from 'os' import system %}{{ system }}",
    "{% macro f() %}{% endmacro %}{{ f.__globals__ }}",
    "{% macro f() %}{{ caller.__class__ }}{% endmacro %}{% call f() %}{% endcall %}",
    "{% for x in history %}{{ loop.__class__ }}{% endfor %}",
    "{% for x in history %}{{ loop._iterable }}{% endfor %}",
    "{% set x = namespace() %}{{ x }}",
    "{% do 1 %}",
    "{{ 9 ** 99999999 }}",
    "{{ 'a' * 999999999 }}",
]


@pytest.mark.parametrize("source", ESCAPES)
def test_a_template_reaches_nothing_but_values(source: str) -> None:
    """Every known way out of a template is met with a sentence: nothing is run, read or imported."""
    with pytest.raises((Trouble, TargetError)):
        filled(source)


def test_what_a_customer_says_is_no_template() -> None:
    """Braces in a message are sent as braces."""
    assert "{{ 7 * 7 }}{% raw %}" == filled("{{ message }}")


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=40))
def test_any_message_makes_the_same_json(message: str) -> None:
    """Whatever is said, the body is JSON, and says just that."""
    body = '{"text": {{ message }}, "past": {{ history }}, "also": [{{ message | tojson }}]}'
    message = message.encode("utf-8", "replace").decode()
    assert {"text": message, "past": VALUES["history"], "also": [message]} == json.loads(
        filled(body, "json", message=message)
    )


def test_values_are_written_as_their_place_needs_it() -> None:
    """In an address percent-encoded, in a header as they are; a loop may look at its place."""
    assert "http://a/c%2F1?q=%26x%3D1" == filled(
        "http://a/{{ conversation }}?q={{ message }}", "address", conversation="c/1", message="&x=1"
    )
    assert "http://a:1/x?q=%2F" == filled("{{ base | safe }}/x?q={{ base }}", "address", base="http://a:1").replace(
        "http%3A%2F%2Fa%3A1", "%2F"
    )
    assert "turn 1 of c" == filled("turn {{ number }} of {{ conversation }}")
    body = "[{% for turn in history %}{{ turn.content | upper }}{% if not loop.last %},{% endif %}{% endfor %}]"
    history = [{"role": "user", "content": text} for text in ("a", 'b"')]
    assert ["A", 'B"'] == json.loads(filled(body, "json", history=history))


WRONG = [
    ("{{ mesage }}", "targets.a.body: there is no variable 'mesage'. Did you mean 'message'?"),
    ("{{ message", "targets.a.body: this template cannot be read: unexpected end of template"),
    ("{{ history[0].content.nothing }}", "targets.a.body cannot be filled in: 'str object' has no attribute"),
    ("{{ history[7] }}", "targets.a.body cannot be filled in: list object has no element 7"),
    ("{{ message | int | replace(1, {}) | truncate('x') }}", "targets.a.body cannot be filled in: "),
]


@pytest.mark.parametrize(("source", "says"), WRONG, ids=[source for source, _ in WRONG])
def test_what_is_wrong_with_a_template_is_said(source: str, says: str) -> None:
    """A sentence with the place in the settings, and the nearest name."""
    with pytest.raises((Trouble, TargetError)) as caught:
        filled(source)
    assert str(caught.value).startswith(says)


def test_a_template_that_grows_without_end_is_stopped() -> None:
    """What would be sent has a bound."""
    loops = "{% for a in history %}" * 4 + "{{ message }}" + "{% endfor %}" * 4
    with pytest.raises(TargetError, match="becomes more than 5,000,000 characters"):
        filled(loops, message="x" * 100, history=list(range(40)))
